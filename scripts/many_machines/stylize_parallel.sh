#!/bin/sh
# Paints a folder on several machines over ssh, with GNU parallel.
#
#   stylize_parallel.sh MACHINES CONTENT STYLE OUTPUT_FOLDER [OPTION ...]
#
# MACHINES are comma-separated names for ssh, such as anna,user@berta,: where : is this machine. ssh must log in
# by key, without a password. CONTENT and STYLE may be anything that `stylize` accepts; the options are those of
# `stylize`. Every machine must see program and folders under the same names.
#
# The folder is cut into SHARDS parts (8). A machine paints one at a time with all its processors and takes
# the next when it is done, so that fast ones do more; if a machine fails, another gets its part.
# Part K of N writes OUTPUT_FOLDER/report-K-of-N.json, and in the end OUTPUT_FOLDER/report.json covers all.
# The same command again paints what is missing. JOBS is how many parts a machine paints concurrently (1).
# parallel's own settings ($PARALLEL, ~/.parallel/config) are ignored.
#
# STYLIZE_PROGRAM names the program (stylize). Exit codes: 0 everything painted, 2 usage, else 1.
set -eu

refuse() {
    printf '%s: %s\n' "$(basename -- "$0")" "$1" >&2
    exit 2
}

# Each argument in single quotes, for another shell to parse.
quoted() {
    for argument; do
        printf '%s ' "$(printf '%s\n' "$argument" | LC_ALL=C sed "s/'/'\\\\''/g; 1s/^/'/; \$s/\$/'/")"
    done
}

if [ $# -lt 4 ]; then
    echo "usage: $(basename -- "$0") MACHINES CONTENT STYLE OUTPUT_FOLDER [OPTION ...]" >&2
    exit 2
fi
machines=$1 content=$2 style=$3 output=$4
shift 4
program=${STYLIZE_PROGRAM:-stylize}
shards=${SHARDS:-8}
jobs=${JOBS:-1}
case $shards in '' | 0* | *[!0-9]*) refuse "SHARDS: $shards is no number of parts" ;; esac
case $jobs in '' | 0* | *[!0-9]*) refuse "JOBS: $jobs is no number of parts" ;; esac
# parallel runs anything before a space as the ssh to use, and ssh takes a name like -oX=Y as an option.
case ,$machines in
*[,/@]-* | , | *[!A-Za-z0-9._,:@/%+-]*) refuse "$machines: is no list of machines; write anna,user@berta,:" ;;
esac
case $output in -*) output=./$output ;; esac

# An earlier run's report must not be taken for that of a part that does not start in this run.
mkdir -p -- "$output"
rm -f -- "$output"/report-*-of-"$shards".json

# parallel would expand {}, {.}, {= perl =} and so on in a name, and a remote shell has its own expansions. So both
# only see names encoded as letters and digits; this decodes them to arguments where the part is painted.
# shellcheck disable=SC2016
paint='shard=$2; eval "set -- $(printf %s "$1" | base64 -d)"; cd -- "$1" && program=$2 folder=$3 shards=$4 && shift 4 &&'
# shellcheck disable=SC2016
paint=$paint' exec "$program" --shard="$shard/$shards" --report="$folder/report-$shard-of-$shards.json" "$@"'
arguments=$(quoted "$PWD" "$program" "$output" "$shards" --content="$content" --style="$style" --output="$output" \
    --resume --checkpoint 300 "$@" | base64 | tr -d '\n')

# When stopped, parallel would kill its jobs after a fraction of a second; the program needs longer to write its state.
code=0
seq "$shards" | PARALLEL_SHELL=/bin/sh parallel --plain --sshlogin "$machines" --jobs "$jobs" --retries 2 \
    --termseq TERM,60000,KILL,25 --line-buffer --tagstring "{}/$shards" --quote \
    sh -c "$paint" sh "$arguments" "{}" || code=1

"$program" report merge "$output"/report-*-of-"$shards".json --output="$output/report.json" || code=1
exit "$code"
