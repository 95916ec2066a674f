"""`shahid check`: reads everything a run would need and says what is wrong, one line each."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.bootstrap import check_database, check_token, saved_index_fits
from bot.settings import Settings
from retrieval import RetrievalError, read_corpus


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report."""

    ok: bool
    subject: str
    text: str


def check(settings: Settings) -> int:
    """Print a line for each thing checked; the exit code is 1 where one is wrong."""
    findings = [Finding(ok=True, subject="settings", text="read")]
    for subject, look in _CHECKS.items():
        findings += _look(subject, look, settings)
    for finding in findings:
        print(f"{'ok   ' if finding.ok else 'WRONG'} {finding.subject}: {finding.text}")
    return 0 if all(finding.ok for finding in findings) else 1


def _look(subject: str, look: Callable[[Settings], list[Finding]], settings: Settings) -> list[Finding]:
    try:
        return look(settings)
    except (RetrievalError, OSError) as error:
        return [Finding(ok=False, subject=subject, text=" ".join(str(error).split()))]


def _check_corpus(settings: Settings) -> list[Finding]:
    corpus = read_corpus(settings.corpus_dir)
    count = len(corpus.documents)
    found = f"{count} documents in {settings.corpus_dir}"
    empty = "; put .txt, .md, .html, .pdf, .docx or .jsonl files there" if not count else ""
    return [
        Finding(ok=bool(count), subject="corpus", text=found + empty),
        *(Finding(ok=False, subject=f"corpus {f.name}", text=f.reason) for f in corpus.skipped),
    ]


def _check_index(settings: Settings) -> list[Finding]:
    problem = saved_index_fits(settings)
    text = (
        "saved and up to date"
        if problem is None
        else f"{problem}; `shahid index` or the next start builds it"
    )
    return [Finding(ok=True, subject="index", text=text)]


def _check_data(settings: Settings) -> list[Finding]:
    folder = settings.data_dir
    folder.mkdir(parents=True, exist_ok=True)
    probe = Path(folder) / ".writable"
    probe.write_bytes(b"")
    probe.unlink()
    return [Finding(ok=True, subject="data", text=f"{folder} can be written")]


def _check_database(settings: Settings) -> list[Finding]:
    problem = asyncio.run(check_database(settings))
    return [Finding(ok=problem is None, subject="database", text=problem or "opens")]


def _check_token(settings: Settings) -> list[Finding]:
    if settings.bot_token is None:
        return [Finding(ok=True, subject="token", text="none; `shahid run` opens the local page")]
    name, problem = asyncio.run(check_token(settings))
    return [Finding(ok=problem is None, subject="token", text=problem or f"getMe answers as @{name}")]


_CHECKS: dict[str, Callable[[Settings], list[Finding]]] = {
    "corpus": _check_corpus,
    "data": _check_data,
    "index": _check_index,
    "database": _check_database,
    "token": _check_token,
}
