#!/bin/sh
# Puts results beside the patches in patchwork: checkprov --format patchwork new.mbox | patchwork.sh
# PATCHWORK is the address of the site, PATCHWORK_PROJECT the project, PATCHWORK_TOKEN a maintainer's token.
set -eu
api=$PATCHWORK/api

while IFS= read -r check; do
    id=$(printf '%s' "$check" | jq -r '.message_id // "" | ltrimstr("<") | rtrimstr(">") | @uri')
    [ -n "$id" ] || continue
    patch=$(curl -sSf "$api/patches/?project=$PATCHWORK_PROJECT&msgid=$id" | jq -r '.[0].id // empty')
    if [ -z "$patch" ]; then
        echo "not in patchwork: $id" >&2
        continue
    fi
    printf '%s' "$check" | jq 'del(.message_id)' |
        curl -sSf -o /dev/null -H "Authorization: Token $PATCHWORK_TOKEN" -H 'Content-Type: application/json' \
            --data-binary @- "$api/patches/$patch/checks/"
done
