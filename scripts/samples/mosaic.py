#!/usr/bin/env python3
"""Sample style picture: a mosaic of two fish, waves and a sun.

The design is a map of labelled areas. Square-ish tiles are spread over it by
Lloyd relaxation in a metric turned to follow the nearest outline, never
crossing an outline; each gets its own colour, tilt and bevel, set in grout.
"""
import sys

import cv2
import numpy as np

from strokes import save_jpeg, smooth_noise

WIDTH, HEIGHT = 1024, 768
SEED = 404
TILE = 13.0
ROUNDS = 7

GROUT = (0.33, 0.29, 0.25)
PALETTE = {
    "sky": [(0.93, 0.86, 0.70), (0.90, 0.80, 0.60), (0.96, 0.91, 0.79), (0.86, 0.78, 0.62)],
    "haze": [(0.55, 0.74, 0.74), (0.66, 0.80, 0.76), (0.48, 0.68, 0.72)],
    "sun": [(0.98, 0.76, 0.20), (0.96, 0.68, 0.14), (1.0, 0.84, 0.36)],
    "sun rim": [(0.72, 0.22, 0.10), (0.80, 0.28, 0.12)],
    "ray gold": [(0.95, 0.66, 0.18), (0.90, 0.58, 0.14)],
    "ray red": [(0.80, 0.32, 0.14), (0.72, 0.25, 0.12), (0.86, 0.40, 0.18)],
    "wave 0": [(0.24, 0.60, 0.64), (0.32, 0.68, 0.70), (0.18, 0.52, 0.58)],
    "wave 1": [(0.10, 0.42, 0.58), (0.14, 0.48, 0.64), (0.08, 0.36, 0.52)],
    "wave 2": [(0.06, 0.26, 0.48), (0.09, 0.31, 0.54), (0.05, 0.21, 0.40)],
    "wave 3": [(0.05, 0.14, 0.32), (0.07, 0.18, 0.38), (0.04, 0.11, 0.25)],
    "foam": [(0.95, 0.94, 0.89), (0.88, 0.90, 0.88), (0.98, 0.96, 0.92)],
    "outline": [(0.12, 0.10, 0.13), (0.17, 0.13, 0.14), (0.10, 0.09, 0.15)],
    "body": [(0.86, 0.36, 0.14), (0.92, 0.46, 0.18), (0.78, 0.28, 0.12)],
    "stripe": [(0.98, 0.80, 0.42), (0.95, 0.72, 0.32)],
    "belly": [(0.97, 0.86, 0.62), (0.93, 0.80, 0.54)],
    "fin": [(0.62, 0.14, 0.12), (0.70, 0.19, 0.14)],
    "eye": [(0.98, 0.97, 0.92)],
}
NAMES = list(PALETTE)


class Design:
    def __init__(self):
        self.labels = np.full((HEIGHT, WIDTH), NAMES.index("sky"), np.uint8)

    def area(self, mask, name):
        self.labels[mask > 0] = NAMES.index(name)

    def polygon(self, points, name):
        cv2.fillPoly(self.labels, [np.round(points).astype(np.int32)], NAMES.index(name))

    def disc(self, centre, radius, name):
        cv2.circle(self.labels, (int(centre[0]), int(centre[1])), int(radius), NAMES.index(name), -1)


def draw_sun(design, centre, radius):
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    distance = np.hypot(columns - centre[0], rows - centre[1])
    turn = np.arctan2(rows - centre[1], columns - centre[0])
    design.area(distance < 3.3 * radius + 18 * np.cos(turn * 9), "haze")
    sway = turn + 0.16 * np.sin((distance - radius) / radius * 2.6)
    blade = np.abs(((sway * 14 / (2 * np.pi)) % 1) - 0.5) * 2
    reach = radius * (1.30 + 1.45 * blade)
    design.area((distance < reach) & (distance > radius), "ray gold")
    design.area((distance < reach - 0.30 * radius) & (distance > radius) & (blade > 0.5), "ray red")
    design.area(distance < 1.22 * radius, "sun rim")
    design.area(distance < 1.04 * radius, "sun")
    design.area((distance < 0.66 * radius) & (distance > 0.50 * radius), "ray red")


def draw_clouds(design):
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    for level, thickness, phase in ((116, 30, 0.0), (190, 24, 2.0), (352, 26, 4.4)):
        middle = level + 17 * np.sin(columns / 62 + phase)
        swell = thickness * (0.55 + 0.45 * np.sin(columns / 94 + 2 * phase))
        design.area((np.abs(rows - middle) < swell) & (columns < 620), "haze")


