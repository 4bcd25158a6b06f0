#!/usr/bin/env python3
"""Measures which part of a run over a folder is optimization.

usage: STYLIZE_PROGRAM=... throughput.py [--count N] [--size PIXELS] [--iterations N]

From the report: seconds of optimization, of all pictures together, to the run's seconds times the pictures
side by side. Loading LibTorch and the model comes before and is printed apart. Wanted with the default
options: 0.97 or more; fewer iterations are for trying it out. For a machine that does nothing else.
"""
import sys
import time

import folder_test
from folder_test import expect

WANTED = 0.97


def settings_of(options):
    more = ["--iterations", options.iterations] if options.iterations else []
    return ["-s", "style.png", "--size", options.size, *more]


def test(folder, options):
    folder.make_style(options.size)
    folder.make_contents(options.count, options.size)
    began = time.monotonic()
    folder.run("-c", "photos", *settings_of(options), "-o", "paintings", "--report", "report.json").expect_code(0)
    whole = time.monotonic() - began
    report = folder.report()
    parallel, summary = report["run"]["parallel"], report["summary"]
    expect(parallel >= 1, f"the report says that {parallel} pictures were side by side")
    share = summary["optimization_seconds"] / (summary["seconds"] * parallel)
    targets = sum(scale["target_seconds"] for job in report["jobs"] for scale in job["scales"])
    print(f"{options.count} pictures of {options.size} pixels, {parallel} side by side: {whole:.1f} s, of these "
          f"{whole - summary['seconds']:.1f} s to start and end, {summary['optimization_seconds'] / parallel:.1f} s of "
          f"optimization, {targets / parallel:.1f} s for targets; share {share:.4f} (wanted: {WANTED} or more)")
    expect(share >= WANTED or options.iterations, f"only {share:.4f}")


def add_options(parser):
    parser.add_argument("--count", type=int, default=3, help="pictures (3)")
    parser.add_argument("--size", type=int, default=512, help="pixels (512)")
    parser.add_argument("--iterations", type=int, help="at the last scale (the program's default)")


if __name__ == "__main__":
    sys.exit(folder_test.carry_out(folder_test.parse_options(__doc__, add_options), test))
