from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from retrieval.corpus.pictures.locating import NOWHERE, locate, places_of
from retrieval.corpus.pictures.placed import Box, PlacedText
from retrieval.types import Span
from tests.retrieval.corpus.pictures.placing import HEIGHT, LETTER, STEP, line, lines, span_of

PAGE = [
    "تفتح المكتبة أبوابها في الثامنة صباحا وتغلقها",
    "عند الغروب. ولا يدخل أحد بعد ذلك.",
    "في يوم الجمعة تفتح بعد الصلاة، ويبقى الباب",
    "مفتوحا حتى العشاء.",
]
TEXT = " ".join(PAGE)


def marked(
    text: str, quotation: str, placed: list[PlacedText], occurrence: int = 0
) -> list[tuple[float, ...]]:
    """Top, left and right of each mark; none where not all of the quotation was located."""
    span = span_of(text, quotation, occurrence)
    found = locate(text, span, placed)
    if found.places != places_of(text, span):
        return []
    return [(box.top, box.left, box.right) for box in found.boxes]


def width(text: str) -> float:
    return sum(LETTER / 2 if letter == " " else LETTER for letter in text)


def test_a_sentence_is_marked_on_each_of_its_lines() -> None:
    assert marked(TEXT, "في يوم الجمعة تفتح بعد الصلاة، ويبقى الباب مفتوحا حتى العشاء.", lines(PAGE)) == [
        (2 * STEP, 500 - width(PAGE[2]), 500.0),
        (3 * STEP, 500 - width(PAGE[3]), 500.0),
    ]


def test_only_the_quoted_words_of_a_line_are_marked() -> None:
    before, quoted = "عند الغروب. ", "ولا يدخل أحد بعد ذلك."
    right = 500 - width(before)
    assert marked(TEXT, quoted, lines(PAGE)) == [(STEP, right - width(quoted), right)]


def test_the_full_stop_of_the_sentence_before_is_not_marked() -> None:
    placed = lines(["انتهى الأول. «بدأ الثاني» هنا."])
    right = 500 - width("انتهى الأول. ")
    assert marked("انتهى الأول. «بدأ الثاني» هنا.", "«بدأ الثاني»", placed) == [
        (0.0, right - width("«بدأ الثاني»"), right)
    ]


def test_marks_hamzas_and_tatweel_may_be_missing_on_the_page() -> None:
    assert marked("إنَّ الأَمْرَ لِلَّهِ", "إنَّ الأَمْرَ لِلَّهِ", lines(["ان الامـر لله"])) != []
    assert marked("عام كذا هـ.", "عام كذا هـ.", lines(["عام كذا ه."])) != []


def test_blanks_inside_words_and_missing_ones_change_nothing() -> None:
    assert marked("كتاب العلوم الجديد", "كتاب العلوم الجديد", lines(["ك تاب العلومالجديد"])) != []


def test_a_repeated_phrase_is_marked_where_it_is_meant() -> None:
    refrain = "يا دار أهلي سلام"
    page = ["مضى النهار وعاد الركب", refrain, "غنى الرعاة عند البئر", refrain, "نامت نجوم الليل", refrain]
    for occurrence, number in enumerate((1, 3, 5)):
        found = marked(" ".join(page), refrain, lines(page), occurrence)
        assert [top for top, _, _ in found] == [number * STEP]


def test_repeated_words_inside_lines_are_marked_where_they_are_meant() -> None:
    page = ["قال المدير نعم ثم قال", "المدير لا ثم قال المدير نعم"]
    tops = [
        [top for top, _, _ in marked(" ".join(page), "قال المدير", lines(page), occurrence)]
        for occurrence in range(3)
    ]
    assert tops == [[0.0], [0.0, STEP], [STEP]]


def test_columns_that_stand_level_are_read_one_after_the_other() -> None:
    right, left = (
        ["يبدأ النص هنا في العمود", "الأيمن وينزل إلى آخره"],
        ["ثم يصعد إلى رأس العمود", "الأيسر وينتهي هناك"],
    )
    placed = [*lines(right), *lines(left, right=250)]
    text = " ".join(right + left)
    assert [top for top, _, _ in marked(text, "الأيمن وينزل إلى آخره ثم يصعد إلى رأس العمود", placed)] == [
        STEP,
        0,
    ]


