"""scripts/export_vgg19.py with each kind of input file, built here with random weights."""
import hashlib
import os
import pickle
import subprocess
import unittest
import unittest.mock
import zipfile
from typing import Tuple

from script_test import (ModelFile, ScriptTest, as_caffe, as_torchvision, convolutions, named_arrays, outputs, picture,
                         random_features, slim_state_dict, state_dict, with_average_pooling, write_keras)

import numpy as np
import torch

import export_vgg19
import published
import vgg_file
import vgg_source
from command_line import Refusal, digest, sha256

try:
    import h5py
except ImportError:
    h5py = None

SAMPLES = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "samples")
CITED = "Simonyan and Andrew Zisserman"


def recommended(*style_layers, content="relu3_1"):
    """The expected defaults in a file: weights from official_defaults.json, layers as listed in this test."""
    return {**vgg_file.OFFICIAL["defaults"], "content_layers": {content: 1},
            "style_layers": {name: 1 for name in style_layers}}


VGG19 = recommended("relu1_1", "relu2_1", "relu3_1", "relu3_4")
VGG16 = recommended("relu1_1", "relu2_1", "relu3_1", "relu3_3")


class Export(ScriptTest):
    @classmethod
    def setUpClass(cls):
        cls.vgg19, cls.vgg16 = random_features("E"), random_features("D")

    def export(self, name, *options):
        return self.run_script("export_vgg19.py", name, "-o", "out.pt", *options)

    def exported(self, name, *options):
        self.expect_success(self.export(name, *options))
        return ModelFile(self.file("out.pt"))

    def test_torchvision_vgg19_keeps_its_features_and_the_program_paints_with_it(self):
        torch.save(state_dict(self.vgg19), self.file("vgg19-dcbb9e9d.pth"))
        model = self.exported("vgg19-dcbb9e9d.pth")
        expected = outputs(with_average_pooling(self.vgg19), as_torchvision(picture()))
        self.expect_same_features(model.outputs(picture()), expected, 1e-4)
        self.assertEqual(len(expected), 16)
        self.assertEqual(model.defaults, VGG19)
        self.assertEqual(model.poolings, {"AvgPool2d"})
        self.assertEqual(sorted(os.listdir(self.folder)), ["out.pt", "vgg19-dcbb9e9d.pth"])
        self.paint_with("out.pt")

    def paint_with(self, model):
        program = os.environ.get("STYLIZE_PROGRAM")
        if not program:
            return
        run = subprocess.run(
            [program, "--model", model, "--content", os.path.join(SAMPLES, "content", "lighthouse.jpg"),
             "--style", os.path.join(SAMPLES, "style", "mosaic.jpg"), "--size", "64", "--iterations", "2",
             "-o", "painting.png"], cwd=self.folder, capture_output=True, text=True, check=False)
        self.assertEqual(run.returncode, 0, run.stderr)
        self.assertTrue(os.path.exists(self.file("painting.png")))

    def test_batch_norm_is_folded(self):
        features = random_features("E", batch_norm=True)
        torch.save(state_dict(features), self.file("any.pth"))
        model = self.exported("any.pth")
        expected = outputs(with_average_pooling(features), as_torchvision(picture()))
        self.expect_same_features(model.outputs(picture()), expected, 1e-4)

    def test_vgg16_in_the_old_format_and_16_bits(self):
        torch.save(state_dict(self.vgg16), self.file("vgg16-397923af.pth"), _use_new_zipfile_serialization=False)
        model = self.exported("vgg16-397923af.pth", "--half", "--pooling", "max")
        self.expect_same_features(model.outputs(picture()), outputs(self.vgg16, as_torchvision(picture())), 1e-2)
        self.assertEqual(model.number, torch.float16)
        self.assertEqual(model.defaults, VGG16)
        self.assertEqual(model.poolings, {"MaxPool2d"})

    def test_caffe_convention_of_neural_style_pt(self):
        torch.save(state_dict(self.vgg16), self.file("vgg16-00b39a1b.pth"))
        model = self.exported("vgg16-00b39a1b.pth")
        expected = outputs(with_average_pooling(self.vgg16), as_caffe(picture()))
        self.expect_same_features(model.outputs(picture()), expected, 1e-4)
        self.assertEqual(model.defaults, VGG16)

    def test_named_arrays_of_the_first_blocks(self):
        arrays = {name: values for name, values in named_arrays("E", self.vgg19).items() if name < "conv4"}
        np.savez(self.file("blocks.npz"), **arrays)
        model = self.exported("blocks.npz")
        expected = outputs(with_average_pooling(self.vgg19), as_caffe(picture()))[:8]
        self.expect_same_features(model.outputs(picture()), expected, 1e-4)
        self.assertEqual(model.defaults, VGG19)
        np.savez(self.file("blocks.npz"), **{name: values for name, values in arrays.items() if name < "conv2_2"})
        os.remove(self.file("out.pt"))
        self.assertEqual(self.exported("blocks.npz").defaults, recommended("relu1_1", "relu2_1", content="relu2_1"))

    def test_blocks(self):
        torch.save(state_dict(self.vgg19), self.file("vgg19-dcbb9e9d.pth"))
        model = self.exported("vgg19-dcbb9e9d.pth", "--blocks", "3")
        expected = outputs(with_average_pooling(self.vgg19), as_torchvision(picture()))[:8]
        self.expect_same_features(model.outputs(picture()), expected, 1e-4)
        self.assertEqual(model.defaults, VGG19)
        run = self.run_script("export_vgg19.py", "a.pth", "-o", "b", "--blocks", "6")
        self.assertEqual(run.returncode, 2)
        self.assertIn("--blocks", run.stderr)

    def test_a_cut_file_tells_of_its_layers_when_others_are_asked_for(self):
        program = os.environ.get("STYLIZE_PROGRAM")
        if not program:
            self.skipTest("needs STYLIZE_PROGRAM")
        torch.save(slim_state_dict(), self.file("vgg19-dcbb9e9d.pth"))
        self.exported("vgg19-dcbb9e9d.pth", "--blocks", "3")
        run = subprocess.run([program, "--model", "out.pt", "--content", os.path.join(SAMPLES, "content", "lighthouse.jpg"),
                              "--style", os.path.join(SAMPLES, "style", "mosaic.jpg"), "--size", "64", "-o", "painting.png",
                              "--style-layers", "paper"], cwd=self.folder, capture_output=True, text=True, check=False)
        self.assertEqual(run.returncode, 3, run.stderr)
        self.assertIn("out.pt: has no layer relu4_1; it has relu1_1, relu1_2, relu2_1, relu2_2, relu3_1, relu3_2, relu3_3, "
                      "relu3_4", run.stderr)
        self.assertEqual(run.stderr.count("\n"), 1)

    @unittest.skipIf(h5py is None, "needs Debian's python3-h5py")
    def test_keras_weights(self):
        write_keras(self.file("vgg16.h5"), "D", self.vgg16, "{}/{}_W_1:0", "{}/{}_b_1:0")
        model = self.exported("vgg16.h5")
        expected = outputs(with_average_pooling(self.vgg16), as_caffe(picture()))
        self.expect_same_features(model.outputs(picture()), expected, 1e-4)
        self.assertEqual(model.defaults, VGG16)

    @unittest.skipIf(h5py is None, "needs Debian's python3-h5py")
    def test_keras_weights_in_the_newer_layout(self):
        write_keras(self.file("vgg16.h5"), "D", self.vgg16)
        source = vgg_source.read_source(self.file("vgg16.h5"))
        for name, module in convolutions("D", self.vgg16).items():
            self.assertTrue(torch.equal(source.weights[name][0], module.weight))
            self.assertTrue(torch.equal(source.weights[name][1], module.bias))

    def test_without_h5py_says_what_to_install(self):
        with open(self.file("weights.h5"), "wb") as file:
            file.write(b"\x89HDF\r\n\x1a\n")
        if h5py is None:
            self.expect_failure(self.export("weights.h5"), "python3-h5py")
        else:
            self.expect_failure(self.export("weights.h5"), "weights.h5: cannot be read")


