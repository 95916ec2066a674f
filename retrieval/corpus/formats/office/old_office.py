"""Files of old Office programs (.doc, .ppt, .xls) → a draft, by LibreOffice where that is installed.

In: the bytes of a file. Out: what the reader of the new format makes of it once it is converted. LibreOffice
is found when it is needed, runs without macros in a profile of its own, and is ended after a while.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

from retrieval.corpus.drafts import Draft
from retrieval.errors import DocumentError

_SECONDS: Final = 90
_PROGRAMS: Final = ("soffice", "libreoffice")


@cache
def office_version() -> str:
    """The version of LibreOffice; empty where it is not installed."""
    program = _program()
    if program is None:
        return ""
    try:
        found = subprocess.run([program, "--version"], capture_output=True, timeout=30, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return found.stdout.decode("utf-8", errors="replace").strip()


def read_converted(data: bytes, ending: str, target: str, read: Callable[[bytes], Draft]) -> Draft:
    """Convert a file and read what comes out.

    Args:
        data: The file.
        ending: Its ending, with the dot.
        target: The ending that it gets, without a dot.
        read: Reads the new file.

    Raises:
        DocumentError: LibreOffice is not installed, or cannot convert the file.
    """
    program = _program()
    if program is None:
        raise DocumentError("old_format", ending=ending, target=target)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / f"file{ending}"
        source.write_bytes(data)
        command = [
            *(program, f"-env:UserInstallation={Path(folder, 'profile').as_uri()}", "--headless"),
            *("--norestore", "--nolockcheck", "--convert-to", target, "--outdir", folder, str(source)),
        ]
        try:
            subprocess.run(  # noqa: S603 - a program of the system, and a file of ours
                command, capture_output=True, timeout=_SECONDS, check=False, preexec_fn=_allow_memory
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise DocumentError("old_format", ending=ending, target=target) from error
        converted = source.with_suffix(f".{target}")
        if not converted.exists():
            raise DocumentError("old_format", ending=ending, target=target)
        return read(converted.read_bytes())


def _allow_memory() -> None:
    """Give a program the memory that readers in this process may not take, where there are such limits."""
    try:
        import resource

        _, most = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    except (ImportError, OSError, ValueError):
        return


def _program() -> str | None:
    return next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
