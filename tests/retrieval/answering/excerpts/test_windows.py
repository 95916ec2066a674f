from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answering.excerpts.passages import PassageAnalyzer
from retrieval.answering.excerpts.windows import Window, _distance, cut_windows, judge_windows
from retrieval.index import QuestionMatcher, build_index
from retrieval.index.splitting import split_document
from retrieval.language.terms.analyzer import Analyzer
from retrieval.types import AnswerKind, Corpus, Document, Hit, Passage, Question, QuestionWord, Source, Span
from tests.retrieval.answering.corpora import CITIES, arabic_text

SENTENCE = "جملة من خمس كلمات تقريبا."


def passage_of(text: str) -> Passage:
    return split_document(Document("d", text, Source("")), 0, whole=10_000)[0]


def texts(passage: Passage, limit: int) -> list[str]:
    return [
        passage.text[span.start - passage.start : span.end - passage.start]
        for span in cut_windows(passage, limit)
    ]


def judge(
    words: str, kind: AnswerKind, corpus: Corpus = CITIES, weights: dict[str, float] | None = None
) -> list[Window]:
    index = build_index(corpus)
    question = Question(words, kind, tuple(QuestionWord(word) for word in words.split()))
    matcher = QuestionMatcher(question, index)
    analyzer = PassageAnalyzer(Analyzer())
    return judge_windows(
        question, index.search(question, 5), matcher, analyzer, weights=weights or {"score": 1.0}, limit=300
    )


def test_a_short_passage_is_one_window_with_the_ends_that_it_holds() -> None:
    assert texts(passage_of(f"{SENTENCE} {SENTENCE}"), 300) == [f"{SENTENCE} {SENTENCE}", SENTENCE]


def test_a_window_that_another_holds_is_judged_behind_all_that_none_holds() -> None:
    report = Document("d", f"زار خالد حلب. {SENTENCE} ثم زار سمير حمص.", Source(""))
    windows = judge("سمير حمص", AnswerKind.OTHER, Corpus((report,)), weights={"share": -1.0})
    assert [window.held for window in windows] == [False, True, True]
    assert [window.span.start for window in windows] == [0, 40, 14]


def test_windows_are_whole_sentences_each_as_many_as_fit() -> None:
    passage = passage_of(" ".join([SENTENCE] * 6))
    assert texts(passage, 110) == [" ".join([SENTENCE] * count) for count in (4, 4, 4, 3, 2, 1)]


def test_a_long_sentence_is_cut_where_a_clause_ends_and_goes_on_in_the_next_window() -> None:
    clause = "كلمة " * 12 + "كلمة،"
    passage = passage_of(" ".join([clause] * 4))
    whole = texts(passage, 150)
    assert whole[0] == f"{clause} {clause}"
    assert " ".join(whole).count("كلمة،") == 4


def test_a_sentence_without_clauses_is_cut_where_a_word_ends() -> None:
    passage = passage_of("كلمة " * 60)
    assert all(text.startswith("كلمة") and text.endswith("كلمة") for text in texts(passage, 100))


def test_a_word_longer_than_the_limit_is_cut_inside() -> None:
    assert [len(text) for text in texts(passage_of("ب" * 250), 100)] == [100, 100, 50]


@given(st.lists(arabic_text, max_size=4).map(" ".join), st.integers(100, 320))
def test_windows_are_slices_within_the_limit_that_hold_every_sentence(text: str, limit: int) -> None:
    document = Document("d", text, Source(""))
    for passage in split_document(document, 0):
        windows = cut_windows(passage, limit)
        assert windows == sorted(windows)
        assert all(0 < window.end - window.start <= limit for window in windows)
        assert all(passage.start <= window.start and window.end <= passage.end for window in windows)
        shown = {place for window in windows for place in range(window.start, window.end)}
        assert all(text[place].isspace() for place in range(passage.start, passage.end) if place not in shown)


def test_what_the_title_holds_counts_as_covered_with_it() -> None:
    window = judge("القاهرة الأزهر", AnswerKind.OTHER)[0]
    assert window.features["covered"] == pytest.approx(1.0)
    assert window.features["title_asked"] == 1.0
    assert 0 < window.features["title_share"] < 1


def test_a_date_near_the_words_speaks_for_a_question_of_when() -> None:
    window = judge("بناها المنصور", AnswerKind.WHEN)[0]
    assert window.hit.passage.document_id == "baghdad.txt"
    assert window.features["evidence:when"] == 1.0
    assert 0 < window.features["near:when"] < 1
    assert window.features["evidence_count"] > 0


