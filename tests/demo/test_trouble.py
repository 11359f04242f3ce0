"""What can be made to go wrong, and that it can be mended again."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.demo.trouble import Trouble, is_on, turn
from tests.demo.playing import URGENT, playing

WHEN = "2026-07-10 17:40-07:00"


@pytest.mark.parametrize("trouble", Trouble)
async def test_what_goes_wrong_stays_so_until_it_is_mended(trouble: Trouble, tmp_path: Path) -> None:
    async with playing(WHEN, tmp_path) as (stage, _):
        slack = stage.pace.trial.slack
        assert not is_on(trouble, slack)
        for on in (True, True, False, False):
            turn(trouble, slack, on=on)
            assert is_on(trouble, slack) is on


async def test_a_bot_that_was_removed_from_the_channel_still_pages_and_tells_the_channel_when_it_is_back(
    tmp_path: Path,
) -> None:
    async with playing(WHEN, tmp_path) as (stage, _):
        await stage.troubles(Trouble.REMOVED, on=True)
        await stage.types("ana", URGENT)
        assert stage.is_paged("olly")
        assert not stage.says("triage", "T-1")

        await stage.troubles(Trouble.REMOVED, on=False)
        await stage.waits(timedelta(minutes=2))
        assert stage.says("triage", "Page to primary", "late")
