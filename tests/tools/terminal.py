"""A pseudo-terminal, for what programs print on terminals only."""

import os
import pty


def open_terminal(test):
    """Both ends, ours and the program's. Skips `test` where there are none."""
    try:
        return pty.openpty()
    except OSError:
        return test.skipTest('this machine has no pseudo-terminals (/dev/pts)')


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
