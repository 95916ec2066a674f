from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answering.line import answer_line
from retrieval.answering.line.answer_line import choose, find_line, line_of, rival_share, weigh
from retrieval.answering.line.candidates import Candidate
from retrieval.answering.line.parameters import DATE_WEIGHTS, EXCERPTS_READ, NUMBER_WEIGHTS
from retrieval.types import (
    AnswerKind,
    AnswerLine,
    Citation,
    Excerpt,
    LineKind,
    Question,
    QuestionWord,
    Source,
    Span,
)
from tests.arabic_text import ARABIC_TEXT

PUBLISHED = date(2022, 1, 1)


def asked(text: str, kind: AnswerKind, words: str) -> Question:
    return Question(text, kind, tuple(QuestionWord(word) for word in words.split()))


def excerpt(  # noqa: PLR0917 - what differs from test to test comes first
    text: str,
    name: str = "a",
    rank: int = 1,
    published: date | None = PUBLISHED,
    title: str = "",
    score: float = 12,
) -> Excerpt:
    return Excerpt(rank, name, Source(title, published=published), text, 0, len(text), (), score)


GENEVA = asked("متى اجتماع جنيف؟", AnswerKind.WHEN, "اجتماع جنيف")
CALL = asked("كم دقيقة استغرقت المكالمة؟", AnswerKind.HOW_MANY, "دقيقة استغرقت المكالمة")


def test_a_date_with_its_year_is_shown_as_it_stands() -> None:
    text = "يعقد الاجتماع في جنيف يوم 10 يناير 2022 بحضور الوفدين."
    actual = find_line(GENEVA, [excerpt(text)])
    start = text.index("10")
    assert actual == AnswerLine(
        "10 يناير 2022", LineKind.DATE, "2022-01-10", ("a",), 1, Span(start, start + len("10 يناير 2022"))
    )


def test_a_year_that_the_day_of_publication_gave_stands_in_brackets() -> None:
    actual = find_line(GENEVA, [excerpt("يعقد الاجتماع في جنيف يوم 10 يناير بحضور الوفدين.")])
    assert actual is not None
    assert (actual.text, actual.value) == ("10 يناير [2022]", "2022-01-10")


def test_without_a_day_of_publication_no_year_is_given() -> None:
    actual = find_line(GENEVA, [excerpt("يعقد الاجتماع في جنيف يوم 10 يناير بحضور الوفدين.", published=None)])
    assert actual is not None
    assert (actual.text, actual.value) == ("10 يناير", "--01-10")


def test_two_documents_that_agree_are_both_named_and_an_interval_is_shown_beside_them() -> None:
    excerpts = [
        excerpt("يعقد الاجتماع في جنيف يوم 10 يناير 2022 بحضور الوفدين."),
        excerpt("كان موعد الاجتماع في جنيف 10 كانون الثاني / يناير.", "b", 2),
        excerpt("تستمر محادثات الاجتماع في جنيف من 9 إلى 10 يناير.", "c", 3),
    ]
    actual = find_line(GENEVA, excerpts)
    assert actual is not None
    assert (actual.value, actual.document_ids, actual.others) == (
        "2022-01-10",
        ("a", "b"),
        ("2022-01-09/2022-01-10",),
    )


def test_a_number_is_shown_with_its_unit_and_how_exact_it_is() -> None:
    text = "استغرقت المكالمة بين الرئيسين نحو خمسين دقيقة يوم 30 ديسمبر."
    actual = find_line(CALL, [excerpt(text)])
    assert actual is not None
    assert (actual.text, actual.kind, actual.value) == ("نحو خمسين دقيقة", LineKind.NUMBER, "50")


def test_documents_that_print_the_same_excerpt_are_named_too() -> None:
    text = "استغرقت المكالمة خمسين دقيقة."
    twin = Excerpt(1, "a", Source(""), text, 0, len(text), (), 12, None, (Citation("b", Source(""), 0, 5),))
    actual = find_line(CALL, [twin])
    assert actual is not None
    assert actual.document_ids == ("a", "b")


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (asked("أين اجتماع جنيف؟", AnswerKind.WHERE, "اجتماع جنيف"), "اجتماع في جنيف يوم 10 يناير 2022"),
        (GENEVA, "اجتماع في جنيف لم يحدد موعده"),
        (GENEVA, "صدر في 10 يناير 2022 قرار بشأن المدارس."),
        (
            asked("متى ولد وتوفي ابن رشد؟", AnswerKind.WHEN, "ولد وتوفي ابن رشد"),
            "ابن رشد (1126 - 1198) ولد وتوفي",
        ),
        (asked("متى وقعت معاهدة 2010؟", AnswerKind.WHEN, "وقعت معاهدة 2010"), "معاهدة وقعت عام 2010."),
    ],
)
def test_there_is_no_line_where_nothing_is_asked_or_sure(question: Question, text: str) -> None:
    assert find_line(question, [excerpt(text)]) is None


