#!/usr/bin/env python3
"""Makes the odd little pictures in this folder that the reading tests use.

usage: make_pictures.py    (writes beside itself; needs Debian's python3-pil and python3-numpy, and for
photograph.jpg libimage-exiftool-perl)

The upright picture is 24 x 16 pixels: left half red over green, right half blue over white, in
quadrants. exif_N.* hold it turned so that EXIF orientation N turns it back.
"""
import pathlib
import struct
import subprocess
import zlib

import numpy as np
from PIL import Image

HERE = pathlib.Path(__file__).parent
WIDTH, HEIGHT = 24, 16
ORIENTATION = 274

# The inverse of each EXIF orientation: how to store an upright picture.
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
    """Writes a PNG without PIL, which has no 16-bit RGB. Red 0x8000, green 0x0001, blue 0xffff everywhere."""
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


def save_png(path, depth, color, rows, *others, interlaced=0):
    """Rows of bytes; `others` are chunks before the pixels."""
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, depth, color, 0, 0, interlaced)
    data = zlib.compress(b"".join(b"\0" + row for row in rows))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) +
                     b"".join(png_chunk(*other) for other in others) +
                     png_chunk(b"IDAT", data) + png_chunk(b"IEND", b""))


def save_transparent_pngs():
    """Every kind of transparency in PNG: the left half is opaque, the right half transparent.

    With a transparent colour, the left half has the adjacent level.
    """
    half = WIDTH // 2
    for depth in (1, 2, 4):
        bits = [0] * half + [1] * half
        row = int("".join(f"{level:0{depth}b}" for level in bits), 2).to_bytes(WIDTH * depth // 8, "big")
        save_png(HERE / f"transparent_gray{depth}.png", depth, 0, [row] * HEIGHT, (b"tRNS", struct.pack(">H", 1)))
    save_png(HERE / "transparent_gray8.png", 8, 0, [b"\x33" * half + b"\x34" * half] * HEIGHT,
             (b"tRNS", struct.pack(">H", 0x34)))
    save_png(HERE / "transparent_gray16.png", 16, 0, [b"\x12\x34" * half + b"\x12\x35" * half] * HEIGHT,
             (b"tRNS", struct.pack(">H", 0x1235)))
    save_png(HERE / "transparent_rgb8.png", 8, 2, [b"\1\2\3" * half + b"\1\2\4" * half] * HEIGHT,
             (b"tRNS", struct.pack(">HHH", 1, 2, 4)))
    save_png(HERE / "transparent_rgb16.png", 16, 2, [b"\1\2\3\4\5\6" * half + b"\1\2\3\4\5\7" * half] * HEIGHT,
             (b"tRNS", struct.pack(">HHH", 0x102, 0x304, 0x507)))
    save_png(HERE / "transparent_palette.png", 8, 3, [b"\0" * half + b"\1" * half] * HEIGHT,
             (b"PLTE", bytes((10, 20, 30, 40, 50, 60))), (b"tRNS", b"\xff\0"))
    save_png(HERE / "transparent_gray_alpha8.png", 8, 4, [b"\x33\xff" * half + b"\x33\0" * half] * HEIGHT)
    save_png(HERE / "transparent_gray_alpha16.png", 16, 4, [b"\x33\x33\xff\xff" * half + bytes(4 * half)] * HEIGHT)
    save_png(HERE / "transparent_rgba8.png", 8, 6, [b"\1\2\3\xff" * half + bytes(4 * half)] * HEIGHT)
    save_png(HERE / "transparent_rgba16.png", 16, 6, [b"\1\1\2\2\3\3\xff\xff" * half + bytes(8 * half)] * HEIGHT)


def save_tiff(path, bits, photometric, samples, pixels, extra=None, form=1):
    """Little-endian, one strip; `extra` is the kind of the samples beyond the colours."""
    entries = [(256, 4, 1, WIDTH), (257, 4, 1, HEIGHT), (258, 3, 1, bits), (259, 3, 1, 1), (262, 3, 1, photometric),
               (273, 4, 1, 8), (277, 3, 1, samples), (278, 4, 1, HEIGHT), (279, 4, 1, len(pixels)), (339, 3, 1, form)]
    if samples == 2:  # the values fit into their entries
        entries[2], entries[-1] = (258, 3, 2, bits * 0x10001), (339, 3, 2, form * 0x10001)
    elif samples > 2:
        entries[2] = (258, 3, samples, 8 + len(pixels))
        entries[-1] = (339, 3, samples, 8 + len(pixels) + 2 * samples)
    if extra is not None:
        entries.append((338, 3, 1, extra))
    page = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *entry) for entry in sorted(entries))
    numbers = struct.pack("<H", bits) * samples + struct.pack("<H", form) * samples
    path.write_bytes(b"II*\0" + struct.pack("<I", 8 + len(pixels) + len(numbers)) + pixels + numbers + page + bytes(4))


