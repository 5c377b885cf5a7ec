"""PyTorch, from whichever Python here has it. Without one the script ends as skipped (77)."""

import os
import sys

SKIPPED = 77
DEBIAN_PYTHON = '/usr/bin/python3'  # the one that python3-torch is for

try:
    import torch  # pylint: disable=unused-import
except ImportError:
    if os.path.exists(DEBIAN_PYTHON) and os.path.realpath(sys.executable) != os.path.realpath(
            DEBIAN_PYTHON):
        os.execv(DEBIAN_PYTHON, [DEBIAN_PYTHON, *sys.argv])
    print('PyTorch is not installed')
    sys.exit(SKIPPED)
