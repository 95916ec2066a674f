"""The index is never lost: what is refused, what answers instead, and going back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval import CorpusError, Engine, IndexingError, IndexRefusedError, Opening
from retrieval.engine import index_folder
from retrieval.index.generations import list_generations
from retrieval.reasons import in_english, reason
from retrieval.types import Reason
from retrieval.upkeep import Upkeep
from tests.retrieval.index.small_backend import SmallBackend


def words(warning: Reason | None) -> str | None:
    """A warning in English."""
    return None if warning is None else in_english(warning)


class Library:
    """A corpus of small documents, and the index of a backend that counts what it builds."""

    def __init__(self, root: Path) -> None:
        self.corpus = root / "corpus"
        self.data = root / "data"
        self.backend = SmallBackend()
        self.fill(4)

    @property
    def folder(self) -> Path:
        return index_folder(self.corpus, self.data)

    def fill(self, documents: int, text: str = "افتتح الجسر") -> None:
        shutil.rmtree(self.corpus, ignore_errors=True)
        self.corpus.mkdir()
        for number in range(documents):
            (self.corpus / f"{number}.txt").write_text(f"{text} رقم {number}.", encoding="utf-8")

    def open(
        self, how: Opening = Opening.SERVE, *, rebuild: bool = False, least: int | None = None
    ) -> Engine:
        return Engine.open(
            self.corpus, self.data, backend=self.backend, how=how, rebuild=rebuild, least=least
        )

    def generations(self) -> list[str]:
        return [path.name for path in list_generations(self.folder)]


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path)


@pytest.mark.parametrize("documents", [0, 1])
def test_an_index_of_fewer_than_half_of_the_documents_is_refused(library: Library, documents: int) -> None:
    library.open()
    library.fill(documents)
    for rebuild in (False, True):
        with pytest.raises(IndexRefusedError) as raised:
            library.open(Opening.REINDEX, rebuild=rebuild)
        assert (raised.value.documents, raised.value.before) == (documents, 4)
    assert str(raised.value) == (
        f"the corpus holds {documents} documents now, the saved index 4: it was not replaced"
    )
    assert (library.generations(), library.backend.built) == (["generation-000001"], 1)


def test_half_of_the_documents_are_enough(library: Library) -> None:
    library.open()
    library.fill(2)
    assert len(library.open(Opening.REINDEX).documents) == 2


@pytest.mark.parametrize("documents", [0, 1])
def test_fewer_documents_are_accepted_where_that_is_asked_for_and_from_then_on(
    library: Library, documents: int
) -> None:
    library.open()
    library.fill(documents)
    with pytest.raises(IndexRefusedError):
        library.open(Opening.REINDEX, least=documents + 1)
    assert len(library.open(Opening.REINDEX, least=documents).documents) == documents
    for how in (Opening.SERVE, Opening.REINDEX):
        engine = library.open(how)
        assert (len(engine.documents), engine.warning) == (documents, None)
    assert library.backend.built == 2


def test_a_first_index_may_be_empty(library: Library) -> None:
    library.fill(0)
    assert library.open(Opening.REINDEX).documents == ()
    assert library.open(Opening.REINDEX, rebuild=True).documents == ()


def test_an_emptied_folder_whose_empty_index_is_still_saved_is_refused_all_the_same(library: Library) -> None:
    library.fill(0)
    library.open()
    library.fill(4)
    library.open()
    library.fill(0)
    with pytest.raises(IndexRefusedError):
        library.open(Opening.REINDEX)
    assert len(library.open().documents) == 4
    assert library.generations() == ["generation-000002", "generation-000001"]


def missing(library: Library) -> str:
    shutil.rmtree(library.corpus)
    return f"the corpus folder {library.corpus} does not exist: create it, or name another"


def a_file(library: Library) -> str:
    shutil.rmtree(library.corpus)
    library.corpus.write_text("", encoding="utf-8")
    return f"the corpus folder {library.corpus} is not a folder: create it, or name another"


def a_loop(library: Library) -> str:
    shutil.rmtree(library.corpus)
    library.corpus.symlink_to(library.corpus)
    return f"the corpus folder {library.corpus} does not exist: create it, or name another"


def emptied(library: Library) -> str:
    library.fill(0)
    return "the corpus holds 0 documents now, the saved index 4: it was not replaced"


def halved(library: Library) -> str:
    library.fill(1)
    return "the corpus holds 1 documents now, the saved index 4: it was not replaced"


@pytest.mark.parametrize("loss", [missing, a_file, a_loop, emptied, halved])
def test_a_start_without_its_corpus_answers_from_the_saved_index_with_a_warning(
    library: Library, loss: object
) -> None:
    built_at = library.open().built_at
    assert callable(loss)
    why = loss(library)
    engine = library.open()
    assert len(engine.documents) == 4
    assert words(engine.warning) == f"the saved index of {built_at:%Y-%m-%d %H:%M} UTC answers: {why}"
    assert library.generations() == ["generation-000001"]


def test_without_a_saved_index_a_missing_folder_is_an_error(library: Library) -> None:
    missing(library)
    for how in (Opening.SERVE, Opening.REINDEX):
        with pytest.raises(CorpusError, match="does not exist: create it"):
            library.open(how)
    with pytest.raises(IndexingError, match="no index is saved"):
        library.open(Opening.SAVED)


def test_a_damaged_index_is_built_again_and_one_that_is_not_whole_refuses_nothing(library: Library) -> None:
    library.open()
    (library.folder / "generation-000001" / "inner" / "documents.json").write_text("", encoding="utf-8")
    library.fill(1)
    engine = library.open()
    assert (len(engine.documents), engine.warning) == (1, None)


class FailingBackend(SmallBackend):
    """Fails to build from its second index on, or to save."""

    def __init__(self, *, saves: bool) -> None:
        super().__init__()
        self.saves = saves

    def build(self, corpus, *, progress=None):  # type: ignore[no-untyped-def]
        if self.saves and self.built:
            raise MemoryError
        return super().build(corpus, progress=progress)

    def save(self, index, folder):  # type: ignore[no-untyped-def]
        if not self.saves:
            raise IndexingError("index_unsaved", folder="data", cause=reason("no_space"))
        super().save(index, folder)


def test_where_the_new_index_cannot_be_built_the_one_before_answers(library: Library) -> None:
    library.backend = FailingBackend(saves=True)
    first = library.open()
    library.fill(5)
    engine = library.open()
    assert (engine.digest, len(engine.documents)) == (first.digest, 4)
    assert (
        words(engine.warning)
        == f"the saved index of {first.built_at:%Y-%m-%d %H:%M} UTC answers: MemoryError"
    )
    with pytest.raises(MemoryError):
        library.open(Opening.REINDEX)


def test_where_nothing_is_saved_an_index_that_cannot_be_built_is_an_error(library: Library) -> None:
    library.backend = FailingBackend(saves=True)
    library.backend.built = 1
    with pytest.raises(IndexingError, match="the index cannot be built: MemoryError"):
        library.open()


def test_an_index_that_cannot_be_saved_answers_from_memory_with_a_warning(library: Library) -> None:
    library.backend = FailingBackend(saves=False)
    engine = library.open()
    cause = "the index cannot be saved in data: no space left on device"
    assert (len(engine.documents), words(engine.warning)) == (4, f"the new index is not saved: {cause}")
    with pytest.raises(IndexingError, match="no space left"):
        library.open(Opening.REINDEX)


def test_after_going_back_the_earlier_index_answers_also_after_a_restart(library: Library) -> None:
    library.open()
    library.fill(3, "هدم الجسر")
    library.open()
    back = library.open(Opening.ROLL_BACK)
    assert len(back.documents) == 4
    warning = (
        f"the saved index of {back.built_at:%Y-%m-%d %H:%M} UTC answers: "
        "a moderator went back to it; a changed corpus or a reindexing replaces it"
    )
    again = library.open()
    assert (again.digest, words(again.warning), words(back.warning)) == (back.digest, warning, warning)
    assert words(library.open(Opening.SAVED).warning) == warning
    assert library.backend.built == 2


def test_after_going_back_a_changed_corpus_or_a_reindexing_goes_on_as_usual(library: Library) -> None:
    library.open()
    library.fill(3)
    rejected = library.open()
    library.open(Opening.ROLL_BACK)
    again = library.open(Opening.REINDEX)
    assert (again.digest, again.warning, library.backend.built) == (rejected.digest, None, 2)
    library.open(Opening.ROLL_BACK)
    library.fill(5)
    changed = library.open()
    assert (len(changed.documents), changed.warning) == (5, None)
    library.fill(3)
    assert library.open().warning is None


def test_the_index_that_answers_is_always_the_newest(library: Library) -> None:
    library.open()
    library.fill(3)
    library.open()
    library.fill(4)
    library.open()
    assert library.backend.built == 2
    assert library.generations() == ["generation-000003", "generation-000002"]
    assert len(library.open(Opening.SAVED).documents) == 4


def test_there_is_nothing_to_go_back_to_at_first(library: Library) -> None:
    for _ in range(2):
        with pytest.raises(IndexingError, match="nothing to go back to"):
            library.open(Opening.ROLL_BACK)
        library.open()


def test_what_killed_writers_left_is_gone_after_a_start(library: Library) -> None:
    library.open()
    (library.folder / ".writing-x").mkdir()
    library.open()
    assert not (library.folder / ".writing-x").exists()


def test_a_corpus_that_is_a_link_has_the_same_index_while_the_link_leads_nowhere(
    library: Library, tmp_path: Path
) -> None:
    real = tmp_path / "real"
    library.corpus.rename(real)
    library.corpus.symlink_to(real)
    library.open()
    library.corpus.unlink()
    assert len(library.open().documents) == 4


def test_the_corpus_is_digested_once_at_an_ordinary_start(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.open()
    calls: Iterator[None] = iter([None])
    monkeypatch.setattr("retrieval.upkeep.digest_corpus", lambda folder: next(calls) or _digest(folder))
    assert Upkeep(library.backend, library.corpus, library.folder).open().warning is None


def _digest(folder: Path) -> str:
    from retrieval.corpus import digest_corpus

    return digest_corpus(folder)
