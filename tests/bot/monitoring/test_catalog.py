from __future__ import annotations

from pathlib import Path

import pytest

from bot.monitoring.catalog import BEGIN, END, main, metrics_table, with_table


def test_a_metric_stands_under_the_name_that_is_asked_for() -> None:
    rows = metrics_table().splitlines()
    assert rows[:2] == ["| Metric | Type | Meaning |", "|---|---|---|"]
    assert "| `shahid_documents` | gauge | Documents that are served. |" in rows
    assert "| `shahid_questions_total` | counter | Questions asked, by messages and by examples. |" in rows
    assert "| `shahid_build_info` | info | Versions of Shahid and of Python. |" in rows


def test_the_table_takes_the_place_of_the_one_before_and_of_nothing_else(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(f"قبل\n{BEGIN}old\n{END}after\n", encoding="utf-8")
    main(page)
    main(page)
    assert page.read_text(encoding="utf-8") == f"قبل\n{BEGIN}{metrics_table()}{END}after\n"


@pytest.mark.parametrize("page", ["", BEGIN, END])
def test_a_page_without_marks_is_left_alone(page: str) -> None:
    with pytest.raises(ValueError, match="the page has no <!-- metrics:begin -->"):
        with_table(page)
