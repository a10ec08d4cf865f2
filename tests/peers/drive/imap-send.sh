# peer: [git imap-send](https://git-scm.com/docs/git-imap-send) and [Dovecot](https://www.dovecot.org/)
# runs: `checkprov --format reply`, into the folder of drafts of a real server
[ "$(id -u)" = 0 ] || cannot "Dovecot is started as root"
debian dovecot dovecot-imapd
version "Dovecot $(dovecot --version)"
imap=$(free_port)
mkdir -p mail run
cat >dovecot.conf <<EOF
base_dir = $PWD/run
state_dir = $PWD/run
log_path = $PWD/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
mail_location = maildir:$PWD/mail
default_internal_user = nobody
default_login_user = nobody
default_internal_group = nogroup
passdb {
  driver = static
  args = password=secret
}
userdb {
  driver = static
  args = uid=65534 gid=65534 home=$PWD/mail
}
service imap-login {
  chroot =
  inet_listener imap {
    port = $imap
  }
}
service anvil {
  chroot =
}
EOF
chown -R 65534:65534 mail
chmod 755 "$PWD" "$PWD/.."
dovecot -c dovecot.conf
conf=$PWD/dovecot.conf
trap 'doveadm -c "$conf" stop' EXIT
wait_for_port "$imap"
git config --global user.name "Ben Woods"
git config --global user.email ben@example.org
git init -q tree
cd tree
git config imap.host imap://127.0.0.1
git config imap.port "$imap"
git config imap.user ann
git config imap.pass secret
git config imap.folder Drafts
curl -s --url "imap://127.0.0.1:$imap" --user ann:secret -X "CREATE Drafts"
{ checkprov --format reply "$CHECKPROV_ROOT/examples/series.mbox" || true; } >replies
git imap-send <replies
wanted=$(grep -c '^From checkprov ' replies)
seen=$(find ../mail/.Drafts -path '*/[cn]*/*' -type f | wc -l)
[ "$seen" = "$wanted" ] || fail "$seen drafts, not $wanted"
holds "$(cat ../mail/.Drafts/*/*)" "To: Ada Rivers <ada@example.org>"
result "$wanted drafts for $wanted answers"
