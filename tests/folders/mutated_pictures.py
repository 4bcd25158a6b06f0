#!/usr/bin/env python3
"""Paints a folder of some hundred pictures that were damaged at random, in ten ways, from a fixed seed.

usage: STYLIZE_PROGRAM=... mutated_pictures.py [--full]

A damaged file may still be a picture, or not: that is the decoders' to say. What must hold for each: it gives an
output or one line that names it, never both, in one process that survives them all within 1 GiB of memory, and
painting, --dry-run and compare agree about which can be read. --full makes 5000 files instead of 600.
"""
import os
import random
import re
import struct
import sys

import folder_test
import picture_kinds
from folder_test import TESTS, expect

MOST_MEMORY = 1024  # MiB
SIDE = 48
SETTINGS = ["-s", "style.png", "--size", 32, "--iterations", 1, "--scales", 1, "--style-layers", "relu1_1",
            "--content-layers", "relu1_1"]


def flipped_bits(data, chance, _):
    data = bytearray(data)
    for _ in range(chance.choice((1, 1, 4, 32))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


def random_bytes(data, chance, _):
    begin = chance.randrange(len(data))
    count = min(chance.choice((1, 4, 30, 300)), len(data) - begin)
    return data[:begin] + chance.randbytes(count) + data[begin + count:]


def random_bytes_in_header(data, chance, _):
    begin = chance.randrange(min(len(data), 64))
    return data[:begin] + chance.randbytes(chance.choice((1, 2, 4))) + data[begin + 4:]


def extreme_number(data, chance, _):
    """Replaces a field of 2 or 4 bytes with the smallest or largest value, or one next to a limit."""
    number = chance.choice((0, 1, 0x7f, 0x7fff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff))
    form = chance.choice((">I", "<I")) if number > 0xffff else chance.choice((">H", "<H", ">I", "<I"))
    field = struct.pack(form, number)
    begin = chance.randrange(max(1, min(len(data), 400) - len(field)))
    return data[:begin] + field + data[begin + len(field):]


def cut(data, chance, _):
    return data[:chance.randrange(1, len(data))]


def missing_part(data, chance, _):
    begin = chance.randrange(len(data))
    return data[:begin] + data[begin + chance.choice((1, 2, 16, 200)):]


def repeated_part(data, chance, _):
    begin = chance.randrange(len(data))
    part = data[begin:begin + chance.choice((1, 12, 100, 1000))]
    return data[:begin] + part * chance.choice((2, 3, 40)) + data[begin + len(part):]


def moved_part(data, chance, _):
    first, second, third = sorted(chance.sample(range(len(data)), 3))
    return data[:first] + data[second:third] + data[first:second] + data[third:]


def zeros(data, chance, _):
    begin = chance.randrange(len(data))
    count = min(chance.choice((4, 64, 512)), len(data) - begin)
    return data[:begin] + bytes(count) + data[begin + count:]


def spliced(data, chance, others):
    """The beginning of one file and the end of another, of any format."""
    other = chance.choice(others)
    return data[:chance.randrange(len(data))] + other[chance.randrange(len(other)):]


MUTATIONS = (flipped_bits, random_bytes, random_bytes_in_header, extreme_number, cut, missing_part, repeated_part,
             moved_part, zeros, spliced)


def originals():
    """(extension, bytes) of every kind of picture in the tests."""
    kinds = [kind for kind, _ in zip(picture_kinds.good_kinds(), range(16))]
    folder = os.path.join(TESTS, "data")
    for name in sorted(os.listdir(folder)):
        extension = name.rpartition(".")[2]
        if extension in ("bmp", "jpg", "png", "tif", "tiff", "webp"):
            with open(os.path.join(folder, name), "rb") as file:
                kinds.append((extension, file.read()))
    return kinds


def make_folder(folder, count):
    os.mkdir(folder.path("photos"))
    chance = random.Random(20261126)
    kinds = originals()
    others = [data for _, data in kinds]
    names = []
    for number in range(count):
        extension, data = kinds[number % len(kinds)]
        mutation = MUTATIONS[number // len(kinds) % len(MUTATIONS)]
        names.append(f"{number:04}_{mutation.__name__}.{extension}")
        with open(folder.path("photos", names[-1]), "wb") as file:
            file.write(mutation(data, chance, others))
    folder.make_style(SIDE)
    return names


def refused_of(ended):
    """The numbers of the pictures that a run refused, each by one line."""
    refused = []
    for line in ended.lines:
        named = re.search(r"(?:photos|paintings)/(\d{4})_[^:]*: .", line)
        expect(named, f"a line without a picture's name and a reason: {line}")
        refused.append(named[1])
    expect(len(set(refused)) == len(refused), f"two lines for one of {sorted(refused)}")
    return set(refused)


def expect_survival(ended, refused, what):
    expect(ended.code == (1 if refused else 0), f"{what}: exit code {ended.code}; last lines: {ended.lines[-3:]}")
    if not sanitized():
        expect(ended.peak_mib < MOST_MEMORY, f"{what}: {ended.peak_mib:.0f} MiB")


def sanitized():
    """AddressSanitizer needs several times the memory."""
    with open(folder_test.PROGRAM, "rb") as file:
        return b"__asan_init" in file.read()


def test(folder, options):
    names = make_folder(folder, 5000 if options.full else 600)
    painting = folder.run("--log-level", "error", "-c", "photos", *SETTINGS, "-o", "paintings")
    refused = refused_of(painting)
    expect_survival(painting, refused, "painting")
    made = {name[:4] for name in folder.pictures_in("paintings")}
    expected = {name[:4] for name in names} - refused
    expect(made == expected, f"neither output nor reason, or both: {sorted(made ^ expected)}")
    print(f"{len(names)} files: {len(made)} outputs, {len(refused)} reasons, peak {painting.peak_mib:.0f} MiB")

    dry = folder.run("--log-level", "error", "-c", "photos", *SETTINGS, "-o", "dry", "--dry-run")
    expect_the_same(dry, refused, len(names), "--dry-run")
    compared = folder.run("compare", "--quiet", "photos", "photos")
    expect_the_same(compared, refused, len(names), "compare")
    print("--dry-run and compare agree")


def expect_the_same(ended, refused, count, what):
    """Readable pictures can also be painted, except a few that are too narrow."""
    unreadable = refused_of(ended)
    expect_survival(ended, unreadable, what)
    expect(unreadable <= refused, f"{what} refuses what was painted: {sorted(unreadable - refused)}")
    narrow = refused - unreadable
    expect(len(narrow) < count / 20, f"{what} reads what was not painted: {sorted(narrow)}")


if __name__ == "__main__":
    sys.exit(folder_test.carry_out(folder_test.parse_options(__doc__), test))
