# shellcheck shell=bash
# The steps that run.sh, test.sh, bench.sh and install.sh share: what they need is installed or built below artifacts/,
# once. To be sourced. A step is done again only when what it is made from has changed, so a second start needs neither
# time nor network. What a step makes appears in its place at its end: an interrupted one is simply done again.
# Everything is said on standard error, and standard input is left to the program that is started in the end.

set -euo pipefail

root=$(dirname -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")")
artifacts=$root/artifacts
claude_version=$(<"$root/deploy/claude-version")

# aot: native programs, the default. jit: quicker to build, need no C compiler, but .NET and more memory to run.
build=${CODESMITH_BUILD:-aot}

say() { printf 'codesmith: %s\n' "$*" >&2; }

die() {
    say "$*"
    exit 1
}

# quietly WHAT COMMAND...: says what is done; the command's output is shown only if it fails.
quietly() {
    local what=$1 log=$artifacts/last-step.log
    shift
    say "$what ..."
    # A compiler server or the like must not hold the lock, nor outlive the script.
    if ! "$@" </dev/null >"$log" 2>&1 {lock}>&-; then
        tail -n 60 -- "$log" >&2
        die "$what: failed. The whole output is in $log"
    fi
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

apt_install() {
    as_root apt-get update -q &&
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"
}

install_packages() {
    command -v apt-get >/dev/null || die "Missing here: $*. Install them with this system's package manager."
    if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
        die "Missing here: $*. As root, run: apt-get install $*"
    fi
    quietly "Installing $* by apt" apt_install "$@"
}

# The platform as npm and .NET name it, in $platform.
detect_platform() {
    case $(uname -m) in
        x86_64) platform=linux-x64 ;;
        aarch64 | arm64) platform=linux-arm64 ;;
        *) die "Codesmith runs on x86-64 and arm64, not on $(uname -m)." ;;
    esac
}

# Finds .NET, and lets programs made for it find it as well, wherever it was unpacked.
find_dotnet() {
    local dotnet
    if ! dotnet=$(command -v dotnet); then
        [ -z "${SUDO_USER:-}" ] ||
            die "No dotnet is on the PATH that sudo gives: start this without sudo, it asks for that where it needs it."
        die "The .NET 10 SDK is missing: install it so that 'dotnet' is on the PATH."
    fi
    dotnet=$(dirname -- "$(readlink -f -- "$dotnet")")
    [ -d "$dotnet/host/fxr" ] && export DOTNET_ROOT=${DOTNET_ROOT:-$dotnet}
    dotnet_versions=$(cd -- "$dotnet" && echo sdk/* shared/*/*)
}

install_bubblewrap() {
    command -v bwrap >/dev/null || install_packages bubblewrap
}

fetch_claude() {
    npm install --ignore-scripts --no-save --no-package-lock --no-audit --no-fund --prefix "$1" \
        "@anthropic-ai/claude-code-$platform@$claude_version" &&
        test -x "$1/node_modules/@anthropic-ai/claude-code-$platform/claude"
}

# The agent: one native program, of a pinned version, in the checkout and nowhere else.
install_claude() {
    local folder=$artifacts/claude/$claude_version
    export CODESMITH_CLAUDE=$folder/claude
    [ -x "$CODESMITH_CLAUDE" ] && return
    command -v npm >/dev/null || die "npm is missing: install it (for Debian: apt-get install npm)."
    rm -rf -- "$folder" "$folder.new"
    mkdir -p -- "$folder.new"
    quietly "Installing Claude Code $claude_version by npm" fetch_claude "$folder.new"
    mv -- "$folder.new/node_modules/@anthropic-ai/claude-code-$platform" "$folder"
    rm -rf -- "$folder.new"
}

# fingerprint PATH...: of the contents of all sources below the paths, and of the .NET that builds them.
fingerprint() {
    cd -- "$root"
    {
        printf '%s\n' "$platform" "$dotnet_versions"
        find "$@" Directory.* .editorconfig BannedSymbols.txt global.json deploy/claude-version deploy/prepare.sh \
            \( -name bin -o -name obj -o -name TestResults \) -prune -o -type f -print0 |
            LC_ALL=C sort -z | xargs -0 sha256sum
    } | sha256sum
}

# Without servers that stay behind to make a next build quicker.
dotnet_quietly() {
    local what=$1 command=$2
    shift 2
    quietly "$what" env DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 \
        dotnet "$command" --nologo -v quiet -nodeReuse:false -p:UseSharedCompilation=false "$@"
}

# is_published FOLDER PROJECT: whether that is what today's sources make.
is_published() {
    [ "$(fingerprint "$2" Codesmith.Protocol)" = "$(cat -- "$artifacts/$1/.fingerprint" 2>/dev/null)" ]
}

# publish FOLDER PROJECT OPTION...: builds a project into artifacts/FOLDER, if its sources have changed.
publish() {
    local folder=$artifacts/$1 project=$2 print
    is_published "$1" "$2" && return
    shift 2
    print=$(fingerprint "$project" Codesmith.Protocol)
    rm -rf -- "$folder.new"
    dotnet_quietly "Building $project" publish "$root/$project" -c Release -o "$folder.new" "$@"
    printf '%s\n' "$print" >"$folder.new/.fingerprint"
    # Replaced, not overwritten: programs that run from the old folder keep their files.
    rm -rf -- "$folder"
    mv -- "$folder.new" "$folder"
}

can_link() {
    local compiler
    compiler=$(command -v clang || command -v gcc) || return 1
    command -v objcopy >/dev/null && echo 'int main(void) { return 0; }' | "$compiler" -x c -o /dev/null - 2>/dev/null
}

# build_program NAME PROJECT: into artifacts/NAME-$build.
build_program() {
    case $build in
        aot)
            is_published "$1-aot" "$2" || can_link || install_packages gcc libc6-dev
            publish "$1-aot" "$2" -r "$platform" -p:PublishAot=true
            ;;
        jit) publish "$1-jit" "$2" -r "$platform" --no-self-contained ;;
        *) die "CODESMITH_BUILD is '$build'; it may be aot or jit." ;;
    esac
}

build_worker() {
    build_program worker Codesmith.Worker
    export CODESMITH_WORKER_FOLDER=$artifacts/worker-$build
}

# In $supervisor, the folder.
build_supervisor() {
    build_program supervisor Codesmith.Supervisor
    supervisor=$artifacts/supervisor-$build
}

build_tests() {
    local print
    print=$(fingerprint Codesmith.Tests Codesmith.Supervisor Codesmith.Worker Codesmith.Protocol)
    [ "$print" = "$(cat -- "$artifacts/tests.fingerprint" 2>/dev/null)" ] && return
    rm -f -- "$artifacts/tests.fingerprint"
    dotnet_quietly "Building Codesmith.Tests" build "$root/Codesmith.Tests" -c Release
    printf '%s\n' "$print" >"$artifacts/tests.fingerprint"
}

# prepare STEP...: what every script needs, then the steps, one script at a time.
prepare() {
    local step
    mkdir -p -- "$artifacts"
    if ! [ -w "$artifacts" ] || { [ -e "$artifacts/lock" ] && ! [ -w "$artifacts/lock" ]; }; then
        die "$artifacts belongs to another user, who built here before: sudo chown -R $(id -un) '$root'"
    fi
    exec {lock}>"$artifacts/lock"
    if ! flock --nonblock "$lock"; then
        say "Waiting for another of these scripts ..."
        flock "$lock"
    fi
    detect_platform
    find_dotnet
    install_bubblewrap
    install_claude
    for step in "$@"; do
        "$step"
    done
    exec {lock}>&-
}
