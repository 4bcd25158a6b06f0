#!/usr/bin/env python3
"""Paints the clip of the README, tests/samples/gallery/mountain_lake_night_swirls.webp: a pan over the mountain lake in
the manner of the night, beside the pan itself.

    scripts/samples/make_clip.py [PROGRAM]

PROGRAM is build/release/bin/stylize if none is given. Needs Debian's python3-numpy and python3-pil.
"""
import pathlib
import subprocess
import sys
import tempfile

from PIL import Image

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "clips"))
import sample_clips

SAMPLES = ROOT / "tests" / "samples"
SIZE, SHOWN, FRAMES = (320, 240), (256, 192), 30


def side_by_side(source, painted):
    both = Image.new("RGB", (2 * SHOWN[0] + 6, SHOWN[1]), "white")
    for left, path in ((0, source), (SHOWN[0] + 6, painted)):
        both.paste(Image.open(path).convert("RGB").resize(SHOWN, Image.Resampling.LANCZOS), (left, 0))
    return both


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else ROOT / "build" / "release" / "bin" / "stylize"
    with tempfile.TemporaryDirectory() as folder:
        source, painted = f"{folder}/source/%04d.png", f"{folder}/painted/%04d.png"
        sample_clips.save_frames(sample_clips.pan(SIZE, FRAMES), f"{folder}/source")
        subprocess.run([program, "-c", source, "-s", SAMPLES / "style" / "night_swirls.jpg", "-o", painted, "--size",
                        str(SIZE[0])], check=True)
        frames = [side_by_side(source % number, painted % number) for number in range(1, FRAMES + 1)]
    frames[0].save(SAMPLES / "gallery" / "mountain_lake_night_swirls.webp", save_all=True, append_images=frames[1:],
                   duration=80, loop=0, quality=55, method=6)


if __name__ == "__main__":
    main()
