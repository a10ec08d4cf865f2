# peer: [StGit](https://stacked-git.github.io/)
# runs: the stack of patches, as docs/contributors.md says; the `commit-msg` hook under `stg edit`
debian stg stgit
version "$(stg --version)"
repository tree
cd tree
stg init
stg uncommit -n 2 >/dev/null
recipe=$(sed -n '/^```sh$/,/^```$/p' "$CHECKPROV_ROOT/docs/contributors.md" | grep 'stg id')
holds "$(ends 1 sh -c "$recipe")" "ai-code-too-large"
stg pop >/dev/null
holds "$(ends 0 sh -c "$recipe")" "1 patch checked"
checkprov hook install
stg push >/dev/null
said=$(ends 2 stg edit -m "f: fix it all again

All was wrong.

AI-used-for: code
$SIGNED")
holds "$said" "ai-code-too-large"
holds "$said" " message:5:1"
lacks "$said" "git commit"
result "the applied patches are checked; the hook refuses the message"
