#!/usr/bin/env python3
"""Sample style picture: an impasto night sky over a harbour with two boats.

A colour sketch (sky, glowing stars, hills, water, lights) is covered with
thousands of brush strokes, coarse layers first. The strokes follow a flow
field made of curl noise and a few vortices; each carries bristle streaks and
a height, and the finished height map is lit from the upper left.
"""
import sys

import cv2
import numpy as np

from strokes import StrokeCanvas, curl_noise, save_jpeg, smooth_noise

WIDTH, HEIGHT = 1024, 800
SEED = 1853

# Centre x, centre y, radius, strength, all in pixels but the last.
VORTICES = [
    (640, 210, 160, -1.0),
    (390, 345, 95, 1.0),
    (200, 165, 120, -0.9),
    (900, 375, 80, 0.8),
]
STARS = [
    (200, 165, 54), (60, 60, 22), (410, 80, 28), (350, 215, 20), (70, 330, 26),
    (535, 400, 22), (820, 70, 30), (960, 190, 26), (790, 330, 20), (480, 190, 17),
]


def skyline(columns):
    """The y coordinate of the hills for every column."""
    return (
        510
        - 30 * np.sin(columns / 1024 * 5.0 + 3.4)
        - 16 * np.sin(columns / 1024 * 13.0 + 2.0)
        - 62 * np.exp(-(((columns - 150) / 170.0) ** 2))
        - 46 * np.exp(-(((columns - 930) / 150.0) ** 2))
    )


def shore_line(columns):
    """The y coordinate where the water begins."""
    return 580 + 7 * np.sin(columns / 1024 * 9.0 + 1.0)


def flow_field(random):
    """Stroke direction, as an angle per pixel."""
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    along_x, along_y = curl_noise(random, HEIGHT, WIDTH, 260)
    along_x = 0.9 * along_x + 0.75
    along_y = 0.9 * along_y
    for centre_x, centre_y, radius, strength in VORTICES:
        offset_x, offset_y = columns - centre_x, rows - centre_y
        distance = np.hypot(offset_x, offset_y) + 1
        weight = 3.2 * strength * np.exp(-((distance / (1.15 * radius)) ** 2))
        along_x += -offset_y / distance * weight
        along_y += offset_x / distance * weight
    for centre_x, centre_y, radius in STARS:
        offset_x, offset_y = columns - centre_x, rows - centre_y
        distance = np.hypot(offset_x, offset_y) + 1
        weight = 4.0 * np.exp(-((distance / (1.8 * radius)) ** 2))
        along_x += -offset_y / distance * weight
        along_y += offset_x / distance * weight
    angle = np.arctan2(along_y, along_x)

    hill = skyline(columns)
    slope = np.gradient(hill, axis=1)
    hill_angle = np.arctan(slope) + 0.5 * smooth_noise(random, HEIGHT, WIDTH, 70)
    angle = np.where(rows > hill, hill_angle, angle)
    ripple = 0.30 * np.sin(columns / 47.0 + rows / 21.0) + 0.22 * smooth_noise(random, HEIGHT, WIDTH, 80)
    return np.where(rows > shore_line(columns), ripple, angle).astype(np.float32)


def blend(sketch, colour, weight):
    return sketch * (1 - weight[..., None]) + np.array(colour, np.float32) * weight[..., None]


