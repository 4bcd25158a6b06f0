#!/bin/sh
# Installs what stylize needs (Debian), builds it and paints a sample picture. Safe to run again.
#
#   scripts/try.sh        the result is build/painting.jpg
#   scripts/try.sh -DCMAKE_PREFIX_PATH=/path/to/libtorch       with that LibTorch instead of Debian's
#
# All arguments go to cmake.
set -eu

cd "$(dirname "$0")/.."
. scripts/packages.sh

leave_out_named_libtorch "$@"
# shellcheck disable=SC2086  # a list of words
install_packages $build_packages
cmake --preset release -DSTYLIZE_BUILD_TESTS=OFF "$@"
cmake --build --preset release
build/release/bin/stylize --content tests/samples/content/mountain_lake.jpg \
    --style tests/samples/style/autumn_knife.jpg -o build/painting.jpg
echo "Now look at $(pwd)/build/painting.jpg"
