#!/bin/sh
# Runs each target, or those that are named, for so many seconds: fuzz/run.sh SECONDS [TARGET...]
# Stops at the first fault and names the input that shows it. Run from the top of the project.
set -eu
seconds=$1
shift
[ $# -gt 0 ] || set -- mbox mail cut tags diff policy_toml check_all_formats fix
# The instrumentation of libFuzzer is no stable option of the compiler, but the stable compiler has it.
export RUSTC_BOOTSTRAP=1
sh fuzz/seed.sh
for target in "$@"; do
    log=fuzz/artifacts/$target.log
    mkdir -p fuzz/artifacts
    # checkprov is safe Rust: a sanitizer would watch the memory of other crates only, and leave a third of the runs.
    if ! cargo fuzz run --sanitizer none "$target" -- -max_total_time="$seconds" -max_len=8192 \
        -dict=fuzz/patch.dict -print_final_stats=1 >"$log" 2>&1; then
        tail -n 40 "$log"
        echo "$target: a fault; the input is named above"
        exit 1
    fi
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    edges=$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -n 1)
    echo "$target: $runs inputs in $seconds s, $edges edges reached, no fault"
done
