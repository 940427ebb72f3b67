#!/usr/bin/env bash
# Installs what is missing, builds what has changed, and runs all tests. Arguments go to "dotnet test".
# The last line is "N passed, N failed"; the exit code is 0 only if tests ran and none failed.

set -euo pipefail

# shellcheck source=SCRIPTDIR/prepare.sh
. "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/prepare.sh"

# A systemd of its own is what the installer is tested with, and pgrep looks into it; elsewhere than on Debian that test
# says why it is skipped.
install_systemd() {
    command -v apt-get >/dev/null || return 0
    if ! [ -x /lib/systemd/systemd ] || ! command -v pgrep >/dev/null; then
        install_packages systemd procps
    fi
}

prepare install_systemd build_worker build_supervisor build_tests

results=$artifacts/test-results
rm -rf -- "$results"

status=0
dotnet test "$root/Codesmith.Tests" -c Release --no-build --nologo --results-directory "$results" \
    --blame-hang-timeout 5min --blame-hang-dump-type none \
    --logger 'console;verbosity=minimal' --logger 'trx;LogFileName=results.trx' "$@" </dev/null || status=$?

# counter NAME: the number of that name in the results' one <Counters> element.
counter() {
    local number
    number=$(sed -n "s/.*<Counters .*\b$1=\"\([0-9]*\)\".*/\1/p" "$results/results.trx" 2>/dev/null || true)
    echo "${number:-0}"
}

total=$(counter total)
passed=$(counter passed)
skipped=$((total - $(counter executed)))
failed=$((total - passed - skipped))

if [ "$total" -eq 0 ]; then
    say "No test ran."
    status=1
elif [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then
    say "The run ended before its end."
fi
[ "$failed" -eq 0 ] || status=1

if [ "$skipped" -gt 0 ]; then
    say "$skipped skipped:"
    sed -n '/outcome="NotExecuted"/,/<\/UnitTestResult>/s/^.*<Message>\(.*\)<\/Message>.*$/  \1/p' "$results/results.trx" >&2
fi
echo "$passed passed, $failed failed"
exit "$status"
