"""What the day's digest says: each ticket where it belongs, and only to the team."""

from dataclasses import replace
from datetime import time

import pytest

from bot.clocks.contract import ClockKind, PauseReason
from bot.desk.desk import Desk
from bot.desk.digest import MOST_EACH, composed, digest_now
from bot.desk.digest_facts import Digest, Part
from bot.desk.refusals import NotAllowedError
from bot.desk.requests import Asker, Pause, Reply, Resolve, Take
from bot.desk.timetable import Timetable
from bot.watch.sweep import sweep
from tests.desk.office import ANA, CARL, DAY, HOUR, LENA, MINUTE, MONDAY, OTTO, critical, done, opened


def numbers(part: Part) -> list[int]:
    return [ticket.number for ticket in part.tickets]


async def of_the_day(desk: Desk) -> Digest:
    """The digest on Monday at noon, since the day before and until the day after."""
    at = MONDAY + 2 * HOUR
    async with desk.database.reading() as session:
        return await composed(session, desk, at, since=at - DAY, until=at + DAY)


async def test_each_ticket_stands_where_it_needs_somebody(desk: Desk) -> None:
    late, low, waits, proposed = [
        await opened(desk, severity=severity) for severity in ("urgent", "low", "high", "high")
    ]
    soon = await critical(desk, MONDAY + 2 * HOUR - MINUTE)
    await done(desk, Take, soon, MONDAY + 2 * HOUR - MINUTE)
    await done(desk, Pause, waits, MONDAY, reason=PauseReason.WAITING_ON_CUSTOMER, text="The log files.")
    await done(desk, Resolve, proposed, MONDAY + HOUR, text="The certificate is renewed.")
    await sweep(desk, MONDAY + 2 * HOUR)

    found = await of_the_day(desk)

    assert numbers(found.overdue) == [late.number]
    assert soon.number in numbers(found.due)
    assert late.number not in numbers(found.due), "it is named once"
    assert low.number in numbers(found.unassigned)
    assert soon.number not in numbers(found.unassigned)
    assert [(each.number, each.since, each.reason) for each in found.waiting.tickets] == [
        (waits.number, MONDAY, PauseReason.WAITING_ON_CUSTOMER)
    ]
    assert [(each.number, each.since) for each in found.resolved.tickets] == [(proposed.number, MONDAY + HOUR)]
    assert found.overdue.tickets[0].clock is ClockKind.FIRST_RESPONSE
    assert found.overdue.tickets[0].due == MONDAY + HOUR
    assert found.overdue.tickets[0].zone == "America/Los_Angeles"


async def test_it_counts_what_was_kept_and_broken_since_the_one_before(desk: Desk) -> None:
    kept, _ = await opened(desk), await opened(desk)
    await done(desk, Reply, kept, MONDAY, text="We are on it.")
    await sweep(desk, MONDAY + 2 * HOUR)
    found = await of_the_day(desk)
    assert (found.kept, found.broken) == ({ClockKind.FIRST_RESPONSE: 1}, {ClockKind.FIRST_RESPONSE: 1})


async def test_whoever_asks_for_it_waits_for_the_tickets_that_changed_last_only(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.desk.digest.MOST_COUNTED_NOW", 1)
    for _ in range(2):
        await done(desk, Reply, await opened(desk), MONDAY, text="We are on it.")
    asked, of_all = await digest_now(desk, ANA, MONDAY + HOUR), await of_the_day(desk)
    assert (asked.kept, asked.left_out) == ({ClockKind.FIRST_RESPONSE: 1}, 1)
    assert (of_all.kept, of_all.left_out) == ({ClockKind.FIRST_RESPONSE: 2}, 0)


async def test_on_a_quiet_day_there_is_nothing_in_it(desk: Desk) -> None:
    found = await of_the_day(desk)
    assert {found.overdue, found.due, found.unassigned, found.waiting, found.resolved} == {Part()}
    assert (found.kept, found.broken) == ({}, {})


async def test_of_very_many_tickets_the_first_are_named_and_all_are_counted(desk: Desk) -> None:
    for _ in range(MOST_EACH + 2):
        await opened(desk)
    found = await of_the_day(desk)
    assert (len(found.unassigned.tickets), found.unassigned.total) == (MOST_EACH, MOST_EACH + 2)


@pytest.mark.parametrize("asker", [ANA, LENA])
async def test_the_team_may_see_it_at_any_time(desk: Desk, asker: Asker) -> None:
    found = await digest_now(desk, asker, MONDAY)
    assert (found.since, found.until, found.over) == (MONDAY - DAY, MONDAY + DAY, None)


async def test_where_one_comes_every_day_it_is_from_the_last_to_the_next(desk: Desk) -> None:
    schedule = Timetable(at=time(8, 30), zone="Europe/Amsterdam", days=frozenset(range(5)), channel="C0TRIAGE")
    found = await digest_now(replace(desk, digest=schedule), ANA, MONDAY)
    this_morning = MONDAY - 10 * HOUR - 30 * MINUTE
    assert (found.since, found.until) == (this_morning, this_morning + DAY)


@pytest.mark.parametrize("asker", [CARL, OTTO])
async def test_nobody_else_may(desk: Desk, asker: Asker) -> None:
    await opened(desk)
    with pytest.raises(NotAllowedError):
        await digest_now(desk, asker, MONDAY)
