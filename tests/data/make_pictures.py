#!/usr/bin/env python3
"""Makes the odd little pictures in this folder that the reading tests use.

usage: make_pictures.py    (writes beside itself; needs Debian's python3-pil and python3-numpy)

The upright picture is 24 x 16 pixels: left half red over green, right half blue over white, in
quadrants. exif_N.* hold it turned so that EXIF orientation N turns it back.
"""
import pathlib
import struct
import zlib

import numpy as np
from PIL import Image

HERE = pathlib.Path(__file__).parent
WIDTH, HEIGHT = 24, 16
ORIENTATION = 274

# What undoes each EXIF orientation, that is, how to store an upright picture.
STORE = {1: None, 2: Image.FLIP_LEFT_RIGHT, 3: Image.ROTATE_180, 4: Image.FLIP_TOP_BOTTOM,
         5: Image.TRANSPOSE, 6: Image.ROTATE_90, 7: Image.TRANSVERSE, 8: Image.ROTATE_270}


def quadrants():
    pixels = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    pixels[:8, :12], pixels[8:, :12] = (255, 0, 0), (0, 255, 0)
    pixels[:8, 12:], pixels[8:, 12:] = (0, 0, 255), (255, 255, 255)
    return Image.fromarray(pixels)


def png_chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def save_rgb16(path):
    """PIL has no 16-bit RGB: a PNG by hand. Red 0x8000, green 0x0001, blue 0xffff everywhere."""
    row = b"\0" + struct.pack(">HHH", 0x8000, 0x0001, 0xffff) * WIDTH
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 16, 2, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) +
                     png_chunk(b"IDAT", zlib.compress(row * HEIGHT)) + png_chunk(b"IEND", b""))


def save_inks():
    """Quadrants of cyan over magenta, yellow over half black: a JPEG (inverted, as Adobe's are) and a TIFF."""
    pixels = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
    pixels[:8, :12, 0] = pixels[8:, :12, 1] = pixels[:8, 12:, 2] = 255
    pixels[8:, 12:, 3] = 128
    picture = Image.fromarray(pixels, "CMYK")
    picture.save(HERE / "inks.jpg", quality=98, subsampling=0)
    picture.save(HERE / "inks.tif")


def main():
    upright = quadrants()
    for orientation, transpose in STORE.items():
        stored = upright.transpose(transpose) if transpose is not None else upright
        exif = Image.Exif()
        exif[ORIENTATION] = orientation
        stored.save(HERE / f"exif_{orientation}.jpg", exif=exif, quality=98, subsampling=0)
    stored, exif = upright.transpose(STORE[6]), Image.Exif()
    exif[ORIENTATION] = 6
    for extension in ("png", "webp", "tif"):
        stored.save(HERE / f"exif_6.{extension}", exif=exif, **({"lossless": True} if extension == "webp" else {}))
    with_alpha = stored.copy()
    with_alpha.putalpha(128)
    with_alpha.save(HERE / "exif_6_alpha.png", exif=exif)

    upright.convert("P", palette=Image.ADAPTIVE, colors=4).save(HERE / "palette.png")
    transparent = upright.convert("P", palette=Image.ADAPTIVE, colors=4)
    transparent.save(HERE / "palette_transparent.png", transparency=transparent.getpixel((0, 0)))
    Image.new("L", (WIDTH, HEIGHT), 51).save(HERE / "gray.png")
    Image.new("LA", (WIDTH, HEIGHT), (51, 102)).save(HERE / "gray_alpha.png")
    Image.new("1", (WIDTH, HEIGHT), 1).save(HERE / "bilevel.png")
    Image.new("L", (WIDTH, HEIGHT), 51).save(HERE / "gray.jpg")
    Image.fromarray(np.full((HEIGHT, WIDTH), 0x8000, np.uint16)).save(HERE / "gray16.png")
    Image.fromarray(np.full((HEIGHT, WIDTH), 0x8000, np.uint16)).save(HERE / "gray16.tif")
    Image.new("CMYK", (WIDTH, HEIGHT), (0, 0, 0, 0)).save(HERE / "cmyk_white.jpg")
    save_inks()
    ramp = Image.fromarray(np.tile(np.arange(256, dtype=np.uint8), (2, 1)))
    ramp.save(HERE / "gray_levels.png")
    ramp.save(HERE / "gray_levels.tif")
    ramp.save(HERE / "gray_levels.jpg", quality=100)
    save_rgb16(HERE / "rgb16.png")


if __name__ == "__main__":
    main()
