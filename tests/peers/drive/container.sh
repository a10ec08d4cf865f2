# peer: [Buildah](https://buildah.io/)
# runs: an image of the Containerfile, and a thread through it
[ "$(id -u)" = 0 ] || cannot "the image is built as root"
debian buildah buildah
version "$(buildah --version)"
export STORAGE_DRIVER=vfs BUILDAH_ISOLATION=chroot
mkdir run
store() { local what=$1; shift; buildah --root "$PWD/store" --runroot "$PWD/run" "$what" "$@"; }
"$CHECKPROV_ROOT/packaging/build-static.sh" dev >/dev/null
store build -q -t checkprov -f "$CHECKPROV_ROOT/Containerfile" "$CHECKPROV_ROOT"
box=$(store from --pull-never checkprov)
said=$(ends 1 store run "$box" -- /checkprov - <"$CHECKPROV_ROOT/examples/series.mbox")
holds "$said" "2 patches checked"
result "it is built and runs"
