"""scripts/train_vgg19.py: short runs on the sample pictures, interrupted and not, and what comes out."""
import os
import shutil
import unittest

from script_test import SCRIPTS, ScriptTest

import torch

import vgg_file

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


if __name__ == "__main__":
    unittest.main()
