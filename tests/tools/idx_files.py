"""Small data sets in MNIST's file format, of our own making."""

import gzip
import pathlib
import random
import struct
import tempfile
import unittest

NAMES = {
    'train_images': 'train-images-idx3-ubyte',
    'train_labels': 'train-labels-idx1-ubyte',
    'test_images': 't10k-images-idx3-ubyte',
    'test_labels': 't10k-labels-idx1-ubyte',
}


def image(rng, side):
    """A bar across the middle, horizontal or vertical, somewhere."""
    at, horizontal = rng.randrange(side), rng.random() < 0.5
    inside = range(side // 4, 3 * side // 4)
    return bytes(
        rng.randrange(180, 256)
        if (y if horizontal else x) == at and (x if horizontal else y) in inside else 0
        for y in range(side) for x in range(side))


def images(count, side=28, magic=0x803, seed=1):
    rng = random.Random(seed)
    return struct.pack('>IIII', magic, count, side, side) + b''.join(
        image(rng, side) for _ in range(count))


def labels(count, magic=0x801):
    return struct.pack('>II', magic, count) + bytes(i % 10 for i in range(count))


def write(folder, zipped=(), **replaced):
    """All four files; `replaced` gives other bytes for some, None leaves one out."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    content = {
        'train_images': images(300), 'train_labels': labels(300),
        'test_images': images(60, seed=2), 'test_labels': labels(60), **replaced}
    for key, data in content.items():
        if data is None:
            continue
        if key in zipped:
            (folder / (NAMES[key] + '.gz')).write_bytes(gzip.compress(data))
        else:
            (folder / NAMES[key]).write_bytes(data)
    return folder


class FolderWithDigits(unittest.TestCase):
    """Tests with a folder of their own, with data in it and the name of a model to be written."""

    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)
        self.data = write(self.folder / 'data')
        self.out = self.folder / 'model.safetensors'
