"""Readers that do all that a reader must not do, for tests of the boundary around readers."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from collections.abc import Callable

from retrieval.corpus.drafts import Block, Draft
from retrieval.corpus.formats.registry import Entry, Format


def read_hostile(data: bytes) -> list[Entry]:
    """A reader that does what its file demands, and then returns the text of the file.

    The text of `modules` is the names of all modules that the process has imported.
    """
    demand = data.decode().split()[0]
    if demand == "modules":
        return [Entry(Draft((Block(" ".join(sys.modules)),)))]
    if demand in DEMANDS:
        DEMANDS[demand]()
    return [Entry(Draft((Block(data.decode()),)))]


def _raise_exit() -> None:
    raise SystemExit(7)


def _raise_interrupt() -> None:
    raise KeyboardInterrupt


def _raise_memory() -> None:
    raise MemoryError


def _raise_own() -> None:
    raise type("OwnError", (Exception,), {})


def _recurse() -> None:
    _recurse()


def _loop() -> None:
    while True:
        time.sleep(0.01)


def _loop_deaf() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    _loop()


def _eat() -> None:
    eaten = []
    while True:
        eaten.append(bytearray(b"x" * 2**24))


def _print() -> None:
    sys.stdout.write("noise" * 9)
    sys.stdout.flush()
    os.write(1, b"noise")


DEMANDS: dict[str, Callable[[], object]] = {
    "exit": _raise_exit,
    "interrupt": _raise_interrupt,
    "memory": _raise_memory,
    "own": _raise_own,
    "recurse": _recurse,
    "loop": _loop,
    "deaf": _loop_deaf,
    "eat": _eat,
    "print": _print,
    "end": lambda: os._exit(3),
    "kill": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "crash": lambda: ctypes.string_at(0),
}

HOSTILE = Format((".hostile",), read_hostile)
