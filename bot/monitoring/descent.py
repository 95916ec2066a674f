"""Ends a process with the one that started it, from its first moment on: nothing here takes time to import.

`retrieval.end_with_parent` does the same on every system, once the libraries are there.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from typing import Final

_PR_SET_PDEATHSIG: Final = 1
"""From `linux/prctl.h`."""


def follow(parent: int) -> None:
    """Have Linux kill this process when its parent ends; end it at once where that has happened.

    Args:
        parent: The parent's process id, as the parent itself knows it.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)
