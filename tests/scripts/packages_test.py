"""scripts/packages.sh with the system's real apt: what the archive lacks is said before anything is installed."""
import pathlib
import shutil
import subprocess
import sys
import unittest

SCRIPT = pathlib.Path(__file__).resolve().parent.parent.parent / "scripts/packages.sh"


def shell(command):
    return subprocess.run(["sh", "-eu", "-c", f". {SCRIPT}; {command}"], capture_output=True, text=True)


class Packages(unittest.TestCase):
    def test_what_is_installed_already_needs_no_root(self):
        answer = shell("install_packages dpkg")
        self.assertEqual((answer.returncode, answer.stdout, answer.stderr), (0, "", ""))

    def test_what_the_archive_lacks_is_named_and_nothing_installed(self):
        answer = shell("install_packages dpkg stylize-has-no-such-package")
        self.assertEqual(answer.returncode, 1)
        self.assertIn("stylize-has-no-such-package", answer.stderr)
        self.assertNotIn("Installing", answer.stdout)

    def test_what_the_archive_has_is_found_by_scripts_that_stop_at_failing_pipes(self):
        command = f"set -euo pipefail; . {SCRIPT}; install_packages g++ cmake bash stylize-has-no-such-package"
        for _ in range(3):
            answer = subprocess.run(["bash", "-c", command], capture_output=True, text=True)
            self.assertIn("archive: stylize-has-no-such-package.", answer.stderr)

    def test_a_missing_libtorch_points_to_the_official_archive(self):
        answer = shell("explain_unavailable libtorch-dev")
        self.assertIn("-DCMAKE_PREFIX_PATH=/path/to/libtorch", answer.stderr)
        self.assertNotIn("pytorch.org", shell("explain_unavailable libcsv-dev").stderr)

    def test_a_libtorch_that_is_named_needs_no_package(self):
        packages = 'echo "$build_packages"'
        self.assertIn("libtorch-dev", shell(f"leave_out_named_libtorch -DSTYLIZE_JXL=OFF; {packages}").stdout.split())
        for option in ("-DCMAKE_PREFIX_PATH=/path/to/libtorch", "-DTorch_DIR=/path/to/libtorch/share/cmake/Torch"):
            words = shell(f"leave_out_named_libtorch -DSTYLIZE_JXL=OFF '{option}'; {packages}").stdout.split()
            self.assertNotIn("libtorch-dev", words)
            self.assertIn("libopencv-dev", words)

    def test_progress_and_failure_of_apt_get_are_shown(self):
        done = shell("for i in $(seq 120); do echo \"Setting up p$i (1.0) ...\"; done | show_installation")
        self.assertEqual(done.returncode, 0)
        self.assertIn("100 packages set up", done.stdout)
        failed = shell("printf 'E: no space left\\napt-get failed\\n' | show_installation")
        self.assertEqual(failed.returncode, 1)
        self.assertIn("E: no space left", failed.stdout)


if __name__ == "__main__":
    if not shutil.which("apt-get"):
        sys.exit(77)
    unittest.main(verbosity=2)
