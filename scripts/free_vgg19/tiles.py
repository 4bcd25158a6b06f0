"""Square tiles of pictures from unpacked packages, the training data of the free VGG19."""
import io
import os
import zipfile

import numpy as np
from PIL import Image

SIZE = 128
FLAT = 3  # tiles in which neighbouring pixels differ by less than this on average (0..255) are skipped as empty
PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".tga")
NO_COLOUR_MAPS = ("_norm", "_gloss", "_glow", "_shirt", "_pants", "_bump", "luma", "normal", "_nm.", "mask")
NO_PICTURES = {"gui", "models", "karts", "icons", "doc", "tracks"}  # icons, atlases, drivers' lines
SMALLEST_FILE = 20000  # bytes; smaller files are icons and plain colours


def wanted(path, bytes_):
    name = path.lower()
    return name.endswith(PICTURES) and bytes_ >= SMALLEST_FILE and not any(k in name for k in NO_COLOUR_MAPS)


def encoded_pictures(root):
    """(path, bytes) of every picture under root, including archives, in an order that depends only on names."""
    for folder, folders, names in sorted(os.walk(root)):
        if NO_PICTURES & set(folder.split(os.sep)):
            continue
        for path in (os.path.join(folder, n) for n in sorted(names)):
            if os.path.islink(path):
                continue
            if path.endswith((".pk3", ".zip")):
                with zipfile.ZipFile(path) as archive:
                    for entry in sorted(archive.infolist(), key=lambda e: e.filename):
                        if wanted(entry.filename, entry.file_size):
                            yield entry.filename, archive.read(entry)
            elif wanted(path, os.path.getsize(path)):
                with open(path, "rb") as file:
                    yield path, file.read()


def contrast(tile):
    gray = tile.astype(np.float32).mean(2)
    return (np.abs(np.diff(gray, axis=0)).mean() + np.abs(np.diff(gray, axis=1)).mean()) / 2


def tiles_of(image):
    """Tiles of the picture scaled so that its shorter side is one, two or four tiles."""
    if min(image.size) < SIZE:
        return
    side = SIZE * (1 if min(image.size) < 512 else 2 if min(image.size) < 1600 else 4)
    scale = side / min(image.size)
    pixels = np.asarray(image.resize([max(side, round(n * scale)) for n in image.size], Image.LANCZOS))
    for y in range(0, pixels.shape[0] - SIZE + 1, SIZE):
        for x in range(0, pixels.shape[1] - SIZE + 1, SIZE):
            tile = pixels[y:y + SIZE, x:x + SIZE]
            if contrast(tile) >= FLAT:
                yield tile


def make_tiles(root, seed):
    """uint8 [N, SIZE, SIZE, 3], RGB, shuffled."""
    Image.MAX_IMAGE_PIXELS = None
    tiles, seen = [], set()
    for path, encoded in encoded_pictures(root):
        if hash(encoded) in seen:  # packages share pictures
            continue
        seen.add(hash(encoded))
        try:
            tiles += tiles_of(Image.open(io.BytesIO(encoded)).convert("RGB"))
        except (OSError, ValueError, SyntaxError):
            print(f"{path}: not readable, left out")
    array = np.stack(tiles)
    np.random.RandomState(seed).shuffle(array)
    return array
