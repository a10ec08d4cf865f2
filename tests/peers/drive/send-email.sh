# peer: [git send-email](https://git-scm.com/docs/git-send-email)
# runs: `checkprov hook install`, then a series that breaks the policy, and one that does not
[ -x "$(git --exec-path)/git-send-email" ] || debian git-send-email git-email || true
[ -x "$(git --exec-path)/git-send-email" ] || cannot "there is no git send-email"
version "$(git --version)"
repository tree
cd tree
checkprov hook install
printf '#!/bin/sh\ncat >>"%s"\n' "$PWD/../sent" >../smtp && chmod +x ../smtp
send() { git -c sendemail.smtpServer="$PWD/../smtp" -c sendemail.confirm=never send-email --to=list@example.org "$@"; }
holds "$(ends 1 send main..topic)" "ai-code-too-large"
[ ! -e ../sent ] || fail "a mail was sent"
ends 0 send main..topic~1 >/dev/null
holds "$(cat ../sent)" "Subject: [PATCH] f: fix one thing"
result "the first is not sent, the second is"
