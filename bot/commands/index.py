"""`shahid index`: builds and checks an index, and reports what it holds."""

from __future__ import annotations

import json
import sys
import time
from types import TracebackType
from typing import Any, Self

from tqdm import tqdm

from bot.bootstrap import Composition

_STAGES = {"read": "reading", "index": "indexing", "vectors": "vectors", "check": "checking"}


def index(composition: Composition, *, rebuild: bool, progress: str) -> int:
    """Build the index of the corpus where the saved one does not fit, and report it.

    Args:
        composition: Names the folders of the corpus and of the data.
        rebuild: Build even where the saved one fits.
        progress: `bar` for people; `json` for a parent process: a JSON object a line with `stage`,
            `done` and `total`, and a last one with `result`.
    """
    began = time.monotonic()
    with Lines() if progress == "json" else Bar() as show:
        engine = composition.open_engine(rebuild=rebuild, progress=show)
    result = {
        "documents": len(engine.documents),
        "passages": engine.passage_count,
        "skipped": [{"name": file.name, "reason": file.reason} for file in engine.skipped],
        "digest": engine.digest,
        "seconds": round(time.monotonic() - began, 2),
    }
    if progress == "json":
        print(json.dumps({"result": result}, ensure_ascii=False), flush=True)
        return 0
    print(f"{result['documents']} documents, {result['passages']} passages, {result['seconds']} s")
    for file in engine.skipped:
        print(f"skipped {file.name}: {file.reason}", file=sys.stderr)
    return 0


class Lines:
    """Prints progress as JSON lines."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Print a line."""
        line = {"stage": _STAGES.get(stage, stage), "done": done, "total": total}
        print(json.dumps(line), flush=True)


class Bar:
    """Shows progress as a bar on standard error, a bar for each stage."""

    def __init__(self) -> None:
        self._bar: tqdm[Any] | None = None
        self._stage = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def __call__(self, stage: str, done: int, total: int) -> None:
        """Move the bar; a new stage gets a new bar."""
        if stage != self._stage or self._bar is None:
            self._close()
            self._stage = stage
            self._bar = tqdm(total=total, desc=_STAGES.get(stage, stage), unit="", disable=None)
        bar = self._bar
        bar.update(done - bar.n)

    def _close(self) -> None:
        if self._bar is not None:
            self._bar.close()
            self._bar = None
