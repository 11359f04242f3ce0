"""What scenarios see, and how they say that something is not there yet."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.demo.stage import Stage
from bot.demo.trouble import Trouble
from bot.playground.refusals import NotPossible
from bot.slack.actions import Field
from tests.demo.playing import URGENT, playing


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with playing("2026-07-09 10:00-07:00", tmp_path) as (stage, _):
        yield stage


async def test_before_there_is_a_ticket_nothing_can_be_done_with_one(stage: Stage) -> None:
    assert not stage.card_says()
    with pytest.raises(NotPossible, match="no ticket yet"):
        stage.card()
    with pytest.raises(NotPossible, match="Olly Oncall has not been paged"):
        stage.page("olly")
    with pytest.raises(NotPossible, match="Ana Agent has no window open"):
        await stage.sends("ana", {})
    with pytest.raises(NotPossible, match="no next deadline"):
        await stage.waits_for_deadline()
    with pytest.raises(NotPossible, match="Carl Customer has written nothing in #acme"):
        stage.message("acme", "carl")
    with pytest.raises(NotPossible, match="Carl Customer has been told nothing"):
        stage.told("carl")
    with pytest.raises(NotPossible, match="Nobody has been answered in #acme"):
        stage.answer("acme")


async def test_the_card_is_the_first_message_and_not_the_page_below_it(stage: Stage) -> None:
    await stage.types("ana", URGENT)
    assert stage.card_says("SSO login fails for everyone", "[Regrade]")
    assert not stage.card().is_reply
    assert stage.says("triage", "Page to primary")
    assert not stage.says("triage", "Page to primary", "[Regrade]"), "all words stand in one message"


async def test_what_one_person_is_told_privately_another_does_not_hear(stage: Stage) -> None:
    await stage.types("ana", URGENT)
    assert stage.tells("ana", "T-1 is open")
    assert not stage.tells("omar", "T-1 is open")


async def test_how_often_somebody_has_written_counts_from_the_beginning_and_with_threads(stage: Stage) -> None:
    assert not stage.wrote("carl", "acme")
    await stage.writes("carl", "acme", "Hello?")
    assert stage.wrote("carl", "acme")
    assert not stage.wrote("carl", "acme", times=2)
    await stage.writes("carl", "acme", "Anybody?", under=stage.message("acme", "carl"))
    assert stage.wrote("carl", "acme", times=2)


async def test_the_last_private_word_and_the_last_answer_to_a_customer_are_found(stage: Stage) -> None:
    await stage.writes("carl", "acme", "Hello?")
    await stage.reacts("carl", stage.message("acme", "carl"), "ticket")
    await stage.presses("carl", stage.told("carl"), "Open a ticket")
    await stage.chooses("carl", Field.SEVERITY, "low")
    await stage.sends("carl", {})
    assert "We have your request" in stage.answer("acme").text
    await stage.types("ana", "/ticket reply 1 Hello, Carl.")
    assert "Hello, Carl." in stage.answer("acme").text


async def test_the_home_tab_says_what_it_said_when_it_was_opened_last(stage: Stage) -> None:
    assert not stage.home_says("ana", "Your tickets")
    await stage.opens_home("ana")
    assert stage.home_says("ana", "Your tickets")
    assert not stage.home_says("ana", "SSO login fails")
    await stage.types("ana", URGENT)
    await stage.opens_home("ana")
    assert stage.home_says("ana", "Your tickets", "SSO login fails")
    assert not stage.home_says("omar", "Your tickets")


async def test_a_form_that_is_refused_says_why(stage: Stage) -> None:
    await stage.types("ana", "/ticket new urgent Acme:")
    assert stage.shows("ana", "New ticket", "Urgent")
    with pytest.raises(NotPossible):
        await stage.sends("ana", {Field.DESCRIPTION: "Without a title."})


async def test_a_page_is_one_until_somebody_has_answered_it(stage: Stage) -> None:
    assert not stage.is_paged("mara")
    await stage.types("ana", URGENT)
    assert stage.is_paged("mara")
    await stage.presses("mara", stage.page("mara"), "Acknowledge")
    assert not stage.is_paged("mara")
    with pytest.raises(NotPossible, match="has not been paged"):
        stage.page("mara")


async def test_the_telephone_rings_three_minutes_after_a_page_that_nobody_answers(stage: Stage) -> None:
    await stage.types("ana", URGENT)
    await stage.waits(timedelta(minutes=2))
    assert not stage.rings("mara", "Page: T-1")
    await stage.waits(timedelta(minutes=1))
    assert stage.rings("mara", "Page: T-1", "SSO login fails")
    assert not stage.rings("piet", "Page: T-1")
    assert not stage.rings("carl", ""), "a customer has no telephone here"


async def test_many_lines_are_typed_before_anything_of_them_is_told(stage: Stage) -> None:
    await stage.types_at_once("ana", [f"/ticket new low Acme: Report {number}" for number in range(9)])
    assert stage.says("triage", "at once", "Report 8")


async def test_while_slack_is_down_nobody_does_anything_and_afterwards_what_waited_is_told(stage: Stage) -> None:
    await stage.troubles(Trouble.DOWN, on=True)
    assert stage.is_troubled(Trouble.DOWN)
    with pytest.raises(NotPossible, match="Slack is down"):
        await stage.types("ana", URGENT)
    await stage.troubles(Trouble.DOWN, on=False)
    await stage.types("ana", URGENT)
    assert stage.card_says()
