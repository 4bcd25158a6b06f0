#!/usr/bin/env python3
"""Times 200 small pictures in one run against a run of the program for each.

usage: STYLIZE_PROGRAM=... one_run_against_many.py [--count N]

One run should need at most a fifth of the time. For a machine that does nothing else.
"""
import os
import sys
import time

import folder_test
from folder_test import expect

SETTINGS = ["-s", "style.png", "--size", 128, "--iterations", 3]
WANTED = 5


def seconds_of(work):
    began = time.monotonic()
    work()
    return time.monotonic() - began


def test(folder, options):
    folder.make_style(128)
    folder.make_contents(options.count, 128)
    os.mkdir(folder.path("single"))

    def one_run():
        folder.run("-q", "-c", "photos", *SETTINGS, "-o", "together").expect_code(0)

    def many_runs():
        for name in sorted(os.listdir(folder.path("photos"))):
            output = os.path.join("single", name.replace(".png", "_style.png"))
            folder.run("-q", "-c", os.path.join("photos", name), *SETTINGS, "-o", output).expect_code(0)

    together, single = seconds_of(one_run), seconds_of(many_runs)
    ratio = single / together
    print(f"{options.count} pictures: one run {together:.1f} s, a run for each {single:.1f} s, ratio {ratio:.2f} "
          f"(wanted: {WANTED} or more)")
    expect(folder.pictures_in("together") == folder.pictures_in("single"), "other bytes when painted together")
    expect(ratio >= WANTED, f"only {ratio:.2f} times as fast")


def add_options(parser):
    parser.add_argument("--count", type=int, default=200, help="pictures (200)")


if __name__ == "__main__":
    sys.exit(folder_test.carry_out(folder_test.parse_options(__doc__, add_options), test))
