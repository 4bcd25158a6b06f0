"""Folders with clips in them, shots that several processes or threads paint, and a blend of styles that moves, with the
real program. 77: ffmpeg, numpy or PIL is missing."""
import os
import subprocess
import sys
import time

import numpy

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

from paint_clips import FEW, ffmpeg, make_clip, pixels, sample_clips, video_of
from folder_test import PROGRAM, carry_out_all, content_picture, expect, kill_now, next_line, sample


def mixed_folder(folder):
    """Two clips, a picture and a file that is no clip."""
    folder.make_style(64)
    os.makedirs(folder.path("all/sub"))
    make_clip(folder, "all/a.mp4", sample_clips.pan((96, 64), 3))
    make_clip(folder, "all/sub/b.flv", sample_clips.zoom_and_turn((96, 64), 2), "-ar", "22050")
    content_picture(0, 64).save(folder.path("all", "c.png"))
    with open(folder.path("all/broken.mkv"), "wb") as file:
        file.write(b"nothing of the kind")


def outputs_in(folder, name):
    return sorted(file for file in os.listdir(folder.path(name)) if not file.startswith("."))


def folders(folder):
    """Each clip is a job: its own output, its own row in the report, its own failure."""
    mixed_folder(folder)
    run = ["-c", "all", "--recursive", "-o", "out", "--report", "report.json", "--report-html", "report.html", *FEW]
    ended = folder.run(*run)
    ended.expect_code(1)
    errors = [line for line in ended.lines if "error: " in line]
    expect(len(errors) == 1 and "broken.mkv" in errors[0], f"{ended.lines}")
    expect(outputs_in(folder, "out") == ["a_style.mp4", "c_style.png", "sub"], "other outputs")
    expect(list(folder.pictures_in("out/sub")) == ["b_style.mp4"], "other outputs below")
    expect(folder.hidden_in("out/sub") == [] and folder.hidden_in("out") in ([], [".broken_style.mkv.frames"]),
           f"left behind: {folder.hidden_in('out')}")
    expect(video_of(folder, "out/a_style.mp4")["nb_frames"] == "3", "another number of frames")
    jobs = {job["key"]: job for job in folder.report()["jobs"]}
    expect({key: job["status"] for key, job in jobs.items()} ==
           {"a_style.mp4": "done", "c_style.png": "done", "sub/b_style.mp4": "done", "broken_style.mkv": "failed"},
           f"{[(key, job['status']) for key, job in jobs.items()]}")
    expect(jobs["a_style.mp4"]["scales"][0]["iterations"] == 4 + 3 + 3, "iterations are missing")
    expect("broken.mkv" in jobs["broken_style.mkv"]["error"], "another error")
    expect(folder.report()["summary"]["jobs"] == 4, f"{folder.report()['summary']}")
    # As alone.
    folder.run("-c", "all/a.mp4", "-o", "alone.mp4", *FEW).expect_code(0)
    expect(folder.bytes_of("alone.mp4") == folder.bytes_of("out/a_style.mp4"), "other bytes than alone")
    before = folder.bytes_of("out/a_style.mp4")
    ended = folder.run(*run, "--resume")
    ended.expect_code(1)
    expect(folder.report()["summary"]["skipped"] == 3, f"painted again: {folder.report()['summary']}")
    expect(folder.bytes_of("out/a_style.mp4") == before, "other bytes than before")


