from __future__ import annotations

import json
import shutil

import pytest

from bot.bootstrap import Composition
from bot.commands.ask import ask
from bot.commands.index import REFUSED, index
from retrieval import NoEarlierIndexError


def test_the_process_that_runs_it_reads_stages_and_then_the_result(
    composition: Composition, capsys: pytest.CaptureFixture[str]
) -> None:
    (composition.corpus_dir / "broken.pdf").write_bytes(b"no pdf")
    assert index(composition, rebuild=False, progress="json") == 0
    *steps, last = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert [*dict.fromkeys(step["stage"] for step in steps)] == ["reading", "indexing", "checking"]
    result = last["result"]
    assert (result["documents"], result["passages"]) == (2, 2)
    assert [file["name"] for file in result["skipped"]] == ["broken.pdf"]
    assert 0 <= result["seconds"] < 600
    assert len(result["digest"]) >= 12


def test_the_last_line_lists_the_first_skipped_files_and_their_number(
    composition: Composition, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(501):
        (composition.corpus_dir / f"{number:03}.exe").write_text("x", encoding="utf-8")
    assert index(composition, progress="json") == 0
    result = json.loads(capsys.readouterr().out.splitlines()[-1])["result"]
    assert [file["name"] for file in result["skipped"]] == [f"{number:03}.exe" for number in range(500)]
    assert result["skipped_count"] == 501


def test_people_read_one_line_and_a_line_for_each_file_that_was_skipped(
    composition: Composition, capsys: pytest.CaptureFixture[str]
) -> None:
    (composition.corpus_dir / "broken.pdf").write_bytes(b"no pdf")
    assert index(composition, rebuild=False, progress="bar") == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("2 documents, 2 passages, ")
    assert "skipped broken.pdf: " in printed.err


def test_what_is_saved_is_built_again_only_where_that_is_asked_for(
    composition: Composition, capsys: pytest.CaptureFixture[str]
) -> None:
    def stages(*, rebuild: bool) -> list[str]:
        assert index(composition, rebuild=rebuild, progress="json") == 0
        printed = [json.loads(line) for line in capsys.readouterr().out.splitlines()[:-1]]
        return [*dict.fromkeys(step["stage"] for step in printed)]

    assert "indexing" in stages(rebuild=False)
    assert "indexing" not in stages(rebuild=False)
    assert "indexing" in stages(rebuild=True)


def test_an_emptied_folder_is_refused_with_a_code_of_its_own_and_both_numbers(
    composition: Composition, capsys: pytest.CaptureFixture[str]
) -> None:
    index(composition)
    for file in composition.corpus_dir.iterdir():
        file.unlink()
    capsys.readouterr()
    assert index(composition, progress="json") == REFUSED
    printed = capsys.readouterr()
    assert json.loads(printed.out.splitlines()[-1]) == {"refused": {"documents": 0, "before": 2}}
    assert printed.err == (
        "shahid: the corpus holds 0 documents now, the saved index 2: it was not replaced "
        "(--accept-fewer replaces it all the same)\n"
    )
    assert index(composition, accept_fewer=1) == REFUSED
    assert index(composition, accept_fewer=0) == 0
    assert capsys.readouterr().out.startswith("0 documents, 0 passages, ")


def test_going_back_serves_the_index_before_and_says_so(
    composition: Composition, capsys: pytest.CaptureFixture[str]
) -> None:
    index(composition)
    (composition.corpus_dir / "market.txt").unlink()
    index(composition)
    capsys.readouterr()
    assert index(composition, rollback=True) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("2 documents, 2 passages, ")
    assert "answers: a moderator went back to it" in printed.err
    with pytest.raises(NoEarlierIndexError, match="the earlier index answers already"):
        index(composition, rollback=True)


@pytest.mark.parametrize("ask_json", [False, True])
def test_without_its_folder_a_question_is_answered_with_a_warning(
    composition: Composition, capsys: pytest.CaptureFixture[str], *, ask_json: bool
) -> None:
    index(composition)
    shutil.rmtree(composition.corpus_dir)
    capsys.readouterr()
    assert ask(composition, "متى افتتح جسر الوادي الجديد؟", as_json=ask_json, limit=1) == 0
    printed = capsys.readouterr()
    assert "3 مارس 2019" in printed.out
    assert printed.err.startswith("shahid: the saved index of ")
    assert "does not exist: create it" in printed.err
