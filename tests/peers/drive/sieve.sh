# peer: [Sieve](https://doc.dovecot.org/configuration_manual/sieve/) (Pigeonhole)
# runs: the script of docs/maintainers.md, with `checkprov filter` behind `vnd.dovecot.filter`, over a patch
[ "$(id -u)" = 0 ] || cannot "it is run as another user, which root alone may do"
debian sieve-filter dovecot-sieve
debian dovecot dovecot-core
version "Pigeonhole $(dpkg-query -W -f '${Version}' dovecot-sieve)"
mkdir -p bin mail/cur mail/new mail/tmp
cat >dovecot.conf <<EOF
log_path = $PWD/log
mail_location = maildir:$PWD/mail
base_dir = $PWD
mail_uid = 65534
mail_gid = 65534
plugin {
  sieve_plugins = sieve_extprograms
  sieve_extensions = +vnd.dovecot.filter
  sieve_filter_bin_dir = $PWD/bin
  sieve_filter_exec_timeout = 30s
}
EOF
cp "$(command -v checkprov)" bin/checkprov
sed -n '/^```sieve$/,/^```$/p' "$CHECKPROV_ROOT/docs/maintainers.md" | sed '/^```/d' >script.sieve
sed 1d "$CHECKPROV_ROOT/fixtures/ai-code-too-large/bad-21-lines.patch" | sed 's/^Subject: .*/Subject: [PATCH] f: fix/' >mail/new/1
# Dovecot does not read mail as root.
chmod 755 .. ../..
chown -R 65534:65534 . "$HOME"
setpriv --reuid 65534 --regid 65534 --clear-groups sieve-filter -c dovecot.conf -e -W script.sieve INBOX || cat log
holds "$(cat mail/.ai-policy/*/*)" "X-Checkprov-Rules: ai-code-too-large"
result "the patch has its headers, and lies in the folder that they name"
