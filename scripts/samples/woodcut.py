#!/usr/bin/env python3
"""Sample style picture: a two-ink woodcut of hills, a tree and a low sun.

The scene is a set of areas, each with its own tone, line direction and line
spacing. Evenly spaced lines are traced through every area and cut with a
width that follows the tone, tapering at both ends, so light forms are carved
out of black; the second block prints flat vermilion under some areas.
"""
import sys

import cv2
import numpy as np

from strokes import save_jpeg, smooth_noise

WIDTH, HEIGHT = 1024, 768
SCALE = 2
MARGIN = 18
SEED = 1910

BLACK = np.array((0.075, 0.065, 0.070), np.float32)
CREAM = np.array((0.935, 0.885, 0.765), np.float32)
VERMILION = np.array((0.80, 0.235, 0.115), np.float32)

SUN = (690.0, 300.0)


class Scene:
    """Areas painted back to front: tone 0 is black, 1 is bare paper."""

    def __init__(self):
        shape = (HEIGHT, WIDTH)
        self.area = np.zeros(shape, np.int32)
        self.tone = np.zeros(shape, np.float32)
        self.angle = np.zeros(shape, np.float32)
        self.accent = np.zeros(shape, np.float32)
        self.spacing = [9.0]

    def add(self, mask, tone, angle, spacing, accent=False):
        self.area[mask] = len(self.spacing)
        self.spacing.append(spacing)
        for layer, value in ((self.tone, tone), (self.angle, angle)):
            layer[mask] = np.broadcast_to(value, mask.shape)[mask]
        self.accent[mask] = 1.0 if accent else 0.0


def add_sky(scene, rows, columns, random):
    turn = np.arctan2(rows - SUN[1], columns - SUN[0])
    distance = np.hypot(rows - SUN[1], columns - SUN[0])
    sway = 0.16 * np.sin(distance / 46.0) + 0.10 * smooth_noise(random, HEIGHT, WIDTH, 150)
    beams = 0.5 + 0.5 * np.cos(turn * 22)
    tone = np.clip(0.95 - distance / 760, 0.22, 1) * (0.62 + 0.38 * beams)
    scene.add(np.ones_like(rows, bool), tone, turn + sway, 8.5)
    scene.add(distance < 118, np.float32(0.97), turn + np.pi / 2, 8.0)
    scene.add(distance < 88, np.float32(0.80), turn + np.pi / 2, 8.5, accent=True)
    scene.add(distance < 80, np.clip(0.94 - 0.003 * distance, 0, 1), turn + np.pi / 2, 8.0, accent=True)

    for left, top, length, depth in ((60, 118, 330, 46), (300, 208, 220, 34), (800, 130, 230, 40), (30, 300, 210, 30)):
        along = (columns - left) / length
        billow = np.abs(np.sin(along * np.pi * 4.0)) * 0.55 + 0.45
        rise = depth * np.sqrt(np.clip(np.sin(np.pi * np.clip(along, 0, 1)), 0, 1)) * billow
        inside = (along > 0) & (along < 1) & (rows < top + 7) & (rows > top - rise)
        shade = np.clip((top - rows) / (depth + 1), 0, 1)
        roll = 0.7 * np.cos(along * np.pi * 8.0)
        scene.add(inside, 0.45 + 0.6 * shade, roll, 7.0)


def add_hill(scene, rows, columns, crest, tone, spacing, lean, accent=False):
    """Furrows run down from the crest, opening like a fan to both sides."""
    depth = rows - crest
    slope = np.gradient(crest, axis=1)
    angle = np.arctan(slope) + lean * np.clip(depth / 90, 0.15, 1)
    light = np.clip(0.55 - 0.85 * slope, 0.10, 0.95)
    fade = np.exp(-np.clip(depth, 0, None) / 105)
    rim = np.exp(-np.clip(depth - 1, 0, None) / 14)
    scene.add(depth > 0, np.clip(tone * (0.40 + 0.75 * light) * (0.55 + 0.6 * fade) + 0.30 * rim, 0.1, 0.96),
              angle, spacing, accent)


def add_land(scene, rows, columns):
    add_hill(scene, rows, columns, 372 - 66 * np.exp(-(((columns - 220) / 130) ** 2))
             - 44 * np.exp(-(((columns - 420) / 90) ** 2)) - 70 * np.exp(-(((columns - 960) / 120) ** 2)), 0.62, 7.0, 0.9)
    add_hill(scene, rows, columns, 420 - 34 * np.sin(columns / 120 + 0.6), 0.85, 7.5, -0.75, accent=True)
    add_hill(scene, rows, columns, 470 - 40 * np.sin(columns / 160 + 3.4), 0.72, 8.5, 0.8)

    level = 540 + 3 * np.sin(columns / 40)
    band = (rows > level)
    ripple = 0.10 * np.sin(columns / 26 + rows / 13)
    glitter = np.exp(-(((columns - SUN[0]) / (60 + 0.35 * (rows - 540))) ** 2))
    scene.add(band, np.clip(0.30 + 0.66 * glitter + 0.12 * np.sin(rows / 9.0), 0.1, 0.97), ripple, 8.0)
    glint = band & (np.abs(columns - SUN[0] + 9 * np.sin(rows / 5.0)) < 24 + 0.10 * (rows - 540)) & (np.sin(rows / 6.5) > -0.2)
    scene.add(glint, np.float32(0.9), ripple, 8.0, accent=True)

    add_hill(scene, rows, columns, 612 - 70 * np.exp(-(((columns - 150) / 240) ** 2)) + 0.16 * np.clip(columns - 300, 0, None)
             , 0.80, 9.5, 1.0)
    add_hill(scene, rows, columns, 716 - 60 * np.exp(-(((columns - 930) / 230) ** 2)) - 8 * np.sin(columns / 60), 0.70, 9.5, -0.9, accent=True)


