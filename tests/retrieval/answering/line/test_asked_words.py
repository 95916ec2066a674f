from __future__ import annotations

from types import MappingProxyType

import pytest

from retrieval.answering.events import event_groups
from retrieval.answering.line.asked_words import AskedWords, asked_words
from retrieval.language.terms.analyzer import Analyzer
from retrieval.types import AnswerKind, Question, QuestionWord


def stem_of(word: str) -> str:
    return Analyzer().analyze(word)[0].stem


def asked(*words: QuestionWord | str) -> AskedWords:
    made = tuple(QuestionWord(word) if isinstance(word, str) else word for word in words)
    return asked_words(Question("", AnswerKind.WHEN, made))


def test_a_question_without_words_has_no_lead() -> None:
    assert asked() == AskedWords(MappingProxyType({}), (), None, frozenset(), frozenset(), frozenset())


def test_the_word_of_an_event_leads_with_its_other_names_its_roots_and_its_groups() -> None:
    lead = QuestionWord("ينضم", ("كتاب",), related=("ميلاد",))
    assert asked(QuestionWord("النادي", weight=0.5), lead) == AskedWords(
        {stem_of("النادي"): (0,), stem_of("ينضم"): (1,), stem_of("كتاب"): (1,), stem_of("ميلاد"): (1,)},
        (0.5, 1.0),
        1,
        frozenset({stem_of("ينضم"), stem_of("كتاب"), stem_of("ميلاد")}),
        frozenset({"نضم", "كتب"}),
        frozenset({"joining"}),
    )


@pytest.mark.parametrize(
    ("words", "lead", "events"),
    [
        (("شاهد", "سمير"), 0, set()),
        (("النادي", "توفي"), 1, {"death"}),
        (("توفي", "ولد"), 0, {"death"}),
        (("وقعت", "ولد"), 1, {"birth"}),
        (("حدثت", "الكارثة"), 0, {"event"}),
        ((QuestionWord("عدد", weight=0.5), "الكتب"), 1, set()),
        ((QuestionWord("عدد", weight=0.5), QuestionWord("الكتب", weight=0.9)), 0, set()),
        (("سمير", QuestionWord("نزهة", ("سفر",))), 1, {"travel"}),
        (("سمير", QuestionWord("نزهة", related=("سفر",))), 0, set()),
    ],
)
def test_the_first_word_of_an_event_leads_else_the_first_of_full_weight(
    words: tuple[QuestionWord | str, ...], lead: int, events: set[str]
) -> None:
    found = asked(*words)
    assert (found.lead, set(found.events)) == (lead, events)


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (("توفي", "سمير"), True),
        (("سمير", "توفي"), True),
        (("كتاب", "سمير", "توفي"), False),
        (("وقعت", "الكارثة"), False),
        (("شاهد", "سمير"), False),
        ((), False),
    ],
)
def test_a_question_names_its_event_by_its_first_or_second_word(
    words: tuple[str, ...],
    names: bool,  # noqa: FBT001
) -> None:
    assert asked(*words).names_event is names


@pytest.mark.parametrize(
    ("word", "is_event"),
    [
        ("انضمام", True),
        ("انضم", True),
        ("التحق", True),
        ("عضوا", True),
        ("رابطة", True),
        ("النادي", False),
        ("توفي", False),
    ],
)
def test_a_word_is_the_event_by_its_stem_its_root_or_its_group(word: str, is_event: bool) -> None:  # noqa: FBT001
    words = asked(QuestionWord("ينضم", related=("رابطة",)), "النادي")
    token = Analyzer().analyze(word)[0]
    assert words.is_event(token, event_groups(token.stem)) is is_event


def test_a_word_without_a_group_is_the_lead_by_its_stem_or_root() -> None:
    words = asked("زراعة", "القمح")
    tokens = Analyzer().analyze("الزراعة يزرع القمح من")
    assert [words.is_event(token, frozenset()) for token in tokens] == [True, True, False, False]


def test_a_share_is_that_of_the_weights_and_zero_of_nothing() -> None:
    words = asked(QuestionWord("زار", weight=0.5), "سمير", "حمص")
    assert words.words == 3
    assert words.share([0, 1], range(3)) == 0.6
    assert words.share([1], [1, 2]) == 0.5
    assert words.share([0], []) == 0.0
    assert words.share([], range(3)) == 0.0


NAMES = ("الناتو",)


@pytest.mark.parametrize(
    ("words", "places"),
    [
        (
            (QuestionWord("حلف", NAMES), QuestionWord("شمال", NAMES), QuestionWord("الأطلسي", NAMES)),
            (0, 1, 2),
        ),
        ((QuestionWord("حلف", NAMES), QuestionWord("الناتو")), (0, 1)),
        ((QuestionWord("الناتو"), QuestionWord("حلف", NAMES)), (0,)),
        ((QuestionWord("الناتو"), QuestionWord("الناتو")), (0,)),
        ((QuestionWord("حلف", related=NAMES), QuestionWord("شمال", NAMES)), (1, 0)),
        ((QuestionWord("حلف", related=NAMES), QuestionWord("شمال", related=NAMES)), (0, 1)),
        ((QuestionWord("حلف", NAMES), QuestionWord("شمال", related=NAMES)), (0, 1)),
        ((QuestionWord("حلف", NAMES * 2), QuestionWord("شمال")), (0,)),
        ((QuestionWord("حلف", NAMES), QuestionWord("ناتو"), QuestionWord("شمال", NAMES)), (0, 2)),
    ],
)
def test_one_name_stands_for_all_words_that_have_it(
    words: tuple[QuestionWord, ...], places: tuple[int, ...]
) -> None:
    assert asked(*words).stems[stem_of("الناتو")] == places
