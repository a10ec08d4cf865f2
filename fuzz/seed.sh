#!/bin/sh
# Fills fuzz/corpus from the fixtures and the built-in policies. Run from the top of the project.
set -eu
for target in mbox mail cut check_all_formats fix; do
    mkdir -p "fuzz/corpus/$target"
    find fixtures -type f \( -name '*.eml' -o -name '*.mbox' -o -name '*.patch' -o -name '*.diff' \) | while read -r file; do
        cp "$file" "fuzz/corpus/$target/$(echo "$file" | tr / -)"
    done
done
for target in tags diff; do
    mkdir -p "fuzz/corpus/$target"
    find fixtures -type f \( -name '*.diff' -o -name '*.patch' -o -name 'tags-*' \) | while read -r file; do
        sed '1,/^$/d' "$file" > "fuzz/corpus/$target/$(echo "$file" | tr / -)"
    done
done
mkdir -p fuzz/corpus/policy_toml
cp policies/*.toml fuzz/corpus/policy_toml/