def fill(points):
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    cv2.fillPoly(mask, [np.round(np.array(points)).astype(np.int32)], 1)
    return mask > 0


def add_houses(scene):
    for x, y, size in ((372, 530, 1.35), (556, 524, 1.1), (472, 538, 1.5)):
        def place(shape):
            return [(x + right * size, y + down * size) for right, down in shape]

        scene.add(fill(place([(0, 0), (0, -30), (17, -54), (34, -30), (34, 0)])), np.float32(0.90), np.float32(0), 6.0)
        scene.add(fill(place([(34, 0), (34, -30), (76, -30), (76, 0)])), np.float32(0.30), np.float32(np.pi / 2), 6.0)
        scene.add(fill(place([(44, -14), (44, -24), (56, -24), (56, -14)])), np.float32(1), np.float32(0), 6.0)
        scene.add(fill(place([(17, -57), (36, -28), (80, -28), (61, -57)])), np.float32(0.82), np.float32(1.05), 6.5, accent=True)
        scene.add(fill(place([(11, 0), (11, -18), (22, -18), (22, 0)])), np.float32(0), np.float32(0), 6.0)


def add_tree(scene, rows, columns, random):
    heights = np.linspace(0, 1, 40)
    spine = 178 + 26 * np.sin(heights * 4.2) - 20 * heights
    half = 13 + 18 * (heights - 0.35) ** 2 + 14 * np.clip(heights - 0.9, 0, 1) * 10
    level = 300 + 320 * heights
    trunk = np.concatenate([np.stack([spine - half, level], 1), np.stack([spine + half, level], 1)[::-1]])
    across = (columns - np.interp(rows, level, spine)) / 30
    bark = np.pi / 2 + 0.25 * np.sin(rows / 24.0)

    for start, end, width in (((196, 380), (290, 268), 9), ((184, 350), (88, 262), 10), ((198, 420), (318, 372), 7)):
        limb = np.zeros((HEIGHT, WIDTH), np.uint8)
        cv2.line(limb, start, end, 1, width)
        scene.add(limb > 0, np.float32(0.18), np.float32(np.arctan2(end[1] - start[1], end[0] - start[0])), 6.0)
    scene.add(fill(trunk), np.clip(0.22 + 0.55 * across, 0.04, 0.8), bark, 6.5)

    crowns = [(90, 250, 62), (292, 262, 58), (330, 352, 44), (140, 178, 74), (240, 168, 70), (58, 330, 40),
              (190, 112, 62), (206, 240, 58)]
    for x, y, radius in crowns:
        turn = np.arctan2(rows - y, columns - x)
        ragged = radius * (1 + 0.07 * np.sin(turn * 13 + x) + 0.05 * np.sin(turn * 7 + y))
        distance = np.hypot(columns - x, rows - y)
        toward_sun = ((columns - x) * 0.93 + (rows - y) * -0.30) / radius
        tone = np.clip(0.34 + 0.52 * toward_sun, 0.05, 0.92)
        scene.add(distance < ragged, tone, turn + np.pi / 2 + 0.5 * np.sin(distance / 9.0), 7.5)


def trace_lines(scene, random):
    """Evenly spaced lines: each new one starts where there is room and stops
    at the border of its area or when it comes near another line."""
    occupied = np.zeros((HEIGHT, WIDTH), np.uint8)
    lines = []
    steps_y, steps_x = np.mgrid[MARGIN + 2:HEIGHT - MARGIN - 2:4, MARGIN + 2:WIDTH - MARGIN - 2:4]
    seeds = np.stack([steps_x.ravel(), steps_y.ravel()], 1) + random.uniform(-1.5, 1.5, (steps_x.size, 2))
    random.shuffle(seeds)
    for seed_x, seed_y in seeds:
        area = scene.area[int(seed_y), int(seed_x)]
        gap = scene.spacing[area]
        if occupied[int(seed_y), int(seed_x)]:
            continue
        halves, limit = [], random.uniform(35, 130)
        for sign in (-1, 1):
            x, y, points, heading = seed_x, seed_y, [], None
            while len(points) * 2 < limit:
                turn = scene.angle[int(y), int(x)]
                step = np.array((np.cos(turn), np.sin(turn))) * sign
                if heading is not None and step @ heading < 0:
                    step = -step
                heading = step
                x, y = x + 2 * step[0], y + 2 * step[1]
                if not (MARGIN < x < WIDTH - MARGIN and MARGIN < y < HEIGHT - MARGIN):
                    break
                if scene.area[int(y), int(x)] != area or occupied[int(y), int(x)]:
                    break
                points.append((x, y))
            halves.append(points)
        points = halves[0][::-1] + [(seed_x, seed_y)] + halves[1]
        if len(points) < 4:
            continue
        lines.append((np.array(points), area))
        cv2.polylines(occupied, [np.round(points).astype(np.int32)], False, 1, int(round(gap * 1.25)))
    return lines


