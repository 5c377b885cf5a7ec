"""A pseudo-terminal, for what programs print on terminals only."""

import fcntl
import os
import pty
import re
import struct
import termios


def open_terminal(test, columns=0):
    """Both ends, ours and the program's. Skips `test` where there are none."""
    try:
        ours, theirs = pty.openpty()
    except OSError:
        return test.skipTest('this machine has no pseudo-terminals (/dev/pts)')
    fcntl.ioctl(ours, termios.TIOCSWINSZ, struct.pack('4H', 24, columns, 0, 0))
    return ours, theirs


def read_until_closed(ours, theirs):
    """All that the program wrote, once it has closed its end; closes ours."""
    os.close(theirs)
    text = b''
    while True:
        try:
            chunk = os.read(ours, 4096)
        except OSError:  # how a closed terminal ends
            break
        if not chunk:
            break
        text += chunk
    os.close(ours)
    return text.decode()


def screen(text, columns):
    """The lines that stand on a terminal of that width after `text`, scrolled back to the first."""
    rows, row, column = [[]], 0, 0
    for _, count, command, character in re.findall(r'(\x1b\[(\d*)([A-Z]))|([^\x1b])', text):
        if command == 'A':
            row -= int(count or 1)
        elif command in ('J', 'K'):
            del rows[row][column:]
            if command == 'J':
                del rows[row + 1:]
        elif character == '\r':
            column = 0
        else:
            if character == '\n' or column == columns:
                row += 1
                column = column if character == '\n' else 0
                rows += [[] for _ in range(row - len(rows) + 1)]
            if character != '\n':
                rows[row] += ' ' * (column - len(rows[row]))
                rows[row][column:column + 1] = character
                column += 1
    return [''.join(line).rstrip() for line in rows]
