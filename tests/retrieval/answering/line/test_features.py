from __future__ import annotations

from collections.abc import Sequence
from math import exp

import pytest

from retrieval.answering.line.asked_value import AskedValue
from retrieval.answering.line.asked_words import AskedWords
from retrieval.answering.line.candidates import Candidate
from retrieval.answering.line.features import judge
from retrieval.answering.line.line_question import LineQuestion
from retrieval.answering.line.matched_excerpt import EventWord, MatchedExcerpt
from retrieval.language.dates.values import Precision
from retrieval.language.numbers.units import UnitClass
from retrieval.types import AnswerKind, Excerpt, LineKind, Question, Source, Span

ANY = AskedValue(frozenset(), None, "", frozenset(), None, frozenset())


def asked_for(
    *weights: float, lead: int | None = 0, events: str = "", value: AskedValue = ANY
) -> LineQuestion:
    """A question of words of some weights; the groups of its event are given by their names."""
    words = AskedWords({}, weights, lead, frozenset(), frozenset(), frozenset(events.split()))
    return LineQuestion(Question("", AnswerKind.WHEN, ()), value, words)


def asked_value(
    *classes: UnitClass, unit: str | None = None, noun: str = "", life: str = "", grain: str | None = None
) -> AskedValue:
    return AskedValue(frozenset(classes), unit, noun, frozenset(life.split()), grain, frozenset())


def excerpt(
    *matches: tuple[int, int, int],
    events: Sequence[EventWord] = (),
    sentences: tuple[int, ...] = (0,),
    titled: Sequence[int] = (),
    score: float = 10.0,
) -> MatchedExcerpt:
    shown = Excerpt(1, "a", Source(""), "", 0, 0, (), score)
    return MatchedExcerpt(shown, matches, tuple(events), sentences, frozenset(titled), ())


def event(start: int, end: int, groups: str = "", *, is_asked: bool = False) -> EventWord:
    return EventWord(is_asked, frozenset(groups.split()), start, end)


def date(  # noqa: PLR0917 - where it stands comes first
    start: int,
    end: int,
    at: int = 0,
    value: str = "2022",
    precision: Precision | None = None,
    pair: str | None = None,
    *,
    certain: bool = True,
    bracketed: bool = False,
) -> Candidate:
    return Candidate(
        at,
        Span(start, end),
        LineKind.DATE,
        value,
        precision=precision,
        certain=certain,
        pair=pair,
        bracketed=bracketed,
    )


def number(unit: str | None = None, unit_class: UnitClass | None = None) -> Candidate:
    return Candidate(0, Span(20, 30), LineKind.NUMBER, "50", unit=unit, unit_class=unit_class)


def features(
    asked: LineQuestion, excerpts: Sequence[MatchedExcerpt], candidates: Sequence[Candidate], *names: str
) -> list[tuple[float, ...]]:
    """Some features of each candidate."""
    return [tuple(each[name] for name in names) for each in judge(asked, excerpts, candidates)]


def closeness(asked: LineQuestion, matched: MatchedExcerpt, *names: str) -> tuple[float, ...]:
    """Some features of a date at 20 to 30, the only one of an excerpt."""
    return features(asked, [matched], [date(20, 30)], *names)[0]


def test_a_date_has_all_the_features_of_its_place() -> None:
    matched = excerpt(
        (2, 5, 9),
        (0, 10, 14),
        (1, 60, 65),
        events=[event(10, 14, "birth", is_asked=True), event(33, 36, "death")],
        sentences=(0, 50),
        score=7.5,
    )
    other = excerpt(score=10.0)
    asked = asked_for(1.0, 1.0, 0.5, 1.0, events="birth")
    expected = {
        "near": (exp(-11 / 40) + exp(-6 / 40) + exp(-30 / 40)) / 4,
        "before": exp(-6 / 40),
        "behind": exp(-30 / 40),
        "covered_sentence": 1.5 / 3.5,
        "subject": 1.5 / 2.5,
        "subject_sentence": 0.5 / 2.5,
        "subject_missing": 1 / 3,
        "no_subject": 0.0,
        "event_near": exp(-6 / 40),
        "event_other": 0.0,
        "event_clash": 0.0,
        "event_in_sentence": 1.0,
        "event_missing": 0.0,
        "event_nearest": 1.0,
        "own_left": 1.5 / 3.5,
        "rank": 1.0,
        "score_gap": -0.5,
        "alone": 1.0,
        "first": 1.0,
        "few_words": 0.25,
        "support": 0.0,
        "interval": 0.0,
        "uncertain": 0.0,
        "grain": 0.0,
        "pair": 0.0,
        "bracketed": 0.0,
        "bracketed_unasked": 0.0,
    }
    assert judge(asked, [matched, other], [date(20, 30)]) == [pytest.approx(expected)]


