"""The learner of the page and vae-train learn the same: the same digits, seed and options give the
same losses in each epoch, within a share of 1e-6 of them and what the log rounds away.
parity_test.py VAE_TRAIN RECORDED_COURSE"""

import json
import pathlib
import subprocess
import sys
import tempfile

SAME = 1e-6
ROUNDED = 1e-6
FLAGS = ['--hidden-dim', '64', '--latent-dim', '3', '--batch-size', '40', '--num-epochs', '3',
         '--seed', '7', '--quiet', '--force']  # as RecordedCourse of recorded_losses.h


def losses_of_tool(train, folder, recipe):
    log = folder / 'log.jsonl'
    subprocess.run([train, '--data', folder, '--recipe', recipe, *FLAGS, '--out',
                    folder / 'out.safetensors', '--log', log], check=True)
    records = [json.loads(line)['train'] for line in log.read_text().splitlines()]
    return [(record['recon_nats'], record['kl_nats']) for record in records]


def losses_of_learner(course, folder, recipe):
    result = subprocess.run([course, folder, recipe], check=True, capture_output=True, text=True)
    return [tuple(map(float, line.split())) for line in result.stdout.splitlines()]


def main(train, course):
    wrong = []
    for recipe in ('original', 'best'):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            learner = losses_of_learner(course, folder, recipe)  # writes the digits, too
            tool = losses_of_tool(train, folder, recipe)
        for epoch, (ours, theirs) in enumerate(zip(learner, tool, strict=True), start=1):
            print(f'{recipe}, epoch {epoch}: the learner {ours}, vae-train {theirs}')
            if any(abs(a - b) > SAME * b + ROUNDED for a, b in zip(ours, theirs, strict=True)):
                wrong.append(f'{recipe}, epoch {epoch}')
        if len(learner) != 3:
            wrong.append(f'{recipe} has {len(learner)} epochs')
    sys.exit('The learner and vae-train differ: ' + '; '.join(wrong) if wrong else 0)


main(*sys.argv[1:])
