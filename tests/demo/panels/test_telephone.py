"""A telephone: what has come on it, for whom, by their own clock, and what of it is over."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.demo.panels.telephone import Telephone
from bot.demo.stage import Stage
from bot.playground.refusals import NotPossible
from tests.demo.playing import playing

NASTY = "/ticket new urgent Acme: <b>SSO</b> login fails"
Phone = tuple[Stage, Telephone]


@pytest.fixture
async def phone(tmp_path: Path) -> AsyncIterator[Phone]:
    async with playing("2026-07-10 17:40-07:00", tmp_path) as (stage, _):
        yield stage, Telephone(stage.pace.trial)


async def shown(phone: Phone, handle: str) -> str:
    """What somebody reads on their telephone, without the tags."""
    stage, panel = phone
    return " ".join(re.sub("<[^>]+>", " ", await panel.html(stage.person(handle))).split())


def test_who_is_called_outside_slack_has_one_and_nobody_else(phone: Phone) -> None:
    stage, panel = phone
    have = [handle for handle in stage.pace.trial.office.people._fields if panel.is_for(stage.person(handle))]
    assert have == ["lena", "tess", "olly", "piet", "mara"]


async def test_at_first_it_is_dark_and_shows_the_owners_time(phone: Phone) -> None:
    said = await shown(phone, "olly")
    assert "02:40 Saturday 11 July · CEST Olly Oncall" in said
    assert "Nothing has come." in said
    assert "rings here after 3 minutes" in said
    assert "17:40 Friday 10 July · PDT Lena Lead" in await shown(phone, "lena")


async def test_a_page_stands_there_until_it_is_over_and_what_people_wrote_is_inert(phone: Phone) -> None:
    stage, panel = phone
    await stage.types("ana", NASTY)
    await stage.waits(timedelta(minutes=4))
    said = await shown(phone, "olly")
    assert "Belltower 02:43 Page: T-1 P1 Urgent, Acme (b)SSO(/b) login fails" in said
    assert "Nothing has come." not in said
    assert "is-urgent" in await panel.html(stage.person("olly"))

    await stage.presses("olly", stage.page("olly"), "Acknowledge")
    said = await shown(phone, "olly")
    assert said.index("Over: T-1") < said.index("over 02:43 Page: T-1"), "the newest first"
    assert "is-urgent" not in await panel.html(stage.person("olly"))


async def test_what_came_on_another_day_is_named_by_it(phone: Phone) -> None:
    stage, _ = phone
    await stage.types("ana", NASTY)
    await stage.waits(timedelta(minutes=4))
    await stage.types("olly", "/ticket regrade 1 low Only one person, and only today.")
    await stage.waits(timedelta(days=2))
    assert "Sat 02:43 Page: T-1" in await shown(phone, "olly")


async def test_it_is_only_looked_at(phone: Phone) -> None:
    stage, panel = phone
    with pytest.raises(NotPossible, match="open Slack"):
        await panel.act(stage.person("olly"), {"answer": "T-1"})
