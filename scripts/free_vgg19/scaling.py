"""From trained layers to the weights of a model file: random deeper layers, all layers at the same scale."""
import numpy as np
import torch
from PIL import Image

import vgg_file

LAST = "conv5_1"
RAISED = 0.5  # added to each random channel before the ReLU, in standard deviations of the channel
LONGEST_SIDE = 384  # of the pictures that set the scale


def complete(weights, first_random, seed):
    """The weights up to LAST, and the names of the layers with random weights (He et al. 2015): those from
    `first_random` on, and those that are not given.

    Random combinations of all channels at nine places, most of which pass the ReLU, keep nearly all
    second-order statistics of the layer below. Their Gram matrix may therefore contain more about a style than that
    of the sparser features from a short training; models/README.md has figures."""
    generator = torch.Generator().manual_seed(seed)
    result, drawn = {}, set()
    for name, inputs, channels in vgg_file.layer_shapes("VGG19"):
        random = torch.randn(channels, inputs, 3, 3, generator=generator) * (2 / (9 * inputs)) ** 0.5
        if name >= first_random or name not in weights:
            drawn.add(name)
        result[name] = (random, torch.zeros(channels)) if name in drawn else weights[name]
        if name == LAST:
            return result, drawn


def load_picture(path):
    """[1, 3, H, W], RGB in 0..1."""
    image = Image.open(path).convert("RGB")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.LANCZOS)
    return torch.from_numpy(np.asarray(image).astype(np.float32) / 255).permute(2, 0, 1)[None]


def channel_deviation(maps):
    """The standard deviation of each channel over all positions of all pictures."""
    return torch.cat([m.flatten(2)[0] for m in maps], 1).std(1)


def scale_to_mean_one(weights, drawn, pictures):
    """Raises the channels of the layers `drawn` by RAISED, and scales each layer so that its mean activation over
    the pictures is 1, given that the layer before was scaled. Later layers undo the scale of earlier ones: losses
    are relative, so nothing changes but that 16 bits hold the weights."""
    maps = [vgg_file.preprocessed(load_picture(p), vgg_file.PREPROCESSING["caffe"]) for p in pictures]
    factor, block, scaled = 1.0, "1", {}
    for name, (weight, bias) in weights.items():
        if name[4] != block:
            maps, block = [torch.nn.functional.avg_pool2d(m, 2) for m in maps], name[4]
        weight = weight / factor  # undo the factor of the previous layer
        maps = [torch.conv2d(m, weight, bias, padding=1) for m in maps]
        if name in drawn:
            raised = RAISED * channel_deviation(maps)
            bias, maps = bias + raised, [m + raised.view(1, -1, 1, 1) for m in maps]
        maps = [m.relu_() for m in maps]
        scale = 1 / float(torch.stack([m.mean() for m in maps]).mean())
        maps = [m * scale for m in maps]
        scaled[name] = (weight * scale, bias * scale)
        factor = scale
    return scaled
