"""Tools shared by the style pictures: smooth noise, curl noise, and a canvas that
takes brush or knife strokes with a height, to be lit as a relief."""
import cv2
import numpy as np

cv2.setNumThreads(1)


def smooth_noise(random, height, width, scale, octaves=3):
    """Noise of unit standard deviation whose features are about `scale` pixels."""
    total = np.zeros((height, width), np.float32)
    weight = 1.0
    for _ in range(octaves):
        rows, columns = int(height / scale) + 4, int(width / scale) + 4
        coarse = random.standard_normal((rows, columns)).astype(np.float32)
        size = (int(columns * scale) + 1, int(rows * scale) + 1)
        fine = cv2.resize(coarse, size, interpolation=cv2.INTER_CUBIC)
        margin = int(1.5 * scale)
        total += weight * fine[margin:margin + height, margin:margin + width]
        scale, weight = max(scale / 2, 2), weight / 2
    return (total - total.mean()) / (total.std() + 1e-6)


def curl_noise(random, height, width, scale):
    """A divergence-free vector field of about unit length."""
    potential = smooth_noise(random, height, width, scale, octaves=2)
    slope_y, slope_x = np.gradient(cv2.GaussianBlur(potential, (0, 0), scale / 8))
    size = np.sqrt((slope_x ** 2 + slope_y ** 2).mean())
    return slope_y / size, -slope_x / size


def save_jpeg(path, picture, quality):
    """Writes an RGB picture with values in 0..1."""
    pixels = (np.clip(picture, 0, 1) * 255 + 0.5).astype(np.uint8)
    if not cv2.imwrite(path, pixels[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality]):
        raise SystemExit(f"cannot write {path}")


