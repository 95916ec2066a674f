from __future__ import annotations

import errno
import fcntl
import os
import stat
import threading
import time
from pathlib import Path

import pytest

from retrieval.files import ABANDONED_SECONDS, clear_abandoned, flush, locked, new_folder, replace_file


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


def test_what_a_killed_writer_left_is_removed_by_the_next_file_and_a_live_one_is_not(tmp_path: Path) -> None:
    (tmp_path / ".writing-x").write_bytes(b"half")
    (tmp_path / ".writing-y").mkdir()
    with new_folder(tmp_path) as live:
        replace_file(tmp_path / "a", b"one")
        assert sorted(path.name for path in tmp_path.iterdir()) == sorted([live.name, "a"])
    clear_abandoned(tmp_path)
    clear_abandoned(tmp_path / "missing")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


def test_a_folder_that_was_renamed_stays_and_one_that_was_not_is_removed(tmp_path: Path) -> None:
    with new_folder(tmp_path) as hidden:
        (hidden / "b").write_bytes(b"")
        hidden.rename(tmp_path / "kept")
    with new_folder(tmp_path):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["kept"]


def test_a_folder_is_had_by_one_at_a_time(tmp_path: Path) -> None:
    order: list[str] = []

    def wait() -> None:
        with locked(tmp_path):
            order.append("second")

    other = threading.Thread(target=wait)
    with locked(tmp_path):
        other.start()
        time.sleep(0.05)
        order.append("first")
    other.join()
    assert order == ["first", "second"]


def test_without_locks_what_is_a_day_old_counts_as_left_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: int, __: int) -> None:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", refuse)
    for name, age in {".writing-old": ABANDONED_SECONDS + 60, ".writing-new": ABANDONED_SECONDS - 60}.items():
        (tmp_path / name).mkdir()
        os.utime(tmp_path / name, (time.time() - age,) * 2)
    clear_abandoned(tmp_path)
    replace_file(tmp_path / "a", b"one")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".writing-new", "a"]