class Origin(ScriptTest):
    """The stated origin of weights only depends on their bytes."""

    def origin(self, name):
        return vgg_source.read_source(self.file(name)).origin

    def test_a_name_alone_shows_nothing(self):
        torch.save(slim_state_dict(), self.file("vgg19-dcbb9e9d.pth"))
        origin = self.origin("vgg19-dcbb9e9d.pth")
        self.assertEqual(origin["weights"], "converted from vgg19-dcbb9e9d.pth")
        self.assertIn("not known", origin["licence"])
        self.assertIn(CITED, origin["citation"])

    def test_of_published_files(self):
        torch.save(slim_state_dict(), self.file("any.pth"))
        whole = sha256(self.file("any.pth"))[:8]
        for convention, weights, licence in (("caffe", "Oxford", "CC BY 4.0"), ("torchvision", "PyTorch", "BSD-3-Clause")):
            with unittest.mock.patch.dict(published.KNOWN_FILES, {whole: convention}):
                origin = self.origin("any.pth")
                self.assertIn(weights, origin["weights"])
                self.assertIn(licence, origin["licence"])
        state = slim_state_dict()
        state["features.0.weight"] = torch.tensor(vgg_source.TORCHVISION_FIRST_KERNELS[0]).expand(64, 3, 3, 3)
        torch.save(state, self.file("anew.pth"))
        self.assertIn("PyTorch", self.origin("anew.pth")["weights"])

    def test_goes_into_the_file_and_the_program_shows_it(self):
        name = "na\x1b[31me\udcff.npz"  # a terminal colour sequence, and a byte that is not UTF-8
        np.savez(self.file(name), **{"conv1_1.weight": np.zeros((64, 3, 3, 3), np.float32),
                                     "conv1_1.bias": np.zeros(64, np.float32)})
        self.expect_success(self.run_script("export_vgg19.py", name, "-o", "out.pt"))
        self.assertEqual(ModelFile(self.file("out.pt")).origin["weights"], "converted from na\x1b[31me\\udcff.npz")
        program = os.environ.get("STYLIZE_PROGRAM")
        if program:
            run = subprocess.run([program, "model", "out.pt"], cwd=self.folder, capture_output=True, text=True, check=False)
            self.expect_success(run)
            self.assertIn("converted from na\\x1b[31me", run.stdout)
            self.assertNotIn("\x1b", run.stdout)
            self.assertIn(CITED, run.stdout)

    @unittest.skipIf(h5py is None, "needs Debian's python3-h5py")
    def test_of_keras(self):
        name = "vgg19_weights_tf_dim_ordering_tf_kernels_notop.h5"
        write_keras(self.file(name), "E", random_features("E"))
        with unittest.mock.patch.dict(published.KERAS_FILES, {name: digest(self.file(name), "md5")}):
            origin = self.origin(name)
            self.assertIn("Keras", origin["weights"])
            self.assertIn("CC BY 4.0", origin["licence"])
            layers = vgg_source.layers_digest(vgg_source.read_source(self.file(name)).weights)
            with unittest.mock.patch.dict(published.KERAS_LAYERS, {name: layers}):
                self.assertEqual(self.origin(name), origin)
            with unittest.mock.patch.dict(published.KERAS_LAYERS, {name: layers[:-1] + "x"}):
                with self.assertRaisesRegex(Refusal, "another SHA-256"):
                    self.origin(name)
        os.rename(self.file(name), self.file("other.h5"))
        self.assertEqual(self.origin("other.h5")["weights"], "converted from other.h5")

    def test_the_digest_is_of_the_first_blocks_as_they_are_kept(self):
        weights = {"conv1_1": (torch.arange(12.).view(2, 3, 2, 1), torch.tensor([1., 2.])),
                   "conv4_1": (torch.zeros(1), torch.zeros(1))}
        expected = hashlib.sha256(np.array([*range(12), 1, 2], "<f4").tobytes()).hexdigest()
        self.assertEqual(vgg_source.layers_digest(weights), expected)