def test_there_is_no_line_where_two_values_fit_alike() -> None:
    text = "يعقد اجتماع جنيف يوم 10 يناير 2022، ويعقد اجتماع جنيف يوم 12 يناير 2022."
    assert find_line(GENEVA, [excerpt(text)]) is None


def test_there_is_no_line_without_excerpts() -> None:
    assert find_line(GENEVA, []) is None


def test_birth_and_death_are_distinguished_in_a_pair_of_years() -> None:
    text = "ابن رشد (1126 - 1198م) فيلسوف وطبيب وقاض."
    lines = [
        find_line(
            asked(f"متى {verb} ابن رشد؟", AnswerKind.WHEN, f"{verb} ابن رشد"),
            [excerpt(text, title="ابن رشد")],
        )
        for verb in ("ولد", "توفي")
    ]
    assert [line and line.value for line in lines] == ["1126", "1198"]


def test_only_what_one_reply_shows_is_read() -> None:
    hidden = [excerpt("لا شيء هنا.", str(rank), rank) for rank in range(1, EXCERPTS_READ + 1)]
    hidden.append(excerpt("اجتماع جنيف يوم 10 يناير 2022.", "z", EXCERPTS_READ + 1))
    assert find_line(GENEVA, hidden) is None


def test_values_that_are_the_same_share_their_weight() -> None:
    values = [
        Candidate(index, Span(0, 1), LineKind.DATE, value) for index, value in enumerate(("a", "b", "b"))
    ]
    assert choose(values, [0.4, 0.25, 0.3]) == (values[2], 0.55)


def test_shares_leave_room_for_none_of_the_values() -> None:
    assert weigh([], AnswerKind.WHEN) == []
    names = "near before behind covered_sentence subject subject_sentence subject_missing no_subject".split()  # noqa: SIM905
    assert 0 < sum(weigh([dict.fromkeys(names, 1.0)] * 2, AnswerKind.HOW_MANY)) < 1


@given(
    st.lists(
        ARABIC_TEXT
        | st.sampled_from(["اجتماع جنيف 10 يناير (1126 - 1198م) أمس 50 دقيقة", "غدا الخميس 30 ديسمبر"]),
        max_size=4,
    ),
    ARABIC_TEXT,
    st.sampled_from([AnswerKind.WHEN, AnswerKind.HOW_MANY, AnswerKind.HOW_MUCH]),
    st.none() | st.dates(),
)
def test_the_words_of_any_line_stand_in_its_excerpt(
    texts: list[str], words: str, kind: AnswerKind, published: date | None
) -> None:
    excerpts = [excerpt(text, str(rank), rank, published) for rank, text in enumerate(texts, 1)]
    question = Question(
        words, kind, tuple(QuestionWord(word) for word in (*words.split()[:3], "اجتماع", "جنيف"))
    )
    line = find_line(question, excerpts)
    if line is not None:
        shown = excerpts[line.excerpt_rank - 1].text[line.span.start : line.span.end]
        assert line.text.split(" [")[0] == shown.split(" [")[0]
        assert shown
        assert line.value not in line.others
        assert excerpts[line.excerpt_rank - 1].document_id in line.document_ids


def logistic(value: float) -> float:
    return 1 / (1 + math.exp(-value))


def test_a_share_is_that_of_a_logit_against_none() -> None:
    bias, near = DATE_WEIGHTS["bias"], DATE_WEIGHTS["near"]
    assert weigh([{"near": 0.5}], AnswerKind.WHEN) == [pytest.approx(logistic(bias + 0.5 * near))]
    assert weigh([{"near": 20.0}], AnswerKind.WHEN) == [pytest.approx(logistic(bias + 20 * near))]
    bias, near = NUMBER_WEIGHTS["bias"], NUMBER_WEIGHTS["near"]
    expected = [math.exp(bias + near), math.exp(bias)]
    whole = 1 + sum(expected)
    for kind in (AnswerKind.HOW_MANY, AnswerKind.HOW_MUCH):
        assert weigh([{"near": 1.0}, {}], kind) == pytest.approx([each / whole for each in expected])


def test_a_logit_beyond_any_power_is_weighed() -> None:
    assert weigh([{"near": 5000.0}, {"near": 1.0}], AnswerKind.WHEN) == [1.0, 0.0]


def value(name: str, index: int = 0) -> Candidate:
    return Candidate(index, Span(0, 1), LineKind.DATE, name)


