# Sourced by the other scripts: what stylize needs from Debian's archive, and how to get it.

# To build and run.
build_packages="cmake ninja-build g++ pkg-config libtorch-dev libopencv-dev libcli11-dev libspdlog-dev \
nlohmann-json3-dev libcsv-dev libexiv2-dev liblcms2-dev libssl-dev \
libpng-dev libjpeg-dev libtiff-dev libwebp-dev libheif-dev libjxl-dev libgif-dev \
zlib1g-dev"
# From Debian 13 on, what encodes AVIF for libheif is a package of its own.
case $(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release 2>/dev/null) in
    bookworm | jammy | "") ;;
    *) build_packages="$build_packages libheif-plugin-aomenc" ;;
esac

# To run the tests as well.
test_packages="libgtest-dev python3-torch python3-torchvision python3-h5py python3-numpy python3-pil \
parallel ffmpeg mandoc"

# For the sanitizers and the fuzz targets, tests/fuzz/README.md: clang, its run-time libraries and its
# OpenMP.
clang_packages="clang libclang-rt-dev libomp-dev"

# To check layout and style.
lint_packages="clang-format clang-tidy"

# For the inner loops of ARM64: their compiler, and an emulator to run them.
arm_packages="g++-aarch64-linux-gnu qemu-user"

# For the test on a Slurm cluster, which is skipped without these.
cluster_packages="munge slurmctld slurmd slurm-client"

# For the benchmarks, tests/bench/README.md; the oneDNN to compare with is optional.
benchmark_packages="libbenchmark-dev libdnnl-dev"

# Drops the package of LibTorch from $build_packages if the options for cmake name another LibTorch.
leave_out_named_libtorch() {
    for option in "$@"; do
        case $option in
            -DCMAKE_PREFIX_PATH=?* | -DTorch_DIR=?*)
                build_packages=$(printf '%s' "$build_packages" | sed 's/libtorch-dev //') ;;
        esac
    done
}

# Installs those of the packages named that are missing. Asks for root only when there is work to do.
install_packages() {
    missing=""
    if ! command -v apt-get >/dev/null 2>&1; then
        echo "This is no Debian-like system (no apt-get). Install these by other means, then run cmake as" >&2
        echo "README.md says under \"Building elsewhere\": CMake 3.22 or newer, Ninja, a C++17 compiler," >&2
        echo "pkg-config, LibTorch, OpenCV 4, CLI11 2, spdlog, nlohmann-json, libcsv 3, Exiv2, Little CMS 2," >&2
        echo "libpng, libjpeg-turbo, libtiff 4.5, libwebp, OpenSSL, zlib; for HEIC and AVIF libheif 1.15, for" >&2
        echo "JPEG XL libjxl 0.7, for GIF giflib 5;" >&2
        echo "for the tests also GoogleTest and Python with torch and torchvision." >&2
        return 1
    fi
    for package in "$@"; do
        status=$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null || true)
        [ "$status" = installed ] || missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    as_root=""
    if [ "$(id -u)" -ne 0 ]; then
        if ! command -v sudo >/dev/null 2>&1; then
            echo "Neither root nor sudo; run as root: apt-get install$missing" >&2
            return 1
        fi
        as_root=sudo
    fi
    $as_root apt-get update -qq
    # Before anything is installed: half of what is needed is of no use.
    unavailable=""
    for package in $missing; do
        case $(LC_ALL=C apt-cache policy "$package" 2>/dev/null) in
            *"Candidate: (none)"*) unavailable="$unavailable $package" ;;
            *"Candidate: "*) ;;
            *) unavailable="$unavailable $package" ;;
        esac
    done
    if [ -n "$unavailable" ]; then
        explain_unavailable $unavailable
        return 1
    fi
    echo "Installing:$missing"
    # shellcheck disable=SC2086  # a list of words
    (
        LC_ALL=C DEBIAN_FRONTEND=noninteractive $as_root apt-get install -q -y --no-install-recommends \
            $missing 2>&1 || echo "apt-get failed"
    ) | show_installation
}

# Says which packages this system's archive lacks, and what to do about it.
explain_unavailable() {
    echo "Not in this system's package archive: $*. Nothing was installed." >&2
    case " $* " in *" libtorch-dev "*)
        echo "Debian 12 and newer have libtorch-dev; Ubuntu has not. Download LibTorch from pytorch.org (C++," >&2
        echo "CPU or CUDA), unpack it, and run this again with -DCMAKE_PREFIX_PATH=/path/to/libtorch" >&2 ;;
    esac
}

# Of what apt-get prints: how much there is to do, how far it is, and the end of it if it failed.
show_installation() {
    awk '
        /^[0-9]+ upgraded, / { print; fflush() }
        /^Need to get / { print; fflush() }
        /^Setting up / { if (++done % 50 == 0) { print "  " done " packages set up"; fflush() } }
        /^apt-get failed$/ { failed = 1; next }
        { lines[++count] = $0 }
        END {
            if (!failed) exit 0
            for (i = count > 10 ? count - 9 : 1; i <= count; ++i) print lines[i]
            print "The packages could not be installed (see above); mend that and run it again"
            exit 1
        }'
}
