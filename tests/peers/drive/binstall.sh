# peer: [cargo binstall](https://github.com/cargo-bins/cargo-binstall)
# runs: the settings in `Cargo.toml`
cannot "there is no release to fetch yet, and the package names no repository"
