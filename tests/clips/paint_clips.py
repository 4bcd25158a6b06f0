"""Paints short clips with the real program: numbered pictures, video files and pipes; what is kept of the source;
killing and resuming; hostile files. 77: ffmpeg, numpy or PIL is missing."""
import json
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(os.path.dirname(HERE), "folders"))
sys.path.insert(0, HERE)

from folder_test import PROGRAM, SKIPPED, carry_out_all, expect, kill_now, next_line

import numpy
from PIL import Image

import sample_clips

if not shutil.which("ffmpeg") or not shutil.which("ffprobe"):
    print("needs Debian's package ffmpeg")
    sys.exit(SKIPPED)

FEW = ["-s", "style.png", "--size", "64", "--iterations", "4", "--scales", "1", "--frame-iterations", "3"]


def ffmpeg(folder, *arguments, **options):
    return subprocess.run(["ffmpeg", "-v", "error", "-y", *arguments], cwd=folder.root, check=True,
                          stdin=options.pop("stdin", subprocess.DEVNULL), **options)


def probe(folder, name, entries, *more):
    text = subprocess.run(["ffprobe", "-v", "error", "-print_format", "json", "-show_entries", entries, *more, name],
                          cwd=folder.root, check=True, capture_output=True).stdout
    return json.loads(text)


def video_of(folder, name):
    return next(stream for stream in probe(folder, name, "stream")["streams"] if stream["codec_type"] == "video")


def stream_hash(folder, name, stream):
    return ffmpeg(folder, "-i", name, "-map", stream, "-c", "copy", "-f", "md5", "-",
                  stdout=subprocess.PIPE).stdout


def make_clip(folder, name, clip, *options, rate="10"):
    sample_clips.save_frames(clip, folder.path("source"))
    ffmpeg(folder, "-framerate", rate, "-i", "source/%04d.png", "-f", "lavfi", "-t", str(len(clip) / float(rate)),
           "-i", "sine=frequency=440", "-c:v", "libx264", "-crf", "10", "-pix_fmt", "yuv420p", "-c:a", "aac",
           *options, name)
    folder.remove("source")


def pixels(folder, name):
    return numpy.asarray(Image.open(folder.path(name)).convert("RGB")).astype(int)


def numbered_pictures(folder):
    """Each frame is painted, and the work folder goes."""
    folder.make_style(64)
    sample_clips.save_frames(sample_clips.pan((64, 48), 4), folder.path("in"))
    os.makedirs(folder.path("out"))
    run = folder.run("-c", "in/%04d.png", "-o", "out/f%03d.png", *FEW, "--report", "report.json")
    run.expect_code(0)
    expect(list(folder.pictures_in("out")) == [f"f00{i}.png" for i in range(1, 5)], "the output has other files")
    expect(folder.hidden_in("out") == [], "the work folder is left")
    expect(Image.open(folder.path("out/f001.png")).size == (64, 48), "the frames have another size")
    jobs = folder.report()["jobs"]
    expect([job["status"] for job in jobs] == ["done"] * 4, "the report tells of other frames")
    frames = [job["frames"] for job in jobs]
    expect([(entry["shot"], entry["first"], entry["last"]) for entry in frames] == [(1, i, i) for i in range(1, 5)],
           f"the report has {frames}")
    expect([len(entry["temporal_errors"]) for entry in frames] == [0, 1, 1, 1], f"the report has {frames}")
    terms = [{term for term in job["scales"][-1]["losses"] if term == "temporal"} for job in jobs]
    expect([len(found) for found in terms] == [0, 1, 1, 1], f"frames are not held as they should: {terms}")
    before = folder.pictures_in("out")
    run = folder.run("-c", "in/%04d.png", "-o", "out/f%03d.png", *FEW, "--resume")
    run.expect_code(0)
    expect(folder.pictures_in("out") == before, "finished frames were painted again")
    expect(folder.run("-c", "in/%04d.png", "-o", "in/%04d.png", *FEW).code == 2, "the source may be overwritten")


