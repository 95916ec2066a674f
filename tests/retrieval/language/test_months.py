from __future__ import annotations

import pytest

from retrieval.language.months import Month, find_months, month_names, month_of
from retrieval.language.normalization import normalize
from retrieval.language.tokens import tokenize


def terms(text: str) -> list[str]:
    return [token.term for token in tokenize(text)]


@pytest.mark.parametrize(
    ("name", "month"),
    [
        ("10 كانون الثاني", Month("gregorian", 1)),
        ("10 يناير", Month("gregorian", 1)),
        ("10 جانفي", Month("gregorian", 1)),
        ("5 شباط", Month("gregorian", 2)),
        ("5 آذار", Month("gregorian", 3)),
        ("5 نيسان", Month("gregorian", 4)),
        ("5 ماي", Month("gregorian", 5)),
        ("5 جوان", Month("gregorian", 6)),
        ("5 تموز", Month("gregorian", 7)),
        ("5 اب", Month("gregorian", 8)),
        ("5 أوت", Month("gregorian", 8)),
        ("5 شتنبر", Month("gregorian", 9)),
        ("5 تشرين الأول", Month("gregorian", 10)),
        ("5 نونبر", Month("gregorian", 11)),
        ("5 دجنبر", Month("gregorian", 12)),
        ("5 جمادى الثانية", Month("hijri", 6)),
        ("5 ذي القعدة", Month("hijri", 11)),
        ("5 صفر", Month("hijri", 2)),
    ],
)
def test_a_day_and_a_month_are_two_tokens_in_any_calendar(name: str, month: Month) -> None:
    assert [month_of(term) for term in terms(name)] == [None, month]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("وكانون الثاني", ["يناير"]),
        ("ليناير", ["يناير"]),
        ("كانون\u00a0 الثاني/يناير", ["يناير", "يناير"]),
        ("كانون، الثاني", ["كانون", "الثاني"]),
        ("كانون", ["كانون"]),
        ("آب اللهاب", ["أغسطس", "اللهاب"]),
        ("أب كريم", ["أب", "كريم"]),
        ("أب 1990", ["أغسطس", "1990"]),
        ("شهر أب", ["شهر", "أغسطس"]),
        ("أب عام 1990", ["أغسطس", "عام", "1990"]),
        ("أب عام", ["أب", "عام"]),
        ("99 أب", ["99", "أب"]),
        ("31 ماي", ["31", "مايو"]),
        ("32 ماي", ["32", "ماي"]),
        ("1 ماي", ["1", "مايو"]),
        ("0 ماي", ["0", "ماي"]),
        ("ماي 1000", ["مايو", "1000"]),
        ("ماي 999", ["ماي", "999"]),
        ("ماي 2999", ["مايو", "2999"]),
        ("ماي 3000", ["ماي", "3000"]),
        ("ماي من 2019", ["مايو", "من", "2019"]),
        ("ماي كان 2019", ["ماي", "كان", "2019"]),
        ("2019 ماي", ["2019", "ماي"]),
        ("بشباط", ["فبراير"]),
        ("بآذار", ["مارس"]),
        ("بغشت", ["بغشت"]),
        ("لآب", ["لآب"]),
        ("أب 12", ["أب", "12"]),
        ("تيريزا ماي", ["تيريزا", "ماي"]),
        ("في ماي 2019", ["في", "مايو", "2019"]),
        ("ومارس الرياضة", ["ومارس", "الرياضة"]),
        ("صيناير", ["صيناير"]),
        ("كيناير", ["يناير"]),
        ("فيناير", ["يناير"]),
        ("ولد في يوم 5 ماي", ["ولد", "في", "يوم", "5", "مايو"]),
        ("ولد 5 في ماي", ["ولد", "5", "في", "ماي"]),
        ("ولد هنا في ماي 2019", ["ولد", "هنا", "في", "مايو", "2019"]),
        ("ماي من عام 2019", ["ماي", "من", "عام", "2019"]),
        ("ماي 20190", ["ماي", "20190"]),
        ("ماي 002019", ["ماي", "002019"]),
        ("00099 ماي", ["00099", "ماي"]),
        ("1 يناير 2 فبراير", ["1", "يناير", "2", "فبراير"]),
        ("كانون الثاني كانون الثاني", ["يناير", "يناير"]),
        ("كانون الثاني الثاني", ["يناير", "الثاني"]),
        ("كانون كانون الثاني", ["كانون", "يناير"]),
        ("بكانون الأول", ["ديسمبر"]),
        ("آبا", ["آبا"]),
        ("أب آب", ["أب", "أغسطس"]),
        ("وآب", ["وآب"]),
        ("لعام ماي", ["لعام", "ماي"]),
        ("بشهر ماي", ["بشهر", "مايو"]),
        ("ماي لسنة 2019", ["مايو", "لسنة", "2019"]),
        ("ماي سنة 2019", ["مايو", "سنة", "2019"]),
    ],
)
def test_a_name_is_a_month_where_it_cannot_be_another_word(text: str, expected: list[str]) -> None:
    assert terms(text) == [normalize(term) for term in expected]


@pytest.mark.parametrize(
    ("text", "is_month"),
    [
        ("1 جوان", True),
        ("31 جوان", True),
        ("32 جوان", False),
        ("0 جوان", False),
        ("جوان 2020", True),
        ("جوان الجميلة", False),
        ("اجتمعوا هناك مساء يوم 5 جوان", True),
        ("قال إنه جوان الجميلة سنة 2020", False),
        ("5 رجال زاروا جوان الجميلة", False),
    ],
)
def test_a_doubtful_name_is_a_month_right_beside_a_day_or_a_year(text: str, is_month: bool) -> None:  # noqa: FBT001
    assert any(month_of(term) for term in terms(text)) is is_month


def test_a_number_too_long_for_any_date_is_none() -> None:
    digits = "1" * 5000
    assert terms(f"{digits} ماي {digits}") == [digits, "ماي", digits]


def test_the_table_has_each_month_of_both_calendars_by_its_number() -> None:
    rows = month_names()
    assert {(row.month.calendar, row.month.number) for row in rows} == {
        *(("gregorian", number) for number in range(1, 13)),
        *(("hijri", number) for number in range(1, 13)),
    }
    assert rows[0].month == Month("gregorian", 1)
    assert {row.is_sure for row in rows} == {True, False}
    assert all(row.names for row in rows)


def test_the_places_of_months_are_those_of_their_first_and_last_words() -> None:
    words = [(word, normalize(word)) for word in ("في", "كانون", "الثاني", "أو", "آب")]
    assert find_months(words, [True] * 4) == [(1, 2, "يناير"), (4, 4, "اغسطس")]
    assert find_months(words, [True, False, True, True]) == [(4, 4, "اغسطس")]
    assert find_months([], []) == []


def test_a_term_that_is_no_canonical_name_is_no_month() -> None:
    assert [month_of(term) for term in ("كانون", "جانفي", "")] == [None] * 3
