"""Which lines, one behind the other, are the article of a page."""

from __future__ import annotations

from bisect import bisect_left

import pytest

from retrieval.corpus.pages.best_run import KEPT, UNSEEN, best_run
from retrieval.corpus.pages.lines import Kind, Line, key_of


def line(text: str, kind: Kind = Kind.TEXT, gap: int = 0) -> Line:
    return Line(text, key_of(text), gap, kind)


def sentence(length: int, kind: Kind = Kind.TEXT, gap: int = 0) -> Line:
    """A sentence of four words and a length in code points."""
    return line("ا ا ا " + "ا" * (length - 7) + ".", kind, gap)


def words(count: int, kind: Kind = Kind.TEXT, gap: int = 0) -> Line:
    """Words without a stop."""
    return line(" ".join(["كلمة"] * count), kind, gap)


def item(score: int) -> Line:
    """A sentence of a list, which adds half its length to a run where it is prose."""
    return sentence(2 * score, Kind.LISTED)


WALL = line("جدار", Kind.WALL)
PROSE = sentence(100)


def worth(judged: Line, *, good: bool) -> int:
    """What a line adds to a run: 800 for two walls behind it, less the score before it that outlives them."""

    def holds_together(score: int) -> int:
        lines = [item(score), judged, WALL, WALL, item(600), item(600)]
        return int(best_run(lines, [True, good, False, False, True, True])[0] == 0)

    scores = range(4, 1300)
    return 800 - scores[bisect_left(scores, 1, key=holds_together)]


@pytest.mark.parametrize(
    ("kind", "cost"),
    [
        (Kind.WALL, 400),
        (Kind.END, 150),
        (Kind.LISTED, 60),
        (Kind.MENU, 60),
        (Kind.FURNITURE, 25),
        (Kind.SOURCE, 25),
        (Kind.RELATED, 20),
        (Kind.OTHERS, 20),
        (Kind.TEASER, 15),
        (Kind.CAPTION, 15),
        (Kind.REPEATED, 15),
        (Kind.LATIN, 15),
        (Kind.ITEM, 0),
    ],
)
def test_a_line_takes_from_a_run_what_its_kind_costs(kind: Kind, cost: int) -> None:
    assert worth(words(5, kind), good=True) == -cost


@pytest.mark.parametrize(
    ("judged", "good", "expected"),
    [
        (sentence(81, Kind.LISTED), True, 40),
        (sentence(81, Kind.LISTED), False, -60),
        (words(20, Kind.LISTED), True, -60),
        (sentence(26), True, 40),
        (sentence(28), True, 42),
        (sentence(101), True, 151),
        (sentence(400), True, 600),
        (sentence(500), True, 600),
        (line("ا" * 70), True, 105),
        (line("ا" * 69), True, -54),
        (line("ا" * 69), False, -54),
        (line("ا" * 70), False, -55),
        (line("ا" * 90), False, -55),
        (sentence(90), False, -55),
        (line("هل عدنا؟"), True, 0),
        (line("هل عدنا؟"), False, -24),
        (line("وقال:"), False, 0),
        (line("وقال\uff1a"), False, 0),
        (line("ا" * 69 + ":"), True, 105),
        (line("شيء", Kind.TOPIC), False, -21),
        (line("شيء", Kind.WEAK), False, -21),
    ],
)
def test_a_line_adds_to_a_run_by_its_length_and_its_end(judged: Line, good: bool, expected: int) -> None:  # noqa: FBT001
    assert worth(judged, good=good) == expected


def test_lines_without_prose_are_all_the_run() -> None:
    assert best_run([words(2), words(2)], [False, False]) == (0, 2)
    assert best_run([words(2, Kind.ITEM), WALL], [False, False]) == (0, 2)
    assert best_run([], []) == (0, 0)


def test_of_two_runs_of_the_same_score_the_first_is_taken() -> None:
    assert best_run([item(50), WALL, item(50)], [True, False, True]) == (0, 1)
    assert best_run([item(50), WALL, item(51)], [True, False, True]) == (2, 3)


def test_a_run_begins_with_its_first_prose() -> None:
    assert best_run([words(2), words(2, Kind.FURNITURE), PROSE, PROSE], [False, False, True, True]) == (2, 4)


@pytest.mark.parametrize(
    ("score", "gap", "start"),
    [(149, 1, 0), (150, 2, 0), (149, 2, 1)],
)
def test_two_empty_lines_take_150_from_a_run(score: int, gap: int, start: int) -> None:
    lines = [item(score), sentence(1200, Kind.LISTED, gap)]
    assert best_run(lines, [True, True])[0] == start


