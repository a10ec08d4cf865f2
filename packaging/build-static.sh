#!/bin/sh
# Builds a program that needs no library of the system it runs on, and packs it with its manual and completions.
#
#   packaging/build-static.sh [PROFILE]
#
# PROFILE is release (the default), ci or dev. In target/static then lie checkprov-VERSION-TARGET.tar.gz, where
# `cargo binstall` expects it beside a release, SHA256SUMS, and the program itself for the Containerfile.
set -eu

profile=${1:-release}
cd "$(dirname "$0")/.."
target=$(rustc -vV | sed -n 's/^host: //p')
version=$(sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)

case $profile in
dev) folder=debug ;;
*) folder=$profile ;;
esac

# With --target the flags are for the program alone, not for what runs while it is built. Its 12,000 relative relocations
# take 4 KB when they are packed, and 300 KB to be read at each start when they are not.
RUSTFLAGS="${RUSTFLAGS:-} -C target-feature=+crt-static -C link-arg=-Wl,-z,pack-relative-relocs" \
    cargo build --quiet --locked --profile "$profile" --target "$target"

out=${CARGO_TARGET_DIR:-target}/static
name=checkprov-$version-$target
rm -rf "$out"
mkdir -p "$out/$name"
cp "${CARGO_TARGET_DIR:-target}/$target/$folder/checkprov" "$out/"
cp "$out/checkprov" README.md CHANGELOG.md LICENSE-MIT LICENSE-APACHE "$out/$name/"
packaging/own-files.sh "$out/checkprov" "$out/$name"
tar -C "$out" --sort=name --owner=0 --group=0 -czf "$out/$name.tar.gz" "$name"
rm -r "${out:?}/$name"
(cd "$out" && sha256sum ./*.tar.gz checkprov | sed 's|\./||' >SHA256SUMS)
echo "$out/$name.tar.gz"
