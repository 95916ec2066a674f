"""Work that loops, crashes, raises or eats memory, for a worker's process."""

from __future__ import annotations

import os
import signal
import sys
import time


def work(demand: str, value: object = None) -> object:
    """Do what is demanded; anything else is given back with the value and the process id."""
    match demand:
        case "loop":
            while True:
                time.sleep(1)
        case "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "exit":
            sys.exit(3)
        case "raise":
            raise LookupError
        case "memory":
            bytearray(8 * 1024**3)
        case "print":
            print("noise")  # noqa: T201 - what a library may do
        case "unpicklable":
            return lambda: None
    return demand, value, os.getpid()
