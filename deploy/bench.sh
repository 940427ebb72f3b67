#!/usr/bin/env bash
# Installs what is missing, builds what has changed, and measures. Arguments go to the benchmarks.

set -euo pipefail

# shellcheck source=SCRIPTDIR/prepare.sh
. "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/prepare.sh"

# The terminal is measured against libvterm; without it that line says that it was not.
install_libvterm() {
    command -v apt-get >/dev/null || return 0
    if ! command -v gcc >/dev/null || ! [ -e /usr/include/vterm.h ]; then
        install_packages gcc libc6-dev libvterm-dev
    fi
}

prepare install_libvterm build_worker build_supervisor build_tests

exec dotnet run -c Release --no-build --project "$root/Codesmith.Tests" -- bench "$@"
