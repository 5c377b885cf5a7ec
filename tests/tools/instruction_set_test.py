"""What a program becomes that holds itself compiled for other instruction sets: holds_programs,
whose copies say for what they stand."""

import os
import resource
import signal
import subprocess
import sys
import unittest

PROGRAM = sys.argv.pop(1)

# x86-64 psABI, 3.1.1, by the names of /proc/cpuinfo.
V3 = {'avx', 'avx2', 'bmi1', 'bmi2', 'f16c', 'fma', 'abm', 'movbe', 'xsave'}
V4 = V3 | {'avx512f', 'avx512bw', 'avx512cd', 'avx512dq', 'avx512vl'}


def of_this_machine():
    with open('/proc/cpuinfo', encoding='ascii', errors='replace') as file:
        flags = next((set(line.split()) for line in file if line.startswith('flags')), set())
    names = ['x86-64']
    names += ['x86-64-v3'] if V3 <= flags else []
    names += ['x86-64-v4'] if V4 <= flags else []
    return names


def run(wanted=None, arguments=(), **options):
    environment = {name: value for name, value in os.environ.items()
                   if name != 'VAE_INSTRUCTION_SET'}
    if wanted is not None:
        environment['VAE_INSTRUCTION_SET'] = wanted
    return subprocess.run([PROGRAM, *arguments], env=environment, capture_output=True, text=True,
                          check=False, **options)


class InstructionSetTest(unittest.TestCase):
    def test_the_best_that_the_processor_has(self):
        result = run(arguments=['one', 'two words', ''])
        self.assertEqual(result.stdout, f'{of_this_machine()[-1]}|{PROGRAM}|one|two words|')
        self.assertEqual(result.stderr, '')
        self.assertEqual(result.returncode, 7)

    def test_any_that_the_processor_has(self):
        for name in of_this_machine():
            with self.subTest(name):
                self.assertEqual(run(name).stdout, f'{name}|{PROGRAM}')

    def test_one_that_it_does_not_have(self):
        for name in {'x86-64-v3', 'x86-64-v4'} - set(of_this_machine()):
            with self.subTest(name):
                result = run(name)
                self.assertEqual(result.returncode, 1)
                self.assertRegex(result.stderr, f'this processor does not have .* {name}; unset')

    def test_one_that_is_not_held(self):
        for name in ('', 'x86-64-v2', 'avx2', 'x86-64-v33'):
            with self.subTest(name):
                result = run(name)
                self.assertEqual(result.returncode, 1)
                self.assertEqual(result.stderr,
                                 f'VAE_INSTRUCTION_SET is "{name}"; this program holds '
                                 'x86-64, x86-64-v4, x86-64-v3\n')

    def test_a_system_that_runs_nothing_from_memory(self):
        def no_files():  # what is held finds no room
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))

        self.assertEqual(run(preexec_fn=no_files).stdout, f'x86-64|{PROGRAM}')
        for name in of_this_machine()[1:]:
            result = run(name, preexec_fn=no_files)
            self.assertEqual(result.returncode, 1)
            self.assertRegex(result.stderr, '^this system does not run programs from memory; ')


if __name__ == '__main__':
    unittest.main()
