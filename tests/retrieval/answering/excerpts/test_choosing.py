from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import product

import pytest

from retrieval.answering.excerpts.choosing import choose_excerpts
from retrieval.answering.excerpts.passages import PassageAnalyzer
from retrieval.answering.excerpts.windows import Window, judge_windows
from retrieval.index import QuestionMatcher, build_index
from retrieval.language.terms.analyzer import Analyzer
from retrieval.types import (
    AnswerKind,
    Citation,
    Corpus,
    Document,
    Excerpt,
    Hit,
    Page,
    Passage,
    Question,
    QuestionWord,
    Source,
    Span,
)

REPORT = "أعلن المرصد أن الزلزال وقع فجر الاثنين وبلغت قوته ست درجات. ولم يصب أحد بأذى في القرى القريبة."
MORE = "وقالت البلدية إن مدرسة واحدة تضررت وستفتح أبوابها بعد أسبوع من أعمال الترميم والصيانة."

LETTERS = "جدزحطيمنسعصقرشتثخذ"
DAYS = ("السبت", "الأحد", "الاثنين", "الثلاثاء")


def choose(documents: list[Document], words: str, count: int = 9) -> tuple[Excerpt, ...]:
    index = build_index(Corpus(tuple(documents)))
    question = Question(words, AnswerKind.OTHER, tuple(QuestionWord(word) for word in words.split()))
    matcher, analyzer = QuestionMatcher(question, index), PassageAnalyzer(Analyzer())
    hits = index.search(question, 20)
    windows = judge_windows(
        question, hits, matcher, analyzer, weights={"score": 1.0, "covered": 1.0}, limit=300
    )
    by_id = {document.document_id: document for document in documents}
    return choose_excerpts(windows, by_id, matcher, analyzer, count)


def document(name: str, text: str) -> Document:
    return Document(name, text, Source(f"عنوان {name}"))


def test_a_reprint_is_cited_beside_the_excerpt_that_it_repeats() -> None:
    one, two = document("1", REPORT), document("2", f"وكالة: {REPORT}")
    shown = choose([one, two], "الزلزال المرصد")
    assert [excerpt.document_id for excerpt in shown] == ["1"]
    assert shown[0].also_in == (Citation("2", two.source, 0, len(two.text)),)


def test_each_document_is_cited_once() -> None:
    twice = document("2", f"{REPORT}\n\n{MORE * 3}\n\n{REPORT}")
    shown = choose([document("1", REPORT), twice, document("3", REPORT)], "الزلزال المرصد")
    cited = [shown[0].document_id, *(place.document_id for place in shown[0].also_in)]
    assert sorted(cited) == ["1", "2", "3"]


def test_an_excerpt_that_repeats_part_of_another_is_left_out_without_being_cited() -> None:
    half = document("2", f"{REPORT.split('. ')[1]} {MORE}")
    shown = choose([document("1", REPORT), half], "الزلزال المرصد القرى القريبة")
    assert [excerpt.document_id for excerpt in shown][:1] == ["1"]
    assert all(place.document_id != "2" for place in shown[0].also_in)


def test_what_matches_much_less_than_the_best_is_not_paged_to() -> None:
    full = [document(f"{n}", f"ذهب خالد {n} وسمير {n} إلى السوق رقم {n} صباحا.") for n in range(4)]
    weak = document("w", "مر خالد من هنا.")
    shown = choose([*full, weak], "خالد سمير السوق")
    assert "w" not in [excerpt.document_id for excerpt in shown]


def test_the_end_of_a_passage_is_shown_where_its_windows_overlap_what_is_shown() -> None:
    first, second = f"{'افتتح خالد السوق الكبير في المدينة القديمة ' * 3}.", f"{'تلاه سمير ' * 12}."
    third = f"{'ثم عاد خالد إلى السوق ' * 5}."
    shown = choose([document("1", f"{first} {second} {third}")], "افتتح خالد السوق")
    assert [excerpt.text for excerpt in shown] == [f"{first} {second}", third]


