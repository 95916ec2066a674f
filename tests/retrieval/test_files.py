from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from retrieval.files import flush, replace_file


def test_a_file_is_written_and_written_over(tmp_path: Path) -> None:
    for content in (b"one", b"", b"three"):
        replace_file(tmp_path / "a", content)
        assert (tmp_path / "a").read_bytes() == content
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize(("mode", "expected"), [(0o644, 0o644), (None, 0o600)])
def test_a_file_has_the_permissions_that_are_asked_for(
    tmp_path: Path, mode: int | None, expected: int
) -> None:
    replace_file(tmp_path / "a", b"", mode=mode)
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == expected


def test_what_was_there_stays_where_the_disk_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    replace_file(tmp_path / "a", b"one")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        replace_file(tmp_path / "a", b"two")
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a", b"one")]


def test_what_is_flushed_must_be_there(tmp_path: Path) -> None:
    flush(tmp_path)
    with pytest.raises(FileNotFoundError):
        flush(tmp_path / "missing")
