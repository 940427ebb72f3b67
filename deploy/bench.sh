#!/usr/bin/env bash
# Installs what is missing, builds what has changed, and measures. Arguments go to the benchmarks.

set -euo pipefail

# shellcheck source=SCRIPTDIR/prepare.sh
. "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/prepare.sh"

prepare build_worker build_supervisor build_tests

exec dotnet run -c Release --no-build --project "$root/Codesmith.Tests" -- bench "$@"
