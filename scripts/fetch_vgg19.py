#!/usr/bin/env python3
"""Downloads torchvision's VGG19 and makes models/vgg19.pt of it, where the program built here finds it.

The download, 548 MiB, goes to vgg19-dcbb9e9d.pth beside the output; a broken one is resumed, also by the next
run. It comes by https alone, and its SHA-256 must begin with the digits in its name: the 32 bits that torchvision
publishes, which tell a damaged file, not a forged one. Who knows the whole SHA-256 gives it with --sha256. Nothing of
the file is used but tensors. A file of that name that is there already is used without any network. The converted
file is compared with torchvision's own forward before it gets its name.
Needs Debian's python3-torch and python3-torchvision.
"""
import http.client
import os
import re
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

import command_line
import export_vgg19
from command_line import Refusal, sha256

URL = "https://download.pytorch.org/models/vgg19-dcbb9e9d.pth"
MODELS = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "models")
TRIES = 4  # in a row that bring nothing
PAUSE = 1  # second before another try
TIMEOUT = 30  # seconds without a byte
BLOCK = 1 << 18


# For tests: a server on this very machine may be asked by http.
ALLOW_HTTP = "STYLIZE_ALLOW_HTTP_FROM_THIS_MACHINE"


class Interrupted(Exception):
    """The connection ended too early; another try may help."""


def hash_prefix(url):
    """The hexadecimal digits in a name like vgg19-dcbb9e9d.pth, as torch.hub understands them."""
    found = re.search(r"-([a-f0-9]{8,})\.", file_name(url))
    return found[1] if found else None


def file_name(url):
    return os.path.basename(urllib.parse.urlparse(url).path)


def is_safe(url):
    """Nobody between the server and here can change what comes by https."""
    parts = urllib.parse.urlparse(url)
    here = parts.hostname in ("127.0.0.1", "::1", "localhost") and os.environ.get(ALLOW_HTTP) == "1"
    return parts.scheme == "https" or (parts.scheme == "http" and here)


class SafeRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, req, fp, code, msg, headers, newurl):
        if not is_safe(newurl):
            raise Refusal(f"{req.full_url}: leads to {newurl}, which is no https; name another with --url")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class Progress:
    """A live line on a terminal, nothing elsewhere."""

    def __init__(self, name):
        self.name, self.shown = name, 0.0

    def show(self, size, total):
        if sys.stderr.isatty() and time.monotonic() - self.shown > 0.2:
            self.shown = time.monotonic()
            of_total = f" of {total >> 20}" if total else ""
            print(f"\r{self.name}: {size >> 20}{of_total} MiB", end="\x1b[K", file=sys.stderr, flush=True)

    def end(self):
        if self.shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


def by_hand(url, file):
    return f"or download {url} by hand, put it at {file} and run this again"


def open_from(url, size):
    """The response to a request for the file from byte `size` on."""
    request = urllib.request.Request(url, headers={"User-Agent": "stylize", "Accept-Encoding": "identity"})
    if size:
        request.add_header("Range", f"bytes={size}-")
    return urllib.request.build_opener(SafeRedirects).open(request, timeout=TIMEOUT)


def copy(response, part, offset, progress):
    """Appends the response to the part, from `offset` on. Raises Interrupted when it ends too early."""
    length = response.headers.get("Content-Length")
    total = offset + int(length) if length and length.isdigit() else None
    with open(part, "r+b" if os.path.exists(part) else "wb") as file:
        file.seek(offset)
        file.truncate()
        size = offset
        while True:
            try:
                block = response.read(BLOCK)
            except (OSError, http.client.HTTPException) as error:
                raise Interrupted(command_line.first_line(error))
            if not block:
                break
            file.write(block)
            size += len(block)
            progress.show(size, total)
    if total is not None and size < total:
        raise Interrupted(f"the connection ended after {size} of {total} bytes")


def try_once(url, part, progress):
    """One request; resumes where the part ends if the server can."""
    size = os.path.getsize(part) if os.path.exists(part) else 0
    try:
        response = open_from(url, size)
    except urllib.error.HTTPError as error:
        if error.code == 416:  # nothing comes after the part: it is complete, which its hash will tell
            return
        if error.code >= 500:
            raise Interrupted(f"HTTP {error.code} {error.reason}")
        raise
    except (http.client.HTTPException, ConnectionResetError) as error:
        raise Interrupted(command_line.first_line(error))
    with response:
        resumed = response.status == 206 and \
            response.headers.get("Content-Range", "").startswith(f"bytes {size}-")
        if response.status == 206 and not resumed:
            os.remove(part)
            raise Interrupted("the server sent another part than it was asked for")
        copy(response, part, size if resumed else 0, progress)


