from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.clocks.contract import ClockKind
from bot.clocks.entries import CalledBack, Entry, Regraded, Replied, Resolved
from bot.desk import speaking
from bot.desk.desk import Desk
from bot.desk.facts import Ticket
from bot.desk.refusals import (
    CadenceError,
    NothingToDoError,
    NowhereToAskError,
    PastInstantError,
    RefusedError,
    TextMissingError,
)
from bot.desk.requests import CallBack, Change, Reply, Update
from tests.desk.office import HOUR, MINUTE, MONDAY, critical, done, opened
from tests.slack.tickets import ANA, ORIGIN
from tests.slack.tickets import critical as critical_ticket
from tests.slack.tickets import ticket as valicare_ticket

LATER = MONDAY + 5 * MINUTE
FRIDAY = critical_ticket().at


def mild(*later: Entry, at: datetime) -> Ticket:
    """A ticket of a Bird customer that became non-critical: updates are a goal, counted in office hours."""
    lowered = Regraded(at=FRIDAY, by=ANA, severity="non_critical", impact="It has stopped.")
    return critical_ticket(lowered, *later, at=at)


async def test_a_reply_stops_the_first_response(desk: Desk) -> None:
    after = await done(desk, Reply, await opened(desk), LATER, text="We are on it.")
    assert [clock.state for clock in after.clocks] == ["met"]


@pytest.mark.clause("B21", "B23")
async def test_a_call_back_stops_the_call_back_and_starts_the_next_update(desk: Desk) -> None:
    after = await done(desk, CallBack, await critical(desk), LATER, text="Called Bea.", next_update=MONDAY + 2 * HOUR)
    [update] = [clock for clock in after.live_clocks if clock.kind is ClockKind.NEXT_UPDATE]
    assert update.due == MONDAY + 2 * HOUR
    with pytest.raises(NothingToDoError):
        await done(desk, CallBack, after, LATER, text="Again.")


async def test_where_no_call_back_is_promised_none_can_be_recorded(desk: Desk) -> None:
    with pytest.raises(NothingToDoError):
        await done(desk, CallBack, await opened(desk), LATER, text="Called Carl.")


@pytest.mark.clause("B16", "B23")
async def test_an_update_says_the_status_the_expected_end_and_when_the_next_one_comes(desk: Desk) -> None:
    ticket = await done(desk, CallBack, await critical(desk), LATER, text="Called Bea.")
    first = await done(
        desk,
        Update,
        ticket,
        LATER + HOUR,
        text="It is the cache.",
        eta=LATER + 3 * HOUR,
        next_update=LATER + 2 * HOUR,
    )
    after = await done(desk, Update, first, LATER + 2 * HOUR, text="It takes longer.", eta=LATER + 5 * HOUR)
    assert [(update.text, update.eta) for update in after.history.updates] == [
        ("It is the cache.", LATER + 3 * HOUR),
        ("It takes longer.", LATER + 5 * HOUR),
    ]
    dues = [clock.due for clock in after.clocks if clock.kind is ClockKind.NEXT_UPDATE]
    assert dues == [LATER + HOUR, LATER + 2 * HOUR, LATER + 3 * HOUR]


@pytest.mark.clause("B23")
async def test_a_cadence_that_was_agreed_on_holds_for_every_later_contact(desk: Desk) -> None:
    ticket = await done(desk, CallBack, await critical(desk), LATER, text="Called Bea.", cadence="2 hours")
    ticket = await done(desk, Reply, ticket, LATER + HOUR, text="We are at it.")
    ticket = await done(desk, Update, ticket, LATER + 2 * HOUR, text="Soon.", cadence="30 minutes")
    ticket = await done(desk, Update, ticket, LATER + 2 * HOUR, text="Sooner.")
    dues = [clock.due for clock in ticket.clocks if clock.kind is ClockKind.NEXT_UPDATE]
    assert dues == [LATER + 2 * HOUR, LATER + 3 * HOUR, LATER + 2.5 * HOUR, LATER + 2.5 * HOUR]
    assert ticket.history.cadence == "30 minutes"