def draw_waves(design):
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    for index, (level, length, swing, phase) in enumerate(
        [(408, 196, 26, 0.2), (486, 228, 30, 0.65), (570, 205, 30, 0.1), (648, 240, 26, 0.5)]
    ):
        crest = level - swing * (np.abs(np.sin(np.pi * (columns / length + phase))) * 2 - 1)
        design.area(rows > crest, "foam")
        design.area(rows > crest + 19, f"wave {index}")
        for curl in range(-1, int(WIDTH / length) + 2):
            centre = ((curl + 0.5 - phase) * length, level + 40)
            distance = np.hypot(columns - centre[0], rows - centre[1])
            turn = np.arctan2(rows - centre[1], columns - centre[0])
            spiral = (distance / 25 + turn / (2 * np.pi)) % 1
            design.area((distance < 37) & (spiral < 0.52), "foam")


def draw_fish(design, centre, length, tilt, bend):
    """A fish heading right along an arc, in its own coordinates: x runs from
    nose (1) to tail (-1)."""
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    half = length / 2
    forward_x, forward_y = np.cos(tilt), np.sin(tilt)
    along = ((columns - centre[0]) * forward_x + (rows - centre[1]) * forward_y) / half
    across = (-(columns - centre[0]) * forward_y + (rows - centre[1]) * forward_x) / half
    across = across - bend * along ** 2
    girth = 0.40 * np.clip(1 - along ** 2, 0, 1) ** 0.65 * (1 + 0.32 * along)
    line = 13 / half

    tail = (along < -0.78) & (along > -1.42) & (
        np.abs(across) < 0.10 + 0.62 * (-0.78 - along)) & (np.abs(across) > 0.9 * (-1.12 - along))
    back_fin = (along > -0.50) & (along < 0.42) & (across < 0) & (
        -across < girth + 0.24 * np.clip(np.sin(np.pi * (along + 0.5) / 0.92), 0, 1) ** 0.7)
    keel = (along > -0.45) & (along < 0.05) & (across > 0) & (
        across < girth + 0.20 * np.sin(np.pi * (along + 0.45) / 0.50))
    fins = (tail | back_fin | keel).astype(np.uint8)
    body = (np.abs(across) < girth).astype(np.uint8)
    grow = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (25, 25))
    design.area(cv2.dilate(fins | body, grow), "outline")
    design.area(fins, "fin")
    design.area(fins.astype(bool) & (np.abs(((across * 5 + along * 2.2) % 1) - 0.5) < 0.22), "stripe")
    design.area((np.abs(across) < girth + line) & (np.abs(along) < 1 + 0.5 * line), "outline")
    design.area(body, "body")
    arcs = ((along + 2.4 * across ** 2) * 4.6) % 1
    design.area(body.astype(bool) & (along < 0.42) & (arcs < 0.36), "stripe")
    design.area(body.astype(bool) & (across > 0.45 * girth) & (along < 0.6), "belly")
    gill = np.abs(along + 0.9 * across ** 2 - 0.50) < line * 0.55
    design.area(body.astype(bool) & gill, "outline")

    eye_x = centre[0] + half * (0.70 * forward_x - (-0.09 + bend * 0.49) * forward_y)
    eye_y = centre[1] + half * (0.70 * forward_y + (-0.09 + bend * 0.49) * forward_x)
    design.disc((eye_x, eye_y), 0.105 * half, "eye")
    design.disc((eye_x, eye_y), 0.055 * half, "outline")


def tile_direction(labels):
    """An angle per pixel, along the nearest outline."""
    edges = np.zeros(labels.shape, np.uint8)
    edges[:, 1:] |= labels[:, 1:] != labels[:, :-1]
    edges[1:, :] |= labels[1:, :] != labels[:-1, :]
    distance = cv2.distanceTransform(1 - edges, cv2.DIST_L2, 5)
    slope_y, slope_x = np.gradient(cv2.GaussianBlur(distance, (0, 0), 2.0))
    # Doubled angles make opposite directions agree before they are smoothed.
    turn = 2 * np.arctan2(slope_y, slope_x)
    smooth_x = cv2.GaussianBlur(np.cos(turn), (0, 0), 5.0)
    smooth_y = cv2.GaussianBlur(np.sin(turn), (0, 0), 5.0)
    return 0.5 * np.arctan2(smooth_y, smooth_x)


def assign(centres, labels, angle):
    """Which tile owns each pixel, by square distance turned to the tile."""
    owner = np.full((HEIGHT, WIDTH), -1, np.int32)
    nearest = np.full((HEIGHT, WIDTH), np.inf, np.float32)
    reach = int(TILE * 1.7)
    for index, (x, y) in enumerate(centres):
        column, row = min(max(int(x), 0), WIDTH - 1), min(max(int(y), 0), HEIGHT - 1)
        window = (slice(max(row - reach, 0), row + reach + 1), slice(max(column - reach, 0), column + reach + 1))
        offset_y = np.arange(window[0].start, min(window[0].stop, HEIGHT), dtype=np.float32)[:, None] - y
        offset_x = np.arange(window[1].start, min(window[1].stop, WIDTH), dtype=np.float32)[None, :] - x
        cosine, sine = np.cos(angle[row, column]), np.sin(angle[row, column])
        distance = np.maximum(np.abs(offset_x * cosine + offset_y * sine), np.abs(offset_y * cosine - offset_x * sine))
        distance = distance + 0.12 * (np.abs(offset_x) + np.abs(offset_y))
        closer = (distance < nearest[window]) & (labels[window] == labels[row, column])
        nearest[window][closer] = distance[closer]
        owner[window][closer] = index
    return owner