def test_words_in_the_order_of_the_question_are_counted() -> None:
    assert judge("السد العالي", AnswerKind.OTHER)[0].features["in_order"] == 1.0
    assert judge("العالي السد", AnswerKind.OTHER)[0].features["in_order"] == 0.0


def test_words_side_by_side_as_the_question_writes_them_are_counted() -> None:
    corpus = Corpus((Document("d", "وصل وزير الخارجية التركي مساء أمس.", Source("")),))
    asked = ("وزير الخارجية التركي", "وزير التركي", "وزيرة الخارجية التركي", "الخارجية وزير")
    found = [judge(words, AnswerKind.WHO, corpus)[0].features["exact_in_order"] for words in asked]
    assert found == [1.0, 0.0, 0.5, 0.0]


def test_a_window_before_a_sentence_that_points_back_at_its_place_has_the_words_of_both() -> None:
    rest = "ولم تنشر الصحف عن الزيارة شيئا كثيرا في تلك الأيام البعيدة " * 4
    start = f"وصل سمير إلى مدينة حلب صباحا {rest}."
    text = f"{start} استقبل الوالي ضيفه بحفاوة كبيرة لا تنسى هناك. ثم عاد إلى بيته."
    corpus = Corpus((Document("d", text, Source("")),))
    windows = judge("استقبل الوالي", AnswerKind.WHERE, corpus)
    found = {text[window.span.start : window.span.end]: window.features["continued"] for window in windows}
    assert found[start] == pytest.approx(1.0)
    assert sorted(found.values())[:-1] == [0.0] * (len(found) - 1)
    others = judge("استقبل الوالي", AnswerKind.WHEN, corpus)
    assert {window.features["continued"] for window in others} == {0.0}


def test_a_sentence_that_does_not_point_back_adds_nothing_to_the_window_before() -> None:
    rest = "ولم تنشر الصحف عن الزيارة شيئا كثيرا في تلك الأيام البعيدة " * 4
    start = f"وصل سمير إلى مدينة حلب صباحا {rest}."
    text = f"{start} استقبل الوالي ضيفه فرحا. وتزوج خالد هناك. {rest}"
    windows = judge("استقبل الوالي", AnswerKind.WHERE, Corpus((Document("d", text, Source("")),)))
    assert {window.features["continued"] for window in windows} == {0.0}


def test_a_question_without_evidence_of_its_kind_has_none_near() -> None:
    window = judge("بحيرة فيكتوريا", AnswerKind.YES_NO)[0]
    assert window.features["near:yes_no"] == pytest.approx(0.0, abs=1e-4)
    assert window.features["evidence_count"] == 0.0


def test_the_heaviest_window_comes_first_and_ties_follow_rank_and_place() -> None:
    windows = judge("عاصمة", AnswerKind.OTHER, weights={"reciprocal_rank": -1.0})
    ranks = [window.hit.rank for window in windows if not window.held]
    assert ranks == sorted(ranks, reverse=True)
    tied = judge("عاصمة", AnswerKind.OTHER, weights={"nothing": 1.0})
    assert [window.hit.rank for window in tied if not window.held] == sorted(ranks)


def test_nothing_is_judged_without_hits() -> None:
    assert judge("زرافة", AnswerKind.OTHER) == []


def test_a_reader_recalls_what_it_read() -> None:
    analyzer = PassageAnalyzer(Analyzer())
    passage = passage_of(SENTENCE)
    assert analyzer.analyze(passage) is analyzer.analyze(replace(passage))
    assert analyzer.analyze(passage).places(Span(0, 8)) == range(2)


def run(*parts: str) -> Passage:
    """A passage of sentences parted by blanks, that begins at 7 in its document."""
    spans, start = [], 7
    for part in parts:
        spans.append(Span(start, start + len(part)))
        start += len(part) + 1
    text = " ".join(parts)
    return Passage("d", 0, 7, 7 + len(text), text, tuple(spans))