class StrokeCanvas:
    """A painting in progress: colour, and the height of the paint."""

    def __init__(self, ground, width, height, random):
        self.random = random
        self.colour = np.zeros((height, width, 3), np.float32) + np.array(ground, np.float32)
        self.height = np.zeros((height, width), np.float32)

    def path(self, angle, x, y, length):
        """Points three pixels apart along the flow, centred on (x, y)."""
        rows, columns = angle.shape
        halves = []
        for sign in (-1, 1):
            here_x, here_y, points = x, y, []
            for _ in range(max(2, int(length / 6))):
                turn = angle[min(max(int(here_y), 0), rows - 1), min(max(int(here_x), 0), columns - 1)]
                here_x += sign * 3 * np.cos(turn)
                here_y += sign * 3 * np.sin(turn)
                points.append((here_x, here_y))
            halves.append(points)
        return np.array(halves[0][::-1] + [(x, y)] + halves[1], np.float32)

    def stroke(self, points, colour, width, tip=0.35, ridge=1.0, streak=0.10, grain=1.0):
        """Lays one stroke: a ribbon round the points, textured along its length.

        Every pixel near the ribbon finds its place along and across the stroke
        from the nearest point of the path.
        """
        rows, columns = self.height.shape
        low = np.maximum(np.floor(points.min(0) - width), 0).astype(int)
        high = np.minimum(np.ceil(points.max(0) + width) + 1, (columns, rows)).astype(int)
        if (high - low < 2).any():
            return
        grid_y, grid_x = np.mgrid[low[1]:high[1], low[0]:high[0]].astype(np.float32)
        nearest = np.full(grid_x.shape, np.inf, np.float32)
        along = np.zeros_like(nearest)
        across = np.zeros_like(nearest)
        tangents = np.gradient(points, axis=0)
        tangents /= np.linalg.norm(tangents, axis=1, keepdims=True) + 1e-6
        for index in range(0, len(points)):
            offset_x, offset_y = grid_x - points[index, 0], grid_y - points[index, 1]
            distance = offset_x ** 2 + offset_y ** 2
            closer = distance < nearest
            nearest[closer] = distance[closer]
            forward = offset_x * tangents[index, 0] + offset_y * tangents[index, 1]
            sideways = offset_y * tangents[index, 0] - offset_x * tangents[index, 1]
            along[closer] = (index + forward[closer] / 3) / max(len(points) - 1, 1)
            across[closer] = sideways[closer]

        half = width / 2
        bristles = max(4, int(width * 0.8 * grain))
        profile = self.random.standard_normal(bristles + 4).astype(np.float32)
        place = np.clip((across / half + 1) / 2, 0, 1) * (bristles - 1)
        base = place.astype(int)
        part = place - base
        bristle = profile[base] * (1 - part) + profile[base + 1] * part

        # Ragged ends: each bristle leaves the canvas at its own moment.
        end = np.minimum(along, 1 - along) * len(points) * 3 + bristle * width * 0.10
        taper = np.clip(end / (tip * width + 1), 0, 1)
        edge = half * np.sqrt(taper)
        cover = np.clip(edge - np.abs(across) + 0.5, 0, 1) * np.clip(4 * taper, 0, 1)

        body = 1 - (np.abs(across) / half) ** 2
        thickness = ridge * (0.55 + 0.45 * np.clip(body, 0, 1) + 0.30 * grain * bristle)
        thickness += ridge * 0.55 * np.exp(-(((half - 1.2 - np.abs(across)) / 1.6) ** 2))
        tone = 1 + streak * bristle
        paint = np.clip(colour[None, None, :] * tone[..., None], 0, 1)

        window = (slice(low[1], high[1]), slice(low[0], high[0]))
        blend = (cover * 0.96)[..., None]
        self.colour[window] = self.colour[window] * (1 - blend) + paint * blend
        self.height[window] = self.height[window] * (1 - 0.75 * cover) + thickness * cover

    def dab(self, x, y, colour, size):
        """A few short crossing strokes that fill the eye of a swirl."""
        for turn in self.random.uniform(0, 2 * np.pi, 3):
            offsets = np.linspace(-0.5, 0.5, 5)[:, None] * size
            points = np.array([(x, y)]) + offsets * (np.cos(turn), np.sin(turn))
            self.stroke(points.astype(np.float32), np.array(colour, np.float32), size * 0.75)

    def cover(self, sketch, angle, count, length, width, jitter, detail=0.0, **style):
        """Scatters strokes that take their colour from the sketch.

        With `detail` above zero, strokes are kept only off that share of the
        picture where the sketch is calmest.
        """
        rows, columns = self.height.shape
        grey = cv2.GaussianBlur(sketch.mean(2), (0, 0), 2.0)
        slope_y, slope_x = np.gradient(grey)
        edges = cv2.GaussianBlur(np.hypot(slope_x, slope_y), (0, 0), width * 0.6)
        threshold = np.quantile(edges, detail)
        smoothed = cv2.GaussianBlur(sketch, (0, 0), max(0.8, width / 5))
        placed = 0
        while placed < count:
            x, y = self.random.uniform(0, columns), self.random.uniform(0, rows)
            placed += 1
            if edges[int(y), int(x)] < threshold:
                continue
            shift = self.random.normal(0, jitter) + self.random.normal(0, jitter * 0.5, 3)
            colour = np.clip(smoothed[int(y), int(x)] * (1 + shift) + 0.2 * shift * jitter, 0.01, 1)
            reach = length * self.random.uniform(0.6, 1.3)
            self.stroke(self.path(angle, x, y, reach), colour.astype(np.float32),
                        width * self.random.uniform(0.7, 1.25), **style)

    def lit(self, relief, shine=0.12):
        """The painting under a raking light from the upper left."""
        soft = cv2.GaussianBlur(self.height, (0, 0), 0.9)
        slope_y, slope_x = np.gradient(soft)
        light = np.clip(-relief * (0.7 * slope_x + 0.8 * slope_y), -0.6, 0.6)
        picture = self.colour * (1 + 0.75 * light[..., None])
        return np.clip(picture + shine * np.clip(light - 0.12, 0, 1)[..., None], 0, 1)
