from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from retrieval.answering.line.asked_value import AskedValue
from retrieval.answering.line.asked_words import AskedWords
from retrieval.answering.line.candidates import Candidate, find_candidates
from retrieval.answering.line.line_question import LineQuestion, line_question
from retrieval.answering.line.matched_excerpt import EventWord, MatchedExcerpt, match_excerpt
from retrieval.answering.line.vetoes import may_answer, names_event, names_event_nearby
from retrieval.language.terms.analyzer import Analyzer
from retrieval.types import AnswerKind, Excerpt, LineKind, Question, QuestionWord, Source, Span


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
def test_the_event_may_be_named_by_a_word_of_its_group_in_brackets_or_one_sentence_before(
    words: str, text: str, expected: list[str]
) -> None:
    assert kept(words, text) == expected


def test_a_title_names_the_event_of_its_whole_document() -> None:
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
def test_a_number_or_ordinal_of_the_question_must_be_there(
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
def test_the_last_word_of_the_question_must_be_there(words: str, title: str, expected: list[str]) -> None:
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


def words_of(*weights: float, lead: int | None = 0, events: str = "") -> AskedWords:
    return AskedWords({}, weights, lead, frozenset(), frozenset(), frozenset(events.split()))


def made(words: AskedWords, *, life: str = "", question: Question | None = None) -> LineQuestion:
    value = AskedValue(frozenset(), None, "", frozenset(life.split()), None, frozenset())
    return LineQuestion(question or Question("", AnswerKind.WHEN, ()), value, words)


def holding(
    *found: int, titled: Sequence[int] = (), sentences: tuple[int, ...] = (0,), event: int | None = None
) -> MatchedExcerpt:
    """An excerpt that holds some words of the question, and the word of its event at a place."""
    events = () if event is None else (EventWord(True, frozenset(), event, event + 3),)  # noqa: FBT003
    shown = Excerpt(1, "a", Source("", published=date(2022, 3, 15)), "", 0, 0, (), 1.0)
    matches = tuple((place, 0, 1) for place in found)
    return MatchedExcerpt(shown, matches, events, sentences, frozenset(titled), ())


def at(start: int, value: str = "2022", *, bracketed: bool = False) -> Candidate:
    return Candidate(0, Span(start, start + 4), LineKind.DATE, value, bracketed=bracketed)


@pytest.mark.parametrize(
    ("weights", "lead", "found", "may"),
    [
        ((1, 1, 1), 0, (1, 2), True),
        ((1, 1, 1), 0, (0, 2), False),
        ((1, 1, 1), 0, (0, 1), False),
        ((1, 1, 1, 1), 0, (2, 3), True),
        ((1, 1, 1, 1), 0, (1, 2), False),
        ((1, 1, 1, 1, 1), 0, (3, 4), False),
        ((1, 0.5, 1, 1), 0, (3,), False),
        ((1, 1, 0.5), 0, (1,), True),
        ((0.5, 1, 1), 1, (2,), True),
        ((1, 1), 1, (0,), True),
        ((1, 1), 1, (), False),
        ((0.5, 0.5), 0, (), True),
        ((), None, (), True),
    ],
)
def test_the_last_word_of_full_weight_must_stand_there_and_of_four_or_more_one_other_may_be_missing(
    weights: tuple[float, ...],
    lead: int | None,
    found: tuple[int, ...],
    may: bool,  # noqa: FBT001
) -> None:
    asked = made(words_of(*weights, lead=lead))
    assert may_answer(asked, [holding(*found)], [at(0)]) == [may]
    assert may_answer(asked, [holding(titled=found)], [at(0)]) == [may]


@pytest.mark.parametrize(
    ("bracketed", "life", "events", "names"),
    [
        (True, "begin", "", True),
        (True, "", "birth", True),
        (True, "", "death meeting", True),
        (True, "", "life", True),
        (True, "", "meeting", False),
        (True, "", "", False),
        (False, "begin", "birth", False),
    ],
)
def test_a_date_in_brackets_names_birth_and_death(
    bracketed: bool,  # noqa: FBT001
    life: str,
    events: str,
    names: bool,  # noqa: FBT001
) -> None:
    asked = made(words_of(1, events=events), life=life)
    assert names_event(at(0, bracketed=bracketed), holding(), asked) is names


@pytest.mark.parametrize(
    ("event", "place", "in_sentence", "nearby"),
    [
        (0, 5, True, True),
        (0, 10, False, True),
        (0, 20, False, False),
        (20, 10, False, False),
        (10, 20, False, True),
    ],
)
def test_an_event_is_nearby_in_the_sentence_of_a_value_and_the_one_before(
    event: int,
    place: int,
    in_sentence: bool,  # noqa: FBT001
    nearby: bool,  # noqa: FBT001
) -> None:
    matched, asked = holding(sentences=(0, 10, 20), event=event), made(words_of(1, events="meeting"))
    assert names_event(at(place), matched, asked) is in_sentence
    assert names_event_nearby(at(place), matched, asked) is nearby
    assert may_answer(asked, [matched], [at(place)]) == [nearby]


def test_an_event_in_the_title_is_nearby() -> None:
    asked = made(words_of(1, 1, lead=1, events="meeting"))
    assert names_event_nearby(at(0), holding(titled=[1]), asked)
    assert not names_event_nearby(at(0), holding(titled=[0]), asked)


def test_each_value_is_judged_by_its_own_excerpt() -> None:
    values = [at(0), replace(at(0), excerpt=1), at(0)]
    assert may_answer(made(words_of(1, 1)), [holding(1), holding(0)], values) == [True, False, True]
    assert may_answer(made(words_of(1)), [], []) == []


@pytest.mark.parametrize(
    ("value", "may"),
    [
        ("2022", True),
        ("2021", False),
        ("2022-03", True),
        ("2022-02", False),
        ("2022-03-15", True),
        ("2022-03-14", False),
        ("2021/2022", True),
        ("2020/2021", False),
        ("--01-10", True),
        ("2022-02-01/2022-03-16", True),
    ],
)
def test_a_date_to_come_ends_on_the_day_of_publication_or_later(value: str, may: bool) -> None:  # noqa: FBT001
    question = Question("", AnswerKind.WHEN, (QuestionWord("سينضم"),))
    assert may_answer(made(words_of(1), question=question), [holding()], [at(0, value)]) == [may]


def test_a_number_is_never_past() -> None:
    question = Question("", AnswerKind.HOW_MANY, (QuestionWord("سينضم"),))
    number = Candidate(0, Span(0, 1), LineKind.NUMBER, "5")
    assert may_answer(made(words_of(1), question=question), [holding()], [number]) == [True]


@pytest.mark.parametrize(
    ("words", "may"),
    [
        ("سينضم البلد", False),
        ("ستقام البطولة", False),
        ("ينضم البلد", False),
        ("البلد سينضم", True),
        ("انضم البلد", True),
        ("سيناء البلد", True),
        ("سيف البلد", True),
        ("", True),
    ],
)
def test_the_future_is_asked_for_by_the_first_word(words: str, may: bool) -> None:  # noqa: FBT001
    question = Question("", AnswerKind.WHEN, tuple(QuestionWord(word) for word in words.split()))
    assert may_answer(made(words_of(1), question=question), [holding()], [at(0, "2008")]) == [may]


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("الساعة كم يفتح", False),
        ("يفتح الساعة كام", False),
        ("كم الساعة", True),
        ("الساعة يفتح كم", True),
        ("كم كم", True),
        ("الساعة الساعة", True),
    ],
)
def test_the_hour_is_asked_for_by_two_words_side_by_side(text: str, may: bool) -> None:  # noqa: FBT001
    question = Question(text, AnswerKind.HOW_MANY, ())
    assert may_answer(made(words_of(1), question=question), [holding()], [at(0)]) == [may]


@pytest.mark.parametrize(
    ("words", "text", "may"),
    [
        ("بطولة 2018", "بطولة 2018", True),
        ("بطولة 2018", "بطولة 2006", False),
        ("الحرب الثانية", "الحرب الثانية", True),
        ("الحرب الثانية", "الحرب ثم الثانية", False),
        ("الحرب الثانية", "الثانية الحرب", False),
        ("الحرب الحاديه", "الحرب", True),
        ("الحرب ثانية", "الحرب", True),
        ("الثانية الحرب", "الحرب", True),
        ("الحرب الثانية 2018", "الحرب الثانية", False),
        ("الحرب الثانية 2018", "الحرب 2018", False),
        ("الحرب الثانية 2018", "الحرب الثانية 2018", True),
    ],
)
def test_numbers_and_ordinals_behind_a_word_must_stand_in_the_excerpt(
    words: str,
    text: str,
    may: bool,  # noqa: FBT001
) -> None:
    question = Question("", AnswerKind.WHEN, tuple(QuestionWord(word) for word in words.split()))
    stems = tuple(token.stem for token in Analyzer().analyze(text))
    matched = replace(holding(), stems=stems)
    assert may_answer(made(words_of(1), question=question), [matched], [at(0)]) == [may]
