from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlmodel import col

from bot.clocks.conduct import Silence
from bot.clocks.entries import BY_RULE, Confirmed, NotAsked, Resumed
from bot.clocks.ledger import State
from bot.desk.alarms import POSTPONED, Rung, postpone
from bot.desk.desk import Desk
from bot.desk.notice_kinds import NoticeKind
from bot.desk.queries import show
from bot.desk.records import TicketUnreadableError
from bot.desk.refusals import NotNowError
from bot.desk.requests import CallBack, Confirm, Object, Origin, Pause, Reopen, Reply, Resolve
from storage import deadlines, tables
from storage.tables import NoticeState
from tests.desk.contracts import agreement, desk_under
from tests.desk.office import (
    ANA,
    CARL,
    DAY,
    HOUR,
    MINUTE,
    MONDAY,
    critical,
    done,
    in_slack,
    keys,
    notices,
    opened,
    ring,
)


async def test_before_anything_is_due_there_is_nothing_to_ring(desk: Desk) -> None:
    await opened(desk, severity="high")
    assert await ring(desk, MONDAY + HOUR) is None


async def test_it_rings_for_what_has_come(desk: Desk) -> None:
    ticket = await opened(desk, severity="high")
    assert await ring(desk, MONDAY + 2 * HOUR) == Rung(ticket=ticket.number, told=True)
    assert await ring(desk, MONDAY + 2 * HOUR) is None


async def test_two_days_late_there_is_one_breach_and_no_warning(desk: Desk) -> None:
    ticket = await opened(desk, severity="high")
    rung = 0
    while await ring(desk, MONDAY + 2 * DAY) is not None:
        rung += 1
    assert rung == 1
    assert await keys(desk, ticket) == [
        "card",
        "first_response:1:breach",
        "first_response:1:escalation 1",
        "first_response:1:escalation 2",
    ]
    [breach] = [notice for notice in await notices(desk, ticket) if notice.kind == "breach"]
    assert breach.planned_at == MONDAY + 4 * HOUR + timedelta(microseconds=1)


async def test_between_two_warnings_only_the_later_one_is_told(desk: Desk) -> None:
    ticket = await opened(desk, severity="high")
    await ring(desk, MONDAY + 3 * HOUR + MINUTE)
    assert await keys(desk, ticket) == ["card", "first_response:1:warning 75% turn 0"]


async def test_an_escalation_is_told_only_while_the_thing_is_not_done(desk: Desk) -> None:
    ticket = await opened(desk, severity="high")
    await ring(desk, MONDAY + 4 * HOUR + MINUTE)
    await done(desk, Reply, ticket, MONDAY + 4 * HOUR + 2 * MINUTE, text="Sorry to be late.")
    assert await ring(desk, MONDAY + DAY) is None
    assert "first_response:1:escalation 1" not in await keys(desk, ticket)


async def test_a_worker_whose_clock_is_behind_does_not_disarm_what_was_promised_since(desk: Desk) -> None:
    """The next update was agreed at a moment that this worker has not reached yet."""
    ticket = await critical(desk)
    await done(desk, CallBack, ticket, MONDAY + 8 * MINUTE, text="Called Bea.", next_update=MONDAY + 20 * MINUTE)
    async with desk.database.transaction() as session:
        await session.exec(update(tables.Deadline).values(due=MONDAY + 6 * MINUTE))
    await ring(desk, MONDAY + 7 * MINUTE)
    stands = await show(desk, ANA, ticket.number, MONDAY + 8 * MINUTE)
    [promised] = stands.live_clocks
    async with desk.database.reading() as session:
        [armed] = await deadlines.of_ticket(session, ticket.number)
    assert (armed.clock, armed.due) == ("next_update:1", promised.warnings[0][1])


