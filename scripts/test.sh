#!/bin/sh
# Installs what stylize and its tests need (Debian), builds everything and runs all tests. Safe to run
# again.
#
#   scripts/test.sh             optimized, as users run it
#   scripts/test.sh sanitize    by clang, with AddressSanitizer and UndefinedBehaviorSanitizer
#   scripts/test.sh thread      by clang, with ThreadSanitizer
#
# Further arguments go to cmake: scripts/test.sh release -DSTYLIZE_WARNINGS_AS_ERRORS=ON
set -eu

cd "$(dirname "$0")/.."
. scripts/packages.sh
preset=${1:-release}
[ $# -eq 0 ] || shift
case $preset in
sanitize | thread) test_packages="$test_packages $clang_packages" ;;
esac

leave_out_named_libtorch "$@"
# shellcheck disable=SC2086  # a list of words
install_packages $build_packages $test_packages
cmake --preset "$preset" -DSTYLIZE_BUILD_TESTS=ON "$@"
cmake --build --preset "$preset"
ctest --preset "$preset"
