#!/bin/sh
# Makes Debian packages of stylize (program, data, library) and an archive of the sources, in FOLDER:
#
#   scripts/package.sh [FOLDER]      (default: build/packages)
#
# STYLIZE_MAINTAINER="NAME <ADDRESS>" names the maintainer, else it is who has written the last commit.
set -eu

cd "$(dirname "$0")/.."
# shellcheck source=scripts/packages.sh
. scripts/packages.sh
# shellcheck disable=SC2086  # a list of words
install_packages $build_packages dpkg-dev file
folder=${1:-build/packages}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)

cmake -S . -B build/package -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX=/usr \
    -DSTYLIZE_BUILD_TESTS=OFF ${STYLIZE_MAINTAINER:+"-DSTYLIZE_MAINTAINER=$STYLIZE_MAINTAINER"} >/dev/null
cmake --build build/package
(
    umask 022
    cd build/package
    cpack -B "$folder" >/dev/null
    cpack --config CPackSourceConfig.cmake -B "$folder" >/dev/null
)
rm -rf "$folder/_CPack_Packages"
ls -1 "$folder"
