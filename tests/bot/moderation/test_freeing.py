from __future__ import annotations

import gc
import shutil
import sys
import weakref
from pathlib import Path
from unittest.mock import AsyncMock

import psutil
import pytest

from bot.bootstrap import Services, compose
from bot.commands.serve import _serve
from bot.conversation import Asker, ReindexStatus
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


def test_nothing_in_a_running_bot_keeps_a_replaced_engine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "seeds", tmp_path / "corpus")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))  # for the indexing process, in another folder
    asker = Asker("telegram:42", is_moderator=True, is_private=True)

    async def reindexed(services: Services) -> int:
        replaced = weakref.ref(services.engines.current)
        await services.conversation.start(asker)
        await services.conversation.ask(asker, "متى تفتح المكتبة؟")
        (tmp_path / "corpus" / "new.txt").write_text("إعلان\n\nيبدأ البيع غدا.\n", encoding="utf-8")
        outcome = await services.reindexer.reindex(AsyncMock())
        assert outcome.status is ReindexStatus.SWAPPED
        return int(replaced() is not None)

    composition = compose(corpus_dir=tmp_path / "corpus", data_dir=tmp_path / "data")
    assert _serve(composition, reindexed) == 0


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