def test_a_number_has_all_the_features_of_its_place() -> None:
    expected = {
        "near": 0.0,
        "before": 0.0,
        "behind": 0.0,
        "covered_sentence": 0.0,
        "subject": 0.0,
        "subject_sentence": 0.0,
        "subject_missing": 0.0,
        "no_subject": 1.0,
        "event_near": 0.0,
        "event_other": 0.0,
        "event_clash": 0.0,
        "event_in_sentence": 0.0,
        "event_missing": 1.0,
        "event_nearest": 0.0,
        "own_left": 0.0,
        "rank": 1.0,
        "score_gap": 0.0,
        "alone": 1.0,
        "first": 1.0,
        "few_words": 1.0,
        "same_noun": 0.0,
        "in_class": 0.0,
        "out_of_class": 0.0,
        "other_class": 0.0,
        "other_noun": 0.0,
        "bare": 1.0,
    }
    assert judge(asked_for(1.0), [excerpt()], [number()]) == [pytest.approx(expected)]


def test_a_question_without_words_is_near_nothing_and_has_the_fewest_words() -> None:
    names = ("near", "covered_sentence", "subject", "no_subject", "own_left", "few_words")
    assert closeness(asked_for(lead=None), excerpt(), *names) == (0.0, 0.0, 0.0, 1.0, 0.0, 1.0)


@pytest.mark.parametrize(
    ("start", "end", "near", "before", "behind"),
    [
        (10, 19, 1, 1, None),
        (10, 20, 0, 0, None),
        (15, 22, 0, 0, None),
        (20, 25, 0, None, 0),
        (22, 25, 0, None, 0),
        (30, 35, 0, None, 0),
        (31, 35, 1, None, 1),
    ],
)
def test_a_word_is_before_or_behind_a_value_at_the_distance_between_their_ends(
    start: int, end: int, near: int, before: int | None, behind: int | None
) -> None:
    expected = [0.0 if distance is None else exp(-distance / 40) for distance in (near, before, behind)]
    actual = closeness(asked_for(1.0), excerpt((0, start, end)), "near", "before", "behind")
    assert actual == pytest.approx(tuple(expected))


@pytest.mark.parametrize("matches", [[(0, 1, 4), (0, 14, 18)], [(0, 14, 18), (0, 1, 4)]])
def test_a_word_that_stands_twice_counts_where_it_is_nearest(matches: list[tuple[int, int, int]]) -> None:
    actual = closeness(asked_for(1.0), excerpt(*matches), "near", "before")
    assert actual == pytest.approx((exp(-2 / 40), exp(-2 / 40)))


def test_the_nearest_word_behind_a_value_counts() -> None:
    actual = closeness(asked_for(1.0, 1.0), excerpt((0, 34, 36), (1, 40, 44)), "behind")
    assert actual == pytest.approx((exp(-4 / 40),))


def test_the_title_holds_words_of_the_subject_but_not_of_the_sentence() -> None:
    names = ("covered_sentence", "subject", "subject_sentence", "subject_missing")
    actual = closeness(asked_for(1.0, 1.0, 1.0), excerpt((2, 1, 4), titled=[0, 1]), *names)
    assert actual == pytest.approx((1 / 3, 1.0, 0.5, 0.0))


