"""Computes the recorded values of this folder that core is held against, by PyTorch in float64:

  vae_h8_l3.safetensors       one small VAE and eight digits: forward pass, losses, gradients of every
                              objective, three steps of Adam
  short_training.safetensors  twenty steps of vae-train's default recipe with two samples, a warm-up
                              and averaging: the loss of every step, the weights at the end

Nothing here is our code: random numbers are computed from the definition of Philox4x32-10, losses are
PyTorch's own functions, derivatives its automatic ones, steps its Adam. Needs python3-torch.

  make_golden.py            writes both files
  make_golden.py --check    holds what it computes against both files instead"""

import json
import math
import pathlib
import sys

from with_torch import torch  # first: it looks for the Python that has it

import numpy as np

FOLDER = pathlib.Path(__file__).resolve().parent
SIDE, PIXELS = 28, 784
LAYERS = ('encoder.hidden', 'encoder.latent', 'decoder.hidden', 'decoder.output')
WEIGHTS, SHUFFLE, TRAIN_NOISE, INPUT_NOISE, OTHER = 0, 1, 2, 5, 4  # streams, of core/random.h


# --- random numbers: Salmon et al., "Parallel Random Numbers: As Easy as 1, 2, 3" ---

def words(seed, stream, step, count):
    """`count` 32-bit words of one key, in order."""
    blocks = np.arange((count + 3) // 4, dtype=np.uint64)
    low = np.uint64(0xffffffff)
    counter = [blocks, np.full_like(blocks, stream), np.full_like(blocks, step & 0xffffffff),
               np.full_like(blocks, step >> 32)]
    key = [seed & 0xffffffff, seed >> 32]
    for _ in range(10):
        product0 = np.uint64(0xD2511F53) * counter[0]
        product1 = np.uint64(0xCD9E8D57) * counter[2]
        shift = np.uint64(32)
        counter = [(product1 >> shift) ^ counter[1] ^ np.uint64(key[0]), product1 & low,
                   (product0 >> shift) ^ counter[3] ^ np.uint64(key[1]), product0 & low]
        key = [(key[0] + 0x9E3779B9) & 0xffffffff, (key[1] + 0xBB67AE85) & 0xffffffff]
    return np.stack(counter, axis=1).reshape(-1)[:count]


def uniform(seed, stream, step, *shape):
    """In (0, 1), row by row."""
    drawn = (words(seed, stream, step, math.prod(shape)).astype(np.float64) + 0.5) / 2 ** 32
    return torch.from_numpy(drawn).reshape(shape)


def normal(seed, stream, step, *shape):
    return torch.special.ndtri(uniform(seed, stream, step, *shape))


def permutation(seed, step, count):
    order = list(range(count))
    drawn = words(seed, SHUFFLE, step, count)
    for i, word in zip(range(count, 1, -1), drawn):
        j = (int(word) * i) >> 32
        order[i - 1], order[j] = order[j], order[i - 1]
    return order


# --- the model: one digit, sample or code per row ---

def shapes(hidden, latent):
    return {'encoder.hidden': (hidden, PIXELS), 'encoder.latent': (2 * latent, hidden),
            'decoder.hidden': (hidden, latent), 'decoder.output': (PIXELS, hidden)}


def start(hidden, latent, seed, limit):
    """Weights uniform in +-limit(in, out), biases 0."""
    params = {}
    for number, (layer, (out, into)) in enumerate(shapes(hidden, latent).items()):
        params[layer + '.weight'] = (2 * uniform(seed, WEIGHTS, number, out, into) - 1) * limit(
            into, out)
        params[layer + '.bias'] = torch.zeros(out, dtype=torch.float64)
    return params


def dense(params, layer, x):
    return torch.nn.functional.linear(x, params[layer + '.weight'], params[layer + '.bias'])


def forward(params, seen, target, eps):
    """eps: (digits, samples, L). Reconstruction costs are (digits, samples)."""
    mu, log_sigma = dense(params, LAYERS[1], torch.tanh(dense(params, LAYERS[0], seen))).chunk(2, 1)
    z = mu[:, None] + torch.exp(log_sigma)[:, None] * eps
    logits = dense(params, LAYERS[3], torch.tanh(dense(params, LAYERS[2], z)))
    recon = torch.nn.functional.binary_cross_entropy_with_logits(
        logits, target[:, None].expand_as(logits), reduction='none').sum(-1)
    q = torch.distributions.Normal(mu, torch.exp(log_sigma))
    kl = torch.distributions.kl_divergence(q, torch.distributions.Normal(0.0, 1.0)).sum(-1)
    return {'mu': mu, 'log_sigma': log_sigma, 'z': z, 'logits': logits, 'recon': recon, 'kl': kl}


def log_ratio(out):
    """log p(z) / q(z|x) of each sample, without derivatives by q's own parameters."""
    q = torch.distributions.Normal(out['mu'].detach()[:, None],
                                   torch.exp(out['log_sigma'].detach())[:, None])
    prior = torch.distributions.Normal(0.0, 1.0)
    return (prior.log_prob(out['z']) - q.log_prob(out['z'])).sum(-1)


def elbo(out):
    return (out['recon'].mean(1) + out['kl']).mean()


def elbo_by_path(out):
    """Roeder et al., arXiv 1703.09194."""
    return (out['recon'].mean(1) - log_ratio(out).mean(1)).mean()


def gradient(loss, params):
    return dict(zip(params, torch.autograd.grad(loss, list(params.values()), retain_graph=True)))


def importance_weighted_gradient(out, params):
    """The bound's for the decoder; for the encoder Tucker et al., arXiv 1810.04152, eq. 8."""
    log_weight = log_ratio(out) - out['recon']
    bound = -(torch.logsumexp(log_weight, 1) - math.log(log_weight.shape[1])).mean()
    shares = torch.softmax(log_weight, 1).detach()
    by_encoder = gradient(-(shares ** 2 * log_weight).sum(1).mean(), params)
    by_decoder = gradient(bound, params)
    return {name: (by_encoder if name.startswith('encoder') else by_decoder)[name]
            for name in params}


def differentiable(params):
    return {name: value.clone().requires_grad_() for name, value in params.items()}


def as_float32(values):
    """Numbers that float and double hold alike."""
    return values.to(torch.float32).to(torch.float64)


def some_digits(count):
    """Bars through the middle at any angle, with soft edges and a grey noise."""
    y, x = torch.meshgrid(torch.arange(SIDE) - 13.5, torch.arange(SIDE) - 13.5, indexing='ij')
    noise = normal(1, OTHER, 0, count, PIXELS)
    digits = []
    for i in range(count):
        angle = math.pi * (i + 0.3) / count
        away = (x * math.sin(angle) - y * math.cos(angle)).abs()
        ink = torch.where(x * x + y * y < 100, 1.2 - 0.4 * away, torch.zeros_like(x)).reshape(-1)
        digits.append((ink + 0.05 * noise[i] * (ink > 0)).clamp(0, 1))
    return as_float32(torch.stack(digits))


# --- the files ---

def small_vae():
    hidden, latent, count, samples = 8, 3, 8, 3
    digits = some_digits(count)
    seen = as_float32((digits + 0.2 * normal(3, OTHER, 0, count, PIXELS)).clamp(0, 1))
    params = start(hidden, latent, 2, lambda into, out: math.sqrt(6 / (into + out)))
    for number, layer in enumerate(LAYERS):
        bias = params[layer + '.bias']
        params[layer + '.bias'] = 0.2 * normal(4, OTHER, number, len(bias))
    params = differentiable({name: as_float32(value) for name, value in params.items()})
    eps = as_float32(normal(5, OTHER, 0, count, samples, latent))
    one = forward(params, digits, digits, eps[:, :1])
    many = forward(params, seen, digits, eps)
    tensors = {f'param.{name}': value for name, value in params.items()}
    tensors |= {'x': digits, 'seen': seen, 'eps': eps[:, 0], 'eps3': eps.reshape(-1, latent)}
    inputs = set(tensors)
    tensors |= {'mu': one['mu'], 'log_sigma': one['log_sigma'], 'z': one['z'][:, 0],
                'logits': one['logits'][:, 0], 'reconstruction': torch.sigmoid(one['logits'][:, 0]),
                'recon_nats': one['recon'][:, 0], 'kl_nats': one['kl']}
    tensors |= {'seen.recon_nats': many['recon'].reshape(-1), 'seen.kl_nats': many['kl']}
    for prefix, found in (('grad', gradient(elbo(one), params)),
                          ('seen.elbo', gradient(elbo(many), params)),
                          ('seen.path', gradient(elbo_by_path(many), params)),
                          ('seen.bound', importance_weighted_gradient(many, params))):
        tensors |= {f'{prefix}.{name}': value for name, value in found.items()}

    adam = torch.optim.Adam(params.values(), lr=1e-3)
    tensors = {name: value.detach().clone() for name, value in tensors.items()}
    for _ in range(3):
        adam.zero_grad()
        elbo(forward(params, digits, digits, eps[:, :1])).backward()
        adam.step()
    tensors |= {f'adam3.{name}': value.detach() for name, value in params.items()}
    return tensors, inputs, {'hidden_dim': str(hidden), 'latent_dim': str(latent)}


def short_training():
    hidden, latent, count, batch_size, epochs = 8, 2, 11, 3, 5
    seed, samples, peak, warmup, averaging, share = 6, 2, 2e-3, 4, 0.9, 0.5
    per_epoch = math.ceil(count / batch_size)
    total = epochs * per_epoch
    digits = some_digits(count)
    params = differentiable(start(hidden, latent, seed, lambda into, _: 1 / math.sqrt(into)))
    average = {name: value.detach().clone() for name, value in params.items()}
    adam = torch.optim.Adam(params.values())
    recon, kl = [], []
    for step in range(total):
        order = permutation(seed, step // per_epoch, count)
        first = step % per_epoch * batch_size
        target = digits[order[first:first + batch_size]]
        # Of each pixel: whether it is hit, and, evenly within the share, what it becomes.
        u = uniform(seed, INPUT_NOISE, step, len(target), PIXELS)
        seen = torch.where(u < share, (u < share * target).to(torch.float64), target)
        eps = normal(seed, TRAIN_NOISE, step, len(target), samples, latent)
        adam.param_groups[0]['lr'] = peak * (
            (step + 1) / warmup if step < warmup
            else (1 + math.cos(math.pi * (step - warmup) / (total - warmup))) / 2)
        out = forward(params, seen, target, eps)
        recon.append(out['recon'].mean().item())
        kl.append(out['kl'].mean().item())
        adam.zero_grad()
        elbo_by_path(out).backward()
        adam.step()
        decay = min(averaging, (2 + step) / (11 + step))
        for name, value in params.items():
            average[name] = decay * average[name] + (1 - decay) * value.detach()
    tensors = {'x': digits, 'recon_nats': torch.tensor(recon, dtype=torch.float64),
               'kl_nats': torch.tensor(kl, dtype=torch.float64)}
    tensors |= {f'last.{name}': value.detach() for name, value in params.items()}
    tensors |= {f'average.{name}': value for name, value in average.items()}
    return tensors, {'x'}, {'hidden_dim': str(hidden), 'latent_dim': str(latent),
                            'batch_size': str(batch_size), 'seed': str(seed)}


def write(path, tensors, inputs, metadata):
    """Inputs as float32, the rest as float64."""
    header, data = {'__metadata__': {'made_by': 'make_golden.py, PyTorch float64', **metadata}}, b''
    for name, value in tensors.items():
        code = 'f4' if name in inputs else 'f8'
        content = value.contiguous().numpy().astype('<' + code).tobytes()
        header[name] = {'dtype': {'f4': 'F32', 'f8': 'F64'}[code], 'shape': list(value.shape),
                        'data_offsets': [len(data), len(data) + len(content)]}
        data += content
    text = json.dumps(header).encode()
    text += b' ' * (-len(text) % 8)
    path.write_bytes(len(text).to_bytes(8, 'little') + text + data)


def differences(path, tensors):
    """What the file has otherwise, by more than rounding in another order makes of it."""
    content = path.read_bytes()
    length = int.from_bytes(content[:8], 'little')
    header, data = json.loads(content[8:8 + length]), content[8 + length:]
    del header['__metadata__']
    if set(header) != set(tensors):
        yield f'{path.name}: other tensors'
        return
    for name, entry in header.items():
        begin, end = entry['data_offsets']
        found = np.frombuffer(data[begin:end], {'F32': '<f4', 'F64': '<f8'}[entry['dtype']])
        expected = tensors[name].contiguous().numpy()
        if list(expected.shape) != entry['shape']:
            yield f'{path.name}: {name} has another shape'
        elif np.abs(found - expected.reshape(-1)).max() > 1e-10 * np.abs(expected).max():
            yield f'{path.name}: {name} has other values'


def main():
    made = {'vae_h8_l3.safetensors': small_vae(), 'short_training.safetensors': short_training()}
    if sys.argv[1:] == ['--check']:
        wrong = [line for name, (tensors, _, _) in made.items()
                 for line in differences(FOLDER / name, tensors)]
        print('\n'.join(wrong) or 'PyTorch computes what is recorded')
        return 1 if wrong else 0
    if len(sys.argv) > 1:
        sys.exit(__doc__)
    for name, content in made.items():
        write(FOLDER / name, *content)
    return 0


if __name__ == '__main__':
    sys.exit(main())
