#!/usr/bin/env python3
"""Converts a VGG19 or VGG16 to a model file for stylize: export_vgg19.py FILE -o models/vgg19.pt

FILE is one of
  a state dict of torchvision: vgg19, vgg16, vgg19_bn, vgg16_bn (batch norm is folded into the convolutions)
  a .pth of neural-style-pt, or one with the names conv1_1.weight, conv1_1.bias, ...
  Keras' weights without top, .h5 (needs python3-h5py)
  an .npz of arrays conv1_1.weight (outputs x inputs x 3 x 3), conv1_1.bias, ...; of VGG19 it may hold only
  the first layers

Only the feature layers travel. What the first convolution was trained on, recommended layers and weights, and, as
far as they are known, origin and licence go inside. The recommended pooling stands between the blocks. The result is
compared with the source's own forward before it gets its name.
Needs Debian's python3-torch and python3-torchvision.
"""
import os

import command_line
from command_line import Refusal

# Largest difference from the source's own forward, relative to the largest feature of the layer. 32 bits give
# 1e-6, also through batch norm; 16-bit weights 1e-3.
LIMIT, LIMIT_HALF = 1e-4, 1e-2
CHECKED_SIDE = 64  # pixels
ALL_BLOCKS = 5


def largest_difference(path, source, pooling):
    """The largest difference between the file's features and those of the source, over all layers, for a fixed noise
    picture."""
    import torch
    import vgg_file
    pixels = torch.rand(1, 3, CHECKED_SIDE, CHECKED_SIDE, generator=torch.Generator().manual_seed(1))
    x = vgg_file.preprocessed(pixels, vgg_file.PREPROCESSING[source.convention])
    with torch.no_grad():
        found = vgg_file.relu_outputs(vgg_file.load_layers(path), x.clone())
        expected = source.relu_outputs(x.clone(), pooling)
    if len(found) != len(source.weights):
        raise Refusal(f"{path}: has {len(found)} layers instead of {len(source.weights)}")
    return max(float((ours - theirs).abs().max() / theirs.abs().max().clamp_min(1e-30))
               for ours, theirs in zip(found, expected))


def convert(path, output, convention="auto", pooling=None, half=False, blocks=ALL_BLOCKS):
    """Writes the first `blocks` of a file of weights as the model file `output`, and prints a line about it.
    pooling=None means the recommended one."""
    command_line.require(torch="python3-torch", numpy="python3-numpy")
    command_line.check_writable(output)
    import vgg_file  # these import torch, which takes a second
    import vgg_source
    source = vgg_source.read_source(path, convention)
    source.weights = {name: layer for name, layer in source.weights.items() if int(name[4]) <= blocks}
    pooling = pooling or vgg_file.OFFICIAL["pooling"]
    measured = []

    def check(written):
        measured.append(largest_difference(written, source, pooling))
        if not measured[0] <= (LIMIT_HALF if half else LIMIT):
            raise Refusal(f"{output}: not written, its features differ by {measured[0]:.1e} from those of {path}")

    try:
        vgg_file.write_model(output, source.weights, pooling, vgg_file.PREPROCESSING[source.convention],
                             vgg_file.official_defaults(source.weights), half, check, source.origin)
    except Refusal as refusal:
        raise Refusal(str(refusal) if str(refusal).startswith(output) else f"{path}: {refusal}")
    print(f"{output}: {source.network} as far as {list(source.weights)[-1]}, input as {source.convention}, "
          f"{pooling} pooling, features within {measured[0]:.0e} of the source's")


def main():
    parser = command_line.Parser(__doc__)
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("-o", "--output", required=True, metavar="FILE")
    parser.add_argument("--convention", choices=["auto", "torchvision", "caffe", "caffe-rgb"], default="auto",
                        help="the input it was trained on: torchvision: RGB, normalized; caffe: BGR, 0..255 minus "
                        "the mean; caffe-rgb: RGB, the same; auto (default) knows published files")
    parser.add_argument("--pooling", choices=["max", "average"],
                        help="default: average, as recommended; max is what it was trained with")
    # All by default: users who convert their own file may want its deep layers, and nothing has to
    # be downloaded.
    parser.add_argument("--blocks", type=int, choices=range(1, ALL_BLOCKS + 1), default=ALL_BLOCKS,
                        help="how many blocks of layers to keep (default: all); the recommended layers are in three")
    parser.add_argument("--half", action="store_true", help="weights in 16 bits: half the size")
    arguments = parser.parse_args()
    if os.path.exists(arguments.output) and os.path.exists(arguments.file) \
            and os.path.samefile(arguments.file, arguments.output):
        parser.error(f"argument -o: {arguments.output} is the file to convert; name another")
    convert(arguments.file, arguments.output, arguments.convention, arguments.pooling, arguments.half,
            arguments.blocks)


if __name__ == "__main__":
    command_line.run(main)
