from __future__ import annotations

from bot.conversation.composing.examples import find_examples
from bot.conversation.engines import EngineHolder
from retrieval import AnswerLine, Document, LineKind, Source, Span
from tests.bot.conversation.fakes import BREAD, NEWS, TALKS, FakeEngine, line


def ask(*documents: Document, answer_line: AnswerLine | None = None) -> list[str]:
    served = EngineHolder(FakeEngine(documents, line=answer_line)).served
    return [example.text for example in find_examples(served)]


def test_what_takes_place_on_a_day_is_asked_for_with_when() -> None:
    assert ask(TALKS, answer_line=line()) == ["متى لقاء جنيف؟"]


def test_when_is_not_asked_where_no_date_answers_it() -> None:
    assert ask(TALKS) == ["متى تبدأ المحادثات في جنيف؟"]
    assert ask(TALKS, answer_line=line(kind=LineKind.NUMBER, value="3")) == ["متى تبدأ المحادثات في جنيف؟"]


def test_a_heading_that_asks_is_taken_as_it_is() -> None:
    text = "كيف تأتي إلينا؟\nتأتي إلينا الحافلة كل ساعة."
    document = Document("bus.txt", text, Source("الحافلة"), headings=(Span(0, 15),))
    assert ask(document) == ["كيف تأتي إلينا؟"]


def test_another_document_is_asked_about_by_its_title_without_the_subtitle() -> None:
    document = Document("bread.txt", BREAD.text, Source("يخبز الخباز: كتاب المطبخ"))
    assert ask(document) == ["ماذا ورد عن «يخبز الخباز»؟"]


def test_a_question_that_the_corpus_does_not_answer_is_no_example() -> None:
    assert ask(Document("a.txt", "القطار سريع.", Source("شيء آخر تماما"))) == []


def test_a_question_that_another_document_answers_better_is_no_example() -> None:
    other = Document("other.txt", "لا صلة له هنا.", Source("لقاء جنيف جنيف"))
    assert ask(other, NEWS) == []


def test_titles_that_are_empty_or_too_long_for_a_button_give_none() -> None:
    assert ask(Document("a.txt", "نص.", Source("")), Document("b.txt", "نص.", Source("نص " * 40))) == []


def test_there_are_three_examples_at_most_of_as_many_documents() -> None:
    documents = tuple(Document(f"{n}.txt", f"بيت{n} كبير.", Source(f"بيت{n} كبير")) for n in range(5))
    served = EngineHolder(FakeEngine(documents)).served
    examples = find_examples(served)
    assert [example.text for example in examples] == [f"ماذا ورد عن «بيت{n} كبير»؟" for n in range(3)]
    assert len({example.key for example in examples}) == 3
    assert find_examples(served) == examples


def test_an_empty_corpus_has_none() -> None:
    assert ask() == []
