# peer: [GitHub Actions](https://docs.github.com/actions)
# runs: the steps of `examples/github-workflow.yml` and of `action.yml`, as scripts over a bare repository (`cargo test --test it examples::`)
cannot "its runner is in no registry, so the steps alone were run; they do what they should"
