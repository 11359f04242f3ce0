"""What comes next on the clock, in words."""

from pathlib import Path

from bot.demo.ahead import ahead
from bot.demo.stage import Stage
from tests.demo.playing import URGENT, at, playing


async def said(stage: Stage) -> str:
    """What is ahead."""
    found = await ahead(stage.pace.trial.bot.desk, stage.pace.now)
    assert found is not None
    assert (found.ticket, found.zone) == (1, "America/Los_Angeles")
    return found.what


async def test_without_a_running_clock_nothing_is_ahead(tmp_path: Path) -> None:
    async with playing("2026-07-10 17:40-07:00", tmp_path) as (stage, _):
        assert await ahead(stage.pace.trial.bot.desk, stage.pace.now) is None


async def test_each_deadline_of_a_ticket_is_named_before_it_comes(tmp_path: Path) -> None:
    async with playing("2026-07-10 17:40-07:00", tmp_path) as (stage, _):
        await stage.types("ana", URGENT)
        told = []
        for _ in range(3):
            told.append(await said(stage))
            await stage.waits_for_deadline()
        await stage.types("olly", "/ticket ack 1")
        told.append(await said(stage))
        await stage.types("olly", "/ticket regrade 1 high A backup link works.")
        for _ in range(6):
            told.append(await said(stage))
            await stage.waits_for_deadline()
    assert told == [
        "page to secondary",
        "page to the leads",
        "page to primary",
        "paged again, if nobody has it",
        "first response, warning",
        "first response, warning",
        "first response, warning",
        "first response, due",
        "first response, still not done: #escalations",
        "first response, still not done: #leadership",
    ]


async def test_a_deadline_that_was_not_dealt_with_is_still_the_next(tmp_path: Path) -> None:
    async with playing("2026-07-10 17:40-07:00", tmp_path) as (stage, _):
        await stage.types("ana", URGENT)
        found = await ahead(stage.pace.trial.bot.desk, at("2026-07-10 17:55-07:00"))
    assert found is not None
    assert (found.at < at("2026-07-10 17:51-07:00"), found.what) == (True, "what should have been told already")


async def test_whoever_acknowledged_is_paged_again_unless_they_stir(tmp_path: Path) -> None:
    async with playing("2026-07-10 17:40-07:00", tmp_path) as (stage, _):
        await stage.types("ana", URGENT)
        await stage.types("ana", "/ticket ack 1")
        assert await said(stage) == "paged again, if nobody has it"
