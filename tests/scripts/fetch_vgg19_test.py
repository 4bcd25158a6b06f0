"""scripts/fetch_vgg19.py against a server on this machine that misbehaves in each way once."""
import contextlib
import hashlib
import http.server
import io
import os
import re
import socket
import threading
import unittest

from script_test import ModelFile, ScriptTest, slim_state_dict

import torch

import fetch_vgg19
from command_line import Refusal

WRONG = "0123abcd"


class Handler(http.server.BaseHTTPRequestHandler):
    """The first folder of the path says how to behave; every request is noted."""
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


class Fetch(ScriptTest):
    @classmethod
    def setUpClass(cls):
        saved = io.BytesIO()
        torch.save(slim_state_dict(), saved)
        Handler.content = saved.getvalue()
        cls.name = f"vgg19-{hashlib.sha256(Handler.content).hexdigest()[:8]}.pth"
        cls.half = len(Handler.content) // 2
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

    def fetch(self, url, *options):
        return self.run_script("fetch_vgg19.py", "--url", url, "-o", "vgg19.pt", *options)

    def obtain(self, url, part=None):
        """The download alone; `part` is what an earlier run left."""
        if part is not None:
            self.write(self.name + ".part", part)
        with contextlib.redirect_stdout(io.StringIO()):
            result = fetch_vgg19.obtain(url, self.file(self.name))
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
        self.assertEqual(model.defaults["content_layers"], {"relu4_2": 1})

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
        self.assertTrue(fetch_vgg19.obtain(self.url("plain"), self.file(self.name), whole))

    def test_a_file_put_there_by_hand_needs_no_network_and_stays(self):
        self.write(self.name, Handler.content)
        self.expect_success(self.fetch(self.url("plain"), "--half"))
        self.assertEqual(Handler.requests, [])
        self.assertEqual(sorted(os.listdir(self.folder)), sorted(["vgg19.pt", self.name]))
        self.assertEqual(ModelFile(self.file("vgg19.pt")).number, torch.float16)

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


if __name__ == "__main__":
    unittest.main()
