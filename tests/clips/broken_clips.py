"""What goes wrong while a clip is painted, with the real program: a full disk, ffmpeg killed, a pipe that nobody reads,
sources that end early; and that no setting is ignored. 77: ffmpeg, numpy or PIL is missing."""
import contextlib
import os
import signal
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)

from paint_clips import FEW, ffmpeg, make_clip, pixels, probe, sample_clips, video_of
from folder_test import PROGRAM, carry_out_all, expect, finish, next_line
from malformed_folder import small_disk


def one_line(run, code, *words):
    """Ended with this code and a single error, which has these words."""
    run.expect_code(code)
    errors = [line for line in run.lines if "error: " in line or "warning: " in line]
    expect(len(errors) == 1 and all(word in errors[0] for word in words), f"{words}: {run.lines}")


def fill(disk, leave):
    """Fills a disk up to so many bytes; gives the file that does."""
    filler = os.path.join(disk, "filler")
    with open(filler, "wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(4096)):
            pass
    os.truncate(filler, max(os.path.getsize(filler) - leave, 0))
    return filler


def full_disk(folder):
    """Of the work folder and of the output: what is finished stays, and --resume goes on."""
    folder.make_style(64)
    make_clip(folder, "clip.mkv", sample_clips.pan((96, 64), 6))
    os.makedirs(folder.path("whole"))
    folder.run("-c", "clip.mkv", "-o", "whole.mp4", *FEW).expect_code(0)
    folder.run("-c", "clip.mkv", "-o", "whole/%d.png", *FEW).expect_code(0)
    with small_disk(folder, "1m") as disk:
        if disk is None:
            print("full disk: SKIPPED, this user cannot mount one")
            return
        for output, whole in (("disk/out.mp4", "whole.mp4"), ("disk/new/%d.png", "whole")):
            filler = fill(disk, 40960)
            run = ["-c", "clip.mkv", "-o", output, *FEW]
            ended = folder.run(*run)
            one_line(ended, 1, "No space left")
            expect(any("--resume goes on" in line for line in ended.lines), f"work is lost: {ended.lines}")
            os.unlink(filler)
            ended = folder.run(*run, "--resume")
            ended.expect_code(0)
            expect(any("is there already" in line for line in ended.lines), f"painted again: {ended.lines}")
            if output.endswith("mp4"):
                expect(folder.bytes_of(output) == folder.bytes_of(whole), "other bytes than undisturbed")
                folder.remove(output)
            else:
                expect(folder.pictures_in("disk/new") == folder.pictures_in(whole), "other bytes than undisturbed")
            folder.remove("disk/new", "disk/filler")
        video_without_room(folder, disk)


def video_without_room(folder, disk):
    """All frames have room, and the video has none."""
    ended = folder.run("-c", "clip.mkv", "-o", "disk/out.mkv", *FEW, prefix=killing_encoder(folder))
    one_line(ended, 1, "ended by signal 9")
    fill(disk, 16384)
    ended = folder.run("-c", "clip.mkv", "-o", "disk/out.mkv", *FEW, "--resume", "--video-codec", "rawvideo")
    one_line(ended, 1, "disk/out.mkv", "No space left")
    expect(not os.path.exists(folder.path("disk/out.mkv")), "a part is taken for the whole")
    expect(sorted(os.listdir(folder.path("disk/.out.mkv.frames"))) ==
           [f"frame_0000000{i}.png" for i in range(1, 7)], "frames are lost, or more is left on the full disk")
    folder.remove("disk/filler")
    folder.run("-c", "clip.mkv", "-o", "disk/out.mkv", *FEW, "--resume", "--video-codec", "rawvideo").expect_code(0)
    frames = probe(folder, "disk/out.mkv", "packet=pts", "-select_streams", "v")["packets"]
    expect(len(frames) == 6, f"{len(frames)} frames")


def children(process):
    """Processes of it: number -> command line."""
    found = {}
    parents = {process.pid}
    for name in sorted((name for name in os.listdir("/proc") if name.isdigit()), key=int):
        with contextlib.suppress(OSError):
            with open(f"/proc/{name}/stat", encoding="utf-8", errors="replace") as file:
                parent = int(file.read().rpartition(")")[2].split()[1])
            if parent in parents:
                parents.add(int(name))
                with open(f"/proc/{name}/cmdline", encoding="utf-8", errors="replace") as file:
                    found[int(name)] = file.read().replace("\0", " ")
    return found


def killed_decoder(folder):
    """ffmpeg that reads is killed: the file may be good, so no part of it is taken for the whole."""
    folder.make_style(64)
    make_clip(folder, "clip.mkv", sample_clips.pan((480, 320), 8))  # more than a pipe holds
    command = ["-c", "clip.mkv", *FEW, "-o"]
    folder.run(*command, "whole.mp4").expect_code(0)
    process = folder.start(*command, "out.mp4")
    next_line(process, "frame 2:")
    reading = [number for number, line in children(process).items() if "image2pipe" in line]
    expect(len(reading) == 1, f"{children(process)}")
    os.kill(reading[0], signal.SIGKILL)
    lines = finish(process).splitlines()
    expect(process.returncode == 1, f"exit code {process.returncode}: {lines}")
    expect(sum("ended by signal 9" in line for line in lines) == 1, f"{lines}")
    expect(not os.path.exists(folder.path("out.mp4")), "a part is taken for the whole")
    folder.run(*command, "out.mp4", "--resume").expect_code(0)
    expect(folder.bytes_of("out.mp4") == folder.bytes_of("whole.mp4"), "other bytes than undisturbed")


def killing_encoder(folder):
    """The beginning of a command line in which kill -9 ends ffmpeg as soon as it writes the clip."""
    os.makedirs(folder.path("bin"), exist_ok=True)
    with open(folder.path("bin/ffmpeg"), "w", encoding="utf-8") as file:
        file.write('#!/bin/sh\ncase "$*" in *frames/clip.*) kill -9 $$;; esac\nexec /usr/bin/ffmpeg "$@"\n')
    os.chmod(folder.path("bin/ffmpeg"), 0o755)
    return ["env", f"PATH={folder.path('bin')}:{os.environ['PATH']}"]


def killed_encoder(folder):
    """ffmpeg that writes is killed: nothing is left of it, and all frames are kept."""
    folder.make_style(64)
    make_clip(folder, "clip.mkv", sample_clips.pan((96, 64), 3))
    run = folder.run("-c", "clip.mkv", "-o", "out.mp4", *FEW, prefix=killing_encoder(folder))
    one_line(run, 1, "out.mp4", "ended by signal 9")
    expect(sorted(os.listdir(folder.path(".out.mp4.frames"))) == [f"frame_0000000{i}.png" for i in (1, 2, 3)],
           "frames are lost, or more is left")
    run = folder.run("-c", "clip.mkv", "-o", "out.mp4", *FEW, "--resume")
    run.expect_code(0)
    expect(sum("is there already" in line for line in run.lines) == 3, f"painted again: {run.lines}")


def closed_pipe(folder):
    """Nobody reads standard output."""
    folder.make_style(64)
    sample_clips.save_frames(sample_clips.pan((64, 48), 2), folder.path("in"))
    process = folder.start("-c", "in/%04d.png", "-o", "-", *FEW, "--quiet")
    process.stdout.close()
    lines = process.stderr.read().splitlines()
    process.wait()
    expect(process.returncode == 1 and len(lines) == 1 and "nobody reads" in lines[0],
           f"{process.returncode}: {lines}")
    for more in (["--resume"], ["--checkpoint", "1"]):
        one_line(folder.run("-c", "in/%04d.png", "-o", "-", *FEW, *more), 2, more[0])


def ends_early(folder):
    """Painted as far as it goes, and said so; once the file is whole --resume goes on."""
    folder.make_style(64)
    make_clip(folder, "whole.mkv", sample_clips.pan((96, 64), 8), "-g", "1")
    for name, words in (("mkv", []), ("mp4", ["-movflags", "+faststart"]), ("avi", ["-c:v", "mjpeg", "-an"]),
                        ("gif", ["-an"])):
        clip = f"clip.{name}"
        ffmpeg(folder, "-i", "whole.mkv", *(words or ["-c", "copy"]), clip)
        whole = folder.bytes_of(clip)
        run = ["-c", clip, "-o", "out.mkv", *FEW]
        folder.run(*run).expect_code(0)
        undisturbed = folder.bytes_of("out.mkv")
        with open(folder.path(clip), "wb") as file:
            file.write(whole[:len(whole) * 6 // 10])
        ended = folder.run(*run, "--quiet")
        one_line(ended, 1, clip, "ends early")
        frames = len(probe(folder, "out.mkv", "packet=pts", "-select_streams", "v")["packets"])
        expect(2 <= frames <= 6, f"{name}: {frames} frames")
        with open(folder.path(clip), "wb") as file:
            file.write(whole)
        ended = folder.run(*run, "--resume")
        ended.expect_code(0)
        expect(sum("is there already" in line for line in ended.lines) >= 2, f"painted again: {ended.lines}")
        expect(folder.bytes_of("out.mkv") == undisturbed, f"{name}: other bytes than undisturbed")
    ffmpeg(folder, "-i", "whole.mkv", "-an", "-f", "yuv4mpegpipe", "clip.y4m")
    part = folder.bytes_of("clip.y4m")[:-1000]
    run = subprocess.run([PROGRAM, "-q", "-c", "-", "-o", "out.mp4", *FEW], cwd=folder.root, input=part,
                         capture_output=True)
    lines = run.stderr.decode().splitlines()
    expect(run.returncode == 1 and len(lines) == 1 and "ends early" in lines[0], f"{run.returncode}: {lines}")
    expect(video_of(folder, "out.mp4")["nb_frames"] == "7", "another number of frames")
    # What is missing is after the part that is wanted.
    with open(folder.path("cut.mkv"), "wb") as file:
        file.write(folder.bytes_of("whole.mkv")[:-2000])
    folder.run("-c", "cut.mkv", "-o", "out.mp4", *FEW, "--to", "0.3").expect_code(0)


def folders(folder):
    """Those of frames are made, that of a single file must exist: as for pictures."""
    folder.make_style(64)
    sample_clips.save_frames(sample_clips.pan((64, 48), 2), folder.path("in"))
    folder.run("-c", "in/%04d.png", "-o", "new/sub/%04d.png", *FEW).expect_code(0)
    expect(list(folder.pictures_in("new/sub")) == ["0001.png", "0002.png"] and folder.hidden_in("new/sub") == [],
           "another folder")
    one_line(folder.run("-c", "in/%04d.png", "-o", "missing/out.mp4", *FEW), 1, "missing", "create it first")
    expect(not os.path.exists(folder.path("missing")), "a folder is made for nothing")


def said_besides(folder):
    """--strip, --metadata and --profile."""
    folder.make_style(64)
    make_clip(folder, "clip.mkv", sample_clips.pan((96, 64), 2))
    run = ["-c", "clip.mkv", *FEW]
    folder.run(*run, "-o", "out.mp4", "--strip").expect_code(0)
    expect("comment" not in probe(folder, "out.mp4", "format_tags")["format"].get("tags", {}), "the video says more")
    folder.run(*run, "-o", "out.mp4").expect_code(0)
    expect("comment" in probe(folder, "out.mp4", "format_tags")["format"]["tags"], "the video cannot be resumed")
    for more, says in ((["--strip"], [False, False]), (["--metadata", "record"], [True, True]),
                       (["--profile", "none"], [True, False])):
        folder.run(*run, "-o", "out/%d.png", *more).expect_code(0)
        found = folder.bytes_of("out/2.png")
        if more != ["--strip"]:
            expect([b"xmp" in found.lower(), b"iCCP" in found] == says, f"{more}: another file")
        expect((b"stylize" in found) == says[0], f"{more}: another record")
    plain = pixels(folder, "out/2.png")
    process = folder.start(*run, "-o", "killed/%d.png", "--strip")
    next_line(process, "1.png:")
    process.send_signal(signal.SIGKILL)
    finish(process)
    ended = folder.run(*run, "-o", "killed/%d.png", "--strip", "--resume")
    ended.expect_code(0)
    expect(any("is there already" in line for line in ended.lines), f"painted again: {ended.lines}")
    expect((pixels(folder, "killed/2.png") == plain).all(), "another painting")
    for more, output in ((["--profile", "content"], "x.mp4"), (["--profile", "none"], "x.mp4"),
                         (["--profile", "content"], "x%d.png"), (["--retries", "2"], "x.mp4")):
        one_line(folder.run(*run, "-o", output, *more), 2, more[0])
    run = folder.run(*run, "-o", "x.mp4", "--quality", "50", "--preview-every", "9")
    run.expect_code(0)
    for word in ("--quality", "--preview-every"):
        expect(any(f"{word}: has no effect" in line for line in run.lines), f"{word} is silently ignored")


TESTS = [full_disk, killed_decoder, killed_encoder, closed_pipe, ends_early, folders, said_besides]


if __name__ == "__main__":
    sys.exit(carry_out_all(TESTS))
