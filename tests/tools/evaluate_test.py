"""vae-evaluate, run as its users run it: pictures, figures, failures."""

import hashlib
import json
import math
import os
import pathlib
import re
import resource
import struct
import subprocess
import sys
import tempfile
import unittest
import zlib

import idx_files
import terminal

EVALUATE = pathlib.Path(sys.argv.pop(1)).resolve()
TRAIN = pathlib.Path(sys.argv.pop(1)).resolve()
MODEL_CARD = pathlib.Path(__file__).parents[2] / 'tools' / 'model-card'
TASKS = ('reconstruct', 'generate', 'latent', 'manifold', 'traverse', 'interpolate', 'denoise')
TEST_DIGITS = 60
LATENT_DIMS = (1, 2, 5)
MARGIN, DENSITY = 44, 2


def read_png(path):
    """(width, height, bytes behind their filters) of an 8-bit RGB file whose checksums are right."""
    data = pathlib.Path(path).read_bytes()
    assert data[:8] == b'\x89PNG\r\n\x1a\n', path
    at, chunks = 8, []
    while at < len(data):
        length, kind = struct.unpack('>I4s', data[at:at + 8])
        body = data[at + 8:at + 8 + length]
        crc, = struct.unpack('>I', data[at + 8 + length:at + 12 + length])
        assert crc == zlib.crc32(kind + body), path
        chunks.append((kind, body))
        at += 12 + length
    assert chunks[0][0] == b'IHDR' and chunks[-1][0] == b'IEND', path
    width, height, *form = struct.unpack('>IIBBBBB', chunks[0][1])
    assert form == [8, 2, 0, 0, 0], path
    pixels = zlib.decompress(b''.join(body for kind, body in chunks if kind == b'IDAT'))
    assert len(pixels) == height * (1 + 3 * width), path
    return width, height, pixels


def read_safetensors(path):
    """The header, and the values of its tensors."""
    data = pathlib.Path(path).read_bytes()
    length = int.from_bytes(data[:8], 'little')
    header = json.loads(data[8:8 + length])
    values = {}
    for name, tensor in header.items():
        if name != '__metadata__':
            begin, end = (8 + length + offset for offset in tensor['data_offsets'])
            code = {'F32': 'f', 'U8': 'B'}[tensor['dtype']]
            values[name] = struct.unpack(f'<{(end - begin) // struct.calcsize(code)}{code}',
                                         data[begin:end])
    return header, values


class EvaluateTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        temporary = tempfile.TemporaryDirectory()
        cls.addClassCleanup(temporary.cleanup)
        cls.shared = pathlib.Path(temporary.name)
        cls.data = idx_files.write(cls.shared / 'data')
        for latent_dim in LATENT_DIMS:
            subprocess.run(
                [TRAIN, '--data', cls.data, '--hidden-dim', '16', '--num-epochs', '3',
                 '--batch-size', '50', '--latent-dim', str(latent_dim), '--out',
                 cls.model(latent_dim), '--log', cls.shared / f'log{latent_dim}.jsonl'],
                check=True, capture_output=True, timeout=120)

    @classmethod
    def model(cls, latent_dim):
        return cls.shared / f'latent{latent_dim}.safetensors'

    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)

    def run_evaluate(self, *flags):
        return subprocess.run([EVALUATE, *map(str, flags)], cwd=self.folder, text=True,
                              capture_output=True, timeout=300, check=False)

    def evaluate(self, latent_dim, *flags):
        return self.run_evaluate('--saved-path', self.model(latent_dim), '--data', self.data,
                                 *flags)

    def report(self, latent_dim, *flags):
        result = self.evaluate(latent_dim, '--json', *flags)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(result.stderr, '')
        return json.loads(result.stdout)

    def picture(self, path):
        """Size of a picture that is there and is more than paper."""
        width, height, pixels = read_png(self.folder / path)
        paper = pixels[1:4]
        line = 1 + 3 * width
        others = sum(pixels[at:at + 3] != paper for y in range(0, height, 5)
                     for at in range(y * line + 1, (y + 1) * line, 15))
        self.assertGreater(others, 0.002 * width * height / 25, path)
        return width, height

    def assert_fails(self, result, *words, code=1):
        """One sentence on standard error with these words, that code, and no picture."""
        self.assertEqual(result.returncode, code, result.stderr)
        self.assertEqual(len(result.stderr.strip().splitlines()), 1, result.stderr)
        for word in words:
            self.assertIn(str(word), result.stderr)
        self.assertEqual(list(self.folder.rglob('*.png*')), [])

    # --- pictures ---

    def test_all_tasks_for_any_latent_dim(self):
        names = ('I_reconstructed', 'I_generated', 'latent_space', 'manifold', 'traversal',
                 'interpolation', 'denoised')
        for latent_dim in LATENT_DIMS:
            with self.subTest(latent_dim=latent_dim):
                result = self.evaluate(latent_dim, '--all', '--out', f'out{latent_dim}')
                self.assertEqual(result.returncode, 0, result.stderr)
                files = {f'{name}_latent{latent_dim}.png' for name in names}
                out = self.folder / f'out{latent_dim}'
                self.assertEqual({path.name for path in out.iterdir()}, files)
                for name in files:
                    self.assertIn(f'wrote out{latent_dim}/{name}\n', result.stdout)
                    width, height = self.picture(out / name)
                    self.assertGreaterEqual(width, 400)
                    self.assertGreaterEqual(height, 400)
                for word in ('recon_nats', 'kl_nats', 'neg_elbo', 'active units'):
                    self.assertIn(word, result.stdout)

    def test_each_task_alone_writes_its_picture_only(self):
        for task in TASKS:
            with self.subTest(task):
                report = self.report(2, f'--{task}', 1, '--out', task)
                pictures = {value['picture'] for value in report.values()
                            if isinstance(value, dict) and 'picture' in value}
                self.assertEqual({str(path.relative_to(self.folder))
                                  for path in (self.folder / task).iterdir()}, pictures)
                # As the original does, reconstructions come with the latent map.
                self.assertEqual(len(pictures), 2 if task == 'reconstruct' else 1)

    def test_any_number_of_digits(self):
        # The grid of squares with sides of `scale` pixels a pixel, gaps of 8 points.
        for count, columns, scale in ((1, 1, 12), (7, 3, 12), (100, 10, 6), (1000, None, None)):
            with self.subTest(count):
                report = self.report(5, '--generate', 1, '--num-gen', count)
                width, height = self.picture(report['generate']['picture'])
                self.assertEqual(report['generate']['count'], count)
                if columns and columns > 1:
                    content = columns * scale * 28 + (columns - 1) * 8 * DENSITY
                    self.assertEqual(width, content + 2 * MARGIN * DENSITY)
                self.assertLess(max(width, height) / min(width, height), 2)

    def test_more_pairs_than_digits_shows_all(self):
        report = self.report(2, '--reconstruct', 1, '--num-gen', 100)
        digits = report['reconstruct']['test_digits']
        self.assertEqual(sorted(digits), list(range(TEST_DIGITS)))

    def test_same_seed_same_pictures_for_any_number_of_threads(self):
        def pictures(*flags):
            report = self.report(5, '--all', '--samples', 20, '--num-gen', 9, *flags)
            pixels = {task: (self.folder / report[task]['picture']).read_bytes()
                      for task in TASKS}
            return pixels, report['score']
        first = pictures('--seed', 3, '--threads', 1)
        self.assertEqual(pictures('--seed', 3, '--threads', 3), first)
        other, score = pictures('--seed', 4)
        for task in ('reconstruct', 'generate', 'interpolate', 'denoise'):
            self.assertNotEqual(other[task], first[0][task], task)
        for task in ('manifold', 'traverse'):
            self.assertEqual(other[task], first[0][task], task)
        self.assertNotEqual(score['neg_elbo'], first[1]['neg_elbo'])

    def test_temperature_and_dims_change_the_picture(self):
        def picture(task, *flags):
            report = self.report(5, f'--{task}', 1, *flags)
            return report[task], (self.folder / report[task]['picture']).read_bytes()
        _, plain = picture('generate')
        report, hot = picture('generate', '--temperature', 2)
        self.assertEqual(report['temperature'], 2)
        self.assertNotEqual(plain, hot)
        # Without it two that differ, in order.
        first, second = self.report(5, '--manifold', 1)['manifold']['dims']
        self.assertTrue(1 <= first < second <= 5)
        # As many rows as columns for a square number.
        beside_the_square = set()
        for count in (49, 64):
            path = self.report(5, '--generate', 1, '--num-gen', count)['generate']['picture']
            width, height, _ = read_png(self.folder / path)
            beside_the_square.add(height - width)
        self.assertEqual(len(beside_the_square), 1, beside_the_square)
        report, one = picture('manifold', '--dims', '2,5')
        self.assertEqual(report['dims'], [2, 5])
        self.assertNotEqual(one, picture('manifold', '--dims', '5,2')[1])

    def test_embeddings(self):
        tsne = self.report(5, '--latent', 1)['latent']
        pca = self.report(5, '--latent', 1, '--embed', 'pca')['latent']
        self.assertEqual((tsne['embedding'], pca['embedding']), ('tsne', 'pca'))
        self.assertEqual(tsne['options']['seed'], '1')
        for report in (tsne, pca):
            self.assertGreater(report['trustworthiness'], 0.5)
            self.assertLessEqual(report['trustworthiness'], 1)
        self.assertEqual(self.report(2, '--latent', 1)['latent']['embedding'], 'none')
        self.assertEqual(self.report(1, '--latent', 1)['latent']['embedding'], 'strip')

    def test_curve(self):
        log = self.shared / 'log2.jsonl'
        result = self.run_evaluate('--curve', log, '--json')
        self.assertEqual(result.returncode, 0, result.stderr)
        report = json.loads(result.stdout)['curve']
        self.assertEqual(report['picture'], 'result/training_curve_log2.png')
        self.picture(report['picture'])
        last = json.loads(log.read_text().splitlines()[-1])
        self.assertEqual(report['epochs'], 3)
        self.assertAlmostEqual(report['test']['neg_elbo'], last['test']['neg_elbo'])

    def test_curve_of_one_epoch_and_of_a_killed_run(self):
        lines = (self.shared / 'log2.jsonl').read_text().splitlines(keepends=True)
        log = self.folder / 'log.jsonl'
        for content, epochs in ((lines[0], 1), (lines[0] + lines[1] + lines[2][:30], 2),
                                (lines[0] + lines[1] + lines[0], 2)):
            log.write_text(content)
            result = self.run_evaluate('--curve', log, '--json')
            self.assertEqual(result.returncode, 0, result.stderr)
            report = json.loads(result.stdout)['curve']
            self.assertEqual(report['epochs'], epochs)
            self.picture(report['picture'])

    # --- figures ---

    def test_scores(self):
        score = self.report(5, '--score', 1, '--samples', 1)['score']
        mean = {key: score[key]['mean'] for key in ('recon_nats', 'kl_nats', 'neg_elbo')}
        self.assertAlmostEqual(mean['recon_nats'] + mean['kl_nats'], mean['neg_elbo'], places=3)
        # With the seed of the training it is the figure in the file.
        header, _ = read_safetensors(self.model(5))
        self.assertAlmostEqual(float(header['__metadata__']['test_neg_elbo']), mean['neg_elbo'],
                               delta=1e-2)
        error = score['neg_elbo']['standard_error']
        self.assertGreater(error, 0)
        self.assertGreater(score['kl_nats']['mean'], 0)
        self.assertLessEqual(score['active_units'], 5)
        # One sample of the bound is another draw of the same expectation.
        bounds = [score['bound']['nats']['mean']]
        self.assertAlmostEqual(bounds[0], mean['neg_elbo'], delta=3 * error)
        for samples in (10, 500):
            report = self.report(5, '--score', 1, '--samples', samples)['score']['bound']
            self.assertEqual(report['samples'], samples)
            bounds.append(report['nats']['mean'])
        self.assertGreater(bounds[0], bounds[1])
        self.assertGreater(bounds[1], bounds[2])

    def posteriors(self, latent_dim):
        """(mu, log_sigma) of each test digit, by the definition in src/core/vae.h."""
        _, w = read_safetensors(self.model(latent_dim))
        content = (self.data / idx_files.NAMES['test_images']).read_bytes()[16:]

        def dense(layer, x):
            weight, bias = w[f'{layer}.weight'], w[f'{layer}.bias']
            return [b + math.sumprod(weight[i * len(x):(i + 1) * len(x)], x)
                    if hasattr(math, 'sumprod')
                    else b + sum(map(lambda a, c: a * c, weight[i * len(x):(i + 1) * len(x)], x))
                    for i, b in enumerate(bias)]
        for digit in range(TEST_DIGITS):
            x = [byte / 255 for byte in content[digit * 784:(digit + 1) * 784]]
            latent = dense('encoder.latent', list(map(math.tanh, dense('encoder.hidden', x))))
            yield latent[:latent_dim], latent[latent_dim:]

    def test_score_and_map_are_of_the_test_digits(self):
        posteriors = list(self.posteriors(5))
        nats = [sum(m * m + math.exp(2 * s) - 1 - 2 * s for m, s in zip(*q)) / 2
                for q in posteriors]
        mean = sum(nats) / TEST_DIGITS
        error = math.sqrt(sum((n - mean) ** 2 for n in nats) / (TEST_DIGITS - 1) / TEST_DIGITS)
        for seed in (1, 2):
            report = self.report(5, '--score', '--map', 'map', '--seed', seed)['score']['kl_nats']
            self.assertAlmostEqual(report['mean'], mean, delta=1e-4 * mean)
            self.assertAlmostEqual(report['standard_error'], error, delta=1e-3 * error)
        _, values = read_safetensors(self.folder / 'map')
        for expected, written in zip((m for mu, _ in posteriors for m in mu), values['mu']):
            self.assertAlmostEqual(expected, written, delta=1e-3)

    def test_pca_is_the_plane_of_most_variance(self):
        report = self.report(5, '--map', 'pca', '--embed', 'pca', '--latent')
        header, values = read_safetensors(self.folder / 'pca')
        self.assertEqual(header['__metadata__']['embedding'], 'pca')
        x, y = values['position'][::2], values['position'][1::2]
        for axis in (x, y):
            self.assertAlmostEqual(sum(axis), 0, delta=1e-3)
        spread, other = sum(a * a for a in x), sum(b * b for b in y)
        self.assertGreater(spread, other)
        self.assertAlmostEqual(sum(a * b for a, b in zip(x, y)), 0, delta=1e-3 * spread)
        mu = [values['mu'][i::5] for i in range(5)]
        variances = sorted((sum(m * m for m in d) - sum(d) ** 2 / len(d) for d in mu), reverse=True)
        self.assertGreaterEqual(spread, 0.999 * variances[0])
        for axis, part in zip(report['latent']['axes'], (spread, other)):
            self.assertIn(f'({100 * part / sum(variances):.0f} % of the variance)', axis)
        self.report(5, '--map', 'tsne')
        _, tsne = read_safetensors(self.folder / 'tsne')
        self.assertEqual(tsne['mu'], values['mu'])
        self.assertNotEqual(tsne['position'], values['position'])

    def test_without_temperature_every_seed_draws_the_origin(self):
        def picture(*flags):
            report = self.report(2, '--generate', '--num-gen', 2, *flags)['generate']
            return (self.folder / report['picture']).read_bytes()
        cold = picture('--temperature', 1e-12)
        self.assertEqual(picture('--temperature', 1e-12, '--seed', 2), cold)
        self.assertNotEqual(picture('--temperature', 1e-12, '--num-gen', 3), cold)
        warm = picture()
        self.assertNotEqual(picture('--seed', 2), warm)
        self.assertEqual(picture('--temperature', 1), warm)

    def test_model_card_prints_what_the_tools_say(self):
        logs = self.folder / 'logs'
        logs.mkdir()
        (logs / 'latent5.jsonl').write_bytes((self.shared / 'log5.jsonl').read_bytes())
        last = json.loads((self.shared / 'log5.jsonl').read_text().splitlines()[-1])
        (logs / 'latent2-50.jsonl').write_text(json.dumps({**last, 'epoch': 50}) + '\n')
        result = subprocess.run(
            [sys.executable, MODEL_CARD, '--weights', self.shared, '--evaluate', EVALUATE, '--logs',
             logs, '--', '--data', self.data, '--samples', '7'],
            text=True, capture_output=True, timeout=120, check=False)
        self.assertEqual(result.returncode, 0, result.stderr)
        scores, curves = ([[cell.strip(' *`') for cell in line.split('|')[1:-1]]
                           for line in table.splitlines()] for table in result.stdout.split('\n\n'))
        self.assertIn('bound, 7 samples', scores[0])
        self.assertEqual([row[0] for row in scores[2:]],
                         ['latent2.safetensors', 'latent5.safetensors'])
        for row, latent_dim in zip(scores[2:], (2, 5)):
            score = self.report(latent_dim, '--score', '--samples', 7)['score']
            figures = (score['recon_nats'], score['kl_nats'], score['neg_elbo'],
                       score['bound']['nats'])
            self.assertEqual(row[1:7], ['3', *(
                f"{figure['mean']:.2f} ± {figure['standard_error']:.2f}" for figure in figures
            ), str(score['active_units'])])
        self.assertEqual([row[7] for row in scores[2:]], [f"{last['test']['neg_elbo']:.2f}", '–'])
        first = json.loads((logs / 'latent5.jsonl').read_text().splitlines()[0])
        self.assertEqual(len(curves), 3)
        self.assertEqual(curves[2][:3], ['latent5', ', '.join(
            f"{first[part]['neg_elbo']:.1f}" for part in ('train', 'test')), ''])

    def test_binarized_scores(self):
        grey = self.report(2, '--score', 1)['score']
        drawn = self.report(2, '--score', 1, '--binarized')['score']
        again = self.report(2, '--score', 1, '--binarized')['score']
        other = self.report(2, '--score', 1, '--binarized', '--seed', 2)['score']
        self.assertEqual((grey['binarized'], drawn['binarized']), (False, True))
        self.assertEqual(drawn, again)
        self.assertNotEqual(drawn['recon_nats'], grey['recon_nats'])
        self.assertNotEqual(drawn['recon_nats'], other['recon_nats'])

    def test_psnr(self):
        report = self.report(5, '--denoise', 1)['denoise']
        for kind in ('salt_and_pepper', 'gaussian', 'missing_half'):
            for key in ('noisy_psnr_db', 'restored_psnr_db'):
                self.assertGreater(report[kind][key], 0)
                self.assertLess(report[kind][key], 60)
        # A quarter of mostly black pixels drawn anew, half of them white: 1/8 is wrong by 1.
        self.assertAlmostEqual(report['salt_and_pepper']['noisy_psnr_db'], 9.0, delta=0.5)

    def test_map(self):
        for latent_dim, embedding in ((1, 'strip'), (2, 'none'), (5, 'tsne')):
            with self.subTest(latent_dim):
                path = self.folder / f'{latent_dim}.map.safetensors'
                report = self.report(latent_dim, '--map', path)
                self.assertEqual(report['map']['embedding'], embedding)
                header, values = read_safetensors(path)
                self.assertEqual(header['mu']['shape'], [TEST_DIGITS, latent_dim])
                self.assertEqual(header['position']['shape'], [TEST_DIGITS, 2])
                self.assertEqual(values['label'], tuple(i % 10 for i in range(TEST_DIGITS)))
                self.assertEqual(values['position'] == values['mu'], latent_dim == 2)
                self.assertTrue(all(nats > 0 for nats in values['neg_elbo']))
                weights, _ = read_safetensors(self.model(latent_dim))
                self.assertEqual(header['__metadata__']['weights_payload_sha256'],
                                 weights['__metadata__']['payload_sha256'])
                self.assertEqual(list(self.folder.rglob('*.png')), [])

    # --- flags ---

    def test_the_seeds_flags(self):
        result = self.run_evaluate('--saved_path', self.model(2), '--data', self.data, '--num_gen',
                                   7, '--generate=1', '--latent_dim', 2, '--hidden_dim=16')
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(result.stdout, 'wrote result/I_generated_latent2.png\n')

    def test_tasks_are_flags_that_may_take_0_or_1(self):
        data = ['--data', self.data]
        for flags in (['--score', *data], ['--score', '1', *data], [*data, '--score'],
                      ['--score=1', *data], ['--score', '--generate', '0', *data],
                      ['--generate', '1', '--score', '--generate', '0', *data]):
            with self.subTest(flags):
                result = self.run_evaluate(*flags, self.model(2))
                self.assertEqual(result.returncode, 0, result.stderr)
                self.assertIn('neg_elbo', result.stdout)
                self.assertEqual(list(self.folder.iterdir()), [])

    def test_the_model_may_be_the_argument(self):
        for flags in (['--generate', self.model(2)], [self.model(2), '--generate'],
                      ['--generate', '1', self.model(2)]):
            result = self.run_evaluate(*flags)
            self.assertEqual(result.returncode, 0, result.stderr)
            self.assertEqual(result.stdout, 'wrote result/I_generated_latent2.png\n')
        result = self.run_evaluate('--generate', self.model(2), '--saved-path', self.model(5))
        self.assertEqual(result.returncode, 2)
        self.assertIn(str(self.model(2)), result.stderr)
        self.assertIn(str(self.model(5)), result.stderr)

    def test_tasks_that_need_no_digits_read_none(self):
        result = self.run_evaluate('--saved-path', self.model(2), '--data', self.folder / 'none',
                                   '--generate', 1, '--manifold', 1, '--traverse', 1)
        self.assertEqual(result.returncode, 0, result.stderr)

    def test_a_terminal_gets_a_progress_bar_that_leaves_nothing(self):
        for columns in (0, 30, 80, 200):
            with self.subTest(columns):
                ours, theirs = terminal.open_terminal(self, columns)
                process = subprocess.Popen(
                    [EVALUATE, '--data', self.data, '--latent', '--score', self.model(5)],
                    cwd=self.folder, stdout=subprocess.PIPE, stderr=theirs,
                    env={**os.environ, 'TERM': 'xterm'})
                text = terminal.read_until_closed(ours, theirs)
                self.assertIn(b'wrote', process.communicate(timeout=60)[0])
                self.assertEqual(process.returncode, 0)
                self.assertRegex(text, r't-SNE .* %.*left')
                self.assertIn('importance-weighted bound', text)
                self.assertEqual(terminal.screen(text, columns or 80), [''])

    def test_help(self):
        result = self.run_evaluate('--help')
        self.assertEqual(result.returncode, 0)
        for flag in (*(f'--{task}' for task in TASKS), '--score', '--all', '--curve', '--map',
                     '--saved-path', '--data', '--out', '--seed', '--num-gen', '--json',
                     '--temperature', '--embed', '--samples', '--binarized', '--threads'):
            self.assertIn(flag, result.stdout)

    def test_help_is_sentences_that_fit_a_terminal(self):
        text = self.run_evaluate('--help').stdout
        self.assertLessEqual(max(map(len, text.splitlines())), 80, text)
        self.assertIn('\nExamples:\n', text)
        options = text[:text.index('Examples:')]
        descriptions = re.findall(r'(?<=\n  )-\S.*\n(?: {20,}.*\n)*', options)
        self.assertGreater(len(descriptions), 25)
        for description in descriptions:
            self.assertRegex(description, r'\.\n$')

    def test_the_examples_of_the_help(self):
        text = self.run_evaluate('--help').stdout
        examples = re.findall(r'^  vae-evaluate (.*)', text, re.MULTILINE)
        self.assertGreater(len(examples), 3)
        (self.folder / 'weights').mkdir()
        idx_files.write(self.folder / 'fashion-mnist')
        (self.folder / 'log.jsonl').write_bytes((self.shared / 'log2.jsonl').read_bytes())
        for name in ('weights/latent2', 'weights/latent10', 'my', 'fashion'):
            (self.folder / f'{name}.safetensors').write_bytes(self.model(5).read_bytes())
        for example in examples:
            with self.subTest(example):
                here = [] if '--data' in example else ['--data', self.data]
                result = self.run_evaluate(*example.split(), *here)
                self.assertEqual(result.returncode, 0, result.stderr)

    def test_version(self):
        result = self.run_evaluate('--version')
        self.assertEqual(result.returncode, 0)
        self.assertRegex(result.stdout, r'^vae-evaluate \d+\.\d+\.\d+( for x86-64(-v[34])?)?\n$')

    def test_flags_that_do_not_parse(self):
        for flags in (['--nonsense'], ['stray'], ['--generate', 'perhaps'], ['--num-gen', '0'],
                      ['--num-gen', '-1'], ['--num-gen', 'many'], ['--temperature', '0'],
                      ['--temperature', 'nan'], ['--temperature', '1x'], ['--embed', 'umap'],
                      ['--samples', '0'], ['--seed', '-1'], ['--dims', '1'], ['--dims', '0,1'],
                      ['--threads', '0'], ['--generate=2'], ['--generate', '2'],
                      ['--json=perhaps'], ['--seed', '18446744073709551616'], ['--seed', '1x']):
            with self.subTest(flags):
                result = self.evaluate(2, '--generate', 1, *flags)
                self.assertEqual(result.returncode, 2, result.stdout)
                self.assertNotEqual(result.stderr, '')
                self.assertEqual(list(self.folder.iterdir()), [])

    def test_nothing_to_do(self):
        self.assert_fails(self.evaluate(2), '--all', code=2)
        self.assert_fails(self.evaluate(2, '--generate', 0), '--all', code=2)
        self.assert_fails(self.evaluate(2, '--generate', 1, '--generate=0'), '--all', code=2)
        self.assert_fails(self.run_evaluate('--generate', 1), '--saved-path', code=2)

    # --- failures ---

    def test_contradicting_dims_name_both(self):
        self.assert_fails(self.evaluate(2, '--generate', 1, '--latent-dim', 9), '--latent-dim',
                          '9', 'has 2', self.model(2))
        self.assert_fails(self.evaluate(2, '--generate', 1, '--hidden-dim', 500), '--hidden-dim',
                          '500', 'has 16', self.model(2))
        for dims in ('1,1', '1,6'):
            self.assert_fails(self.evaluate(5, '--manifold', 1, '--dims', dims), '--dims', dims)

    def test_weights_that_are_missing_or_damaged(self):
        path = self.folder / 'weights.safetensors'
        self.assert_fails(self.run_evaluate('--saved-path', path, '--generate', 1), path)
        content = self.model(2).read_bytes()
        flipped = bytearray(content)
        flipped[-100] ^= 1
        for name, damaged in (('truncated', content[:-10]), ('header only', content[:20]),
                              ('empty', b''), ('text', b'hello'), ('flipped', bytes(flipped))):
            with self.subTest(name):
                path.write_bytes(damaged)
                self.assert_fails(self.run_evaluate('--saved-path', path, '--generate', 1), path)

    def test_weights_that_diverged_and_metadata_that_lies(self):
        content = self.model(2).read_bytes()
        length = int.from_bytes(content[:8], 'little')
        header, payload = json.loads(content[8:8 + length]), bytearray(content[8 + length:])
        begin, end = header['encoder.latent.bias']['data_offsets']
        payload[begin:end] = struct.pack('<f', 1e38) * ((end - begin) // 4)
        header['__metadata__'].update(payload_sha256=hashlib.sha256(payload).hexdigest(),
                                      epochs_done='../../9', test_neg_elbo='nan')
        text = json.dumps(header).encode()
        text += b' ' * (-len(text) % 8)
        path = self.folder / 'weights.safetensors'
        path.write_bytes(len(text).to_bytes(8, 'little') + text + payload)
        flags = ['--saved-path', path, '--data', self.data]
        for task in ('score', 'latent'):
            self.assert_fails(self.run_evaluate(*flags, f'--{task}', 1), path, 'train')
        result = self.run_evaluate(*flags, '--interpolate', 1, '--denoise', 1, '--json')
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(json.loads(result.stdout)['interpolate']['picture'],
                         'result/interpolation_weights.png')

    def test_data_that_is_missing_or_damaged(self):
        def score(data):
            return self.run_evaluate('--saved-path', self.model(2), '--score', 1, '--data', data)
        self.assert_fails(score(self.folder / 'nowhere'), self.folder / 'nowhere')
        data = idx_files.write(self.folder / 'short', test_images=idx_files.images(60)[:-1])
        self.assert_fails(score(data), idx_files.NAMES['test_images'])

    def test_what_the_machine_does_not_have(self):
        if b'__asan_init' in EVALUATE.read_bytes():
            self.skipTest('AddressSanitizer reserves more than any limit')
        for flags, word in ((['--threads', '1024', '--score'], 'threads'),
                            (['--threads', '1', '--generate', '--num-gen', '10000'], 'memory')):
            limit = 400 << 20
            result = subprocess.run(
                [EVALUATE, '--data', self.data, self.model(2), *flags], text=True,
                cwd=self.folder, capture_output=True, timeout=120, check=False,
                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)))
            self.assert_fails(result, word)

    def test_too_few_digits(self):
        data = idx_files.write(self.folder / 'one', test_images=idx_files.images(1),
                               test_labels=idx_files.labels(1))
        for task in ('latent', 'interpolate'):
            # Without it there is no warning that these are other data.
            model = self.with_metadata(5, dataset_sha256=None)
            self.assert_fails(self.run_evaluate(model, '--data', data, f'--{task}'), '--data')
        for task in ('score', 'denoise', 'reconstruct'):
            result = self.run_evaluate('--saved-path', self.model(2), '--data', data,
                                       f'--{task}', 1)
            self.assertEqual(result.returncode, 0, result.stderr)

    def test_output_that_cannot_be_written_is_found_out_first(self):
        blocked = self.folder / 'file'
        blocked.write_text('')
        result = self.evaluate(5, '--all', '--out', blocked / 'result')
        self.assert_fails(result, blocked)
        self.assertEqual(result.stdout, '')
        result = self.evaluate(5, '--map', blocked / 'map.safetensors')
        self.assert_fails(result, blocked)

    def test_what_cannot_be_printed_is_a_failure(self):
        for flags in (['--score', '--json'], ['--score'], ['--help'], ['--version']):
            with self.subTest(flags), open('/dev/full', 'w', encoding='utf-8') as full:
                result = subprocess.run(
                    [EVALUATE, '--data', self.data, self.model(2), *flags], stdout=full,
                    stderr=subprocess.PIPE, text=True, timeout=60, check=False)
                self.assertEqual(result.returncode, 1)
                self.assertIn('standard output cannot be written', result.stderr)
                self.assertEqual(len(result.stderr.splitlines()), 1, result.stderr)

    def own_model(self, latent_dim=2, name='own'):
        path = self.folder / f'{name}.safetensors'
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.model(latent_dim).read_bytes())
        return path

    def test_no_result_replaces_what_is_read_or_another_result(self):
        model = self.own_model()
        data = idx_files.write(self.folder / 'data')
        log = self.folder / 'log.jsonl'
        log.write_bytes((self.shared / 'log2.jsonl').read_bytes())
        (self.folder / 'link').symlink_to(model)
        (self.folder / 'hard').hardlink_to(model)
        labels = data / idx_files.NAMES['test_labels']
        contents = {path: path.read_bytes() for path in (model, log, labels)}
        named = self.own_model(name='result/manifold_x')
        picture = named.rename(named.with_suffix('.png'))
        for flags in (['--map', model], ['--map', './own.safetensors'], ['--map', 'link'],
                      ['--map', 'hard'], ['--map', log, '--curve', log], ['--map', labels],
                      ['--map', 'result/I_generated_own.png', '--generate']):
            with self.subTest(flags):
                result = self.run_evaluate('--saved-path', model, '--data', data, '--force', *flags)
                self.assertEqual(result.returncode, 1, result.stdout)
                self.assertIn('are one file', result.stderr)
                self.assertIn('--map', result.stderr)
                self.assertEqual({path: path.read_bytes() for path in contents}, contents)
        result = self.run_evaluate('--saved-path', picture, '--manifold', '--force')
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(picture.read_bytes(), self.model(2).read_bytes())
        os.link(picture, self.folder / 'result/manifold_twin.png')
        twin = self.own_model(name='twin')
        twin.unlink()
        twin.hardlink_to(self.folder / 'result/manifold_twin.png')
        self.assertIn('are one file',
                      self.run_evaluate(twin, '--manifold', '--force').stderr)

    def test_results_of_another_model_stay(self):
        first, second = self.own_model(2, 'a/same'), self.own_model(5, 'b/same')
        flags = ['--data', self.data, '--generate', '--map', 'map.safetensors']
        self.assertEqual(self.run_evaluate(first, *flags).returncode, 0)
        paths = [self.folder / 'result/I_generated_same.png', self.folder / 'map.safetensors']
        contents = [path.read_bytes() for path in paths]
        for others in (flags[:3], flags[:2] + flags[3:]):
            result = self.run_evaluate(second, *others)
            self.assertEqual(result.returncode, 1)
            self.assertRegex(result.stderr, 'is there already .* --force')
            self.assertEqual([path.read_bytes() for path in paths], contents)
        # A model may replace what is its own, wherever it stands.
        first = first.rename(self.folder / 'same.safetensors')
        self.assertEqual(self.run_evaluate(first, *flags, '--temperature', 2).returncode, 0)
        self.assertNotEqual(paths[0].read_bytes(), contents[0])
        self.assertEqual(self.run_evaluate(second, *flags, '--force').returncode, 0)
        self.assertNotEqual(paths[1].read_bytes(), contents[1])

    def test_what_is_no_result_stays(self):
        model = self.own_model()
        picture = self.folder / 'result/I_generated_own.png'
        picture.parent.mkdir()
        for content in (b'', b'hello', self.model(5).read_bytes()):
            for path, task in ((picture, ['--generate']), (self.folder / 'm', ['--map', 'm'])):
                path.write_bytes(content)
                result = self.run_evaluate(model, '--data', self.data, *task)
                self.assertEqual(result.returncode, 1)
                self.assertIn(path.name, result.stderr)
                self.assertEqual(path.read_bytes(), content)

    def test_the_curve_of_another_run_stays(self):
        lines = (self.shared / 'log2.jsonl').read_text().splitlines(keepends=True)
        log, other = self.folder / 'log.jsonl', self.folder / 'other/log.jsonl'
        other.parent.mkdir()
        log.write_text(lines[0])
        other.write_text(lines[0].replace('"epoch":1', '"epoch": 1') + lines[1])
        self.assertEqual(self.run_evaluate('--curve', log).returncode, 0)
        picture = self.folder / 'result/training_curve_log.png'
        short = picture.read_bytes()
        self.assertEqual(self.run_evaluate('--curve', other).returncode, 1)
        self.assertEqual(picture.read_bytes(), short)
        log.write_text(lines[0] + lines[1])  # the run goes on
        self.assertEqual(self.run_evaluate('--curve', log).returncode, 0)
        self.assertNotEqual(picture.read_bytes(), short)
        self.assertEqual(self.run_evaluate('--curve', other, '--force').returncode, 0)

    # --- data ---

    def test_other_data_than_the_models_are_said(self):
        known = self.report(2, '--score')['data']
        self.assertEqual((known['name'], known['trained_on_it']), ('data', True))
        other = idx_files.write(self.folder / 'others', train_images=idx_files.images(300, seed=5))
        result = self.run_evaluate(self.model(2), '--score', '--json', '--data', other)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(len(result.stderr.splitlines()), 1)
        self.assertRegex(result.stderr, 'warning: .*latent2.* trained on data, .* of others')
        data = json.loads(result.stdout)['data']
        self.assertEqual((data['name'], data['trained_on_it']), ('others', False))
        self.assertNotEqual(data['sha256'], known['sha256'])
        result = self.run_evaluate(self.model(2), '--score', '--data', other)
        self.assertIn('of others, grey-scale; the model was trained on data', result.stdout)
        result = self.run_evaluate(self.with_metadata(dataset_sha256=None), '--score', '--json',
                                   '--data', other)
        self.assertEqual((result.returncode, result.stderr), (0, ''))
        self.assertIsNone(json.loads(result.stdout)['data']['trained_on_it'])

    def with_metadata(self, latent_dim=2, **changes):
        """A model with other metadata; None takes a key out."""
        content = self.model(latent_dim).read_bytes()
        length = int.from_bytes(content[:8], 'little')
        header = json.loads(content[8:8 + length])
        header['__metadata__'].update(changes)
        header['__metadata__'] = {key: value for key, value in header['__metadata__'].items()
                                  if value is not None}
        text = json.dumps(header).encode()
        text += b' ' * (-len(text) % 8)
        path = self.folder / 'changed.safetensors'
        path.write_bytes(len(text).to_bytes(8, 'little') + text + content[8 + length:])
        return path

    def test_labels_beyond_9_are_drawn(self):
        labels = struct.pack('>II', 0x801, 60) + bytes(1 + i % 26 for i in range(60))
        sets = {name: idx_files.write(self.folder / name, test_labels=labels)
                for name in ('emnist-letters', 'numbers', 'more-numbers')}
        for latent_dim in LATENT_DIMS:
            with self.subTest(latent_dim):
                top = {}
                for name, data in sets.items():
                    result = self.run_evaluate(self.model(latent_dim), '--latent', '--interpolate',
                                               '--data', data, '--out', name)
                    self.assertEqual(result.returncode, 0, result.stderr)
                    width, height, pixels = read_png(
                        self.folder / name / f'latent_space_latent{latent_dim}.png')
                    # Above the notes, which name the set.
                    top[name] = pixels[:(height - 200) * (1 + 3 * width)]
                self.assertEqual(top['numbers'], top['more-numbers'])
                self.assertNotEqual(top['numbers'], top['emnist-letters'])
        result = self.run_evaluate(self.model(2), '--map', 'm', '--data', sets['numbers'])
        self.assertEqual(result.returncode, 1)
        self.assertRegex(result.stderr, r'\A.*--map .*numbers has the label 26; .*\n\Z')
        self.assertFalse((self.folder / 'm').exists())

    def test_a_folder_called_mnist_must_hold_it(self):
        data = idx_files.write(self.folder / 'mnist')
        self.assert_fails(self.run_evaluate(self.model(2), '--score', '--data', data),
                          data / idx_files.NAMES['train_images'], 'rename the folder')

    def test_logs_that_are_none(self):
        log = self.folder / 'log.jsonl'
        self.assert_fails(self.run_evaluate('--curve', log), log)
        record = '{"epoch": 1, "train": {"recon_nats": 1, "kl_nats": 2}}\n'
        for content in ('', '{}\n', 'hello\n', record + 'hello\n', record + '[1]\n',
                        '{"epoch": 1}\n', '{"epoch": "1"}\n', '{"epoch": -1, "train": {}}\n',
                        '{"epoch": 1, "train": {"recon_nats": null, "kl_nats": 1}}\n'):
            with self.subTest(content):
                log.write_text(content)
                self.assert_fails(self.run_evaluate('--curve', log), log)


if __name__ == '__main__':
    unittest.main()
