"""vae-train, run as its users run it: what it writes, what it says, how it fails."""

import gzip
import json
import os
import pathlib
import re
import resource
import signal
import struct
import subprocess
import sys
import tempfile
import unittest

import idx_files
import signals
import terminal
import weights_file

PROGRAM = pathlib.Path(sys.argv.pop(1)).resolve()
SMALL = ['--hidden-dim', '16', '--latent-dim', '2', '--num-epochs', '2', '--batch-size', '50']
EPOCH_LINE = re.compile(
    r'epoch (\d+)/2  train +([\d.]+) = +([\d.]+) recon \+ +([\d.]+) kl'
    r'   test +([\d.]+) = +([\d.]+) recon \+ +([\d.]+) kl')


def header_of(path):
    return weights_file.split(path.read_bytes())[0]['__metadata__']


class TrainTest(idx_files.FolderWithDigits):
    def run_train(self, *flags):
        return subprocess.run([PROGRAM, *map(str, flags)], cwd=self.folder, text=True,
                              capture_output=True, timeout=120, check=False)

    def train(self, *flags):
        return self.run_train('--data', self.data, '--out', self.out, *SMALL, '--force', *flags)

    def assert_fails(self, result, *words, code=1):
        """One sentence on standard error with these words, that code, and no file."""
        self.assertEqual(result.returncode, code, result.stderr)
        self.assertEqual(len(result.stderr.strip().splitlines()), 1, result.stderr)
        for word in words:
            self.assertIn(str(word), result.stderr)
        self.assertFalse(self.out.exists())

    # --- what works ---

    def test_trains_and_reports_each_epoch(self):
        log = self.folder / 'log.jsonl'
        result = self.train('--log', log)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertNotIn('\r', result.stdout)
        epochs = EPOCH_LINE.findall(result.stdout)
        self.assertEqual([line[0] for line in epochs], ['1', '2'])
        records = [json.loads(line) for line in log.read_text().splitlines()]
        self.assertEqual([record['epoch'] for record in records], [1, 2])
        for line, record in zip(epochs, records):
            for part, total, recon, kl in (('train', *line[1:4]), ('test', *line[4:7])):
                self.assertAlmostEqual(float(total), record[part]['neg_elbo'], delta=1e-3)
                self.assertAlmostEqual(float(recon) + float(kl), float(total), delta=2e-3)
        self.assertLess(records[1]['train']['neg_elbo'], records[0]['train']['neg_elbo'])
        header = self.header()
        self.assertEqual(header['epochs_done'], '2')
        self.assertEqual(header['hidden_dim'], '16')
        self.assertEqual(header['dataset'], 'data')
        self.assertAlmostEqual(float(header['test_neg_elbo']), records[1]['test']['neg_elbo'],
                               delta=1e-2)

    def header(self):
        return header_of(self.out)

    def test_same_seed_same_bytes_for_any_number_of_threads(self):
        written = []
        for flags in (['--threads', 1], ['--threads', 1], ['--threads', 2], ['--threads', 3],
                      ['--threads', 8], ['--seed', 2]):
            self.assertEqual(self.train(*flags).returncode, 0)
            written.append(self.out.read_bytes())
        self.assertEqual(len(set(written[:5])), 1)
        self.assertNotEqual(written[0], written[5])

    def test_the_seeds_flags_and_default_output(self):
        result = self.run_train('--data', self.data, '--hidden_dim', 16, '--latent_dim=2',
                                '--num_epochs', 1, '--batch_size', 64)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertTrue(
            (self.folder / 'trained_model/model_hd16_ld2_e1.safetensors').is_file())
        result = self.run_train('--data', self.data, '--hidden_dim', 16, '--latent_dim=2',
                                '--num_epochs', 1, '--seed', 7, '--recipe', 'original')
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertTrue((self.folder / 'trained_model'
                         / 'model_hd16_ld2_e1_original_seed7.safetensors').is_file())

    def test_reads_zipped_files(self):
        plain = self.train()
        self.assertEqual(plain.returncode, 0)
        expected = self.out.read_bytes()
        # The weights say what their data are called: by the folder.
        self.data = idx_files.write(self.folder / 'zipped/data', zipped=idx_files.NAMES)
        self.assertEqual(self.train().returncode, 0)
        self.assertEqual(self.out.read_bytes(), expected)

    def test_a_terminal_gets_a_progress_bar(self):
        ours, theirs = terminal.open_terminal(self)
        process = subprocess.Popen(
            [PROGRAM, '--data', self.data, '--out', self.out, *SMALL], stdout=theirs,
            stderr=subprocess.PIPE, env={**os.environ, 'TERM': 'xterm'})
        text = terminal.read_until_closed(ours, theirs)
        _, errors = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 0, errors)
        self.assertRegex(text, r'epoch 1/2 .*\d+/6 .*steps/s .*left .*loss \d')
        self.assertEqual(len(EPOCH_LINE.findall(text)), 2)

    def test_recipes_and_the_options_that_override_them(self):
        for flags, expected in (
                ([], {'lr': '0.002', 'schedule': 'cosine', 'input_noise': 'bernoulli',
                      'noise_amount': '0.5', 'init': 'fan-in'}),
                (['--input-noise', 'bernoulli'], {'noise_amount': '0.5'}),
                (['--recipe', 'original', '--input-noise', 'bernoulli'], {'noise_amount': '1'}),
                (['--input-noise', 'none'], {'noise_amount': '0'}),
                (['--recipe', 'original'],
                 {'lr': '0.001', 'schedule': 'constant', 'input_noise': 'none',
                  'init': 'xavier'}),
                (['--recipe=original', '--lr', '0.003', '--averaging', '0.9', '--samples', '2',
                  '--input_noise', 'gaussian', '--noise_amount', '0.1', '--warmup-epochs', '0.5',
                  '--kl-warmup-epochs', '1'],
                 {'lr': '0.003', 'schedule': 'constant', 'averaging': '0.9', 'samples': '2',
                  'input_noise': 'gaussian', 'noise_amount': '0.1', 'warmup_epochs': '0.5',
                  'kl_warmup_epochs': '1'}),
                (['--objective', 'iwae', '--samples', '5'], {'objective': 'iwae'})):
            result = self.train(*flags)
            self.assertEqual(result.returncode, 0, result.stderr)
            header = self.header()
            self.assertEqual({key: header[key] for key in expected}, expected)

    def test_holdout_never_sees_the_test_digits(self):
        self.data = idx_files.write(self.folder / 'other', test_images=idx_files.images(60, seed=9))
        first = self.train('--holdout', 40)
        self.assertIn('held out', first.stdout)
        self.assertNotIn('test ', first.stdout)
        self.assertIn('holdout_neg_elbo', self.header())
        self.assertNotIn('test_neg_elbo', self.header())
        self.assertEqual(self.train('--holdout', 300).returncode, 1)

    # --- runs that are stopped ---

    LONG = ['--hidden-dim', '200', '--latent-dim', '3', '--num-epochs', '30', '--batch-size', '20',
            '--averaging', '0.9']

    def start(self, *flags, prepare=signals.heed):
        """A long run, to be stopped."""
        process = subprocess.Popen(
            [PROGRAM, '--data', self.data, '--out', self.out, *self.LONG, *flags],
            stdout=subprocess.PIPE, text=True, cwd=self.folder, preexec_fn=prepare)
        self.addCleanup(process.stdout.close)
        return process

    def stop_after(self, epochs, how, *flags):
        """Starts a long run, waits until some epochs are done, and stops it."""
        process = self.start(*flags)
        for line in process.stdout:
            if line.startswith(f'epoch {epochs:2d}/'):
                process.send_signal(how)
                break
        rest = process.stdout.read()
        process.stdout.close()
        return process.wait(timeout=60), rest

    def whole_run(self, *flags):
        whole = self.folder / 'whole.safetensors'
        result = self.run_train('--data', self.data, '--out', whole, *self.LONG, *flags)
        self.assertEqual(result.returncode, 0, result.stderr)
        return whole.read_bytes()

    def checkpoint(self):
        return self.out.with_suffix('.checkpoint.safetensors')

    def test_interrupted_and_resumed_ends_like_a_run_that_never_stopped(self):
        logs = [self.folder / 'stopped.jsonl', self.folder / 'whole.jsonl']
        expected = self.whole_run('--log', logs[1])
        code, output = self.stop_after(3, signal.SIGINT, '--log', logs[0])
        self.assertEqual(code, 130)
        self.assertIn(f'vae-train --resume {self.checkpoint()}', output)
        result = self.run_train('--data', self.data, '--resume', self.checkpoint(), '--threads', 3,
                                '--log', logs[0])
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(self.out.read_bytes(), expected)
        stopped, whole = ([{**json.loads(line), 'seconds': 0} for line in log.read_text().splitlines()]
                          for log in logs)
        self.assertEqual(stopped, whole)

    def test_killed_and_resumed_ends_like_a_run_that_never_stopped(self):
        expected = self.whole_run()
        code, _ = self.stop_after(7, signal.SIGKILL, '--checkpoint-every', '2')
        self.assertEqual(code, -signal.SIGKILL)
        result = self.run_train('--data', self.data, '--resume', self.checkpoint())
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(self.out.read_bytes(), expected)

    def test_what_resume_refuses(self):
        self.stop_after(2, signal.SIGINT)
        checkpoint = self.checkpoint()
        cases = [(['--lr', '0.5'], ['--lr', '0.5', '0.002']),
                 (['--recipe', 'original'], ['--recipe']),
                 (['--latent-dim', '7'], ['--latent-dim', '7', '3'])]
        for flags, words in cases:
            result = self.run_train('--data', self.data, '--resume', checkpoint, *flags)
            self.assertEqual(result.returncode, 1)
            for word in words:
                self.assertIn(word, result.stderr)
        other = idx_files.write(self.folder / 'other', train_images=idx_files.images(300, seed=5))
        for flags, word in ((['--data', other, '--resume', checkpoint], 'data'),
                            (['--data', self.data, '--resume', self.out], 'checkpoint'),
                            (['--data', self.data, '--resume', self.folder / 'no'], 'no')):
            result = self.run_train(*flags)
            self.assertEqual(result.returncode, 1)
            self.assertIn(word, result.stderr)
        whole = checkpoint.read_bytes()
        for key, value in (('hidden-dim', '207'), ('latent-dim', '7')):
            for sums, word in ((False, 'metadata_sha256'), (True, 'sizes')):
                checkpoint.write_bytes(weights_file.checkpoint_saying(
                    whole, rehash=sums, **{key: value}))
                result = self.run_train('--data', self.data, '--resume', checkpoint)
                self.assertEqual(result.returncode, 1, result.stderr)
                self.assertIn(word, result.stderr)
        damaged = bytearray(whole)
        damaged[-1] ^= 1
        checkpoint.write_bytes(damaged)
        result = self.run_train('--data', self.data, '--resume', checkpoint)
        self.assertEqual(result.returncode, 1)
        self.assertIn('payload_sha256', result.stderr)

    def test_each_signal_has_its_code_and_leaves_a_checkpoint(self):
        for how, expected in ((signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)):
            code, output = self.stop_after(1, how, '--force')
            self.assertEqual(code, expected)
            self.assertIn('--resume', output)
            self.assertTrue(self.checkpoint().is_file())
            self.checkpoint().unlink()

    def test_a_signal_that_comes_often_changes_nothing(self):
        for how in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            process = self.start('--force')
            next(process.stdout)
            while process.poll() is None:
                process.send_signal(how)
            self.assertEqual(process.returncode, 128 + how)
            self.assertIn('--resume', process.stdout.read())
            self.checkpoint().unlink()

    def test_an_ignored_signal_stays_ignored(self):
        for how in (signal.SIGHUP, signal.SIGINT):
            process = self.start('--force', prepare=signals.ignoring(how))
            next(process.stdout)
            process.send_signal(how)
            self.assertIn('wrote', process.communicate(timeout=60)[0])
            self.assertEqual(process.returncode, 0)

    def test_what_resume_needs_is_in_the_checkpoint(self):
        expected = self.whole_run()
        self.out = self.folder / 'here' / 'it is' / 'model.safetensors'
        code, output = self.stop_after(3, signal.SIGINT, '--log', 'log.jsonl')
        self.assertEqual(code, 130)
        self.assertIn(f"vae-train --resume '{self.checkpoint()}'", output)
        # Elsewhere, and from elsewhere: the weights go beside the checkpoint, the log stays.
        moved = self.folder / 'there'
        (self.folder / 'here').rename(moved)
        result = subprocess.run(
            [PROGRAM, '--resume', '../there/it is/model.checkpoint.safetensors'],
            cwd=self.data, text=True, capture_output=True, timeout=120, check=False)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual((moved / 'it is' / 'model.safetensors').read_bytes(), expected)
        epochs = [json.loads(line)['epoch']
                  for line in (self.folder / 'log.jsonl').read_text().splitlines()]
        self.assertEqual(epochs, list(range(1, 31)))
        self.assertEqual(list(self.data.glob('*model*')), [])

    # --- runs that go on ---

    def test_more_epochs_of_a_run_that_is_done(self):
        original = ['--recipe', 'original']
        whole = self.folder / 'whole.safetensors'
        log, whole_log = self.folder / 'log.jsonl', self.folder / 'whole.jsonl'
        self.assertEqual(self.run_train('--data', self.data, '--out', whole, *SMALL, *original,
                                        '--num-epochs', 4, '--log', whole_log).returncode, 0)
        self.assertEqual(self.train(*original, '--log', log).returncode, 0)
        done = self.out.read_bytes()
        resume = ['--resume', self.checkpoint()]
        for flags, words in ((resume, ['2 epochs', '--num-epochs']),
                             ([*resume, '--num-epochs', 1], ['2 epochs', '--num-epochs']),
                             ([*resume, '--num-epochs', 4], [self.out, '--force'])):
            result = self.run_train(*flags)
            self.assertEqual(result.returncode, 1)
            for word in words:
                self.assertIn(str(word), result.stderr)
            self.assertEqual(self.out.read_bytes(), done)
        longer = self.folder / 'longer.safetensors'
        result = self.run_train(*resume, '--num-epochs', 4, '--out', longer)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(longer.read_bytes(), whole.read_bytes(), 'as if asked for at once')
        self.assertEqual(self.out.read_bytes(), done)
        epochs = [[json.loads(line)['epoch'] for line in path.read_text().splitlines()]
                  for path in (log, whole_log)]
        self.assertEqual(epochs, [[1, 2, 3, 4]] * 2)
        # Where the learning rate had fallen already, the result says that it was another's.
        self.assertEqual(self.train().returncode, 0)
        self.assertEqual(self.run_train(*resume, '--num-epochs', 3, '--force').returncode, 0)
        self.assertEqual(self.header()['extended_after_steps'], '12')
        self.assertEqual(self.run_train(*resume, '--num-epochs', 4, '--force').returncode, 0)
        self.assertEqual(self.header()['extended_after_steps'], '12, 18')

    def test_a_default_name_says_all_epochs(self):
        flags = ['--data', self.data, '--hidden-dim', 16, '--latent-dim', 2, '--num-epochs']
        self.assertEqual(self.run_train(*flags, 1).returncode, 0)
        name = 'trained_model/model_hd16_ld2_e1.checkpoint.safetensors'
        result = self.run_train('--resume', name, '--num-epochs', 2)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(
            sorted(path.name for path in (self.folder / 'trained_model').iterdir()),
            [f'model_hd16_ld2_e{epochs}{kind}safetensors' for epochs in (1, 2)
             for kind in ('.checkpoint.', '.')])

    def test_fine_tuning_starts_from_weights(self):
        self.assertEqual(self.train('--num-epochs', 10).returncode, 0)
        first = self.out.rename(self.folder / 'first.safetensors')
        base = header_of(first)
        result = self.run_train('--data', self.data, '--init-from', first, '--out', self.out,
                                '--num-epochs', 1, '--lr', '1e-9', '--batch-size', 50, '--force')
        self.assertEqual(result.returncode, 0, result.stderr)
        header = self.header()
        for key, value in (('hidden_dim', '16'), ('latent_dim', '2'), ('init', 'file'),
                           ('init_from_sha256', base['payload_sha256'])):
            self.assertEqual(header[key], value)
        self.assertAlmostEqual(float(header['test_neg_elbo']), float(base['test_neg_elbo']), 1)
        for flags, word in ((['--hidden-dim', 17], '--hidden-dim 16'),
                            (['--latent-dim', 3], '--latent-dim 2'), (['--init', 'xavier'], '--init'),
                            (['--resume', self.checkpoint()], '--resume')):
            result = self.run_train('--data', self.data, '--init-from', first, *flags, '--out',
                                    self.folder / 'no.safetensors')
            self.assertEqual(result.returncode, 1)
            self.assertIn(word, result.stderr)
        result = self.run_train('--init-from', self.checkpoint(), '--data', self.data)
        self.assertEqual(result.returncode, 1)
        self.assertIn(str(self.checkpoint()), result.stderr)
        # Stopped and resumed it ends as if it had never stopped.
        self.LONG = ['--init-from', str(first), '--num-epochs', '40', '--batch-size', '20']
        expected = self.whole_run()
        self.out.unlink()
        self.checkpoint().unlink()
        code, _ = self.stop_after(3, signal.SIGINT)
        self.assertEqual(code, 130)
        result = self.run_train('--resume', self.checkpoint())
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(self.out.read_bytes(), expected)

    def test_the_best_epoch_on_held_out_digits_is_kept(self):
        self.assert_fails(self.train('--keep-best'), '--holdout')
        log = self.folder / 'log.jsonl'
        # At this learning rate the loss goes up and down.
        self.LONG = ['--hidden-dim', '200', '--num-epochs', '80', '--batch-size', '20', '--lr',
                     '0.01', '--recipe', 'original', '--holdout', '200', '--keep-best']
        expected = self.whole_run('--log', log)
        losses = [json.loads(line)['test']['neg_elbo'] for line in log.read_text().splitlines()]
        best = losses.index(min(losses)) + 1
        self.assertLess(best, 80)
        kept = header_of(self.folder / 'whole.safetensors')
        self.assertEqual(kept['epochs_done'], str(best))
        self.assertAlmostEqual(float(kept['holdout_neg_elbo']), min(losses), 2)
        code, _ = self.stop_after(best, signal.SIGINT)
        self.assertEqual(code, 130)
        self.assertEqual(self.header()['epochs_done'], str(best))
        result = self.run_train('--resume', self.checkpoint(), '--out', self.folder / 'other')
        self.assertEqual(result.returncode, 1)
        self.assertIn('--out', result.stderr)
        elsewhere = self.out.rename(self.folder / 'elsewhere')
        result = self.run_train('--resume', self.checkpoint())
        self.assertEqual(result.returncode, 1)
        self.assertIn(str(self.out), result.stderr)
        elsewhere.rename(self.out)
        result = self.run_train('--resume', self.checkpoint())
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(self.out.read_bytes(), expected)

    # --- what is there already ---

    def test_nothing_of_another_run_is_overwritten(self):
        log = self.folder / 'log.jsonl'
        flags = ['--data', self.data, '--out', self.out, *SMALL]
        self.assertEqual(self.run_train(*flags, '--log', log).returncode, 0)
        kept = {path: path.read_bytes() for path in (self.out, log)}

        def refused(*more, words):
            result = self.run_train(*more)
            self.assertEqual(result.returncode, 1, result.stdout)
            for word in words:
                self.assertIn(str(word), result.stderr)
            for path, content in kept.items():
                self.assertEqual(path.read_bytes(), content)

        refused(*flags, words=[self.out, '--force'])
        other = self.folder / 'other.safetensors'
        refused('--data', self.data, '--out', other, *SMALL, '--log', log, words=[log, '--force'])
        self.assertFalse(other.exists())
        self.assertEqual(self.run_train(*flags, '--seed', 2, '--force').returncode, 0)
        self.assertNotEqual(self.out.read_bytes(), kept[self.out])

        code, _ = self.stop_after(2, signal.SIGINT, '--force')
        self.assertEqual(code, 130)
        kept = {path: path.read_bytes() for path in (self.out, self.checkpoint())}
        refused('--data', self.data, '--out', self.out, *self.LONG,
                words=[f'vae-train --resume {self.checkpoint()}', '--force'])
        stopped = self.checkpoint()
        other.write_bytes(b'mine')
        kept[other] = b'mine'
        refused('--resume', stopped, '--out', other, words=[other, '--force'])
        kept[log] = log.read_bytes()
        refused('--resume', stopped, '--log', log, words=[log, '--force'])

    def test_a_run_stopped_in_its_first_epoch_leaves_other_logs_alone(self):
        log, other = self.folder / 'log.jsonl', self.folder / 'other.jsonl'
        other.write_text('mine')
        process = self.start('--log', log, '--hidden-dim', '2000', '--batch-size', '1')
        next(process.stdout)
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(timeout=60), 130)
        result = self.run_train('--resume', self.checkpoint(), '--log', other)
        self.assertEqual(result.returncode, 1)
        self.assertIn(str(other), result.stderr)
        self.assertEqual(other.read_text(), 'mine')

    def test_one_run_at_a_time_writes_a_file(self):
        process = subprocess.Popen(
            [PROGRAM, '--data', self.data, '--out', self.out, *self.LONG, '--num-epochs', '1000'],
            stdout=subprocess.PIPE, text=True)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        next(line for line in process.stdout if line.startswith('epoch '))
        second = self.train()
        self.assertEqual(second.returncode, 1)
        self.assertIn(str(self.out), second.stderr)
        self.assertIn('another process', second.stderr)
        next(line for line in process.stdout if line.startswith('epoch '))
        process.kill()
        process.stdout.read()
        process.stdout.close()
        process.wait(timeout=60)
        # Nothing that a dead process leaves is in the way, or stays.
        (self.folder / f'.latentpad-{process.pid}-0.tmp').write_bytes(b'half')
        self.assertEqual(self.train().returncode, 0)
        self.assertEqual([path.name for path in self.folder.iterdir()
                          if path.name.startswith('.') or 'lock' in path.name], [])

    def test_the_log_is_a_file_of_its_own_and_whole(self):
        for log in (self.out, self.checkpoint(), f'{self.folder}/./model.safetensors'):
            self.assert_fails(self.train('--log', log), '--log')
        keep = self.folder / 'keep.safetensors'
        keep.write_bytes(b'weights')
        result = self.train('--log', keep, '--lr', '1e30')
        self.assertEqual(result.returncode, 1)
        self.assertEqual(keep.read_bytes(), b'weights')
        # A device holds nothing that would be lost: no --force.
        result = self.run_train('--data', self.data, '--out', self.out, *SMALL, '--log', '/dev/full')
        self.assertEqual(result.returncode, 1)
        self.assertIn('cannot write the log /dev/full', result.stderr)
        self.assertEqual(self.header()['epochs_done'], '2', 'the weights are there')

    def test_no_data_are_overwritten(self):
        paths = [self.data / name for name in idx_files.NAMES.values()]
        contents = [path.read_bytes() for path in paths]
        for flags in (['--out', paths[3]], ['--log', paths[0]]):
            result = self.train(*flags)
            self.assert_fails(result, 'are one file', flags[0], flags[1], 'of the data')
        self.assertEqual([path.read_bytes() for path in paths], contents)

    def test_what_is_refused_leaves_no_folder(self):
        self.out = self.folder / 'a/b/model.safetensors'
        self.assert_fails(self.train('--data', self.folder / 'nowhere'), 'nowhere')
        self.assert_fails(self.train('--hidden-dim', 65536, '--latent-dim', 100,
                                     '--samples', 1000, '--batch-size', 300), 'memory')
        self.assertFalse((self.folder / 'a').exists())
        self.assertEqual(self.train().returncode, 0)
        self.assertEqual({path.name for path in self.out.parent.iterdir()},
                         {self.out.name, self.checkpoint().name})

    def test_a_checkpoint_that_cannot_be_written_is_found_out_before_training(self):
        self.checkpoint().mkdir()
        result = self.train()
        self.assertEqual(result.returncode, 1)
        self.assertIn(str(self.checkpoint()), result.stderr)
        self.assertNotIn('epoch', result.stdout)

    def test_what_the_machine_does_not_have(self):
        if b'__asan_init' in PROGRAM.read_bytes():
            self.skipTest('AddressSanitizer reserves more than any limit')
        limit = 2 << 30
        for flags, word in ((['--hidden-dim', 65536, '--latent-dim', 100], 'memory'),
                            (['--threads', 1024], 'threads')):
            result = subprocess.run(
                [PROGRAM, '--data', self.data, '--out', self.out, *SMALL, *map(str, flags)],
                text=True, capture_output=True, timeout=120, check=False,
                preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)))
            self.assert_fails(result, word)

    def test_the_memory_that_it_says_is_what_it_takes(self):
        if b'__asan_init' in PROGRAM.read_bytes():
            self.skipTest('AddressSanitizer takes memory of its own')
        count = 40_000
        many = idx_files.write(
            self.folder / 'many', train_labels=idx_files.labels(count),
            train_images=struct.pack('>IIII', 0x803, count, 28, 28) + bytes(784 * count))
        for flags in (['--hidden-dim', 3000], ['--batch-size', 300, '--samples', 100],
                      ['--data', many, '--batch-size', 1000]):
            with tempfile.TemporaryFile('w+') as output:
                process = subprocess.Popen(
                    [PROGRAM, '--data', self.data, '--out', self.out, *SMALL, '--num-epochs', '1',
                     '--force', *map(str, flags)], stdout=output)
                _, status, usage = os.wait4(process.pid, 0)
                process.returncode = os.waitstatus_to_exitcode(status)
                self.assertEqual(process.returncode, 0)
                output.seek(0)
                said = float(re.search(r'at most ([\d.]+) GB', output.read()).group(1)) * 1e9
            self.assertLess(usage.ru_maxrss * 1024, said)
            self.assertGreater(usage.ru_maxrss * 1024, 0.4 * said)
        self.out.unlink()
        self.assert_fails(self.train('--hidden-dim', 65536, '--latent-dim', 4096, '--samples', 1000,
                                     '--batch-size', 100000), 'GB', '--hidden-dim')

    def test_quiet(self):
        result = self.train('--quiet')
        self.assertEqual((result.returncode, result.stdout, result.stderr), (0, '', ''))
        quiet = self.out.read_bytes()
        self.assertEqual(self.train().returncode, 0)
        self.assertEqual(self.out.read_bytes(), quiet)
        result = self.train('--quiet', '--lr', '1e30')
        self.assertEqual((result.returncode, result.stdout), (1, ''))
        self.assertIn('finite', result.stderr)

    def test_help(self):
        result = self.run_train('--help')
        self.assertEqual(result.returncode, 0)
        self.assertIn('Examples:', result.stdout)
        for flag in ('--batch-size', '--latent-dim', '--hidden-dim', '--num-epochs', '--lr',
                     '--seed', '--threads', '--data', '--out', '--log'):
            self.assertIn(flag, result.stdout)

    # --- what does not ---

    def test_unknown_and_unreadable_flags(self):
        for flags in (['--nonsense'], ['--batch-size', 'many'], ['--seed', '-1'], ['stray'],
                      ['--seed', '99999999999999999999']):
            result = self.train(*flags)
            self.assertEqual(result.returncode, 2, flags)
            self.assertNotEqual(result.stderr, '')

    def test_sizes_below_one(self):
        for flag in ('--batch-size', '--latent-dim', '--hidden-dim', '--num-epochs', '--threads'):
            for value in (0, -3):
                self.assert_fails(self.train(flag, value), flag, value)
        self.assert_fails(self.train('--latent-dim', 1000000), '--latent-dim')
        for rate in ('0', '-1', 'nan', 'inf'):
            self.assert_fails(self.train('--lr', rate), '--lr')

    def test_options_that_contradict_each_other(self):
        self.assert_fails(self.train('--input-noise', 'none', '--noise-amount', '0.3'),
                          '--noise-amount')
        self.assert_fails(self.train('--input-noise', 'gaussian'), '--noise-amount')
        self.assert_fails(self.train('--objective', 'iwae', '--kl-warmup-epochs', 1), 'iwae')
        self.assert_fails(self.train('--objective', 'iwae', '--kl-gradient', 'closed'), 'iwae')
        self.assert_fails(self.train('--noise-amount', 2), '--noise-amount', 'at most 1')
        self.assert_fails(self.train('--warmup-epochs', 3), '--warmup-epochs', 'to 2')
        self.assert_fails(self.train('--kl-warmup-epochs', 100), '--kl-warmup-epochs', 'to 2')
        self.assert_fails(self.train('--averaging', 1), '--averaging')
        self.assert_fails(self.train('--samples', 0), '--samples')

    def test_missing_folder_and_missing_file(self):
        self.data = self.folder / 'nowhere'
        self.assert_fails(self.train(), self.data)
        self.data = idx_files.write(self.folder / 'three', test_labels=None)
        self.assert_fails(self.train(), idx_files.NAMES['test_labels'])

    def test_damaged_files(self):
        zipped = gzip.compress(idx_files.images(300))
        cases = {
            'magic': dict(train_images=idx_files.images(300, magic=0x802)),
            'labels for images': dict(train_images=idx_files.labels(300)),
            'short': dict(train_images=idx_files.images(300)[:-1]),
            'long': dict(train_labels=idx_files.labels(300) + b'x'),
            'size': dict(train_images=idx_files.images(300, side=27)),
            'count': dict(train_labels=idx_files.labels(299)),
            'empty': dict(train_images=b''),
            'none': dict(train_images=idx_files.images(0), train_labels=idx_files.labels(0)),
        }
        for name, replaced in cases.items():
            with self.subTest(name):
                self.data = idx_files.write(self.folder / name, **replaced)
                self.assert_fails(self.train(), idx_files.NAMES[next(iter(replaced))])
        for name, content in (('truncated', zipped[:-20]), ('corrupt', zipped[:-8] + bytes(8)),
                              ('not gzip', b'hello')):
            with self.subTest(name):
                self.data = idx_files.write(self.folder / name, train_images=None)
                file = self.data / (idx_files.NAMES['train_images'] + '.gz')
                file.write_bytes(content)
                self.assert_fails(self.train(), file.name)

    def test_unwritable_output_is_found_out_before_training(self):
        self.out.mkdir()
        result = self.train()
        self.assertEqual(result.returncode, 1)
        self.assertIn(str(self.out), result.stderr)
        self.assertNotIn('epoch', result.stdout)
        file = self.folder / 'file'
        file.write_text('')
        result = self.run_train('--data', self.data, '--out', file / 'model.safetensors', *SMALL)
        self.assertEqual(result.returncode, 1)
        self.assertNotIn('epoch', result.stdout)

    def test_unwritable_log(self):
        self.assert_fails(self.train('--log', self.folder / 'no' / 'log.jsonl'), 'log.jsonl')

    def test_a_loss_that_is_not_finite_stops_and_keeps_what_there_was(self):
        self.assertEqual(self.train().returncode, 0)
        before = self.out.read_bytes()
        result = self.train('--lr', '1e30')
        self.assertEqual(result.returncode, 1)
        self.assertIn('finite', result.stderr)
        self.assertIn('--lr', result.stderr)
        self.assertEqual(self.out.read_bytes(), before)
        self.assertEqual(sorted(p.name for p in self.folder.glob('*model*')),
                         [self.checkpoint().name, self.out.name])


if __name__ == '__main__':
    unittest.main()