@pytest.mark.parametrize(
    ("weights", "missing"), [((1.0, 0.5), 0.5 / 3), ((1.0,) * 4, 1.0), ((1.0,) * 6, 1.0), ((1.0,) * 3, 2 / 3)]
)
def test_a_third_of_each_missing_word_of_the_subject_counts_up_to_one(
    weights: tuple[float, ...], missing: float
) -> None:
    assert closeness(asked_for(*weights), excerpt((0, 1, 4)), "subject_missing") == pytest.approx((missing,))


def test_the_lead_is_no_part_of_the_subject_wherever_it_stands() -> None:
    names = ("subject", "subject_sentence", "no_subject")
    assert closeness(asked_for(1.0, 1.0, lead=1), excerpt((0, 1, 4)), *names) == (1.0, 1.0, 0.0)


EVENT_NAMES = ("event_near", "event_other", "event_clash")


@pytest.mark.parametrize(
    ("events", "near", "other", "clash"),
    [
        ([], None, 0.0, 0.0),
        ([event(10, 18, "birth", is_asked=True)], 2, 0.0, 0.0),
        ([event(1, 4, is_asked=True), event(10, 18, is_asked=True)], 2, 0.0, 0.0),
        ([event(30, 36, "birth", is_asked=True)], 10, 0.0, 0.0),
        ([event(29, 36, "birth", is_asked=True)], 0, 0.0, 0.0),
        ([event(33, 36, "birth", is_asked=True)], 16, 0.0, 0.0),
        ([event(10, 18, "death")], None, 1.0, 1.0),
        ([event(10, 18, "meeting")], None, 1.0, 0.0),
        ([event(10, 18, "death"), event(1, 4, is_asked=True)], 16, 1.0, 1.0),
        ([event(10, 18, "death"), event(12, 18, is_asked=True)], 2, 0.0, 0.0),
        ([event(10, 18, "death"), event(12, 19, is_asked=True)], 1, 0.0, 0.0),
        ([event(10, 18, "death"), event(12, 18, "meeting")], None, 1.0, 1.0),
        ([event(10, 18, "meeting"), event(12, 18, "death")], None, 1.0, 0.0),
        ([event(10, 18, "death"), event(1, 8, "meeting")], None, 1.0, 1.0),
        ([event(44, 48, "death")], None, 1.0, 1.0),
        ([event(45, 48, "death")], None, 0.0, 1.0),
    ],
)
def test_an_event_that_is_not_asked_about_counts_where_it_stands_nearer(
    events: list[EventWord], near: int | None, other: float, clash: float
) -> None:
    actual = closeness(asked_for(1.0, events="birth"), excerpt(events=events), *EVENT_NAMES)
    assert actual == pytest.approx((0.0 if near is None else exp(-near / 40), other, clash))


@pytest.mark.parametrize(
    ("asked", "found", "clash"),
    [
        ("birth", "death", 1.0),
        ("end", "start", 1.0),
        ("founding", "end", 1.0),
        ("meeting", "end", 0.0),
        ("start", "meeting", 0.0),
        ("birth", "end", 0.0),
        ("", "death", 0.0),
    ],
)
def test_only_opposite_events_clash(asked: str, found: str, clash: float) -> None:
    actual = closeness(asked_for(1.0, events=asked), excerpt(events=[event(10, 18, found)]), "event_clash")
    assert actual == (clash,)


def test_the_value_that_an_asked_event_pulls_most_is_nearest_to_it() -> None:
    events = [event(40, 44, is_asked=True), event(80, 84)]
    first = excerpt(events=events)
    second = excerpt(events=[event(50, 54, is_asked=True)])
    third = excerpt(events=[event(50, 54, is_asked=True)])
    values = [date(30, 36), date(50, 54), date(90, 94), date(60, 64, 1), date(10, 14, 1)]
    actual = features(asked_for(1.0), [first, second, third], values, "event_nearest")
    assert actual == [(0.0,), (1.0,), (0.0,), (1.0,), (0.0,)]


