# peer: [mutt](http://www.mutt.org/)
# runs: `examples/muttrc` in a terminal (tmux): the key over the mail under the cursor
debian mutt mutt
debian tmux tmux
version "$(mutt -v)"
{ cat "$CHECKPROV_ROOT/examples/muttrc"; echo 'set wait_key=yes'; } >rc
mkdir "$HOME/Mail"
tmux -L peers new-session -d -x 120 -y 50 "mutt -n -F rc -f '$CHECKPROV_ROOT/examples/series.mbox' -R"
trap 'tmux -L peers kill-server 2>/dev/null || true' EXIT
screen() { tmux -L peers capture-pane -p; }
shows() { for _ in $(seq 100); do screen | grep -qF "$1" && return; sleep 0.1; done; screen; fail "no \`$1\` on the screen"; }
shows "hw/net/heron"
tmux -L peers send-keys j
tmux -L peers send-keys C-p
shows "error[ai-code-too-large]"
result "the findings stand on the screen"
