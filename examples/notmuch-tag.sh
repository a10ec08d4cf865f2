#!/bin/sh
# Tags new mail by what checkprov finds, each mail by its Message-ID: ai/declared, ai/error, ai/warning.
# A mail is read from its own file, so a mail that is there twice is checked once.
set -eu
query=${1:-tag:new and subject:PATCH}

notmuch search --output=files --duplicate=1 "$query" | while IFS= read -r file; do
    # Exit status 1 says that there are errors; what there is to say is in the output.
    checkprov --format jsonl "$file" || true
done | jq -r '
    select(.type == "message" and .message_id)
    | [ (if .disclosure.declared then "+ai/declared" else empty end),
        (if any(.findings[]; .level == "error") then "+ai/error" else empty end),
        (if any(.findings[]; .level == "warning") then "+ai/warning" else empty end) ] as $tags
    | select($tags != [])
    | ($tags | join(" ")) + " -- id:\"" + (.message_id | ltrimstr("<") | rtrimstr(">") | gsub("\""; "\"\"")) + "\""
' | notmuch tag --batch
