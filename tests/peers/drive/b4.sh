# peer: [b4 prep and b4 am](https://b4.docs.kernel.org/)
# runs: `examples/b4-config` as a project's `.b4-config`: `b4 prep --check` with checkprov and without; `b4 am -k` of a mailbox
pypi b4 'b4[tui]'
version "b4 $(b4 --version)"
repository tree
cd tree
git checkout -q main
mkdir scripts
printf '#!/bin/sh\ncat >/dev/null\n' >scripts/checkpatch.pl
chmod +x scripts/checkpatch.pl
cp "$CHECKPROV_ROOT/examples/b4-config" .b4-config
git add . && git commit -qm "Ship b4's settings"
b4 prep --new work --fork-point main
git cherry-pick main~1..topic >/dev/null
said=$(b4 prep --check --no-cache 2>&1)
holds "$said" "ERROR:ai-code-too-large"
holds "$said" "Warning: 0, Error: 1"
without=$(printf '%s' "$PATH" | tr : '\n' | grep -vxF "$(dirname "$(command -v checkprov)")" | paste -sd :)
said=$(PATH=$without b4 prep --check --no-cache 2>&1)
lacks "$said" Traceback
holds "$said" "Warning: 0, Error: 0"
git config --global b4.am-perpatch-check-cmd "checkprov --policy qemu --format b4 -"
git format-patch -q --stdout --thread --to=list@example.org main~1..topic >../thread
msgid=$(sed -n 's/^Message-I[dD]: <\(.*\)>/\1/p' ../thread | head -n 1)
holds "$(b4 -n am -k -m ../thread -o .. "$msgid" 2>&1)" "ERROR:ai-code-too-large"
result "the levels are those meant; without checkprov nothing is said"
