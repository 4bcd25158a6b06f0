#!/usr/bin/env python3
"""Kills the program again and again while it paints a folder, and goes on with --resume.

usage: STYLIZE_PROGRAM=... kill_and_resume.py [--full] [--seed N]

After each kill every visible file in the output folder must be whole and have the bytes of a run that
nobody disturbed; hidden there may be only checkpoints, and the report must parse. In the end all is
there and nothing hidden is left. Then signals: a stop that leaves a checkpoint, and what follows it.
"""
import os
import random
import shutil
import signal
import sys
import time

import folder_test
from folder_test import expect, finish, kill_now, next_line

FOLDER_RUN = ["-c", "photos", "-s", "style.png", "--size", 96, "--iterations", 6, "--scales", 2, "--tolerance", 0,
              "--threads", 2, "--parallel", 2]
# Too many iterations to be finished after a signal; the tolerance ends them early anyway.
LONG_RUN = ["-c", "photo.png", "-s", "style.png", "--scales", 1, "--iterations", 5000, "--tolerance", 0.2,
            "--threads", 2]


def is_checkpoint(name):
    return name.endswith(".checkpoint")


class Kills:
    """The killed runs, over one output folder that is emptied whenever everything is painted."""

    def __init__(self, folder, seed, undisturbed, start_seconds, paint_seconds):
        self.folder = folder
        self.random = random.Random(seed)
        self.undisturbed = undisturbed
        self.start_seconds, self.paint_seconds = start_seconds, paint_seconds
        self.killed = self.finished = self.in_start = self.with_checkpoints = 0
        self.whole = []  # finished pictures at each kill

    def arguments(self):
        checkpoint = self.random.choice([[], [], ["--checkpoint", 0.05], ["--checkpoint", 1]])
        return [*FOLDER_RUN, "-o", "killed", "--resume", "--report", "report.json", *checkpoint]

    def a_moment(self):
        """A random time within the rest of the run, or a little later."""
        missing = len(self.undisturbed) - len(self.folder.pictures_in("killed"))
        rest = self.paint_seconds * missing / len(self.undisturbed)
        return self.random.uniform(0, (self.start_seconds + rest) * 1.1)

    def run_once(self):
        process = self.folder.start(*self.arguments())
        try:
            process.wait(self.a_moment())
            expect(process.returncode == 0, f"ended with {process.returncode}: {finish(process)}")
            finish(process)
            self.finished += 1
            self.check_end()
            self.folder.remove("killed", "report.json")
        except folder_test.subprocess.TimeoutExpired:
            kill_now(process)
            self.killed += 1
            self.check_killed()

    def check_killed(self):
        pictures = self.folder.pictures_in("killed")
        for name, content in pictures.items():
            expect(content == self.undisturbed.get(name), f"{name}: is not as it would be undisturbed")
        hidden = self.folder.hidden_in("killed")
        strays = [name for name in hidden if not is_checkpoint(name)]
        expect(not strays, f"left after a kill: {strays}")
        self.check_report(pictures)
        self.whole.append(len(pictures))
        self.with_checkpoints += bool(hidden)

    def check_report(self, pictures):
        if not os.path.exists(self.folder.path("report.json")):
            expect(not pictures, "pictures without a report")
            self.in_start += 1
            return
        for job in self.folder.report()["jobs"]:
            expect(job["status"] in ("done", "skipped"), f"{job['output']}: {job['status']}: {job['error']}")
            expect(os.path.basename(job["output"]) in pictures, f"{job['output']}: reported but not there")

    def check_end(self):
        expect(self.folder.pictures_in("killed") == self.undisturbed, "the end is not as it would be undisturbed")
        expect(not self.folder.hidden_in("killed"), f"left at the end: {self.folder.hidden_in('killed')}")
        expect(not self.folder.hidden_in("."), f"left at the end: {self.folder.hidden_in('.')}")
        report = self.folder.report()
        expect(len(report["jobs"]) == len(self.undisturbed) and report["summary"]["finished"], "report without an end")


def undisturbed_run(folder, pictures):
    """Returns bytes by name, seconds before the first job, and seconds for all jobs."""
    folder.make_style(96)
    folder.make_contents(pictures, 96)
    began = time.monotonic()
    folder.run(*FOLDER_RUN, "-o", "undisturbed", "--report", "report.json").expect_code(0)
    seconds = time.monotonic() - began
    painting = folder.report()["summary"]["seconds"]
    folder.remove("report.json")
    return folder.pictures_in("undisturbed"), max(seconds - painting, 0), painting


def kills_part(folder, options):
    pictures, wanted = (20, 50) if options.full else (6, 4)
    undisturbed, start_seconds, paint_seconds = undisturbed_run(folder, pictures)
    expect(len(undisturbed) == pictures, f"{len(undisturbed)} of {pictures} pictures")
    kills = Kills(folder, options.seed, undisturbed, start_seconds, paint_seconds)
    while kills.killed < wanted:
        kills.run_once()
    folder.run(*kills.arguments()).expect_code(0)
    kills.check_end()
    print(f"{wanted} kills over {pictures} pictures, {kills.in_start} before the report was there, "
          f"{kills.with_checkpoints} with checkpoints left; pictures there: {kills.whole}; "
          f"{kills.finished} runs ended before their kill; all pictures as undisturbed")


