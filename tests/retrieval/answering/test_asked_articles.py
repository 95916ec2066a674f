"""Articles that are asked for by number: that article, of that law, first and alone; or silence."""

from __future__ import annotations

import pytest

from benchmarks.documents import articles as benchmark
from retrieval import Answer, Corpus, Document, Engine, NearestTitle, NoAnswer, NoAnswerReason, Source, Span

CLUB = """نظام النادي

المادة (1)
يسمى النادي نادي الواحة.
المادة (2)
العضوية مفتوحة لمن أتم السادسة عشرة.
المادة (12)
تسقط العضوية إذا تأخر العضو عن دفع الرسم ثلاثة أشهر.
المادة (112)
ينشر هذا النظام."""
LABOR = "قانون العمل\n\nالمادة الثانية: ساعات العمل ثمان.\n\nالمادة الثالثة: الراحة يوم الجمعة."
LONG = "لائحة طويلة\n\nالمادة 1\n" + "هذه جملة من لائحة طويلة جدا. " * 60 + "\nالمادة 2\nقصيرة."
ENGINE = Engine.of_corpus(
    Corpus(
        (
            Document("a.txt", CLUB, Source("نظام النادي")),
            Document("b.txt", LABOR, Source("قانون العمل")),
            Document("c.txt", LONG, Source("لائحة طويلة")),
            Document("d.txt", "خبر عن العمل والعمال.", Source("أخبار العمل")),
        )
    )
)


def first(question: str) -> tuple[str, str]:
    answer = ENGINE.answer(question)
    assert isinstance(answer, Answer)
    return answer.excerpts[0].document_id, answer.excerpts[0].text


@pytest.mark.parametrize(
    "question",
    [
        "ما نص المادة 12 من نظام النادي؟",
        "المادة الثانية عشرة من نظام النادي",
        "ماذا تقول المادة (١٢) في نظام النادي",
    ],
)
def test_the_article_is_quoted_without_its_neighbors(question: str) -> None:
    text = "المادة (12)\nتسقط العضوية إذا تأخر العضو عن دفع الرسم ثلاثة أشهر."
    assert first(question) == ("a.txt", text)
    answer = ENGINE.answer(question)
    assert isinstance(answer, Answer)
    (excerpt,) = answer.excerpts
    assert CLUB[excerpt.start : excerpt.end] == excerpt.text
    assert excerpt.highlights == (Span(0, len("المادة (12)")),)
    assert answer.line is None


def test_a_law_may_be_called_by_another_word_for_laws() -> None:
    assert first("ما نص المادة 2 من نظام العمل؟") == ("b.txt", "المادة الثانية: ساعات العمل ثمان.")


def test_without_a_law_the_articles_of_all_are_quoted() -> None:
    answer = ENGINE.answer("ما نص المادة 2؟")
    assert isinstance(answer, Answer)
    assert [excerpt.document_id for excerpt in answer.excerpts] == ["a.txt", "b.txt", "c.txt"]


def test_an_article_that_is_not_there_is_no_other_one() -> None:
    answer = ENGINE.answer("ما نص المادة 7 من نظام النادي؟")
    assert isinstance(answer, NoAnswer)
    assert (answer.reason, answer.nearest_titles) == (
        NoAnswerReason.NOT_FOUND,
        (NearestTitle("a.txt", "نظام النادي"),),
    )


def test_an_article_of_a_law_that_is_not_there_is_not_that_of_another() -> None:
    answer = ENGINE.answer("ما نص المادة 2 من قانون العقوبات؟")
    assert isinstance(answer, NoAnswer)


def test_of_a_long_article_its_first_sentences_are_quoted() -> None:
    document, text = first("المادة 1 من اللائحة الطويلة")
    assert (document, text.startswith("المادة 1\n"), text.endswith("."), 900 < len(text) <= 1000) == (
        "c.txt",
        True,
        True,
        True,
    )


def test_other_questions_are_answered_as_before() -> None:
    assert first("متى تسقط العضوية؟")[0] == "a.txt"


def test_the_benchmark_finds_each_article() -> None:
    found = benchmark.run(seed=5)
    assert (found.right, found.silent, found.wrong) == (found.asked, found.absent, ())


@pytest.mark.parametrize(
    "question",
    [
        "ما عقوبة التأخير في المادة 12 من نظام النادي؟",
        "ما نص المادة 12 من نظام النادي الرياضي؟",
        "اشرح لي بالتفصيل المادة 12 من نظام النادي",
    ],
)
def test_other_words_of_a_question_do_not_hide_the_law(question: str) -> None:
    assert first(question)[1].startswith("المادة (12)")


def test_a_law_that_is_called_by_its_kind_alone_is_found() -> None:
    assert first("ما نص المادة 2 من القانون؟") == ("b.txt", "المادة الثانية: ساعات العمل ثمان.")
    assert first("المادة 1 من اللائحة")[0] == "c.txt"
