#!/usr/bin/env python3
"""Sample style picture: autumn trees by the water, laid on with a palette knife.

Broad, square-ended slabs of saturated paint, each with a raised rim, follow a
colour sketch of an avenue, a pond and far hills; the relief is lit at the end.
"""
import sys

import cv2
import numpy as np

from strokes import StrokeCanvas, save_jpeg, smooth_noise

WIDTH, HEIGHT = 1024, 800
SEED = 77
HORIZON = 452

FOLIAGE = [
    (0.93, 0.42, 0.06), (0.98, 0.60, 0.08), (0.83, 0.17, 0.08), (0.97, 0.76, 0.18),
    (0.68, 0.09, 0.12), (0.90, 0.30, 0.10), (0.55, 0.10, 0.26),
]
# Trunk foot x, foot y, height, crown radius.
TREES = [
    (655, 472, 170, 52), (372, 488, 215, 66), (752, 496, 290, 84), (468, 470, 140, 42),
    (905, 545, 430, 128), (262, 524, 340, 98), (98, 590, 520, 150),
]


def pick(colours, random):
    return np.array(colours[random.integers(len(colours))], np.float32)


def ellipse(sketch, centre, size, colour, turn=0.0):
    cv2.ellipse(sketch, (int(centre[0]), int(centre[1])), (int(size[0]), int(size[1])), turn, 0, 360,
                [float(part) for part in colour], -1)


def sky_and_hills(random):
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    down = np.clip(rows / HORIZON, 0, 1)[..., None]
    sky = (1 - down) * np.array((0.05, 0.42, 0.58)) + down * np.array((0.98, 0.80, 0.52))
    cloud = np.clip(smooth_noise(random, HEIGHT, WIDTH, 130), -1.5, 1.5)[..., None]
    sketch = np.where(cloud > 0.55, np.array((0.97, 0.84, 0.74)), sky)
    sketch = np.where(cloud < -0.75, np.array((0.16, 0.58, 0.66)), sketch)
    sketch = np.where((cloud > 0.15) & (cloud < 0.3), np.array((0.62, 0.50, 0.72)), sketch)
    for base, swing, colour in ((380, 40, (0.42, 0.34, 0.66)), (415, 26, (0.20, 0.40, 0.52))):
        ridge = base - swing * np.sin(columns / 150.0 + base) - 0.6 * swing * np.sin(columns / 61.0)
        tone = 1 + 0.16 * smooth_noise(random, HEIGHT, WIDTH, 45)[..., None]
        sketch = np.where((rows > ridge)[..., None], np.array(colour) * tone, sketch)
    return np.ascontiguousarray(sketch, np.float32)


def water(sketch, random):
    """Reflects everything above the horizon, broken into bands."""
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    shake = 9 * np.sin(rows / 7.0) + 13 * smooth_noise(random, HEIGHT, WIDTH, 40)
    mirrored = cv2.remap(sketch, columns + shake, np.clip(2 * HORIZON - rows, 0, HEIGHT - 1) * 1.0, cv2.INTER_LINEAR,
                         borderMode=cv2.BORDER_REFLECT)
    tone = np.array((0.72, 0.80, 0.98))
    glints = smooth_noise(random, HEIGHT, WIDTH, 60)
    mirrored = mirrored * tone
    mirrored = np.where((glints > 1.0)[..., None], np.array((0.08, 0.50, 0.60)), mirrored)
    mirrored = np.where((glints < -1.15)[..., None], np.array((0.26, 0.16, 0.46)), mirrored)
    below = (rows > HORIZON)[..., None]
    return np.ascontiguousarray(np.where(below, mirrored, sketch), np.float32)