def test_the_first_of_two_that_have_the_same_share_is_chosen() -> None:
    assert choose([], []) is None
    values = [value("2020"), value("2021"), value("2021", 1), value("2020", 1)]
    assert choose(values, [0.25, 0.25, 0.25, 0.25]) == (values[0], 0.5)
    assert choose(values, [0.1, 0.2, 0.3, 0.4]) == (values[3], 0.5)


def test_the_share_of_rivals_is_that_of_the_best_value_that_contradicts() -> None:
    values = [value("2022-01-10"), value("2022"), value("2021"), value("2020"), value("2021", 1)]
    assert rival_share(values[0], values, [0.1, 0.5, 0.125, 0.2, 0.125]) == 0.25
    assert rival_share(values[0], values[:2], [0.1, 0.5]) == 0.0


DAYS = [
    "يعقد اجتماع جنيف يوم 10 يناير 2022.",
    "يعقد اجتماع جنيف يوم 12 يناير 2022.",
    "يعقد اجتماع جنيف في يناير 2022.",
]


def line_with(
    monkeypatch: pytest.MonkeyPatch, texts: list[str], *shares: float, question: Question = GENEVA
) -> AnswerLine | None:
    """The line of some excerpts whose values have given shares."""
    monkeypatch.setattr(answer_line, "weigh", lambda features, _: list(shares)[: len(features)])
    return find_line(question, [excerpt(text, name) for name, text in zip("abcd", texts, strict=False)])


@pytest.mark.parametrize(
    ("shares", "is_shown"),
    [((0.33, 0.0), True), ((0.329, 0.0), False), ((0.5, 0.349), True), ((0.5, 0.35), False)],
)
def test_a_line_needs_a_third_and_no_rival_of_seven_tenths_of_it(
    monkeypatch: pytest.MonkeyPatch,
    shares: tuple[float, ...],
    is_shown: bool,  # noqa: FBT001
) -> None:
    assert (line_with(monkeypatch, DAYS[:2], *shares) is not None) is is_shown


@pytest.mark.parametrize(
    ("texts", "shares", "documents", "others"),
    [
        ([DAYS[0], DAYS[1]], (0.5, 0.1), ("a",), ("2022-01-12",)),
        ([DAYS[0], DAYS[1]], (0.5, 0.099), ("a",), ()),
        ([DAYS[2], DAYS[1]], (0.5, 0.01), ("a",), ("2022-01-12",)),
        ([DAYS[2], DAYS[1]], (0.5, 0.009), ("a",), ()),
        ([DAYS[0], DAYS[0]], (0.5, 0.0), ("a", "b"), ()),
        ([DAYS[0], f"{DAYS[0]} {DAYS[1]}"], (0.5, 0.0, 0.2), ("a", "b"), ()),
        ([DAYS[1], f"{DAYS[0]} {DAYS[2]}"], (0.5, 0.2, 0.3), ("a",), ()),
        ([DAYS[1], f"{DAYS[0]} {DAYS[2]}"], (0.5, 0.3, 0.2), ("a",), ("2022-01-10",)),
        ([f"{DAYS[0]} {DAYS[1]}"], (0.5, 0.2), ("a",), ()),
        ([DAYS[1], "لا شيء هنا.", DAYS[0]], (0.5, 0.2), ("a",), ("2022-01-10",)),
        ([DAYS[1], DAYS[0], DAYS[1], DAYS[0]], (0.5, 0.2, 0.0, 0.0), ("a", "c"), ("2022-01-10",)),
    ],
)
def test_each_other_excerpt_gives_the_chosen_value_or_its_best_one_that_is_sure_enough(
    monkeypatch: pytest.MonkeyPatch,
    texts: list[str],
    shares: tuple[float, ...],
    documents: tuple[str, ...],
    others: tuple[str, ...],
) -> None:
    line = line_with(monkeypatch, texts, *shares)
    assert line is not None
    assert (line.document_ids, line.others) == (documents, others)


def test_a_line_has_the_rank_and_the_place_of_its_excerpt() -> None:
    excerpts = [excerpt("لا شيء.", "a", 4), excerpt("عقد غدا ثم 2020.", "b", 7)]
    chosen = Candidate(1, Span(4, 7), LineKind.DATE, "2022-01-02", inferred=True)
    other = Candidate(0, Span(0, 2), LineKind.DATE, "2020")
    assert line_of(chosen, excerpts, [other]) == AnswerLine(
        "غدا [2 يناير 2022]", LineKind.DATE, "2022-01-02", ("b",), 7, Span(4, 7), ("2020",)
    )
    plain = replace(chosen, inferred=False)
    assert line_of(plain, excerpts) == AnswerLine("غدا", LineKind.DATE, "2022-01-02", ("b",), 7, Span(4, 7))
