#!/bin/bash
# Starts Frontdesk from a fresh checkout: installs what is missing (Debian 12), builds, serves with the demo shop.
#   ./run.sh                                          http://127.0.0.1:8080/, data in data/
#   ./run.sh --build                                  only installs and builds
#   ./run.sh -- --listen 127.0.0.1:9000 --data DIR    what follows -- goes to `frontdesk serve`
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

only_build=
while [ $# -gt 0 ]; do
    case $1 in
        --build) only_build=1 ;;
        --) shift; break ;;
        -h | --help) sed -n '2,5s/^# \{0,1\}//p' run.sh; exit 0 ;;
        *) printf 'Unknown option %s (see ./run.sh --help; options of the server follow --)\n' "$1" >&2; exit 2 ;;
    esac
    shift
done
. tools/house.sh

install_packages tools/packages.txt
[ -x build/release/frontdesk ] || say "Building Frontdesk (about 10 minutes on two cores, once)."
build_program release frontdesk
build_pages
[ -z "$only_build" ] || { say "Built: build/release/frontdesk"; exit 0; }

exec build/release/frontdesk serve --demo "$@"
