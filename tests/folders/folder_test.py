"""Shared by the tests of folders: small pictures, and running the program as a user would."""
import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = os.environ.get("STYLIZE_PROGRAM", "stylize")
SKIPPED = 77  # CMake's SKIP_RETURN_CODE

try:
    import numpy
    from PIL import Image
except ImportError:
    print("needs Debian's python3-pil and python3-numpy")
    sys.exit(SKIPPED)


class Missed(Exception):
    """A requirement was not met; the message is for people."""


def expect(holds, message):
    if not holds:
        raise Missed(message)


class Ended:
    """A finished run: exit code, standard error, peak memory in MiB."""

    def __init__(self, process, stderr, usage):
        self.code = process.returncode
        self.lines = stderr.splitlines()
        self.peak_mib = usage.ru_maxrss / 1024

    def expect_code(self, code):
        last = "\n".join(self.lines[-5:])
        expect(self.code == code, f"exit code {self.code} instead of {code}; the last lines:\n{last}")


class Folder:
    """The folder of one test. Names are relative to it, as in the commands."""

    def __init__(self, root):
        self.root = root

    def path(self, *names):
        return os.path.join(self.root, *names)

    def start(self, *arguments, prefix=(), **options):
        """The running program; its standard error can be read as text."""
        return subprocess.Popen([*prefix, PROGRAM, *(str(argument) for argument in arguments)], cwd=self.root,
                                stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                                errors="surrogateescape", **options)

    def run(self, *arguments, prefix=()):
        process = self.start(*arguments, prefix=prefix)
        stderr = process.stderr.read()
        process.stdout.close()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        return Ended(process, stderr, usage)

    def remove(self, *names):
        for name in names:
            path = self.path(name)
            if os.path.isdir(path):
                shutil.rmtree(path)
            elif os.path.lexists(path):
                os.unlink(path)

    def bytes_of(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()

    def report(self, name="report.json"):
        with open(self.path(name), encoding="utf-8") as file:
            return json.load(file)

    def pictures_in(self, name):
        """Name -> bytes of all visible files."""
        if not os.path.isdir(self.path(name)):
            return {}
        return {file: self.bytes_of(os.path.join(name, file)) for file in sorted(os.listdir(self.path(name)))
                if not file.startswith(".")}

    def hidden_in(self, name):
        if not os.path.isdir(self.path(name)):
            return []
        return sorted(file for file in os.listdir(self.path(name)) if file.startswith("."))

    def make_style(self, size):
        sample("style", "mosaic", size, 0).save(self.path("style.png"))

    def make_contents(self, count, size):
        """Creates `count` different pictures of five shapes in the folder `photos`."""
        os.makedirs(self.path("photos"), exist_ok=True)
        for number in range(count):
            content_picture(number, size).save(self.path("photos", f"photo_{number:03}.png"), compress_level=1)


def sample(kind, name, size, offset):
    """A square part of a sample picture, at a position chosen by `offset`."""
    whole = Image.open(os.path.join(TESTS, "samples", kind, f"{name}.jpg")).convert("RGB")
    side = min(whole.size) // 2
    left, top = (offset * 37) % (whole.width - side), (offset * 23) % (whole.height - side)
    return whole.crop((left, top, left + side, top + side)).resize((size, size), Image.BICUBIC)


def content_picture(number, size):
    name = ("lighthouse", "mountain_lake", "still_life")[number % 3]
    width, height = ((4, 3), (3, 4), (4, 4), (4, 2), (2, 4))[number % 5]
    return sample("content", name, size, number).crop((0, 0, size * width // 4, size * height // 4))


def next_line(process, words):
    """Reads standard error up to a line with these words."""
    lines = []
    for line in process.stderr:
        lines.append(line)
        if words in line:
            return line
    raise Missed(f"ended without a line with '{words}':\n{''.join(lines[-5:])}")


def kill_now(process):
    process.send_signal(signal.SIGKILL)
    finish(process)


def finish(process, timeout=900):
    """The rest of standard error, after the process has ended."""
    _, stderr = process.communicate(timeout=timeout)
    return stderr


def parse_options(description, add_options=lambda parser: None):
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true", help="the whole figure instead of the quick form")
    parser.add_argument("--keep", metavar="FOLDER", help="work there and leave everything (a new folder)")
    add_options(parser)
    return parser.parse_args()


def carry_out(options, test):
    """Calls test(folder, options) in an empty folder and returns the exit code."""
    sys.stdout.reconfigure(line_buffering=True)
    if options.keep:
        os.makedirs(options.keep)
    try:
        with tempfile.TemporaryDirectory(prefix="stylize_folders_") as temporary:
            os.chmod(temporary, 0o755)
            test(Folder(os.path.abspath(options.keep or temporary)), options)
    except Missed as missed:
        print(f"MISSED: {missed}", file=sys.stderr)
        return 1
    return 0


def carry_out_all(tests):
    """Calls test(folder) of each, or of those that the command line names, in folders of their own; the exit code."""
    names = sys.argv[1:]
    code = 0
    for test in tests:
        if names and test.__name__ not in names:
            continue
        print(test.__name__)
        code = max(code, carry_out(argparse.Namespace(keep=None), lambda folder, _: test(folder)))
    return code