def settings_of_folders(folder):
    mixed_folder(folder)
    folder.remove("all/broken.mkv")
    run = ["-c", "all", "--recursive", *FEW]
    listed = subprocess.run([PROGRAM, *run, "-o", "of_jobs", "--list"], cwd=folder.root, capture_output=True, text=True)
    expect(listed.returncode == 0 and "a_style.mp4" in listed.stdout and "c_style.png" in listed.stdout,
           f"{listed.stdout}")
    with open(folder.path("jobs.csv"), "w", encoding="utf-8") as file:
        file.write(listed.stdout)
    folder.run("--jobs-from", "jobs.csv", *FEW[2:]).expect_code(0)
    expect(outputs_in(folder, "of_jobs") == ["a_style.mp4", "c_style.png", "sub"], "other outputs")
    for part in ("1/2", "2/2"):
        folder.run(*run, "-o", "out", "--shard", part).expect_code(0)
    expect(folder.bytes_of("out/a_style.mp4") == folder.bytes_of("of_jobs/a_style.mp4") and
           outputs_in(folder, "out") == ["a_style.mp4", "c_style.png", "sub"], "the shards do not make all")
    ended = folder.run(*run, "-o", "out", "--dry-run")
    ended.expect_code(0)
    expect(any("3 jobs" in line for line in ended.lines), f"{ended.lines}")
    ended = folder.run(*run, "-o", "out", "--name-template", "{content}.png")
    ended.expect_code(2)
    expect("a clip is written as" in ended.lines[-1], f"{ended.lines}")
    ended = folder.run(*run, "-o", "out", "--save-every", "9", "--retries", "1")
    ended.expect_code(0)
    for word in ("--save-every", "--retries"):
        expect(any(f"{word}: has no effect on clips" in line for line in ended.lines), f"{word} is silently ignored")
    os.makedirs(folder.path("styles"))
    for name in ("a", "c", "b"):
        sample("style", "mosaic", 64, ord(name)).save(folder.path("styles", name + ".png"))
    few = FEW[2:]
    folder.run("-c", "all", "-r", "-s", "styles", "--pair", "name", "-o", "pairs", *few).expect_code(0)
    expect(outputs_in(folder, "pairs") == ["a_a.mp4", "c_c.png", "sub"], "other pairs")
    process = folder.start(*run, "-o", "killed", "--resume")
    while process.poll() is None and not os.path.exists(folder.path("killed/.a_style.mp4.frames/frame_00000001.png")):
        time.sleep(0.01)
    kill_now(process)
    folder.run(*run, "-o", "killed", "--resume").expect_code(0)
    expect(folder.bytes_of("killed/a_style.mp4") == folder.bytes_of("out/a_style.mp4"), "other bytes than undisturbed")


def shots(folder):
    """Several processes, or several threads: the same bytes as one."""
    folder.make_style(64)
    clip = sample_clips.cut((64, 48), 6) + sample_clips.pan((64, 48), 2)
    make_clip(folder, "clip.mkv", clip, "-g", "1")
    run = ["-c", "clip.mkv", *FEW]
    folder.run(*run, "-o", "whole.mp4", "--report", "report.json").expect_code(0)
    begins = ["temporal" not in job["scales"][-1]["losses"] for job in folder.report()["jobs"]]
    expect(begins == [True, False, False] * 2 + [True, False], f"other shots: {begins}")
    for part, frames in (("2/2", 3), ("1/2", 5)):
        ended = folder.run(*run, "-o", "out.mp4", "--shard", part, "--report", f"report-{part[0]}.json")
        ended.expect_code(0)
        expect(len(folder.report(f"report-{part[0]}.json")["jobs"]) == frames, f"{part}: {ended.lines}")
        expect(not os.path.exists(folder.path("out.mp4")), "a part is taken for the whole")
        expect(any("joins them" in line for line in ended.lines), f"{ended.lines}")
    ended = folder.run(*run, "-o", "out.mp4", "--resume")
    ended.expect_code(0)
    expect(sum("is there already" in line for line in ended.lines) == 8, f"painted again: {ended.lines}")
    expect(folder.bytes_of("out.mp4") == folder.bytes_of("whole.mp4"), "other bytes than one process")
    expect(folder.hidden_in(".") == [], f"left behind: {folder.hidden_in('.')}")
    ended = folder.run(*run, "-o", "threads.mp4", "--parallel", "2", "--report", "report.json")
    ended.expect_code(0)
    expect([job["status"] for job in folder.report()["jobs"]] == ["done"] * 8, f"{ended.lines}")
    expect(folder.bytes_of("threads.mp4") == folder.bytes_of("whole.mp4"), "other bytes with --parallel")
    folder.run(*run, "-o", "f/%d.png", "--parallel", "3").expect_code(0)
    folder.run(*run, "-o", "g/%d.png").expect_code(0)
    expect(folder.pictures_in("f") == folder.pictures_in("g") and folder.hidden_in("f") == [], "other frames")
    process = folder.start(*run, "-o", "killed.mp4", "--parallel", "2")
    next_line(process, "frame ")
    kill_now(process)
    folder.run(*run, "-o", "killed.mp4", "--parallel", "2", "--resume").expect_code(0)
    expect(folder.bytes_of("killed.mp4") == folder.bytes_of("whole.mp4"), "other bytes after kill -9")


