from __future__ import annotations

import gc
import sys
import weakref
from pathlib import Path

import psutil
import pytest

from bot.conversation.engines import EngineHolder
from bot.moderation import freeing
from bot.moderation.freeing import give_back_memory
from retrieval import Engine
from tests.evaldata import ROOT


def test_a_replaced_engine_and_all_that_it_remembers_is_freed(tmp_path: Path) -> None:
    engine = Engine.open(ROOT / "seeds", tmp_path)
    engine.answer("متى تفتح المكتبة؟")
    parts: list[weakref.ref[object]] = [weakref.ref(engine), weakref.ref(engine._parser)]
    holder = EngineHolder(engine)
    holder.swap(Engine.open(ROOT / "seeds", tmp_path))
    del engine
    give_back_memory()
    assert [part() for part in parts] == [None, None]


@pytest.mark.skipif(freeing._malloc_trim() is None, reason="needs glibc: run it on Linux")
def test_memory_that_was_freed_goes_back_to_the_system() -> None:
    process = psutil.Process()
    keep, fill = [], []
    for _ in range(4000):  # blocks below the size that is given back at once, some kept between them
        fill.append(bytearray(100_000))
        keep.append(bytearray(5000))
    full = process.memory_info().rss
    fill.clear()
    give_back_memory()
    assert full - process.memory_info().rss > 300e6
    assert len(keep) == 4000


def test_other_c_libraries_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    freeing._malloc_trim.cache_clear()
    monkeypatch.setattr(sys, "platform", "win32")
    try:
        give_back_memory()
        assert freeing._malloc_trim() is None
    finally:
        freeing._malloc_trim.cache_clear()
    assert gc.isenabled()
