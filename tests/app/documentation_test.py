"""Manual pages and completions, as they are made from the options: read by man and the shells."""
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

FOLDER = pathlib.Path(sys.argv.pop(1))
PROGRAM = sys.argv.pop(1)


def text(name):
    return (FOLDER / name).read_text(encoding="utf-8")


def bash(words):
    """What bash completes the last of these words to."""
    script = f"""
        source {FOLDER}/stylize.bash
        compopt() {{ :; }}
        COMP_WORDS=({' '.join(repr(word) for word in words)})
        COMP_CWORD={len(words) - 1}
        _stylize
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    answer = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    assert not answer.stderr, answer.stderr
    return answer.stdout.split()


class Completion(unittest.TestCase):
    def test_bash_knows_options_values_and_commands(self):
        self.assertEqual(bash(["stylize", "--optim"]), ["--optimizer"])
        self.assertEqual(bash(["stylize", "--optimizer", ""]), ["lbfgs", "adam"])
        self.assertEqual(bash(["stylize", "-c", "a.jpg", "--style-loss", "wa"]), ["wasserstein"])
        self.assertEqual(bash(["stylize", "mod"]), ["model"])
        self.assertEqual(bash(["stylize", "compare", "--max-d"]), ["--max-diff", "--max-delta-e"])
        self.assertEqual(bash(["stylize", "compare", "--optim"]), [])
        self.assertIn(__file__, bash(["stylize", "-c", __file__[:-2]]))

    def test_zsh_and_fish_read_theirs(self):
        for shell, name in (("zsh", "_stylize"), ("fish", "stylize.fish")):
            self.assertIn("optimizer", text(name))
            self.assertIn("lbfgs adam", text(name))
            if shutil.which(shell):
                subprocess.run([shell, "-n", FOLDER / name], check=True)

    def test_descriptions_keep_their_apostrophes(self):
        for name in ("_stylize", "stylize.fish"):
            self.assertIn("What of the style\u2019s layers is to be met", text(name))

    def test_every_option_of_the_help_is_there(self):
        for command in ("", "compare", "model"):
            words = [PROGRAM] + command.split() + ["--help"]
            help_text = subprocess.run(words, capture_output=True, text=True, check=True).stdout
            page = text("-".join(["stylize"] + command.split()) + ".1").replace("\\-", "-")
            for option in re.findall(r"^ +(?:-\w,)?(--[\w-]+)", help_text, re.M):
                self.assertIn(f"\\fB{option}\\fR", page)
                self.assertIn(option, text("stylize.bash"))


class ManualPages(unittest.TestCase):
    NAMES = ("stylize.1", "stylize-compare.1", "stylize-model.1", "stylize-report-merge.1")

    @unittest.skipUnless(shutil.which("groff"), "no groff")
    def test_groff_has_nothing_to_say_of_them(self):
        for name in self.NAMES:
            command = ["groff", "-man", "-Tutf8", "-ww", "-z", FOLDER / name]
            answer = subprocess.run(command, capture_output=True, text=True, check=True)
            self.assertEqual(answer.stderr, "", name)

    @unittest.skipUnless(shutil.which("mandoc"), "no mandoc")
    def test_mandoc_warns_of_nothing(self):
        for name in self.NAMES:
            answer = subprocess.run(["mandoc", "-Tlint", "-Wwarning", FOLDER / name], capture_output=True, text=True)
            self.assertEqual((answer.stdout, answer.returncode), ("", 0), name)

    def test_they_have_the_sections_that_readers_look_for(self):
        for name in self.NAMES:
            for section in ("NAME", "SYNOPSIS", "OPTIONS", "SEE ALSO"):
                self.assertIn(f"\n.SH {section}\n", text(name))
        self.assertIn("default 512", text("stylize.1"))


if __name__ == "__main__":
    unittest.main(verbosity=2)