def moving_blend(folder):
    """From the first style to the second one."""
    for name, style in (("a", "night_swirls"), ("b", "autumn_knife")):
        sample("style", style, 64, 0).save(folder.path(name + ".png"))
    sample_clips.save_frames(sample_clips.moving_object((64, 48), 8), folder.path("in"))
    few = ["-s", "a.png", "-s", "b.png", *FEW[2:], "--frame-iterations", "8"]
    moves = ["--style-blend", "1,0", "--style-blend-end", "0,1"]
    folder.run("-c", "in/%04d.png", "-o", "out/%d.png", *few, *moves).expect_code(0)
    folder.run("-c", "in/%04d.png", "-o", "only_a/%d.png", *few, "--style-blend", "1,0").expect_code(0)

    back = ["--style-blend", "0,1", "--style-blend-end", "1,0"]
    folder.run("-c", "in/%04d.png", "-o", "back/%d.png", *few, *back).expect_code(0)

    def distance(painted, style):
        """Between mean colours."""
        return numpy.linalg.norm(numpy.mean(pixels(folder, painted), axis=(0, 1)) -
                                 numpy.mean(pixels(folder, style), axis=(0, 1)))

    expect((pixels(folder, "out/1.png") == pixels(folder, "only_a/1.png")).all(), "another first frame")
    expect(distance("out/8.png", "b.png") < distance("back/8.png", "b.png") and
           distance("back/8.png", "a.png") < distance("out/8.png", "a.png"), "colours do not move to the other style's")
    for name, own in (("out", "a"), ("back", "b")):
        other = {"a": "b", "b": "a"}[own]
        expect(distance(f"{name}/8.png", other + ".png") < distance(f"{name}/2.png", other + ".png"),
               f"{name}: colours do not move")
    process = folder.start("-c", "in/%04d.png", "-o", "killed/%d.png", *few, *moves)
    next_line(process, "4.png:")
    kill_now(process)
    folder.run("-c", "in/%04d.png", "-o", "killed/%d.png", *few, *moves, "--resume").expect_code(0)
    expect(folder.pictures_in("killed") == folder.pictures_in("out"), "other bytes after kill -9")
    # Another end is another clip, from the first frame that it changes.
    ended = folder.run("-c", "in/%04d.png", "-o", "out/%d.png", *few, "--style-blend", "1,0", "--style-blend-end",
                       "1,1", "--resume")
    ended.expect_code(0)
    expect(not any("is there already" in line for line in ended.lines), f"taken for the same: {ended.lines}")
    for wrong in (["--style-blend-end", "1"], ["--style-blend-end", "0,0"],
                  ["--style-blend-end", "0,1", "--style-loss", "neighbours"]):
        ended = folder.run("-c", "in/%04d.png", "-o", "x/%d.png", *few, *wrong)
        ended.expect_code(2)
        expect("--style-blend-end" in ended.lines[-1], f"{ended.lines}")
    header = b"YUV4MPEG2 W64 H48 F25:1 C420\nFRAME\n" + bytes(64 * 48 * 3 // 2)
    ended = subprocess.run([PROGRAM, "-q", "-c", "-", "-o", "x.mp4", *few, *moves], cwd=folder.root, input=header,
                           capture_output=True)
    lines = ended.stderr.decode().splitlines()
    expect(ended.returncode == 2 and len(lines) == 1 and "number of frames" in lines[0], f"{lines}")
    ended = folder.run("-c", "in/0001.png", "-o", "x.png", *few, *moves)
    ended.expect_code(0)
    expect(any("--style-blend-end: has no effect" in line for line in ended.lines), f"{ended.lines}")


def moving_masks(folder):
    """A mask for each frame, as pictures and as a video: what it says of a frame is painted there."""
    for name, style in (("a", "night_swirls"), ("b", "autumn_knife")):
        sample("style", style, 64, 0).save(folder.path(name + ".png"))
    count = 5
    sample_clips.save_frames(sample_clips.pan((64, 48), 1) * count, folder.path("in"))
    masks = []
    for i in range(count):  # an edge that passes to the right
        mask = numpy.zeros((48, 64, 3), numpy.uint8)
        mask[:, :16 + 8 * i] = 255
        masks.append(mask)
    sample_clips.save_frames(masks, folder.path("masks"))
    ffmpeg(folder, "-framerate", "25", "-i", "masks/%04d.png", "-c:v", "ffv1", "-pix_fmt", "bgr0", "masks.mkv")
    run = ["-c", "in/%04d.png", "-s", "a.png", "-s", "b.png", *FEW[2:], "--frame-iterations", "8", "--style-mask",
           "white", "--style-mask", "black", "--cut-threshold", "100", "--content-mask"]
    for name, mask in (("out", "masks/%04d.png"), ("video", "masks.mkv"), ("first", "masks/0001.png"),
                       ("last", f"masks/{count:04d}.png")):
        folder.run(*run, mask, "-o", f"{name}/%d.png").expect_code(0)

    def distance(number, other, columns):
        one, two = (pixels(folder, f"{name}/{number}.png")[:, columns] for name in ("out", other))
        return abs(one - two).mean()

    everywhere, passed = slice(0, 64), slice(20, 44)
    expect(distance(1, "first", everywhere) == 0, "the first frame has another mask")
    expect(distance(count, "last", passed) < 0.7 * distance(count, "first", passed),
           f"the last frame has not its mask: {distance(count, 'last', passed)}, {distance(count, 'first', passed)}")
    expect(distance(count, "video", everywhere) == 0, "a video of the same masks paints otherwise")
    before = folder.pictures_in("out")
    folder.remove("out/3.png")
    folder.run(*run, "masks/%04d.png", "-o", "out/%d.png", "--resume").expect_code(0)
    expect(folder.pictures_in("out") == before, "other bytes after --resume")
    os.unlink(folder.path("in", f"{count:04d}.png"))
    sample_clips.save_frames(sample_clips.pan((64, 48), 3), folder.path("pan"))
    sample_clips.save_frames([numpy.full((48, 64, 3), 255, numpy.uint8)], folder.path("white"))
    ended = folder.run("-c", "pan/%04d.png", *run[2:], "white/0001.png", "-o", "one/%d.png")
    ended.expect_code(0)
    told = [line for line in ended.lines if "label" in line]
    expect(len(told) == 1, f"what holds for all frames is told {len(told)} times: {ended.lines}")
    ended = folder.run(*run, "masks/%04d.png", "-o", "fewer/%d.png")
    ended.expect_code(0)
    expect(any("more frames than the clip" in line for line in ended.lines), f"{ended.lines}")
    os.unlink(folder.path("masks/0003.png"))
    ended = folder.run(*run, "masks/%04d.png", "-o", "none/%d.png")
    ended.expect_code(1)
    errors = [line for line in ended.lines if "error: " in line]
    expect(len(errors) == 1 and "masks/%04d.png: has fewer frames" in errors[0], f"{ended.lines}")
    expect(len(folder.pictures_in("none")) == 2, "the frames before are lost")
    ended = folder.run(*run, "masks/%04d.png", "-o", "masks/%04d.png")
    expect(ended.code == 2, "the masks may be overwritten")


TESTS = [moving_masks, folders, settings_of_folders, shots, moving_blend]


if __name__ == "__main__":
    sys.exit(carry_out_all(TESTS))
