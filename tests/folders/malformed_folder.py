#!/usr/bin/env python3
"""Paints a folder in which 60 malformed files lie among good pictures of many formats.

usage: STYLIZE_PROGRAM=... malformed_folder.py [--full]

Each good one must give an output, each malformed one a single line on standard error that names it, within
1.5 GiB of memory. Then what stops a run or makes it try again: --fail-fast, --max-pixels, a full disk.
"""
import contextlib
import itertools
import os
import subprocess
import sys

import folder_test
import picture_kinds
from folder_test import expect, finish, next_line

MOST_MEMORY = 1536  # MiB
SETTINGS = ["-s", "style.png", "--size", 64, "--iterations", 2, "--scales", 1, "--threads", 2]
RUN = ["-c", "photos", *SETTINGS]


def prefix_for_permissions():
    """A command prefix that drops root's privilege to read everything, so that permissions apply."""
    if os.geteuid() != 0:
        return []
    return ["setpriv", "--bounding-set", "-dac_override,-dac_read_search"]


def make_folder(folder, good_count):
    """Creates the files; returns the names of the good and of the malformed ones."""
    os.mkdir(folder.path("photos"))
    odd = picture_kinds.odd_good_pictures() if good_count > 20 else {}
    good = [f"good_{number:02}.{extension}" for number, (extension, _) in
            zip(range(good_count - len(odd)), picture_kinds.good_kinds())]
    files = dict(zip(good, (data for _, data in picture_kinds.good_kinds())))
    files.update(odd)
    malformed = picture_kinds.malformed_files()
    for name, data in itertools.chain(files.items(), malformed.items()):
        with open(folder.path("photos", name), "wb") as file:
            file.write(data)
    links = picture_kinds.make_malformed_links(folder.path("photos"))
    folder.make_style(96)
    return sorted(files), sorted([*malformed, *links])


def complaints(lines):
    """File name -> line, from lines `[time] error: photos/NAME: reason`."""
    found = {}
    for line in lines:
        start = line.find("error: photos/")
        expect(start >= 0, f"a line that names no file: {line}")
        name, separator, reason = line[start + len("error: photos/"):].partition(": ")
        expect(separator and reason, f"a line without a reason: {line}")
        expect(name not in found, f"two lines for {name}: {line}")
        found[name] = line
    return found


def differences(found, expected):
    return f"accepted: {sorted(set(expected) - set(found))}; refused: {sorted(set(found) - set(expected))}"


def check_complaints(ended, malformed, what):
    found = complaints(ended.lines)
    expect(sorted(found) == malformed, f"{what}: {differences(found, malformed)}")


def folder_part(folder, good, malformed):
    ended = folder.run("-q", *RUN, "-o", "paintings", "--report", "report.json", prefix=prefix_for_permissions())
    check_complaints(ended, malformed, "painting")
    ended.expect_code(1)
    outputs = sorted(os.listdir(folder.path("paintings")))
    expect(len(outputs) == len(good), f"{len(outputs)} outputs of {len(good)}: {outputs}")
    report = folder.report()
    for status, names in (("done", good), ("failed", malformed)):
        listed = sorted(os.path.basename(job["content"]) for job in report["jobs"] if job["status"] == status)
        expect(listed == names, f"report, {status}: {differences(listed, names)}")
        expect(report["summary"][status] == len(names), f"summary: {report['summary'][status]} {status}")
    expect(ended.peak_mib < MOST_MEMORY, f"{ended.peak_mib:.0f} MiB")
    print(f"{len(good)} outputs, {len(malformed)} reasons, peak memory {ended.peak_mib:.0f} MiB")


def dry_run_part(folder, malformed):
    before = sorted(os.listdir(folder.root))
    ended = folder.run("-q", *RUN, "-o", "dry", "--dry-run", prefix=prefix_for_permissions())
    check_complaints(ended, malformed, "dry run")
    ended.expect_code(1)
    expect(sorted(os.listdir(folder.root)) == before, "a dry run wrote something")
    expect(ended.peak_mib < MOST_MEMORY, f"{ended.peak_mib:.0f} MiB")
    print(f"--dry-run: the same {len(malformed)}, nothing written, peak memory {ended.peak_mib:.0f} MiB")


