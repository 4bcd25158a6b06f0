"""Clips that are painted in several passes, backwards and forwards in turns, with the real program. 77: ffmpeg, numpy or
PIL is missing."""
import os
import sys
import time

import numpy

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

from paint_clips import FEW, ffmpeg, make_clip, pixels, sample_clips
from folder_test import carry_out_all, expect, kill_now, sample

TWICE = [*FEW, "--passes", "2"]


def shots(folder):
    """Each shot goes back from its last frame, which keeps its painting; threads and processes paint the same bytes."""
    folder.make_style(64)
    make_clip(folder, "clip.mkv", sample_clips.cut((64, 48), 4) + sample_clips.pan((64, 48), 2), "-g", "1")
    run = ["-c", "clip.mkv", *TWICE]
    folder.run("-c", "clip.mkv", *FEW, "-o", "once/%d.png").expect_code(0)
    folder.run(*run, "-o", "twice/%d.png", "--report", "report.json").expect_code(0)
    last_of_shot = (2, 4, 6)
    once, twice = folder.pictures_in("once"), folder.pictures_in("twice")
    same = [n for n in range(1, 7) if (pixels(folder, f"once/{n}.png") == pixels(folder, f"twice/{n}.png")).all()]
    expect(len(once) == len(twice) == 6 and tuple(same) == last_of_shot, f"as in the first pass: {same}")
    jobs = folder.report()["jobs"]
    expect([job["frames"]["first"] for job in jobs] == [2, 1, 4, 3, 6, 5] and
           {job["status"] for job in jobs} == {"done"}, f"other rows: {[job['frames'] for job in jobs]}")
    without_error = [job["frames"]["first"] for job in jobs if not job["frames"]["temporal_errors"]]
    expect(tuple(without_error) == last_of_shot, f"without a temporal error: {without_error}")
    expect(folder.hidden_in("twice") == [], f"left behind: {folder.hidden_in('twice')}")
    ended = folder.run(*run, "-o", "twice/%d.png", "--resume")
    ended.expect_code(0)
    expect(len(ended.lines) == 1 and "is there already" in ended.lines[0], f"painted again: {ended.lines}")
    folder.run(*run, "-o", "whole.mp4").expect_code(0)
    folder.run(*run, "-o", "threads.mp4", "--parallel", "2").expect_code(0)
    expect(folder.bytes_of("threads.mp4") == folder.bytes_of("whole.mp4"), "other bytes with --parallel")
    for part in ("2/2", "1/2"):
        folder.run(*run, "-o", "parts.mp4", "--shard", part).expect_code(0)
    ended = folder.run(*run, "-o", "parts.mp4", "--resume")
    ended.expect_code(0)
    expect(sum("is there already" in line for line in ended.lines) == 12, f"painted again: {ended.lines}")
    expect(folder.bytes_of("parts.mp4") == folder.bytes_of("whole.mp4"), "other bytes than one process")
    expect(folder.hidden_in(".") == [], f"left behind: {folder.hidden_in('.')}")


def killed(folder):
    """In the first and in later passes, also as one clip of a folder, with masks and colours of each shot's own."""
    folder.make_style(64)
    sample("style", "mosaic", 64, 0).save(folder.path("other.png"))
    os.makedirs(folder.path("all"))
    make_clip(folder, "all/clip.mp4", sample_clips.pan((64, 48), 4))
    masks = []
    for i in range(4):
        mask = numpy.zeros((48, 64, 3), numpy.uint8)
        mask[:, :16 + 8 * i] = 255
        masks.append(mask)
    sample_clips.save_frames(masks, folder.path("masks"))
    ffmpeg(folder, "-framerate", "10", "-i", "masks/%04d.png", "-c:v", "ffv1", "-pix_fmt", "bgr0", "masks.mkv")
    common = [*FEW, "--passes", "3"]
    for name, clip, more in (("masked", "all/clip.mp4", ["-s", "other.png", "--content-mask", "masks.mkv",
                                                      "--style-mask", "white", "--style-mask", "black"]),
                             ("matched", "all/clip.mp4", ["--colour", "match"])):
        run = ["-c", clip, *common, *more, "--resume"]
        folder.run(*run, "-o", f"{name}.mp4").expect_code(0)
        for file in ("pass_1_frame_00000002.png", "pass_2_frame_00000003.png", "frame_00000001.png"):
            process = folder.start(*run, "-o", "out.mp4")
            while process.poll() is None and not os.path.exists(folder.path(".out.mp4.frames", file)):
                time.sleep(0.01)
            kill_now(process)
        folder.run(*run, "-o", "out.mp4").expect_code(0)
        expect(folder.bytes_of("out.mp4") == folder.bytes_of(f"{name}.mp4"), f"{name}: other bytes after kill -9")
        folder.remove("out.mp4")
    # What a run with more passes has kept goes as well.
    process = folder.start("-c", "all/clip.mp4", *common, "-o", "out.mp4")
    while process.poll() is None and not os.path.exists(folder.path(".out.mp4.frames/pass_2_frame_00000003.png")):
        time.sleep(0.01)
    kill_now(process)
    folder.run("-c", "all/clip.mp4", *FEW, "-o", "out.mp4", "--resume").expect_code(0)
    expect(folder.hidden_in(".") == [], f"left behind: {folder.hidden_in('.')}")
    folder.run("-c", "all/clip.mp4", *common, "-o", "alone.mp4").expect_code(0)
    folder.run("-c", "all", *common, "-o", "out", "--report", "report.json").expect_code(0)
    expect(folder.bytes_of("out/clip_style.mp4") == folder.bytes_of("alone.mp4"), "other bytes than alone")
    [job] = folder.report()["jobs"]
    frames = [error["frame"] for error in job["frames"]["temporal_errors"]]
    expect((job["frames"]["first"], job["frames"]["last"]) == (1, 4) and frames == sorted(frames) and len(frames) == 3,
           f"{job['frames']}")


def early_end(folder):
    """A clip that ends early is painted in all passes as far as it goes."""
    folder.make_style(64)
    make_clip(folder, "whole.mkv", sample_clips.pan((64, 48), 6), "-g", "1")
    with open(folder.path("cut.mkv"), "wb") as file:
        content = folder.bytes_of("whole.mkv")
        file.write(content[:len(content) * 2 // 3])
    ended = folder.run("-c", "cut.mkv", *TWICE, "-o", "out/%d.png", "--report", "report.json")
    ended.expect_code(1)
    count = len(folder.pictures_in("out"))
    jobs = folder.report()["jobs"]
    expect(1 < count < 6 and len(jobs) == count and {job["status"] for job in jobs} == {"done"}, f"{ended.lines}")


TESTS = [shots, killed, early_end]


if __name__ == "__main__":
    sys.exit(carry_out_all(TESTS))
