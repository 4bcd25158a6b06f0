#!/usr/bin/env python3
"""Makes models/vgg19-free.pt, the model in the box, from trained weights of the first blocks.

usage: make_free_vgg19.py BLOCKS.npz PICTURE... -o models/vgg19-free.pt

BLOCKS.npz holds conv1_1.weight, conv1_1.bias, ... for as many layers as were trained, for input in BGR,
0..255 minus (103.939, 116.779, 123.68). The layers that it lacks, up to conv5_1, get random weights
(He et al. 2015) from a fixed seed. Then every layer is scaled so that its mean activation after ReLU
over the PICTUREs is 1: later layers undo the scale of earlier ones, so the trained layers compute the
same as before up to that factor, and nothing overflows 16 bits.

The file is TorchScript, a sequence like torchvision's vgg19().features as far as relu5_1, weights in
16 bits, with preprocess.json inside. Needs Debian's python3-torch, python3-numpy and python3-pil.
"""
import argparse
import json

import numpy as np
import torch
from PIL import Image

BLOCKS = [2, 2, 4, 4, 1]  # convolutions in each block, as far as conv5_1
CHANNELS = [64, 128, 256, 512, 512]
MEAN = [103.939, 116.779, 123.68]
LONGEST_SIDE = 384  # of the pictures that set the scale
SEED = 19


def layer_shapes():
    inputs = 3
    for block, (count, channels) in enumerate(zip(BLOCKS, CHANNELS), 1):
        for number in range(1, count + 1):
            yield f"conv{block}_{number}", inputs, channels
            inputs = channels


def load_weights(path):
    """All layers' weights: those in the file, He's random ones for the rest."""
    generator = torch.Generator().manual_seed(SEED)
    weights = {}
    with np.load(path) as trained:
        for name, inputs, channels in layer_shapes():
            random = torch.randn(channels, inputs, 3, 3, generator=generator) * (2 / (9 * inputs)) ** 0.5
            if name + ".weight" in trained:
                weights[name] = [torch.from_numpy(trained[name + ".weight"]), torch.from_numpy(trained[name + ".bias"])]
            else:
                weights[name] = [random, torch.zeros(channels)]
    return weights


def load_picture(path):
    """[1, 3, H, W], BGR, 0..255 minus the mean."""
    image = Image.open(path).convert("RGB")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.LANCZOS)
    pixels = torch.from_numpy(np.asarray(image).astype(np.float32).copy()).permute(2, 0, 1)[None]
    return pixels.flip(1) - torch.tensor(MEAN).view(1, 3, 1, 1)


def scale_to_mean_one(weights, pictures):
    """Scales each layer so that its mean activation is 1, given that the layer before was scaled."""
    maps, factor, block = [load_picture(p) for p in pictures], 1.0, "1"
    for name, (weight, bias) in weights.items():
        if name[4] != block:
            maps, block = [torch.nn.functional.avg_pool2d(m, 2) for m in maps], name[4]
        weight = weight / factor  # undo what the layer before was multiplied with
        maps = [torch.conv2d(m, weight, bias, padding=1).relu_() for m in maps]
        scale = 1 / float(torch.stack([m.mean() for m in maps]).mean())
        maps = [m * scale for m in maps]
        weights[name] = [weight * scale, bias * scale]
        factor = scale
    return weights


def build(weights):
    layers, block = [], "1"
    for name, (weight, bias) in weights.items():
        if name[4] != block:
            layers.append(torch.nn.AvgPool2d(2, 2))  # the blocks were trained with average pooling
            block = name[4]
        convolution = torch.nn.Conv2d(weight.shape[1], weight.shape[0], 3, padding=1)
        with torch.no_grad():
            convolution.weight.copy_(weight)
            convolution.bias.copy_(bias)
        layers += [convolution, torch.nn.ReLU(inplace=True)]
    return torch.nn.Sequential(*layers).eval().half()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("blocks", metavar="BLOCKS.npz")
    parser.add_argument("pictures", nargs="+", metavar="PICTURE")
    parser.add_argument("-o", "--output", required=True, metavar="FILE")
    arguments = parser.parse_args()
    with torch.no_grad():
        weights = scale_to_mean_one(load_weights(arguments.blocks), arguments.pictures)
    preprocess = {"channels": "BGR", "scale": 255, "mean": MEAN, "std": [1, 1, 1]}
    torch.jit.script(build(weights)).save(arguments.output, _extra_files={"preprocess.json": json.dumps(preprocess)})
    print(f"{arguments.output}: {len(weights)} convolutions")


if __name__ == "__main__":
    main()
