# peer: [mutt](http://www.mutt.org/)
# runs: `examples/muttrc` in a terminal (tmux): the key over the mail under the cursor
debian mutt mutt
version "$(mutt -v)"
{ cat "$CHECKPROV_ROOT/examples/muttrc"; echo 'set wait_key=yes'; } >rc
mkdir "$HOME/Mail"
terminal "mutt -n -F rc -f '$CHECKPROV_ROOT/examples/series.mbox' -R"
shows "hw/net/heron"
types j
types C-p
shows "error[ai-code-too-large]"
result "the findings stand on the screen"
