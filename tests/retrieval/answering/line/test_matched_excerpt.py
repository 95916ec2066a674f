from __future__ import annotations

import pytest

from retrieval.answering.line.asked_words import asked_words
from retrieval.answering.line.matched_excerpt import EventWord, MatchedExcerpt, match_excerpt
from retrieval.types import AnswerKind, Excerpt, Question, QuestionWord, Source

TEXT = "تأسس النادي قديما. ثم توفي سمير، وكان النادي مغلقا."
EXCERPT = Excerpt(1, "a", Source("سمير والنادي"), TEXT, 0, len(TEXT), (), 1.0)


def matched(*words: str) -> MatchedExcerpt:
    asked = asked_words(Question("", AnswerKind.WHEN, tuple(QuestionWord(word) for word in words)))
    return match_excerpt(EXCERPT, asked)


def test_an_excerpt_is_matched_word_by_word_and_its_title_with_it() -> None:
    assert matched("أسس", "النادي", "حلب") == MatchedExcerpt(
        EXCERPT,
        ((0, 0, 4), (1, 5, 11), (1, 38, 44)),
        (
            EventWord(True, frozenset({"founding"}), 0, 4),  # noqa: FBT003
            EventWord(False, frozenset({"death"}), 22, 26),  # noqa: FBT003
        ),
        (0, 19),
        frozenset({1}),
        ("سمير", "ناد", "اسس", "ناد", "قديم", "ثم", "توف", "سمير", "كان", "ناد", "مغلق"),
    )


def test_a_word_of_no_group_is_an_event_where_it_is_asked_about() -> None:
    assert [word for word in matched("قديم", "حلب").events if word.is_asked] == [
        EventWord(True, frozenset(), 12, 17)  # noqa: FBT003
    ]


@pytest.mark.parametrize(("place", "number"), [(0, 1), (18, 1), (19, 2), (50, 2)])
def test_sentences_are_numbered_from_one(place: int, number: int) -> None:
    assert matched("النادي").sentence_of(place) == number
