"""What tools/test counts: of reports as ctest and Node write them."""

import pathlib
import subprocess
import sys
import tempfile
import unittest
from xml.sax.saxutils import escape

SCRIPT = pathlib.Path(__file__).resolve().parents[2] / 'tools/lib/test_results.py'


def junit(*cases):
    return '<testsuite>' + ''.join(
        f'<testcase name="{name}" status="{status}"><system-out>{escape(output)}</system-out>'
        '</testcase>' for name, status, output in cases) + '</testsuite>'


class TestResultsTest(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)

    def run_script(self, *arguments, code=0):
        result = subprocess.run([sys.executable, SCRIPT, *arguments], text=True, capture_output=True,
                                timeout=60, check=False)
        self.assertEqual(result.returncode, code, result.stderr)
        return result.stdout

    def summary(self, *reports):
        lists = ''
        for kind, part, report in reports:
            file = self.folder / part
            file.write_text(report)
            lists += self.run_script(kind, part, file)
        results = self.folder / 'results'
        results.write_text(lists)
        return self.run_script('sum', results).splitlines()

    def test_a_test_of_two_builds_is_one(self):
        native = junit(
            ('core_test.A.One', 'run', '[ RUN      ] A.One\n[       OK ] A.One (3 ms)\n'),
            ('core_double_test.A.One', 'run', '[       OK ] A.One (4 ms)\n'),
            ('io.reads', 'run', ''))
        web = junit(('core_test', 'run', '[       OK ] A.One (9 ms)\n[       OK ] A.Two (1 ms)\n'))
        self.assertEqual(self.summary(('ctest', 'native', native), ('ctest', 'web', web)),
                         ['native        2 passed, 0 failed', 'web           2 passed, 0 failed',
                          'all           3 passed, 0 failed'])

    def test_a_failure_in_one_build_is_one(self):
        failed = '[  FAILED  ] E/A.One/x, where GetParam() = (1, 2) (7 ms)\n[  FAILED  ] E/A.One/x\n'
        lines = self.summary(
            ('ctest', 'native', junit(('t', 'fail', failed))),
            ('ctest', 'web', junit(('t', 'run', '[       OK ] E/A.One/x (9 ms)\n'))))
        self.assertEqual(lines[-1], 'all           0 passed, 1 failed')

    def test_a_program_that_dies_between_its_tests_failed(self):
        report = junit(('t', 'fail', '[       OK ] A.One (9 ms)\n[ RUN      ] A.Two\nSegmentation'))
        self.assertEqual(self.summary(('ctest', 'web', report))[-1],
                         'all           1 passed, 1 failed')

    def test_what_is_skipped_is_named(self):
        suite = ('test_a (__main__.TrainTest.test_a) ... ok\n'
                 "test_b (__main__.TrainTest.test_b) ... skipped 'no terminals'\n"
                 'test_c (__main__.TrainTest.test_c) ... FAIL\n')
        report = junit(
            ('train', 'fail', suite), ('pytorch', 'notrun', 'PyTorch is not installed\n'),
            ('io', 'notrun', '[ RUN      ] F.G\na.cc:7: Skipped\nroot may\n\n[  SKIPPED ] F.G (0 ms)\n'))
        self.assertEqual(self.summary(('ctest', 'native', report))[1:], [
            'all           1 passed, 1 failed, 3 skipped',
            '3 skipped:',
            "  TrainTest.test_b (native): no terminals",
            '  pytorch (native): PyTorch is not installed',
            '  F.G (native): root may'])

    def test_nodes_list(self):
        output = ('✔ chromium: starts (12.5ms)\n▶ more\n  ✔ inside (1ms)\n  ✔ inside (2ms)\n'
                  '﹣ webkit: offline (3.1ms) # it has none\n✖ firefox: starts (9ms)\n'
                  '✖ failing tests:\n✖ firefox: starts (9ms)\n')
        self.assertEqual(self.summary(('node', 'browser', output))[1:], [
            'all           3 passed, 1 failed, 1 skipped', '1 skipped:',
            '  webkit: offline (browser): it has none'])

    def test_no_test_is_an_error(self):
        empty = self.folder / 'empty'
        empty.write_text('<testsuite/>')
        self.run_script('ctest', 'web', empty, code=1)


if __name__ == '__main__':
    unittest.main()
