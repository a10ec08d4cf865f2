#!/bin/sh
# A patch test of NIPA: the tree stands at the patch, one line of description goes to DESC_FD, the exit status
# is 0 for success, 250 for a warning. What checkprov says in full is in the results.
git format-patch -1 --stdout > "$RESULTS_DIR/checkprov.mbox" || exit 1
checkprov --policy "${CHECKPROV_POLICY:-linux}" "$RESULTS_DIR/checkprov.mbox"
checkprov --policy "${CHECKPROV_POLICY:-linux}" --format jsonl "$RESULTS_DIR/checkprov.mbox" \
    > "$RESULTS_DIR/checkprov.jsonl"
status=$?
summary=$(tail -n 1 "$RESULTS_DIR/checkprov.jsonl")
echo "$summary" | jq -r '"\(.errors) errors, \(.warnings) warnings"' > "/dev/fd/$DESC_FD"
[ "$status" -eq 0 ] || exit 1
echo "$summary" | jq -e '.warnings == 0' > /dev/null || exit 250
