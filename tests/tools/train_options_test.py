"""vae-train's options on the command line: each changes the weights, and does what it is for."""

import json
import math
import pathlib
import signal
import statistics
import struct
import subprocess
import sys
import unittest

import idx_files
import signals
import weights_file

PROGRAM = pathlib.Path(sys.argv.pop(1)).resolve()
TRAINED, TESTED = 300, 60  # digits in idx_files
SMALL = {'recipe': 'original', 'hidden-dim': 16, 'latent-dim': 2, 'num-epochs': 2, 'batch-size': 50,
         'samples': 2, 'lr': 1e-3}
STILL = {'lr': 1e-30}  # nothing moves: what is measured is measured at the first weights

# Options that the weights depend on, and a value other than that of SMALL.
CHANGES = {
    'averaging': {'averaging': 0.9},
    'batch-size': {'batch-size': 60},
    'hidden-dim': {'hidden-dim': 17},
    'holdout': {'holdout': 50},
    'init': {'init': 'fan-in'},
    'input-noise': {'input-noise': 'salt-and-pepper', 'noise-amount': 0.5},
    'kl-gradient': {'kl-gradient': 'path'},
    'kl-warmup-epochs': {'kl-warmup-epochs': 2},
    'latent-dim': {'latent-dim': 3},
    'lr': {'lr': 2e-3},
    'noise-amount': {'input-noise': 'salt-and-pepper', 'noise-amount': 0.25},
    'num-epochs': {'num-epochs': 3},
    'objective': {'objective': 'iwae'},
    'samples': {'samples': 3},
    'schedule': {'schedule': 'cosine'},
    'seed': {'seed': 2},
    'warmup-epochs': {'warmup-epochs': 1},
}


def with_images(content, count, change):
    """IDX images of which only the first `count` are kept, image i replaced by change(i, image)."""
    size, images = 28 * 28, content[16:]
    kept = (images[i * size:(i + 1) * size] for i in range(count))
    return struct.pack('>IIII', 0x803, count, 28, 28) + b''.join(
        change(i, image) for i, image in enumerate(kept))


def inverted(*which):
    """For with_images: these images in white on black, the others as they are."""
    return lambda i, image: bytes(255 - pixel for pixel in image) if i in which else image


class Run:
    """What one training wrote and said."""

    def __init__(self, out, log, stdout):
        file = weights_file.parse(out.read_bytes())
        self.metadata, self.tensors, self.shapes = file.metadata, file.tensors, file.shapes
        self.payload = file.metadata['payload_sha256']
        self.epochs = [json.loads(line) for line in log.read_text().splitlines()]
        self.options = [option.split()[0] for option in stdout.splitlines()[1].split(', ')]

    def of_epochs(self, part, term):
        return [epoch[part][term] for epoch in self.epochs]

    def sum_of_rates(self):
        """Adam moves a parameter whose gradient stays the same by the learning rate in each step:
        such is the output's bias of a pixel that is never inked."""
        return -self.tensors['decoder.output.bias'][0]


