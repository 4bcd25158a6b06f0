#!/usr/bin/env python3
"""Paints 500 different small pictures in one run and watches the memory that it holds.

usage: STYLIZE_PROGRAM=... night_in_small.py [--full]

After the last picture the run must hold at most a tenth more than after the 20th.
"""
import re
import sys

import folder_test
from folder_test import expect, finish

SETTINGS = ["--size", 128, "--iterations", 3, "--scales", 2, "--tolerance", 0, "--threads", 2]
FIRST = 20  # pictures after which one-time allocations are done


def resident_mib(process):
    """None if the process has just ended."""
    with open(f"/proc/{process.pid}/status", encoding="ascii") as file:
        found = re.search(r"VmRSS:\s+(\d+) kB", file.read())
    return int(found[1]) / 1024 if found else None


def watch(process):
    """The run's memory after each picture."""
    held = []
    for line in process.stderr:
        if "_style.png: " in line and ", loss " in line:
            held.append(resident_mib(process))
    return held


def test(folder, options):
    count, slack = (500, 1.10) if options.full else (60, 1.10)
    folder.make_style(128)
    folder.make_contents(count, 128)
    process = folder.start("-c", "photos", "-s", "style.png", *SETTINGS, "-o", "paintings")
    held = watch(process)
    finish(process)
    expect(process.returncode == 0, f"ended with {process.returncode}")
    expect(len(held) == count, f"{len(held)} of {count} pictures")
    held = [mib for mib in held if mib is not None]  # the process may have ended before the last line was read
    expect(len(held) >= count - 2, "no memory to read while the run went on")
    first, last = held[FIRST - 1], held[-1]
    print(f"{count} pictures: {first:.0f} MiB after {FIRST}, {last:.0f} MiB after the last (ratio {last / first:.3f}), "
          f"at most {max(held):.0f} MiB")
    expect(last <= slack * first, f"grew to {last / first:.3f} times, wanted at most {slack}")


if __name__ == "__main__":
    sys.exit(folder_test.carry_out(folder_test.parse_options(__doc__), test))