def carve(scene, lines, random):
    """White cuts in a black block, drawn at twice the size."""
    block = np.zeros((HEIGHT * SCALE, WIDTH * SCALE), np.uint8)
    for points, area in lines:
        tone = scene.tone[points[:, 1].astype(int), points[:, 0].astype(int)]
        ends = np.minimum(np.arange(len(points)), np.arange(len(points))[::-1])
        taper = np.clip((ends + 0.5) / 9.0, 0, 1) ** 0.7
        wobble = 1 + 0.12 * np.interp(np.arange(len(points)), np.linspace(0, len(points), 8), random.standard_normal(8))
        width = scene.spacing[area] * (0.06 + 0.86 * tone) * taper * wobble
        tangent = np.gradient(points, axis=0)
        tangent /= np.linalg.norm(tangent, axis=1, keepdims=True) + 1e-6
        normal = np.stack([-tangent[:, 1], tangent[:, 0]], 1) * width[:, None] / 2
        outline = np.concatenate([points + normal, (points - normal)[::-1]]) * SCALE
        cv2.fillPoly(block, [np.round(outline * 16).astype(np.int32)], 255, cv2.LINE_AA, 4)
    edges = np.zeros((HEIGHT, WIDTH), np.uint8)
    edges[:, 1:] |= scene.area[:, 1:] != scene.area[:, :-1]
    edges[1:, :] |= scene.area[1:, :] != scene.area[:-1, :]
    edges = cv2.dilate(edges, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3)))
    key = cv2.resize(edges * 255, block.shape[::-1], interpolation=cv2.INTER_CUBIC)
    block = np.where(cv2.GaussianBlur(key, (0, 0), 1.5) > 110, 0, block).astype(np.uint8)
    return cv2.resize(block, (WIDTH, HEIGHT), interpolation=cv2.INTER_AREA).astype(np.float32) / 255


def wood_grain(rows, columns, random):
    """Long level streaks, bent round two knots."""
    bend = 26 * smooth_noise(random, HEIGHT, WIDTH, 260, octaves=1)
    for x, y in ((300, 640), (830, 210)):
        bend = bend + 42 * np.sign(rows - y) * np.exp(-(((columns - x) / 90) ** 2 + ((rows - y) / 70) ** 2))
    rings = np.sin((rows + bend) / 3.1 + 1.5 * smooth_noise(random, HEIGHT, WIDTH, 90))
    return rings


def print_blocks(scene, carved, rows, columns, random):
    inside = ((columns > MARGIN) & (columns < WIDTH - MARGIN) & (rows > MARGIN) & (rows < HEIGHT - MARGIN)).astype(np.float32)
    ragged = cv2.GaussianBlur(inside, (0, 0), 2.0) + 0.10 * smooth_noise(random, HEIGHT, WIDTH, 12)
    frame = np.clip((ragged - 0.5) * 3 + 0.5, 0, 1)
    grain = wood_grain(rows, columns, random)
    worn = np.clip(0.5 + 0.5 * smooth_noise(random, HEIGHT, WIDTH, 150), 0, 1)

    fibre = 0.012 * smooth_noise(random, HEIGHT, WIDTH, 26)
    paper = CREAM * (1 + fibre)[..., None]
    shifted = np.roll(scene.accent * frame, (1, 2), (0, 1))
    accent = cv2.GaussianBlur(shifted, (0, 0), 0.8) * (0.90 + 0.08 * grain)
    picture = paper * (1 - accent[..., None]) + VERMILION * accent[..., None]
    ink = (1 - carved) * frame * (0.95 + 0.05 * grain)
    # Where the block is worn, its grain shows as lighter streaks in the black.
    ink = ink * (1 - 0.22 * worn * np.clip(grain - 0.35, 0, 1))
    return picture * (1 - ink[..., None]) + BLACK * ink[..., None]


def main():
    random = np.random.default_rng(SEED)
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    scene = Scene()
    add_sky(scene, rows, columns, random)
    add_land(scene, rows, columns)
    add_houses(scene)
    add_tree(scene, rows, columns, random)
    carved = carve(scene, trace_lines(scene, random), random)
    picture = cv2.GaussianBlur(print_blocks(scene, carved, rows, columns, random), (0, 0), 0.6)
    # Without the paper's edge: a style that has a frame puts one around every picture.
    edge = MARGIN + 14
    save_jpeg(sys.argv[1], picture[edge:-edge, edge:-edge], 80)


if __name__ == "__main__":
    main()
