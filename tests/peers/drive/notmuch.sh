# peer: [notmuch](https://notmuchmail.org/)
# runs: `examples/notmuch-tag.sh` over new mail; an index of the headers that `checkprov filter` adds
debian notmuch notmuch
debian jq jq
version "$(notmuch --version)"
mkdir -p mail/cur mail/new mail/tmp
printf '[database]\npath=%s\n[new]\ntags=new;inbox\n[user]\nname=Ann\nprimary_email=ann@example.org\n' "$PWD/mail" \
    >"$HOME/.notmuch-config"
patch=$CHECKPROV_ROOT/fixtures/ai-code-too-large/bad-21-lines.patch
{ echo "Message-ID: <plain@example.org>"; sed 1d "$patch" | sed 's/^Subject: .*/Subject: [PATCH] f: fix/;/^Message-/d'; } >mail/cur/1
checkprov filter <mail/cur/1 | sed 's/<plain@/<filtered@/' >mail/cur/2
notmuch config set index.header.Checkprov X-Checkprov-Status
notmuch new --quiet
sh "$CHECKPROV_ROOT/examples/notmuch-tag.sh"
holds "$(notmuch search --output=messages tag:ai/error and tag:ai/declared)" id:plain@example.org
holds "$(notmuch search --output=messages Checkprov:error)" id:filtered@example.org
result "tags and headers find the patch"
