"""Pictures of many formats, and 60 kinds of files that are named like pictures but are not."""
import io
import os
import random
import struct
import zlib

import numpy
from PIL import Image

from folder_test import TESTS, sample

HUGE = 60000  # pixels, of each side
SIDE = 96     # pixels, of the pictures that are damaged


def encoded(picture, form, **options):
    file = io.BytesIO()
    picture.save(file, form, **options)
    return file.getvalue()


def chunk(kind, data, checksum=None):
    checksum = zlib.crc32(kind + data) if checksum is None else checksum
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)


PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


def png(width, height, depth, color, data, before=b""):
    header = struct.pack(">IIBBBBB", width, height, depth, color, 0, 0, 0)
    return PNG_SIGNATURE + chunk(b"IHDR", header) + before + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def rgb16_png(picture):
    """PIL has no 16-bit RGB."""
    pixels = numpy.asarray(picture).astype(">u2") * 257
    rows = b"".join(b"\0" + row.tobytes() for row in pixels)
    return png(*picture.size, 16, 2, zlib.compress(rows))


def tiff(entries, data=b""):
    """A little-endian TIFF with one page and entries (tag, type, count, value), followed by `data`."""
    page = struct.pack("<H", len(entries)) + b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return b"II*\0" + struct.pack("<I", 8) + page + struct.pack("<I", 0) + data


def tiff_of_size(width, height, data=b"\x80" * 64):
    strip = 8 + 2 + 9 * 12 + 4
    return tiff([(256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1),
                 (273, 4, 1, strip), (277, 3, 1, 1), (278, 4, 1, height), (279, 4, 1, len(data))], data)


def bmp_of_size(width, height, data=b"\x80" * 64):
    header = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, len(data), 2835, 2835, 0, 0)
    return b"BM" + struct.pack("<IHHI", 14 + len(header) + len(data), 0, 0, 54) + header + data


