from datetime import timedelta

import pytest

from bot.clocks.entries import BY_RULE, Acknowledged, Entry, Paused, Replied, Resumed
from bot.clocks.ledger import CannotFollowError, State
from bot.desk.appending import append, caught_up
from bot.desk.desk import Desk
from bot.desk.facts import Ticket
from bot.desk.queries import show
from bot.desk.records import ticket_of
from bot.desk.requests import Pause
from storage import tickets
from tests.desk.office import ANA, HOUR, MINUTE, MONDAY, done, keys, opened

LATER = MONDAY + 5 * MINUTE
ANSWERED = Replied(at=LATER, by=ANA.person, text="We are on it.")


async def appended(desk: Desk, ticket: Ticket, *entries: Entry) -> Ticket:
    async with desk.database.transaction() as session:
        row = await tickets.load_for_change(session, ticket.number)
        assert row is not None
        return await append(session, desk, row, await ticket_of(session, desk, row, LATER), entries, LATER)


async def test_what_is_appended_stands_in_the_ledger_and_is_told(desk: Desk) -> None:
    ticket = await opened(desk)
    after = await appended(desk, ticket, Acknowledged(at=LATER, by=ANA.person), ANSWERED)
    assert [entry.kind for entry in after.history.entries] == ["opened", "acknowledged", "replied"]
    assert await show(desk, ANA, ticket.number, LATER) == after
    assert {"entry 2", "entry 3"} <= set(await keys(desk, ticket))


async def test_of_entries_that_cannot_all_follow_none_is_kept(desk: Desk) -> None:
    ticket = await opened(desk)
    with pytest.raises(CannotFollowError):
        await appended(desk, ticket, ANSWERED, Resumed(at=LATER, by=ANA.person))
    assert await show(desk, ANA, ticket.number, MONDAY) == ticket


@pytest.mark.parametrize(("late", "state"), [(-MINUTE, State.WAITING), (0 * MINUTE, State.OPEN), (HOUR, State.OPEN)])
async def test_a_wait_that_was_agreed_on_until_a_moment_has_ended_at_that_moment(
    desk: Desk, late: timedelta, state: State
) -> None:
    ticket = await opened(desk)
    until = LATER + HOUR
    await done(desk, Pause, ticket, LATER, reason="agreed", text="They test it.", until=until)
    for _ in range(2):
        async with desk.database.transaction() as session:
            row = await tickets.load_for_change(session, ticket.number)
            assert row is not None
            after = await caught_up(session, desk, row, until + late)
        assert after.state is state
    kinds = [(entry.kind, entry.at, entry.by) for entry in after.history.entries]
    assert isinstance(after.history.entries[1], Paused)
    assert kinds[2:] == ([("resumed", until, BY_RULE)] if state is State.OPEN else [])
    assert ("entry 3" in await keys(desk, ticket)) == (state is State.OPEN)
