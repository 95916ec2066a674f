from __future__ import annotations

import pytest

from benchmarks.tables import MarkersMissingError, render_table, replace_between


def test_table_has_its_first_column_to_the_left() -> None:
    assert render_table(["", "RR@10"], [["Lucene", "0.783"]]) == (
        "|  | RR@10 |\n| --- | ---: |\n| Lucene | 0.783 |"
    )


def test_only_the_text_between_the_markers_is_replaced() -> None:
    assert replace_between("قبل <b> قديم <e> بعد", "<b>", "<e>", "جديد") == "قبل <b>\nجديد\n<e> بعد"


@pytest.mark.parametrize("text", ["", "<b>", "<e> <b>", "<b> <b> <e>", "<b> <e> <e>"])
def test_text_without_both_markers_in_order_is_refused(text: str) -> None:
    with pytest.raises(MarkersMissingError):
        replace_between(text, "<b>", "<e>", "")
