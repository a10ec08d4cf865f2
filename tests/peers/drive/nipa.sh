# peer: [NIPA](https://github.com/linux-netdev/nipa)
# runs: its `ingest_mdir.py` with `examples/nipa/checkprov` over two mails whose sign-off `git am -s` would add
source_of nipa https://github.com/linux-netdev/nipa
cp -r "$source" nipa
cp -r "$CHECKPROV_ROOT/examples/nipa/checkprov" nipa/tests/patch/checkprov
repository tree
cd tree
git checkout -q main
git checkout -qb unsigned
commit 2 "f: fix a thing

It was wrong."
git format-patch -q -o ../unsigned main..unsigned
git format-patch -q -o ../topic main..topic
git checkout -q main
cd ../nipa
export CHECKPROV_POLICY=qemu
ingest() { python3 ingest_mdir.py --noninteractive --tree ../tree --tree-name none --test patch/checkprov "$@"; }
said=$(ingest --mdir ../topic)
holds "$said" "OKAY    follows the policy qemu"
holds "$said" "FAIL   (1)"
holds "$said" "ai-code-too-large"
holds "$(ingest --patch ../unsigned/0001*)" "sign-off-missing"
result "one passes, two fail with their rules, the one without a sign-off too"
