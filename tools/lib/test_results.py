"""What tools/test says at its end, from what its parts reported:

  test_results.py ctest PART REPORT    lists the tests of a JUnit report of ctest
  test_results.py node PART OUTPUT     lists those of `node --test --test-reporter=spec`
  test_results.py sum RESULTS          adds up what these two listed

A list has a line a test: part, outcome, name, reason, with tabs between. The tests inside GoogleTest
programs and Python suites are listed one by one. A test that runs in several builds has one name, and
is one test: failed if it failed in any."""

import re
import sys
import xml.etree.ElementTree

PASSED, FAILED, SKIPPED = 'passed', 'failed', 'skipped'
GOOGLE_CASE = re.compile(r'^\[ +(OK|FAILED|SKIPPED) +\] ([\w./]+)(?:, .*)? \(\d+ ms\)$', re.M)
PYTHON_CASE = re.compile(
    r'^(test_\w+) \((?:__main__\.)?(\w+)[.\w]*\) \.\.\. (?:(ok)|(FAIL|ERROR)|skipped (.*))$', re.M)
NODE_CASE = re.compile(r'^ *([✔✖﹣]) (.*?) \([\d.]+ms\)(?: # (.*))?$')
MARKS = {'OK': PASSED, 'FAILED': FAILED, 'SKIPPED': SKIPPED,
         '✔': PASSED, '✖': FAILED, '﹣': SKIPPED}


def why_google_skipped(output, name):
    """GoogleTest says so between the lines that begin and end the test."""
    ran = output.split(f'[ RUN      ] {name}\n', 1)[-1].split('[  SKIPPED ]', 1)[0]
    return ' '.join(line for line in ran.splitlines()
                    if line and not re.search(r':\d+: Skipped$', line))


def cases_inside(output):
    """(outcome, name, reason) of the tests that a program says it ran."""
    for mark, name in GOOGLE_CASE.findall(output):
        yield MARKS[mark], name, why_google_skipped(output, name) if mark == 'SKIPPED' else ''
    for name, suite, passed, failed, reason in PYTHON_CASE.findall(output):
        yield (PASSED if passed else FAILED if failed else SKIPPED), f'{suite}.{name}', reason.strip('\'"')


def ctest_cases(report):
    for case in xml.etree.ElementTree.parse(report).getroot().iter('testcase'):
        outcome = {'run': PASSED, 'fail': FAILED}.get(case.get('status'), SKIPPED)
        output = case.findtext('system-out') or ''
        inside = list(dict.fromkeys(cases_inside(output)))
        yield from inside
        failed_inside = any(found == FAILED for found, _, _ in inside)
        if not inside or (outcome == FAILED and not failed_inside):  # a crash is no case's
            reason = output.strip().splitlines()[-1:] if outcome == SKIPPED else []
            yield outcome, case.get('name'), ''.join(reason)


def node_cases(path):
    seen = {}
    with open(path, encoding='utf-8') as file:
        for line in file:
            if line.startswith('✖ failing tests:'):  # a second time
                break
            case = NODE_CASE.match(line.rstrip('\n'))
            if case:
                mark, name, reason = case.groups()
                seen[name] = seen.get(name, 0) + 1
                number = f' ({seen[name]})' if seen[name] > 1 else ''
                yield MARKS[mark], name + number, reason or ''


def count(outcomes):
    """In words. A name has the worst of its outcomes; it is skipped if it ran nowhere."""
    by_name = {}
    for name, outcome in outcomes:
        by_name.setdefault(name, set()).add(outcome)
    totals = {FAILED: 0, PASSED: 0, SKIPPED: 0}
    for found in by_name.values():
        totals[next(outcome for outcome in totals if outcome in found)] += 1
    text = f'{totals[PASSED]} passed, {totals[FAILED]} failed'
    return text + (f', {totals[SKIPPED]} skipped' if totals[SKIPPED] else '')


def summarize(path):
    with open(path, encoding='utf-8') as file:
        rows = [line.rstrip('\n').split('\t') for line in file]
    for part in dict.fromkeys(part for part, *_ in rows):
        print(f'{part:13s}', count((name, outcome) for where, outcome, name, _ in rows
                                   if where == part))
    print('all          ', count((name, outcome) for _, outcome, name, _ in rows))
    skips = {}
    for part, outcome, name, reason in rows:
        if outcome == SKIPPED:
            skips.setdefault((name, reason), []).append(part)
    if skips:
        print(f'{len(skips)} skipped:')
    for (name, reason), parts in skips.items():
        print(f'  {name} ({", ".join(parts)}): {reason or "no reason given"}')


def main():
    if sys.argv[1] == 'sum':
        summarize(sys.argv[2])
        return
    kind, part, path = sys.argv[1:]
    cases = list({'ctest': ctest_cases, 'node': node_cases}[kind](path))
    for case in cases:
        print(part, *(text.replace('\t', ' ') for text in case), sep='\t')
    if not cases:
        sys.exit(f'{path} lists no test')


if __name__ == '__main__':
    main()
