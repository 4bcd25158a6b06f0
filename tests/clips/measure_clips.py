#!/usr/bin/env python3
"""Measures how steady painted clips are, against the same frames painted one by one.

usage: STYLIZE_PROGRAM=... measure_clips.py [--width 320] [--frames 30] [--judge judge.py] [--style FILE]
           [--keep FOLDER] [--both=OPTION ...] [OPTION ...]

Paints three clips (a pan, a zoom with a turn, an object in front of a still background) as clips and frame by frame
with the same options, with OPTIONs of clips for the clips alone, and prints for each the warping error (stylize compare --consistency) of both
and of the source, the seconds of the first frame and of the mean of the others and, with a yardstick as judge.py
(OUTPUT CONTENT STYLE, ... -> "style X" per picture), the mean style distance.
"""
import argparse
import json
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import sample_clips

PROGRAM = os.environ.get("STYLIZE_PROGRAM", "stylize")


def run(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def consistency(source, result):
    found = json.loads(run(PROGRAM, "compare", "--consistency", "--json", source, result))
    return found["neighbours"], found["first_frame"]


def style_distance(judge, folder, source, style, frames):
    words = []
    for i in range(1, frames + 1):
        words += [f"{folder}/{i:04d}.png", f"{source}/{i:04d}.png", style]
    numbers = [float(number) for number in re.findall(r"style\s+([0-9.eE+-]+)", run(sys.executable, judge, *words))]
    return sum(numbers) / len(numbers)


def measure(name, options, more, root):
    size = (options.width, options.width * 3 // 4)
    source, clip, single = (os.path.join(root, name, kind) for kind in ("source", "clip", "single"))
    sample_clips.save_frames(sample_clips.CLIPS[name](size, options.frames), source)
    for folder in (clip, single):
        os.makedirs(folder, exist_ok=True)
    common = ["-q", "-s", options.style, "--size", str(options.width)]
    report = os.path.join(root, name, "report.json")
    run(PROGRAM, "-c", f"{source}/%04d.png", "-o", f"{clip}/%04d.png", *common, *options.both, *more, "--report", report)
    # With --keep another run only paints the clip again.
    run(PROGRAM, "-c", source, "-o", single + "/", "--name-template", "{content}.png", "--resume", "--parallel", "2",
        *common, *options.both)
    with open(report, encoding="utf-8") as file:
        seconds = [job["seconds"] for job in json.load(file)["jobs"]]
    neighbours, first = consistency(f"{source}/%04d.png", f"{clip}/%04d.png")
    alone, alone_first = consistency(f"{source}/%04d.png", f"{single}/%04d.png")
    print(f"{name}: neighbours {neighbours['mean']:.5f}, {neighbours['mean'] / alone['mean']:.2f} of one by one, "
          f"{neighbours['mean'] / neighbours['source_mean']:.2f} of the source; first frame {first['mean']:.5f}, "
          f"{first['mean'] / alone_first['mean']:.2f} of one by one; seconds {seconds[0]:.1f}, "
          f"then {sum(seconds[1:]) / max(len(seconds) - 1, 1):.1f}")
    if options.judge:
        both = [style_distance(options.judge, folder, source, options.style, options.frames)
                for folder in (clip, single)]
        print(f"{name}: style distance {both[0]:.4f}, {both[0] / both[1]:.2f} of one by one")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--width", type=int, default=320)
    parser.add_argument("--frames", type=int, default=30)
    parser.add_argument("--style", default=os.path.join(os.path.dirname(HERE), "samples/style/night_swirls.jpg"))
    parser.add_argument("--judge")
    parser.add_argument("--keep")
    parser.add_argument("--both", action="append", default=[], help="an option for both, --both=--iterations=20")
    parser.add_argument("--clip", action="append", choices=list(sample_clips.CLIPS))
    options, more = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as temporary:
        for name in options.clip or sample_clips.CLIPS:
            measure(name, options, more, options.keep or temporary)


if __name__ == "__main__":
    main()
