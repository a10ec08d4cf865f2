# peer: a system without libraries
# runs: `packaging/build-static.sh`, its checksums, and the program alone in a `chroot`
[ "$(id -u)" = 0 ] || cannot "chroot is for root"
version "$(rustc --version)"
mkdir alone
alone=$PWD/alone
cd "$CHECKPROV_ROOT"
archive=$(packaging/build-static.sh dev)
cd "$(dirname "$archive")"
sha256sum --check SHA256SUMS
holds "$(tar tzf "$(basename "$archive")")" "completions/_checkprov"
cp checkprov "$alone/"
holds "$(ends 1 chroot "$alone" /checkprov - <"$CHECKPROV_ROOT/examples/series.mbox")" "2 patches checked"
result "it runs"
