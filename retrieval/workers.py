"""A process of its own for work that may loop, crash or eat memory: one call after another, each limited.

In: a function by its module and name, and its arguments. Out: what it returns, or why it returned nothing.
The process starts with the first call, ends when it was idle for a while, and ends with its parent,
however that one ended. What a call did to it costs that call alone: the next one gets a new process.

It speaks through its standard input and output: pickled calls in, pickled results out.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from enum import Enum
from pathlib import Path
from threading import Lock, Timer
from typing import IO, Any, Final, NoReturn

from retrieval import processes

START_SECONDS: Final = 60.0
"""Time limit until a new process is ready, which takes a second or two on an idle machine."""
IDLE_SECONDS: Final = 120.0
"""After so long without a call the process ends, and its memory is free."""

_READY: Final = "ready"
_CODE: Final = """
import runpy, sys
runpy.run_path(sys.argv[1])["end_with_parent"](int(sys.argv[2]))
sys.path += sys.argv[3:]
from importlib.util import find_spec, module_from_spec
sys.modules["retrieval"] = module_from_spec(find_spec("retrieval"))
from retrieval.workers import serve
serve()
"""
"""What the process runs: it ends with its parent before the libraries are there. Places of modules come
behind Python's own. `retrieval` stands there without its facade, which imports the engine."""


class Failure(Enum):
    """Why a call returned nothing."""

    SLOW = "slow"
    """Its time was up, and its process was ended."""
    ENDED = "ended"
    """It ended or crashed its process, or none could be started."""
    RAISED = "raised"
    """It raised an error, also where it took too much memory."""


class Worker:
    """Makes calls of one function, one after another, in a process of its own; close it at the end.

    Args:
        module: The module of the function; imported in the process alone.
        function: Its name.
        seconds: Time limit of one call.
        memory_limit: Bytes of memory that a call may take beyond what the process has when it is ready.
        idle_seconds: After so long without a call the process ends.
    """

    def __init__(
        self,
        module: str,
        function: str,
        *,
        seconds: float,
        memory_limit: int,
        idle_seconds: float = IDLE_SECONDS,
    ) -> None:
        self._named = module, function, memory_limit
        self._seconds = seconds
        self._idle_seconds = idle_seconds
        self._process: subprocess.Popen[bytes] | None = None
        # A thread that lives as long as the process: Linux counts it as the parent.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=f"worker-{function}")
        self._lock = Lock()
        self._calls = 0
        self._is_closed = False

    def submit(self, work: Callable[[Callable[..., Any]], Any]) -> Future[Any]:
        """Have work done by the worker's thread, after what was submitted before.

        Args:
            work: Gets `call`, which calls the function in the process with arguments that can be pickled
                and returns what it returned, or a `Failure`.

        Returns:
            What `work` returns; cancelled, it is not begun.

        Raises:
            RuntimeError: The worker was closed.
        """
        return self._thread.submit(self._do, work)

    def close(self) -> None:
        """End the process at once, with what it is doing; what waits is cancelled."""
        with self._lock:
            self._is_closed = True
            if self._process is not None:
                self._process.kill()
        self._thread.submit(self._end)
        self._thread.shutdown(wait=False, cancel_futures=False)

    def _do(self, work: Callable[[Callable[..., Any]], Any]) -> Any:
        self._calls += 1
        try:
            return work(self._call)
        finally:
            timer = Timer(self._idle_seconds, self._end_idle, [self._calls])
            timer.daemon = True
            timer.start()

    def _call(self, *arguments: object) -> Any:
        if not self._start():
            return Failure.ENDED
        is_raised, result = self._exchange(arguments, self._seconds)
        if isinstance(result, Failure):
            self._end()
        return Failure.RAISED if is_raised else result

    def _start(self) -> bool:
        """Start the process where there is none; returns whether it is ready."""
        if self._process is not None:
            return True
        with self._lock:
            if self._is_closed:
                return False
            try:
                self._process = subprocess.Popen(  # noqa: S603 - our own interpreter
                    _command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
                )
            except OSError:
                return False
        if self._exchange(self._named, START_SECONDS) == (False, _READY):
            return True
        self._end()
        return False

    def _exchange(self, call: tuple[object, ...], seconds: float) -> tuple[bool, Any]:
        """What the process answers to a call: whether it raised, and its result or a `Failure`."""
        process, is_late = self._process, list[bool]()
        if process is None or process.stdin is None or process.stdout is None:
            return False, Failure.ENDED

        def end() -> None:
            is_late.append(True)
            process.kill()

        timer = Timer(seconds, end)
        timer.daemon = True
        timer.start()
        try:
            pickle.dump(call, process.stdin)
            process.stdin.flush()
            is_raised, result = pickle.load(process.stdout)  # noqa: S301 - of our own process
        except (OSError, EOFError, pickle.PickleError, AttributeError, ImportError, ValueError, TypeError):
            return False, Failure.SLOW if is_late else Failure.ENDED
        else:
            return is_raised, result
        finally:
            timer.cancel()

    def _end_idle(self, calls: int) -> None:
        """End the process where nothing was asked of it since so many calls."""
        with suppress(RuntimeError):  # closed meanwhile
            self._thread.submit(lambda: self._end() if self._calls == calls else None)

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()


def _command() -> list[str]:
    """The command line of a process."""
    places = (place or str(Path.cwd()) for place in sys.path)
    return [sys.executable, "-P", "-c", _CODE, processes.__file__, str(os.getpid()), *places]


def serve() -> NoReturn:
    """Make the calls that standard input names, until it ends: the process of a `Worker`."""
    calls, answers = sys.stdin.buffer, _claim_output()
    module, function, memory_limit = pickle.load(calls)  # noqa: S301 - of the process that started this one
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C reaches all processes of a terminal
    work = getattr(__import__(module, fromlist=[function]), function)
    _limit_memory(memory_limit)
    pickle.dump((False, _READY), answers)
    while True:
        answers.flush()
        try:
            arguments = pickle.load(calls)  # noqa: S301 - as above
        except EOFError:
            os._exit(0)
        try:
            answer = pickle.dumps((False, work(*arguments)))
        except Exception:  # noqa: BLE001 - whatever it is, it costs this call alone
            answer = pickle.dumps((True, None))
        del arguments
        answers.write(answer)


def _claim_output() -> IO[bytes]:
    """Standard output for the answers alone: what a library prints goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    return answers


def _limit_memory(limit: int) -> None:
    """Let this process take so many bytes more than it has, where the system has such limits."""
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        taken = pages * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (taken + limit, taken + limit))
    except (ImportError, OSError, ValueError):
        return