def spans(passage: Passage, limit: int) -> list[tuple[int, int]]:
    """The windows of a passage as offsets in its text."""
    return [(span.start - 7, span.end - 7) for span in cut_windows(passage, limit)]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (f"{'ب' * 97} جج", [(0, 100)]),
        (f"{'ب' * 98} جج", [(0, 98), (99, 101)]),
        (f"{'ب' * 100} جج", [(0, 100), (101, 103)]),
        (f"{'ب' * 101} جج", [(0, 100), (100, 104)]),
        (f"{'ب' * 60}،   {'ج' * 60} {'د' * 30}", [(0, 61), (64, 155)]),
        (f"{'ب' * 49}، {'ج' * 30} {'د' * 60}", [(0, 50), (51, 142)]),
        (f"{'ب' * 38}، {'ج' * 30} {'د' * 60}", [(0, 70), (71, 131)]),
        (f"{'ب' * 39}، {'ج' * 30} {'د' * 60}", [(0, 40), (41, 132)]),
        (f"{'ب' * 50}،ج {'ج' * 20} {'د' * 60}", [(0, 73), (74, 134)]),
        (f"{'ب' * 99}، {'ج' * 20}", [(0, 100), (101, 121)]),
        (f"{'ب' * 50}، {'ج' * 48}، {'د' * 60}", [(0, 51), (52, 101), (102, 162)]),
    ],
)
def test_a_sentence_longer_than_the_limit_is_cut_where_a_clause_or_a_word_ends(
    sentence: str, expected: list[tuple[int, int]]
) -> None:
    assert spans(run(sentence), 100) == expected


def test_a_sentence_as_long_as_the_limit_is_whole() -> None:
    assert spans(run("ب" * 100, "جج"), 100) == [(0, 100), (101, 103)]


@pytest.mark.parametrize(
    ("first", "clause", "expected"),
    [
        (50, 38, [(0, 50), (51, 89), (90, 189)]),
        (50, 39, [(0, 90), (51, 90), (91, 190)]),
        (50, 49, [(0, 100), (51, 100), (101, 200)]),
        (50, 50, [(0, 50), (51, 101), (102, 201)]),
        (10, 60, [(0, 71), (11, 71), (72, 171)]),
    ],
)
def test_a_run_goes_on_to_a_clause_that_adds_forty(
    first: int, clause: int, expected: list[tuple[int, int]]
) -> None:
    assert spans(run(f"{'ا' * first}", f"{'ب' * (clause - 1)}، {'ج' * 99}"), 100) == expected


@pytest.mark.parametrize(("first", "end"), [(139, 190), (140, 140), (141, 141)])
def test_a_run_of_seven_tenths_of_the_limit_is_long_enough(first: int, end: int) -> None:
    assert spans(run("ا" * first, f"{'ب' * (188 - first)}، {'ج' * 150}"), 200)[0] == (0, end)


@pytest.mark.parametrize("mark", "،؛,;:)»")
def test_a_clause_ends_at_a_mark_before_a_blank(mark: str) -> None:
    assert spans(run(f"{'ب' * 49}{mark} {'ج' * 30} {'د' * 60}"), 100) == [(0, 50), (51, 142)]


@pytest.mark.parametrize("dash", "-–—")
def test_a_clause_ends_before_a_dash_between_blanks(dash: str) -> None:
    assert spans(run(f"{'ب' * 50} {dash} {'ج' * 20} {'د' * 60}"), 100) == [(0, 50), (51, 134)]


def test_a_run_begins_at_every_sentence_and_where_another_was_cut() -> None:
    sentence = f"{'ب' * 49}، {'ج' * 49}، {'د' * 49}"
    assert spans(run("ا" * 30, sentence), 100) == [(0, 81), (31, 81), (82, 182)]
    assert spans(run("ا" * 30, sentence, "ه" * 9), 100) == [(0, 81), (31, 81), (82, 182), (183, 192)]


def test_the_rest_of_a_passage_is_a_run_however_short() -> None:
    assert spans(run("ا" * 40, "ب" * 20), 100) == [(0, 61), (41, 61)]
    assert spans(run("ا" * 60, "ب" * 20, "ج" * 90), 100) == [(0, 81), (61, 81), (82, 172)]


def features_in(
    text: str,
    asked: str,
    kind: AnswerKind = AnswerKind.OTHER,
    *,
    place: int = 0,
    title: str = "",
    limit: int = 300,
) -> dict[str, float]:
    """The features of the window that begins at a place of a text, the corpus's only document."""
    windows = windows_of(text, asked, kind, title=title, limit=limit)
    return dict(next(window.features for window in windows if window.span.start == place))


def windows_of(
    text: str, asked: str, kind: AnswerKind = AnswerKind.OTHER, *, title: str = "", limit: int = 300
) -> list[Window]:
    index = build_index(Corpus((Document("d", text, Source(title)),)))
    question = Question(asked, kind, tuple(QuestionWord(word) for word in asked.split()))
    hits = [Hit(passage, 1, 0.5) for passage in index.passages[:1]]
    matcher, analyzer = QuestionMatcher(question, index), PassageAnalyzer(Analyzer())
    return judge_windows(question, hits, matcher, analyzer, weights={"score": 1.0}, limit=limit)