async def test_a_deadline_that_is_no_longer_true_is_let_go(desk: Desk) -> None:
    ticket = await opened(desk, severity="high")
    async with desk.database.transaction() as session:
        await session.exec(update(tables.Deadline).values(due=MONDAY))
    assert await ring(desk, MONDAY) == Rung(ticket=ticket.number, told=False)
    async with desk.database.reading() as session:
        assert [each.due for each in await deadlines.of_ticket(session, ticket.number)] == [MONDAY + 2 * HOUR]


@pytest.mark.parametrize("values", [{"kind": "taken", "body": {"to": "U0ANA"}}, {"kind": "abolished"}, {"body": {}}])
async def test_a_ticket_that_cannot_be_read_is_named_and_left_as_it_is_until_it_is_put_off(
    desk: Desk, values: dict[str, object]
) -> None:
    poison, sound = await opened(desk, severity="high"), await opened(desk, severity="high")
    async with desk.database.transaction() as session:
        entries = update(tables.LedgerEntry).where(col(tables.LedgerEntry.ticket_id) == poison.number)
        await session.exec(entries.values(**values))
    at = MONDAY + 2 * HOUR
    for _ in range(2):
        with pytest.raises(TicketUnreadableError) as unreadable:
            await ring(desk, at)
        assert unreadable.value.ticket == poison.number
    await postpone(desk, poison.number, at)
    assert await ring(desk, at) == Rung(ticket=sound.number, told=True)
    async with desk.database.reading() as session:
        assert {each.due for each in await deadlines.of_ticket(session, poison.number)} == {at + POSTPONED}
    assert await keys(desk, poison) == ["card"]


WAIT = {"reason": "agreed", "text": "They are back on Wednesday."}


async def test_an_agreed_wait_ends_by_itself_at_the_agreed_moment(desk: Desk) -> None:
    ticket = await opened(desk, severity="high")
    until = MONDAY + 20 * MINUTE
    await done(desk, Pause, ticket, MONDAY + MINUTE, **WAIT, until=until)
    async with desk.database.reading() as session:
        assert "pause:1" in {each.clock for each in await deadlines.of_ticket(session, ticket.number)}
    assert await ring(desk, until - timedelta(microseconds=1)) is None
    assert await ring(desk, until) == Rung(ticket=ticket.number, told=True)
    assert await ring(desk, until) is None
    after = await show(desk, ANA, ticket.number, until)
    assert (after.state, after.last) == (State.OPEN, Resumed(at=until, by=BY_RULE))
    assert await keys(desk, ticket) == ["card", "entry 2", "entry 3"]


async def test_a_wait_that_ended_while_belltower_was_down_ended_when_it_was_agreed(desk: Desk) -> None:
    """What follows from its end has happened at its own time too, and says so if it is told late."""
    ticket = await opened(desk, severity="high")
    until, waking = MONDAY + 20 * MINUTE, MONDAY + 2 * DAY
    wait = {"reason": "waiting on customer", "text": "The logs, please.", "until": until}
    await done(desk, Pause, ticket, MONDAY + MINUTE, **wait)
    while await ring(desk, waking) is not None:
        pass
    told = {notice.key.partition(":")[2]: notice for notice in await notices(desk, ticket)}
    assert (told["entry 3"].planned_at, told["entry 3"].put_at) == (until, waking)
    assert told["first_response:1:breach"].planned_at == MONDAY + 4 * HOUR + 19 * MINUTE + timedelta(microseconds=1)


@pytest.mark.clause("B17", "B24")
async def test_where_silence_agrees_the_ticket_is_closed_once_and_the_customer_told(desk: Desk) -> None:
    agreeing = desk_under(desk, agreement=agreement(Silence.AGREES))
    ticket = await opened(agreeing, severity="high", origin=Origin(channel="C0ACME", ts="1.0"))
    await done(agreeing, Resolve, ticket, MONDAY, text="Please log in again.")
    await in_slack(agreeing, ticket, "proposal 2")
    assert await ring(agreeing, MONDAY + 2 * DAY - timedelta(microseconds=1)) is None
    assert await ring(agreeing, MONDAY + 2 * DAY) == Rung(ticket=ticket.number, told=True)
    assert await ring(agreeing, MONDAY + 3 * DAY) is None
    after = await show(agreeing, ANA, ticket.number, MONDAY + 3 * DAY)
    assert (after.state, after.last) == (State.CLOSED, Confirmed(at=MONDAY + 2 * DAY, by=BY_RULE))
    assert await keys(agreeing, ticket) == [
        "card",
        "receipt 1",
        "entry 2",
        "proposal 2",
        "entry 3",
        "news 3",
        "proposal edit 2",
    ]


