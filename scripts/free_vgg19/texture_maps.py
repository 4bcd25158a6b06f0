"""Fixed, analytic maps of a picture that linear probes on the features of the free VGG19 must predict.

Level k belongs to block k + 1 and has 1 / 2^k of the picture's resolution. A level holds the opponent colours;
rectified Gabor responses at the wavelength of the block (simple cells: edges and bars, with their polarity);
energies of finer Gabors; second-order energies, Gabors of energies (the borders of textures); and conjunctions,
geometric means of two maps at two places a little apart (corners, curves, junctions, an edge beside a colour).
Simple cells and energies: Jones and Palmer 1987, Adelson and Bergen 1985; second order: Bruna and Mallat 2013.
"""
import math

import torch
import torch.nn.functional as F

ORIENTATIONS = 8
WAVELENGTH = 3.5  # pixels of a level; seen from the picture 3.5, 7, 14, 28, 56
SMALL, LARGE = 7, 13  # sides of the Gabors; the large ones have twice the wavelength
OPPONENT = torch.tensor([[1, 1, 1], [1.0, -1, 0], [-0.5, -0.5, 1]]) / torch.tensor([[3.0], [2], [2]])
CONJUNCTIONS = (0, 48, 128, 192, 192)  # at each level


def gabor(wavelength, size, phase):
    """[ORIENTATIONS, 1, size, size], with zero mean and unit absolute sum."""
    radius = size // 2
    y, x = torch.meshgrid(torch.arange(-radius, radius + 1.0), torch.arange(-radius, radius + 1.0), indexing="ij")
    bank = []
    for orientation in range(ORIENTATIONS):
        angle = orientation * math.pi / ORIENTATIONS
        across, along = x * math.cos(angle) + y * math.sin(angle), -x * math.sin(angle) + y * math.cos(angle)
        sigma = wavelength * 0.5
        envelope = torch.exp(-(across ** 2 / (2 * sigma ** 2) + along ** 2 / (2 * (1.6 * sigma) ** 2)))
        kernel = envelope * torch.cos(2 * math.pi * across / wavelength + phase)
        kernel = kernel - kernel.mean()
        bank.append(kernel / kernel.abs().sum())
    return torch.stack(bank)[:, None]


def filtered(x, kernel):
    margin = kernel.shape[-1] // 2
    return F.conv2d(F.pad(x, (margin,) * 4, mode="reflect"), kernel)


def halved(x, times=1):
    return F.avg_pool2d(x, 2 ** times) if times else x


class TextureMaps:
    """Callable: pictures [B, 3, S, S], RGB around 0, to a list of `levels` tensors [B, C_k, S / 2^k, S / 2^k]."""

    def __init__(self, levels, seed, device="cpu"):
        self.levels = levels
        self.opponent = OPPONENT.to(device)
        self.even = gabor(WAVELENGTH, SMALL, 0.0).to(device)
        self.odd = gabor(WAVELENGTH, SMALL, math.pi / 2).to(device)
        self.odd_large = gabor(2 * WAVELENGTH, LARGE, math.pi / 2)[::2].to(device)
        self.generator = torch.Generator().manual_seed(seed)
        self.pairs = {}  # level -> (index of the first map, of the second, offsets); drawn once

    def __call__(self, x):
        colours = [torch.einsum("oc,bchw->bohw", self.opponent, x)]
        for _ in range(1, self.levels):
            colours.append(halved(colours[-1]))
        simple, energy = zip(*[self.responses(c[:, :1]) for c in colours])
        chroma = [self.chroma_energy(c) for c in colours]
        maps = []
        for level in range(self.levels):
            finer = range(max(0, level - 2), level)
            energies = [halved(e[f], level - f) for f in finer for e in (energy, chroma)]
            tinted = [filtered(colours[level][:, c:c + 1], self.odd) for c in (1, 2)]
            second = [self.second_order(energy[f], level - f) for f in finer]
            signed = [colours[level].relu(), (-colours[level]).relu()]
            pairs = self.conjunctions(torch.cat([simple[level], *energies, *signed], 1), level)
            maps.append(torch.cat([colours[level], simple[level], *tinted, *energies, *second, *pairs], 1))
        return maps

    def responses(self, light):
        """Simple cells of both polarities and phases, and energies."""
        even, odd = filtered(light, self.even), filtered(light, self.odd)
        return torch.cat([even.relu(), (-even).relu(), odd.relu(), (-odd).relu()], 1), (even ** 2 + odd ** 2 + 1e-4).sqrt()

    def chroma_energy(self, colours):
        parts = []
        for c in (1, 2):
            even, odd = (filtered(colours[:, c:c + 1], bank[::2]) for bank in (self.even, self.odd))
            parts.append((even ** 2 + odd ** 2 + 1e-4).sqrt())
        return torch.cat(parts, 1)

    def second_order(self, energy, times):
        """|Gabor of four orientations * energy of eight|, at half the resolution of the result's finer neighbour."""
        near = halved(energy, times - 1)
        flat = near.reshape(-1, 1, *near.shape[2:])
        response = filtered(flat, self.odd_large).abs().reshape(len(near), -1, *near.shape[2:])
        return halved(response)

    def conjunctions(self, maps, level):
        count = CONJUNCTIONS[level]
        if not count:
            return []
        if level not in self.pairs:
            first = torch.randint(maps.shape[1], (count,), generator=self.generator)
            second = torch.randint(maps.shape[1], (count,), generator=self.generator)
            angle = torch.rand(count, generator=self.generator) * 2 * math.pi
            distance = 1 + 2 * torch.rand(count, generator=self.generator)
            offsets = [(int(round(float(d * torch.sin(a)))), int(round(float(d * torch.cos(a))))) for d, a in zip(distance, angle)]
            self.pairs[level] = (first, second, offsets)
        first, second, offsets = self.pairs[level]
        moved = torch.stack([torch.roll(maps[:, s], o, (1, 2)) for s, o in zip(second.tolist(), offsets)], 1)
        return [(maps[:, first] * moved + 1e-6).sqrt()]
