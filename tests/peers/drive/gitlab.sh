# peer: [GitLab CI](https://docs.gitlab.com/ci/)
# runs: the script of `examples/gitlab-ci.yml`, on a fork of a bare repository (`cargo test --test it examples::`)
cannot "its runner is in no registry, so the script alone was run; it does what it should"