def far_apart(first: str, last: str) -> str:
    """Two sentences with so much between them that no excerpt holds both."""
    between = (" ".join(f"{letter}{day}" for letter in LETTERS) for day in DAYS)
    return " ".join([first, *(f"{sentence}." for sentence in between), last])


def test_another_document_that_says_nearly_as_much_comes_before_the_same_one_again() -> None:
    twice = document("1", far_apart("سافر خالد وسمير إلى حلب.", "عاد خالد وسمير من حلب."))
    shown = choose([twice, document("2", f"التقى خالد وسمير في حلب. {MORE * 3}")], "خالد سمير حلب")
    assert sorted(excerpt.document_id for excerpt in shown[:2]) == ["1", "2"]


def test_the_same_document_comes_again_before_another_that_says_less() -> None:
    twice = document("1", far_apart("سافر خالد وسمير إلى حلب.", "عاد خالد وسمير من حلب."))
    shown = choose([twice, document("2", f"مر خالد بحمص. {MORE * 3}")], "خالد سمير حلب")
    assert [excerpt.document_id for excerpt in shown[:2]] == ["1", "1"]


def test_no_more_are_chosen_than_asked_for() -> None:
    assert len(choose([document(f"{n}", f"خالد {'بجد'[n]} هنا") for n in range(3)], "خالد", count=2)) == 2


NAMES = ["".join(letters) for letters in product("بجدسصطعقمن", repeat=3)]
"""Words of no meaning, each another one."""


def words(*numbers: int) -> str:
    return " ".join(NAMES[number] for number in numbers)


def window(
    name: str,
    score: float,
    text: str,
    start: int = 0,
    end: int | None = None,
    *,
    rank: int | None = None,
    held: bool = False,
    features: Mapping[str, float] | None = None,
) -> Window:
    """A window of a document that is one passage; it covers all of the question unless cited otherwise."""
    passage = Passage(name, 0, 0, len(text), text, (Span(0, len(text)),))
    span = Span(start, len(text) if end is None else end)
    given = {"covered": 1.0, "covered_with_title": 1.0, **(features or {})}
    return Window(Hit(passage, rank or ord(name), 1.0), span, given, score, frozenset(), held)


def excerpts_of(windows: list[Window], asked: str = "خالد", count: int = 9) -> tuple[Excerpt, ...]:
    """What is chosen of hand-made windows."""
    texts = {window.hit.passage.document_id: window.hit.passage.text for window in windows}
    documents = {name: document(name, text) for name, text in texts.items()}
    question = Question(asked, AnswerKind.OTHER, tuple(QuestionWord(word) for word in asked.split()))
    matcher = QuestionMatcher(question, build_index(Corpus(tuple(documents.values()))))
    return choose_excerpts(windows, documents, matcher, PassageAnalyzer(Analyzer()), count)


def chosen(windows: list[Window]) -> list[tuple[int, str, int]]:
    """Rank, document and beginning of what is chosen."""
    return [(one.rank, one.document_id, one.start) for one in excerpts_of(windows)]


def distinct(
    name: str, score: float, *, rank: int | None = None, features: Mapping[str, float] | None = None
) -> Window:
    """A window with words of its own."""
    first = ord(name) * 7
    return window(name, score, words(*range(first, first + 7)), rank=rank, features=features)


def test_nothing_is_chosen_of_nothing() -> None:
    assert excerpts_of([]) == ()


def test_an_excerpt_is_a_slice_with_the_words_that_match_and_its_page() -> None:
    text = "كان خالد هنا. زار سمير خالد حلب وخالد. ثم عاد"
    start, end = text.index("زار"), text.index(" ثم")
    passage = Passage("a", 0, 5, len(text), text[5:], (Span(5, 13), Span(14, end)))
    given = {"covered": 1.0, "covered_with_title": 1.0}
    best = Window(Hit(passage, 1, 1.0), Span(start, end), given, 0.75, frozenset())
    cited = Document("a", text, Source("عنوان"), pages=(Page(7, 0), Page(8, 14), Page(9, 15)))
    question = Question("خالد", AnswerKind.OTHER, (QuestionWord("خالد"),))
    matcher = QuestionMatcher(question, build_index(Corpus((cited,))))
    assert choose_excerpts([best], {"a": cited}, matcher, PassageAnalyzer(Analyzer()), 1) == (
        Excerpt(
            1,
            "a",
            cited.source,
            "زار سمير خالد حلب وخالد.",
            14,
            38,
            (Span(9, 13), Span(18, 23)),
            0.75,
            8,
        ),
    )