class Convention(ScriptTest):
    """Both conventions use the same names."""

    def convention(self, name, state, *options):
        torch.save(state, self.file(name))
        return vgg_source.read_source(self.file(name), *options).convention

    def test_known_by_the_hash_in_the_name(self):
        for name, expected in (("vgg19-dcbb9e9d.pth", "torchvision"), ("my_vgg19-d01eb7cb_copy.pth", "caffe"),
                               ("vgg19-d01eb7cb.pth", "caffe")):
            self.assertEqual(self.convention(name, slim_state_dict()), expected)
        for name, expected in (("vgg16-397923af.pth", "torchvision"), ("vgg16-00b39a1b.pth", "caffe"),
                               ("vgg16_features-amdegroot-88682ab5.pth", "caffe-rgb")):
            self.assertEqual(self.convention(name, slim_state_dict("D")), expected)

    def test_known_by_batch_norm_or_the_first_kernel(self):
        self.assertEqual(self.convention("a.pth", slim_state_dict("D", batch_norm=True)), "torchvision")
        state = slim_state_dict()
        first = torch.zeros(64, 3, 3, 3)
        first[0, 0] = torch.tensor(
            [[-0.053474, -0.049257, -0.067942], [0.015314, 0.045068, 0.0021444], [0.036226, 0.019999, 0.019864]])
        state["features.0.weight"] = first
        self.assertEqual(self.convention("b.pth", state), "torchvision")

    def test_otherwise_asks_and_takes_the_answer(self):
        torch.save(slim_state_dict(), self.file("vgg.pth"))
        run = self.run_script("export_vgg19.py", "vgg.pth", "-o", "out.pt")
        self.expect_failure(run, "vgg.pth", "--convention torchvision", "--convention caffe")
        for answer in ("torchvision", "caffe", "caffe-rgb"):
            self.assertEqual(vgg_source.read_source(self.file("vgg.pth"), answer).convention, answer)


