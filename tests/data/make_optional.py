#!/usr/bin/env python3
"""Makes the HEIC, AVIF, JPEG XL and GIF pictures in this folder that the reading tests use, by the formats'
own tools. The pictures are those of make_pictures.py.

usage: make_optional.py    (writes beside itself; needs Debian's python3-pil, python3-numpy,
libheif-examples, libavif-bin, libjxl-tools, gifsicle and libimage-exiftool-perl)
"""
import pathlib
import subprocess
import tempfile

import numpy as np
from PIL import Image

from make_pictures import HEIGHT, WIDTH, quadrants

HERE = pathlib.Path(__file__).parent
EXACT = ("--min", "0", "--max", "0", "-y", "444")


def run(*command):
    subprocess.run([str(word) for word in command], check=True, stdout=subprocess.DEVNULL)


def save_sources(folder):
    upright = quadrants()
    upright.save(folder / "upright.png")
    upright.transpose(Image.ROTATE_90).save(folder / "turned.png")
    upright.transpose(Image.ROTATE_180).save(folder / "other.png")
    upright.resize((256, 128), Image.NEAREST).save(folder / "large.png")
    half = np.zeros((HEIGHT, WIDTH, 4), np.uint8)
    half[:] = (200, 100, 0, 255)
    half[:, :12, 3] = 128
    Image.fromarray(half).save(folder / "half.png")
    wide = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    wide[:, :12], wide[:, 12:] = (200, 100, 50), (50, 160, 90)
    Image.fromarray(wide).save(folder / "wide.png")


def save_jxls(folder):
    for source, name in ((HERE / "rgb16.png", "rgb16"), (HERE / "gray16.png", "gray16"),
                         (HERE / "transparent_gray_alpha8.png", "gray_alpha"),
                         (HERE / "several.png", "several"), (folder / "half.png", "half")):
        run("cjxl", source, HERE / f"{name}.jxl", "-d", "0")
    run("cjxl", HERE / "exif_6.jpg", HERE / "exif_6.jxl")  # the JPEG itself, packed
    run("cjxl", folder / "wide.png", HERE / "display_p3.jxl", "-d", "0.3", "-x", "color_space=RGB_D65_DCI_Per_SRG")
    run("cjxl", folder / "large.png", HERE / "progressive.jxl", "-d", "1", "-p", "--progressive_dc=1")


def save_avifs(folder):
    run("avifenc", "--lossless", "-d", "12", HERE / "rgb16.png", HERE / "rgb12.avif")
    run("avifenc", "--lossless", "-d", "10", "-y", "400", HERE / "gray16.png", HERE / "gray10.avif")
    # Turned by the file's own property; EXIF says the same.
    run("avifenc", *EXACT, "--irot", "3", folder / "turned.png", HERE / "exif_6.avif")
    run("exiftool", "-q", "-overwrite_original", "-n", "-Orientation=6", HERE / "exif_6.avif")
    run("avifenc", *EXACT, folder / "upright.png", folder / "other.png", HERE / "several.avif")
    run("avifenc", *EXACT, "--premultiply", folder / "half.png", HERE / "premultiplied.avif")
    run("avifenc", *EXACT, folder / "half.png", HERE / "half.avif")
    run("avifenc", *EXACT, "--cicp", "12/13/6", folder / "wide.png", HERE / "display_p3.avif")
    run("avifenc", *EXACT, "--grid", "2x1", folder / "large.png", HERE / "grid.avif")


def save_gifs():
    upright = quadrants()
    upright.convert("P", palette=Image.ADAPTIVE).save(HERE / "quadrants.gif")  # interlaced
    upright.save(HERE / "several.gif", save_all=True, append_images=[upright.transpose(Image.ROTATE_180)], duration=100)
    # Not all of the canvas, and white is transparent.
    run("gifsicle", "--logical-screen", "32x24", "--no-interlace", "-p", "4,6", "-t", "#ffffff",
        HERE / "quadrants.gif", "-o", HERE / "placed.gif")


def main():
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        save_sources(folder)
        save_jxls(folder)
        save_avifs(folder)
        save_gifs()
        run("heif-enc", "-L", folder / "upright.png", "-o", HERE / "quadrants.heic")


main()
