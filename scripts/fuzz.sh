#!/bin/sh
# Builds the fuzz targets (tests/fuzz) with clang and the sanitizers and runs each for a while (Debian).
#
#   scripts/fuzz.sh           30 seconds each
#   scripts/fuzz.sh 3600      an hour each
#
# An input that causes a failure is kept in build/sanitize/tests/fuzz/found and named in the output.
set -eu

cd "$(dirname "$0")/.."
. scripts/packages.sh
seconds=${1:-30}

# shellcheck disable=SC2086  # a list of words
install_packages $build_packages $clang_packages
cmake --preset sanitize "-DSTYLIZE_FUZZ_SECONDS=$seconds"
cmake --build --preset sanitize --target fuzzers
ctest --preset sanitize -R '^fuzz_'