def test_the_first_of_two_values_that_are_pulled_alike_is_nearest() -> None:
    matched = excerpt(events=[event(40, 44, is_asked=True)])
    actual = features(asked_for(1.0), [matched], [date(50, 54), date(50, 56)], "event_nearest")
    assert actual == [(1.0,), (0.0,)]


def test_the_event_of_the_title_and_of_the_sentence_before_is_not_missing() -> None:
    names = ("event_in_sentence", "event_missing")
    asked = [event(4, 8, is_asked=True)]
    assert closeness(asked_for(1.0), excerpt(events=asked, sentences=(0,)), *names) == (1.0, 0.0)
    assert closeness(asked_for(1.0), excerpt(events=asked, sentences=(0, 10)), *names) == (0.0, 0.0)
    assert closeness(asked_for(1.0), excerpt(events=asked, sentences=(0, 10, 15)), *names) == (0.0, 1.0)
    assert closeness(asked_for(1.0), excerpt(titled=[0]), *names) == (0.0, 0.0)


def test_a_value_owns_the_words_between_it_and_the_value_before() -> None:
    matched = excerpt((0, 0, 4), (1, 16, 20), (2, 30, 34), (3, 41, 44), (4, 59, 61))
    asked = asked_for(0.1, 0.2, 0.3, 0.4, 1.0)
    values = [date(20, 30), date(40, 41), date(60, 64), date(70, 74, 1)]
    actual = features(asked, [matched, excerpt((4, 50, 54))], values, "own_left")
    assert [share for (share,) in actual] == pytest.approx([0.15, 0.15, 0.2, 0.5])


def test_a_value_that_begins_where_another_ends_owns_nothing_before_that() -> None:
    values = [date(20, 30), date(30, 34)]
    actual = features(asked_for(1.0), [excerpt((0, 10, 14))], values, "own_left")
    assert actual == [(1.0,), (0.0,)]


def test_each_excerpt_has_its_rank_its_gap_its_number_of_values_and_its_first_one() -> None:
    excerpts = [excerpt(score=10.0), excerpt(score=12.0), excerpt(score=7.0), excerpt(score=6.0)]
    values = [
        date(1, 4),
        date(5, 8),
        date(1, 4, 1),
        date(1, 4, 2),
        date(5, 8, 2),
        date(9, 12, 2),
        date(1, 4, 3),
    ]
    assert features(asked_for(1.0), excerpts, values, "rank", "score_gap", "alone", "first") == [
        pytest.approx((1, -0.4, 1 / 2, 1)),
        pytest.approx((1, -0.4, 1 / 2, 0)),
        pytest.approx((1 / 2, 0, 1, 1)),
        pytest.approx((1 / 3, -1, 1 / 3, 1)),
        pytest.approx((1 / 3, -1, 1 / 3, 0)),
        pytest.approx((1 / 3, -1, 1 / 3, 0)),
        pytest.approx((1 / 4, -1, 1, 1)),
    ]


def test_nothing_is_judged_without_values() -> None:
    assert judge(asked_for(1.0), [], []) == []
    assert judge(asked_for(1.0), [excerpt()], []) == []


def test_another_excerpt_supports_a_value_wholly_or_in_part() -> None:
    values = [
        date(1, 4, 0, "2022-01-10"),
        date(5, 8, 0, "2021"),
        date(9, 12, 0, "2021"),
        date(1, 4, 1, "2022-01-10"),
        date(1, 4, 2, "2022-01"),
    ]
    actual = features(asked_for(1.0), [excerpt()] * 3, values, "support")
    assert actual == [(1.0,), (0.0,), (0.0,), (1.0,), (0.5,)]


@pytest.mark.parametrize(
    ("precision", "grain", "fit"),
    [
        (Precision.DAY, None, 0.0),
        (Precision.DAY, "day", 1.0),
        (Precision.DAY, "year", 1.0),
        (Precision.DAY, "century", -1.0),
        (Precision.WEEK, "week", 1.0),
        (Precision.WEEK, "year", -1.0),
        (Precision.MONTH, "month", 1.0),
        (Precision.MONTH, "day", -1.0),
        (Precision.DECADE, "decade", 1.0),
        (Precision.CENTURY, "century", 1.0),
        (None, "year", 1.0),
        (None, "day", -1.0),
    ],
)
def test_a_date_of_the_grain_that_is_asked_for_fits(
    precision: Precision | None, grain: str | None, fit: float
) -> None:
    asked = asked_for(1.0, value=asked_value(grain=grain))
    assert features(asked, [excerpt()], [date(1, 4, precision=precision)], "grain") == [(fit,)]


