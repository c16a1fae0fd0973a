#!/bin/bash
# Looks for inputs that break the code: builds each fuzz target with clang, AddressSanitizer and UBSan, and runs it over its corpus.
#   tests/fuzz/run.sh [SECONDS] [TARGET...]    60 seconds each of all targets unless told otherwise; what it finds new stays in build/fuzz
#   tests/fuzz/run.sh --keep                   afterwards: the smallest corpus that reaches as much goes to tests/fuzz/corpus
# A broken input is left as build/fuzz/TARGET.crash-*; put it into tests/fuzz/corpus/TARGET once it is mended.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

net=server/net
declare -A sources=(
    [frames]="$net/frame_parser.cpp $net/utf8.cpp"
    [http_head]="$net/forwarded.cpp $net/handshake.cpp $net/http.cpp $net/origin.cpp $net/request_rules.cpp $net/target.cpp $net/utf8.cpp"
    [stored]="storage/codec.cpp storage/digest.cpp dialog/conversation.cpp dialog/turn.cpp tickets/ticket.cpp -lsodium"
    [wire]="server/wire.cpp server/wire_fields.cpp"
)
keep=
[ "${1:-}" = --keep ] && { keep=1; shift; }
seconds=60
[[ ${1:-} =~ ^[0-9]+$ ]] && { seconds=$1; shift; }
[ $# -gt 0 ] || set -- "${!sources[@]}"

mkdir -p build/fuzz
for target in "$@"; do
    program=build/fuzz/$target found=build/fuzz/$target.corpus kept=tests/fuzz/corpus/$target
    mkdir -p "$found"
    # shellcheck disable=SC2086  # a list of files
    clang++ -std=c++20 -O1 -g -fno-omit-frame-pointer -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=undefined -I. \
        tests/fuzz/"$target".cpp ${sources[$target]} -o "$program"
    if [ -n "$keep" ]; then
        smallest=$(mktemp -d)
        "$program" -set_cover_merge=1 "$smallest" "$kept" "$found" 2>/dev/null
        find "$kept" -regextype egrep -regex '.*/[0-9a-f]{40}' -delete  # those with a name were written by hand
        cp "$smallest"/* "$kept"/
        rm -r "$smallest"
        printf '%-10s %s inputs kept, %s bytes\n' "$target" "$(find "$kept" -type f | wc -l)" "$(du -sb "$kept" | cut -f1)"
    else
        printf '%-10s %s seconds\n' "$target" "$seconds"
        "$program" -max_total_time="$seconds" -timeout=5 -rss_limit_mb=1024 -print_final_stats=1 -artifact_prefix="$program". "$found" "$kept" 2>&1 |
            grep -E '^stat::number_of_executed_units|ERROR|SUMMARY|broken:|Test unit written|^#.*(DONE|INITED)' || true
        [ -z "$(find build/fuzz -maxdepth 1 -name "$target.*-*" -print -quit)" ] || { printf 'broken input: see build/fuzz/%s.*\n' "$target"; exit 1; }
    fi
done
