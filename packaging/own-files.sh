#!/bin/sh
# Writes the manual and the completions that a program of checkprov prints itself.
#
#   packaging/own-files.sh CHECKPROV FOLDER
set -eu
checkprov=$1 folder=$2
mkdir -p "$folder/man" "$folder/completions"
"$checkprov" man --dir "$folder/man"
"$checkprov" completions bash >"$folder/completions/checkprov"
"$checkprov" completions zsh >"$folder/completions/_checkprov"
"$checkprov" completions fish >"$folder/completions/checkprov.fish"
