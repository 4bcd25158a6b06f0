"""Command-line functions shared by the scripts: errors are one line on standard error, exit code 1 (2 for usage), never
a stack trace."""
import argparse
import hashlib
import importlib.util
import os
import signal
import sys


class Refusal(Exception):
    """Ends a script; the message names the file or option, what is wrong and what to do."""


class Parser(argparse.ArgumentParser):
    """Shows the module's text as help; a usage error is one line."""

    def __init__(self, description):
        super().__init__(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)

    def error(self, message):
        self.exit(2, f"{self.prog}: {message}; see {self.prog} --help\n")


def first_line(error):
    """LibTorch's messages contain a stack trace; the first line is sufficient."""
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__


def require(**packages):
    """Fails if this Python lacks a module; the value is the Debian package that has it."""
    missing = [module for module in packages if importlib.util.find_spec(module) is None]
    if missing:
        raise Refusal(f"this Python ({sys.executable}) has no {' and no '.join(missing)}; install Debian's "
                      f"{' '.join(packages[module] for module in missing)} and use /usr/bin/python3")


def check_writable(path):
    """Fails early if the output could not be written in the end."""
    folder = os.path.dirname(os.path.abspath(path))
    if not os.path.isdir(folder):
        raise Refusal(f"{path}: cannot be written, there is no folder {folder}")
    if os.path.isdir(path):
        raise Refusal(f"{path}: is a folder; name a file")
    # A device such as /dev/stdout must not be replaced by a file.
    if os.path.exists(path) and not os.path.isfile(path):
        raise Refusal(f"{path}: is no regular file")
    if not os.access(folder, os.W_OK):
        raise Refusal(f"{path}: cannot be written, no permission in {folder}")


def digest(path, algorithm):
    result = hashlib.new(algorithm)
    with open(path, "rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            result.update(block)
    return result.hexdigest()


def sha256(path):
    return digest(path, "sha256")


def run(main):
    """Calls main() and ends the script; Ctrl-C and SIGTERM clean up as well."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        sys.exit(main())
    except Refusal as refusal:
        print(" ".join(str(refusal).split()), file=sys.stderr)
        sys.exit(1)
    except MemoryError:
        print("not enough memory", file=sys.stderr)
        sys.exit(1)
    except Exception as error:  # unexpected
        print(f"{os.path.basename(sys.argv[0])}: {type(error).__name__}: {first_line(error)}", file=sys.stderr)
        sys.exit(1)
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        sys.exit(130)
