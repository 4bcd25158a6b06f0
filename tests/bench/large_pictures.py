#!/usr/bin/env python3
"""Memory of large pictures: what was planned, and the peak.

    tests/bench/large_pictures.py [--program PATH] [--iterations N] [--plan] SIZE:LIMIT...

Paints the lighthouse at each SIZE (longest side, 4:3; enlarged if need be) under a --memory-limit LIMIT ("-": none), and
prints how it was painted, the planned memory of the whole process, its peak and the ratio of both, and seconds per
evaluation. With --plan it only prints the plans, which takes seconds at any size.
"""
import argparse
import json
import pathlib
import re
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]


def paint(program, folder, size, limit, more):
    command = [program, "-c", ROOT / "tests/samples/content/lighthouse.jpg",
               "-s", ROOT / "tests/samples/style/mosaic.jpg", "-o", folder / "out.png",
               "--size", size, "--verbose", *more]
    if limit != "-":
        command += ["--memory-limit", limit]
    return subprocess.run(list(map(str, command)), stderr=subprocess.PIPE, text=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--program", default=ROOT / "build/release/bin/stylize")
    parser.add_argument("--iterations", default="2")
    parser.add_argument("--scales", default="1")
    parser.add_argument("--plan", action="store_true")
    parser.add_argument("runs", nargs="+")
    options = parser.parse_args()
    for run in options.runs:
        size, limit = run.split(":")
        with tempfile.TemporaryDirectory(dir=".") as name:
            folder = pathlib.Path(name)
            report = folder / "report.json"
            more = (["--dry-run"] if options.plan else
                    ["--iterations", options.iterations, "--scales", options.scales,
                     "--report", report])
            done = paint(options.program, folder, size, limit, more)
            plan = re.search(r"(?:whole|\d+ windows?).*about (\d+) MiB.*beside (\d+) MiB.*",
                             done.stderr)
            if not plan:
                print(f"{size} {limit}: {done.stderr.strip()}")
                continue
            planned = int(plan[1]) + int(plan[2])
            line = f"{size} {limit}: {plan[0]}; planned {planned} MiB"
            if not options.plan and done.returncode == 0:
                job = json.loads(report.read_text())["jobs"][0]
                peak = job["peak_memory"] / (1 << 20)
                line += f", peak {peak:.0f} MiB, planned / peak {planned / peak:.2f}"
                line += f", {job['seconds']:.0f} s"
            print(line, flush=True)


if __name__ == "__main__":
    main()
