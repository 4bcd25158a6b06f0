"""Training the network: convolutions with batch norm, probes, steps, checkpoints."""
import math
import os

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from texture_maps import TextureMaps
from vgg_file import CHANNELS

CONVOLUTIONS = (2, 2, 4, 4, 1)  # in each block, up to conv5_1
MEAN = (123.68, 116.779, 103.939)  # RGB, 0..255
STD = 58.0
BORDER = 3  # ignored border of a map, at least as wide as the offsets of conjunctions, which wrap around
DROPOUT = 0.2


class Unit(nn.Module):
    """Convolution, batch norm, ReLU."""

    def __init__(self, inputs, outputs):
        super().__init__()
        self.convolution = nn.Conv2d(inputs, outputs, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(outputs)
        nn.init.kaiming_normal_(self.convolution.weight, nonlinearity="relu")

    def forward(self, x):
        return F.relu(self.norm(self.convolution(x)), inplace=True)


class Blocks(nn.Module):
    """conv1_1 ... of the first `count` blocks; average pooling between blocks."""

    def __init__(self, count):
        super().__init__()
        inputs = 3
        blocks = []
        for convolutions, channels in zip(CONVOLUTIONS[:count], CHANNELS):
            units = []
            for _ in range(convolutions):
                units.append(Unit(inputs, channels))
                inputs = channels
            blocks.append(nn.Sequential(*units))
        self.blocks = nn.ModuleList(blocks)

    def forward(self, x):
        """The last features of each block."""
        ends = []
        for block in self.blocks:
            x = block(F.avg_pool2d(x, 2) if ends else x)
            ends.append(x)
        return ends

    def named_units(self):
        for b, block in enumerate(self.blocks, 1):
            for n, unit in enumerate(block, 1):
                yield f"conv{b}_{n}", unit


def crops(tiles, batch, size):
    """Random crops [batch, 3, size, size] of tiles, scaled, turned, mirrored and tinted, and the tiles' numbers."""
    device = tiles.device
    index = torch.randint(0, len(tiles), (batch,))
    x = tiles[index.to(device)].permute(0, 3, 1, 2).float() - torch.tensor(MEAN, device=device).view(1, 3, 1, 1)
    scale = torch.empty(batch).uniform_(0.6 * size / tiles.shape[1], 0.95)
    angle = torch.randn(batch) * 0.3
    mirror = (torch.rand(batch) < 0.5).float() * 2 - 1
    x_shift, y_shift = ((torch.rand(batch) * 2 - 1) * (1 - scale) for _ in range(2))
    theta = torch.stack([torch.stack([scale * torch.cos(angle) * mirror, -scale * torch.sin(angle), x_shift], 1),
                         torch.stack([scale * torch.sin(angle) * mirror, scale * torch.cos(angle), y_shift], 1)], 1)
    grid = F.affine_grid(theta.to(device), (batch, 3, size, size), align_corners=False)
    x = F.grid_sample(x, grid, mode="bilinear", padding_mode="reflection", align_corners=False)
    gain, tint = torch.empty(batch, 1, 1, 1).uniform_(0.7, 1.5), torch.empty(batch, 3, 1, 1).uniform_(-25, 25)
    return (x * gain.to(device) + tint.to(device)) / STD, index.to(device)


class Training:
    """Everything that changes from step to step and goes into a checkpoint."""

    def __init__(self, tiles, blocks, frozen, size, batch, steps, learning_rate, seed, device):
        torch.manual_seed(seed)
        self.size, self.batch, self.steps, self.learning_rate, self.device = size, batch, steps, learning_rate, device
        self.tiles = torch.from_numpy(tiles).to(device)
        self.frozen, self.step, self.log = frozen, 0, []
        self.network = Blocks(blocks).to(device, memory_format=torch.channels_last)
        self.maps = TextureMaps(blocks, seed, device)
        counts = [m.shape[1] for m in self.maps(torch.zeros(2, 3, size, size, device=device))]
        self.probes = nn.ModuleList(nn.Conv2d(c, n, 1) for c, n in zip(CHANNELS, counts)).to(device)
        self.norms = nn.ModuleList(nn.BatchNorm2d(n, affine=False) for n in counts).to(device)
        self.head = nn.Linear(2 * CHANNELS[blocks - 1], len(tiles)).to(device)
        for block in self.network.blocks[:frozen]:
            block.requires_grad_(False)
        trained = [p for m in (self.network, self.head, self.probes) for p in m.parameters() if p.requires_grad]
        self.optimizer = torch.optim.SGD(trained, lr=learning_rate, momentum=0.9, weight_decay=5e-4, nesterov=True)

    def set_training(self):
        self.network.train()
        for block in self.network.blocks[:self.frozen]:
            block.eval()

    def rate(self):
        warm = min(1, (self.step + 1) / 60)
        return max(1e-4, self.learning_rate * warm * 0.5 * (1 + math.cos(math.pi * self.step / self.steps)))

    def one_step(self):
        for group in self.optimizer.param_groups:
            group["lr"] = self.rate()
        x, index = crops(self.tiles, self.batch, self.size)
        with torch.no_grad():
            targets = [norm(m) for norm, m in zip(self.norms, self.maps(x))]
        ends = self.network(x.contiguous(memory_format=torch.channels_last))
        dense = []
        for level in range(self.frozen, len(ends)):
            border = min(BORDER, (ends[level].shape[-1] - 1) // 2)
            error = (self.probes[level](ends[level]) - targets[level])[..., border:-border, border:-border]
            dense.append(error.square().mean())
        pooled = torch.cat([ends[-1].mean((2, 3)), ends[-1].amax((2, 3))], 1)
        instance = F.cross_entropy(self.head(F.dropout(pooled, DROPOUT, True)), index)
        self.optimizer.zero_grad()
        (2 * sum(dense) + 0.5 * instance).backward()
        nn.utils.clip_grad_norm_(self.network.parameters(), 5.0)
        self.optimizer.step()
        self.step += 1
        self.log.append([d.item() for d in dense] + [instance.item()])

    def state(self):
        modules = {n: getattr(self, n).state_dict() for n in ("network", "probes", "norms", "head", "optimizer")}
        modules["optimizer"] = without_floats(modules["optimizer"])
        return {**modules, "step": self.step, "random": torch.get_rng_state()}

    def save(self, path):
        torch.save(self.state(), path + ".part")
        os.replace(path + ".part", path)

    def resume(self, path):
        state = torch.load(path, map_location=self.device, weights_only=True)
        state["optimizer"] = with_floats(state["optimizer"])
        for name in ("network", "probes", "norms", "head", "optimizer"):
            getattr(self, name).load_state_dict(state[name])
        self.step = state["step"]
        torch.set_rng_state(state["random"].cpu())

    def start_from(self, weights):
        """Starts from folded convolutions (BGR, 0..255 minus the mean) for the layers that are given."""
        x, _ = crops(self.tiles, 96, self.size)
        x = x.contiguous(memory_format=torch.channels_last)
        with torch.no_grad():
            for name, unit in self.network.named_units():
                if name not in weights:
                    return
                if name.endswith("_1") and name != "conv1_1":
                    x = F.avg_pool2d(x, 2)
                weight, bias = (part.to(self.device, torch.float32) for part in weights[name])
                if name == "conv1_1":
                    weight = weight[:, [2, 1, 0]] * STD
                x = adopt(unit, weight, bias, x)


def mapped(value, change):
    """`change` applied to everything within dictionaries, lists and tuples."""
    if isinstance(value, dict):
        return {key: mapped(entry, change) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return type(value)(mapped(entry, change) for entry in value)
    return change(value)


def without_floats(state):
    """With weights_only, PyTorch 1.13 reads only integers and tensors: floats become 64-bit tensors, which nothing else
    here is."""
    return mapped(state, lambda value: torch.tensor(value, dtype=torch.float64) if isinstance(value, float) else value)


def with_floats(state):
    return mapped(state, lambda value: value.item() if getattr(value, "dtype", None) == torch.float64 else value)


def adopt(unit, weight, bias, x):
    """Loads a convolution with bias into a unit: batch norm starts as the identity for the input x."""
    unit.convolution.weight.copy_(weight)
    outputs = F.conv2d(x, weight, padding=1)
    variance, mean = torch.var_mean(outputs, (0, 2, 3), unbiased=False)
    unit.norm.running_mean.copy_(mean)
    unit.norm.running_var.copy_(variance)
    unit.norm.weight.copy_(variance.sqrt())
    unit.norm.bias.copy_(mean + bias)
    return F.relu(outputs + bias.view(1, -1, 1, 1))


def load_network(path):
    """The network of a checkpoint."""
    state = torch.load(path, map_location="cpu", weights_only=True)["network"]
    network = Blocks(1 + max(int(key.split(".")[1]) for key in state))
    network.load_state_dict(state)
    return network


def folded(network):
    """name -> (weight, bias) without batch norm, for BGR, 0..255 minus the mean."""
    weights = {}
    for name, unit in network.named_units():
        scale = unit.norm.weight / torch.sqrt(unit.norm.running_var + unit.norm.eps)
        weight = unit.convolution.weight * scale.view(-1, 1, 1, 1)
        if name == "conv1_1":
            weight = weight[:, [2, 1, 0]] / STD
        weights[name] = (weight.detach().cpu().contiguous(), (unit.norm.bias - unit.norm.running_mean * scale).detach().cpu())
    return weights


def mean_log(training, last=50):
    return " ".join(f"{v:.3f}" for v in np.mean(training.log[-last:], 0))
