"""What scenarios share does what it says, and is seen to be done only then."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.demo.recurring import (
    acknowledges,
    is_acknowledged,
    makes_a_ticket,
    the_next_deadline_comes,
    types,
    writes,
    writes_in_the_thread,
)
from bot.demo.stage import Stage
from bot.playground.refusals import NotPossible
from bot.slack.actions import Field
from tests.demo.playing import URGENT, playing


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with playing("2026-07-09 10:00-07:00", tmp_path) as (stage, _):
        yield stage


async def test_a_page_is_answered_by_its_button_or_by_taking_the_ticket(stage: Stage) -> None:
    await types("ana", URGENT)(stage)
    assert not is_acknowledged(stage)
    await acknowledges("mara")(stage)
    assert is_acknowledged(stage)
    assert not stage.says("triage", "took it")


async def test_taking_the_ticket_answers_the_page_too(stage: Stage) -> None:
    await types("ana", URGENT, "/ticket take 1")(stage)
    assert is_acknowledged(stage)


async def test_a_ticket_is_made_of_what_the_customer_has_written_last(stage: Stage) -> None:
    await writes("carl", "acme", "An old matter.")(stage)
    await writes("carl", "acme", "Invitations arrive twice.")(stage)
    await makes_a_ticket("ana", "acme", "carl", (Field.SEVERITY, "low"), given={Field.DESCRIPTION: "Since nine."})(
        stage
    )
    assert stage.card_says("Invitations arrive twice.", "Since nine.", "P3 Low")


async def test_what_is_written_in_the_thread_of_the_card_stays_there(stage: Stage) -> None:
    await types("ana", URGENT)(stage)
    await writes_in_the_thread("ana", "It may be the certificate.")(stage)
    assert stage.says("triage", "It may be the certificate.")
    with pytest.raises(NotPossible, match="has written nothing in #triage"):
        stage.message("triage", "ana")


async def test_time_passes_to_the_next_deadline(stage: Stage) -> None:
    await types("ana", URGENT)(stage)
    await the_next_deadline_comes(stage)
    assert stage.says("triage", "Page to secondary")
