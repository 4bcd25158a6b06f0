#!/bin/sh
# Makes the pictures of README.md's gallery from the samples, with the program's defaults.
#
#   make_gallery.sh [OUTPUT_FOLDER]
#
# OUTPUT_FOLDER is tests/samples/gallery of the repository unless given. PROGRAM names the program
# (build/release/bin/stylize of the repository).
set -eu

samples=$(cd "$(dirname "$0")/../../tests/samples" && pwd)
program=${PROGRAM:-$samples/../../build/release/bin/stylize}
output=${1:-$samples/gallery}
mkdir -p "$output"

for pair in lighthouse:night_swirls mountain_lake:autumn_knife still_life:mosaic \
    lighthouse:woodcut; do
    content=${pair%:*} style=${pair#*:}
    "$program" --content "$samples/content/$content.jpg" --style "$samples/style/$style.jpg" \
        --quality 90 -o "$output/${content}_$style.jpg"
done
