"""`shahid check`: checks everything that a run needs and reports what is wrong, a line each."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.bootstrap import Composition, check_token
from bot.commands.locale_words import in_locale
from retrieval import ReasonedError, RetrievalError, read_corpus


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report."""

    ok: bool
    subject: str
    text: str


Check = Callable[[Composition], list[Finding]]
"""Checks one thing that a run needs."""


def check(composition: Composition) -> int:
    """Print a line for each thing checked; the exit code is 1 where one is wrong."""
    findings = [Finding(ok=True, subject="settings", text="read")]
    for subject, run in _CHECKS.items():
        findings += _run(subject, run, composition)
    for finding in findings:
        print(f"{'ok   ' if finding.ok else 'WRONG'} {finding.subject}: {finding.text}")
    return 0 if all(finding.ok for finding in findings) else 1


def _run(subject: str, run: Check, composition: Composition) -> list[Finding]:
    try:
        return run(composition)
    except ReasonedError as error:
        return [Finding(ok=False, subject=subject, text=in_locale(error.reason))]
    except (RetrievalError, OSError) as error:
        return [Finding(ok=False, subject=subject, text=" ".join(str(error).split()))]


def _check_corpus(composition: Composition) -> list[Finding]:
    corpus = read_corpus(composition.corpus_dir)
    count = len(corpus.documents)
    found = f"{count} documents in {composition.corpus_dir}"
    empty = "; put documents there (.txt, .pdf, .docx, .html and others: docs/corpus.md)" if not count else ""
    return [
        Finding(ok=bool(count), subject="corpus", text=found + empty),
        *(Finding(ok=False, subject=f"corpus {f.name}", text=in_locale(f.reason)) for f in corpus.skipped),
    ]


def _check_index(composition: Composition) -> list[Finding]:
    problem = composition.check_index()
    text = (
        "saved and up to date"
        if problem is None
        else f"{in_locale(problem)}; `shahid index` or the next start builds it"
    )
    return [Finding(ok=True, subject="index", text=text)]


def _check_data(composition: Composition) -> list[Finding]:
    folder = composition.data_dir
    folder.mkdir(parents=True, exist_ok=True)
    probe = Path(folder) / ".writable"
    probe.write_bytes(b"")
    probe.unlink()
    return [Finding(ok=True, subject="data", text=f"{folder} can be written")]


def _check_database(composition: Composition) -> list[Finding]:
    problem = asyncio.run(composition.check_database())
    return [Finding(ok=problem is None, subject="database", text=problem or "opens")]


def _check_token(composition: Composition) -> list[Finding]:
    if composition.telegram is None:
        return [Finding(ok=True, subject="token", text="none; `shahid run` opens the local page")]
    name, problem = asyncio.run(check_token(composition.telegram))
    return [Finding(ok=problem is None, subject="token", text=problem or f"getMe answers as @{name}")]


_CHECKS: dict[str, Check] = {
    "corpus": _check_corpus,
    "data": _check_data,
    "index": _check_index,
    "database": _check_database,
    "token": _check_token,
}
