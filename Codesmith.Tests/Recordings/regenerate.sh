#!/bin/sh
# Writes expected.screen of every recording anew. Needs gcc, python3, tmux and libvterm-dev.
set -eu
cd "$(dirname "$0")"
program=$(mktemp)
trap 'rm -f "$program"' EXIT
gcc -O2 -Wall -Wextra libvterm_cells.c -lvterm -o "$program"
python3 -B regenerate.py "$program"