class TrainOptionsTest(idx_files.FolderWithDigits):
    def command(self, options, data):
        flags = [f'--{name}={value}' for name, value in options.items()]
        return [PROGRAM, '--data', data, '--out', self.out, '--force', *flags]

    def train(self, *changes, data=None):
        """With SMALL, changed by these, the last one first."""
        options = {**SMALL}
        for change in changes:
            options.update(change)
        log = self.folder / 'log.jsonl'
        result = subprocess.run([*self.command(options, data or self.data), '--log', log], text=True,
                                capture_output=True, timeout=120, check=False)
        self.assertEqual(result.returncode, 0, result.stderr)
        return Run(self.out, log, result.stdout)

    def data_with(self, name, count=TRAINED, train=inverted(), test=inverted()):
        return idx_files.write(
            self.folder / name,
            train_images=with_images(idx_files.images(TRAINED), count, train),
            train_labels=idx_files.labels(count),
            test_images=with_images(idx_files.images(TESTED, seed=2), TESTED, test))

    def assert_close(self, actual, expected, relative):
        self.assertLess(abs(actual - expected), relative * abs(expected), (actual, expected))

    # --- all of them ---

    def test_every_option_changes_the_weights(self):
        usual = self.train()
        self.assertEqual(sorted(usual.options), sorted(CHANGES), 'an option without a row in CHANGES')
        payloads = {'no option': usual.payload}
        for option, change in CHANGES.items():
            payloads[option] = self.train(change).payload
        payloads['recipe'] = self.train({'recipe': 'best'}).payload
        for option, payload in payloads.items():
            same = [other for other in payloads if payloads[other] == payload]
            self.assertEqual(same, [option])

    def test_other_options_do_not(self):
        usual = self.train().payload
        for change in ({'threads': 1}, {'threads': 3}, {'checkpoint-every': 1}):
            self.assertEqual(self.train(change).payload, usual, change)

    # --- how far the weights go ---

    def test_the_learning_rate_of_every_step(self):
        rate, steps = 1e-4, 6  # an epoch

        def cosine(total):
            return sum((1 + math.cos(math.pi * step / total)) / 2 for step in range(total))

        warmup = sum((step + 1) / steps for step in range(steps))
        for change, expected in (
                ({}, 2 * steps),
                ({'lr': 3 * rate}, 2 * steps * 3),
                ({'num-epochs': 3}, 3 * steps),
                ({'batch-size': 100}, steps),
                ({'batch-size': 110}, steps),  # the last of an epoch is smaller
                ({'batch-size': 1000}, 2),
                ({'holdout': 100}, 8),
                ({'schedule': 'cosine'}, cosine(2 * steps)),
                ({'warmup-epochs': 1}, warmup + steps),
                ({'warmup-epochs': 0.5}, (1 + 2 + 3) / 3 + 1.5 * steps),
                ({'warmup-epochs': 1, 'num-epochs': 1}, warmup),
                ({'warmup-epochs': 1, 'schedule': 'cosine'}, warmup + cosine(steps)),
                ({'warmup-epochs': 1, 'num-epochs': 1, 'batch-size': 150}, 0.5 + 1)):
            with self.subTest(change):
                run = self.train({'lr': rate}, change)
                self.assert_close(run.sum_of_rates(), expected * rate, 0.01)

    def test_the_first_weights(self):
        def xavier(out, into):
            return math.sqrt(6 / (out + into))

        def fan_in(_, into):
            return 1 / math.sqrt(into)

        for init, limit in (('xavier', xavier), ('fan-in', fan_in)):
            run = self.train(STILL, {'init': init})
            for name, values in run.tensors.items():
                largest = max(map(abs, values))
                if name.endswith('.bias'):
                    self.assertLess(largest, 1e-20)
                else:
                    self.assertLessEqual(largest, limit(*run.shapes[name]) * (1 + 1e-6))
                    self.assertGreater(largest, limit(*run.shapes[name]) * 0.8)

    def test_the_average_is_what_is_written(self):
        one_step = {'batch-size': TRAINED, 'num-epochs': 1}
        start, last = self.train(one_step, STILL), self.train(one_step)
        for averaging, decay in ((0.1, 0.1), (0.9, 2 / 11)):  # less at first than in the long run
            average = self.train(one_step, {'averaging': averaging})
            for name, values in average.tensors.items():
                for value, first, now in zip(values, start.tensors[name], last.tensors[name]):
                    expected = first + (1 - decay) * (now - first)
                    self.assertAlmostEqual(value, expected, delta=1e-3 * 1e-3)
            self.assertNotEqual(average.epochs[0]['test'], last.epochs[0]['test'])

    # --- which digits, when ---

    def test_held_out_digits_reach_no_step_and_are_what_is_tested_on(self):
        holdout = 40
        kept = TRAINED - holdout
        options = {'holdout': holdout}
        usual = self.train(options)
        others = self.train(options, data=self.data_with(
            'held-out', train=inverted(*range(kept, TRAINED))))
        self.assertEqual(others.payload, usual.payload)
        self.assertNotEqual(others.of_epochs('test', 'neg_elbo'), usual.of_epochs('test', 'neg_elbo'))
        self.assertEqual(others.of_epochs('train', 'neg_elbo'),
                         usual.of_epochs('train', 'neg_elbo'))
        last = self.train(options, data=self.data_with('last', train=inverted(kept - 1)))
        self.assertNotEqual(last.payload, usual.payload)
        tests = self.train(options, data=self.data_with('tests', test=inverted(*range(TESTED))))
        self.assertEqual(tests.payload, usual.payload)
        self.assertEqual(tests.of_epochs('test', 'neg_elbo'), usual.of_epochs('test', 'neg_elbo'))
        self.assertNotIn('test_neg_elbo', usual.metadata)
        self.assert_close(float(usual.metadata['holdout_neg_elbo']),
                          usual.epochs[-1]['test']['neg_elbo'], 1e-5)

    def test_digits_of_the_test_set_reach_no_step(self):
        usual = self.train()
        for digit in (0, TESTED - 1):
            other = self.train(data=self.data_with(f'test{digit}', test=inverted(digit)))
            self.assertEqual(other.payload, usual.payload)
            self.assertNotEqual(other.of_epochs('test', 'neg_elbo'),
                                usual.of_epochs('test', 'neg_elbo'))
        self.assertNotIn('holdout_neg_elbo', usual.metadata)
        self.assert_close(float(usual.metadata['test_neg_elbo']),
                          usual.epochs[-1]['test']['neg_elbo'], 1e-5)

    def a_checkpoint(self, options, data):
        """Of a run with many epochs, stopped after its first."""
        options = {**SMALL, **options, 'num-epochs': 100000}
        process = subprocess.Popen(self.command(options, data), stdout=subprocess.PIPE, text=True,
                                   preexec_fn=signals.heed)
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.kill)
        next(line for line in process.stdout if line.startswith('epoch '))
        process.send_signal(signal.SIGINT)
        process.stdout.read()
        self.assertEqual(process.wait(timeout=60), 128 + signal.SIGINT)
        return self.out.with_suffix('.checkpoint.safetensors').read_bytes()

    def digits_of_the_last_step(self, checkpoint, epoch, sets):
        """Of epoch `epoch`, 0 for the first: those whose change changes what this step makes of the
        checkpoint. sets[0] has the digits as they are, sets[1 + i] another digit i."""
        resumed = self.folder / 'model.checkpoint.safetensors'
        payloads = []
        for data, digest in sets:
            resumed.write_bytes(weights_file.checkpoint_saying(
                checkpoint, num_epochs=epoch + 1, epochs_done=epoch, epoch_steps=3,
                epoch_recon_sum=0, epoch_kl_sum=0, dataset_sha256=digest))
            result = subprocess.run([PROGRAM, '--resume', resumed, '--data', data, '--force'],
                                    text=True, capture_output=True, timeout=60, check=False)
            self.assertEqual(result.returncode, 0, result.stderr)
            payloads.append(weights_file.parse(self.out.read_bytes()).metadata['payload_sha256'])
        return {i for i, payload in enumerate(payloads[1:]) if payload != payloads[0]}

    def test_two_epochs_visit_the_digits_in_different_orders(self):
        count, options = 8, {'batch-size': 2}
        sets = []
        for which in [(), *((i,) for i in range(count))]:
            data = self.data_with(f'eight{which}', count, inverted(*which))
            sets.append((data, self.train(options, data=data).metadata['dataset_sha256']))
        checkpoint = self.a_checkpoint(options, sets[0][0])
        last = [self.digits_of_the_last_step(checkpoint, epoch, sets) for epoch in range(3)]
        for digits in last:
            self.assertEqual(len(digits), 2)
        self.assertGreater(len(set(map(frozenset, last))), 1)

    # --- what a step makes of them ---

    def test_each_step_has_its_own_noise(self):
        # All digits in each step, and an epoch is a step: its means depend on nothing but the noise.
        steps = {'batch-size': TRAINED, 'num-epochs': 6}
        clean = self.train(STILL, steps)
        noisy = self.train(STILL, steps, {'input-noise': 'gaussian', 'noise-amount': 0.2})
        self.assertEqual(len(set(clean.of_epochs('train', 'recon_nats'))), 6)
        kl = clean.of_epochs('train', 'kl_nats')
        self.assert_close(max(kl), min(kl), 1e-5)
        kl = noisy.of_epochs('train', 'kl_nats')
        self.assertGreater(min(b - a for a, b in zip(sorted(kl), sorted(kl)[1:])), 1e-4 * max(kl))

    def test_an_epochs_means_are_over_its_digits(self):
        even, uneven = (self.train(STILL, {'batch-size': size}) for size in (TRAINED, 290))
        self.assert_close(uneven.epochs[0]['train']['kl_nats'],
                          even.epochs[0]['train']['kl_nats'], 1e-5)

    def test_more_samples_less_spread(self):
        steps = {'batch-size': TRAINED, 'num-epochs': 12, 'latent-dim': 4}
        spread = [statistics.stdev(self.train(STILL, steps, {'samples': samples})
                                   .of_epochs('train', 'recon_nats')) for samples in (1, 40)]
        self.assertGreater(spread[0], 3 * spread[1])

    def test_input_noise_is_what_the_encoder_sees_in_training(self):
        clean = self.train(STILL, {'num-epochs': 1})
        for kind, more in (('bernoulli', 1), ('salt-and-pepper', 0.9), ('gaussian', 1)):
            differences = []
            for amount in (0.05 * more, more):
                run = self.train(STILL, {'num-epochs': 1, 'input-noise': kind,
                                         'noise-amount': amount})
                self.assertEqual(run.of_epochs('test', 'neg_elbo'),
                                 clean.of_epochs('test', 'neg_elbo'))
                differences.append(abs(run.epochs[0]['train']['kl_nats']
                                       - clean.epochs[0]['train']['kl_nats']))
            self.assertGreater(differences[0], 0)
            self.assertGreater(differences[1], 2 * differences[0], kind)

    def test_the_bound_of_one_sample_is_the_elbo_by_path(self):
        for samples, relation in ((1, self.assertEqual), (5, self.assertNotEqual)):
            bound = self.train({'objective': 'iwae', 'samples': samples})
            path = self.train({'kl-gradient': 'path', 'samples': samples})
            relation(bound.payload, path.payload)

    def test_a_small_weight_on_kl_lets_more_through_the_code(self):
        options = {'num-epochs': 20, 'lr': 5e-3}
        usual = self.train(options)
        warmed = self.train(options, {'kl-warmup-epochs': 20})
        self.assertGreater(warmed.epochs[9]['test']['kl_nats'],
                           1.1 * usual.epochs[9]['test']['kl_nats'])


if __name__ == '__main__':
    unittest.main()
