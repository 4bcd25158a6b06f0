"""Shared by the tests of scripts/many_machines: a folder of pictures, and checks of the results of its parts."""
import csv
import filecmp
import io
import json
import os
import shutil
import socket
import subprocess
import tempfile
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
SCRIPTS = os.path.join(HERE, "..", "..", "scripts", "many_machines")
SAMPLES = os.path.join(HERE, "..", "samples")
PATIENCE = 120  # seconds to wait before a test fails
SKIPPED = 77  # CMake's SKIP_RETURN_CODE
PROGRAM = os.environ["STYLIZE_PROGRAM"]
PHOTOS = {"lighthouse": "content", "mountain_lake": "content", "still life": "content",  # with a space on purpose
          "autumn_knife": "style", "night_swirls": "style"}
FEW = ("--size", "48", "--iterations", "3")


def missing_programs(*names):
    """The programs that cannot be run here. Debian's daemons are only on root's PATH."""
    path = os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin", "/sbin"))
    return [name for name in names if not shutil.which(name, path=path)]


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def wait_until(happened, what):
    end = time.monotonic() + PATIENCE
    while not happened():
        if time.monotonic() > end:
            raise TimeoutError(f"not within {PATIENCE} s: {what}")
        time.sleep(0.1)


def start_daemon(command, log, environment=None):
    """A daemon in the foreground. It ends with this process, even if that is killed."""
    with open(log, "ab") as out:
        return subprocess.Popen(["setpriv", "--pdeathsig", "TERM", *command], env=environment,
                                stdin=subprocess.DEVNULL, stdout=out, stderr=out)


def stop_daemon(daemon):
    daemon.terminate()
    try:
        daemon.wait(10)
    except subprocess.TimeoutExpired:
        daemon.kill()
        daemon.wait()


class ManyMachinesTest(unittest.TestCase):
    """Each test has its own folder with photos/ and painting.jpg, where commands run."""

    def setUp(self):
        temporary = tempfile.TemporaryDirectory(prefix="many_machines_")
        self.addCleanup(temporary.cleanup)
        self.folder = temporary.name
        os.mkdir(self.file("photos"))
        for name, kind in PHOTOS.items():
            sample = os.path.join(SAMPLES, kind, name.replace(" ", "_") + ".jpg")
            shutil.copy(sample, self.file("photos", name + ".jpg"))
        shutil.copy(os.path.join(SAMPLES, "style", "mosaic.jpg"), self.file("painting.jpg"))

    def file(self, *parts):
        return os.path.join(self.folder, *parts)

    def stylize(self, *arguments, code=0):
        run = subprocess.run([PROGRAM, *arguments], cwd=self.folder, capture_output=True, text=True, check=False)
        self.assertEqual(run.returncode, code, run.stderr)
        return run.stdout

    def read(self, name):
        with open(self.file(name), encoding="utf-8") as file:
            return file.read()

    def report(self, *parts):
        with open(self.file(*parts), encoding="utf-8") as file:
            return json.load(file)

    def expect_pictures_of_one_run(self, output, *options):
        """Expects exactly the files, byte for byte, that a single run over the folder makes."""
        self.stylize("-c", "photos", "-s", "painting.jpg", "-o", "whole", *options)
        expected = sorted(os.listdir(self.file("whole")))
        found = [name for name in os.listdir(self.file(output)) if not name.startswith("report")]
        self.assertEqual(len(expected), len(os.listdir(self.file("photos"))))
        self.assertEqual(sorted(found), expected)
        same, different, unreadable = filecmp.cmpfiles(self.file(output), self.file("whole"), expected, shallow=False)
        self.assertEqual((sorted(same), different, unreadable), (expected, [], []))

    def expect_shards_are_the_plan(self, output, shards):
        """Expects each picture of the plan in the report of exactly one shard, and no other picture."""
        plan = self.stylize("-c", "photos", "-s", "painting.jpg", "-o", output, "--list")
        planned = [row["output"] for row in csv.DictReader(io.StringIO(plan))]
        found = []
        for shard in range(1, shards + 1):
            report = self.report(output, f"report-{shard}-of-{shards}.json")
            self.assertEqual(report["run"]["shard"], f"{shard}/{shards}")
            found += [job["output"] for job in report["jobs"]]
        self.assertEqual(len(planned), len(PHOTOS))
        self.assertEqual(sorted(found), sorted(planned))

    def expect_merged(self, shards, *report, **counts):
        """`counts`: the summary's counts besides the number of jobs."""
        merged = self.report(*report)
        found = {key: merged["summary"][key] for key in ("jobs", "done", "skipped", "failed", "interrupted", "exit_code")}
        photos = len(os.listdir(self.file("photos")))
        self.assertEqual(found, {"jobs": photos, "done": 0, "skipped": 0, "failed": 0, "interrupted": 0,
                                 "exit_code": 0, **counts})
        self.assertEqual(len(merged["jobs"]), photos)
        self.assertEqual(len(merged["run"]["shards"]), shards)
