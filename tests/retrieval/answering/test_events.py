from __future__ import annotations

import pytest

from retrieval.answering.events import event_groups, event_root, is_imperfect
from retrieval.language.terms.analyzer import Analyzer


def stem_of(word: str) -> str:
    return Analyzer().analyze(word)[0].stem


@pytest.mark.parametrize(
    ("term", "letters"),
    [("انضمام", "نضم"), ("كتاب", "كتب"), ("مكتوب", "كتب"), ("ضم", ""), ("من", ""), ("", "")],
)
def test_a_root_of_three_letters_or_more_names_an_event_with_doubled_letters_once(
    term: str, letters: str
) -> None:
    assert event_root(term) == letters


@pytest.mark.parametrize(
    ("word", "groups"),
    [
        ("ولد", {"birth"}),
        ("توفي", {"death"}),
        ("وقعت", {"event", "signing"}),
        ("اجتماع", {"meeting"}),
        ("زرافة", set()),
    ],
)
def test_a_stem_belongs_to_all_groups_that_list_a_word_of_it(word: str, groups: set[str]) -> None:
    assert event_groups(stem_of(word)) == groups


@pytest.mark.parametrize(
    ("term", "is_one"),
    [
        ("ينضم", True),
        ("تنضم", True),
        ("يبدا", True),
        ("تاسس", False),
        ("يزرع", False),
        ("تزرع", False),
        ("توفي", False),
        ("تولي", False),
        ("انضم", False),
        ("ولد", False),
        ("", False),
    ],
)
def test_a_listed_verb_is_imperfect_where_the_masculine_form_is_listed_too(
    term: str,
    is_one: bool,  # noqa: FBT001
) -> None:
    assert is_imperfect(term) is is_one
