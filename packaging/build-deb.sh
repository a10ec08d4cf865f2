#!/bin/sh
# Builds the Debian package: the program, with the manual and the completions that it prints itself.
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
checkprov=${CARGO_TARGET_DIR:-target}/$folder/checkprov

# cargo-deb takes them from here, as Cargo.toml says.
made=target/packaging
rm -rf "$made"
mkdir -p "$made/man" "$made/completions"
"$checkprov" man --dir "$made/man"
"$checkprov" completions bash >"$made/completions/checkprov"
"$checkprov" completions zsh >"$made/completions/_checkprov"
"$checkprov" completions fish >"$made/completions/checkprov.fish"

cargo deb --quiet --no-build --locked --profile "$profile" --output "$file"
