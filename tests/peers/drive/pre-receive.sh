# peer: [git's `pre-receive`](https://git-scm.com/docs/githooks#pre-receive)
# runs: `examples/pre-receive` in a bare repository; a push that breaks the policy, one that does not, a branch deleted
version "$(git --version)"
repository tree
git clone -q --bare tree server.git
git -C server.git symbolic-ref HEAD refs/heads/main
git -C server.git update-ref -d refs/heads/topic
cp "$CHECKPROV_ROOT/examples/pre-receive" server.git/hooks/pre-receive
cd tree
holds "$(ends 1 git push ../server.git topic)" "ai-code-too-large"
ends 0 git push -q ../server.git topic~1:refs/heads/topic
holds "$(ends 1 git push ../server.git topic)" "pre-receive hook declined"
ends 0 git push -q ../server.git :topic
result "the first is refused, the others are taken"
