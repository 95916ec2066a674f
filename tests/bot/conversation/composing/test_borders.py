from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.composing.borders import closes_sentence, opens_sentence, screen_after, screen_before

TEXT = "وصل الوفد. قال: «نبدأ الآن.» ثم بدأ\nعنوان\n- بند أول"
WILD = st.text(st.sampled_from("ابت .؟!\n «»…\u00a0a1😀ً"), max_size=120)


@pytest.mark.parametrize(
    ("at", "opens"),
    [
        (0, True),
        (TEXT.index("الوفد"), False),
        (TEXT.index("قال"), True),
        (TEXT.index("نبدأ"), False),
        (TEXT.index("ثم"), True),
        (TEXT.index("عنوان"), True),
        (TEXT.index("بند"), True),
    ],
)
def test_a_sentence_opens_after_the_end_of_another_or_on_a_new_line(at: int, opens: bool) -> None:  # noqa: FBT001
    assert opens_sentence(TEXT, at) is opens


@pytest.mark.parametrize(
    ("words", "closes"),
    [
        ("الوفد.", True),
        ("الوفد", True),
        ("قال", False),
        ("الآن.»", True),
        ("الآن.", True),
        ("بدأ", True),
        ("بند", False),
        ("بند أول", True),
    ],
)
def test_a_sentence_closes_at_its_mark_or_at_the_end_of_its_line(words: str, closes: bool) -> None:  # noqa: FBT001
    assert closes_sentence(TEXT, TEXT.rindex(words) + len(words)) is closes


def test_a_screen_ends_with_a_sentence_where_one_ends_in_its_second_half() -> None:
    text = "جملة أولى هنا. جملة ثانية هنا. جملة ثالثة طويلة هنا."
    span = screen_after(text, 0, 35)
    assert span is not None
    assert text[span.start : span.end] == "جملة أولى هنا. جملة ثانية هنا."


def test_a_screen_before_begins_with_a_sentence() -> None:
    text = "جملة أولى هنا. جملة ثانية هنا. جملة ثالثة هنا."
    span = screen_before(text, len(text), 35)
    assert span is not None
    assert text[span.start : span.end] == "جملة ثانية هنا. جملة ثالثة هنا."


def test_where_no_sentence_ends_a_screen_is_cut_between_words() -> None:
    span = screen_after("كلمة وكلمة وكلمة", 0, 12)
    assert span is not None
    assert (span.start, span.end) == (0, 10)


def test_a_word_longer_than_a_screen_is_cut() -> None:
    text = "ا" * 50
    after, before = screen_after(text, 0, 20), screen_before(text, 50, 20)
    assert after is not None
    assert before is not None
    assert ((after.start, after.end), (before.start, before.end)) == ((0, 20), (30, 50))


@given(WILD, st.integers(1, 40))
def test_screens_read_the_whole_text_and_never_go_back(text: str, length: int) -> None:
    at, read = 0, ""
    while span := screen_after(text, at, length):
        assert at <= span.start < span.end <= len(text)
        assert span.end - span.start <= length
        read += text[span.start : span.end]
        at = span.end
    assert "".join(read.split()) == "".join(text.split())


@given(WILD, st.integers(1, 40))
def test_screens_read_backwards_miss_nothing_either(text: str, length: int) -> None:
    at, read = len(text), ""
    while span := screen_before(text, at, length):
        assert 0 <= span.start < span.end <= at
        assert span.end - span.start <= length
        read = text[span.start : span.end] + read
        at = span.start
    assert "".join(read.split()) == "".join(text.split())


def test_a_rest_that_fits_on_a_screen_is_shown_whole_wherever_it_begins() -> None:
    text = "مقدمة طويلة بعض الشيء لا تعرض. أول جملة هنا. ثم"
    start = text.index("أول")
    span = screen_after(text, start, len(text) - start)
    assert span is not None
    assert text[span.start : span.end] == "أول جملة هنا. ثم"
