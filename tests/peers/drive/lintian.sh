# peer: [lintian](https://lintian.debian.org/)
# runs: the package of `packaging/build-deb.sh`; what is installed by it
debian lintian lintian
command -v cargo-deb >/dev/null || {
    [ -n "$PEERS_INSTALL" ] || cannot "cargo-deb is not installed (--install)"
    cargo install --locked --quiet --debug cargo-deb || cannot "cargo-deb could not be installed"
}
version "$(lintian --version), $(cargo-deb --version | sed 's/^/cargo-deb /;s/cargo-deb cargo-deb/cargo-deb/')"
"$CHECKPROV_ROOT/packaging/build-deb.sh" dev "$PWD/checkprov.deb"
lintian --fail-on warning,error --tag-display-limit 0 checkprov.deb
result "no error and no warning"