def relax(labels, angle, random):
    steps_x, steps_y = int(WIDTH / TILE), int(HEIGHT / TILE)
    grid_y, grid_x = np.mgrid[0:steps_y, 0:steps_x]
    centres = np.stack([(grid_x.ravel() + 0.5) * TILE, (grid_y.ravel() + 0.5) * TILE], 1)
    centres = centres + random.uniform(-0.3, 0.3, centres.shape) * TILE
    rows, columns = np.mgrid[0:HEIGHT, 0:WIDTH]
    for turn in range(ROUNDS):
        owner = assign(centres, labels, angle)
        owned = owner >= 0
        count = np.bincount(owner[owned], minlength=len(centres))
        sum_x = np.bincount(owner[owned], columns[owned], len(centres))
        sum_y = np.bincount(owner[owned], rows[owned], len(centres))
        kept = count > 14
        centres = np.stack([sum_x[kept] / count[kept], sum_y[kept] / count[kept]], 1)
        centres = fill_bare(centres, assign(centres, labels, angle) if turn == ROUNDS - 1 else owner)
    return centres, assign(centres, labels, angle)


def fill_bare(centres, owner):
    """Adds a tile to every patch that no tile reaches, on a pixel of the patch."""
    total, patches, stats, middles = cv2.connectedComponentsWithStats((owner < 0).astype(np.uint8))
    fresh = []
    for patch in range(1, total):
        if stats[patch, cv2.CC_STAT_AREA] > 12:
            rows, columns = np.nonzero(patches == patch)
            nearest = np.argmin((columns - middles[patch][0]) ** 2 + (rows - middles[patch][1]) ** 2)
            fresh.append((columns[nearest], rows[nearest]))
    return np.concatenate([centres, np.array(fresh, float)]) if fresh else centres


def paint(centres, owner, labels, random):
    count = len(centres)
    rows = np.clip(centres[:, 1].astype(int), 0, HEIGHT - 1)
    columns = np.clip(centres[:, 0].astype(int), 0, WIDTH - 1)
    patches = smooth_noise(random, HEIGHT, WIDTH, 80)
    colours = np.zeros((count, 3), np.float32)
    for index in range(count):
        shades = PALETTE[NAMES[labels[rows[index], columns[index]]]]
        colour = np.array(shades[random.integers(len(shades))])
        value = 1 + random.normal(0, 0.075) + 0.06 * patches[rows[index], columns[index]]
        colours[index] = colour * value + random.normal(0, 0.016, 3)
    tilt = random.normal(0, 0.020, (count, 2))

    safe = np.maximum(owner, 0)
    grid_y, grid_x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    offset_x, offset_y = grid_x - centres[safe, 0], grid_y - centres[safe, 1]
    seam = owner < 0
    seam[:, 1:] |= owner[:, 1:] != owner[:, :-1]
    seam[1:, :] |= owner[1:, :] != owner[:-1, :]
    inside = cv2.distanceTransform(1 - seam.astype(np.uint8), cv2.DIST_L2, 5)
    chip = 0.35 * smooth_noise(random, HEIGHT, WIDTH, 7, octaves=2)
    inside = inside + chip * 0.5

    height = np.clip((inside - 0.9) / 2.4, 0, 1)
    height = cv2.GaussianBlur(height, (0, 0), 0.7)
    slope_y, slope_x = np.gradient(height)
    light = -(0.62 * slope_x + 0.78 * slope_y)
    flat = 1 - (tilt[safe, 0] * offset_x + tilt[safe, 1] * offset_y) * 0.55
    surface = colours[safe] * (flat * (1 + 0.85 * light))[..., None]
    surface += 0.16 * np.clip(light - 0.12, 0, 1)[..., None]
    mortar = np.array(GROUT) * (1 + 0.10 * smooth_noise(random, HEIGHT, WIDTH, 9))[..., None]
    cover = cv2.GaussianBlur(np.clip(inside - 0.7, 0, 1), (0, 0), 0.5)[..., None]
    return mortar * (1 - cover) + surface * cover


def main():
    random = np.random.default_rng(SEED)
    design = Design()
    draw_clouds(design)
    draw_sun(design, (735, 232), 76)
    draw_waves(design)
    draw_fish(design, (372, 288), 440, -0.40, 0.15)
    draw_fish(design, (650, 588), 280, 0.10, -0.12)
    centres, owner = relax(design.labels, tile_direction(design.labels), random)
    save_jpeg(sys.argv[1], paint(centres, owner, design.labels, random), 82)


if __name__ == "__main__":
    main()