def video_file(folder):
    """Frame rate, duration and sound are the source's."""
    folder.make_style(64)
    make_clip(folder, "clip.mp4", sample_clips.pan((96, 70), 5))
    folder.run("-c", "clip.mp4", "-o", "out.mp4", *FEW).expect_code(0)
    source, painted = video_of(folder, "clip.mp4"), video_of(folder, "out.mp4")
    expect(painted["r_frame_rate"] == source["r_frame_rate"] == "10/1", "another frame rate")
    expect(painted["nb_frames"] == "5", f"{painted['nb_frames']} frames")
    expect(abs(float(painted["duration"]) - float(source["duration"])) < 0.1, "another duration")
    expect((painted["width"], painted["height"]) == (64, 46), "another size")
    expect(painted["pix_fmt"] == "yuv420p" and painted["color_space"] == "bt709", "colours players do not expect")
    expect(stream_hash(folder, "clip.mp4", "0:a") == stream_hash(folder, "out.mp4", "0:a"), "another sound")
    expect(folder.hidden_in(".") == [], f"left behind: {folder.hidden_in('.')}")
    before = folder.bytes_of("out.mp4")
    run = folder.run("-c", "clip.mp4", "-o", "out.mp4", *FEW, "--resume")
    run.expect_code(0)
    expect(folder.bytes_of("out.mp4") == before and any("is there already" in line for line in run.lines),
           "a finished video was painted again")
    folder.run("-c", "clip.mp4", "-o", "part.mkv", *FEW, "--from", "0.2", "--to", "0:00:00.4").expect_code(0)
    frames = probe(folder, "part.mkv", "stream=nb_read_frames", "-count_frames", "-select_streams", "v")
    expect(frames["streams"][0]["nb_read_frames"] == "2", "another part")


def turn(folder, name, turned):
    """A quarter, by what the file says: ffmpeg 6 and newer take the first form, older ones the second."""
    try:
        ffmpeg(folder, "-display_rotation", "90", "-i", name, "-c", "copy", turned, stderr=subprocess.DEVNULL)
    except subprocess.CalledProcessError:
        ffmpeg(folder, "-i", name, "-c", "copy", "-metadata:s:v", "rotate=90", turned)


def other_times_and_kinds(folder):
    """Variable frame rate, rotation, odd sides, an animation."""
    folder.make_style(64)
    make_clip(folder, "steady.mkv", sample_clips.pan((96, 64), 4))
    ffmpeg(folder, "-i", "steady.mkv", "-vf", "setpts='if(lt(N,2),N*0.1,N*0.3)/TB'", "-fps_mode", "vfr", "-an",
           "-c:v", "libx264", "-enc_time_base", "1/1000", "vary.mkv")
    folder.run("-c", "vary.mkv", "-o", "vary.mp4", *FEW).expect_code(0)

    def times(name):
        packets = probe(folder, name, "packet=pts_time", "-select_streams", "v")["packets"]
        return sorted(float(packet["pts_time"]) for packet in packets)

    expect(numpy.allclose(times("vary.mp4"), times("vary.mkv"), atol=0.002),
           f"frames at {times('vary.mp4')} instead of {times('vary.mkv')}")
    turn(folder, "steady.mkv", "turned.mp4")
    folder.run("-c", "turned.mp4", "-o", "turned_out.mp4", *FEW, "--to", "0.2").expect_code(0)
    painted = video_of(folder, "turned_out.mp4")
    expect((painted["width"], painted["height"]) == (42, 64), f"not upright: {painted['width']}")
    folder.run("-c", "steady.mkv", "-o", "out.gif", *FEW, "--to", "0.3").expect_code(0)
    expect(Image.open(folder.path("out.gif")).n_frames == 3, "another animation")
    folder.run("-c", "out.gif", "-o", "again.apng", *FEW).expect_code(0)


