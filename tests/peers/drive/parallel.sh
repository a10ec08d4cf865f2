# peer: [GNU parallel](https://www.gnu.org/software/parallel/)
# runs: `examples/parallel.sh` over parts of an archive, one compressed
debian parallel parallel
version "$(parallel --version | head -n 1)"
mkdir parts
for part in 1 2 3; do cp "$CHECKPROV_ROOT/examples/series.mbox" "parts/$part.mbox"; done
gzip parts/2.mbox
whole=$({ checkprov --summary parts/*.mbox* || true; } | grep 'patches checked')
holds "$(bash "$CHECKPROV_ROOT/examples/parallel.sh" parts)" "$whole"
result "the sum is that of one run"
