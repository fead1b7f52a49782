# Sourced by the scripts: says what is being done, how far it is, and about how long it will take.

# turnstone_progress WHAT: reads lines "DONE TOTAL [NOW]" and shows them as one line that changes; where standard error is
# no terminal, as a line every ten seconds. TOTAL may grow. Without any line it says nothing.
turnstone_progress() {
    local what=$1 begun=$SECONDS shown=-10 last='' columns=0 finished total now text left
    if [ -t 2 ]; then
        columns=$(stty size <&2 2>/dev/null | cut -d' ' -f2) || true
        [ "${columns:-0}" -gt 0 ] || columns=80
    fi
    while read -r finished total now; do
        [ "$total" -gt 0 ] || continue
        text="$what: $((100 * finished / total)) %"
        left=$(turnstone_left "$finished" "$total" $((SECONDS - begun)))
        [ -z "$left" ] || text+=", $left"
        [ -z "$now" ] || text+=" ($now)"
        if [ "$columns" -gt 0 ]; then
            printf '\r\033[K%s' "${text:0:columns-1}" >&2
        elif [ $((SECONDS - shown)) -ge 10 ]; then
            printf '%s\n' "$text" >&2
            shown=$SECONDS
        fi
        last=$text
    done
    if [ -n "$last" ] && [ "$columns" -gt 0 ]; then printf '\r\033[K' >&2; fi
    [ -z "$last" ] || echo "$what: $((SECONDS - begun)) s." >&2
}

# turnstone_left DONE TOTAL SECONDS: "about 2 min left"; nothing while nobody can know.
turnstone_left() {
    [ "$3" -ge 3 ] && [ $((50 * $1)) -ge "$2" ] || return 0
    local left=$(($3 * ($2 - $1) / $1))
    if [ "$left" -ge 90 ]; then
        echo "about $(((left + 30) / 60)) min left"
    else
        echo "about $((left / 5 * 5 + 5)) s left"
    fi
}

# What apt-get says of itself with APT::Status-Fd, as lines for turnstone_progress: half of it is fetching.
turnstone_apt_steps() {
    local kind name percent rest
    while IFS=: read -r kind name percent rest; do
        percent=${percent%%.*}
        case $kind in
        dlstatus) echo "${percent:-0} 200 fetching" ;;
        pmstatus) echo "$((100 + ${percent:-0})) 200 ${name%%:*}" ;;
        esac
    done
}

# The steps of ninja, as lines for turnstone_progress.
turnstone_ninja_steps() {
    local line
    while IFS= read -r line; do
        [[ $line =~ ^\[([1-9][0-9]*)/([0-9]+)\]\ (.*) ]] || continue # 0 of them are done before there is work
        line=${BASH_REMATCH[3]##*/}
        echo "${BASH_REMATCH[1]} ${BASH_REMATCH[2]} ${line%.o}"
    done
}
