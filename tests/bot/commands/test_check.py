from __future__ import annotations

import pytest

from bot.bootstrap import Composition
from bot.commands.check import check
from bot.commands.index import index


def lines(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.splitlines()


def test_all_is_well_with_a_corpus_that_can_be_read(
    composition: Composition, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(composition) == 0
    *shown, index_shown, database, token = lines(capsys)
    assert shown == [
        "ok    settings: read",
        f"ok    corpus: 2 documents in {composition.corpus_dir}",
        f"ok    data: {composition.data_dir} can be written",
    ]
    assert index_shown.startswith("ok    index: no index is saved in ")
    assert index_shown.endswith("; `shahid index` or the next start builds it")
    assert [database, token] == [
        "ok    database: opens",
        "ok    token: none; `shahid run` opens the local page",
    ]


def test_an_index_that_fits_is_shown(composition: Composition, capsys: pytest.CaptureFixture[str]) -> None:
    assert index(composition, rebuild=False, progress="json") == 0
    assert check(composition) == 0
    assert "ok    index: saved and up to date" in lines(capsys)


def test_a_file_that_cannot_be_read_is_wrong_and_named(
    composition: Composition, capsys: pytest.CaptureFixture[str]
) -> None:
    (composition.corpus_dir / "broken.pdf").write_bytes(b"no pdf")
    assert check(composition) == 1
    assert [line.partition(": ")[0] for line in lines(capsys)[1:3]] == [
        "ok    corpus",
        "WRONG corpus broken.pdf",
    ]


def test_a_corpus_without_documents_is_wrong_and_says_what_to_put_there(
    composition: Composition, capsys: pytest.CaptureFixture[str]
) -> None:
    for file in composition.corpus_dir.iterdir():
        file.unlink()
    assert check(composition) == 1
    assert lines(capsys)[1] == (
        f"WRONG corpus: 0 documents in {composition.corpus_dir}; "
        "put documents there (.txt, .pdf, .docx, .html and others: docs/corpus.md)"
    )


def test_what_cannot_be_made_is_one_line_and_the_rest_is_checked_all_the_same(
    composition: Composition, capsys: pytest.CaptureFixture[str]
) -> None:
    composition.data_dir.write_bytes(b"a file where the folder should be")
    assert check(composition) == 1
    shown = lines(capsys)
    assert [line.partition(": ")[0] for line in shown if line.startswith("WRONG")] == [
        "WRONG data",
        "WRONG database",
    ]
    assert shown[-1] == "ok    token: none; `shahid run` opens the local page"
