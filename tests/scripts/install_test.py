#!/usr/bin/python3
"""What is installed: whole, found by the program, and without links that lead nowhere.
    install_test.py BUILD_FOLDER"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

BUILD = pathlib.Path(sys.argv[1])


class Installation(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.temporary.cleanup)
        cls.root = pathlib.Path(cls.temporary.name)
        # Programs and documents; the library alone has a hundred megabytes.
        for component in ("program", "data"):
            subprocess.run(["cmake", "--install", BUILD, "--prefix", cls.root, "--component", component],
                           capture_output=True, check=True)

    def test_program_finds_its_parts(self):
        run = subprocess.run([self.root / "bin" / "stylize", "model"], capture_output=True, text=True, check=False,
                             env={"PATH": os.environ["PATH"], "HOME": str(self.root)})
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn("vgg19-free.pt", run.stdout)

    def test_pictures_and_documents_of_readme_are_there(self):
        readme = self.root / "share" / "doc" / "stylize" / "README.md"
        targets = set(re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", readme.read_text()))
        self.assertGreater(len(targets), 40)
        missing = [target for target in sorted(targets) if not (readme.parent / target).exists()]
        self.assertEqual(missing, [])

    def test_scripts_can_be_run(self):
        scripts = self.root / "share" / "stylize" / "scripts"
        for name in ("fetch_vgg19.py", "export_vgg19.py", "ci/golden.sh", "many_machines/stylize_parallel.sh",
                     "many_machines/stylize_array.slurm"):
            self.assertTrue((scripts / name).is_file(), name)
            if not name.endswith(".slurm"):
                self.assertTrue(os.access(scripts / name, os.X_OK), name)
        run = subprocess.run([sys.executable, scripts / "export_vgg19.py", "--help"], capture_output=True, text=True,
                             check=False)
        self.assertEqual(run.returncode, 0, run.stderr)

    def test_manual_and_completions_are_there(self):
        share = self.root / "share"
        for name in ("man/man1/stylize.1", "bash-completion/completions/stylize", "zsh/site-functions/_stylize",
                     "fish/vendor_completions.d/stylize.fish"):
            self.assertTrue((share / name).is_file(), name)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