def as_style_part(folder):
    """A malformed style gives one failure for each content."""
    ended = folder.run("-q", "-c", "photos/good_0[01].*", "-s", "photos/png_cut_in_data.png", "-o", "wrong",
                       "--size", 64, "--iterations", 2)
    ended.expect_code(1)
    expect(len(ended.lines) == 2, f"{len(ended.lines)} lines: {ended.lines}")
    expect(all("photos/png_cut_in_data.png: " in line for line in ended.lines), f"the style is not named: {ended.lines}")
    print("a malformed style: named once for each content")


def fail_fast_part(folder, good, malformed):
    ended = folder.run(*RUN, "-o", "fast", "--fail-fast", "--report", "fast.json", prefix=prefix_for_permissions())
    ended.expect_code(1)
    summary = folder.report("fast.json")["summary"]
    expect(summary["failed"] >= 1, "no failure")
    expect(summary["done"] + summary["failed"] < (len(good) + len(malformed)) // 4, f"went on: {summary}")
    print(f"--fail-fast: ended after {summary['done']} done and {summary['failed']} failed")


def max_pixels_part(folder):
    for name, side in (("small.png", 60), ("large.png", 70)):
        folder_test.sample("content", "lighthouse", side, 1).save(folder.path(name))
    for name, code in (("small.png", 0), ("large.png", 1)):
        ended = folder.run("-q", "-c", name, *SETTINGS[2:], "-s", "small.png", "-o", f"of_{name}",
                           "--max-pixels", 60 * 60)
        ended.expect_code(code)
    expect(len(ended.lines) == 1 and "large.png: " in ended.lines[0] and "--max-pixels" in ended.lines[0],
           f"another reason: {ended.lines}")
    print("--max-pixels: refuses by the file's size, with the reason")


@contextlib.contextmanager
def small_disk(folder, size):
    """A file system of this many bytes; None if it cannot be mounted."""
    path = folder.path("disk")
    os.mkdir(path)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "none", path], check=False,
                             stderr=subprocess.DEVNULL).returncode == 0
    try:
        yield path if mounted else None
    finally:
        if mounted:
            subprocess.run(["umount", path], check=True)


def full_disk_part(folder):
    os.mkdir(folder.path("four"))
    for number in range(4):
        folder_test.content_picture(number, 96).save(folder.path("four", f"{number}.png"))
    run = ["-c", "four", *SETTINGS, "-o", "disk/out", "--report", "disk.json"]
    with small_disk(folder, "1m") as disk:
        if disk is None:
            print("full disk: SKIPPED, this user cannot mount one")
            return
        os.mkdir(os.path.join(disk, "out"))
        with open(os.path.join(disk, "filler"), "wb", buffering=0) as file, contextlib.suppress(OSError):
            while file.write(bytes(4096)):
                pass
        stays_full(folder, run)
        becomes_free(folder, run, os.path.join(disk, "filler"))


def stays_full(folder, run):
    ended = folder.run("-q", *run, "--retries", 2)
    ended.expect_code(1)
    failed = [line for line in ended.lines if "error: disk/out/" in line and "No space left" in line]
    expect(len(failed) == 4 and len(ended.lines) == 4, f"other reasons: {ended.lines}")
    attempts = [job["attempts"] for job in folder.report("disk.json")["jobs"]]
    expect(attempts == [3] * 4, f"attempts {attempts}")
    expect(os.listdir(folder.path("disk", "out")) == [], f"left on the full disk: {os.listdir(folder.path('disk/out'))}")
    print("full disk: each picture fails with that reason after --retries more attempts, nothing left")


def becomes_free(folder, run, filler):
    process = folder.start(*run, "--retries", 100)
    next_line(process, "will be tried again")
    os.unlink(filler)
    stderr = finish(process)
    expect(process.returncode == 0, f"ended with {process.returncode}: {stderr}")
    expect(len(folder.pictures_in("disk/out")) == 4 and not folder.hidden_in("disk/out"), "pictures are missing")
    attempts = [job["attempts"] for job in folder.report("disk.json")["jobs"]]
    expect(max(attempts) > 1, f"attempts {attempts}")
    print("full disk that becomes free: --retries paints all")


def test(folder, options):
    good, malformed = make_folder(folder, 40 if options.full else 6)
    expect(len(malformed) == 60, f"{len(malformed)} malformed files")
    folder_part(folder, good, malformed)
    dry_run_part(folder, malformed)
    as_style_part(folder)
    fail_fast_part(folder, good, malformed)
    max_pixels_part(folder)
    full_disk_part(folder)


if __name__ == "__main__":
    sys.exit(folder_test.carry_out(folder_test.parse_options(__doc__), test))