def test_columns_with_a_gap_as_narrow_as_a_blank_of_a_justified_line_are_told_apart() -> None:
    right, left = (
        ["يبدأ النص هنا في العمود", "الأيمن وينزل إلى آخره"],
        ["ثم يصعد إلى رأس العمود", "الأيسر وينتهي هناك"],
    )
    edge = 500 - max(map(width, right)) - 0.6 * HEIGHT
    placed = [*lines(right), *lines(left, right=edge)]
    assert [top for top, _, _ in marked(" ".join(right + left), "الأيسر وينتهي هناك", placed)] == [STEP]


def test_the_words_of_a_line_with_wide_gaps_have_one_mark() -> None:
    words = ["كلمات", "بينها", "فراغ", "واسع"]
    placed = [glyph for n, word in enumerate(words) for glyph in line(word, right=500 - 50 * n)]
    assert marked(" ".join(words), " ".join(words), placed) == [(0, 350 - width("واسع"), 500)]


def test_a_running_head_is_never_marked_for_the_same_words_in_the_text() -> None:
    head = "دليل المكتبة العامة"
    page = ["هذا هو دليل المكتبة", "العامة الذي يقرأه الزوار"]
    placed = [*line(head, top=-60), *lines(page)]
    assert [top for top, _, _ in marked(" ".join(page), head, placed)] == [0, STEP]


def test_text_from_the_pages_around_stands_nowhere() -> None:
    text = "كلام من صفحة سابقة. " + TEXT + " وكلام من صفحة تالية."
    assert locate(text, span_of(text, "كلام من صفحة سابقة."), lines(PAGE)) == NOWHERE
    assert marked(text, PAGE[0], lines(PAGE)) != []


def test_a_quotation_that_goes_on_on_the_next_page_is_located_in_part() -> None:
    text = TEXT + " وفي العيد تغلق يومين."
    span = span_of(text, "مفتوحا حتى العشاء. وفي العيد تغلق يومين.")
    found = locate(text, span, lines(PAGE))
    assert [box.top for box in found.boxes] == [3 * STEP]
    assert found.places < places_of(text, span)


def test_a_sentence_with_one_other_word_is_not_located() -> None:
    changed = TEXT.replace("الثامنة", "التاسعة")
    assert marked(changed, "تفتح المكتبة أبوابها في التاسعة صباحا", lines(PAGE)) == []


def test_lines_that_would_be_read_upward_are_not_located() -> None:
    placed = [*line("وآخر الجملة هنا", top=0), *line("هذا أول الجملة", top=40)]
    text = "هذا أول الجملة وآخر الجملة هنا"
    assert marked(text, text, placed) == []


def test_a_stray_word_of_the_page_does_not_spoil_what_goes_on_on_the_next_page() -> None:
    placed = [*line("نشرة المدينة", top=-60), *lines(["أول الكلام هنا", "وهذا آخر الصفحة"])]
    text = "أول الكلام هنا وهذا آخر الصفحة ثم عاد إلى المدينة مساء"
    found = locate(text, span_of(text, "وهذا آخر الصفحة ثم عاد إلى المدينة مساء"), placed)
    assert [box.top for box in found.boxes] == [STEP]


def test_recognized_words_are_located_like_glyphs() -> None:
    words = [
        PlacedText(word, Box(500 - 60 * (number + 1), 0, 500 - 60 * number - 4, HEIGHT))
        for number, word in enumerate(["فتحت", "الأبواب", "في", "1987", "للزوار"])
    ]
    assert marked("فتحت الأبواب في 1987 للزوار", "الأبواب في 1987", words) == [(0, 260, 436)]


def test_a_span_without_letters_is_located_nowhere() -> None:
    assert locate("نص … آخر", Span(3, 4), lines(["نص", "آخر"])) == NOWHERE


@given(
    st.lists(
        st.lists(st.sampled_from(["لا", "قال", "الباب", "12", "نعم", "ثم", "(a)"]), max_size=6), max_size=6
    ),
    st.data(),
)
def test_what_is_located_is_marked_inside_the_page(words: list[list[str]], data: st.DataObject) -> None:
    page = [" ".join(row) for row in words]
    text = " ".join(page)
    start = data.draw(st.integers(0, len(text)))
    span = Span(start, data.draw(st.integers(start, len(text))))
    placed = lines(page)
    found = locate(text, span, placed)
    assert found.places <= places_of(text, span)
    assert bool(found.boxes) == bool(found.places)
    whole = Box(0, 0, 500, STEP * len(page))
    assert all(whole.left <= box.left < box.right <= whole.right for box in found.boxes)
    assert all(whole.top <= box.top < box.bottom <= whole.bottom for box in found.boxes)
