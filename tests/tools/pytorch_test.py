"""Runs the README's lines that load weights in PyTorch, and compares what the model then says with
the outputs recorded natively. Skipped (exit code 77) where PyTorch is not installed."""

import os
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / 'tests/golden'))
from with_torch import torch

RECORDED = 'tests/golden/latent10_outputs.safetensors'


def largest_difference(a, b):
    return (a - b).abs().max().item()


def main():
    os.chdir(ROOT)
    blocks = re.findall(r'```python\n(.*?)```', (ROOT / 'README.md').read_text(), re.DOTALL)
    assert len(blocks) == 1, 'the README has one block of Python'
    loading = blocks[0]
    model = {}
    exec(loading, model)
    assert model['digits'].shape == (16, 784)
    recorded = {}
    exec(loading.replace('weights/latent10.safetensors', RECORDED).split('layer =')[0], recorded)
    layer, outputs = model['layer'], recorded['w']

    decoded = torch.sigmoid(
        layer('decoder.output', torch.tanh(layer('decoder.hidden', outputs['z']))))
    assert largest_difference(decoded, outputs['decoded']) < 1e-5
    latent = layer('encoder.latent', torch.tanh(layer('encoder.hidden', outputs['digits'])))
    mu, log_sigma = latent.chunk(2, dim=1)
    assert largest_difference(mu, outputs['mu']) < 1e-4
    assert largest_difference(log_sigma, outputs['log_sigma']) < 1e-4
    print('PyTorch', torch.__version__, 'agrees')


main()
