from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pytest

from retrieval.answering.line.candidates import Candidate, find_candidates
from retrieval.answering.line.line_question import line_question
from retrieval.answering.line.matched_excerpt import match_excerpt
from retrieval.answering.line.vetoes import may_answer
from retrieval.types import AnswerKind, Excerpt, Question, QuestionWord, Source


def weighed(question: Question, excerpts: Sequence[Excerpt]) -> tuple[list[Candidate], list[bool]]:
    """The values of excerpts, and whether each may answer a question."""
    asked = line_question(question)
    candidates = find_candidates(question.kind, asked.value, excerpts)
    return candidates, may_answer(asked, [match_excerpt(each, asked.words) for each in excerpts], candidates)


def kept(words: str, text: str, *, title: str = "", kind: AnswerKind = AnswerKind.WHEN) -> list[str]:
    """The values of one excerpt that may answer a question of some words."""
    question = Question(words, kind, tuple(QuestionWord(word) for word in words.split()))
    excerpts = [Excerpt(1, "a", Source(title, published=date(2022, 1, 1)), text, 0, len(text), (), 12.0)]
    candidates, may = weighed(question, excerpts)
    return [each.value for each, answers in zip(candidates, may, strict=True) if answers]


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("توفي برانت", "كان برانت مستشارا بعد غزو عام 1968."),
        ("تأسس الحلف", "تبدأ محادثات الحلف في 13 يناير 2022."),
        ("استقلت البلاد", "قد تغزى البلاد في أوائل عام 2022."),
    ],
)
def test_a_date_beside_another_event_does_not_answer(words: str, text: str) -> None:
    assert kept(words, text) == []


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("تأسس الحلف", "تأسس الحلف عام 1949.", ["1949"]),
        ("تأسس الحلف", "يعود إنشاء الحلف إلى عام 1949.", ["1949"]),
        ("انضم البلد", "كان انضمام البلد عام 1981.", ["1981"]),
        ("توفي الشاعر", "الشاعر (1879 - 1955) من الشام.", ["1879", "1955"]),
        ("تأسس النادي", "تأسس النادي في القاهرة. كان ذلك عام 1907.", ["1907"]),
        ("تأسس النادي", "بدأ أول دوري هنا. شهد الناس ذلك عام 1907.", []),
        ("وقعت الثورة", "كانت الثورة عام 1952.", ["1952"]),
        ("معرض الكتاب", "زار الناس مدينة الكتاب عام 1969.", ["1969"]),
    ],
)
def test_the_event_may_be_told_by_a_word_of_its_group_in_brackets_or_one_sentence_before(
    words: str, text: str, expected: list[str]
) -> None:
    assert kept(words, text) == expected


def test_a_title_tells_the_event_of_its_whole_document() -> None:
    assert kept("تأسس النادي", "كان ذلك عام 1907.", title="كيف تأسس النادي") == ["1907"]


@pytest.mark.parametrize(
    ("words", "text", "title", "expected"),
    [
        ("انتهت الحرب الأولى", "انتهت الحرب الثانية عام 1945.", "", []),
        ("انتهت الحرب الثانية", "انتهت الحرب الثانية عام 1945.", "", ["1945"]),
        ("انتهت الحرب الثانية", "انتهت الحرب عام 1945.", "الحرب الثانية", ["1945"]),
        ("انتهت الحرب الأولى", "انتهت الحرب الثانية في الأول من مايو 1945.", "", []),
        ("أقيمت بطولة 2018", "أقيمت بطولة 2006 في 9 يونيو 2006.", "", []),
        ("سافر أول وفد", "سافر في أول الأمر وفد عام 1945.", "", ["1945"]),
    ],
)
def test_a_number_or_ordinal_of_the_question_must_be_said(
    words: str, text: str, title: str, expected: list[str]
) -> None:
    assert [value for value in kept(words, text, title=title) if "/" not in value][-1:] == expected


@pytest.mark.parametrize(
    ("words", "text", "expected"),
    [
        ("سينضم البلد", "قررت القمة انضمام البلد عام 2008.", []),
        ("تنضم الدولة", "قررت القمة انضمام الدولة عام 2008.", []),
        ("تأسس البلد", "تأسس البلد عام 2008.", ["2008"]),
        ("سينضم البلد", "موعد انضمام البلد عام 2024.", ["2024"]),
        ("سينضم البلد", "موعد انضمام البلد عام 2022.", ["2022"]),
        ("انضم البلد", "كان انضمام البلد عام 2008.", ["2008"]),
    ],
)
def test_where_the_future_is_asked_for_a_date_of_the_past_does_not_answer(
    words: str, text: str, expected: list[str]
) -> None:
    assert kept(words, text) == expected


@pytest.mark.parametrize(
    ("words", "title", "expected"),
    [("طول نهر الفرات", "", []), ("طول نهر النيل", "", ["6650"]), ("طول نهر الفرات", "نهر الفرات", ["6650"])],
)
def test_the_last_word_of_the_question_must_be_said(words: str, title: str, expected: list[str]) -> None:
    text = "يبلغ طول نهر النيل 6650 كيلومترا."
    assert kept(words, text, title=title, kind=AnswerKind.HOW_MUCH) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("تأسست شرطة البلد", []),
        ("تأسست جمعية البلد", ["1956"]),
        ("تأسست جمعية الهلال الطبية البلد", ["1956"]),
        ("تأسست جمعية الهلال الطبية الشرقية البلد", []),
    ],
)
def test_a_short_question_misses_no_word_and_a_longer_one_at_most_one(
    words: str, expected: list[str]
) -> None:
    assert kept(words, "تأسست جمعية الهلال في البلد عام 1956.") == expected


def test_another_name_says_all_the_words_that_it_stands_for() -> None:
    names = ("الناتو",)
    words = tuple(QuestionWord(word, names) for word in ("حلف", "شمال", "الأطلسي"))
    question = Question("متى تأسس؟", AnswerKind.WHEN, (QuestionWord("تأسس"), *words))
    text = "تأسس الناتو عام 1949."
    excerpts = [Excerpt(1, "a", Source(""), text, 0, len(text), (), 12.0)]
    assert weighed(question, excerpts)[1] == [True]


def test_the_hour_of_the_day_is_no_number_of_hours() -> None:
    text = "تفتح المكتبة 10 ساعات."
    assert kept("تفتح المكتبة الساعة كام", text, kind=AnswerKind.HOW_MANY) == []


def test_where_the_future_is_asked_for_a_year_of_a_text_without_a_day_does_not_answer() -> None:
    text = "قررت القمة انضمام البلد عام 2008."
    question = Question("متى؟", AnswerKind.WHEN, (QuestionWord("سينضم"), QuestionWord("البلد")))
    excerpts = [Excerpt(1, "a", Source(""), text, 0, len(text), (), 12.0)]
    assert weighed(question, excerpts)[1] == [False]


def test_who_took_part_is_not_what_happened() -> None:
    text = "مدة اتصال المكالمة 50 دقيقة."
    assert kept("مدة اتصال رئيس المكالمة", text, kind=AnswerKind.HOW_MANY) == ["50"]