@pytest.mark.parametrize(("gap", "start"), [(3, 0), (4, 3)])
def test_the_gap_between_the_pages_paragraphs_breaks_no_run(gap: int, start: int) -> None:
    prose = [sentence(30, gap=2), sentence(30, gap=2), sentence(30)]
    lines = [*prose, sentence(1200, Kind.LISTED, gap)]
    assert best_run(lines, [True] * 4)[0] == start


def test_only_prose_counts_for_the_gap_between_paragraphs() -> None:
    others = [words(2, Kind.FURNITURE, 9), words(2, gap=9), words(2, gap=9), words(2, Kind.FURNITURE, 9)]
    lines = [*others, item(140), sentence(1200, Kind.LISTED, 2), sentence(30)]
    assert best_run(lines, [True, False, False, True, True, True, True]) == (5, 7)


@pytest.mark.parametrize(
    ("behind", "end"),
    [
        ([], 1),
        ([words(5), WALL], 2),
        ([words(4), WALL], 1),
        ([words(5), words(5), words(5), WALL], 4),
        ([words(1), words(5), WALL], 3),
        ([words(5), words(1), WALL], 1),
        ([words(5), words(5), words(5), words(5), WALL], 1),
        ([words(5)], 1),
        ([words(5, gap=1), WALL], 2),
        ([words(5, gap=2), WALL], 1),
        ([words(5), words(5, gap=2)], 2),
        ([words(5), words(5, Kind.LISTED), WALL], 1),
        ([words(5, Kind.TOPIC), WALL], 1),
        ([words(3, Kind.ITEM), words(3, Kind.ITEM), words(5), WALL], 3),
        ([words(5), words(3, Kind.ITEM)], 3),
        ([words(3, Kind.LISTED), WALL], 1),
    ],
)
def test_a_run_goes_on_for_a_few_last_lines(behind: list[Line], end: int) -> None:
    assert best_run([PROSE, *behind], [True] + [False] * len(behind)) == (0, end)


@pytest.mark.parametrize("colon", [":", "\uff1a"])
@pytest.mark.parametrize(
    ("behind", "end"),
    [
        ([words(3, Kind.LISTED), words(3, Kind.LISTED), WALL], 3),
        ([words(3, Kind.LISTED), words(3, Kind.LISTED)], 3),
        ([words(3, Kind.ITEM), words(3)], 2),
        ([WALL], 1),
    ],
)
def test_a_list_that_the_last_line_announces_is_part_of_the_run(
    colon: str, behind: list[Line], end: int
) -> None:
    lines = [line("ا" * 90 + colon), *behind]
    assert best_run(lines, [True] + [False] * len(behind)) == (0, end)


BUTTON = line("شارك القصة", Kind.FURNITURE)
LAST = sentence(30)


@pytest.mark.parametrize(
    ("behind", "end"),
    [
        ([BUTTON, LAST], 3),
        ([BUTTON, BUTTON, LAST, WALL], 4),
        ([BUTTON, words(2), words(2), LAST, BUTTON], 5),
        ([BUTTON, words(2), words(2), words(2), LAST], 1),
        ([BUTTON, WALL, LAST], 1),
        ([BUTTON, line("سوق", Kind.OTHERS), LAST], 1),
        ([BUTTON, line(LAST.text, Kind.REPEATED), BUTTON], 1),
        ([BUTTON, line(LAST.text, gap=1)], 3),
        ([BUTTON, line(LAST.text, gap=2)], 1),
        ([BUTTON, words(2)], 1),
        ([BUTTON, LAST, BUTTON, LAST], 3),
    ],
)
def test_a_last_sentence_behind_the_sites_own_lines_ends_the_run(behind: list[Line], end: int) -> None:
    assert best_run([PROSE, *behind], [True] + [False] * len(behind)) == (0, end)


def test_a_last_sentence_stands_behind_a_line_of_many_words_too() -> None:
    prose = line("كلمة " * 20 + "أخيرة.")
    assert best_run([prose, BUTTON, LAST], [True, False, False]) == (0, 3)


def test_what_stays_in_an_article_is_what_its_lines_say() -> None:
    assert {Kind.TEXT, Kind.LISTED, Kind.ITEM, Kind.TOPIC, Kind.MENU} == KEPT
    assert not KEPT & UNSEEN
