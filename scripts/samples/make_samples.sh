#!/bin/sh
# Regenerates the sample pictures: contents with POV-Ray, styles with Python.
#
#   make_samples.sh [OUTPUT_FOLDER]
#
# OUTPUT_FOLDER is tests/samples of the repository unless given. Needs the
# Debian packages povray povray-includes python3-numpy python3-opencv; PYTHON
# names the interpreter that has them (/usr/bin/python3). One thread is used,
# so that the results repeat; the whole run takes about five minutes.
set -eu

scripts=$(cd "$(dirname "$0")" && pwd)
output=${1:-$scripts/../../tests/samples}
python=${PYTHON:-/usr/bin/python3}

export PYTHONDONTWRITEBYTECODE=1

mkdir -p "$output/content" "$output/style"
output=$(cd "$output" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

render() {
    name=$1 width=$2 height=$3
    echo "content/$name.jpg"
    if ! (cd "$work" && povray "+I$scripts/$name.pov" "+O$work/$name.png" \
            "+W$width" "+H$height" +WT1 -D +A0.15 +AM2 +R2 >"$work/log" 2>&1); then
        tail -n 20 "$work/log" >&2
        exit 1
    fi
    "$python" "$scripts/png_to_jpeg.py" "$work/$name.png" "$output/content/$name.jpg"
}

paint() {
    echo "style/$1.jpg"
    "$python" "$scripts/$1.py" "$output/style/$1.jpg"
}

paint night_swirls
paint mosaic
paint woodcut
paint autumn_knife

mkdir -p "$output/mask"
echo "mask/mountain_lake.png"
"$python" "$scripts/mountain_lake_mask.py" "$output/mask/mountain_lake.png"

render lighthouse 1024 768
render mountain_lake 1024 768
render still_life 768 1024
