#!/usr/bin/env bash
# Sums up an archive with GNU parallel: a job a part, and what they counted added.
#
#   parallel.sh FOLDER [CHECKPROV OPTION]...
#
# FOLDER holds the parts: mboxes, compressed or not.
set -euo pipefail
folder=$1
shift

# Status 1 says that something was found, which is no reason to stop; 2 says that a part could not be read.
check() {
    checkprov --summary --format jsonl --threads 1 "$@" || [ $? -eq 1 ]
}
export -f check

find "$folder" -type f -print0 | sort -z |
    PARALLEL_SHELL=$BASH parallel --null --quote check "$@" {} |
    grep '^{"type":"summary"' |
    checkprov merge-summaries --format human -