def download(url, file, part):
    """Fetches the URL to `part`, in several tries if need be."""
    progress, failures = Progress(file_name(url)), 0
    while True:
        before = os.path.getsize(part) if os.path.exists(part) else 0
        try:
            return try_once(url, part, progress)
        except Interrupted as error:
            grown = os.path.exists(part) and os.path.getsize(part) > before
            failures = 1 if grown else failures + 1
            if failures == TRIES:
                raise Refusal(f"{url}: {error}; run this again to go on, {by_hand(url, file)}")
        except urllib.error.HTTPError as error:
            raise Refusal(f"{url}: HTTP {error.code} {error.reason}; name another with --url, {by_hand(url, file)}")
        except urllib.error.URLError as error:
            reason = getattr(error.reason, "strerror", None) or error.reason
            raise Refusal(f"{url}: cannot be reached ({reason}); run this again with a connection, "
                          f"{by_hand(url, file)}")
        except TimeoutError:
            raise Refusal(f"{url}: does not answer; run this again later, {by_hand(url, file)}")
        except OSError as error:
            raise Refusal(f"{part}: cannot be written: {error.strerror or error}")
        finally:
            progress.end()
        time.sleep(PAUSE)


def obtain(url, file, expected=None):
    """Makes sure that the right file is there; `expected` is its SHA-256 where that is known better than by its name.
    True when it was downloaded, False when it had been there."""
    expected = expected or hash_prefix(url)
    if os.path.exists(file):
        found = sha256(file)[:len(expected)]
        if found != expected:
            raise Refusal(f"{file}: its SHA-256 begins with {found} instead of {expected}: incomplete or another file; "
                          "remove it and run this again")
        return False
    part = file + ".part"
    print(f"downloading {url}", flush=True)
    download(url, file, part)
    found = sha256(part)[:len(expected)]
    if found != expected:
        os.remove(part)
        raise Refusal(f"{url}: the download's SHA-256 begins with {found} instead of {expected}: removed; "
                      f"run this again, {by_hand(url, file)}")
    os.replace(part, file)
    return True


def parse_arguments():
    parser = command_line.Parser(__doc__)
    parser.add_argument("-o", "--output", default=os.path.join(MODELS, "vgg19.pt"), metavar="FILE",
                        help="the model file (default: models/vgg19.pt of this project)")
    parser.add_argument("--download", metavar="FILE", help="where the download goes (default: beside the output)")
    parser.add_argument("--keep", action="store_true", help="keep the download after it was converted")
    parser.add_argument("--half", action="store_true", help="weights in 16 bits: half the size")
    parser.add_argument("--url", default=URL, help=f"default: {URL}")
    parser.add_argument("--sha256", metavar="DIGITS", help="the whole SHA-256 of the download, 64 hexadecimal digits")
    arguments = parser.parse_args()
    if not is_safe(arguments.url):
        parser.error("argument --url: must begin with https://")
    if arguments.sha256 and not re.fullmatch("[a-f0-9]{64}", arguments.sha256):
        parser.error("argument --sha256: must be 64 hexadecimal digits in lower case")
    if not hash_prefix(arguments.url):
        parser.error("argument --url: its file name must carry its hash, as in vgg19-dcbb9e9d.pth")
    if arguments.download is None:
        arguments.download = os.path.join(os.path.dirname(arguments.output), file_name(arguments.url))
    return arguments


def main():
    arguments = parse_arguments()
    if os.path.isfile(arguments.output):
        print(f"{arguments.output}: is there already; remove it to make it again")
        return
    command_line.require(torch="python3-torch", torchvision="python3-torchvision")
    for path in (arguments.output, arguments.download):
        command_line.check_writable(path)
    downloaded = obtain(arguments.url, arguments.download, arguments.sha256)
    export_vgg19.convert(arguments.download, arguments.output, "torchvision", half=arguments.half)
    if downloaded and not arguments.keep:
        os.remove(arguments.download)


if __name__ == "__main__":
    command_line.run(main)