def webp(*chunks):
    body = b"WEBP" + b"".join(kind + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
                              for kind, data in chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def size_24(value):
    return struct.pack("<I", value - 1)[:3]


def at_frame_header(jpeg, width, height):
    """The JPEG with a different size in its frame header."""
    at = next(at for at in range(len(jpeg)) if jpeg[at:at + 2] in (b"\xff\xc0", b"\xff\xc2"))
    return jpeg[:at + 5] + struct.pack(">HH", height, width) + jpeg[at + 9:]


def with_noise(data, begin, end, seed):
    """Overwrites the part from `begin` to `end` (fractions of the length) with random bytes."""
    first, last = int(len(data) * begin), int(len(data) * end)
    return data[:first] + random.Random(seed).randbytes(last - first) + data[last:]


def cut(data, fraction):
    return data[:int(len(data) * fraction)]


def good_kinds():
    """Extension and bytes; numbers repeat the formats, each time with a different picture."""
    def formats(number):
        picture = sample("content", ("lighthouse", "mountain_lake", "still_life")[number % 3], SIDE, number)
        alpha = picture.convert("L").point(lambda value: 255 if value > 60 else 90)
        with_alpha = picture.copy()
        with_alpha.putalpha(alpha)
        gray = picture.convert("L")
        gray_alpha = Image.merge("LA", (gray, alpha))
        return [("jpg", encoded(picture.convert("CMYK"), "JPEG", quality=90)), ("png", rgb16_png(picture)),
                ("png", encoded(gray_alpha, "PNG")), ("png", encoded(picture.quantize(32), "PNG")),
                ("webp", encoded(with_alpha, "WEBP", lossless=True)), ("tif", encoded(picture, "TIFF")),
                ("jpg", encoded(picture, "JPEG", progressive=True)), ("png", encoded(with_alpha, "PNG")),
                ("jpeg", encoded(gray, "JPEG")), ("webp", encoded(picture, "WEBP", quality=80)),
                ("tiff", encoded(picture, "TIFF", compression="tiff_lzw")), ("bmp", encoded(picture, "BMP")),
                ("png", encoded(picture, "PNG")), ("jpg", encoded(picture, "JPEG", quality=95)),
                ("tif", encoded(gray, "TIFF", compression="tiff_adobe_deflate")), ("png", encoded(gray, "PNG"))]
    number = 0
    while True:
        yield from formats(number)
        number += 1


def damaged_jpegs(picture):
    plain = encoded(picture, "JPEG", quality=90)
    progressive = encoded(picture, "JPEG", progressive=True)
    cmyk = encoded(picture.convert("CMYK"), "JPEG")
    scan = plain.index(b"\xff\xda")
    tables = plain.index(b"\xff\xdb")
    return {
        "cut_after_signature.jpg": plain[:3], "cut_in_tables.jpg": plain[:tables + 20],
        "cut_before_scan.jpg": plain[:scan], "cut_in_scan.jpg": cut(plain, 0.5), "cut_near_end.jpg": plain[:-2],
        "cut_progressive.jpg": cut(progressive, 0.6), "cut_cmyk.jpg": cut(cmyk, 0.7),
        "huge_header.jpg": at_frame_header(plain, HUGE, HUGE), "zero_sides.jpg": at_frame_header(plain, 0, 0),
        "no_tables.jpg": plain[:2] + plain[scan:],
        "broken_cmyk.jpg": with_noise(cmyk, 0.02, 0.35, 1),
        "random_after_signature.jpg": plain[:20] + random.Random(2).randbytes(4000),
        "nothing_but_markers.jpg": b"\xff\xd8\xff\xd9",
    }


def damaged_pngs(picture):
    plain = encoded(picture, "PNG")
    rgb16 = rgb16_png(picture)
    indexed = encoded(picture.quantize(16), "PNG")
    palette = indexed.index(b"PLTE")
    without_palette = indexed[:palette - 4] + indexed[palette + 8 + int.from_bytes(indexed[palette - 4:palette], "big"):]
    data = plain.index(b"IDAT")
    rows = zlib.compress(bytes((3 * SIDE + 1) * SIDE))
    return {
        "cut_after_signature.png": plain[:8], "cut_in_header.png": plain[:20], "cut_before_data.png": plain[:data - 4],
        "cut_in_data.png": cut(plain, 0.5), "cut_before_end.png": plain[:-12], "cut_16_bit.png": cut(rgb16, 0.8),
        "flipped_byte_in_data.png": plain[:data + 200] + bytes([plain[data + 200] ^ 0x55]) + plain[data + 201:],
        "wrong_checksum.png": PNG_SIGNATURE + chunk(b"IHDR", plain[16:29], 12345) + plain[33:],
        "random_data_with_checksums.png": png(SIDE, SIDE, 8, 2, random.Random(3).randbytes(5000)),
        "too_little_data.png": png(SIDE, SIDE, 8, 2, zlib.compress(bytes(1000))),
        "huge_header.png": png(HUGE, HUGE, 8, 2, zlib.compress(bytes(1000))),
        "zero_sides.png": png(0, 0, 8, 2, rows), "unknown_depth.png": png(SIDE, SIDE, 5, 2, rows),
        "unknown_color.png": png(SIDE, SIDE, 8, 9, rows), "without_palette.png": without_palette,
        "endless_chunk.png": PNG_SIGNATURE + struct.pack(">I", 0x7fffffff) + plain[12:],
        "without_data.png": plain[:data - 4] + chunk(b"IEND", b""),
    }


def damaged_webps(picture):
    lossy, lossless = encoded(picture, "WEBP"), encoded(picture, "WEBP", lossless=True)
    extended = b"\0\0\0\0" + size_24(HUGE) + size_24(HUGE)
    return {
        "cut_in_header.webp": lossy[:16], "cut_lossy.webp": cut(lossy, 0.5), "cut_lossless.webp": cut(lossless, 0.5),
        "random_lossless.webp": with_noise(lossless, 0.05, 1, 4), "without_chunks.webp": webp(),
        "huge_header.webp": webp((b"VP8X", extended), (b"VP8 ", lossy[20:])),
        "animation_without_frames.webp": webp((b"VP8X", b"\2\0\0\0" + size_24(SIDE) * 2), (b"ANIM", bytes(6))),
    }


def damaged_tiffs(picture):
    plain = encoded(picture, "TIFF")
    packed = encoded(picture, "TIFF", compression="tiff_lzw")
    deflated = encoded(picture, "TIFF", compression="tiff_adobe_deflate")
    return {
        "cut_in_header.tif": plain[:6], "cut_in_page.tif": plain[:int.from_bytes(plain[4:8], "little") + 30],
        "cut_in_strips.tif": cut(tiff_of_size(SIDE, SIDE, bytes(SIDE * SIDE)), 0.5),
        "cut_packed.tif": packed[:8] + packed[8:][:len(packed) // 2], "cut_deflated.tif": cut(deflated, 0.5),
        "random_deflated.tif": deflated[:400] + random.Random(5).randbytes(len(deflated) - 400),
        "huge_header.tif": tiff_of_size(HUGE, HUGE), "too_little_data.tif": tiff_of_size(SIDE, SIDE),
        "page_beyond_the_end.tif": b"II*\0" + struct.pack("<I", 1 << 30), "without_entries.tif": tiff([]),
        "page_within_itself.tif": b"II*\0" + struct.pack("<I", 4) + bytes(40),
    }


def damaged_bmps(picture):
    plain = encoded(picture, "BMP")
    return {"cut_in_header.bmp": plain[:20], "cut_in_rows.bmp": cut(plain, 0.5), "huge_header.bmp": bmp_of_size(HUGE, HUGE)}


def other_files(picture):
    animation = encoded(picture, "GIF", save_all=True, append_images=[picture.rotate(90)], duration=100)
    return {
        "empty.jpg": b"", "one_byte.png": b"\x89", "text.jpg": b"This is no picture, only its name says so.\n" * 20,
        "cut_gif.png": cut(animation, 0.2), "one_pixel.png": encoded(picture.resize((1, 1)), "PNG"),
        "one_pixel_high.jpg": encoded(picture.resize((SIDE, 1)), "JPEG"),
    }


def malformed_files():
    """Name -> bytes. Each name begins with the format, so that output names are unique."""
    picture = sample("content", "still_life", SIDE, 5)
    files = {}
    for some in (damaged_jpegs, damaged_pngs, damaged_webps, damaged_tiffs, damaged_bmps, other_files):
        files.update(some(picture))
    return {f"{name.rpartition('.')[2]}_{name}": data for name, data in files.items()}


def make_malformed_links(folder):
    """Creates broken links and an unreadable picture, and returns their names."""
    os.symlink("link_loop.png", os.path.join(folder, "link_loop.png"))
    os.symlink("nowhere.jpg", os.path.join(folder, "dangling_link.jpg"))
    path = os.path.join(folder, "unreadable.png")
    with open(path, "wb") as file:
        file.write(encoded(sample("content", "lighthouse", SIDE, 1), "PNG"))
    os.chmod(path, 0)
    return ["link_loop.png", "dangling_link.jpg", "unreadable.png"]


def odd_good_pictures():
    """Pictures of the reading tests that are large enough to paint: name -> bytes."""
    names = ("cmyk_white.jpg", "gray_alpha.png", "rgb16.png", "palette_transparent.png")
    found = {}
    for name in names:
        with open(os.path.join(TESTS, "data", name), "rb") as file:
            found[name] = file.read()
    return found