def test_a_word_that_the_end_of_an_excerpt_cuts_is_not_highlighted() -> None:
    text = "حلب خالد خالد"
    assert [one.highlights for one in excerpts_of([window("a", 1.0, text, 0, 13)])] == [
        (Span(4, 8), Span(9, 13))
    ]
    assert [one.highlights for one in excerpts_of([window("a", 1.0, text, 0, 12)])] == [(Span(4, 8),)]
    assert [one.highlights for one in excerpts_of([window("a", 1.0, text, 4, 12)])] == [(Span(0, 4),)]


def test_windows_come_by_score_then_by_rank_then_by_place() -> None:
    text = words(*range(14))
    half = text.index(NAMES[7])
    windows = [
        window("a", 1.0, text, half, rank=3),
        window("a", 1.0, text, 0, half - 1, rank=3),
        distinct("c", 1.0, rank=1),
        distinct("d", 2.0, rank=9),
    ]
    assert chosen(windows) == [(1, "d", 0), (2, "c", 0), (3, "a", 0), (4, "a", half)]


def test_the_first_three_may_match_less_and_those_behind_them_half_of_the_best() -> None:
    shares = (0.8, 0.1, 0.1, 0.39, 0.4, 0.1)
    windows = [
        distinct(name, 9.0 - place, features={"covered_with_title": share})
        for place, (name, share) in enumerate(zip("abcdef", shares, strict=True))
    ]
    assert chosen(windows) == [(1, "a", 0), (2, "b", 0), (3, "c", 0), (4, "e", 0)]


WHOLE = {"evidence:when": 1.0, "evidence:number": 1.0}


@pytest.mark.parametrize(
    ("score", "features", "order"),
    [
        (8.0, {}, "abaa"),
        (7.0, {}, "abaa"),
        (6.9, {}, "aaba"),
        (8.0, {"covered_with_title": 0.5}, "abaa"),
        (7.9, {"covered_with_title": 0.5}, "aaba"),
        (8.0, {"covered": 0.9}, "aaba"),
        (8.0, {"evidence:number": 0.0}, "aaba"),
        (8.0, {"evidence:when": 0.0}, "aaba"),
        (6.0, {"covered": 0.9}, "aaba"),
    ],
)
def test_another_document_comes_first_where_it_is_near_the_best(
    score: float, features: dict[str, float], order: str
) -> None:
    text = words(*range(21))
    second, third = text.index(NAMES[7]), text.index(NAMES[14])
    windows = [
        window("a", 10.0, text, 0, second - 1, features=WHOLE),
        window("a", 9.0, text, second, third - 1, features=WHOLE),
        window("a", 1.0, text, third, features=WHOLE),
        distinct("b", score, features=WHOLE | features),
    ]
    assert "".join(one.document_id for one in excerpts_of(windows)) == order


def test_behind_the_first_three_another_document_does_not_come_first() -> None:
    text = words(*range(14))
    half = text.index(NAMES[7])
    windows = [
        window("a", 10.0, text, 0, half - 1),
        distinct("b", 9.8),
        distinct("c", 9.7),
        window("a", 9.0, text, half),
        distinct("d", 8.5),
    ]
    assert chosen(windows) == [(1, "a", 0), (2, "b", 0), (3, "c", 0), (4, "a", half), (5, "d", 0)]


SHARED = range(5)
"""Words that make three shingles."""