def save_tiffs():
    """Red at half opacity on the left, opaque on the right; the same without alpha; ink."""
    half = WIDTH // 2

    def picture(left, right):
        return (bytes(left) * half + bytes(right) * half) * HEIGHT

    save_tiff(HERE / "unassociated.tif", 8, 2, 4, picture((200, 100, 0, 128), (200, 100, 0, 255)), 2)
    save_tiff(HERE / "unsaid.tif", 8, 2, 4, picture((200, 100, 0, 128), (200, 100, 0, 255)))
    save_tiff(HERE / "associated.tif", 8, 2, 4, picture((100, 50, 0, 128), (200, 100, 0, 255)), 1)
    save_tiff(HERE / "gray_associated.tif", 8, 1, 2, picture((100, 128), (200, 255)), 1)
    save_tiff(HERE / "cmyk.tif", 8, 5, 4, picture((0, 255, 255, 0), (0, 0, 0, 255)))
    save_tiff(HERE / "white_is_zero.tif", 8, 0, 1, picture((0,), (255,)))
    wide = struct.pack("<4H", 100 * 257, 50 * 257, 0, 128 * 257), struct.pack("<4H", 200 * 257, 100 * 257, 0, 65535)
    save_tiff(HERE / "associated16.tif", 16, 2, 4, picture(*wide), 1)
    floats = struct.pack("<3f", 1, .5, 0), struct.pack("<3f", float("nan"), 2, -1)
    save_tiff(HERE / "float.tif", 32, 2, 3, picture(*floats), None, 3)


def save_several_pictures(upright):
    """The first picture is upright, the second rotated by 180 degrees."""
    others = {"save_all": True, "append_images": [upright.transpose(Image.ROTATE_180)]}
    upright.save(HERE / "several.webp", lossless=True, duration=100, **others)
    upright.save(HERE / "several.png", duration=100, **others)
    upright.save(HERE / "several.tif", **others)


def save_photograph(upright):
    """As a camera and its owner leave it: turned, with a place, a name, a thumbnail and a converter's settings."""
    path, thumbnail = HERE / "photograph.jpg", HERE / "thumbnail.jpg"
    upright.save(path, quality=95, subsampling=0)
    upright.resize((12, 8)).save(thumbnail)
    subprocess.run(["exiftool", "-q", "-overwrite_original", "-Orientation#=6", "-Make=Maker", "-Copyright=Somebody ©",
                    "-GPSLatitude=48.85", "-GPSLatitudeRef=N", "-GPSLongitude=2.35", "-GPSLongitudeRef=E",
                    "-XResolution=300", "-YResolution=150", "-ResolutionUnit=inches", "-IPTC:By-line=Me",
                    "-XMP-dc:Title=A title", "-XMP-crs:Exposure2012=2", "-DateTimeOriginal=2026:01:02 03:04:05",
                    "-LensModel=A lens", f"-ThumbnailImage<={thumbnail}", path], check=True)
    thumbnail.unlink()


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
    save_transparent_pngs()
    save_tiffs()
    save_several_pictures(upright)
    upright.save(HERE / "progressive.jpg", progressive=True, quality=95, subsampling=0)
    upright.save(HERE / "quadrants.bmp")
    upright.save(HERE / "lzw.tif", compression="tiff_lzw")
    save_photograph(upright)


if __name__ == "__main__":
    main()
