"""`shahid index`: builds and checks an index, and reports what it holds."""

from __future__ import annotations

import json
import sys
import time
from types import TracebackType
from typing import Any, Self

from tqdm import tqdm

from bot.bootstrap import Composition
from bot.commands.locale_words import in_locale
from retrieval import Engine, IndexRefusedError, Opening, ReasonedError, end_with_parent, reason_to_json

_STAGES = {"read": "reading", "index": "indexing", "vectors": "vectors", "check": "checking"}

_MOST_LISTED = 500
"""Skipped files that the JSON lists, most: its reader bounds the length of a line."""

REFUSED = 6
"""Exit code where the corpus holds too few documents to replace the saved index."""


def index(
    composition: Composition,
    *,
    rebuild: bool = False,
    accept_fewer: int | None = None,
    rollback: bool = False,
    progress: str = "bar",
    parent: int | None = None,
) -> int:
    """Build the index of the corpus where the saved one does not fit, and report it.

    Args:
        composition: Names the folders of the corpus and of the data.
        rebuild: Build even where the saved one fits.
        accept_fewer: Documents that are enough to replace the saved index; by default half of its own.
        rollback: Go back to the index before instead.
        progress: `bar` for people; `json` for a parent process: a JSON object a line with `stage`,
            `done` and `total`, and a last one with `result`, or with `refused`.
        parent: The process with whose end this one ends.

    Returns:
        The exit code: 0, or `REFUSED`.
    """
    if parent is not None:
        end_with_parent(parent)
    how = Opening.ROLL_BACK if rollback else Opening.REINDEX
    began = time.monotonic()
    try:
        with Lines() if progress == "json" else Bar() as show:
            engine = composition.open_engine(how=how, rebuild=rebuild, least=accept_fewer, progress=show)
    except IndexRefusedError as error:
        _report_refusal(error, as_json=progress == "json")
        return REFUSED
    except ReasonedError as error:
        if progress == "json":
            print(json.dumps({"failed": reason_to_json(error.reason)}, ensure_ascii=False), flush=True)
        raise
    _report(engine, time.monotonic() - began, as_json=progress == "json")
    return 0


def _report(engine: Engine, seconds: float, *, as_json: bool) -> None:
    result = {
        "documents": len(engine.documents),
        "passages": engine.passage_count,
        "skipped": [
            {"name": each.name, "reason": reason_to_json(each.reason)}
            for each in engine.skipped[:_MOST_LISTED]
        ],
        "skipped_count": len(engine.skipped),
        "digest": engine.digest,
        "seconds": round(seconds, 2),
    }
    if as_json:
        print(json.dumps({"result": result}, ensure_ascii=False), flush=True)
        return
    print(f"{result['documents']} documents, {result['passages']} passages, {result['seconds']} s")
    for file in engine.skipped:
        print(f"skipped {file.name}: {in_locale(file.reason)}", file=sys.stderr)
    if engine.warning:
        print(in_locale(engine.warning), file=sys.stderr)


def _report_refusal(error: IndexRefusedError, *, as_json: bool) -> None:
    if as_json:
        refused = {"documents": error.documents, "before": error.before}
        print(json.dumps({"refused": refused}), flush=True)
    print(f"shahid: {in_locale(error.reason)} (--accept-fewer replaces it all the same)", file=sys.stderr)


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
