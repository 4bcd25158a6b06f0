#!/bin/sh
# Paints a folder on several machines that ssh reaches, by GNU parallel.
#
#   stylize_parallel.sh MACHINES CONTENT STYLE OUTPUT_FOLDER [OPTION ...]
#
# MACHINES are names for ssh with commas between them, as anna,user@berta,: where : is this machine. Keys must
# let ssh in without a password. CONTENT and STYLE may be all that `stylize` takes; the options are those of
# `stylize`. Program and folders must be seen by every machine under the same names.
#
# The folder is cut into SHARDS parts (8). A machine paints one at a time with all its processors and takes
# the next when it is done, so that the fast ones do more; a part whose machine fails is given to another.
# Part K of N writes OUTPUT_FOLDER/report-K-of-N.json, and in the end OUTPUT_FOLDER/report.json tells of all.
# The same command again paints what is missing. JOBS says how many parts a machine paints side by side (1).
# Settings of parallel's own ($PARALLEL, ~/.parallel/config) are left out.
#
# STYLIZE_PROGRAM names the program (stylize). Exit codes: 0 when all is painted, else 1, 2 usage.
set -eu

refuse() {
    printf '%s: %s\n' "$(basename -- "$0")" "$1" >&2
    exit 2
}

# Each argument between single quotes, for a shell to read again.
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
# parallel runs what stands before a space as the ssh to use, and ssh takes a name like -oX=Y for an option.
case ,$machines in
*[,/@]-* | , | *[!A-Za-z0-9._,:@/%+-]*) refuse "$machines: is no list of machines; write anna,user@berta,:" ;;
esac
case $output in -*) output=./$output ;; esac

# A report that the last run left must not stand for a part that does not begin in this one.
mkdir -p -- "$output"
rm -f -- "$output"/report-*-of-"$shards".json

# parallel would expand {}, {.}, {= perl =} and others of its own in a name, and a remote shell has its own too. So
# both see names only as letters and digits, which this turns into arguments where the part is painted.
# shellcheck disable=SC2016
paint='shard=$2; eval "set -- $(printf %s "$1" | base64 -d)"; cd -- "$1" && program=$2 folder=$3 shards=$4 && shift 4 &&'
# shellcheck disable=SC2016
paint=$paint' exec "$program" --shard="$shard/$shards" --report="$folder/report-$shard-of-$shards.json" "$@"'
arguments=$(quoted "$PWD" "$program" "$output" "$shards" --content="$content" --style="$style" --output="$output" \
    --resume --checkpoint 300 "$@" | base64 | tr -d '\n')

# When parallel is stopped it would kill after a fraction of a second; the program needs longer to write its state.
code=0
seq "$shards" | PARALLEL_SHELL=/bin/sh parallel --plain --sshlogin "$machines" --jobs "$jobs" --retries 2 \
    --termseq TERM,60000,KILL,25 --line-buffer --tagstring "{}/$shards" --quote \
    sh -c "$paint" sh "$arguments" "{}" || code=1

"$program" report merge "$output"/report-*-of-"$shards".json --output="$output/report.json" || code=1
exit "$code"
