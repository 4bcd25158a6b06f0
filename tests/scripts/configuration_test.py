#!/usr/bin/python3
"""What is found, and what refused, when the build is configured: small projects that include single files of it."""

import pathlib
import subprocess
import sys
import tempfile
import unittest

SOURCES = pathlib.Path(__file__).resolve().parents[2] / "src"


class Configuration(unittest.TestCase):
    def setUp(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.addCleanup(self.temporary.cleanup)
        self.folder = pathlib.Path(self.temporary.name)

    def configure(self, file, *options, before=""):
        (self.folder / "CMakeLists.txt").write_text(
            "cmake_minimum_required(VERSION 3.22)\nproject(part LANGUAGES CXX)\n" + before +
            f"include({SOURCES / file})\n"
            'message(STATUS "standard ${CMAKE_CXX_STANDARD}, header ${CSV_INCLUDE_DIR}")\n')
        return subprocess.run(["cmake", "-S", self.folder, "-B", self.folder / "build", *options],
                              capture_output=True, text=True, check=False)

    # A LibTorch of which there is only the package file.
    def torch(self, version, flags=""):
        folder = self.folder / "torch" / "share" / "cmake" / "Torch"
        folder.mkdir(parents=True)
        (folder / "TorchConfig.cmake").write_text(
            f'set(TORCH_CXX_FLAGS "{flags}")\nset(TORCH_INSTALL_PREFIX /a/place)\n'
            'message(WARNING "static library kineto_LIBRARY-NOTFOUND not found.")\n')
        (folder / "TorchConfigVersion.cmake").write_text(
            f'set(PACKAGE_VERSION "{version}")\nset(PACKAGE_VERSION_COMPATIBLE TRUE)\n')
        return f"-DCMAKE_PREFIX_PATH={self.folder / 'torch'}"

    def test_standard_follows_libtorch(self):
        run = self.configure("network/libtorch.cmake", self.torch("2.12.1"))
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn("standard 17,", run.stdout)
        self.assertEqual(run.stderr, "", "its warnings are for nobody")

    def test_newer_libtorch_has_a_newer_standard(self):
        run = self.configure("network/libtorch.cmake", self.torch("2.13.0"))
        self.assertIn("standard 20,", run.stdout, run.stderr)

    def test_old_abi_is_refused(self):
        run = self.configure("network/libtorch.cmake",
                             self.torch("2.5.0", "-D_GLIBCXX_USE_CXX11_ABI=0"))
        self.assertNotEqual(run.returncode, 0)
        self.assertIn("The LibTorch in /a/place has the old C++ ABI", " ".join(run.stderr.split()))

    def test_another_librarys_header_is_passed_over(self):
        other = self.folder / "other" / "include"
        other.mkdir(parents=True)
        (other / "csv.h").write_text("namespace io { class LineReader; }\n")
        run = self.configure("jobs/libcsv.cmake", f"-DCMAKE_PREFIX_PATH={other.parent}")
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertIn("header /usr/", run.stdout)
        forced = self.configure("jobs/libcsv.cmake", f"-DCSV_INCLUDE_DIR={other}",
                                "-UCSV_IS_LIBCSV")
        self.assertNotEqual(forced.returncode, 0)
        self.assertIn("are not libcsv's", " ".join(forced.stderr.split()))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
