#!/usr/bin/env python3
"""Whether the borders of paintings look like the rest of them.

usage: border_statistics.py [PROGRAM] [--size 256] [--keep FOLDER] [--more "OPTIONS"]

Paints five pairs of samples and prints, for the outermost lines of pixels one by one, the mean difference of
neighbouring pixels along the line ("along") and to the next line further in ("across"), and the mean level, each
relative to the lines 9 to 24 of the same side; all four sides of all pairs together. What the photographs
themselves show there stands beside it. 1 is a border like what lies behind it. Needs Debian's python3-numpy and
python3-pil. It minds neither how fast nor how busy the machine is.
"""
import argparse
import pathlib
import shlex
import subprocess
import tempfile

import numpy
from PIL import Image

PROJECT = pathlib.Path(__file__).resolve().parents[2]
SAMPLES = PROJECT / "tests/samples"
PAIRS = [("lighthouse", "autumn_knife"), ("mountain_lake", "night_swirls"), ("still_life", "woodcut"),
         ("lighthouse", "mosaic"), ("still_life", "autumn_knife")]
LINES = 8              # that are examined
INSIDE = slice(8, 24)  # lines that they are compared with


def sides(pixels):
    """The picture seen from each side: line 0 is the outermost one."""
    for turn in range(4):
        yield numpy.rot90(pixels, turn)


def figures(pixels):
    """along, across and level of lines 0 to 23: [3, sides, lines]."""
    found = []
    for side in sides(pixels.astype(float)):
        lines = side[:INSIDE.stop + 1]
        middle = slice(INSIDE.stop, -INSIDE.stop)  # of each line, without the corners, which have two borders
        along = numpy.abs(numpy.diff(lines, axis=1))[:-1, middle].mean(axis=(1, 2))
        across = numpy.abs(numpy.diff(lines, axis=0))[:, middle].mean(axis=(1, 2))
        level = lines[:-1, middle].mean(axis=(1, 2))
        found.append((along, across, level))
    return numpy.array(found).transpose(1, 0, 2)


def relative(pictures):
    """[3, lines]: each line relative to those inside, sums over all sides of all pictures."""
    sums = numpy.sum([figures(picture).sum(axis=1) for picture in pictures], axis=0)
    return sums[:, :LINES] / sums[:, INSIDE].mean(axis=1, keepdims=True)


def paint(program, content, style, size, more, output):
    if not output.exists():
        subprocess.run([program, "-c", SAMPLES / f"content/{content}.jpg", "-s", SAMPLES / f"style/{style}.jpg",
                        "--size", str(size), "-o", output, "-q", *shlex.split(more)], check=True)
    return numpy.asarray(Image.open(output).convert("RGB"))


def photograph(content, like):
    picture = Image.open(SAMPLES / f"content/{content}.jpg").convert("RGB")
    return numpy.asarray(picture.resize((like.shape[1], like.shape[0]), Image.BOX))


def print_table(name, rows):
    print(name)
    for kind, values in zip(("along", "across", "level"), rows):
        print(f"  {kind:7}" + "".join(f" {value:5.2f}" for value in values))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", nargs="?", default=PROJECT / "build/release/bin/stylize", type=pathlib.Path)
    parser.add_argument("--size", type=int, default=256)
    parser.add_argument("--keep", type=pathlib.Path, help="folder where paintings are left, and not painted again")
    parser.add_argument("--more", default="", help="options for the program")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.keep or pathlib.Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        paintings, photographs = [], []
        for content, style in PAIRS:
            painting = paint(arguments.program, content, style, arguments.size, arguments.more,
                             folder / f"{content}_{style}.png")
            paintings.append(painting)
            photographs.append(photograph(content, painting))
            print_table(f"{content} in the manner of {style}", relative([painting]))
        print_table("all photographs", relative(photographs))
        print_table("all paintings", relative(paintings))


if __name__ == "__main__":
    main()