def damaged_checkpoint_part(folder):
    """A checkpoint in a state that a power failure may leave."""
    pictures = folder.pictures_in("killed")
    name = min(pictures)
    with open(folder.path("killed", f".{name}.checkpoint"), "wb") as file:
        file.write(b"stylize state 1\n{\"key\": \"cut sh")
    folder.remove(os.path.join("killed", name))
    folder.run(*FOLDER_RUN, "-o", "killed", "--resume").expect_code(0)
    expect(folder.pictures_in("killed") == pictures, "a damaged checkpoint changed a picture")
    expect(not folder.hidden_in("killed"), f"left beside finished pictures: {folder.hidden_in('killed')}")
    print("a damaged checkpoint: painted from the beginning, same bytes")


class LongPicture:
    """A single picture, and the files beside its output."""

    def __init__(self, folder, size):
        self.folder = folder
        self.run = [*LONG_RUN, "--size", size]
        os.rename(folder.path("photos", "photo_002.png"), folder.path("photo.png"))
        folder.run(*self.run, "-o", "whole.png").expect_code(0)
        self.whole = folder.bytes_of("whole.png")
        os.mkdir(folder.path("long"))

    def start(self, *more):
        return self.folder.start(*self.run, "-o", "long/out.png", "--report", "report.json", *more)

    def start_and_wait(self, *more):
        """Starts and waits for the first snapshot, which shows that iterations were done."""
        process = self.start("--save-every", 2, *more)
        next_line(process, "snapshot")
        return process

    def statuses(self):
        return [job["status"] for job in self.folder.report()["jobs"]]

    def beside(self):
        return [name for name in sorted(os.listdir(self.folder.path("long"))) if not name.startswith("out_0")]

    def go_on(self, *more):
        """Resumes to the end, checks the bytes and that nothing else is left, and returns the messages."""
        process = self.start(*more)
        stderr = finish(process)
        expect(process.returncode == 0, f"ended with {process.returncode}: {stderr}")
        expect(self.folder.bytes_of("long/out.png") == self.whole, "not the bytes of an undisturbed run")
        expect(self.beside() == ["out.png"], f"left: {self.beside()}")
        expect(self.statuses() == ["done"], f"report: {self.statuses()}")
        return stderr

    def start_again(self):
        shutil.rmtree(self.folder.path("long"))
        os.mkdir(self.folder.path("long"))


def stop_part(picture, number, limit):
    process = picture.start_and_wait()
    began = time.monotonic()
    process.send_signal(number)
    finish(process)
    seconds = time.monotonic() - began
    expect(process.returncode == 128 + number, f"{number.name}: exit code {process.returncode}")
    expect(limit is None or seconds < limit, f"{number.name}: took {seconds:.1f} s to stop")
    expect(picture.beside() == [".out.png.checkpoint"], f"{number.name}: left {picture.beside()}")
    expect(picture.statuses() == ["interrupted"], f"{number.name}: report {picture.statuses()}")
    expect(picture.folder.report()["summary"]["exit_code"] == 128 + number, "another exit code in the report")
    said = picture.go_on("--resume")
    expect("goes on after iteration" in said, f"did not go on: {said}")
    picture.start_again()
    print(f"{number.name}: exit code {128 + number} after {seconds:.2f} s, goes on with --resume, same bytes")


def second_signal_part(picture):
    process = picture.start_and_wait("--size", 512)  # the second signal comes long before the next iteration ends
    process.send_signal(signal.SIGTERM)
    process.send_signal(signal.SIGINT)
    finish(process)
    # If both signals are pending, the kernel chooses the order.
    expect(process.returncode in (130, 143), f"exit code {process.returncode}")
    expect(picture.beside() == [], f"ended at once, but left {picture.beside()}")
    expect(picture.statuses() == [] and not picture.folder.report()["summary"]["finished"], "report with an end")
    picture.start_again()
    print(f"a second signal: exit code {process.returncode} at once")


def killed_picture_part(picture):
    checkpoint = ["--checkpoint", 0.05]
    process = picture.start(*checkpoint)
    path = picture.folder.path("long", ".out.png.checkpoint")
    while not os.path.exists(path):
        expect(process.poll() is None, "ended without a checkpoint")
        time.sleep(0.01)
    kill_now(process)
    expect(picture.beside() == [".out.png.checkpoint"], f"left after a kill: {picture.beside()}")
    with open(path, "rb") as file:
        state = file.read()
    said = picture.go_on(*checkpoint)
    expect("goes on after iteration" in said, f"did not go on: {said}")
    print("killed with --checkpoint, the same command goes on: same bytes")
    # The state after a kill just after writing the output: too rare to wait for.
    with open(path, "wb") as file:
        file.write(state)
    finish(picture.start("--resume"))
    expect(picture.beside() == ["out.png"] and picture.statuses() == ["skipped"], f"left: {picture.beside()}")
    print("a checkpoint beside a finished picture: removed by --resume")


def test(folder, options):
    kills_part(folder, options)
    damaged_checkpoint_part(folder)
    picture = LongPicture(folder, 384 if options.full else 96)
    for number in (signal.SIGTERM, signal.SIGINT):
        stop_part(picture, number, 5 if options.full else None)
    second_signal_part(picture)
    killed_picture_part(picture)


def main():
    options = folder_test.parse_options(__doc__, lambda parser: parser.add_argument("--seed", type=int, default=1))
    return folder_test.carry_out(options, test)


if __name__ == "__main__":
    sys.exit(main())
