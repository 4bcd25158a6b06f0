#!/usr/bin/env python3
"""Compiles the inner loops for ARM64 and checks them in an emulator. 77: Debian's g++-aarch64-linux-gnu or qemu-user is
missing. Needs no library for ARM64 but the compiler's own."""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

COMPILER, EMULATOR = "aarch64-linux-gnu-g++", "qemu-aarch64"
KERNELS = pathlib.Path(__file__).resolve().parents[2] / "src" / "kernels"
CHECK = pathlib.Path(__file__).with_name("kernel_tables_check.cpp")

for tool in (COMPILER, EMULATOR):
    if not shutil.which(tool):
        print(f"needs {tool}")
        sys.exit(77)


def loop_flags():
    """Those of the build."""
    text = (KERNELS / "instruction_sets.cmake").read_text(encoding="utf-8")
    return re.search(r"COMPILE_OPTIONS\s+(-O3[^)]*)\)", text).group(1).split()


with tempfile.TemporaryDirectory() as folder:
    loops, program = f"{folder}/loops.o", f"{folder}/check"
    common = ["-std=c++17", "-Wall", "-Wextra", f"-I{KERNELS.parent}", f"-I{KERNELS}"]
    subprocess.run([COMPILER, *common, *loop_flags(), "-c", KERNELS / "baseline.cpp", "-o", loops], check=True)
    subprocess.run([COMPILER, *common, "-O1", "-static", CHECK, KERNELS / "weights.cpp", loops, "-o", program],
                   check=True)
    ran = subprocess.run([EMULATOR, program], stdout=subprocess.PIPE, text=True)
    print(ran.stdout, end="")
    sys.exit(ran.returncode if ran.stdout.startswith("neon\n") else 1)