def draw_tree(sketch, random, x, foot, height, radius, upright=None):
    trunk = max(8, radius // 6)
    top = foot - height
    for lean in (-0.35, 0.0, 0.32):
        end = (int(x + lean * radius * 1.4), int(top + radius * 0.5))
        cv2.line(sketch, (x, int(foot - height * 0.3)), end, (0.20, 0.08, 0.18), max(3, trunk // 2))
    cv2.line(sketch, (x, foot), (x, int(top + radius)), (0.19, 0.07, 0.20), trunk)
    cv2.line(sketch, (x - trunk // 3, foot), (x - trunk // 3, int(top + radius)), (0.85, 0.45, 0.30), max(2, trunk // 3))
    if upright is not None:
        cv2.line(upright, (x, foot), (x, int(top + radius * 1.5)), 1, trunk + 6)
    main_colour = pick(FOLIAGE, random)
    for _ in range(int(26 + radius * 0.5)):
        turn, out = random.uniform(0, 2 * np.pi), np.sqrt(random.random())
        spot = (x + np.cos(turn) * out * radius, top + radius * 0.85 + np.sin(turn) * out * radius * 0.95)
        lit = np.clip(0.5 - 0.5 * (np.cos(turn) * 0.6 + np.sin(turn) * 0.8) * -out, 0, 1)
        colour = 0.55 * main_colour + 0.45 * pick(FOLIAGE, random)
        colour = colour * (0.62 + 0.55 * (1 - lit)) if random.random() < 0.75 else pick(FOLIAGE, random)
        size = radius * random.uniform(0.14, 0.30)
        ellipse(sketch, spot, (size, size * 0.75), np.clip(colour, 0, 1), random.uniform(0, 180))


def bank(sketch, random):
    """The sunlit banks left and right of the pond, strewn with leaves."""
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    near = (rows - HORIZON) / (HEIGHT - HORIZON)
    reach_left = 470 - 330 * np.clip(near * 2.3, 0, 1) ** 0.8 + 14 * np.sin(rows / 18.0)
    reach_right = 590 + 400 * np.clip(near * 1.9, 0, 1) ** 0.9 + 12 * np.sin(rows / 22.0)
    reach_left = np.where(near > 0.42, reach_left - (near - 0.42) * 420, reach_left)
    land = (rows > HORIZON) & ((columns < reach_left) | (columns > reach_right))
    mottle = smooth_noise(random, HEIGHT, WIDTH, 34)
    ground = np.zeros_like(sketch) + (0.86, 0.46, 0.14)
    for low, colour in ((0.35, (0.96, 0.70, 0.20)), (1.0, (0.78, 0.22, 0.12))):
        ground = np.where((mottle > low)[..., None], np.array(colour), ground)
    for high, colour in ((-0.35, (0.50, 0.22, 0.42)), (-1.0, (0.28, 0.16, 0.44))):
        ground = np.where((mottle < high)[..., None], np.array(colour), ground)
    edge = cv2.dilate(land.astype(np.uint8), np.ones((11, 7), np.uint8)).astype(bool) & ~land & (rows > HORIZON)
    sketch = np.where(edge[..., None], np.array((0.20, 0.09, 0.28)), sketch)
    return np.ascontiguousarray(np.where(land[..., None], ground, sketch), np.float32)


def knife_direction(random):
    """Crossing diagonal slabs in the leaves, level ones on water and ground."""
    rows, _ = np.mgrid[0:HEIGHT, 0:WIDTH]
    leafy = 0.9 * np.sign(smooth_noise(random, HEIGHT, WIDTH, 60)) + 0.45 * smooth_noise(random, HEIGHT, WIDTH, 30)
    level = 0.13 * smooth_noise(random, HEIGHT, WIDTH, 60)
    return np.where(rows > HORIZON, level, leafy).astype(np.float32)


def main():
    random = np.random.default_rng(SEED)
    sketch = sky_and_hills(random)
    for tree in TREES:
        draw_tree(sketch, random, *tree)
    sketch = water(sketch, random)
    sketch = bank(sketch, random)
    upright = np.zeros((HEIGHT, WIDTH), np.uint8)
    for tree in TREES:
        draw_tree(sketch, random, *tree, upright)
    angle = np.where(upright > 0, np.float32(np.pi / 2), knife_direction(random))

    canvas = StrokeCanvas((0.30, 0.12, 0.26), WIDTH, HEIGHT, random)
    slab = {"tip": 0.04, "ridge": 1.5, "streak": 0.05, "grain": 0.35}
    canvas.cover(sketch, angle, count=1300, length=90, width=42, jitter=0.08, **slab)
    canvas.cover(sketch, angle, count=2600, length=54, width=25, jitter=0.12, **slab)
    canvas.cover(sketch, angle, count=5200, length=32, width=15, jitter=0.13, detail=0.40, **slab)
    canvas.cover(sketch, angle, count=3600, length=22, width=9, jitter=0.12, detail=0.80, **slab)
    save_jpeg(sys.argv[1], canvas.lit(relief=0.85), 84)


if __name__ == "__main__":
    main()
