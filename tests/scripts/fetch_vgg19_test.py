"""scripts/fetch_vgg19.py against a server on this machine that misbehaves in various ways."""
import contextlib
import hashlib
import http.server
import io
import os
import re
import shutil
import socket
import tempfile
import threading
import unittest
import unittest.mock

from script_test import (SCRIPTS, ModelFile, ScriptTest, as_caffe, outputs, picture, random_features, slim_state_dict,
                         with_average_pooling, write_keras)

import torch

import fetch_vgg19
import published
import vgg_file
from command_line import Refusal

try:
    import h5py
except ImportError:
    h5py = None

WRONG = "0123abcd"


class Handler(http.server.BaseHTTPRequestHandler):
    """The first folder of the path selects the behaviour; every request is recorded."""
    content = b""
    requests = []

    def do_GET(self):
        behaviour = self.path.split("/")[1]
        first = not any(path == self.path for path, _ in self.requests)
        self.requests.append((self.path, self.headers.get("Range")))
        if behaviour == "absent":
            return self.send_error(404)
        if behaviour == "busy" and first:
            return self.send_error(503)
        if behaviour == "redirect":
            self.send_response(302)
            self.send_header("Location", self.path.replace("redirect", "cut"))
            return self.end_headers()
        if behaviour == "downgrade":
            self.send_response(302)
            self.send_header("Location", f"http://example.org/{self.path.split('/')[2]}")
            return self.end_headers()
        if behaviour == "silent":
            return None
        self.send_content(ranges=behaviour != "no_ranges", cut=behaviour == "cut" and first)

    def send_content(self, ranges, cut):
        asked = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range") or "")
        start = int(asked[1]) if asked and ranges else 0
        if start >= len(self.content):
            return self.send_error(416)
        self.send_response(206 if start else 200)
        if start:
            self.send_header("Content-Range", f"bytes {start}-{len(self.content) - 1}/{len(self.content)}")
        self.send_header("Content-Length", str(len(self.content) - start))
        self.end_headers()
        self.wfile.write(self.content[start:len(self.content) // 2 if cut else None])

    def log_message(self, *_):
        pass


class Served(ScriptTest):
    """Serves the result of make_content(); Handler says how."""

    @classmethod
    def setUpClass(cls):
        Handler.content = cls.make_content()
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        cls.addClassCleanup(server.server_close)
        cls.addClassCleanup(server.shutdown)
        cls.address = f"http://127.0.0.1:{server.server_port}"
        os.environ["no_proxy"] = "127.0.0.1"
        os.environ[fetch_vgg19.ALLOW_HTTP] = "1"

    def setUp(self):
        super().setUp()
        Handler.requests = []

    def url(self, behaviour, name=None):
        return f"{self.address}/{behaviour}/{name or self.name}"


class Fetch(Served):
    @classmethod
    def make_content(cls):
        saved = io.BytesIO()
        torch.save(slim_state_dict(), saved)
        content = saved.getvalue()
        cls.name = f"vgg19-{hashlib.sha256(content).hexdigest()[:8]}.pth"
        cls.half = len(content) // 2
        return content

    def fetch(self, url, *options):
        return self.run_script("fetch_vgg19.py", "--source", "torchvision", "--url", url, "-o", "vgg19.pt", *options)

    def obtain(self, url, part=None):
        """Only the download; `part` is what an earlier run left."""
        if part is not None:
            self.write(self.name + ".part", part)
        with contextlib.redirect_stdout(io.StringIO()):
            result = fetch_vgg19.obtain(url, self.file(self.name), fetch_vgg19.published_digest(url))
        with open(self.file(self.name), "rb") as file:
            self.assertEqual(file.read(), Handler.content)
        self.assertEqual(os.listdir(self.folder), [self.name])
        return result

    def write(self, name, content):
        with open(self.file(name), "wb") as file:
            file.write(content)

    def ranges(self):
        return [asked for _, asked in Handler.requests]

    def test_a_redirected_and_cut_download_is_resumed_and_converted(self):
        self.expect_success(self.fetch(self.url("redirect")))
        self.assertEqual(Handler.requests[1], ("/cut/" + self.name, None))
        self.assertEqual(Handler.requests[3], ("/cut/" + self.name, f"bytes={self.half}-"))
        self.assertEqual(os.listdir(self.folder), ["vgg19.pt"])
        model = ModelFile(self.file("vgg19.pt"))
        self.assertEqual(model.preprocess["channels"], "RGB")
        self.assertEqual(model.defaults, vgg_file.OFFICIAL["defaults"])
        self.assertEqual(model.poolings, {"AvgPool2d"})
        self.assertEqual(len(outputs(model.modules, picture())), 8, "blocks 1 to 3")

        again = self.fetch(self.url("redirect"))
        self.expect_success(again)
        self.assertIn("is there already", again.stdout)
        self.assertEqual(len(Handler.requests), 4)

    def test_nothing_comes_by_http(self):
        run = self.run_script("fetch_vgg19.py", "--url", self.url("plain"), "-o", "vgg19.pt",
                              **{fetch_vgg19.ALLOW_HTTP: ""})
        self.expect_failure(run, "--url", "https://", code=2)
        run = self.fetch(f"http://example.org/{self.name}")
        self.expect_failure(run, "--url", "https://", code=2)
        self.assertEqual(Handler.requests, [])
        self.expect_failure(self.fetch(self.url("downgrade")), "leads to http://example.org/", "no https")
        self.assertEqual(os.listdir(self.folder), [])

    def test_the_whole_hash_is_compared_where_it_is_given(self):
        whole = hashlib.sha256(Handler.content).hexdigest()
        other = whole[:-1] + ("0" if whole[-1] != "0" else "1")
        self.expect_failure(self.fetch(self.url("plain"), "--sha256", other), "SHA-256", "removed")
        self.expect_failure(self.fetch(self.url("plain"), "--sha256", whole[:8]), "--sha256", code=2)
        self.assertTrue(fetch_vgg19.obtain(self.url("plain"), self.file(self.name), fetch_vgg19.Digest("sha256", whole)))

    def test_a_file_put_there_by_hand_needs_no_network_and_stays(self):
        self.write(self.name, Handler.content)
        self.expect_success(self.fetch(self.url("plain"), "--blocks", "5"))
        self.assertEqual(Handler.requests, [])
        self.assertEqual(sorted(os.listdir(self.folder)), sorted(["vgg19.pt", self.name]))
        model = ModelFile(self.file("vgg19.pt"))
        self.assertEqual(model.number, torch.float16)
        self.assertEqual(sum(hasattr(module, "weight") for module in model.modules), 16)

    def test_a_wrong_file_put_there_by_hand_is_refused(self):
        self.write(self.name, Handler.content[:-1])
        self.expect_failure(self.fetch(self.url("plain")), self.name, "SHA-256", "remove it")
        self.assertEqual(os.listdir(self.folder), [self.name])

    def test_what_an_earlier_run_left_is_used(self):
        self.assertTrue(self.obtain(self.url("plain"), Handler.content[:self.half]))
        self.assertEqual(self.ranges(), [f"bytes={self.half}-"])

    def test_a_complete_part_is_only_checked(self):
        self.obtain(self.url("plain"), Handler.content)
        self.assertEqual(self.ranges(), [f"bytes={len(Handler.content)}-"])

    def test_a_server_without_ranges_starts_again(self):
        self.obtain(self.url("no_ranges"), b"something else that is long enough" * 1000)
        self.assertEqual(len(Handler.requests), 1)

    def test_a_busy_server_is_asked_again(self):
        self.obtain(self.url("busy"))
        self.assertEqual(self.ranges(), [None, None])

    def test_a_wrong_hash_is_refused_and_removed(self):
        self.expect_failure(self.fetch(self.url("plain", f"vgg19-{WRONG}.pth")), WRONG, "SHA-256", "removed")
        self.assertEqual(os.listdir(self.folder), [])

    def test_a_server_that_never_answers_is_left(self):
        fetch_vgg19.PAUSE, pause = 0, fetch_vgg19.PAUSE
        self.addCleanup(setattr, fetch_vgg19, "PAUSE", pause)
        with self.assertRaisesRegex(Refusal, "by hand"):
            self.obtain(self.url("silent"))
        self.assertEqual(len(Handler.requests), fetch_vgg19.TRIES)

    def test_a_missing_file_is_one_line(self):
        self.expect_failure(self.fetch(self.url("absent")), "404", "--url")

    def test_without_internet_says_what_to_download_and_where_to_put_it(self):
        with socket.socket() as unused:  # bound, but nobody listens
            unused.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{unused.getsockname()[1]}/{self.name}"
            place = self.file("here-" + self.name)
            run = self.fetch(url, "--download", place)
            self.expect_failure(run, f"download {url} by hand, put it at {place}")

    def test_usage_errors(self):
        self.expect_failure(self.fetch("ftp://127.0.0.1/" + self.name), "--url", code=2)
        self.expect_failure(self.fetch(self.url("plain", "vgg19.pth")), "hash", code=2)
        self.expect_failure(self.run_script("fetch_vgg19.py", "-o", "absent/vgg19.pt"), "absent")


@unittest.skipIf(h5py is None, "needs Debian's python3-h5py")
class FetchKeras(Served):
    """Without --source: the file that Keras publishes."""
    name = "vgg19_weights_tf_dim_ordering_tf_kernels_notop.h5"

    @classmethod
    def make_content(cls):
        cls.features = random_features("E")
        with tempfile.TemporaryDirectory() as folder:
            write_keras(os.path.join(folder, "weights.h5"), "E", cls.features)
            with open(os.path.join(folder, "weights.h5"), "rb") as file:
                return file.read()

    def test_the_source_is_keras_and_three_blocks_are_kept(self):
        """Runs in this process, to replace the MD5 of Keras' file by that of one with random weights."""
        md5 = hashlib.md5(Handler.content).hexdigest()
        words = ["fetch_vgg19.py", "-o", self.file("vgg19.pt"), "--url", self.url("cut"),
                 "--bits", "32"]
        with unittest.mock.patch.dict(published.KERAS_FILES, {self.name: md5}), \
                unittest.mock.patch("sys.argv", words), contextlib.redirect_stdout(io.StringIO()):
            fetch_vgg19.main()
        self.assertEqual(os.listdir(self.folder), ["vgg19.pt"])
        model = ModelFile(self.file("vgg19.pt"))
        expected = outputs(with_average_pooling(self.features), as_caffe(picture()))[:8]
        self.expect_same_features(model.outputs(picture()), expected, 1e-4)
        self.assertEqual(model.defaults, vgg_file.OFFICIAL["defaults"])
        self.assertEqual((model.poolings, model.number), ({"AvgPool2d"}, torch.float32))
        self.assertIn("Keras", model.origin["weights"])
        self.assertIn("CC BY 4.0", model.origin["licence"])
        # Three blocks of VGG19 have 2.3 million numbers.
        self.assertLess(os.path.getsize(self.file("vgg19.pt")), 10_000_000)

    def test_another_file_under_the_name_is_refused(self):
        run = self.run_script("fetch_vgg19.py", "--url", self.url("plain"), "-o", "vgg19.pt")
        self.expect_failure(run, "MD5", published.KERAS_FILES[self.name], "removed")
        self.assertEqual(os.listdir(self.folder), [])

    def test_an_installed_script_writes_where_the_installed_program_looks(self):
        installed = os.path.join(self.folder, "share", "stylize", "scripts")
        os.makedirs(installed)
        for name in os.listdir(SCRIPTS):
            if os.path.isfile(os.path.join(SCRIPTS, name)):
                shutil.copy(os.path.join(SCRIPTS, name), installed)
        whole = hashlib.sha256(Handler.content).hexdigest()
        for variables, place in (({"XDG_DATA_HOME": self.file("data")}, "data/stylize/vgg19.pt"),
                                 ({"XDG_DATA_HOME": "data", "HOME": self.file("home")},
                                  "home/.local/share/stylize/vgg19.pt")):
            run = self.run_script(os.path.join(installed, "fetch_vgg19.py"), "--url", self.url("plain", "weights.h5"),
                                  "--sha256", whole, **variables)
            self.expect_success(run)
            self.assertEqual(os.listdir(os.path.dirname(self.file(place))), ["vgg19.pt"])
        with open(self.file("file"), "w", encoding="utf-8"):
            pass
        run = self.run_script(os.path.join(installed, "fetch_vgg19.py"), XDG_DATA_HOME=self.file("file"))
        self.assertEqual(run.returncode, 1)
        self.assertRegex(run.stderr, "^.*vgg19.pt: its folder cannot be made: .*\n$")


if __name__ == "__main__":
    unittest.main()
