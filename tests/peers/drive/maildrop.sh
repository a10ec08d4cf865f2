# peer: [maildrop](https://www.courier-mta.org/maildrop/)
# runs: the filter of docs/maintainers.md over a patch
debian maildrop maildrop
version "$(maildrop -v 2>&1 | head -n 1)"
mkdir -p ai-policy/new ai-policy/cur ai-policy/tmp inbox/new inbox/cur inbox/tmp
{ echo "PATH=\"$PATH\""; echo "DEFAULT=\"$PWD/inbox/\""
    sed -n '/^```maildrop$/,/^```$/p' "$CHECKPROV_ROOT/docs/maintainers.md" | sed '/^```/d' |
        sed "s|\"ai-policy\"|\"$PWD/ai-policy/\"|"; } >filter
chmod 600 filter
sed 1d "$CHECKPROV_ROOT/fixtures/ai-code-too-large/bad-21-lines.patch" | sed '/^Subject:/s/Subject: .*/Subject: [PATCH] f: fix/' |
    maildrop "$PWD/filter"
holds "$(cat ai-policy/new/*)" "X-Checkprov-Rules: ai-code-too-large"
result "it lies in the folder that the filter names"
