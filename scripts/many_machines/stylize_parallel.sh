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
#
# STYLIZE_PROGRAM names the program (stylize). Exit codes: 0 when all is painted, else 1, 2 usage.
set -eu

if [ $# -lt 4 ]; then
    echo "usage: $(basename "$0") MACHINES CONTENT STYLE OUTPUT_FOLDER [OPTION ...]" >&2
    exit 2
fi
machines=$1 content=$2 style=$3 output=$4
shift 4
program=${STYLIZE_PROGRAM:-stylize}
shards=${SHARDS:-8}

# A report that the last run left must not stand for a part that does not begin in this one.
mkdir -p "$output"
rm -f "$output"/report-*-of-"$shards".json

# When parallel is stopped it would kill after a fraction of a second; the program needs longer to write its state.
code=0
seq "$shards" | parallel --sshlogin "$machines" --jobs "${JOBS:-1}" --workdir "$PWD" --retries 2 \
    --termseq TERM,60000,KILL,25 --line-buffer --tagstring "{}/$shards" --quote \
    "$program" --content "$content" --style "$style" --output "$output" --shard "{}/$shards" \
    --resume --checkpoint 300 --report "$output/report-{}-of-$shards.json" "$@" || code=1

"$program" report merge "$output"/report-*-of-"$shards".json --output "$output/report.json" || code=1
exit "$code"
