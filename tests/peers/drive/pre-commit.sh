# peer: [pre-commit](https://pre-commit.com/)
# runs: `examples/pre-commit-config.yaml`, which builds the program from the repository: a commit that breaks the policy, one that does not
pypi pre-commit pre-commit
version "$(pre-commit --version)"
git -C "$CHECKPROV_ROOT" rev-parse -q --verify HEAD >/dev/null || cannot "this is no clone of checkprov, which pre-commit builds from"
# Quick to build, and nothing else is asked of it.
export CARGO_PROFILE_RELEASE_OPT_LEVEL=0 CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16
export CARGO_TARGET_DIR=$PEERS_CACHE/pre-commit-target
git config --global safe.directory '*'
repository tree
cd tree
git checkout -q main
revision=$(git -C "$CHECKPROV_ROOT" rev-parse HEAD)
sed "s|repo: .*|repo: file://$CHECKPROV_ROOT|; s|rev: .*|rev: $revision|" \
    "$CHECKPROV_ROOT/examples/pre-commit-config.yaml" >.pre-commit-config.yaml
git add . && git commit -qm "Use pre-commit"
pre-commit install --hook-type commit-msg
seq 30 | sed 's/.*/int y&;/' >>f.c
holds "$(ends 1 git commit -am "f: fix

Why.

AI-used-for: code
$SIGNED")" "ai-code-too-large"
git checkout -q -f HEAD
commit 3 "f: fix it

Why.

AI-used-for: code
$SIGNED"
result "the first is refused, the second is made"
