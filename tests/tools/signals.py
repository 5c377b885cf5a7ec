"""Signals of programs that are started: for preexec_fn of subprocess.Popen."""

import signal


def heed():
    """Even if what runs the tests ignores them."""
    for how in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(how, signal.SIG_DFL)


def ignoring(how):
    return lambda: signal.signal(how, signal.SIG_IGN)
