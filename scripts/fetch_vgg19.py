#!/usr/bin/env python3
"""Downloads the official VGG19, trained on ImageNet, and makes a model file of it that the program finds.

By default what Keras publishes, 80 MB, which is a conversion of Oxford's weights; --source torchvision takes
torchvision's own training, 548 MiB. The file has the blocks that the recommended layers are in (--blocks). From the
sources the model goes to models/vgg19.pt, where the program built there finds it, from an installation to
~/.local/share/stylize/vgg19.pt; -o names another place.

The download goes beside the output; a broken one is resumed, also by the next run. It comes by https alone and is
compared with what its publisher says of it: Keras an MD5, torchvision the first 32 bits of a SHA-256. Both tell a
damaged file; they are no signature. Who knows the whole SHA-256 gives it with --sha256. Nothing of the file is used
but arrays of numbers. A file of that name that is there already is used without any network. The converted file is
compared with the source's own forward before it gets its name. Licence and citation go inside.
Needs Debian's python3-torch, and python3-h5py or, for torchvision's, python3-torchvision.
"""
import http.client
import os
import re
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from typing import Dict, NamedTuple

import command_line
import export_vgg19
from command_line import Refusal, digest
from published import KERAS_FILES


class Published(NamedTuple):
    """Where weights are published, their input convention (vgg_file.PREPROCESSING), and the packages needed to read
    them."""
    url: str
    convention: str
    packages: Dict[str, str]


class Digest(NamedTuple):
    """The known first (or all) digits of a download's MD5 or SHA-256."""
    algorithm: str
    digits: str

    def found(self, file):
        return digest(file, self.algorithm)[:len(self.digits)]

    def __str__(self):
        return {"md5": "MD5", "sha256": "SHA-256"}[self.algorithm]


SOURCES = {
    "keras": Published("https://storage.googleapis.com/tensorflow/keras-applications/vgg19/"
                       "vgg19_weights_tf_dim_ordering_tf_kernels_notop.h5", "caffe",
                       {"torch": "python3-torch", "numpy": "python3-numpy", "h5py": "python3-h5py"}),
    "torchvision": Published("https://download.pytorch.org/models/vgg19-dcbb9e9d.pth", "torchvision",
                             {"torch": "python3-torch", "torchvision": "python3-torchvision"}),
}
MODELS = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "models")
TRIES = 4  # consecutive tries without progress
PAUSE = 1  # second before another try
TIMEOUT = 30  # seconds without a byte
BLOCK = 1 << 18


# For tests: plain http is allowed to a server on this machine.
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
    """https only, so that nobody can modify the download on its way."""
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
        if error.code == 416:  # nothing follows the part, so it is complete; its hash will be checked
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
    """Fetches the URL to `part`, in several tries if necessary."""
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


def published_digest(url):
    """The known digits of a file's hash, from its name or its publisher; None: unknown."""
    if file_name(url) in KERAS_FILES:
        return Digest("md5", KERAS_FILES[file_name(url)])
    return Digest("sha256", hash_prefix(url)) if hash_prefix(url) else None


def obtain(url, file, expected):
    """Makes sure that the right file exists. True if it was downloaded, False if it already existed."""
    if os.path.exists(file):
        found = expected.found(file)
        if found != expected.digits:
            raise Refusal(f"{file}: its {expected} begins with {found} instead of {expected.digits}: incomplete or "
                          "another file; remove it and run this again")
        return False
    part = file + ".part"
    print(f"downloading {url}", flush=True)
    download(url, file, part)
    found = expected.found(part)
    if found != expected.digits:
        os.remove(part)
        raise Refusal(f"{url}: the download's {expected} begins with {found} instead of {expected.digits}: removed; "
                      f"run this again, {by_hand(url, file)}")
    os.replace(part, file)
    return True


def default_output():
    """models/ of the source tree that contains this script, else the user's model folder."""
    if os.path.isdir(MODELS):
        return os.path.join(MODELS, "vgg19.pt")
    data = os.environ.get("XDG_DATA_HOME", "")
    if not os.path.isabs(data):
        data = os.path.expanduser("~/.local/share")
    return os.path.join(data, "stylize", "vgg19.pt")


def make_folder_of(path):
    try:
        os.makedirs(os.path.dirname(path), exist_ok=True)
    except OSError as error:
        raise Refusal(f"{path}: its folder cannot be made: {error.strerror or error}; name another place with -o")


def parse_arguments():
    parser = command_line.Parser(__doc__)
    parser.add_argument("-o", "--output", metavar="FILE", help=f"the model file (default: {default_output()})")
    parser.add_argument("--source", choices=SOURCES, default="keras", help="whose file (default: keras)")
    # Three of five blocks are a ninth of the size, and more are only used on request.
    parser.add_argument("--blocks", type=int, choices=range(1, export_vgg19.ALL_BLOCKS + 1),
                        help="how many of the five blocks to keep (default: those that hold the recommended layers; "
                        "--style-layers paper of the program needs 5)")
    parser.add_argument("--download", metavar="FILE", help="where the download goes (default: beside the output)")
    parser.add_argument("--keep", action="store_true", help="keep the download after it was converted")
    parser.add_argument("--bits", type=int, choices=(16, 32), default=16,
                        help="of each weight (default 16, whose features are within a thousandth of those of 32)")
    parser.add_argument("--url", help="a copy of the source's file elsewhere")
    parser.add_argument("--sha256", metavar="DIGITS", help="the whole SHA-256 of the download, 64 hexadecimal digits")
    arguments = parser.parse_args()
    arguments.url = arguments.url or SOURCES[arguments.source].url
    if not is_safe(arguments.url):
        parser.error("argument --url: must begin with https://")
    if arguments.sha256 and not re.fullmatch("[a-f0-9]{64}", arguments.sha256):
        parser.error("argument --sha256: must be 64 hexadecimal digits in lower case")
    arguments.expected = Digest("sha256", arguments.sha256) if arguments.sha256 else published_digest(arguments.url)
    if not arguments.expected:
        parser.error("argument --url: its file name must be Keras' or carry its hash, as in vgg19-dcbb9e9d.pth; or give "
                     "--sha256")
    if arguments.output is None:
        arguments.output = default_output()
        make_folder_of(arguments.output)
    if arguments.download is None:
        arguments.download = os.path.join(os.path.dirname(arguments.output), file_name(arguments.url))
    return arguments


def main():
    arguments = parse_arguments()
    if os.path.isfile(arguments.output):
        print(f"{arguments.output}: is there already; remove it to make it again")
        return
    source = SOURCES[arguments.source]
    command_line.require(**source.packages)
    for path in (arguments.output, arguments.download):
        command_line.check_writable(path)
    import vgg_file  # imports torch, which takes a second
    downloaded = obtain(arguments.url, arguments.download, arguments.expected)
    export_vgg19.convert(arguments.download, arguments.output, source.convention, half=arguments.bits == 16,
                         blocks=arguments.blocks or vgg_file.RECOMMENDED_BLOCKS)
    if downloaded and not arguments.keep:
        os.remove(arguments.download)


if __name__ == "__main__":
    command_line.run(main)
