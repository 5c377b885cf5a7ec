"""Seconds of each training epoch of 784-H-L in PyTorch, as one would write it there: a peer of
vae-train. Prints them, one a line; see tools/bench."""

import argparse
import gzip
import pathlib
import time

import torch
from torch import nn


def read_idx(folder, name):
    plain = pathlib.Path(folder) / name
    packed = plain.with_name(name + '.gz')
    data = plain.read_bytes() if plain.exists() else gzip.decompress(packed.read_bytes())
    return torch.frombuffer(bytearray(data[16:]), dtype=torch.uint8).reshape(-1, 784) / 255


class Vae(nn.Module):
    def __init__(self, hidden, latent):
        super().__init__()
        self.encoder_hidden = nn.Linear(784, hidden)
        self.encoder_latent = nn.Linear(hidden, 2 * latent)
        self.decoder_hidden = nn.Linear(latent, hidden)
        self.decoder_output = nn.Linear(hidden, 784)

    def loss(self, x, best):
        seen = x * torch.bernoulli(torch.full_like(x, 0.5)) if best else x
        hidden = torch.tanh(self.encoder_hidden(seen))
        mu, log_sigma = self.encoder_latent(hidden).chunk(2, 1)
        z = mu + log_sigma.exp() * torch.randn_like(mu)
        logits = self.decoder_output(torch.tanh(self.decoder_hidden(z)))
        recon = nn.functional.binary_cross_entropy_with_logits(logits, x, reduction='sum')
        if best:  # the gradient by the path alone: Roeder et al. 2017
            m, s = mu.detach(), log_sigma.detach()
            kl = (((z - m) / s.exp()).square() / -2 - s + z.square() / 2).sum()
        else:
            kl = (mu.square() + (2 * log_sigma).exp() - 1 - 2 * log_sigma).sum() / 2
        return (recon + kl) / len(x)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--data', required=True)
    parser.add_argument('--threads', type=int, default=1)
    parser.add_argument('--epochs', type=int, default=3)
    parser.add_argument('--recipe', choices=('original', 'best'), default='original')
    options = parser.parse_args()
    best = options.recipe == 'best'
    batch = 50 if best else 100
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    digits = read_idx(options.data, 'train-images-idx3-ubyte')
    model = Vae(500, 10)
    adam = torch.optim.Adam(model.parameters(), lr=1e-3)
    for _ in range(options.epochs):
        start = time.monotonic()
        for picks in torch.randperm(len(digits)).split(batch):
            adam.zero_grad()
            model.loss(digits[picks], best).backward()
            adam.step()
        print(f'{time.monotonic() - start:.3f}', flush=True)


if __name__ == '__main__':
    main()
