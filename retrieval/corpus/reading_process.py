"""One boundary for all readers: a process of their own, with limits of time and memory for each file.

In: the name and the bytes of a file. Out: its contents, soon. A reader that loops, eats memory, ends or
crashes its process costs its own file, which is skipped with a reason; the next file gets a new process.
Small texts need none (`Format.quick_size`), so that a small corpus is read at once.

The process speaks through its standard input and output: pickled calls in, pickled contents out. It ends
with its input, and with the process that started it, however that one ended.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import IO, Any, Final, NoReturn, Self

from retrieval import processes
from retrieval.corpus.drafts import SourceFields
from retrieval.corpus.formats.registry import Registry
from retrieval.corpus.one_file import FORMATS_READ, FileContents, read_file, unread
from retrieval.errors import CorpusError
from retrieval.reasons import cause_of, reason

FILE_SECONDS: Final = 120.0
"""Time limit of one file. 100 pages of `seeds/library-membership.pdf` took 5.7 s on two busy cores,
November 2026, so that about 2,000 such pages fit in; more are a reason to split."""
START_SECONDS: Final = 120.0
"""Time limit until a new process is ready, which takes a second or two on an idle machine."""
MEMORY_LIMIT: Final = 1024**3
"""Bytes of memory that a reader may take beyond what the process has when it is ready."""

_NO_FIELDS: Final = SourceFields()
_READY: Final = "ready"
_CODE: Final = """
import runpy, sys
runpy.run_path(sys.argv[1])["end_with_parent"](int(sys.argv[2]))
sys.path += sys.argv[3:]
from importlib.util import find_spec, module_from_spec
sys.modules["retrieval"] = module_from_spec(find_spec("retrieval"))
from retrieval.corpus.reading_process import serve
serve()
"""
"""What the process runs: it ends with its parent before the libraries are there, which takes seconds on
a busy machine. Places of modules come behind Python's own, so that none hides one of those. `retrieval`
stands there without its facade, which imports the engine: readers need none of it."""


class FileReader:
    """Reads files one after another, in this process or in one of its own; close it at the end.

    Args:
        registry: The formats that are read.
        file_seconds: Time limit of one file.
        memory_limit: Bytes of memory that one file may take.
    """

    def __init__(
        self,
        registry: Registry = FORMATS_READ,
        *,
        file_seconds: float = FILE_SECONDS,
        memory_limit: int = MEMORY_LIMIT,
    ) -> None:
        self._registry = registry
        self._file_seconds = file_seconds
        self._memory_limit = memory_limit
        self._process: subprocess.Popen[bytes] | None = None
        # A thread that lives as long as the process: Linux counts it as the parent.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="reading")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        process = self._process
        if kind is not None and process is not None:
            process.kill()  # what it is reading is not waited for
        self._thread.submit(self._end)
        self._thread.shutdown(cancel_futures=False)

    def prepare(self, names: Iterable[str]) -> None:
        """Start the process now where one of these files surely needs it: it becomes ready meanwhile.

        Args:
            names: The names of files that will be read; where starting fails, `begin` tries again.
        """
        formats = map(self._registry.format_of, names)
        if any(each is not None and not each.quick_size for each in formats):
            self._thread.submit(self._ready)

    def begin(self, name: str, data: bytes, overrides: SourceFields = _NO_FIELDS) -> Future[FileContents]:
        """Begin to read a file as `read_file` does, whose arguments these are.

        Returns:
            Its contents, once they are there; raises CorpusError where no process can be started.
        """
        found = self._registry.format_of(name)
        if found is not None and len(data) > found.quick_size:
            return self._thread.submit(self._read, name, data, overrides)
        done: Future[FileContents] = Future()
        done.set_result(read_file(name, data, overrides, self._registry))
        return done

    def _read(self, name: str, data: bytes, overrides: SourceFields) -> FileContents:
        process = self._ready()
        found = _call(process, (name, data, overrides), self._file_seconds)
        if isinstance(found, FileContents):
            return found
        self._end()
        return unread(name, found)

    def _ready(self) -> subprocess.Popen[bytes]:
        return self._process or self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        """Start a process.

        Raises:
            CorpusError: It cannot be started, or is not ready in time.
        """
        try:
            self._process = process = subprocess.Popen(  # noqa: S603 - our own interpreter
                _command(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            raise CorpusError("reading_not_started", cause=cause_of(error)) from error
        formats = tuple(replace(each, programs=()) for each in self._registry.formats)
        greeting = _call(process, (self._memory_limit, Registry(formats)), START_SECONDS)
        if greeting != _READY:
            self._end()
            raise CorpusError("reading_not_ready", reason=greeting)
        return process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.communicate()


def _command() -> list[str]:
    """The command line of a process."""
    places = (place or str(Path.cwd()) for place in sys.path)
    return [sys.executable, "-P", "-c", _CODE, processes.__file__, str(os.getpid()), *places]


def _call(process: subprocess.Popen[bytes], call: tuple[Any, ...], seconds: float) -> Any:
    """What a process answers to a call; the reason where it does not answer in time, or at all."""
    is_late: list[bool] = []

    def end() -> None:
        is_late.append(True)
        process.kill()

    timer = Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        calls, answers = process.stdin, process.stdout
        assert calls is not None  # noqa: S101 - for the type checker
        assert answers is not None  # noqa: S101
        pickle.dump(call, calls)
        calls.flush()
        return pickle.load(answers)  # noqa: S301 - of our own process
    except (OSError, EOFError, pickle.PickleError, AttributeError, ImportError) as error:
        if is_late:
            return reason("too_slow", seconds=f"{seconds:.0f}")
        return reason("reader_ended", how=_how_it_ended(process, error))
    finally:
        timer.cancel()


def _how_it_ended(process: subprocess.Popen[bytes], error: Exception) -> str:
    with suppress(subprocess.TimeoutExpired):
        code = process.wait(1)
        return f"signal {-code}" if code < 0 else f"exit code {code}"
    return type(error).__name__


def serve() -> NoReturn:
    """Read the files that standard input names, until it ends: the process of a `FileReader`."""
    calls, answers = sys.stdin.buffer, _claim_output()
    memory_limit, registry = pickle.load(calls)  # noqa: S301 - of the process that started this one
    _ignore_interrupts()
    _limit_memory(memory_limit)
    pickle.dump(_READY, answers)
    while True:
        answers.flush()
        try:
            name, data, overrides = pickle.load(calls)  # noqa: S301 - as above
        except EOFError:
            os._exit(0)
        try:
            found = read_file(name, data, overrides, registry)
        except BaseException as error:  # noqa: BLE001 - SystemExit of a library, too
            found = unread(name, reason("reader_ended", how=type(error).__name__))
        del data
        pickle.dump(found, answers)


def _claim_output() -> IO[bytes]:
    """Standard output for the answers alone: what a library prints goes nowhere."""
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    return answers


def _ignore_interrupts() -> None:
    """Ctrl+C reaches all processes of a terminal; the one that started this one ends it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _limit_memory(limit: int) -> None:
    """Let this process take so many bytes more than it has, where the system has such limits."""
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        taken = pages * resource.getpagesize()
        _, most = resource.getrlimit(resource.RLIMIT_AS)  # a program that it starts may have more
        resource.setrlimit(resource.RLIMIT_AS, (taken + limit, most))
    except (ImportError, OSError, ValueError):
        return
