#!/bin/bash
# User instructions of a turn, split by room, beside those of an echoed message: builds, counts with callgrind, prints. Under a minute when built.
#   tests/bench/instructions.sh                   the table
#   tests/bench/instructions.sh --functions 40    and the 40 dearest functions
#   tests/bench/instructions.sh --json            everything, for a program
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1
{ [ -f build/release/build.ninja ] || cmake --preset release; cmake --build build/release -j2 --target frontdesk load echo_beast echo_edge; } >&2
exec node tests/bench/instructions.mjs "$@"
