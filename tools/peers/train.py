"""vae-train beside PyTorch, taking turns on this machine; and how its epochs grow. Prints tables for
the README: see tools/bench."""

import argparse
import json
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
DEBIAN_PYTHON = '/usr/bin/python3'  # the one that python3-torch is for
RECIPES = {'original': 'original, batches of 100', 'best': 'best, batches of 50'}
ROUNDS = 3
EPOCHS = 3  # of which the first warms up
# Multiplications of a digit in a step at 784-500-10 (forward, and twice that backward but for the
# gradient of the digit itself), two operations each.
GFLOP = 60_000 * 2 * (3 * (784 * 500 + 500 * 20 + 10 * 500 + 500 * 784) - 784 * 500) / 1e9
SGEMM = '''
import sys, time, torch
torch.set_num_threads(int(sys.argv[1]))
a, b = torch.randn(2000, 2000), torch.randn(2000, 2000)
best = 1e9
for _ in range(8):
    start = time.monotonic()
    torch.mm(a, b)
    best = min(best, time.monotonic() - start)
print(16 / best)
'''


def row(*cells):
    print('| ' + ' | '.join(map(str, cells)) + ' |', flush=True)


def table(*names):
    row(*names)
    row(*('---' for _ in names))


def has_torch():
    return subprocess.run([DEBIAN_PYTHON, '-c', 'import torch'], stderr=subprocess.DEVNULL,
                          check=False).returncode == 0


def in_torch(threads, *command, core=''):
    # OpenBLAS threads on its own beside PyTorch's.
    environment = {**os.environ, 'OMP_NUM_THREADS': str(threads),
                   'OPENBLAS_NUM_THREADS': str(threads), **({'OPENBLAS_CORETYPE': core} if core else {})}
    result = subprocess.run([DEBIAN_PYTHON, *map(str, command)], env=environment, check=True,
                            capture_output=True, text=True)
    return [float(line) for line in result.stdout.split()]


def best_core():
    """What OpenBLAS is fastest as: on new processors it may not find out by itself."""
    return max(('', 'SkylakeX', 'Haswell'), key=lambda core: in_torch(1, '-c', SGEMM, 1, core=core))


class Trainer:
    def __init__(self, program, data, folder):
        self.program, self.data, self.folder = program, data, pathlib.Path(folder)

    def epochs(self, epochs, *flags):
        """Seconds of each."""
        out, log = self.folder / 'model.safetensors', self.folder / 'log.jsonl'
        subprocess.run([self.program, '--data', self.data, '--out', out, '--log', log, '--force',
                        '--quiet', '--num-epochs', str(epochs), *map(str, flags)], check=True)
        return [json.loads(line)['seconds'] for line in log.read_text().splitlines()]


def beside_torch(trainer, cores):
    threads = sorted({1, cores})
    core = best_core() if has_torch() else ''
    peak = {n: in_torch(n, '-c', SGEMM, n, core=core)[0] for n in threads} if has_torch() else {}
    table('an epoch of 60 000 digits, 784-500-10',
          *(f'vae-train, {n} thread{"s"[:n > 1]}' for n in threads),
          *(f'PyTorch, {n} thread{"s"[:n > 1]}' for n in threads if peak),
          *(('ratio of the best',) if peak else ()), 'share of the sgemm peak')
    for recipe, name in RECIPES.items():
        ours = {n: [] for n in threads}
        theirs = {n: [] for n in threads}
        for _ in range(ROUNDS):
            for n in threads:
                ours[n] += trainer.epochs(EPOCHS, '--recipe', recipe, '--threads', n)[1:]
                if peak:
                    theirs[n] += in_torch(n, HERE / 'pytorch_epochs.py', '--data', trainer.data,
                                          '--recipe', recipe, '--threads', n, '--epochs',
                                          EPOCHS, core=core)[1:]
        own = {n: statistics.median(ours[n]) for n in threads}
        cells = [f'{own[n]:.2f} s' for n in threads]
        if peak:
            peer = {n: statistics.median(theirs[n]) for n in threads}
            cells += [f'{peer[n]:.2f} s' for n in threads]
            cells.append(f'{min(own.values()) / min(peer.values()):.2f}')
        fastest = min(own, key=own.get)
        cells.append(f'{100 * GFLOP / own[fastest] / peak[fastest]:.0f} %' if peak else 'unknown')
        row(name, *cells)
    if not peak:
        print('\nPyTorch is not there: apt-get install python3-torch.')


def growth(trainer):
    print()
    table('an epoch of the original recipe', 'seconds', 'times the value before', 'times its seconds')
    for flag, values in (('--hidden-dim', (100, 250, 500, 1000, 2000, 4000)),
                         ('--batch-size', (10, 30, 100, 300, 1000)),
                         ('--latent-dim', (2, 10, 30, 100))):
        last = None
        for value in values:
            seconds = min(trainer.epochs(3, '--recipe', 'original', flag, value))
            growth = (f'{value / last[0]:.1f}', f'{seconds / last[1]:.1f}') if last else ('', '')
            row(f'`{flag} {value}`', f'{seconds:.2f}', *growth)
            last = value, seconds


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('part', choices=('peers', 'growth'))
    parser.add_argument('--program', required=True)
    parser.add_argument('--data', required=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        trainer = Trainer(options.program, options.data, folder)
        if options.part == 'peers':
            beside_torch(trainer, len(os.sched_getaffinity(0)))
        else:
            growth(trainer)


if __name__ == '__main__':
    sys.exit(main())
