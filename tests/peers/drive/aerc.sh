# peer: [aerc](https://aerc-mail.org/)
# runs: the key of docs/maintainers.md in a terminal (tmux), over the mail under the cursor
debian aerc aerc
version "$(aerc -v)"
mkdir -p mail/cur mail/new mail/tmp "$XDG_CONFIG_HOME/aerc"
sed 1d "$CHECKPROV_ROOT/fixtures/ai-code-too-large/bad-21-lines.patch" >"mail/cur/1:2,S"
printf '[list]\nsource = maildir://%s\ndefault = .\nfrom = Ann <ann@example.org>\n' "$PWD" >"$XDG_CONFIG_HOME/aerc/accounts.conf"
sed -i 's/^default = .*/default = mail/' "$XDG_CONFIG_HOME/aerc/accounts.conf"
chmod 600 "$XDG_CONFIG_HOME/aerc/accounts.conf"
: >"$XDG_CONFIG_HOME/aerc/aerc.conf"
key=$(grep -o 'P = :pipe -m checkprov<Enter>' "$CHECKPROV_ROOT/docs/maintainers.md")
sed "/^\[messages\]/a $key" /usr/share/aerc/binds.conf >"$XDG_CONFIG_HOME/aerc/binds.conf"
cp /usr/share/aerc/aerc.conf "$XDG_CONFIG_HOME/aerc/aerc.conf" 2>/dev/null || true
terminal aerc
shows "fix"
shows "Connected"
sleep 1
types P
sleep 2
# aerc 0.14 draws what a key has started only at the next event.
tmux -L "peers$$" resize-window -x 141
shows "error[ai-code-too-large]"
result "the findings stand on the screen"