@pytest.mark.parametrize(
    ("first", "second", "shown", "cited"),
    [
        (words(*range(20)), words(*SHARED, 90, 91), "a", "b"),
        (words(*SHARED, 90, 91), words(*range(20)), "a", "b"),
        (words(*range(20)), words(*SHARED, *range(90, 97)), "a", ""),
        (words(*range(20)), words(*SHARED, *range(90, 98)), "ab", ""),
        (words(*SHARED, 90, 91, 92), words(*range(20)), "ab", ""),
        (words(*range(20)), words(*SHARED, 90, 91, 92), "a", ""),
    ],
)
def test_three_fifths_of_the_shorter_excerpt_make_a_twin_and_three_tenths_of_an_excerpt_a_repetition(
    first: str, second: str, shown: str, cited: str
) -> None:
    excerpts = excerpts_of([window("a", 2.0, first), window("b", 1.0, second)])
    assert "".join(one.document_id for one in excerpts) == shown
    assert "".join(place.document_id for place in excerpts[0].also_in) == cited


def test_a_twin_is_cited_with_its_source_its_place_and_its_page() -> None:
    first, second = document("a", words(*range(7))), document("b", f"{NAMES[90]} {words(*range(7))}")
    second = replace(second, pages=(Page(3, 0), Page(4, 4)))
    windows = [
        window("a", 2.0, first.text),
        window("b", 1.0, second.text, 4),
        window("b", 1.5, second.text, 4),
    ]
    question = Question("خالد", AnswerKind.OTHER, (QuestionWord("خالد"),))
    matcher = QuestionMatcher(question, build_index(Corpus((first, second))))
    documents = {"a": first, "b": second}
    excerpts = choose_excerpts(windows, documents, matcher, PassageAnalyzer(Analyzer()), 9)
    assert excerpts == (
        Excerpt(
            1,
            "a",
            first.source,
            first.text,
            0,
            27,
            (),
            2.0,
            None,
            (Citation("b", second.source, 4, 31, 4),),
        ),
    )


@pytest.mark.parametrize(("left", "right"), [(2.0, 1.0), (1.0, 2.0)])
def test_windows_that_touch_do_not_overlap(left: float, right: float) -> None:
    text = words(*range(14))
    half = text.index(NAMES[7])
    shown = excerpts_of([window("a", left, text, 0, half), window("a", right, text, half)])
    assert sorted(one.start for one in shown) == [0, half]


@pytest.mark.parametrize(("left", "right"), [(2.0, 1.0), (1.0, 2.0)])
def test_windows_that_share_a_code_point_overlap_in_one_document_alone(left: float, right: float) -> None:
    text = words(*range(14))
    half = text.index(NAMES[7])
    overlapping = [window("a", left, text, 0, half + 1), window("a", right, text, half)]
    assert len(excerpts_of(overlapping)) == 1
    apart = [window("a", left, text, 0, half + 1), window("b", right, words(*range(20, 34)), half)]
    assert len(excerpts_of(apart)) == 2


def test_what_another_window_holds_is_shown_only_where_that_one_cannot_be() -> None:
    text = words(*range(21))
    second, third = text.index(NAMES[7]), text.index(NAMES[14])
    whole = window("a", 1.0, text, second)
    part = window("a", 9.0, text, third, held=True)
    assert chosen([distinct("b", 10.0), part, whole]) == [(1, "b", 0), (2, "a", second)]
    left = window("a", 8.0, text, 0, second + 2)
    assert chosen([whole, part, left]) == [(1, "a", 0), (2, "a", third)]
    inner = window("a", 9.0, text, third, third + 7, held=True)
    assert chosen([whole, inner, left]) == [(1, "a", 0), (2, "a", third)]


def test_what_is_freed_comes_in_its_place_by_its_score() -> None:
    text = words(*range(21))
    second, third = text.index(NAMES[7]), text.index(NAMES[14])
    windows = [
        window("a", 8.0, text, 0, second + 2),
        window("a", 1.0, text, second),
        window("a", 7.0, text, third, held=True),
        distinct("b", 4.0),
    ]
    assert chosen(windows) == [(1, "a", 0), (2, "a", third), (3, "b", 0)]
