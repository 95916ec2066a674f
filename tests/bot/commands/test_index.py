from __future__ import annotations

import json

import pytest

from bot.bootstrap import Composition
from bot.commands.index import index


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