def colour_sketch(random):
    """The picture's colours, RGB in 0..1, before any stroke is laid."""
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    height = np.clip(rows / 600, 0, 1)
    sketch = blend(np.zeros((HEIGHT, WIDTH, 3), np.float32) + (0.045, 0.10, 0.33), (0.25, 0.48, 0.66), height ** 1.5)
    bands = smooth_noise(random, HEIGHT, WIDTH, 90)
    sketch = blend(sketch, (0.03, 0.06, 0.22), np.clip(bands * 0.9, 0, 0.75))
    sketch = blend(sketch, (0.30, 0.58, 0.78), np.clip(-bands * 0.8, 0, 0.6))

    for centre_x, centre_y, radius, strength in VORTICES:
        distance = np.hypot(columns - centre_x, rows - centre_y)
        turn = np.arctan2(rows - centre_y, columns - centre_x)
        arms = np.sin(2 * turn * np.sign(strength) - distance / radius * 7.5)
        reach = np.exp(-((distance / radius) ** 2))
        sketch = blend(sketch, (0.80, 0.88, 0.84), np.clip(arms, 0, 1) * reach * 0.85)
        sketch = blend(sketch, (0.05, 0.13, 0.42), np.clip(-arms, 0, 1) * reach * 0.7)

    for centre_x, centre_y, radius in STARS:
        distance = np.hypot(columns - centre_x, rows - centre_y)
        rings = 0.75 + 0.25 * np.cos(distance / radius * 5.5)
        sketch = blend(sketch, (0.56, 0.72, 0.55), 0.8 * np.exp(-((distance / (2.3 * radius)) ** 2)) * rings)
        sketch = blend(sketch, (0.97, 0.80, 0.22), np.exp(-((distance / (1.25 * radius)) ** 2)) * rings)
        sketch = blend(sketch, (1.0, 0.97, 0.80), np.exp(-((distance / (0.6 * radius)) ** 4)))

    hill = skyline(columns)
    depth = rows - hill
    land = np.clip(depth / 3, 0, 1)
    pale_rim = np.exp(-((depth / 26) ** 2)) * (depth < 0)
    sketch = blend(sketch, (0.62, 0.76, 0.74), 0.75 * pale_rim)
    fields = smooth_noise(random, HEIGHT, WIDTH, 55)
    ground = blend(np.zeros_like(sketch) + (0.06, 0.13, 0.24), (0.12, 0.30, 0.36), np.clip(0.5 + fields, 0, 1))
    ground = blend(ground, (0.03, 0.06, 0.15), np.clip(depth / 130, 0, 0.85))
    sketch = blend(sketch, (0, 0, 0), land) + ground * land[..., None]

    depth = rows - shore_line(columns)
    swell = np.sin(depth / 10.5 + 2.2 * smooth_noise(random, HEIGHT, WIDTH, 120)) + 0.5 * fields
    water = blend(np.zeros_like(sketch) + (0.07, 0.24, 0.42), (0.30, 0.58, 0.66), np.clip(swell * 0.6, 0, 0.8))
    water = blend(water, (0.03, 0.08, 0.26), np.clip(-swell * 0.6, 0, 0.85))
    moonlit = np.exp(-(((columns - 200) / (46 + 0.3 * np.maximum(depth, 0))) ** 2)) * np.clip(0.35 + swell, 0, 1)
    water = blend(water, (0.96, 0.82, 0.38), 0.9 * moonlit)
    return np.where(depth[..., None] > 0, water, sketch)


def draw_harbour(sketch, angle, random):
    """A lit far shore, its reflections in the water and two moored sailing boats."""
    for x in range(14, WIDTH, 30):
        x += int(random.integers(-10, 10))
        shore = int(shore_line(x))
        glow = np.array((1.0, random.uniform(0.62, 0.86), random.uniform(0.15, 0.35)))
        if random.random() < 0.55:
            cv2.ellipse(sketch, (x, shore - 9), (7, 6), 0, 0, 360, glow.tolist(), -1)
            for step in range(int(random.integers(3, 8))):
                spot = (x + int(random.integers(-5, 5)), shore + 16 + 21 * step)
                cv2.ellipse(sketch, spot, (15 - step, 5), 0, 0, 360, (glow * (0.98 - 0.07 * step)).tolist(), -1)
    upright = np.zeros((HEIGHT, WIDTH), np.uint8)
    for x, y, size in ((640, 712, 1.35), (835, 664, 0.85)):
        hull = np.array([(-72, -14), (70, -18), (48, 16), (-50, 16)]) * size + (x, y)
        sail = np.array([(-4, -150), (-2, -26), (54, -28)]) * size + (x, y)
        jib = np.array([(-12, -140), (-12, -28), (-54, -28)]) * size + (x, y)
        cv2.fillPoly(sketch, [hull.astype(np.int32)], (0.50, 0.16, 0.09))
        cv2.fillPoly(sketch, [sail.astype(np.int32)], (0.93, 0.82, 0.55))
        cv2.fillPoly(sketch, [jib.astype(np.int32)], (0.86, 0.52, 0.28))
        cv2.fillPoly(upright, [sail.astype(np.int32), jib.astype(np.int32)], 1)
        cv2.fillPoly(upright, [hull.astype(np.int32)], 2)
        mirrored = np.array([(-50, 22), (50, 22), (30, 84), (-16, 60)]) * size + (x, y)
        cv2.fillPoly(sketch, [mirrored.astype(np.int32)], (0.36, 0.25, 0.20))
    angle[upright == 1] = -1.35
    angle[upright == 2] = 0.05


def main():
    random = np.random.default_rng(SEED)
    sketch = np.ascontiguousarray(colour_sketch(random), np.float32)
    angle = flow_field(random)
    draw_harbour(sketch, angle, random)

    canvas = StrokeCanvas((0.04, 0.07, 0.20), WIDTH, HEIGHT, random)
    canvas.cover(sketch, angle, count=1500, length=150, width=30, jitter=0.06)
    canvas.cover(sketch, angle, count=5200, length=84, width=15, jitter=0.10)
    canvas.cover(sketch, angle, count=9000, length=46, width=9.5, jitter=0.12, detail=0.55)
    canvas.cover(sketch, angle, count=4500, length=30, width=6.5, jitter=0.12, detail=0.9)
    for x, y, radius in STARS:
        canvas.dab(x, y, (1.0, 0.97, 0.82), radius * 0.62)
    save_jpeg(sys.argv[1], canvas.lit(relief=1.0), 88)


if __name__ == "__main__":
    main()
