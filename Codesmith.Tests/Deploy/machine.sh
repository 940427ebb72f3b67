#!/usr/bin/env bash
# A machine to install on: this one, with systemd as process 1 of namespaces of its own, and an overlay that keeps every
# change below FOLDER. Nothing of this machine starts in it, neither services nor mounts nor kernel settings.
#
# Usage: machine.sh FOLDER CHECKOUT
# Says "booted PID" on standard output, with the process 1 to enter by nsenter. Ends when its standard input does, or
# says on standard error why it cannot begin, with exit code 3.

set -euo pipefail

folder=$1
checkout=$2

impossible() {
    echo "$*" >&2
    exit 3
}

# over LOWER TARGET NAME: shows a folder at a place, writable, without changing it.
over() {
    mkdir -p "$folder/$3/"{changed,work}
    mount -t overlay overlay -o "lowerdir=$1,upperdir=$folder/$3/changed,workdir=$folder/$3/work" "$2"
}

# What runs in the new namespaces until systemd takes its place.
become_machine() {
    local machine=$folder/machine units
    mkdir "$machine"
    over / "$machine" system
    mount -t proc proc "$machine/proc"
    mount -t sysfs -o ro sysfs "$machine/sys"
    mount -t cgroup2 cgroup2 "$machine/sys/fs/cgroup"
    mount --rbind /dev "$machine/dev"
    mount -t tmpfs -o mode=0755 tmpfs "$machine/run"
    mount -t tmpfs -o mode=1777 tmpfs "$machine/tmp"
    # A checkout may lie on a file system that the ones above do not show.
    mkdir -p "$machine$checkout"
    over "$checkout" "$machine$checkout" checkout
    touch "$machine/run/booted"
    mount --bind "$folder/booted" "$machine/run/booted"

    # Systemd alone: no unit of this machine is wanted by anything.
    : >"$machine/etc/fstab"
    rm -rf "$machine"/{etc,usr/lib}/systemd/system/*.target.wants
    units=$machine/etc/systemd/system
    cat >"$units/machine.target" <<END
[Unit]
Requires=sysinit.target
Wants=systemd-journald.service booted.service
After=sysinit.target systemd-journald.service
END
    cat >"$units/booted.service" <<END
[Unit]
After=systemd-journald.service
[Service]
Type=oneshot
ExecStart=/bin/sh -c "echo booted >/run/booted"
END

    cd "$machine"
    pivot_root . mnt
    umount -l /mnt
    # As on every machine that boots: credentials are mounted where the service then sees them.
    mount --make-rshared /
    export container=codesmith-test
    exec chroot . /lib/systemd/systemd --system --unit=machine.target --show-status=0 </dev/null >/dev/null 2>&1
}

if [ "${3:-}" = become ]; then
    become_machine
fi

[ "$(id -u)" -eq 0 ] || impossible "Only root can start a systemd of its own."
[ -x /lib/systemd/systemd ] || impossible "There is no systemd here."
command -v pgrep >/dev/null || impossible "There is no pgrep here (package procps)."
cgroups=$(findmnt -n -l -t cgroup2 -o TARGET | head -n 1)
[ -n "$cgroups" ] || impossible "There are no control groups (version 2) here."
group=$cgroups/$(basename -- "$folder")
mkdir -- "$group" 2>/dev/null || impossible "Control groups cannot be made here."

clean_up() {
    # Process 1 first: with it ends all that is left, before it is waited for.
    pkill -KILL -P "$outer" || kill -KILL "$outer" || true
    wait "$outer" || true
    kill "$watcher" || true
    find "$group" -depth -type d -exec rmdir {} +
} 2>/dev/null

mkfifo "$folder/booted"
# The control group is entered first: the new namespace begins there.
sh -c 'echo $$ >"$1/cgroup.procs" && shift && exec "$@"' sh "$group" \
    unshare --fork --pid --mount --ipc --uts --cgroup --kill-child=KILL bash "$0" "$folder" "$checkout" become \
    </dev/null >&2 &
outer=$!
(
    tail --pid="$outer" -f /dev/null
    echo failed >"$folder/booted"
) &
watcher=$!
trap clean_up EXIT

read -r state <"$folder/booted"
[ "$state" = booted ] || impossible "No systemd can be started here."
echo "booted $(pgrep -P "$outer")"
cat >/dev/null
