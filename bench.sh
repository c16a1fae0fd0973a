#!/bin/bash
# Measures Frontdesk beside its yardsticks: builds, runs, prints one table with the goals and writes it into docs/performance.md.
#   ./bench.sh                    everything (about half an hour on two quiet cores)
#   ./bench.sh --quick            shorter rounds, and a store of 100,000 instead of 1,000,000 conversations
#   ./bench.sh [--quick] memory   some sections only: turns rate hogs peer memory million instructions
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
case ${1:-} in -h | --help) sed -n '2,5s/^# \{0,1\}//p' bench.sh; exit 0 ;; esac
. tools/house.sh
install_packages tools/packages.txt tools/packages-test.txt
build_program release frontdesk load echo_beast echo_edge fill_store
exec node tests/bench/bench.mjs "$@"
