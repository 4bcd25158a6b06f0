"""scripts/train_vgg19.py: short runs on the sample pictures, interrupted and not, and their results."""
import os
import shutil
import sys
import unittest

from script_test import SCRIPTS, ScriptTest

import torch

sys.path.insert(0, os.path.join(SCRIPTS, "free_vgg19"))
import scaling  # noqa: E402
import vgg_file  # noqa: E402

SAMPLES = os.path.join(SCRIPTS, "..", "tests", "samples")
SHORT = ["--batch", "4", "--crop", "32", "--most-tiles", "20", "--threads", "1", "--save-every", "2"]


class Train(ScriptTest):
    def setUp(self):
        super().setUp()
        shutil.copytree(os.path.join(SAMPLES, "style"), self.file("pictures"))
        self.train("tiles", "pictures", "-o", "tiles.npy")

    def train(self, *arguments):
        run = self.run_script("train_vgg19.py", *arguments)
        self.expect_success(run)
        return run.stdout

    def weights(self, name):
        return torch.load(self.file(name))["network"]

    def test_a_run_repeats_bit_for_bit_also_when_it_was_interrupted(self):
        self.train("train", "tiles.npy", "-o", "whole.pt", "--steps", "4", *SHORT)
        self.train("train", "tiles.npy", "-o", "again.pt", "--steps", "4", *SHORT)
        self.train("train", "tiles.npy", "-o", "halves.pt", "--steps", "4", "--stop-after", "2", *SHORT)
        self.assertIn("going on after step 2",
                      self.train("train", "tiles.npy", "-o", "halves.pt", "--steps", "4", *SHORT))
        whole = self.weights("whole.pt")
        for name in ("again.pt", "halves.pt"):
            other = self.weights(name)
            for key, value in whole.items():
                self.assertTrue(torch.equal(value, other[key]), f"{name}: {key}")

    def test_what_was_trained_becomes_a_model_file(self):
        picture = os.path.join(SAMPLES, "content", "lighthouse.jpg")
        box = os.path.join(SCRIPTS, "..", "models", "vgg19-free.pt")
        self.train("train", "tiles.npy", "-o", "a.pt", "--start", box, "--steps", "1",
                   "--blocks", "2", "--freeze", "1", *SHORT)
        self.train("export", "a.pt", picture, "-o", "model.pt")
        layers = [m for m in vgg_file.load_layers(self.file("model.pt")) if hasattr(m, "weight")]
        shapes = [list(m.weight.shape[:2]) for m in layers]
        expected = [[outputs, inputs] for _, inputs, outputs in vgg_file.layer_shapes("VGG19")][:13]
        self.assertEqual(shapes, expected)

    def test_random_layers_are_raised_and_every_layer_has_mean_activation_one(self):
        picture = os.path.join(SAMPLES, "content", "lighthouse.jpg")
        box = os.path.join(SCRIPTS, "..", "models", "vgg19-free.pt")
        self.train("export", box, picture, "-o", "model.pt", "--random-from", "conv3_2", "--seed", "3")
        modules = vgg_file.load_layers(self.file("model.pt"))
        pixels = vgg_file.preprocessed(scaling.load_picture(picture), vgg_file.PREPROCESSING["caffe"])
        with torch.no_grad():
            outputs = vgg_file.relu_outputs(modules, pixels)
            for output in outputs:
                self.assertAlmostEqual(float(output.mean()), 1, delta=0.02)
            convolution = [m for m in modules if hasattr(m, "weight")][5]  # conv3_2
            bare = torch.conv2d(outputs[4], convolution.weight, padding=1)
            self.assertTrue(torch.allclose(convolution.bias, 0.5 * bare.flatten(2)[0].std(1), rtol=0.01))

    def test_trained_layers_keep_what_they_do(self):
        picture = os.path.join(SAMPLES, "content", "lighthouse.jpg")
        box = os.path.join(SCRIPTS, "..", "models", "vgg19-free.pt")
        self.train("export", box, picture, "-o", "model.pt", "--random-from", "conv3_2")
        pixels = vgg_file.preprocessed(scaling.load_picture(picture), vgg_file.PREPROCESSING["caffe"])
        with torch.no_grad():
            before, after = (vgg_file.relu_outputs(vgg_file.load_layers(path), pixels)
                             for path in (box, self.file("model.pt")))
        for one, other in zip(before[:5], after[:5]):
            scaled = other * float(one.mean() / other.mean())
            self.assertLess(float((scaled - one).norm() / one.norm()), 2e-3)  # 16 bits


if __name__ == "__main__":
    unittest.main()
