from typing import Any

import pytest

from bot.clocks.contract import PauseReason
from bot.clocks.entries import Paused
from bot.clocks.ledger import State
from bot.desk.desk import Desk
from bot.desk.refusals import (
    NoLinkError,
    NoSuchDutyError,
    NoSuchPauseReasonError,
    NotNowError,
    NowhereToAskError,
    PastInstantError,
    RefusedError,
    TextMissingError,
)
from bot.desk.requests import Attempt, Change, Origin, Pause, Resume
from tests.desk.office import ANA, HOUR, MINUTE, MONDAY, done, keys, opened

LATER = MONDAY + 5 * MINUTE
WAITS = {"reason": "waiting on customer", "text": "The log files."}
FROM_ACME = Origin(channel="C0ACME", ts="1780000000.000100")


@pytest.mark.parametrize("reason", list(PauseReason))
async def test_a_ticket_waits_for_a_reason_and_goes_on(desk: Desk, reason: PauseReason) -> None:
    ticket = await opened(desk)
    what = {"reason": reason, "text": " The log files. ", "until": LATER + HOUR}
    waiting = await done(desk, Pause, ticket, LATER, **what)
    assert waiting.state is State.WAITING
    assert waiting.last == Paused(
        at=LATER, by=ANA.person, reason=reason, text="The log files.", until=LATER + HOUR, duty=None
    )
    after = await done(desk, Resume, ticket, LATER + MINUTE, text="They came.")
    assert [(pause.reason, pause.interval.start, pause.interval.end) for pause in after.history.pauses] == [
        (reason, LATER, LATER + MINUTE)
    ]


async def test_the_time_that_it_waited_for_the_customer_is_given_back(desk: Desk) -> None:
    ticket = await opened(desk)
    waiting = await done(desk, Pause, ticket, LATER, **WAITS)
    assert [clock.state for clock in waiting.live_clocks] == ["paused"]
    after = await done(desk, Resume, ticket, LATER + 3 * HOUR)
    assert [clock.due for clock in after.live_clocks] == [MONDAY + 4 * HOUR]


async def test_a_ticket_that_waits_cannot_wait_again_and_one_that_does_not_cannot_go_on(desk: Desk) -> None:
    ticket = await opened(desk)
    with pytest.raises(NotNowError):
        await done(desk, Resume, ticket, LATER)
    await done(desk, Pause, ticket, LATER, **WAITS)
    with pytest.raises(NotNowError):
        await done(desk, Pause, ticket, LATER, **WAITS)


@pytest.mark.clause("V24", "V25", "V26", "V27")
@pytest.mark.parametrize("duty", ["V24", "v25", "V26", "V27"])
async def test_a_wait_names_the_duty_that_the_customer_has_not_done(desk: Desk, duty: str) -> None:
    waiting = await done(desk, Pause, await opened(desk), LATER, duty=duty, **WAITS)
    assert isinstance(waiting.last, Paused)
    assert waiting.last.duty == duty.upper()


async def test_the_customer_is_asked_in_their_thread_and_the_wait_begins(desk: Desk) -> None:
    ticket = await opened(desk, origin=FROM_ACME)
    waiting = await done(desk, Pause, ticket, LATER, ask=True, **WAITS)
    assert [entry.kind for entry in waiting.history.entries] == ["opened", "replied", "paused"]
    assert [clock.state for clock in waiting.clocks] == ["met"]
    assert {"answer 2", "entry 2", "entry 3"} <= set(await keys(desk, ticket))


@pytest.mark.clause("V29")
async def test_attempts_to_reach_the_customer_are_counted_with_their_links(desk: Desk) -> None:
    ticket = await opened(desk, origin=FROM_ACME)
    await done(desk, Attempt, ticket, LATER, text="Left a message.", link=" https://phone.example/calls/7 ")
    after = await done(desk, Attempt, ticket, LATER, text="Are you still there?", ask=True)
    assert [(attempt.text, attempt.link) for attempt in after.history.attempts] == [
        ("Left a message.", "https://phone.example/calls/7"),
        ("Are you still there?", ""),
    ]
    assert "answer 3" in await keys(desk, ticket)


@pytest.mark.parametrize(
    ("verb", "what", "refused"),
    [
        (Pause, WAITS | {"reason": "no idea"}, NoSuchPauseReasonError),
        (Pause, WAITS | {"text": " "}, TextMissingError),
        (Pause, WAITS | {"reason": "agreed"}, TextMissingError),
        (Pause, WAITS | {"until": LATER}, PastInstantError),
        (Pause, WAITS | {"duty": "V22"}, NoSuchDutyError),
        (Pause, WAITS | {"duty": ""}, NoSuchDutyError),
        (Pause, WAITS | {"ask": True}, NowhereToAskError),
        (Attempt, {"text": ""}, TextMissingError),
        (Attempt, {"text": "Called.", "link": "in my notes"}, NoLinkError),
        (Attempt, {"text": "Called.", "link": "javascript:alert(1)"}, NoLinkError),
        (Attempt, {"text": "Called.", "link": "https://"}, NoLinkError),
        (Attempt, {"text": "Called.", "ask": True}, NowhereToAskError),
    ],
)
async def test_what_a_wait_or_an_attempt_lacks_is_refused(
    desk: Desk, verb: type[Change], what: dict[str, Any], refused: type[RefusedError]
) -> None:
    ticket = await opened(desk)
    with pytest.raises(refused):
        await done(desk, verb, ticket, LATER, **what)


async def test_an_agreed_wait_must_say_until_when(desk: Desk) -> None:
    with pytest.raises(TextMissingError) as refused:
        await done(desk, Pause, await opened(desk), LATER, reason="agreed", text="They test it.")
    assert refused.value.what == "until"
