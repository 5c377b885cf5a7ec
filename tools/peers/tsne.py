"""Our t-SNE beside scikit-learn's, and how it grows: maps of the codes of MNIST's training digits.
Prints a table for the README: see tools/bench. Runs under Debian's Python, for python3-sklearn."""

import argparse
import gzip
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

from train import DEBIAN_PYTHON, row, table

PEER_SIZES = (1000, 3000, 10_000)
SIZES = (1000, 3000, 10_000, 30_000, 60_000)
NEIGHBOURS = 30

try:
    import numpy as np
    from sklearn.manifold import TSNE
    from sklearn.neighbors import NearestNeighbors
except ImportError:
    TSNE = None


def read_digits(folder):
    plain = pathlib.Path(folder) / 'train-images-idx3-ubyte'
    packed = plain.with_name(plain.name + '.gz')
    data = plain.read_bytes() if plain.exists() else gzip.decompress(packed.read_bytes())
    return np.frombuffer(data, np.uint8, offset=16).reshape(-1, 784).astype(np.float32) / 255


def read_tensors(path):
    raw = pathlib.Path(path).read_bytes()
    start = 8 + int.from_bytes(raw[:8], 'little')
    header = json.loads(raw[8:start])
    return {name: np.frombuffer(raw, np.float32, offset=start + entry['data_offsets'][0],
                                count=int(np.prod(entry['shape']))).reshape(entry['shape'])
            for name, entry in header.items() if name != '__metadata__'}


def means(weights, digits):
    hidden = np.tanh(digits @ weights['encoder.hidden.weight'].T + weights['encoder.hidden.bias'])
    both = hidden @ weights['encoder.latent.weight'].T + weights['encoder.latent.bias']
    return np.ascontiguousarray(both[:, :both.shape[1] // 2])


def ours(program, codes, threads, folder):
    """The map and the seconds that it took."""
    codes.tofile(folder / 'codes')
    printed = subprocess.run([program, folder / 'codes', str(codes.shape[1]), str(threads),
                              folder / 'map'], check=True, capture_output=True, text=True).stdout
    return np.fromfile(folder / 'map', np.float32).reshape(-1, 2), float(printed)


def theirs(codes, threads):
    started = time.monotonic()
    positions = TSNE(init='pca', learning_rate='auto', perplexity=30, n_jobs=threads,
                     random_state=1).fit_transform(codes)
    return positions, time.monotonic() - started


def kept_neighbours(codes, positions):
    """How many of a code's nearest are among its nearest on the map."""
    def nearest(points):
        return NearestNeighbors(n_neighbors=NEIGHBOURS).fit(points).kneighbors(return_distance=False)
    both = zip(nearest(codes), nearest(positions))
    shared = [len(np.intersect1d(a, b, assume_unique=True)) for a, b in both]
    return f'{100 * np.mean(shared) / NEIGHBOURS:.0f} %'


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--program', required=True, help='tsne_map')
    parser.add_argument('--weights', required=True)
    parser.add_argument('--data', required=True)
    options = parser.parse_args()
    if TSNE is None:
        if os.path.realpath(sys.executable) != os.path.realpath(DEBIAN_PYTHON):
            os.execv(DEBIAN_PYTHON, [DEBIAN_PYTHON, *sys.argv])
        sys.exit('scikit-learn is not there: apt-get install python3-sklearn.')
    threads = len(os.sched_getaffinity(0))
    codes = means(read_tensors(options.weights), read_digits(options.data))
    print()
    table('points', f'ours, {threads} threads', 'scikit-learn', 'ratio',
          f'{NEIGHBOURS} nearest kept, ours', 'scikit-learn', 'per point, relative to the line above')
    last = None
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            some = codes[:size]
            own, seconds = ours(options.program, some, threads, pathlib.Path(folder))
            peer = ratio = kept = ''
            if size in PEER_SIZES:
                positions, peer_seconds = theirs(some, threads)
                peer, ratio = f'{peer_seconds:.1f} s', f'{seconds / peer_seconds:.2f}'
                kept = kept_neighbours(some, positions)
            growth = f'{seconds / last[1] * last[0] / size:.2f}' if last else ''
            row(size, f'{seconds:.1f} s', peer, ratio, kept_neighbours(some, own), kept, growth)
            last = size, seconds


if __name__ == '__main__':
    main()
