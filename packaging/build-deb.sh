#!/bin/sh
# Builds the Debian package: the program, with the manual and the completions that it prints itself, pages and examples.
#
#   packaging/build-deb.sh [PROFILE [FILE]]
#
# Needs cargo-deb (cargo install cargo-deb). PROFILE is release or dev; FILE is the package to write.
set -eu

profile=${1:-release}
cd "$(dirname "$0")/.."
file=${2:-target/debian/}

case $profile in
dev) folder=debug ;;
*) folder=$profile ;;
esac

cargo build --quiet --locked --profile "$profile"

# cargo-deb takes them from here, as Cargo.toml says.
rm -rf target/packaging
packaging/own-files.sh "${CARGO_TARGET_DIR:-target}/$folder/checkprov" target/packaging
gzip -9 --no-name --stdout CHANGELOG.md >target/packaging/changelog.gz

cargo deb --quiet --no-build --locked --profile "$profile" --output "$file"
