#!/bin/bash
# Proves the checkout: unit tests, the same with ASan and UBSan, the shipped configuration, the web pages, browser tests.
#   ./test.sh          all of it; the first run builds everything twice
#   ./test.sh --long   unit tests repeated in random order, 1,000 kills, more failures: what fails now and then
# One line a step, then the total; the exit code is 0 only when every step passed. Logs: build/test/<step>.log
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

long=
case ${1:-} in
    '') ;;
    --long) long=1 ;;
    -h | --help) sed -n '2,5s/^# \{0,1\}//p' test.sh; exit 0 ;;
    *) printf 'Unknown option %s (see ./test.sh --help)\n' "$1" >&2; exit 2 ;;
esac
. tools/house.sh
install_packages tools/packages.txt tools/packages-test.txt
mkdir -p build/test

passed=0
failed=0
# step NAME COMMAND...: runs it with its output in a log; prints the outcome, how long it took, and the log's end when it failed.
step() {
    local name=$1 log=build/test/$1.log started=$SECONDS outcome
    shift
    printf '%-12s ' "$name"
    if ("$@") >"$log" 2>&1 </dev/null; then outcome=ok; passed=$((passed + 1)); else outcome=FAILED; failed=$((failed + 1)); fi
    printf '%-6s %4ds  %s\n' $outcome $((SECONDS - started)) "$(summary "$log")"
    [ $outcome = ok ] || grep -avE '^ +Start +[0-9]+:|   Passed +[0-9.]+ sec' "$log" | tail -n 80 | sed 's/^/    /' || true
}

# The line of a log that counts tests, whichever runner wrote it.
summary() {
    grep -aE '^[0-9]+% tests passed|^[0-9]+ kills: |^\[  PASSED  \]|^# (pass|fail) [0-9]+$|^[0-9]+ passed|^ℹ (pass|fail) ' "$1" | sed 's/^[#ℹ] //' | tr '\n' ' ' || true
}

unit_tests() { ctest --preset "$1" -j "$(nproc)" "${@:2}"; }

# Each test program as one process: with the sanitizers reading the configuration takes seconds, and so it is read once a program
# and not once a test.
whole_programs() {
    local logs=build/test/$1 failed=0
    rm -rf "$logs" && mkdir -p "$logs"
    printf '%s\n' "build/$1/"*_test | xargs -P "$(nproc)" -I{} sh -c 'timeout 900 {} --gtest_brief=1 >"$0/$(basename {}).log" 2>&1' "$logs" || failed=1
    for log in "$logs"/*; do
        grep -aq '^\[  PASSED  \]' "$log" && ! grep -aqE '^\[  FAILED  \]|ERROR: [A-Za-z]+Sanitizer|runtime error: ' "$log" || { printf '%s:\n' "$log"; tail -n 80 "$log"; failed=1; }
    done
    awk '/^\[  PASSED  \]/ { passed += $4 } /^ *[0-9]+ FAILED TEST/ { failed += $1 } END { printf "%d passed, %d failed\n", passed, failed }' "$logs"/*
    return $failed
}

# What a turn may cost, in instructions.
bench_gate() { build_program release frontdesk load echo_beast echo_edge && node tests/bench/gate.mjs; }

# A real server, killed while people talk to it; the same made wrong on purpose; memory, sockets and a disk that fail.
kill_loop() { build_program release kill_loop frontdesk_under_test && build/release/kill_loop "$@"; }
canaries() { build_program release canaries && build/release/canaries --gtest_brief=1; }
failures() { build_program release failures && build/release/failures --gtest_brief=1; }
all_failures() { FRONTDESK_POINTS=2000 failures; }

# The interpreter of flows beside npm xstate, over random machines.
flow_oracle() { npm --prefix tests/oracle ci --no-audit --no-fund && build_program release flow_oracle && build/release/flow_oracle "$@"; }
flow_faults() { node tests/oracle/faults.mjs; }

export UBSAN_OPTIONS=print_stacktrace=1
step build build_program release
step unit unit_tests release
step check build/release/frontdesk check
step examples build/release/frontdesk intents check
step flow-oracle flow_oracle --machines 5000
step kill-loop kill_loop --kills 20
step canaries canaries
step failures failures
step bench-gate bench_gate
step asan-build build_program asan
step asan-unit whole_programs asan
step web-install install_node_modules
step web-build build_pages
step web-types npm --prefix web run check
step web-unit npm --prefix web test
step browser npm --prefix web run e2e
if [ -n "$long" ]; then
    step fuzz tests/fuzz/run.sh 300
    step power-cuts env FRONTDESK_POWER_CUTS=10000 TMPDIR=/dev/shm build/release/storage_test --gtest_filter='BadDisk.P1_*'
    step flow-faults flow_faults
    step long-oracle flow_oracle --machines 200000 --seed 1000000
    step long-unit unit_tests release --schedule-random --repeat until-fail:20
    step long-simulation build/release/simulation_test --gtest_filter=Simulation.P1* --seeds 100000
    step long-kills kill_loop --kills 1000 --seed "$RANDOM"
    step long-failures all_failures
    step long-asan unit_tests asan --schedule-random --repeat until-fail:5
fi

printf '%d passed, %d failed\n' "$passed" "$failed"
[ "$failed" = 0 ]