@pytest.mark.clause("B17", "B24")
@pytest.mark.parametrize("became", [NoticeState.PENDING, NoticeState.SENDING, NoticeState.DEAD, None])
async def test_a_customer_who_was_not_asked_in_slack_agrees_to_nothing_by_silence(
    desk: Desk, became: NoticeState | None
) -> None:
    """Slack has not taken the proposal yet, or refuses it; or the ticket has no thread to ask in."""
    agreeing = desk_under(desk, agreement=agreement(Silence.AGREES))
    origin = None if became is None else Origin(channel="C0ACME", ts="1.0")
    ticket = await opened(agreeing, severity="high", origin=origin)
    await done(agreeing, Resolve, ticket, MONDAY, text="Please log in again.")
    async with agreeing.database.transaction() as session:
        proposal = update(tables.Notice).where(col(tables.Notice.kind) == NoticeKind.PROPOSAL)
        await session.exec(proposal.values(state=became or NoticeState.PENDING))
    assert await ring(agreeing, MONDAY + 2 * DAY) == Rung(ticket=ticket.number, told=True)
    assert await ring(agreeing, MONDAY + 3 * DAY) is None
    after = await show(agreeing, ANA, ticket.number, MONDAY + 3 * DAY)
    assert (after.state, after.last) == (State.RESOLVED, NotAsked(at=MONDAY + 2 * DAY, by=BY_RULE))
    assert [key for key in await keys(agreeing, ticket) if key not in ("receipt 1", "proposal 2")] == [
        "card",
        "entry 2",
        "agreement:1:reminder",
    ]
    [reminder] = [notice for notice in await notices(agreeing, ticket) if notice.kind == NoticeKind.REMINDER]
    assert reminder.body["asked"] is False


async def test_who_was_asked_too_late_can_still_agree_in_words(desk: Desk) -> None:
    agreeing = desk_under(desk, agreement=agreement(Silence.AGREES))
    ticket = await opened(agreeing, severity="high", origin=Origin(channel="C0ACME", ts="1.0"))
    await done(agreeing, Resolve, ticket, MONDAY, text="Please log in again.")
    await ring(agreeing, MONDAY + 2 * DAY)
    await in_slack(agreeing, ticket, "proposal 2")
    assert await ring(agreeing, MONDAY + 9 * DAY) is None
    agreed = await done(agreeing, Confirm, ticket, MONDAY + 9 * DAY, asker=CARL, proposal=2)
    assert agreed.state is State.CLOSED


async def test_what_a_person_does_after_the_moment_comes_after_what_the_rule_did(desk: Desk) -> None:
    """The sweep is behind: the objection finds the ticket closed by silence, and says how to go on."""
    agreeing = desk_under(desk, agreement=agreement(Silence.AGREES))
    ticket = await opened(agreeing, severity="high", origin=Origin(channel="C0ACME", ts="1.0"))
    await done(agreeing, Resolve, ticket, MONDAY, text="Please log in again.")
    await in_slack(agreeing, ticket, "proposal 2")
    with pytest.raises(NotNowError):
        await done(agreeing, Object, ticket, MONDAY + 2 * DAY + MINUTE, asker=CARL, text="It still fails.")
    reopened = await done(agreeing, Reopen, ticket, MONDAY + 2 * DAY + MINUTE, asker=CARL, text="It still fails.")
    assert [entry.kind for entry in reopened.history.entries] == ["opened", "resolved", "confirmed", "reopened"]
