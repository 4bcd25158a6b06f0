#!/usr/bin/env python3
"""Kills the program at random moments while it paints a clip, goes on with --resume, and holds the bytes of the video
against those of an undisturbed run.

usage: STYLIZE_PROGRAM=... kill_clips.py [--kills 20] [--seed N]
"""
import argparse
import os
import random
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "folders"))
sys.path.insert(0, HERE)

from folder_test import carry_out, expect, kill_now
from paint_clips import make_clip
import sample_clips


def test(folder, options):
    chance = random.Random(options.seed)
    folder.make_style(64)
    make_clip(folder, "clip.mp4", sample_clips.pan((96, 64), 12))
    command = ["-c", "clip.mp4", "-s", "style.png", "--size", 96, "--iterations", 10, "--frame-iterations", 6]
    began = time.monotonic()
    folder.run(*command, "-o", "whole.mp4").expect_code(0)
    whole_seconds = time.monotonic() - began
    kills = videos = 0
    while kills < options.kills:
        checkpoint = chance.choice([[], ["--checkpoint", 0.05]])
        process = folder.start(*command, "-o", "out.mp4", "--resume", *checkpoint)
        try:
            process.wait(chance.uniform(0, whole_seconds / 3))
            expect(process.returncode == 0, f"exit code {process.returncode}")
            process.communicate()
            expect(folder.bytes_of("out.mp4") == folder.bytes_of("whole.mp4"), "other bytes than undisturbed")
            videos += 1
            folder.remove("out.mp4")
        except subprocess.TimeoutExpired:
            kill_now(process)
            kills += 1
            expect(not os.path.exists(folder.path("out.mp4")) or
                   folder.bytes_of("out.mp4") == folder.bytes_of("whole.mp4"), "a partial output")
            if os.path.exists(folder.path("out.mp4")):
                folder.remove("out.mp4")
    folder.run(*command, "-o", "out.mp4", "--resume").expect_code(0)
    expect(folder.bytes_of("out.mp4") == folder.bytes_of("whole.mp4"), "other bytes than undisturbed")
    print(f"{kills} kills, {videos + 1} videos, all with the bytes of the undisturbed one")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep")
    return carry_out(parser.parse_args(), test)


if __name__ == "__main__":
    sys.exit(main())
