"""Which window a verb needs, what stands in it, and which clock is meant where none is named."""

import json
from collections.abc import AsyncIterator
from datetime import datetime

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.app import opened
from bot.clocks.contract import ClockKind
from bot.clocks.entries import Opened
from bot.demo.office import office
from bot.desk.access import Verb
from bot.desk.handling import handle
from bot.desk.intake import open_ticket
from bot.desk.refusals import NoSuchTicketError, NotAllowedError, NothingToDoError, ProposalAnsweredError
from bot.desk.requests import Asker, Close, Object, OpenTicket, Resolve
from bot.slack.actions import Action
from bot.slack.blocks import Block
from bot.slack.choices import CloseChange
from bot.slack.handling_words import Handle
from bot.slack.people import People
from bot.slack.windows import OPENED_BY, WINDOW_VERBS, TicketWindows, asked_about
from tests.databases import PATIENT
from tests.journeys.story import at
from tests.slack.tickets import CARA, critical, ticket

FRIDAY = at("2026-06-05 12:00-07:00")
ANA = Asker(person="U0ANA", channel="C0TRIAGE")
CARL = Asker(person="U0CARL", channel="C0ACME")
OTTO = Asker(person="U0OTTO", channel="C0TRIAGE")


async def now() -> datetime:
    return FRIDAY


@pytest.fixture
async def windows(database_url: str) -> AsyncIterator[TicketWindows]:
    """The windows of an office with Acme's urgent ticket T-1."""
    async with opened(database_url, office().configuration, now) as (desk, _):
        desk.database.patience = PATIENT
        request = OpenTicket(key="k", asker=ANA, customer="acme", severity="urgent", title="SSO login fails")
        await open_ticket(desk, request, FRIDAY)
        client = AsyncWebClient(base_url="http://127.0.0.1:1/", retry_handlers=[])
        yield TicketWindows(desk=desk, people=People(client))


def steps(view: Block) -> set[str]:
    return {block["accessory"]["action_id"] for block in view["blocks"] if "accessory" in block}


async def test_no_window_opens_for_a_proposal_that_stands_no_more(windows: TicketWindows) -> None:
    await handle(windows.desk, Resolve(key="r", asker=ANA, ticket=1, text="It is mended."), FRIDAY)
    asked = Handle(verb=Verb.OBJECT, ticket=1, proposal=2)
    assert (await windows.of(asked, CARL, FRIDAY)).view["title"]["text"] == "Not resolved T-1"
    await handle(windows.desk, Object(key="o", asker=CARL, ticket=1, text="It still fails."), FRIDAY)
    await handle(windows.desk, Resolve(key="s", asker=ANA, ticket=1, text="It is mended now."), FRIDAY)
    with pytest.raises(ProposalAnsweredError):
        await windows.of(asked, CARL, FRIDAY)


@pytest.mark.parametrize("verb", OPENED_BY)
async def test_every_window_holds_what_was_said_already(windows: TicketWindows, verb: Verb) -> None:
    if verb in (Verb.CONFIRM, Verb.OBJECT):
        await handle(windows.desk, Resolve(key="r", asker=ANA, ticket=1, text="It is mended."), FRIDAY)
    if verb is Verb.REOPEN:
        await handle(windows.desk, Close(key="c", asker=ANA, ticket=1, reason="resolved"), FRIDAY)

    view = (await windows.of(Handle(verb=verb, ticket=1, text="They see a blank page."), ANA, FRIDAY)).view

    answers = {"proposal": 2} if verb in (Verb.CONFIRM, Verb.OBJECT) else {}
    assert json.loads(view["private_metadata"]) == {"ticket": 1, **answers}
    assert "They see a blank page." in str(view["blocks"])


async def test_a_window_opens_for_nobody_who_may_not_do_what_it_is_for(windows: TicketWindows) -> None:
    for verb in OPENED_BY:
        with pytest.raises(NoSuchTicketError):
            await windows.of(Handle(verb=verb, ticket=1), OTTO, FRIDAY)
    with pytest.raises(NotAllowedError):
        await windows.of(Handle(verb=Verb.CLOSE, ticket=1), CARL, FRIDAY)


def test_every_window_has_one_button_that_opens_it() -> None:
    assert len(OPENED_BY) == len(WINDOW_VERBS) + 1
    assert {OPENED_BY[verb] for verb in OPENED_BY} == {*WINDOW_VERBS, Action.CONFIRM}


async def test_whom_a_ticket_is_assigned_to_is_chosen_already_where_it_was_said(windows: TicketWindows) -> None:
    for word, chosen in (("U0OMAR", "U0OMAR"), ("me", "U0ANA"), ("nobody", None), ("", None)):
        view = (await windows.of(Handle(verb=Verb.ASSIGN, ticket=1, word=word), ANA, FRIDAY)).view
        select = next(block["element"] for block in view["blocks"] if block.get("block_id") == "to")
        assert select.get("initial_user") == chosen


async def test_the_next_steps_are_those_of_ones_role(windows: TicketWindows) -> None:
    ours = steps((await windows.next_steps(ANA, 1, FRIDAY)).view)
    theirs = steps((await windows.next_steps(CARL, 1, FRIDAY)).view)

    assert {"take", "reply", "close"} <= ours
    assert theirs
    assert theirs < ours
    assert not theirs & {"take", "reply", "close", "history"}


async def test_the_close_window_is_drawn_again_with_what_the_chosen_reason_needs(windows: TicketWindows) -> None:
    change = CloseChange(
        asker=ANA, view_id="V1", view_hash="h", ticket=1, reason="out_of_scope", text="They ask for more.", line=""
    )
    drawn = await windows.close_changed(change, FRIDAY)

    assert (drawn.view_id, drawn.view_hash) == ("V1", "h")
    assert "line" in {block.get("block_id") for block in drawn.view["blocks"]}
    assert "They ask for more." in str(drawn.view["blocks"])


def test_the_clock_that_is_asked_about_is_the_one_named_or_the_most_urgent() -> None:
    both = critical()
    assert asked_about(both, None).kind is both.live_clocks[0].kind
    assert asked_about(both, ClockKind.CALL_BACK).kind is ClockKind.CALL_BACK
    with pytest.raises(NothingToDoError):
        asked_about(ticket(), ClockKind.CALL_BACK)
    with pytest.raises(NothingToDoError):
        asked_about(both, ClockKind.CALL_BACK, 7)


def test_a_ticket_that_was_taken_without_promises_says_why_there_is_nothing_to_prove() -> None:
    uncovered = Opened(at=FRIDAY, by=CARA, severity="urgent", covered=False)
    with pytest.raises(NothingToDoError) as refused:
        asked_about(ticket(first=uncovered), None)
    assert refused.value.why == "it was taken without promises, so that no clock runs on it"