def test_a_moment_that_was_agreed_on_goes_before_the_cadence() -> None:
    moment = FRIDAY + 7 * MINUTE
    assert speaking.agreed(critical_ticket(), next_update=moment, cadence="2 hours") == speaking.Agreed(
        next_update=moment, cadence="2 hours"
    )


def test_without_a_cadence_the_contract_says_when_the_customer_hears_again() -> None:
    assert speaking.agreed(critical_ticket()) == speaking.Agreed(next_update=None, cadence=None)


def test_a_cadence_in_business_time_is_counted_in_the_calendar_of_the_promise() -> None:
    """Four o'clock on a Friday afternoon in Amsterdam: an hour and a half is left, and the weekend does not count."""
    afternoon = FRIDAY - timedelta(hours=9, minutes=30) + timedelta(days=7)
    told = speaking.agreed(mild(at=afternoon), cadence="2 business hours")
    assert told.next_update == afternoon + timedelta(days=2, hours=17, minutes=30)
    assert told.cadence == "2 business hours"


def test_a_cadence_that_can_no_longer_be_counted_gives_way_to_the_contract() -> None:
    said = Replied(at=FRIDAY + MINUTE, by=ANA, text="We are on it.", cadence="1 business day")
    raised = Regraded(at=FRIDAY + 2 * MINUTE, by=ANA, severity="critical", impact="All calls fail again.")
    assert speaking.agreed(mild(said, at=FRIDAY + MINUTE)).next_update is not None
    assert speaking.agreed(mild(said, raised, at=FRIDAY + 2 * MINUTE)).next_update is None


def test_on_a_resolution_that_was_proposed_no_further_update_is_promised() -> None:
    said = CalledBack(at=FRIDAY, by=ANA, text="Called.", cadence="1 hour")
    proposed = critical_ticket(said, Resolved(at=FRIDAY + MINUTE, by=ANA, text="Mended."), at=FRIDAY + MINUTE)
    assert speaking.agreed(proposed).next_update is None


@pytest.mark.parametrize("cadence", ["often", "2", "2 hours 30 minutes", "1.5 hours", "0 minutes", "1 business day"])
def test_what_is_no_cadence_here_is_refused_with_an_example_that_would_do(cadence: str) -> None:
    with pytest.raises(CadenceError) as refused:
        speaking.agreed(critical_ticket(), cadence=cadence)
    assert (refused.value.text, refused.value.in_business_time) == (cadence, False)
    if cadence != "1 business day":
        with pytest.raises(CadenceError) as refused:
            speaking.agreed(mild(at=FRIDAY), cadence=cadence)
        assert refused.value.in_business_time


@pytest.mark.parametrize(
    ("verb", "what", "refused"),
    [
        (Reply, {"text": " "}, TextMissingError),
        (Update, {"text": "\n"}, TextMissingError),
        (Reply, {"text": "Soon.", "next_update": LATER}, PastInstantError),
        (CallBack, {"text": "Soon.", "next_update": LATER}, PastInstantError),
        (Update, {"text": "Soon.", "next_update": LATER}, PastInstantError),
        (Update, {"text": "Soon.", "eta": LATER}, PastInstantError),
        (Update, {"text": "Soon.", "cadence": "often"}, CadenceError),
        (CallBack, {"text": "Soon.", "cadence": "often"}, CadenceError),
    ],
)
async def test_what_an_update_lacks_is_refused(
    desk: Desk, verb: type[Change], what: dict[str, Any], refused: type[RefusedError]
) -> None:
    with pytest.raises(refused):
        await done(desk, verb, await critical(desk), LATER, **what)


def test_a_question_is_an_answer_like_any_other() -> None:
    asked = speaking.question(ANA, " Which domain? ", replace(valicare_ticket(), origin=ORIGIN))
    assert (asked.kind, asked.text, asked.by) == ("replied", "Which domain?", ANA)


def test_a_customer_without_a_thread_cannot_be_asked_there() -> None:
    with pytest.raises(NowhereToAskError):
        speaking.question(ANA, "Which domain?", valicare_ticket())
