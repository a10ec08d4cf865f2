# peer: [Coccinelle](https://coccinelle.gitlabpages.inria.fr/website/)
# runs: `checkprov verify script --run 'spatch ...'` over a semantic patch, and over one that makes half of the change
debian spatch coccinelle
version "$(spatch --version | head -n 1)"
repository tree
cd tree
for n in 1 2 3; do
    printf '#include <stdlib.h>\n\nvoid *make%s(size_t n)\n{\n    return malloc(n * sizeof(int));\n}\n' "$n" >"m$n.c"
done
git add . && git commit -qm "Make memory"
for n in 1 2 3; do
    printf '#include <stdlib.h>\n\nvoid *make%s(size_t n)\n{\n    return calloc(n, sizeof(int));\n}\n' "$n" >"m$n.c"
done
git commit -qam "Let calloc multiply"
cat >"$HOME/calloc.cocci" <<'COCCI'
@@
expression n;
type T;
@@
- malloc(n * sizeof(T))
+ calloc(n, sizeof(T))
COCCI
spatch="spatch --very-quiet --in-place --sp-file $HOME/calloc.cocci"
holds "$(ends 0 checkprov verify script --run "$spatch --dir .")" "makes 6 of 6 changed lines"
holds "$(ends 0 checkprov verify script --run "$spatch m1.c")" "makes 2 of 6 changed lines"
holds "$(ends 2 checkprov verify script --run "spatch --very-quiet --sp-file nowhere.cocci --dir .")" "fails on"
result "all lines are made by the semantic patch; of a part, the rest is by hand"
