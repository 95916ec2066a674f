from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answering.line.answer_line import choose, find_line, weigh
from retrieval.answering.line.candidates import Candidate
from retrieval.answering.line.parameters import EXCERPTS_READ
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


def test_a_year_that_the_day_of_publication_told_stands_in_brackets() -> None:
    actual = find_line(GENEVA, [excerpt("يعقد الاجتماع في جنيف يوم 10 يناير بحضور الوفدين.")])
    assert actual is not None
    assert (actual.text, actual.value) == ("10 يناير [2022]", "2022-01-10")


def test_without_a_day_of_publication_no_year_is_told() -> None:
    actual = find_line(GENEVA, [excerpt("يعقد الاجتماع في جنيف يوم 10 يناير بحضور الوفدين.", published=None)])
    assert actual is not None
    assert (actual.text, actual.value) == ("10 يناير", "--01-10")


def test_two_documents_that_agree_are_both_named_and_an_interval_is_told_beside_them() -> None:
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


def test_birth_and_death_are_told_apart_in_a_pair_of_years() -> None:
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
