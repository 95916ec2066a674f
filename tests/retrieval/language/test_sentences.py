"""Sentences: the smallest parts that are quoted."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.language.sentences import SENTENCE_LIMIT, split_sentences
from retrieval.types import Span
from tests.arabic_text import ARABIC_TEXT

MARKED_TEXT = st.one_of(
    ARABIC_TEXT, st.text(alphabet=st.sampled_from('كتب دم.؟!…؛،»«“”"()12 \nJS'), max_size=200)
)


def sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in split_sentences(text)]


@pytest.mark.parametrize(
    "expected",
    [
        ["وصل القطار.", "نزل الركاب!", "أين الحقائب؟", "هنا…"],
        ["سطر بلا نقطة", "سطر ثان"],
        ["زاره د. سالم وأ.د. هدى في عيادة م. كريم.", "ثم مضيا."],
        ["ولد سنة 300 ق.م.", "وعاش طويلا."],
        ["عاش في القرن الثالث ق.م. طويلا."],
        ["جرى ذلك في 2014 م.", "ثم توقف."],
        ["بلغ السعر 12.5 دينار.", "وارتفع إلى 1.250 في المساء."],
        ["قال: «لن أرحل. هذا بيتي» ثم سكت.", "وسكتوا."],
        ["كتب “لا أحد. لا شيء” على الباب.", "ومضى."],
        ['قال "نعم. طبعا" وابتسم.', "ثم خرج."],
        ["رأى (انظر ص. 12. ثم 13) ما رأى.", "وعاد."],
        ["«أين كنتم؟» سأل الحارس.", "لم يجب أحد."],
        ["اليوم.. اجتماع في الميناء.", "غدا سفر."],
        ["نقطة بلا فراغ.", "ثم جملة جديدة."],
        ["See J. Smith in the U.S. on Monday.", "He left."],
        ["الموقع https://a.example/b.c?d=e.", "وهو مفتوح."],
        ["1. البند الأول.", "وشرحه."],
        ["عجبا ؟!", "نعم."],
        ["قال «نعم.»", "ثم مضى."],
        ["عاش عام 7 م.", "ثم توقف."],
        ["انظر ق.2.", "ثم عاد."],
        ["مضى.… ثم عاد."],
        ["... وعاد إلى بيته.", "نام."],
        ["“لقد انتهى العمل “، قال المدير.", "ثم خرج."],
    ],
)
def test_a_text_is_cut_where_its_sentences_end(expected: list[str]) -> None:
    joint = "\n" if expected == ["سطر بلا نقطة", "سطر ثان"] else " "
    text = joint.join(expected)
    if expected[0] == "نقطة بلا فراغ.":
        text = "".join(expected)
    assert sentences(text) == expected


def test_the_address_before_a_full_stop_ends_no_sentence_inside() -> None:
    assert sentences("زر a.example.org الآن.") == ["زر a.example.org الآن."]


def test_a_long_quotation_is_cut_at_its_sentences() -> None:
    first = "قال: «" + "هذه جملة طويلة جدا من كلام كثير " * 7 + "انتهت."
    assert sentences(f"{first} وهذه أخرى».") == [first, "وهذه أخرى»."]


def test_an_ellipsis_ends_a_long_sentence_only() -> None:
    long = "مضى الرجل في طريقه الطويل إلى القرية البعيدة خلف الجبل الأخير…"
    assert sentences(f"{long} ثم عاد.") == [long, "ثم عاد."]
    assert sentences("مضى… ثم عاد.") == ["مضى… ثم عاد."]
    assert sentences("مضى…") == ["مضى…"]


def test_a_question_quoted_at_length_ends_its_sentence() -> None:
    long = "سأل " + "عن كل بيت وعن كل شارع في المدينة القديمة " * 6 + "«أين هم؟»"
    assert sentences(f"{long} ثم مضى.")[-1] == "ثم مضى."


def test_marks_without_words_belong_to_the_sentence_before_them() -> None:
    assert sentences("انتهى. ؟") == ["انتهى. ؟"]
    assert sentences("***") == ["***"]
    assert sentences("أولى. ثانية. ؟ !") == ["أولى.", "ثانية. ؟ !"]


@pytest.mark.parametrize(("mark", "cut"), [("؛", "؛"), ("،", "،"), ("", "")])
def test_a_sentence_over_the_limit_is_cut_at_its_best_mark(mark: str, cut: str) -> None:
    text = ("كلمات كثيرة تمضي بلا نهاية ولا توقف" + mark + " ") * 20
    found = sentences(text)
    assert max(map(len, found)) <= SENTENCE_LIMIT
    assert [piece for piece in found[:-1] if not piece.endswith(cut)] == []


@pytest.mark.parametrize(
    ("length", "lengths"), [(360, [239, 120]), (450, [299, 150]), (600, [299, 300]), (330, [219, 110])]
)
def test_a_long_sentence_is_cut_at_the_last_blank_of_two_thirds_or_of_the_limit(
    length: int, lengths: list[int]
) -> None:
    text = ("كلمة " * length)[: length - 1] + "ة"
    assert [len(piece) for piece in sentences(text)][:2] == lengths


def test_a_word_longer_than_any_sentence_is_cut() -> None:
    assert [len(piece) for piece in sentences("ك" * 700)] == [300, 300, 100]


@pytest.mark.parametrize(("length", "pieces"), [(299, 1), (300, 1), (301, 2)])
def test_a_sentence_of_300_characters_stays_whole_and_one_of_301_is_cut(length: int, pieces: int) -> None:
    text = "كلمة " * 70
    assert len(sentences(text[: length - 1] + "ة")) == pieces


@pytest.mark.parametrize(("length", "whole"), [(200, True), (201, False)])
def test_a_quotation_of_200_characters_stays_whole_and_one_of_201_is_cut(length: int, whole: bool) -> None:  # noqa: FBT001
    inner = "ق" * 60 + ". " + "د" * (length - 64)
    assert len(f"«{inner}»") == length
    assert (sentences(f"قال: «{inner}»") == [f"قال: «{inner}»"]) == whole


@pytest.mark.parametrize(("length", "count"), [(59, 1), (60, 2)])
def test_an_ellipsis_ends_a_sentence_from_60_characters_on(length: int, count: int) -> None:
    assert len(sentences("ق" * length + "… ثم عاد.")) == count


@pytest.mark.parametrize(("length", "count"), [(200, 1), (201, 2)])
def test_a_quoted_question_ends_a_sentence_from_201_characters_on(length: int, count: int) -> None:
    before = ("«" + "ق" * length)[:length]
    assert len(sentences(f"{before}؟» ثم مضى.")) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [("قدر.قد", 2), ("قد.قدر", 1), ("قدر.ق", 1), ("قدر!قدر", 1), ("قدر».قدر", 1), ("قدر.12", 1), ("قدر.", 1)],
)
def test_a_full_stop_without_a_blank_ends_a_sentence_between_two_arabic_words(text: str, count: int) -> None:
    assert len(sentences(text)) == count


@pytest.mark.parametrize(("before", "first"), [(57, 300), (58, 59), (59, 60)])
def test_a_long_sentence_is_cut_at_a_mark_that_leaves_60_characters(before: int, first: int) -> None:
    assert len(sentences("ق" * before + "؛ " + "د" * 500)[0]) == first


def test_a_blank_text_has_no_sentence() -> None:
    assert split_sentences(" \n\u00a0\n") == []


@given(MARKED_TEXT)
def test_sentences_are_trimmed_disjoint_in_order_and_contain_all_that_is_not_blank(text: str) -> None:
    spans = split_sentences(text)
    assert [span for span in spans if not text[span.start : span.end].strip()] == []
    assert [
        span for span in spans if text[span.start : span.end] != text[span.start : span.end].strip()
    ] == []
    assert [pair for pair in pairwise(spans) if pair[0].end > pair[1].start] == []
    held = "".join(text[span.start : span.end] for span in spans)
    assert "".join(held.split()) == "".join(text.split())


@given(MARKED_TEXT)
def test_no_sentence_contains_a_line_end(text: str) -> None:
    assert [piece for piece in sentences(text) if "\n" in piece] == []


def test_marks_without_words_belong_to_the_last_of_several_sentences() -> None:
    assert sentences("خبر قديم. خبر جديد. خبر آخر. ***") == ["خبر قديم.", "خبر جديد.", "خبر آخر. ***"]
    assert sentences("خبر قديم. *** ؟ خبر آخر.") == ["خبر قديم. *** ؟", "خبر آخر."]


BEFORE = "خبر " * 16 + "قصير."


@pytest.mark.parametrize(("end", "first"), [(280, 279), (281, 99)])
def test_a_sentence_under_two_limits_is_cut_within_its_first_two_thirds(end: int, first: int) -> None:
    long = "ق" * 98 + "، " + "د" * (end - 102) + "، " + "ر" * (420 - end)
    assert len(long) == 420
    for text, place in ((long, 0), (f"{BEFORE} {long}", 1)):
        assert len(sentences(text)[place]) == first


def test_a_mark_too_near_to_the_beginning_of_a_later_sentence_is_no_place_to_cut() -> None:
    long = "ق" * 50 + "؛ " + "د" * 60 + " " + "ر" * 400
    pieces = sentences(f"{BEFORE} {long}")
    assert pieces[:2] == [BEFORE, "ق" * 50 + "؛ " + "د" * 60]


@pytest.mark.parametrize(
    ("mark", "cut"),
    [("، ", "،"), (", ", ","), (" - ", " -"), (" – ", " –"), (" — ", " —"), (": ", ":")],
)
def test_a_comma_a_dash_and_a_colon_are_better_places_than_a_blank(mark: str, cut: str) -> None:
    text = "ق" * 100 + mark + "د" * 20 + " " + "ر" * 300
    assert sentences(text)[0] == "ق" * 100 + cut


def test_a_semicolon_is_a_better_place_than_a_later_comma() -> None:
    text = "ق" * 80 + "؛ " + "د" * 40 + "، " + "ر" * 300
    assert sentences(text)[0] == "ق" * 80 + "؛"


def test_the_last_good_place_is_taken() -> None:
    text = "ق" * 80 + "؛ " + "د" * 40 + "؛ " + "ر" * 300
    assert sentences(text)[0] == "ق" * 80 + "؛ " + "د" * 40 + "؛"


def test_another_limit_cuts_earlier() -> None:
    text = "كلمة " * 40
    assert [span.end - span.start for span in split_sentences(text, limit=100)] == [99, 99]
    assert [span.end - span.start for span in split_sentences("ق" * 250, limit=100)] == [100, 100, 50]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("جاء في الفصل 3. ثم مضى.", 2),  # a number behind words is the end
        ("3. ثم مضى.", 1),
        ("المادة ق.3. ثم مضى.", 2),
        ("ود. سالم هنا.", 1),
        ("وصل د. سالم.", 1),
        ("وصل سالم د. ثم مضى.", 1),
        ("في 2014 م. ثم مضى.", 2),
        ("هـ. خبر.", 1),
        ("خبر\u06d4 ثم مضى\u06d4", 2),
        ("وصل د\u06d4 سالم\u06d4", 1),
        ("خبر؟! ثم مضى.", 2),
        ("خبر ؟ ثم مضى.", 2),
        ("خبر.» ثم مضى.", 2),
        ("خبر. » ثم مضى.", 2),
        ("خبر؟» ثم مضى.", 1),
        ("خبر!) ثم مضى.", 2),
        ("خبر.. ثم مضى.", 1),
        ("...خبر. ثم مضى.", 2),
        ("خبر…", 1),
        ("(خبر. ثم) مضى. وعاد.", 2),
        ("(خبر. ثم مضى. وعاد.", 3),
        ("«خبر. ثم» مضى. «وعاد. ثم» سكت.", 2),
    ],
)
def test_final_marks_end_a_sentence_or_do_not(text: str, count: int) -> None:
    assert len(sentences(text)) == count


def test_spans_are_offsets_in_the_whole_text() -> None:
    text = "\n خبر قديم.  خبر آخر. \n\n\tسطر\n"
    assert split_sentences(text) == [Span(2, 11), Span(13, 21), Span(25, 28)]
