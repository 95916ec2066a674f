from __future__ import annotations

import pytest

from retrieval.answering.line.inferred_words import with_inferred


@pytest.mark.parametrize(
    ("words", "value", "shown"),
    [
        ("10 يناير", "2022-01-10", "10 يناير [2022]"),
        ("9 إلى 10 كانون الثاني", "2022-01-09/2022-01-10", "9 إلى 10 كانون الثاني [2022]"),
        ("من 20 ديسمبر إلى 3 يناير", "2021-12-20/2022-01-03", "من 20 ديسمبر إلى 3 يناير [2021 – 2022]"),
        ("منتصف يناير", "2022-01", "منتصف يناير [2022]"),
        ("اليوم الجمعة", "2022-01-28", "اليوم الجمعة [28 يناير 2022]"),
        ("الشهر المقبل", "2022-02", "الشهر المقبل [فبراير 2022]"),
        ("العام الماضي", "2021", "العام الماضي [2021]"),
        ("1 رمضان", "2022-04-02", "1 رمضان [2 أبريل 2022]"),
    ],
)
def test_what_the_day_of_publication_gave_stands_in_brackets(words: str, value: str, shown: str) -> None:
    assert with_inferred(words, value) == shown
