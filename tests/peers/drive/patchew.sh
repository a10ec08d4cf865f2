# peer: [patchew](https://github.com/patchew-project/patchew)
# runs: the line of docs/maintainers.md for its tester, in such surroundings as `patchew-cli` makes: a pseudo-terminal, no input, branches `base` and `test`
debian script util-linux
source_of patchew https://github.com/patchew-project/patchew
repository tree
cd tree
git branch base main
git checkout -qb test topic
line=$(grep -o 'checkprov --git base\.\. --color never' "$CHECKPROV_ROOT/docs/maintainers.md")
said=$(ends 1 script -qec "$line" /dev/null)
holds "$said" "ai-code-too-large"
lacks "$said" "$(printf '\033[')"
git reset -q --hard HEAD~1
ends 0 script -qec "$line" /dev/null >/dev/null
result "the status is that of the findings, without colours; its server, which needs Django 3.1, was not run"