def test_a_window_has_all_the_features_of_its_words() -> None:
    text = "زار سمير مدينة حمص في شتاء 1950 ثم رحل."
    assert features_in(text, "سمير حمص زرافة", AnswerKind.WHEN, title="سمير وخالد") == pytest.approx(
        {
            "score": 0.5,
            "gap": 0.0,
            "reciprocal_rank": 1.0,
            "covered": share_of(text, "سمير حمص زرافة", {0, 1}),
            "covered_with_title": share_of(text, "سمير حمص زرافة", {0, 1}),
            "in_order": 0.5,
            "exact_in_order": 0.0,
            "continued": 0.0,
            "opens_document": 1.0,
            "leads": 1.0,
            "title_share": share_of(text, "سمير حمص زرافة", {0}),
            "title_asked": 0.5,
            "share": 1.0,
            "evidence:when": 1.0,
            "near:when": math.exp(-3 / 8),
            "evidence_count": math.log(2),
        }
    )


def share_of(text: str, asked: str, held: set[int]) -> float:
    """Share of the question's weight that some of its words have."""
    index = build_index(Corpus((Document("d", text, Source("سمير وخالد")),)))
    question = Question(asked, AnswerKind.OTHER, tuple(QuestionWord(word) for word in asked.split()))
    weights = QuestionMatcher(question, index).weights
    return sum(weights[place] for place in held) / sum(weights)


def test_a_question_whose_words_weigh_nothing_is_covered_by_nothing() -> None:
    text = "زار سمير حمص."
    question = Question("؟", AnswerKind.OTHER, (QuestionWord("؟"),))
    index = build_index(Corpus((Document("d", text, Source("")),)))
    hits = [Hit(index.passages[0], 1, 1.0)]
    matcher, analyzer = QuestionMatcher(question, index), PassageAnalyzer(Analyzer())
    window = judge_windows(question, hits, matcher, analyzer, weights={}, limit=300)[0]
    names = ("covered", "covered_with_title", "title_share", "in_order", "leads", "title_asked")
    assert [window.features[name] for name in names] == [0.0] * 6
    assert window.score == 0.0


@pytest.mark.parametrize(
    ("text", "in_order", "exact"),
    [
        ("زار سمير حمص", 1.0, 1.0),
        ("زار وسمير حمص", 1.0, 0.0),
        ("زار سمير في حمص", 1.0, 0.5),
        ("زار سمير مع خالد حمص", 0.5, 0.5),
        ("زار حمص سمير", 0.0, 0.0),
        ("سمير في حمص", 0.5, 0.0),
        ("سمير حمص", 0.5, 0.5),
        ("سمير ثم سمير حمص", 0.5, 0.5),
        ("زار حمص", 0.0, 0.0),
        ("زار زار سمير سمير", 0.5, 0.5),
    ],
)
def test_neighbors_of_the_question_count_where_they_are_neighbors_in_the_window(
    text: str, in_order: float, exact: float
) -> None:
    found = features_in(text, "زار سمير حمص")
    assert (found["in_order"], found["exact_in_order"]) == (in_order, exact)


def test_a_single_word_has_no_neighbors() -> None:
    found = features_in("زار سمير حمص", "سمير")
    assert (found["in_order"], found["exact_in_order"]) == (0.0, 0.0)


def test_another_name_of_a_word_is_written_as_asked() -> None:
    index = build_index(Corpus((Document("d", "زار أبو خالد حمص.", Source("")),)))
    words = (QuestionWord("سمير", ("خالد",)), QuestionWord("حِمص"))
    question = Question("", AnswerKind.OTHER, words)
    matcher, analyzer = QuestionMatcher(question, index), PassageAnalyzer(Analyzer())
    hits = [Hit(index.passages[0], 1, 1.0)]
    window = judge_windows(question, hits, matcher, analyzer, weights={}, limit=300)[0]
    assert window.features["exact_in_order"] == 1.0


LONG = "كان ذلك يوما طويلا من أيام الصيف البعيدة التي لا تنسى أبدا في تلك القصص كلها"