class Evil:
    """Unpickling it would write a file."""

    def __reduce__(self):
        return open, ("code_was_run", "w")


class Scripted(torch.nn.Module):
    """Reading it from a file would write a file."""

    def __init__(self, path):
        super().__init__()
        self.path = path

    @torch.jit.export
    def __getstate__(self):
        return self.path, self.training

    @torch.jit.export
    def __setstate__(self, state: Tuple[str, bool]):
        self.path, self.training = state
        torch.save(self.training, self.path)

    def forward(self, x):
        return x


class Refusals(ScriptTest):
    def refusal(self, name):
        """Returns the message, which begins with the file's name."""
        with self.assertRaises(Refusal) as caught:
            vgg_source.read_source(self.file(name))
        message = str(caught.exception)
        self.assertTrue(message.startswith(self.file(name) + ": "), message)
        self.assertNotIn("\n", message)
        return message

    def refusal_of(self, state, name="file.pth"):
        torch.save(state, self.file(name))
        return self.refusal(name)

    def write(self, name, content):
        with open(self.file(name), "wb") as file:
            file.write(content)

    def test_another_architecture(self):
        resnet = {"conv1.weight": torch.zeros(64, 3, 7, 7), "layer1.0.conv1.weight": torch.zeros(64, 64, 1, 1)}
        torch.save(resnet, self.file("resnet50.pth"))
        run = self.run_script("export_vgg19.py", "resnet50.pth", "-o", "out.pt")
        self.expect_failure(run, "resnet50.pth: not a VGG16 or VGG19: expected features.0.weight of shape 64x3x3x3, "
                                 "found conv1.weight 64x3x7x7")
        alexnet = {"features.0.weight": torch.zeros(64, 3, 11, 11), "features.0.bias": torch.zeros(64)}
        self.assertIn("found features.0.weight 64x3x11x11", self.refusal_of(alexnet))
        for network, batch_norm in (("A", False), ("B", False), ("B", True)):
            self.assertIn("not a VGG16 or VGG19", self.refusal_of(slim_state_dict(network, batch_norm)))

    def test_missing_and_surplus_layers(self):
        for name in ("features.0.weight", "features.16.weight", "features.34.bias"):
            state = slim_state_dict()
            del state[name]
            self.assertIn(f"expected {name} of shape", self.refusal_of(state))
        state = slim_state_dict()
        state["features.36.weight"] = torch.zeros(1).expand(512, 512, 3, 3)
        self.assertIn("found features.36.weight 512x512x3x3", self.refusal_of(state))
        self.assertIn("found nothing", self.refusal_of({}))
        self.assertIn("found state_dict", self.refusal_of({"state_dict": slim_state_dict()}))

    def test_gaps_in_named_arrays(self):
        arrays = {f"{name}.{part}": np.zeros(shape, np.float32)
                  for name, shape in (("conv1_1", (64, 3, 3, 3)), ("conv2_1", (128, 64, 3, 3)))
                  for part, shape in (("weight", shape), ("bias", shape[:1]))}
        np.savez(self.file("gap.npz"), **arrays)
        self.assertIn("expected conv1_2 after conv1_1, found conv2_1.weight", self.refusal("gap.npz"))
        np.savez(self.file("part.npz"), **{"conv1_1.weight": arrays["conv1_1.weight"]})
        self.assertIn("expected conv1_1.bias of shape 64, found none", self.refusal("part.npz"))
        np.savez(self.file("other.npz"), x=np.zeros(3))
        self.assertIn("expected conv1_1.weight of shape 64x3x3x3, found x", self.refusal("other.npz"))

    def test_values_that_are_not_finite_or_no_numbers(self):
        for value in (float("nan"), float("inf")):
            state = slim_state_dict()
            state["features.2.bias"] = torch.full((64,), value)
            self.assertIn("features.2.bias holds values that are not finite", self.refusal_of(state))
        state["features.2.bias"] = torch.zeros(64, dtype=torch.int64)
        self.assertIn("found features.2.bias 64 (int64)", self.refusal_of(state))

    def test_values_too_large_for_16_bits(self):
        state = slim_state_dict()
        state["features.2.weight"] = torch.full((1,), 1e6).expand(64, 64, 3, 3)
        torch.save(state, self.file("vgg19-dcbb9e9d.pth"))
        run = self.run_script("export_vgg19.py", "vgg19-dcbb9e9d.pth", "-o", "out.pt", "--half")
        self.expect_failure(run, "vgg19-dcbb9e9d.pth: conv1_2", "16 bits")

    def test_truncated_files(self):
        torch.save(slim_state_dict(), self.file("new.pth"))
        torch.save(slim_state_dict(), self.file("old.pth"), _use_new_zipfile_serialization=False)
        np.savez(self.file("arrays.npz"), x=np.zeros(1000))
        if h5py is not None:
            with h5py.File(self.file("keras.h5"), "w") as file:
                file["block1_conv1/kernel:0"] = np.zeros((3, 3, 3, 64))
        for name in ("new.pth", "old.pth", "arrays.npz", "keras.h5"):
            if not os.path.exists(self.file(name)):
                continue
            with open(self.file(name), "rb") as file:
                content = file.read()
            for size in (0, 1, 100, len(content) // 2, len(content) - 30):
                self.write("cut", content[:size])
                self.assertRegex(self.refusal("cut"), "truncated|empty|no file of weights|cannot be read")

    def test_damaged_and_foreign_files(self):
        for content in (b"hello\n", b"<html>404</html>", b"\x80\x02garbage", b"PK\x03\x04garbage", bytes(1000)):
            self.write("file.pth", content)
            self.refusal("file.pth")
        np.savez(self.file("flipped.npz"), **{"conv1_1.weight": np.ones((64, 3, 3, 3))})
        with open(self.file("flipped.npz"), "r+b") as file:
            file.seek(2000)
            file.write(b"????")
        self.assertIn("cannot be read", self.refusal("flipped.npz"))
        self.assertIn("no such file", self.refusal("absent.pth"))
        os.mkdir(self.file("folder"))
        self.assertIn("is a folder", self.refusal("folder"))

    def test_pickles_of_more_than_tensors_are_not_run(self):
        self.assertIn("state_dict()", self.refusal_of(torch.nn.Sequential(torch.nn.ReLU())))
        self.assertIn("state_dict()", self.refusal_of([torch.zeros(1)]))
        self.refusal_of({"features.0.weight": Evil()})
        for protocol, answer in ((4, "cannot be read"), (2, "tensors only, found a pickled")):
            with open(self.file("plain.pth"), "wb") as file:
                pickle.dump(Evil(), file, protocol)
            run = self.run_script("export_vgg19.py", "plain.pth", "-o", "out.pt")
            self.expect_failure(run, "plain.pth: ", answer)
        self.assertFalse(os.path.exists(self.file("code_was_run")) or os.path.exists("code_was_run"))

    def test_what_either_pytorch_says_of_other_classes_is_understood(self):
        for message in ("Weights only load failed. ... WeightsUnpickler error: Unsupported class posix.system",
                        "Weights only load failed. ...\n\tWeightsUnpickler error: Unsupported global: GLOBAL posix.system "
                        "was not an allowed global by default. Please use ...",
                        "... Trying to load unsupported GLOBAL posix.system whose module posix is blocked."):
            self.assertEqual(vgg_source.UNSUPPORTED.search(message)[1], "posix.system")

    def test_torchscript_is_not_run(self):
        """PyTorch 1.13 would pass it to torch.jit.load, even with weights_only, and that calls __setstate__."""
        script = torch.jit.script(Scripted(self.file("code_was_run")))
        torch.jit.save(script, self.file("script.pth"))
        run = self.run_script("export_vgg19.py", "script.pth", "-o", "out.pt")
        self.expect_failure(run, "script.pth: is a TorchScript file, which holds code")
        # The same, but bypassing the check of the archive's names.
        with self.assertRaisesRegex(Refusal, "is a TorchScript file"):
            vgg_source.read_pth(self.file("script.pth"))
        self.assertFalse(os.path.exists(self.file("code_was_run")))

    def test_archives_that_unpack_to_gigabytes(self):
        with zipfile.ZipFile(self.file("bomb.npz"), "w", zipfile.ZIP_DEFLATED) as archive:
            with archive.open("conv1_1.weight.npy", "w", force_zip64=True) as entry:
                for _ in range(40):
                    entry.write(bytes(64 << 20))
        self.assertIn("2560 MiB when unpacked", self.refusal("bomb.npz"))

    def test_a_pipe_is_not_waited_for(self):
        os.mkfifo(self.file("pipe.pth"))
        self.assertIn("no regular file", self.refusal("pipe.pth"))

    def test_tensors_of_other_kinds(self):
        sparse = {**slim_state_dict(), "features.0.bias": torch.zeros(64).to_sparse()}
        self.assertIn("features.0.bias is a tensor of another kind", self.refusal_of(sparse))
        complex_numbers = {**slim_state_dict(), "features.0.bias": torch.zeros(64, dtype=torch.complex64)}
        self.assertIn("found features.0.bias 64 (complex64)", self.refusal_of(complex_numbers))

    @unittest.skipIf(h5py is None, "needs Debian's python3-h5py")
    def test_keras_files_hold_their_own_numbers(self):
        """HDF5 can use the bytes of any other file as an array."""
        self.write("secret", bytes(range(64)) * 4)
        with h5py.File(self.file("external.h5"), "w") as file:
            file.create_dataset("block1_conv1/bias:0", (64,), "f4", external=[(self.file("secret"), 0, 256)])
        self.assertIn("no array of numbers within the file", self.refusal("external.h5"))
        with h5py.File(self.file("huge.h5"), "w") as file:
            file.create_dataset("block1_conv1/bias:0", (1 << 40,), "f4", chunks=(1 << 20,), compression="gzip")
        self.assertIn("no array of numbers within the file", self.refusal("huge.h5"))
        name = "vgg19_weights_tf_dim_ordering_tf_kernels_notop.h5"
        os.rename(self.file("huge.h5"), self.file(name))
        self.assertIn("another MD5", self.refusal(name))


class Output(ScriptTest):
    def test_usage_errors(self):
        self.expect_failure(self.run_script("export_vgg19.py"), "FILE", "--help", code=2)
        self.expect_failure(self.run_script("export_vgg19.py", "a.pth"), "-o/--output", code=2)
        with open(self.file("a.pth"), "w", encoding="utf-8"):
            pass
        self.expect_failure(self.run_script("export_vgg19.py", "a.pth", "-o", "./a.pth"), "-o", code=2)
        run = self.run_script("export_vgg19.py", "a.pth", "-o", "b", "--pooling", "mean")
        self.expect_failure(run, "--pooling", code=2)

    def test_places_that_cannot_be_written(self):
        for output in ("absent/out.pt", self.folder, "/dev/null"):
            self.expect_failure(self.run_script("export_vgg19.py", "a.pth", "-o", output), output)

    def test_a_result_that_differs_is_not_written(self):
        torch.save(slim_state_dict(), self.file("vgg19-dcbb9e9d.pth"))
        source = vgg_source.read_source(self.file("vgg19-dcbb9e9d.pth"))
        weights = dict(list(source.weights.items())[:3])
        with open(self.file("kept"), "w", encoding="utf-8") as file:
            file.write("old")

        def check(path):
            source.weights = {**weights, "conv2_1": (weights["conv2_1"][0] * 1.01, weights["conv2_1"][1])}
            source.relu_outputs = lambda x, pooling: vgg_source.plain_outputs(source.weights, x, pooling)
            self.assertGreater(export_vgg19.largest_difference(path, source, "max"), export_vgg19.LIMIT)
            raise Refusal("differs")

        with self.assertRaises(Refusal):
            vgg_file.write_model(self.file("kept"), weights, "max", vgg_file.PREPROCESSING["caffe"], check=check)
        self.assertEqual(sorted(os.listdir(self.folder)), ["kept", "vgg19-dcbb9e9d.pth"])
        with open(self.file("kept"), encoding="utf-8") as file:
            self.assertEqual(file.read(), "old")


if __name__ == "__main__":
    unittest.main()
