#!/usr/bin/python3
"""The examples for CI services: they are what the services read, and their comparison works with the real program.
STYLIZE_PROGRAM names it. 77: PyYAML is missing."""

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

try:
    import yaml
except ImportError:
    sys.exit(77)

ROOT = pathlib.Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "scripts" / "ci"
SAMPLES = ROOT / "tests" / "samples"


class Examples(unittest.TestCase):
    # What runs in the service's shell, as it would be read there.
    def commands(self):
        github = yaml.safe_load((EXAMPLES / "github_actions.yml").read_text())
        steps = github["jobs"]["golden"]["steps"]
        self.assertTrue(all(("run" in step) != ("uses" in step) for step in steps))
        gitlab = yaml.safe_load((EXAMPLES / "gitlab_ci.yml").read_text())["golden"]
        self.assertEqual(gitlab["artifacts"]["reports"]["junit"], "golden-report.xml")
        return [step["run"] for step in steps if "run" in step] + gitlab["before_script"] + gitlab["script"]

    def test_commands_are_for_a_shell_and_name_what_there_is(self):
        commands = self.commands()
        for command in commands:
            checked = subprocess.run(["sh", "-n", "-c", command], capture_output=True, text=True, check=False)
            self.assertEqual(checked.returncode, 0, checked.stderr)
        text = "\n".join(commands)
        self.assertEqual(text.count("ci/golden.sh"), 2)
        self.assertEqual(text.count("stylize-source/scripts/package.sh"), 2)
        self.assertTrue(os.access(ROOT / "scripts" / "package.sh", os.X_OK))

    def test_golden_pictures_are_made_met_and_missed(self):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            (folder / "photos").mkdir()
            (folder / "styles").mkdir()
            shutil.copy(SAMPLES / "content" / "lighthouse.jpg", folder / "photos" / "lighthouse.jpg")
            shutil.copy(SAMPLES / "style" / "mosaic.jpg", folder / "styles" / "painting.jpg")

            def run(*options):
                return subprocess.run([EXAMPLES / "golden.sh", *options], cwd=folder, capture_output=True,
                                      text=True, check=False)

            made = run("--update")
            self.assertEqual(made.returncode, 0, made.stderr)
            self.assertIn("updated   golden/lighthouse.png", made.stdout)
            met = run()
            self.assertEqual(met.returncode, 0, met.stdout + met.stderr)
            report = xml.etree.ElementTree.parse(folder / "golden-report.xml").getroot()
            self.assertEqual((report.tag, report.get("tests"), report.get("failures")), ("testsuites", "1", "0"))

            shutil.copy(SAMPLES / "style" / "woodcut.jpg", folder / "styles" / "painting.jpg")
            missed = run()
            self.assertEqual(missed.returncode, 1, missed.stdout + missed.stderr)
            case = xml.etree.ElementTree.parse(folder / "golden-report.xml").find(".//testcase")
            self.assertEqual(case.get("name"), "lighthouse.png")
            self.assertIn("psnr", case.find("failure").get("message"))
            self.assertIn("[[ATTACHMENT|differences/lighthouse.png.diff.png]]", case.find("system-out").text)
            self.assertTrue((folder / "differences" / "lighthouse.png.diff.png").exists())
            self.assertEqual(run("--update").returncode, 0)
            self.assertEqual(run().returncode, 0)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
