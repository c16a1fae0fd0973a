# What run.sh and test.sh share: installing what is missing, building the program and its pages. Sourced with the repository's
# root as the current folder.
mkdir -p build
log=$PWD/build/setup.log
export CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1  # a second checkout on this machine compiles nothing again

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }

# Runs a command with its output in the log, and shows the end of it when it fails.
quietly() {
    printf '\n$ %s\n' "$*" >>"$log"
    "$@" >>"$log" 2>&1 </dev/null && return
    tail -n 30 "$log" >&2
    fail "Failed: $* (all of its output: $log)"
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

has_node() {
    command -v npm >/dev/null && node -e 'process.exit(parseInt(process.versions.node) >= 18 ? 0 : 1)' 2>/dev/null
}

# Prints the packages of these lists that are not installed; an own Node.js from 18 on replaces Debian's.
missing_packages() {
    local wanted installed package
    wanted=$(cat "$@" | grep -v '^#')
    # shellcheck disable=SC2086
    installed=$(dpkg-query -W -f='${Package} ${db:Status-Status}\n' $wanted 2>/dev/null | awk '$2 == "installed" { print $1 }')
    for package in $wanted; do
        case $package in nodejs | npm) has_node && continue ;; esac
        grep -qxF "$package" <<<"$installed" || printf '%s\n' "$package"
    done
}

install_packages() {
    local missing
    command -v dpkg-query >/dev/null || { say "This is no Debian: the packages of $* must be there already."; return; }
    missing=$(missing_packages "$@" | tr '\n' ' ')
    [ -n "$missing" ] || return 0
    say "Installing $(wc -w <<<"$missing") Debian packages (a few minutes, once): $missing"
    [ "$(id -u)" = 0 ] || command -v sudo >/dev/null || fail "Please run as root: apt-get install $missing"
    quietly as_root apt-get update
    # shellcheck disable=SC2086
    quietly as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing
}

# One compiler a core, but none without 1.5 GB of memory: the largest files need it.
jobs_that_fit() {
    local cores fitting
    cores=$(nproc)
    fitting=$(awk '/^MemAvailable:/ { print int($2 / 1500000) }' /proc/meminfo)
    [ "${fitting:-1}" -ge 1 ] || fitting=1
    if [ "$cores" -lt "$fitting" ]; then echo "$cores"; else echo "$fitting"; fi
}

# build_program PRESET TARGET...
build_program() {
    local preset=$1
    shift
    [ -f "build/$preset/build.ninja" ] || quietly cmake --preset "$preset"
    if [ -t 1 ]; then ninja -C "build/$preset" -j "$(jobs_that_fit)" "$@"; else quietly ninja -C "build/$preset" -j "$(jobs_that_fit)" "$@"; fi
}

fingerprint() { find "$@" -type f -print0 | sort -z | xargs -0 sha256sum | sha256sum; }

install_node_modules() {
    local now
    now=$(fingerprint web/package.json web/package-lock.json)
    [ -d web/node_modules ] && [ "$now" = "$(cat build/npm.stamp 2>/dev/null)" ] && return
    say "Fetching the libraries of the web pages (under a minute)."
    quietly npm --prefix web ci --no-audit --no-fund
    printf '%s\n' "$now" >build/npm.stamp
}

build_pages() {
    local now
    now=$(fingerprint web/package.json web/package-lock.json web/tsconfig.json web/src web/pages web/scripts)
    [ -d web/dist ] && [ "$now" = "$(cat build/web.stamp 2>/dev/null)" ] && return
    install_node_modules
    say "Building the web pages (seconds)."
    quietly npm --prefix web run build
    printf '%s\n' "$now" >build/web.stamp
}
