# peer: [public-inbox](https://public-inbox.org/)
# runs: `public-inbox-init -V2`, `public-inbox-mda` of two mails; checkprov over the inbox, and over what `lei q` finds
debian public-inbox-init public-inbox
debian lei lei
version "$(dpkg-query -W -f 'public-inbox ${Version}' public-inbox)"
repository tree
git -C tree format-patch -q -o "$PWD/mails" --thread --to=list@example.org main..topic
public-inbox-init -V2 list "$PWD/list" http://127.0.0.1/list list@example.org >/dev/null 2>&1
git config -f "$HOME/.public-inbox/config" publicinboxmda.spamcheck none
for mail in mails/*; do { echo "List-Id: <list.example.org>"; sed 1d "$mail"; } | ORIGINAL_RECIPIENT=list@example.org public-inbox-mda --no-precheck; done
said=$(ends 1 checkprov --policy qemu list)
holds "$said" "2 patches checked"
holds "$said" "list/git/0.git@"
public-inbox-index list 2>/dev/null
lei q -q --no-save -f mboxrd -o mboxrd:found --only list 's:fix' >/dev/null 2>&1
holds "$(ends 1 checkprov --policy qemu found)" "2 patches checked"
lei daemon-kill || true
result "both patches are found, and named by epoch and commit"
