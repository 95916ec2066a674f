"""Whatever a reader does to its process, the file is skipped with a reason and the others are read."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from retrieval.corpus import read_corpus, reading_process
from retrieval.corpus.formats.registry import FORMATS, Registry
from retrieval.corpus.reading_process import FileReader
from retrieval.errors import CorpusError
from retrieval.reasons import in_english
from tests.evaldata import ROOT
from tests.retrieval.corpus.hostile_readers import HOSTILE

REGISTRY = Registry((*FORMATS, HOSTILE))
SAVE = "save it again"


def reason_of(demand: str, *, file_seconds: float = 60, memory_limit: int = 2**28) -> str:
    """Why a file is skipped whose reader does what is demanded; the next file is read."""
    with FileReader(REGISTRY, file_seconds=file_seconds, memory_limit=memory_limit) as reader:
        found = reader.begin("a.hostile", demand.encode())
        after = reader.begin("b.hostile", "نص سليم".encode())
        assert [document.text for document in after.result().documents] == ["نص سليم"]
        assert found.result().documents == ()
        (skipped,) = found.result().skipped
    assert skipped.name == "a.hostile"
    return in_english(skipped.reason)


@pytest.mark.parametrize(
    ("demand", "reason"),
    [
        ("exit", f"it ends the process that reads it (SystemExit): {SAVE}"),
        ("interrupt", f"it ends the process that reads it (KeyboardInterrupt): {SAVE}"),
        ("memory", "it takes too much memory to read: split it into smaller files"),
        ("own", f"its reader failed (OwnError): {SAVE}, or in another format"),
        ("recurse", f"it is nested too deeply: {SAVE}, with less inside each other"),
        ("end", f"it ends the process that reads it (exit code 3): {SAVE}"),
        ("kill", f"it ends the process that reads it (signal 9): {SAVE}"),
        ("crash", f"it ends the process that reads it (signal 11): {SAVE}"),
    ],
)
def test_a_reader_that_raises_ends_or_crashes_costs_its_own_file(demand: str, reason: str) -> None:
    assert reason_of(demand) == reason


@pytest.mark.parametrize("demand", ["loop", "deaf"])
def test_a_reader_that_never_ends_is_ended_when_its_time_is_up(demand: str) -> None:
    reason = "it takes longer than 1 seconds: split it, or save it again"
    assert reason_of(demand, file_seconds=1) == reason


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited on Linux alone")
def test_a_reader_that_eats_memory_gets_no_more_than_its_limit() -> None:
    assert reason_of("eat") == "it takes too much memory to read: split it into smaller files"


def test_what_a_reader_prints_is_no_answer() -> None:
    with FileReader(REGISTRY) as reader:
        found = reader.begin("a.hostile", b"print this").result()
    assert [document.text for document in found.documents] == ["print this"]


def test_a_corpus_is_read_around_a_reader_that_crashes_and_small_texts_need_no_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, text in {"a.txt": "أول", "b.hostile": "kill", "c.hostile": "نص", "d.md": "رابع"}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    steps: list[tuple[int, int]] = []
    corpus = read_corpus(tmp_path, registry=REGISTRY, progress=lambda *step: steps.append(step))
    assert [document.document_id for document in corpus.documents] == ["a.txt", "c.hostile", "d.md"]
    assert [file.name for file in corpus.skipped] == ["b.hostile"]
    assert steps == [(1, 4), (2, 4), (3, 4), (4, 4)]
    (tmp_path / "b.hostile").unlink()
    (tmp_path / "c.hostile").unlink()
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    assert len(read_corpus(tmp_path).documents) == 2


def test_a_process_that_cannot_be_started_is_no_fault_of_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.hostile").write_text("نص", encoding="utf-8")
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with pytest.raises(CorpusError, match="no process can be started that reads files: no such file"):
        read_corpus(tmp_path, registry=REGISTRY)
    monkeypatch.undo()
    monkeypatch.setattr(reading_process, "_CODE", "raise SystemExit(5)")
    with pytest.raises(CorpusError, match=r"no process becomes ready that reads files: .*exit code 5"):
        read_corpus(tmp_path, registry=REGISTRY)


def test_no_process_is_left_behind() -> None:
    with FileReader(REGISTRY) as reader:
        reader.begin("a.hostile", "نص".encode()).result()
        process = reader._process
        assert process is not None
        assert process.poll() is None
    assert process.poll() is not None


PARSERS = {"docx", "lxml", "pypdf", "trafilatura"}
NEEDLESS = {
    *("bot", "camel_tools.utils.charsets", "camel_tools.utils.dediac", "emoji", "numpy", "rank_bm25"),
    *("retrieval.answering", "retrieval.engine", "retrieval.index", "retrieval.understanding"),
    *("sqlalchemy", "structlog", "telegram"),
}


def test_the_process_imports_what_readers_need_and_parsers_once_they_are_needed() -> None:
    with FileReader(REGISTRY) as reader:
        first = modules_of(reader)
        for file in sorted((ROOT / "seeds").iterdir()):
            data = file.read_bytes() + b" " * (8192 if file.suffix in {".txt", ".md", ".jsonl"} else 0)
            reader.begin(file.name, data).result()
        last = modules_of(reader)
    assert first & {*NEEDLESS, *PARSERS} == {"lxml"}
    assert last & {*NEEDLESS, *PARSERS} == PARSERS
    assert not {name for name in last if name.startswith(("retrieval.evaluation", "retrieval.upkeep"))}


def modules_of(reader: FileReader) -> set[str]:
    """The names of what the process has imported, by their full names."""
    (document,) = reader.begin("a.hostile", b"modules").result().documents
    return set(document.text.split())


def test_a_process_is_started_early_only_where_a_file_surely_needs_it() -> None:
    with FileReader(REGISTRY) as reader:
        reader.prepare(["a.txt", "b.jsonl", "c.png"])
        assert reader._thread.submit(lambda: reader._process).result() is None
        reader.prepare(["a.txt", "b.pdf"])
        started = reader._thread.submit(lambda: reader._process).result()
        assert started is not None
        reader.begin("a.hostile", "نص".encode()).result()
        reader.prepare(["c.pdf"])
        assert reader._thread.submit(lambda: reader._process).result() is started


def test_an_error_of_the_caller_ends_what_is_being_read_at_once() -> None:
    def fail() -> None:
        with FileReader(REGISTRY) as reader:
            reader.begin("a.hostile", "نص".encode()).result()
            reader.begin("b.hostile", b"loop")
            raise ZeroDivisionError

    began = time.monotonic()
    with pytest.raises(ZeroDivisionError):
        fail()
    assert time.monotonic() - began < 30


def test_a_corpus_is_read_in_any_thread(tmp_path: Path) -> None:
    (tmp_path / "a.hostile").write_text("نص", encoding="utf-8")
    found: list[int] = []
    threads = [
        threading.Thread(target=lambda: found.append(len(read_corpus(tmp_path, registry=REGISTRY).documents)))
        for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [1, 1]


PARENT = """
import sys
from retrieval.corpus.formats.registry import Registry
from retrieval.corpus.reading_process import FileReader
from tests.retrieval.corpus.hostile_readers import HOSTILE