@pytest.mark.parametrize(
    ("second", "leads"),
    [("سمير زار حمص أمس", 1.0), ("زار أمس سمير حمص", 1.0), ("زار أمس وحيدا سمير", 0.0), ("زار حمص", 0.0)],
)
def test_a_word_leads_a_window_that_has_it_among_its_first_three(second: str, leads: float) -> None:
    text = f"{LONG}. {second}."
    assert features_in(text, "سمير", place=len(LONG) + 2, limit=100)["leads"] == leads


def test_only_the_first_window_of_a_document_opens_it() -> None:
    text = f"زار سمير حمص. {LONG}. {LONG}."
    shares = {
        window.span.start: (window.features["opens_document"], window.features["share"])
        for window in windows_of(text, "سمير", limit=100)
    }
    length = len(LONG) + 1
    assert shares == {
        0: (1.0, (14 + length) / len(text)),
        14: (0.0, length / len(text)),
        15 + length: (0.0, length / len(text)),
    }


def test_the_first_window_of_a_later_passage_opens_no_document() -> None:
    passage = replace(passage_of(SENTENCE), previous=0)
    index = build_index(Corpus((Document("d", SENTENCE, Source("")),)))
    question = Question("جملة", AnswerKind.OTHER, (QuestionWord("جملة"),))
    matcher, analyzer = QuestionMatcher(question, index), PassageAnalyzer(Analyzer())
    window = judge_windows(question, [Hit(passage, 1, 1.0)], matcher, analyzer, weights={}, limit=300)[0]
    assert window.features["opens_document"] == 0.0


@pytest.mark.parametrize(
    ("title", "asked", "title_asked"),
    [("", "سمير", 0.0), ("سمير", "سمير", 1.0), ("سمير وخالد وليلى", "سمير", 1 / 3), ("خالد", "سمير", 0.0)],
)
def test_the_share_of_the_title_that_is_asked_for(title: str, asked: str, title_asked: float) -> None:
    assert features_in("زار سمير حمص", asked, title=title)["title_asked"] == pytest.approx(title_asked)


@pytest.mark.parametrize(
    ("text", "asked", "evident", "distance", "count"),
    [
        ("زار سمير حمص 1950", "سمير", 1.0, 2, 1),
        ("عام 1950 زار سمير حمص", "سمير", 1.0, 2, 2),
        ("زار سمير 1950", "سمير 1950", 0.0, 99, 0),
        ("عام 1950 زار سمير", "سمير 1950", 1.0, 1, 1),
        ("1950 زار سمير", "خالد", 1.0, 99, 1),
        ("زار سمير حمص", "سمير", 0.0, 99, 0),
        ("1950 كان أمس جميلا زار سمير حمص 1960", "سمير", 1.0, 2, 3),
    ],
)
def test_evidence_counts_by_how_near_it_is_to_the_words(
    text: str, asked: str, evident: float, distance: int, count: int
) -> None:
    found = features_in(text, asked, AnswerKind.WHEN)
    assert [found[name] for name in ("evidence:when", "near:when", "evidence_count")] == [
        evident,
        pytest.approx(math.exp(-distance / 8), rel=1e-6, abs=0),
        pytest.approx(math.log(1 + count)),
    ]


@pytest.mark.parametrize("kind", [AnswerKind.HOW_MANY, AnswerKind.HOW_MUCH])
def test_both_kinds_of_number_have_one_name(kind: AnswerKind) -> None:
    found = features_in("زار سمير حمص 1950", "سمير", kind)
    assert found["evidence:number"] == 1.0
    assert found["near:number"] == pytest.approx(math.exp(-2 / 8))


def test_only_what_a_window_holds_counts_for_it() -> None:
    text = f"زار سمير حمص 1950. {LONG}. زار خالد حلب 1960 ثم 1970."
    windows = windows_of(text, "سمير خالد", AnswerKind.WHEN, limit=100)
    found = {window.span.start: window.features for window in windows}
    last = text.index("زار خالد")
    assert [found[place]["evidence_count"] for place in (0, last)] == [
        pytest.approx(math.log(2)),
        pytest.approx(math.log(3)),
    ]
    assert found[19]["covered"] == 0.0
    covered = [found[place]["covered"] for place in (0, last)]
    assert covered == [pytest.approx(0.5)] * 2
    assert {window.in_passage for window in windows} == {frozenset({0, 1})}


