# peer: [procmail](https://github.com/BuGlessRB/procmail)
# runs: `examples/procmailrc` over a patch and another mail of the list
debian procmail procmail
version "$(procmail -v 2>&1 | head -n 1)"
{ echo "PATH=$PATH"; echo "DEFAULT=$PWD/inbox"; cat "$CHECKPROV_ROOT/examples/procmailrc"; } >rc
{ echo "From a Thu Jan  1 00:00:00 1970"; echo "List-Id: <qemu-devel.nongnu.org>"
    sed 1d "$CHECKPROV_ROOT/fixtures/ai-code-too-large/bad-21-lines.patch"; } | procmail "$PWD/rc"
printf 'From a Thu Jan  1 00:00:00 1970\nList-Id: <qemu-devel.nongnu.org>\nSubject: hello\n\nText\n' | procmail "$PWD/rc"
holds "$(cat inbox)" "X-Checkprov-Status: error"
holds "$(cat inbox)" "X-Checkprov-Status: no-patch"
result "both are kept, with their headers"