reader = FileReader(Registry((HOSTILE,)))
reader.begin("a.hostile", b"text").result()
reader.begin("b.hostile", b"deaf")
print(reader._process.pid, flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="on other systems it takes a second longer")
def test_a_killed_parent_leaves_no_process_even_where_that_is_in_a_loop() -> None:
    parent = subprocess.Popen(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", PARENT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert parent.stdout is not None
    reading = int(parent.stdout.readline())
    os.kill(parent.pid, signal.SIGKILL)
    parent.communicate()
    assert has_ended(reading)


STARTING_PARENT = """
import os, sys, threading
from retrieval.corpus.reading_process import FileReader

os.environ["PYTHONPATH"] = sys.argv[1]
reader = FileReader()
threading.Thread(target=reader.begin("a.pdf", b"%PDF").result, daemon=True).start()
while reader._process is None:
    pass
print(reader._process.pid, flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform != "linux", reason="on other systems it ends once it is ready")
def test_a_killed_parent_leaves_no_process_that_is_still_starting(tmp_path: Path) -> None:
    (tmp_path / "retrieval").mkdir()
    (tmp_path / "retrieval" / "__init__.py").write_text("import time; time.sleep(60)", encoding="utf-8")
    parent = subprocess.Popen(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", STARTING_PARENT, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert parent.stdout is not None
    reading = int(parent.stdout.readline())
    os.kill(parent.pid, signal.SIGKILL)
    parent.communicate()
    assert has_ended(reading)


def has_ended(pid: int) -> bool:
    """Whether a process is gone, or only waits to be collected, within ten seconds."""
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            if Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.02)
    return False
