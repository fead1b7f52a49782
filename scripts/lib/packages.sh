# Sourced by the scripts: installs what is missing through the system's package manager, and builds.
. scripts/lib/progress.sh

TURNSTONE_BUILD_PACKAGES="g++ cmake ninja-build ccache pkg-config qt6-base-dev qt6-l10n-tools libqt6sql6-sqlite qt6-charts-dev qt6-svg-dev
    libqt6opengl6-dev libgumbo-dev libgmime-3.0-dev libuchardet-dev libxlsxwriter-dev libxxhash-dev libjemalloc-dev libboost-dev libbrotli-dev libcurl4-openssl-dev libssl-dev zlib1g-dev
    libzstd-dev"
TURNSTONE_TEST_PACKAGES="clang-format curl fontconfig fonts-dejavu-core procps unzip chromium iproute2 nginx-light man-db fish zsh
    shared-mime-info desktop-file-utils appstream"
TURNSTONE_PACKAGE_PACKAGES="dpkg-dev file lintian desktop-file-utils appstream"

# turnstone_install PACKAGE...: Debian and Ubuntu; elsewhere a clear message when something is missing.
turnstone_install() {
    if ! command -v apt-get >/dev/null 2>&1 || ! command -v dpkg-query >/dev/null 2>&1; then
        if command -v cmake >/dev/null 2>&1 && command -v ninja >/dev/null 2>&1; then
            return 0 # CMake names whatever else is missing
        fi
        echo "This script can install what is missing on Debian and Ubuntu only. Please install the equivalents of:" >&2
        echo "  $*" >&2
        return 1
    fi
    local missing=() package installed
    # shellcheck disable=SC2016 # its own variables
    installed=" $(dpkg-query -W -f '${Package}:${db:Status-Status} ' "$@" 2>/dev/null) "
    for package in "$@"; do
        [[ $installed == *" $package:installed "* ]] || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return 0
    local sudo=()
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null 2>&1; then
            echo "Missing packages, and neither root nor sudo to install them. Please run as root:" >&2
            echo "  apt-get install ${missing[*]}" >&2
            return 1
        fi
        sudo=(sudo)
    fi
    echo "Installing: ${missing[*]}" >&2
    local had_nginx
    had_nginx=$(command -v nginx || ls /usr/sbin/nginx 2>/dev/null || true)
    "${sudo[@]}" apt-get update -qq >&2 || return 1
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        -o APT::Status-Fd=1 "${missing[@]}" | turnstone_apt_steps | turnstone_progress "Installing packages" || {
        echo "apt-get could not install: ${missing[*]}" >&2
        return 1
    }
    if [ -z "$had_nginx" ] && [ -x /usr/sbin/nginx ] && [ -d /run/systemd/system ]; then
        # The package starts a server of its own; only private ones of tests and measurements are wanted.
        "${sudo[@]}" systemctl disable --quiet --now nginx || true
    fi
}

# turnstone_build PRESET: configures and builds by the presets; shows how far it is, and all that was said
# where something is wrong.
turnstone_build() {
    local preset=$1 log
    log=$(mktemp)
    # What CMake has read before, the build looks after by itself, but for the presets.
    if ! [ "build/$preset/build.ninja" -nt CMakePresets.json ]; then
        echo "Preparing the build ..." >&2
        cmake --preset "$preset" >"$log" 2>&1 || turnstone_build_failed "$log" || return 1
    fi
    NINJA_STATUS='[%f/%t] ' cmake --build --preset "$preset" 2>&1 | tee -a "$log" |
        turnstone_ninja_steps | turnstone_progress "Building" || turnstone_build_failed "$log" || return 1
    rm -f "$log"
}

turnstone_build_failed() {
    grep -vE '^\[[0-9]+/[0-9]+\]' "$1" | tail -n 60 >&2
    rm -f "$1"
    echo "The build failed." >&2
    return 1
}
