"""A sample of the campaigns: faults of the Bot API in the real process, and kills at random moments."""

from __future__ import annotations

import asyncio
from pathlib import Path

from tests.faults.campaign import run_all
from tests.faults.catalog import chat_cases, draw, whole_cases
from tests.faults.kills import draw_kills, run_kills
from tests.faults.report import bad_lines

SEED = 20261126
FAULTS, WHOLE, KILLS = 30, 3, 6


def test_faults_of_the_bot_api_lose_no_answer_and_bring_no_second_apology(tmp_path: Path) -> None:
    brief = [case for case in chat_cases() if case.is_brief]
    whole = [case for case in whole_cases() if case.is_brief]
    cases = [*draw(brief, FAULTS, SEED), *draw(whole, WHOLE, SEED)]
    findings = asyncio.run(run_all(cases, tmp_path))
    assert bad_lines(findings) == []
    assert findings.total().cases > FAULTS // 2  # the others found nothing to strike


def test_a_killed_process_comes_back_with_the_last_good_index_and_leaves_nothing_behind(
    tmp_path: Path,
) -> None:
    aftermaths = asyncio.run(run_kills(draw_kills(KILLS, SEED), tmp_path / "killed"))
    assert [str(each) for each in aftermaths if not each.is_good] == []
    assert len(aftermaths) == KILLS