@pytest.mark.parametrize(
    ("left", "right", "least"),
    [
        ([], [], 99),
        ([1], [], 99),
        ([], [1], 99),
        ([5], [1, 9], 4),
        ([5], [2, 9], 3),
        ([5], [1, 6], 1),
        ([5], [5], 0),
        ([5], [1, 2, 3], 2),
        ([5], [7, 8, 9], 2),
        ([1, 20], [10, 18], 2),
        ([1, 20], [3, 10], 2),
        ([0], [200], 99),
    ],
)
def test_the_distance_of_two_lists_is_that_of_their_nearest_places(
    left: list[int], right: list[int], least: int
) -> None:
    assert _distance(left, right) == least


def continued(second: str, kind: AnswerKind = AnswerKind.WHERE, *, first: str = "وصل إلى مدينة حلب") -> float:
    """How much the sentence behind adds to a window that ends before it."""
    text = f"{first} {LONG}. {second}. {LONG}"
    windows = windows_of(text, "استقبل سمير", kind, limit=110)
    return next(window.features["continued"] for window in windows if window.span.start == 0)


def test_a_sentence_that_points_back_adds_the_words_that_the_window_has_not() -> None:
    assert continued("استقبل الوالي سمير هناك") == pytest.approx(1.0)
    assert 0.0 < continued("استقبل الوالي ضيفه هناك") < 0.5
    assert continued("استقبل الوالي سمير هناك", first="وصل سمير إلى حلب مدينة") == pytest.approx(0.5)
    assert continued("فرح الناس هناك") == 0.0
    assert continued("استقبل الوالي سمير آنذاك") == 0.0
    assert continued("استقبل الوالي سمير هناك", AnswerKind.WHO) == 0.0
    assert continued("استقبل الوالي سمير هناك", first="وصل خالد إلى حلب") == 0.0


def test_a_sentence_may_point_back_right_behind_a_window() -> None:
    parts = [f"وصل إلى مدينة حلب {LONG}.", "استقبل الوالي سمير هناك."]
    text = "".join(parts)
    border = len(parts[0])
    passage = Passage("d", 0, 0, len(text), text, (Span(0, border), Span(border, len(text))))
    question = Question("", AnswerKind.WHERE, (QuestionWord("سمير"),))
    index = build_index(Corpus((Document("d", text, Source("")),)))
    matcher, analyzer = QuestionMatcher(question, index), PassageAnalyzer(Analyzer())
    windows = judge_windows(question, [Hit(passage, 1, 1.0)], matcher, analyzer, weights={}, limit=110)
    assert [(window.span.start, window.features["continued"]) for window in windows] == [
        (0, 1.0),
        (border, 0.0),
    ]


def test_windows_are_ordered_by_whether_others_hold_them_score_rank_and_place() -> None:
    index = build_index(Corpus((Document("d", SENTENCE, Source("")),)))
    text = f"{SENTENCE} {LONG}. {SENTENCE}"
    sentences = passage_of(text).sentences
    passage = Passage("d", 0, 0, len(text), text, sentences)
    question = Question("جملة", AnswerKind.OTHER, (QuestionWord("جملة"),))
    matcher, analyzer = QuestionMatcher(question, index), PassageAnalyzer(Analyzer())
    hits = [Hit(passage, 4, 0.5), Hit(passage, 2, 0.75), Hit(passage, 5, 0.75)]

    def order(weights: dict[str, float]) -> list[tuple[float, int, int, bool]]:
        windows = judge_windows(question, hits, matcher, analyzer, weights=weights, limit=110)
        return [(one.score, one.hit.rank, one.span.start, one.held) for one in windows]

    second, third = (sentence.start for sentence in sentences[1:])
    assert order({"gap": 2.0}) == [
        *((0.5, rank, place, False) for rank in (2, 5) for place in (0, second)),
        *((0.0, 4, place, False) for place in (0, second)),
        *((0.5, rank, third, True) for rank in (2, 5)),
        (0.0, 4, third, True),
    ]
    assert order({"reciprocal_rank": 1.0})[:2] == [(0.5, 2, 0, False), (0.5, 2, second, False)]
    assert order({"reciprocal_rank": 1.0, "score": 1.0})[-1] == (0.75, 4, third, True)


def test_no_window_holds_the_first_one_however_short() -> None:
    assert [window.held for window in windows_of("ب", "ب")] == [False]


def test_nothing_is_continued_where_no_sentence_follows_or_it_follows_without_pointing_back() -> None:
    text = f"وصل إلى مدينة حلب هناك {LONG}. فرح الناس. {LONG}."
    windows = windows_of(text, "استقبل سمير", AnswerKind.WHERE, limit=110)
    assert {window.features["continued"] for window in windows} == {0.0}