def moving_webp(folder):
    """An animated WebP, which ffmpeg does not read: times, transparency, a part of it; and it is written."""
    folder.make_style(64)
    clip = [Image.fromarray(frame).convert("RGBA") for frame in sample_clips.pan((64, 48), 5)]
    clip[0].putpixel((0, 0), (255, 0, 0, 0))
    clip[0].save(folder.path("in.webp"), save_all=True, append_images=clip[1:], duration=[100, 100, 300, 100, 100],
                 lossless=True)
    os.makedirs(folder.path("out"))
    folder.run("-c", "in.webp", "-o", "out/%02d.png", *FEW).expect_code(0)
    expect(len(os.listdir(folder.path("out"))) == 5, "another number of frames")
    folder.run("-c", "in.webp", "-o", "out.mp4", *FEW, "--from", "0.1", "--to", "0.45").expect_code(0)
    times = sorted(float(p["pts_time"]) for p in probe(folder, "out.mp4", "packet=pts_time")["packets"])
    expect(numpy.allclose(times, [0, 0.1], atol=0.002), f"frames at {times}")
    painted = folder.run("-c", "in.webp", "-o", "out.webp", *FEW, "--crf", "20")
    painted.expect_code(0)
    expect("--crf: has no effect on .webp" in " ".join(painted.lines), f"{painted.lines}")
    with Image.open(folder.path("out.webp")) as made:
        expect(made.n_frames == 5, f"{made.n_frames} frames")
        lengths = []
        for number in range(5):
            made.seek(number)
            made.load()
            lengths.append(made.info["duration"])
    expect(lengths[:4] == [100, 100, 300, 100], f"lengths {lengths}")
    # A picture that does not move stays one, and so does its painting.
    clip[1].convert("RGB").save(folder.path("still.webp"))
    folder.run("-c", "still.webp", "-o", "painted.webp", *FEW).expect_code(0)
    with Image.open(folder.path("painted.webp")) as made:
        expect(not getattr(made, "is_animated", False), "a picture became a clip")
    whole = open(folder.path("in.webp"), "rb").read()
    with open(folder.path("cut.webp"), "wb") as cut:
        cut.write(whole[:len(whole) * 2 // 3])
    ended = folder.run("-c", "cut.webp", "-o", "cut.mp4", *FEW)
    ended.expect_code(1)
    expect("cut.webp: cannot be decoded" in " ".join(ended.lines), f"{ended.lines}")
    expect(not os.path.exists(folder.path("cut.mp4")), "a part of a file")
    ended = folder.run("-c", "in.webp", "-o", "large.mp4", *FEW, "--max-pixels", "1000")
    ended.expect_code(1)
    expect("--max-pixels" in " ".join(ended.lines), f"{ended.lines}")


def pipes(folder):
    """YUV4MPEG in and out."""
    folder.make_style(64)
    sample_clips.save_frames(sample_clips.pan((64, 48), 3), folder.path("in"))
    source = ffmpeg(folder, "-framerate", "30000/1001", "-i", "in/%04d.png", "-pix_fmt", "yuv444p", "-f",
                    "yuv4mpegpipe", "-strict", "-1", "-", stdout=subprocess.PIPE).stdout
    run = subprocess.run([PROGRAM, "-c", "-", "-o", "-", *FEW], cwd=folder.root, input=source, capture_output=True)
    expect(run.returncode == 0, run.stderr.decode())
    header, _, rest = run.stdout.partition(b"\n")
    expect(header.startswith(b"YUV4MPEG2 W64 H48 F30000:1001 "), f"another header: {header}")
    expect(rest.count(b"FRAME\n") == 3, "another number of frames")
    run = subprocess.run([PROGRAM, "-c", "-", "-o", "x.mp4", *FEW], cwd=folder.root, input=b"P6 something",
                         capture_output=True)
    expect(run.returncode == 1 and b"is no YUV4MPEG" in run.stderr, "anything is read from a pipe")


def still_clip(folder):
    """What does not move stays, although no two frames are equal."""
    folder.make_style(64)
    rng = numpy.random.default_rng(1)
    clip = [numpy.clip(frame.astype(int) + rng.integers(-1, 2, frame.shape), 0, 255).astype(numpy.uint8)
            for frame in sample_clips.pan((64, 48), 1) * 8]
    clip += [numpy.clip(clip[0] * 0.7, 0, 255).astype(numpy.uint8)] * 2  # the light changes
    sample_clips.save_frames(clip, folder.path("in"))
    os.makedirs(folder.path("out"))
    folder.run("-c", "in/%04d.png", "-o", "out/%d.png", *FEW, "--cut-threshold", "100").expect_code(0)
    frames = [pixels(folder, f"out/{i}.png") for i in range(1, 11)]
    expect(all(abs(frame - frames[4]).max() <= 1 for frame in frames[5:8]), "a still clip changes")
    expect(abs(frames[8] - frames[7]).mean() > 5, "a change of light is not seen")
    expect(numpy.array_equal(frames[9], frames[8]), "equal frames differ")


def cuts(folder):
    """Each shot begins anew."""
    folder.make_style(64)
    sample_clips.save_frames(sample_clips.cut((64, 48), 4), folder.path("in"))
    os.makedirs(folder.path("out"))
    folder.run("-c", "in/%04d.png", "-o", "out/%d.png", *FEW, "--report", "report.json").expect_code(0)
    held = ["temporal" in job["scales"][-1]["losses"] for job in folder.report()["jobs"]]
    expect(held == [False, True, False, True], f"other shots: {held}")


def killed(folder):
    """kill -9 and Ctrl-C at any frame, and --resume: the same bytes."""
    folder.make_style(64)
    make_clip(folder, "clip.mp4", sample_clips.pan((96, 64), 5))
    command = ["-c", "clip.mp4", *FEW, "--checkpoint", "0.01"]
    folder.run(*command, "-o", "whole.mp4").expect_code(0)
    for words in ("frame 1:", "frame 3:"):
        process = folder.start(*command, "-o", "out.mp4", "--resume")
        next_line(process, words)
        kill_now(process)
        expect(not os.path.exists(folder.path("out.mp4")), "a partial output")
    run = folder.run(*command, "-o", "out.mp4", "--resume")
    run.expect_code(0)
    expect(sum("is there already" in line for line in run.lines) >= 3, "finished frames were painted again")
    expect(folder.bytes_of("out.mp4") == folder.bytes_of("whole.mp4"), "other bytes than undisturbed")


def hostile_files(folder):
    """No playlist, no address, no option; damaged files are painted as far as they go."""
    folder.make_style(64)
    make_clip(folder, "clip.mkv", sample_clips.pan((96, 64), 6), "-g", "1")
    with open(folder.path("list.mp4"), "w") as file:
        file.write("#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nclip.mkv\n#EXT-X-ENDLIST\n")
    with open(folder.path("concat.mp4"), "w") as file:
        file.write("ffconcat version 1.0\nfile clip.mkv\n")
    with open(folder.path("empty.mp4"), "w"):
        pass
    for name in ("list.mp4", "concat.mp4", "empty.mp4", "missing.mp4"):
        run = folder.run("-c", name, "-o", "out.mp4", *FEW)
        run.expect_code(1)
        expect(len(run.lines) == 1 and name in run.lines[0], f"{name}: {run.lines}")
    for name in ("concat:clip.mkv|clip.mkv.mp4", "-y.mkv", "a%d b'\n.mkv"):
        shutil.copy(folder.path("clip.mkv"), folder.path(name))
        folder.run(f"--content={name}", "--output=-q " + name.replace("%", "") + ".mp4", *FEW, "--to",
                   "0.2").expect_code(0)
    expect(not any("frames" in name for name in folder.hidden_in(".")), f"left behind: {folder.hidden_in('.')}")
    whole = folder.bytes_of("clip.mkv")
    with open(folder.path("cut.mkv"), "wb") as file:
        file.write(whole[:len(whole) * 6 // 10])
    run = folder.run("-c", "cut.mkv", "-o", "cut_out.mp4", *FEW)
    expect(run.code in (0, 1), f"exit code {run.code}: {run.lines}")
    expect(int(video_of(folder, "cut_out.mp4")["nb_frames"]) >= 2, "a damaged file is not painted as far as it goes")
    run = folder.run("-c", "clip.mkv", "-o", "out.mp4", *FEW, "--video-codec", "no_such_codec")
    run.expect_code(1)
    expect(len(run.lines) == 1 and "no_such_codec" in run.lines[0], f"hours of work for nothing: {run.lines}")


def settings(folder):
    """None is silently ignored."""
    folder.make_style(64)
    sample_clips.save_frames(sample_clips.pan((64, 48), 2), folder.path("in"))
    for more, word in ((["--save-every", "5"], "--save-every"), (["--from", "1"], "--from"),
                       (["--crf", "20"], "--crf"), (["--retries", "2"], "--retries")):
        run = folder.run("-c", "in/%04d.png", "-o", "%d.png", *FEW, *more)
        run.expect_code(2)
        expect(word in run.lines[-1], f"{word}: {run.lines}")
    run = folder.run("-c", "in/0001.png", "-o", "out.png", *FEW, "--temporal-weight", "3", "--crf", "20")
    run.expect_code(0)
    for word in ("--temporal-weight", "--frame-iterations", "--crf"):
        expect(any(f"{word}: has no effect" in line for line in run.lines), f"{word} is silently ignored")
    for wrong in (["--from", "1:99"], ["--frame-rate", "0"], ["--video-codec", "-x"], ["--temporal-frames", "0"]):
        folder.run("-c", "in/%04d.png", "-o", "x.mp4", *FEW, *wrong).expect_code(2)
    # What lies in the work folder would be replaced by a frame, or go with it.
    kept = ".x.mp4.frames/frame_00000001.png"
    os.makedirs(folder.path(".x.mp4.frames"))
    shutil.copy(folder.path("in/0001.png"), folder.path(kept))
    before = folder.bytes_of(kept)
    os.symlink(".x.mp4.frames", folder.path("link"))
    for arguments in (["-c", "in/%04d.png", *FEW[2:], "-s", kept],
                      ["-c", "in/%04d.png", *FEW, "-s", "link/frame_00000001.png"],
                      ["-c", ".x.mp4.frames/frame_%08d.png", *FEW],
                      ["-c", "in/%04d.png", *FEW, "--content-mask", kept, "--style-mask", "white"]):
        run = folder.run(*arguments, "-o", "x.mp4")
        run.expect_code(2)
        expect("lies in the folder for finished frames" in run.lines[-1], f"{run.lines}")
    expect(folder.bytes_of(kept) == before, "an input in the work folder was replaced")


def without_ffmpeg(folder):
    folder.make_style(64)
    make_clip(folder, "clip.mkv", sample_clips.pan((64, 48), 1))
    run = subprocess.run([PROGRAM, "-c", "clip.mkv", "-o", "out.mp4", *FEW], cwd=folder.root, capture_output=True,
                         env={**os.environ, "PATH": "/nowhere"})
    expect(run.returncode == 1 and b"Debian's package ffmpeg" in run.stderr, run.stderr.decode())


def consistency(folder):
    """stylize compare --consistency."""
    clip = sample_clips.pan((96, 64), 5)
    make_clip(folder, "clip.mkv", clip)
    rng = numpy.random.default_rng(2)
    noisy = [numpy.clip(frame + rng.normal(0, 25, frame.shape), 0, 255).astype(numpy.uint8) for frame in clip]
    sample_clips.save_frames(noisy, folder.path("noisy"))

    def compare(*arguments):
        run = subprocess.run([PROGRAM, "compare", "--consistency", *arguments], cwd=folder.root, capture_output=True)
        return run.returncode, run.stdout.decode()

    code, text = compare("clip.mkv", "noisy/%04d.png", "--json", "--max-warping-error", "0.001")
    found = json.loads(text)
    expect(code == 1 and not found["passed"], "noise passes")
    # Two noisy frames: three channels, twice the variance, less what interpolation evens out.
    expected = 3 * 2 * (25 / 255)**2
    expect(0.5 * expected < found["neighbours"]["mean"] < 1.2 * expected, text)
    expect(found["frames"] == 5 and len(found["neighbours"]["frames"]) == 4, text)
    code, text = compare("clip.mkv", "clip.mkv", "--max-warping-error", "0.02")
    expect(code == 0 and "within" in text, text)
    expect(compare("clip.mkv", "clip.mkv", "--diff", "x.png")[0] == 2, "settings of pictures are taken")


TESTS = [numbered_pictures, video_file, other_times_and_kinds, moving_webp, pipes, still_clip, cuts, killed, hostile_files,
         settings, without_ffmpeg, consistency]


if __name__ == "__main__":
    sys.exit(carry_out_all(TESTS))
