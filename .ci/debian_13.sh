#!/bin/bash
# Builds stylize in a fresh Debian 13, whose compiler, LibTorch, OpenCV and Exiv2 are newer than
# Debian 12's, and runs some of the tests there. Nothing is kept. Where no such system can be made (not
# root, no Debian, no archive) it says so and succeeds. Its packages are fetched at once; the rest waits
# until the file that STYLIZE_BUSY names is gone.
set -euo pipefail

cd "$(dirname "$0")/.."

skip() {
    echo "Debian 13: not tested, $1"
    exit 0
}

# The archive that this machine's own packages come from.
archive() {
    apt-get indextargets --format '$(ORIGIN) $(REPO_URI)' 2>/dev/null |
        awk '$1 == "Debian" && $2 !~ /security/ { print $2; exit }'
}

if [ "${1:-}" != inside ]; then
    [ "$(id -u)" -eq 0 ] || skip "this needs root"
    command -v apt-get >/dev/null && [ -n "$(archive)" ] || skip "this system has no packages from a Debian archive"
    command -v debootstrap >/dev/null || apt-get install -qq -y --no-install-recommends debootstrap >/dev/null ||
        skip "debootstrap cannot be installed"
    # In name spaces of their own, so that what is mounted and started there ends with this script.
    unshare --mount --pid --fork true 2>/dev/null || skip "this system lets nobody mount"
    exec unshare --mount --pid --fork --kill-child "$PWD/.ci/debian_13.sh" inside
fi

began=$SECONDS
root=$(mktemp -d /var/tmp/debian_13.XXXXXX)
trap 'umount "$root/proc" 2>/dev/null; rm -rf --one-file-system "$root"' EXIT
debootstrap --variant=minbase trixie "$root" "$(archive)" >"$root.log" 2>&1 ||
    { tail -n 5 "$root.log"; rm "$root.log"; skip "the system cannot be fetched"; }
rm "$root.log"
mount -t proc proc "$root/proc"
echo force-unsafe-io >"$root/etc/dpkg/dpkg.cfg.d/unsafe-io"  # what is thrown away need not survive a power failure
mkdir "$root/stylize"
git ls-files -z | tar --create --null --files-from - | tar --extract --directory "$root/stylize"

chroot "$root" /bin/bash -s <<'INSIDE'
set -euo pipefail
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
cd /stylize
. scripts/packages.sh
# shellcheck disable=SC2086  # a list of words
install_packages $build_packages libgtest-dev
INSIDE
echo "Debian 13: packages after $((SECONDS - began)) s"
while [ -e "${STYLIZE_BUSY:-}" ]; do sleep 1; done
began=$SECONDS

chroot "$root" /bin/bash -s <<'INSIDE'
set -euo pipefail
export LC_ALL=C.UTF-8
cd /stylize
cmake --preset release -DSTYLIZE_BUILD_TESTS=ON -DSTYLIZE_WARNINGS_AS_ERRORS=ON -DCMAKE_UNITY_BUILD=ON >/dev/null
cmake --build --preset release --target stylize stylize_painter library_test golden_test
echo "Debian 13: built after $SECONDS s"
ctest --preset release -R '^library_test|^golden_test'

# The same bytes however many threads: what LibTorch does with them has changed since Debian 12's.
for threads in 1 2 3; do
    build/release/bin/stylize -q -c tests/samples/content/lighthouse.jpg -s tests/samples/style/mosaic.jpg \
        -o "/tmp/$threads.png" --size 150 --scales 1 --iterations 3 --tolerance 0 --deterministic --backend torch \
        --threads "$threads"
    cmp /tmp/1.png "/tmp/$threads.png"
done
INSIDE
echo "Debian 13: passed, $((SECONDS - began)) s after the packages"
