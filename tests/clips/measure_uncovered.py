#!/usr/bin/env python3
"""Measures how far what a pan uncovers is painted: the style distance of the columns that came into view after the first
frame, and of as many in the middle, in the last frame, each against that frame painted alone.

usage: STYLIZE_PROGRAM=... measure_uncovered.py --judge judge.py [--width 128] [--frames 20] [--style FILE] [OPTION ...]

The yardstick is asked as by measure_clips.py. OPTIONs are those of the clip.
"""
import argparse
import os
import re
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import sample_clips
from measure_clips import PROGRAM, consistency, run
from PIL import Image


def measure(options, more, root):
    width, height = options.width, options.width * 3 // 4
    source, clip, alone = (os.path.join(root, name) for name in ("source", "clip", "alone.png"))
    sample_clips.save_frames(sample_clips.pan((width, height), options.frames), source)
    common = ["-q", "-s", options.style, "--size", str(width)]
    last = f"{options.frames:04d}.png"
    run(PROGRAM, "-c", f"{source}/{last}", "-o", alone, *common)
    run(PROGRAM, "-c", f"{source}/%04d.png", "-o", f"{clip}/%04d.png", *common, *more)
    columns = round(0.01 * width * (options.frames - 1))
    words = []
    for left in (width - columns, (width - columns) // 2):
        for picture in (f"{clip}/{last}", alone):
            for name in (picture, f"{source}/{last}"):
                part = os.path.join(root, f"part_{len(words)}.png")
                Image.open(name).convert("RGB").crop((left, 0, left + columns, height)).save(part)
                words.append(part)
            words.append(options.style)
    answer = subprocess.run([sys.executable, options.judge, *words], check=True, stdout=subprocess.PIPE, text=True).stdout
    new, new_alone, old, old_alone = (float(number) for number in re.findall(r"style\s+([0-9.eE+-]+)", answer))
    neighbours, _ = consistency(f"{source}/%04d.png", f"{clip}/%04d.png")
    print(f"{' '.join(more)}: style distance of {columns} uncovered columns {new / new_alone:.2f} of the frame alone, of "
          f"the middle {old / old_alone:.2f}; warping error {neighbours['mean']:.4f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--judge", required=True)
    parser.add_argument("--width", type=int, default=128)
    parser.add_argument("--frames", type=int, default=20)
    parser.add_argument("--style", default=os.path.join(os.path.dirname(HERE), "samples/style/night_swirls.jpg"))
    options, more = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as root:
        measure(options, more, root)


if __name__ == "__main__":
    main()
