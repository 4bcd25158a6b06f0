#!/usr/bin/python3
"""The page of --report-html in a browser: a script clicks on it. STYLIZE_PROGRAM names the program. 77: no Chromium.
With --keep FOLDER the page and screenshots (360 and 1440 pixels wide, light and dark) stay there to be looked at."""

import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
if not CHROMIUM:
    sys.exit(77)
PROGRAM = os.environ["STYLIZE_PROGRAM"]
SAMPLES = pathlib.Path(__file__).resolve().parents[1] / "samples"

# What a reader does. Each step adds what can then be seen.
CLICKS = """
<script>
const seen = {};
const keys = () => [...document.querySelectorAll('main .job')].filter(job => job.offsetParent !== null)
  .map(job => job.dataset.key);
const set = (id, value, event) => { const control = document.querySelector(id); control.value = value;
  control.dispatchEvent(new Event(event)); };
seen.all = keys();
set('#order', 'loss -1', 'change'); seen.largestFirst = keys();
set('#order', 'key', 'change'); seen.byName = keys();
document.querySelector('label[for=show-failed]').click(); seen.failed = keys();
document.querySelector('label[for=show-all]').click();
const losses = [...document.querySelectorAll('.job[data-loss]')].map(job => Number(job.dataset.loss));
set('#least', String(Math.max(...losses)), 'input'); seen.least = keys();
set('#least', '', 'input');
const large = document.querySelector('#large'), done = document.querySelector('.job.done');
done.querySelectorAll('button.look')[2].click();
seen.open = large.open;
seen.over = large.querySelectorAll('img')[1].style.clipPath;
const slider = large.querySelector('input'); slider.value = 40; slider.dispatchEvent(new Event('input'));
seen.slid = large.querySelectorAll('img')[1].style.clipPath;
large.querySelectorAll('img')[1].addEventListener('load', function () {
  seen.longest = Math.max(seen.longest || 0, this.naturalWidth, this.naturalHeight); report();
});
setTimeout(function () {
  large.querySelector('form button').click(); seen.closed = !large.open;
  done.querySelectorAll('button.look')[1].click(); seen.styleAlone = slider.hidden; large.close(); report();
}, 1000);
seen.milliseconds = performance.now();
function report() { document.title = 'seen ' + JSON.stringify(seen); }
report();
</script>
"""


def browse(page, *options):
    """The page's document after its scripts have run."""
    return subprocess.run(
        [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=3000",
         f"--user-data-dir={page.parent}/browser", *options, page.as_uri()],
        capture_output=True, text=True, timeout=120, check=True).stdout


class Page(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.temporary.cleanup)
        cls.folder = pathlib.Path(cls.temporary.name)
        photos = cls.folder / "photos"
        photos.mkdir()
        shutil.copy(SAMPLES / "content" / "lighthouse.jpg", photos / "b.jpg")
        shutil.copy(SAMPLES / "content" / "still_life.jpg", photos / "a #1.jpg")
        (photos / "c.jpg").write_bytes((SAMPLES / "content" / "lighthouse.jpg").read_bytes()[:2000])
        cls.page = cls.folder / "report.html"
        subprocess.run([PROGRAM, "-q", "-c", photos, "-s", SAMPLES / "style" / "mosaic.jpg", "-o", cls.folder / "out",
                        "--size", "200", "--scales", "1", "--iterations", "2", "--report-html", cls.page],
                       capture_output=True, check=False)
        cls.text = cls.page.read_text()

    def seen(self, text):
        page = self.folder / "clicked.html"
        page.write_text(text.replace("</body>", CLICKS + "</body>"))
        title = re.search("<title>seen (.*?)</title>", browse(page, "--dump-dom"))
        self.assertTrue(title)
        return json.loads(title.group(1).replace("&amp;", "&"))

    def test_reader_finds_sorts_and_looks(self):
        seen = self.seen(self.text)
        self.assertEqual(len(seen["all"]), 3)
        self.assertEqual(seen["byName"], sorted(seen["all"]))
        failed = [key for key in seen["all"] if key.startswith("c")]
        self.assertEqual(seen["failed"], failed)
        self.assertEqual(seen["largestFirst"][-1], failed[0], "without a loss it comes last")
        self.assertEqual(len(seen["least"]), 1)
        self.assertEqual(seen["least"][0], seen["largestFirst"][0])
        self.assertTrue(seen["open"] and seen["closed"] and seen["styleAlone"])
        self.assertEqual(seen["over"].replace(" ", ""), "inset(0px0px0px0%)")
        self.assertEqual(seen["slid"].replace(" ", ""), "inset(0px0px0px40%)")
        self.assertEqual(seen.get("longest"), 200, "the painting itself, not the small picture")

    def test_finished_page_rests_and_a_running_one_refreshes(self):
        self.assertNotIn("data-running", self.text.split("<script>")[0])
        counter = "<script>document.title = 'loads ' + (sessionStorage.loads = Number(sessionStorage.loads || 0) + 1);" \
                  "</script></body>"
        running = self.text.replace('<p id="state">', '<p id="state" data-running>').replace("</body>", counter)
        page = self.folder / "running.html"
        for text, loads in ((running, True), (running.replace(" data-running", "", 1), False)):
            page.write_text(text)
            found = browse(page, "--dump-dom", "--virtual-time-budget=20000")
            count = int(re.search("<title>loads ([0-9]+)", found).group(1))
            self.assertEqual(count > 1, loads, f"{count} loads")

    # Measured by the browser itself; generous, since it is a shared machine.
    def test_thousand_jobs_load_quickly(self):
        articles = re.findall('<article class="job done".*?</article>', self.text, re.S)
        self.assertEqual(len(articles), 2)
        text = self.text.replace(articles[0], articles[0] * 999)
        began = time.monotonic()
        seen = self.seen(text)
        self.assertEqual(len(seen["all"]), 1001)
        print(f"1,001 jobs: {seen['milliseconds'] / 1000:.1f} s in the browser, "
              f"{time.monotonic() - began:.1f} s with its start, {len(text) / 1e6:.0f} MB")


if __name__ == "__main__":
    keep = None
    if sys.argv[1:2] == ["--keep"]:
        keep = pathlib.Path(sys.argv[2])
    program = unittest.main(argv=sys.argv[:1], exit=False)
    if keep:
        keep.mkdir(parents=True, exist_ok=True)
        Page.setUpClass()
        for width in (360, 1440):
            for scheme in ("light", "dark"):
                browse(Page.page, f"--window-size={width},1200", f"--screenshot={keep}/{width}_{scheme}.png",
                       *(["--force-dark-mode", "--blink-settings=preferredColorScheme=0"] if scheme == "dark" else []))
        shutil.copy(Page.page, keep / "report.html")
    sys.exit(not program.result.wasSuccessful())