@pytest.mark.parametrize(
    ("pair", "life", "fit"),
    [
        ("begin", "begin", 1.0),
        ("end", "begin", -1.0),
        ("begin", "begin end", -1.0),
        ("begin", "", 0.0),
        (None, "begin", 0.0),
        (None, "", 0.0),
    ],
)
def test_the_end_of_a_life_that_is_asked_for_fits(pair: str | None, life: str, fit: float) -> None:
    asked = asked_for(1.0, value=asked_value(life=life))
    assert features(asked, [excerpt()], [date(1, 4, pair=pair)], "pair") == [(fit,)]


@pytest.mark.parametrize(
    ("bracketed", "pair", "life", "expected"),
    [
        (True, None, "", (1.0, 1.0)),
        (True, "begin", "", (0.0, 1.0)),
        (True, None, "begin", (1.0, 0.0)),
        (False, None, "", (0.0, 0.0)),
        (False, "begin", "begin", (0.0, 0.0)),
    ],
)
def test_a_date_in_brackets_counts_by_whether_it_is_one_of_a_pair_and_a_life_is_asked_for(
    bracketed: bool,  # noqa: FBT001
    pair: str | None,
    life: str,
    expected: tuple[float, float],
) -> None:
    asked = asked_for(1.0, value=asked_value(life=life))
    value = date(1, 4, pair=pair, bracketed=bracketed)
    assert features(asked, [excerpt()], [value], "bracketed", "bracketed_unasked") == [expected]


def test_an_interval_and_an_uncertain_date_count_as_such() -> None:
    values = [date(1, 4, value="2021/2022"), date(1, 4, certain=False)]
    actual = features(asked_for(1.0), [excerpt()], values, "interval", "uncertain")
    assert actual == [(1.0, 0.0), (0.0, 1.0)]


NUMBER_NAMES = ("same_noun", "in_class", "out_of_class", "other_class", "other_noun", "bare")
COUNT, TIME, AREA = UnitClass.COUNT, UnitClass.TIME, UnitClass.AREA


@pytest.mark.parametrize(
    ("value", "asked", "fit"),
    [
        (number(), asked_value(), (0, 0, 0, 0, 0, 1)),
        (number(), asked_value(TIME), (0, 0, 0, 0, 0, 1)),
        (number("كتاب", COUNT), asked_value(noun="كتب"), (1, 0, 0, 0, 0, 0)),
        (number("كتاب", COUNT), asked_value(noun="جزر"), (0, 0, 0, 0, 1, 0)),
        (number("كتاب", COUNT), asked_value(TIME, noun="جزر"), (0, 0, 1, 0, 0, 0)),
        (number("كتاب", COUNT), asked_value(COUNT, noun="كتب"), (1, 1, 0, 0, 0, 0)),
        (number(None, COUNT), asked_value(), (0, 0, 0, 0, 0, 1)),
        (number("year", TIME), asked_value(TIME, unit="year"), (1, 1, 0, 0, 0, 0)),
        (number("year", TIME), asked_value(TIME, unit="month"), (0, 1, 0, 0, 0, 0)),
        (number("year", TIME), asked_value(AREA, unit="year"), (1, 0, 1, 0, 0, 0)),
        (number("year", TIME), asked_value(), (0, 0, 0, 1, 0, 0)),
        (number("كتاب", TIME), asked_value(noun="كتب"), (0, 0, 0, 1, 0, 0)),
    ],
)
def test_a_number_fits_by_what_it_counts(value: Candidate, asked: AskedValue, fit: tuple[float, ...]) -> None:
    assert features(asked_for(1.0, value=asked), [excerpt()], [value], *NUMBER_NAMES) == [fit]
