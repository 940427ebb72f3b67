#!/usr/bin/env bash
# Installs Codesmith as a service of systemd, or upgrades it; may be run as often as one likes.
# Builds what has changed, puts it into a folder of its own below /opt/codesmith, and switches to it at once: what runs
# keeps its files until it is restarted.

set -euo pipefail

# shellcheck source=SCRIPTDIR/prepare.sh
. "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/prepare.sh"

programs=/opt/codesmith
configuration=/etc/codesmith
data=/var/lib/codesmith
unit=/etc/systemd/system/codesmith.service
sysusers=/etc/sysusers.d/codesmith.conf
apparmor=/etc/apparmor.d/codesmith

usage() {
    cat <<END
Usage: deploy/install.sh [--uninstall] [--yes]

Installs Codesmith as the systemd service "codesmith", or upgrades it. As somebody who may use sudo, which it asks for
what it needs; or as root.

  --uninstall  remove it; asks before it deletes users' files, sessions and the configuration
  --yes, -y    answer that with yes
  --help, -h   show this

  $programs/current           the programs; the build before stays beside it
  $configuration/codesmith.json     the configuration, which an upgrade does not touch
  $configuration/credentials/       the bot's token and the model's key, for root only
  $data            sessions and users' files
END
}

# put SOURCE TARGET: a file that is ours, replaced at once.
put() {
    as_root install -D -m 0644 -- "$1" "$2.new"
    as_root mv -- "$2.new" "$2"
}

# begin_file MODE GROUP SOURCE TARGET: a file that is the operator's from then on.
begin_file() {
    as_root test -e "$4" || as_root install -m "$1" -o root -g "$2" -- "$3" "$4"
}

# The folder that is in use now, in $current; empty before the first installation.
find_current() {
    current=$(readlink -- "$programs/current" || true)
}

# Names a build by its version and by what it is made from.
name_release() {
    local version print
    version=$(sed -n 's/.*<Version>\(.*\)<.*/\1/p' "$root/Directory.Build.props")
    print=$(cd -- "$root" &&
        cat "$supervisor/.fingerprint" "$CODESMITH_WORKER_FOLDER/.fingerprint" deploy/claude-version | sha256sum)
    release=$version-${print:0:12}
}

install_programs() {
    local new=$programs/$release.new
    [ -d "$programs/$release" ] && return
    say "Installing $programs/$release ..."
    as_root rm -rf -- "$new"
    as_root install -d -m 0755 -- "$programs"
    as_root cp -R -- "$supervisor" "$new"
    as_root cp -R -- "$CODESMITH_WORKER_FOLDER" "$new/worker"
    # Most of the size, and mostly unchanged.
    if cmp -s -- "$CODESMITH_CLAUDE" "$programs/current/claude"; then
        as_root ln -- "$programs/$current/claude" "$new/claude"
    else
        as_root install -m 0755 -- "$CODESMITH_CLAUDE" "$new/claude"
    fi
    as_root chown -R root:root -- "$new"
    as_root chmod -R u=rwX,go=rX -- "$new"
    as_root mv -- "$new" "$programs/$release"
}

install_configuration() {
    put "$root/deploy/codesmith.sysusers" "$sysusers"
    as_root systemd-sysusers "$sysusers"
    as_root install -d -m 0755 -- "$configuration"
    as_root install -d -m 0700 -- "$configuration/credentials"
    begin_file 0640 codesmith "$root/deploy/codesmith.json" "$configuration/codesmith.json"
    begin_file 0600 root /dev/null "$configuration/credentials/discord-bot-token"
    begin_file 0600 root /dev/null "$configuration/credentials/anthropic-api-key"
}

# Only Ubuntu restricts user namespaces by AppArmor; elsewhere the parser may not even know the word.
install_apparmor() {
    [ -e /proc/sys/kernel/apparmor_restrict_unprivileged_userns ] || return 0
    command -v apparmor_parser >/dev/null || return 0
    put "$root/deploy/codesmith.apparmor" "$apparmor"
    as_root apparmor_parser --replace "$apparmor" ||
        die "AppArmor does not take $apparmor, and without it no sandbox starts here."
}

install_unit() {
    put "$root/deploy/codesmith.service" "$unit"
    as_root systemctl daemon-reload
}

switch_to() {
    as_root ln -sfn -- "$1" "$programs/current.new"
    as_root mv -T -- "$programs/current.new" "$programs/current"
}

restart() {
    say "Restarting the service; sessions that run go on after it ..."
    as_root systemctl restart codesmith && return
    if [ -n "$current" ] && [ "$current" != "$release" ]; then
        switch_to "$current"
        as_root systemctl restart codesmith || true
        die "The new build does not start, so $current is in use again. Why: journalctl -u codesmith"
    fi
    die "The service does not start. Why: journalctl -u codesmith"
}

# Also while it starts, or waits to be started again.
is_running() {
    case $(systemctl is-active codesmith) in
        active | activating | reloading) ;;
        *) return 1 ;;
    esac
}

# Keeps the build before, which may be switched back to. After a second installation of the same one nobody knows which.
remove_old_builds() {
    local folder
    [ "$current" != "$release" ] || return 0
    for folder in "$programs"/*/; do
        case $(basename -- "$folder") in
            current | "$release" | "$current") ;;
            *) as_root rm -rf -- "$folder" ;;
        esac
    done
}

explain_next_steps() {
    cat >&2 <<END
codesmith: Installed. To start it:
  1. put the bot's token into $configuration/credentials/discord-bot-token
  2. put the model's key into $configuration/credentials/anthropic-api-key, or leave it empty: then users sign in
  3. say in $configuration/codesmith.json who may use it
  4. systemctl enable --now codesmith
END
}

install_all() {
    # Managed programs would need a .NET that the service's user can read.
    build=aot
    prepare build_worker build_supervisor
    find_current
    name_release
    install_programs
    install_configuration
    install_apparmor
    install_unit
    switch_to "$release"
    if is_running; then
        restart
        say "Upgraded to $release."
    elif systemctl is-enabled --quiet codesmith; then
        say "Installed $release. The service is not running: systemctl start codesmith"
    else
        explain_next_steps
    fi
    remove_old_builds
}

# Deleting what users made is asked for in so many words.
confirm_deletion() {
    local answer
    [ "$yes" = 1 ] && return
    [ -t 0 ] || return 1
    read -r -p "Delete $data with all users' files, and $configuration with the secrets? [y/N] " answer
    [[ $answer = [yY]* ]]
}

uninstall() {
    if [ -e "$unit" ]; then
        as_root systemctl disable --now codesmith
        as_root rm -f -- "$unit"
        as_root systemctl daemon-reload
    fi
    if [ -e "$apparmor" ]; then
        as_root apparmor_parser --remove "$apparmor" || true
        as_root rm -f -- "$apparmor"
    fi
    as_root rm -rf -- "$programs"
    if confirm_deletion; then
        as_root rm -rf -- "$data" "$configuration" "$unit.d" "$sysusers"
        ! id codesmith >/dev/null 2>&1 || as_root userdel codesmith
        say "Removed, with everything."
    else
        say "Removed. $data, $configuration and the user codesmith stay."
    fi
}

action=install_all
yes=0
for argument in "$@"; do
    case $argument in
        --uninstall) action=uninstall ;;
        --yes | -y) yes=1 ;;
        --help | -h)
            usage
            exit
            ;;
        *)
            say "There is no option $argument. deploy/install.sh --help shows them."
            exit 2
            ;;
    esac
done

[ -d /run/systemd/system ] || die "Systemd does not run here. deploy/run.sh starts Codesmith in a terminal."
umask 022
"$action"
