"""Small clips of the project's own pictures: frames as arrays of 8-bit red, green and blue."""
import math
import os

import numpy
from PIL import Image

SAMPLES = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "samples", "content")


def picture(name):
    return Image.open(os.path.join(SAMPLES, name)).convert("RGB")


def view(image, size, middle, width, angle=0.0):
    """What a camera sees: so many pixels of the picture's width around a place, turned by an angle in radians."""
    scale = width / size[0]
    c, s = math.cos(angle) * scale, math.sin(angle) * scale
    x, y = middle
    left, top = size[0] / 2, size[1] / 2
    matrix = (c, -s, x - c * left + s * top, s, c, y - s * left - c * top)
    return numpy.asarray(image.transform(size, Image.Transform.AFFINE, matrix, Image.Resampling.BICUBIC))


def pan(size, frames):
    """The camera moves to the right and a little down, as fast at every size."""
    image = picture("mountain_lake.jpg")
    width = 0.6 * image.width
    return [view(image, size, (0.35 * image.width + 0.006 * image.width * i, 0.45 * image.height +
                               0.002 * image.width * i), width) for i in range(frames)]


def zoom_and_turn(size, frames):
    image = picture("lighthouse.jpg")
    return [view(image, size, (image.width / 2, image.height / 2), 0.7 * image.width * 0.985**i, 0.01 * i)
            for i in range(frames)]


def moving_object(size, frames):
    """A round thing passes in front of a background that stays as it is."""
    behind = picture("mountain_lake.jpg").resize(size, Image.Resampling.LANCZOS)
    side = size[1] // 3
    thing = picture("still_life.jpg").resize((2 * side, 2 * side), Image.Resampling.LANCZOS)
    thing = thing.crop((side // 2, side // 2, side // 2 + side, side // 2 + side))
    y, x = numpy.mgrid[0:side, 0:side]
    mask = Image.fromarray((numpy.hypot(x - side / 2, y - side / 2) < side / 2 - 1).astype(numpy.uint8) * 255)
    clip = []
    for i in range(frames):
        frame = behind.copy()
        frame.paste(thing, (size[0] // 8 + size[0] * i // 80, size[1] // 3), mask)
        clip.append(numpy.asarray(frame))
    return clip


def cut(size, frames):
    """Two shots."""
    half = frames // 2
    return pan(size, half) + zoom_and_turn(size, frames - half)


CLIPS = {"pan": pan, "zoom_and_turn": zoom_and_turn, "moving_object": moving_object}


def save_frames(clip, folder):
    os.makedirs(folder, exist_ok=True)
    for i, frame in enumerate(clip):
        Image.fromarray(frame).save(os.path.join(folder, f"{i + 1:04d}.png"))
