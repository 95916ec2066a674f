from __future__ import annotations

import json
from dataclasses import replace

from bot.conversation.engines import EngineHolder, ServedIndex
from bot.conversation.record import KeptAnswer, answer_from_record, answer_to_record
from retrieval import Answer, Citation, Document
from tests.bot.conversation.fakes import BREAD, DOCUMENTS, NEWS, TALKS, FakeEngine, line

QUESTION = "متى لقاء جنيف؟"


def served_index(*documents: Document) -> ServedIndex:
    return EngineHolder(FakeEngine(documents)).served


def answer() -> Answer:
    also = Citation("news.txt", NEWS.source, 0, 10)
    found = FakeEngine(also_in=(also,), line=line(others=("2022-01-09",))).answer(QUESTION)
    assert isinstance(found, Answer)
    return found


def test_an_answer_comes_back_from_its_record_as_it_was() -> None:
    record = json.loads(json.dumps(answer_to_record(answer())))
    kept = answer_from_record("abc", record, served_index(*DOCUMENTS))
    assert kept == KeptAnswer("abc", answer().excerpts, answer().line)


def test_an_answer_without_a_line_comes_back_without_one() -> None:
    record = answer_to_record(replace(answer(), line=None))
    kept = answer_from_record("abc", record, served_index(*DOCUMENTS))
    assert kept == KeptAnswer("abc", answer().excerpts, None)


def test_neither_the_question_nor_any_quotation_is_in_the_record() -> None:
    written = json.dumps(answer_to_record(answer()), ensure_ascii=False)
    assert not [excerpt for excerpt in answer().excerpts if excerpt.text in written]
    assert QUESTION not in written
    assert not [word for word in ("متى", "لقاء", "جنيف") if word in written]


def test_an_answer_of_another_format_is_none() -> None:
    record = answer_to_record(answer()) | {"format": 0}
    assert answer_from_record("abc", record, served_index(*DOCUMENTS)) is None


def test_an_answer_from_a_document_that_is_gone_is_none() -> None:
    assert answer_from_record("abc", answer_to_record(answer()), served_index(NEWS, BREAD)) is None


def test_an_answer_from_a_document_that_changed_is_none() -> None:
    changed = replace(TALKS, text=TALKS.text.replace("10 يناير", "11 يناير"))
    assert answer_from_record("abc", answer_to_record(answer()), served_index(BREAD, NEWS, changed)) is None


def test_a_change_elsewhere_in_a_document_leaves_the_answer_alone() -> None:
    changed = replace(TALKS, text=TALKS.text + " انتهى.")
    kept = answer_from_record("abc", answer_to_record(answer()), served_index(BREAD, NEWS, changed))
    assert kept is not None
    assert kept.excerpts == answer().excerpts


def test_a_second_source_that_is_gone_is_no_longer_named() -> None:
    also = Citation("gone.txt", NEWS.source, 0, 10)
    found = FakeEngine(also_in=(also,)).answer(QUESTION)
    assert isinstance(found, Answer)
    kept = answer_from_record("abc", answer_to_record(found), served_index(*DOCUMENTS))
    assert kept is not None
    assert [excerpt.also_in for excerpt in kept.excerpts] == [()] * len(found.excerpts)


def test_a_served_index_knows_what_is_verbatim_in_its_documents() -> None:
    served = served_index(*DOCUMENTS)
    assert served.quotes("bread.pdf", 0, 4, BREAD.text[0:4])
    assert not served.quotes("bread.pdf", 1, 5, BREAD.text[0:4])
    assert not served.quotes("bread.pdf", 4, 4, "")
    assert not served.quotes("gone.txt", 0, 4, BREAD.text[0:4])


def test_a_swapped_engine_serves_with_its_own_documents() -> None:
    holder = EngineHolder(FakeEngine((BREAD,)))
    before = holder.served
    new = FakeEngine((NEWS,))
    holder.swap(new)
    assert holder.current is new
    assert list(holder.served.documents) == ["news.txt"]
    assert list(before.documents) == ["bread.pdf"]
