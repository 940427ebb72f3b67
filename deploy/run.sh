#!/usr/bin/env bash
# Installs what is missing, builds what has changed, and starts Codesmith. Arguments go to the program.

set -euo pipefail

# shellcheck source=SCRIPTDIR/prepare.sh
. "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/prepare.sh"

prepare build_worker build_supervisor

exec "$supervisor/codesmith" "$@"
