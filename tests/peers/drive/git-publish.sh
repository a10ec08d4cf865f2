# peer: [git-publish](https://github.com/stefanha/git-publish)
# runs: its hook `pre-publish-send-email`, as docs/contributors.md says; a series that breaks the policy, and one that does not
debian git-publish git-publish
version "git-publish $(git-publish --version 2>&1 | tail -n 1)"
repository tree
cd tree
sed -n '/^```sh$/,/^```$/p' "$CHECKPROV_ROOT/docs/contributors.md" | sed -n '/pre-publish-send-email/,/^```$/p' | sed '/^```/d' >install
sh -e install
printf '#!/bin/sh\ncat >>"%s"\n' "$PWD/../sent" >../smtp && chmod +x ../smtp
git config sendemail.smtpServer "$PWD/../smtp"
git config gitpublish.base main
publish() { GIT_EDITOR=true git-publish --no-cover-letter --to list@example.org --no-inspect-emails --no-check-url --no-sign-pull --no-binary --base main "$@"; }
said=$(ends 1 publish)
holds "$said" "ai-code-too-large"
[ ! -e ../sent ] || fail "a mail was sent"
git reset -q --hard HEAD~1
ends 0 publish </dev/null
holds "$(cat ../sent)" "f: fix one thing"
result "the first is not sent, the second is"
