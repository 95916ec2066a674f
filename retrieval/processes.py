"""Processes that never outlive the one that started them, however that one ended.

In: the process id of the parent. Out: nothing; the kernel, or a thread that looks once a second where
the kernel offers no such thing, ends this process when the parent is gone.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time
from typing import Final

_PR_SET_PDEATHSIG: Final = 1
"""From `linux/prctl.h`: the signal that a process gets when the thread that started it has ended."""
_LOOKING_PAUSE: Final = 1.0
"""Seconds between two looks at the parent, where the kernel does not report its end."""


def end_with_parent(parent: int) -> None:
    """End this process as soon as its parent has ended, at once where it already has; never raises.

    Args:
        parent: Its process id, as the parent itself knows it.
    """
    if not _is_ended_by_kernel():
        threading.Thread(target=_look, args=(parent,), daemon=True, name="parent").start()
    if os.getppid() != parent:  # it ended before the kernel was asked
        os._exit(1)


def _is_ended_by_kernel() -> bool:
    """Ask Linux to kill this process when its parent ends; returns False on other systems."""
    if sys.platform != "linux":
        return False
    try:
        return bool(ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0) == 0)
    except (OSError, AttributeError):
        return False


def _look(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(_LOOKING_PAUSE)
    os._exit(1)
