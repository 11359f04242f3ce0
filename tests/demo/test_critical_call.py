"""The critical call that scenarios begin with: taken by the form, and called back."""

import re
from pathlib import Path

from bot.demo.critical_call import HOW_TO_TAKE_IT, OPENING, SAID, TITLE, omar_takes_the_call, piet_calls_back
from tests.demo.playing import playing


def test_the_newcomer_is_told_exactly_what_to_type() -> None:
    assert re.findall("`([^`]+)`", HOW_TO_TAKE_IT) == [OPENING, "Birdsong Mail", TITLE]


async def test_the_call_is_a_critical_ticket_with_a_call_back_that_is_kept_in_time(tmp_path: Path) -> None:
    async with playing("2026-07-15 02:50+02:00", tmp_path) as (stage, _):
        await omar_takes_the_call(stage)
        assert stage.card_says(TITLE, "P1 Critical", "Bea Customer", "Call-back due")
        await piet_calls_back(stage)
        assert stage.card_says("Call-back kept")
        assert stage.says("triage", SAID)
