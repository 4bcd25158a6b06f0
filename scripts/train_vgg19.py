#!/usr/bin/env python3
"""Trains the model in the box, models/vgg19-free.pt, from pictures that may be used freely.

usage: train_vgg19.py tiles FOLDER -o tiles.npy
       train_vgg19.py train tiles.npy -o checkpoint.pt [--start FILE] [--blocks N] [--freeze N] [--steps N] ...
       train_vgg19.py export FILE PICTURE... -o models/vgg19-free.pt

`tiles` cuts the pictures under FOLDER (unpacked Debian packages; models/README.md lists them) into tiles.
`train` trains the first blocks of VGG19: each step predicts, from the features at the end of each block and with
a linear map, fixed texture maps of random crops, and which tile a crop came from. A checkpoint is written now
and then; the same command goes on from it. The same tiles, options, threads and machine give the same bits.
`export` folds batch norm, gives the layers from --random-from on random weights, scales every layer to a mean
activation of 1 over the PICTUREs and writes a model file.
Needs Debian's python3-torch, python3-numpy and python3-pil.
"""
import argparse
import os
import pathlib
import sys
import time

import numpy as np
import torch

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent / "free_vgg19"))
import scaling  # noqa: E402
import tiles  # noqa: E402
import training  # noqa: E402
import vgg_file  # noqa: E402
from command_line import Parser, Refusal, run  # noqa: E402

# The settings with which the pictures in models/README.md were evaluated.
DEFAULTS = {"version": 2, "content_layers": {"relu3_1": 1},
            "style_layers": {"relu1_1": 1, "relu2_1": 1, "relu3_1": 1, "relu3_4": 1},
            "content_weight": 1, "style_weight": 400, "tv_weight": 0.3, "octave_weights": [1, 0.5, 0.25]}
ORIGIN = {"weights": "made for stylize from freely licensed pictures", "licence": "MIT"}

LAYERS = [name for name, _, _ in vgg_file.layer_shapes("VGG19")]


def weights_of(path):
    """name -> (weight, bias) of an .npz, of a model file or of a checkpoint."""
    if path.endswith(".npz"):
        with np.load(path) as arrays:
            names = [n[:-len(".weight")] for n in arrays if n.endswith(".weight")]
            return {n: tuple(torch.from_numpy(arrays[n + "." + part]) for part in ("weight", "bias")) for n in names}
    try:
        convolutions = [m for m in vgg_file.load_layers(path) if hasattr(m, "weight")]
        return {n: (m.weight.detach(), m.bias.detach()) for n, m in zip(LAYERS, convolutions)}
    except Refusal:
        return training.folded(training.load_network(path))


def make_tiles(arguments):
    array = tiles.make_tiles(arguments.folder, arguments.seed)
    np.save(arguments.output, array)
    print(f"{arguments.output}: {len(array)} tiles")


def train(arguments):
    torch.set_num_threads(arguments.threads)
    array = np.load(arguments.tiles)[:arguments.most_tiles]
    run_ = training.Training(array, arguments.blocks, arguments.freeze, arguments.crop, arguments.batch,
                             arguments.steps, arguments.learning_rate, arguments.seed, arguments.device)
    if os.path.exists(arguments.output):
        run_.resume(arguments.output)
        print(f"{arguments.output}: going on after step {run_.step}")
    elif arguments.start:
        run_.start_from(weights_of(arguments.start))
    run_.set_training()
    began, first = time.time(), run_.step
    last = min(run_.steps, arguments.stop_after or run_.steps)
    while run_.step < last:
        run_.one_step()
        if run_.step % 25 == 0:
            pace = (time.time() - began) / (run_.step - first)
            print(f"step {run_.step}: {training.mean_log(run_)}, {pace:.2f} s a step", flush=True)
        if run_.step % arguments.save_every == 0:
            run_.save(arguments.output)
    run_.save(arguments.output)
    print(f"{arguments.output}: {run_.step} steps")


def export(arguments):
    with torch.no_grad():
        weights, drawn = scaling.complete(weights_of(arguments.trained), arguments.random_from, arguments.seed)
        weights = scaling.scale_to_mean_one(weights, drawn, arguments.pictures)
    vgg_file.write_model(arguments.output, weights, "average", vgg_file.PREPROCESSING["caffe"], DEFAULTS, half=True,
                         origin=ORIGIN)
    print(f"{arguments.output}: {len(weights)} convolutions")


def parse():
    parser = Parser(__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=argparse.ArgumentParser)
    command = commands.add_parser("tiles", help="cut pictures into tiles")
    command.add_argument("folder", metavar="FOLDER")
    command.set_defaults(action=make_tiles)
    command = commands.add_parser("train", help="train the first blocks")
    command.add_argument("tiles", metavar="tiles.npy")
    command.add_argument("--start", metavar="FILE", help=".npz, model file or checkpoint to take weights from")
    command.add_argument("--blocks", type=int, default=3, help="how many blocks the network has (default 3)")
    command.add_argument("--freeze", type=int, default=0, help="how many blocks stay as they are (default 0)")
    command.add_argument("--steps", type=int, default=900, help="steps in all (default 900)")
    command.add_argument("--crop", type=int, default=48, help="side of the crops, pixels (default 48)")
    command.add_argument("--batch", type=int, default=80, help="crops in a step (default 80)")
    command.add_argument("--most-tiles", type=int, default=8000, metavar="N", help="tiles that are used (default 8000)")
    command.add_argument("--learning-rate", type=float, default=0.03, help="at the start (default 0.03)")
    command.add_argument("--save-every", type=int, default=100, metavar="N", help="steps between checkpoints")
    command.add_argument("--stop-after", type=int, metavar="N", help="end early, after step N; go on later")
    command.add_argument("--threads", type=int, default=2, help="threads (default 2)")
    command.add_argument("--device", default="cpu", help="cpu, cuda or cuda:N (default cpu)")
    command.set_defaults(action=train)
    command = commands.add_parser("export", help="write a model file")
    command.add_argument("trained", metavar="FILE", help="checkpoint, .npz or model file")
    command.add_argument("pictures", nargs="+", metavar="PICTURE")
    command.add_argument("--random-from", default="conv3_4", metavar="LAYER", choices=LAYERS,
                         help="first layer whose weights are random even if it was trained (default conv3_4)")
    command.set_defaults(action=export)
    for command in commands.choices.values():
        command.add_argument("-o", "--output", required=True, metavar="FILE")
        command.add_argument("--seed", type=int, default=19)
    return parser.parse_args()


def main():
    arguments = parse()
    arguments.action(arguments)


if __name__ == "__main__":
    run(main)
