#!/bin/sh
# Paints the golden pictures, small and with few iterations, from the samples.
#
#   paint.sh PROGRAM FOLDER [OPTION...]
#
# PROGRAM is the stylize to paint with, FOLDER where the pictures go. Further options come last, so
# that they replace those here.
set -eu

program=$1 folder=$2
shift 2
samples=$(cd "$(dirname "$0")/../samples" && pwd)
mkdir -p "$folder"

# A style weight at which content and style both show after so few iterations, so that an error in
# either shows, too.
paint() {
    content=$1 style=$2
    shift 2
    "$program" --quiet --content "$samples/content/$content.jpg" --style "$samples/style/$style.jpg" \
        --size 128 --style-weight 200 --tolerance 0 -o "$folder/${content}_$style.png" "$@"
}

# From the content, over two scales.
paint mountain_lake autumn_knife --size 112 --scales 2 --iterations 2 "$@"
# From noise.
paint still_life woodcut --init noise --seed 7 --octaves 1 --iterations 4 "$@"
