"""Lists: all that was asked for holds, the least staffed time left comes first, and nobody sees somebody else's."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import structlog
from sqlalchemy import update
from sqlmodel import col

from bot.clocks.contract import PauseReason
from bot.desk.desk import Desk
from bot.desk.lists import PAGE, Listed, Wanted, Which, counted, listed, searched
from bot.desk.refusals import NoSuchCustomerError, NotAllowedError
from bot.desk.requests import Asker, CallBack, Close, Pause, Reply, Resolve, Take
from bot.watch.sweep import sweep
from storage import tables
from tests.desk.office import (
    ANA,
    CARL,
    DAY,
    HOUR,
    LENA,
    MINUTE,
    MONDAY,
    OLLY,
    OMAR,
    OTTO,
    critical,
    done,
    opened,
)

FRIDAY_EVENING = MONDAY + 4 * DAY + 7 * HOUR + 30 * MINUTE
"""Half past five in Los Angeles: the desk is open for another half hour, and then not before Monday."""


def numbers(found: Listed) -> list[int]:
    return [ticket.number for ticket in found.tickets]


async def wanted(desk: Desk, *which: Which, asker: Asker = ANA, at: datetime = MONDAY, **what: Any) -> list[int]:
    """The numbers that a list shows on its first page."""
    return numbers(await listed(desk, asker, Wanted(which=frozenset(which), **what), at))


async def test_the_next_due_comes_first_and_what_has_ended_not_at_all(desk: Desk) -> None:
    low, urgent, high = [await opened(desk, severity=severity) for severity in ("low", "urgent", "high")]
    ended = await opened(desk)
    await done(desk, Close, ended, MONDAY, reason="resolved", text="Carl agreed on the phone.")
    found = await listed(desk, ANA, Wanted(), MONDAY)
    assert numbers(found) == [urgent.number, high.number, low.number]
    assert (found.page, found.pages, found.total) == (1, 1, 3)


async def test_two_office_hours_left_on_a_friday_night_come_before_thirty_hours_around_the_clock(desk: Desk) -> None:
    in_office_hours = await opened(desk, FRIDAY_EVENING)
    around_the_clock = await critical(desk, FRIDAY_EVENING)
    agreed = FRIDAY_EVENING + 31 * HOUR
    await done(desk, CallBack, around_the_clock, FRIDAY_EVENING, text="They know.", next_update=agreed)

    at = FRIDAY_EVENING + HOUR
    found = (await listed(desk, ANA, Wanted(), at)).tickets

    assert [ticket.number for ticket in found] == [in_office_hours.number, around_the_clock.number]
    office_hours, elapsed = [ticket.live_clocks[0] for ticket in found]
    assert (office_hours.left, elapsed.left) == (30 * MINUTE, 30 * HOUR)
    assert office_hours.due is not None
    assert office_hours.due > agreed, "by the clock on the wall it is due later"


async def test_what_is_broken_stands_before_everything_the_longest_broken_first(desk: Desk) -> None:
    high, first, second = await opened(desk, severity="high"), await opened(desk), await opened(desk, MONDAY + MINUTE)
    later = MONDAY + 2 * HOUR
    soon = await opened(desk, later)
    await sweep(desk, later)
    assert await wanted(desk, at=later) == [first.number, second.number, soon.number, high.number]


async def test_a_ticket_on_which_nothing_is_due_or_all_is_paused_comes_last_the_oldest_first(desk: Desk) -> None:
    waits, answered, low = await opened(desk), await opened(desk), await opened(desk, severity="low")
    await done(desk, Reply, answered, MONDAY, text="We are on it.")
    await done(desk, Reply, waits, MONDAY, text="We are on it.")
    await done(desk, Pause, waits, MONDAY, reason=PauseReason.WAITING_ON_CUSTOMER, text="The log files.")
    assert await wanted(desk) == [low.number, waits.number, answered.number]


async def test_each_word_narrows_the_list_further(desk: Desk) -> None:
    mine, lenas, nobodys, waiting = [await opened(desk) for _ in range(4)]
    bird = await critical(desk)
    await done(desk, Take, mine, MONDAY)
    await done(desk, Take, lenas, MONDAY, asker=LENA)
    await done(desk, Take, waiting, MONDAY)
    await done(desk, Pause, waiting, MONDAY, reason=PauseReason.WAITING_ON_CUSTOMER, text="The log files.")

    assert await wanted(desk, Which.MINE) == [mine.number, waiting.number]
    assert await wanted(desk, Which.MINE, Which.WAITING) == await wanted(desk, Which.WAITING) == [waiting.number]
    assert await wanted(desk, Which.UNASSIGNED) == [bird.number, nobodys.number]
    assert await wanted(desk, Which.UNASSIGNED, customer="Birdsong Mail") == [bird.number]
    assert await wanted(desk, owner=LENA.person) == [lenas.number]
    assert await wanted(desk, Which.OPEN, Which.WAITING) == [waiting.number]
    assert await wanted(desk, Which.WAITING, Which.CLOSED) == []


async def test_a_priority_and_a_severity_narrow_it_too(desk: Desk) -> None:
    urgent, low, bird = await opened(desk), await opened(desk, severity="low"), await critical(desk)
    assert await wanted(desk, priority=1) == [bird.number, urgent.number]
    assert await wanted(desk, severity="low") == [low.number]
    assert await wanted(desk, severity="Critical") == [bird.number]
    assert await wanted(desk, severity="P1") == [bird.number, urgent.number]
    assert await wanted(desk, priority=9) == []


async def test_breaching_are_those_whose_promise_is_broken_and_not_done(desk: Desk) -> None:
    urgent, answered, _ = await opened(desk), await opened(desk), await opened(desk, severity="low")
    await done(desk, Reply, answered, MONDAY + 2 * HOUR, text="Sorry to be late.")
    await sweep(desk, MONDAY + HOUR)
    assert await wanted(desk, Which.BREACHING, at=MONDAY + HOUR) == []
    await sweep(desk, MONDAY + 2 * HOUR)
    late = await listed(desk, ANA, Wanted(which=frozenset({Which.BREACHING})), MONDAY + 2 * HOUR)
    assert numbers(late) == [urgent.number]
    assert late.tickets[0].live_clocks[0].overdue


async def test_a_missed_goal_is_no_broken_promise_and_so_not_in_the_list_of_them(desk: Desk) -> None:
    await opened(desk, customer="birdsong", severity="non_critical")
    await sweep(desk, MONDAY + 7 * DAY)
    assert await wanted(desk, Which.BREACHING, at=MONDAY + 7 * DAY) == []


async def test_finished_tickets_are_listed_the_newest_first(desk: Desk) -> None:
    first, second, asked = [await opened(desk) for _ in range(3)]
    for minutes, ticket in enumerate((second, first)):
        closed_at = MONDAY + minutes * MINUTE
        await done(desk, Close, ticket, closed_at, reason="resolved", text="Carl agreed on the phone.")
    await done(desk, Resolve, asked, MONDAY, text="The certificate is renewed.")
    assert await wanted(desk, Which.CLOSED) == [first.number, second.number]
    assert await wanted(desk, Which.RESOLVED) == [asked.number]


async def test_a_long_list_comes_in_pages(desk: Desk) -> None:
    opened_numbers = [(await opened(desk, MONDAY + turn * MINUTE)).number for turn in range(PAGE + 2)]
    first, second = [await listed(desk, ANA, Wanted(), MONDAY, page=page) for page in (1, 2)]
    assert numbers(first) + numbers(second) == opened_numbers
    assert len(first.tickets) == PAGE
    assert (second.page, second.pages, second.total) == (2, 2, PAGE + 2)


@pytest.mark.parametrize("page", [2, 1000])
@pytest.mark.parametrize("which", [Which.OPEN, Which.CLOSED])
async def test_a_page_beyond_the_last_is_empty(desk: Desk, page: int, which: Which) -> None:
    await opened(desk)
    found = await listed(desk, ANA, Wanted(which=frozenset({which})), MONDAY, page=page)
    assert (numbers(found), found.pages, found.total) == ([], 1, int(which is Which.OPEN))


@pytest.mark.parametrize("which", list(Which))
async def test_in_no_list_does_a_customer_see_somebody_elses(desk: Desk, which: Which) -> None:
    own, other = await opened(desk), await critical(desk)
    found = await listed(desk, CARL, Wanted(which=frozenset({which})), MONDAY + DAY)
    assert other.number not in numbers(found)
    assert found.total in (0, 1)
    assert await wanted(desk, asker=CARL) == [own.number]


async def test_a_customer_cannot_ask_for_somebody_elses_tickets_nor_learn_of_them(desk: Desk) -> None:
    await critical(desk)
    with pytest.raises(NoSuchCustomerError) as refused:
        await wanted(desk, asker=CARL, customer="birdsong")
    assert "Birdsong Mail" not in refused.value.nearest


async def test_a_customer_sees_no_goals_and_no_internal_words_in_a_list(desk: Desk) -> None:
    ticket = await opened(desk, contact={})
    await done(desk, Pause, ticket, MONDAY, reason=PauseReason.WAITING_ON_CUSTOMER, text="They never answer.")
    [seen] = (await listed(desk, CARL, Wanted(), MONDAY)).tickets
    assert "They never answer." not in str(seen.history)
    assert all(clock.goal is None for clock in seen.clocks)


async def test_a_technical_account_manager_of_no_roster_sees_their_customers_tickets(desk: Desk) -> None:
    own, _ = await critical(desk), await opened(desk)
    async with desk.database.transaction() as session:
        theirs = update(tables.Customer).where(col(tables.Customer.key) == "birdsong")
        await session.exec(theirs.values(tam="U0TIM"))
    tim = Asker(person="U0TIM")
    assert await wanted(desk, asker=tim) == [own.number]
    assert numbers(await searched(desk, tim, "sso", MONDAY)) == [own.number]


@pytest.mark.parametrize("which", list(Which))
async def test_an_outsider_gets_no_list(desk: Desk, which: Which) -> None:
    await opened(desk)
    with pytest.raises(NotAllowedError):
        await listed(desk, OTTO, Wanted(which=frozenset({which})), MONDAY)
    with pytest.raises(NotAllowedError):
        await searched(desk, OTTO, "sso", MONDAY)


async def test_one_ticket_that_cannot_be_read_hides_no_other(desk: Desk) -> None:
    poison, sound = await opened(desk), await opened(desk)
    async with desk.database.transaction() as session:
        entries = update(tables.LedgerEntry).where(col(tables.LedgerEntry.ticket_id) == poison.number)
        await session.exec(entries.values(kind="abolished"))
    with structlog.testing.capture_logs() as logs:
        found = await listed(desk, ANA, Wanted(), MONDAY)
    assert (numbers(found), found.total) == ([sound.number], 2)
    assert [entry["ticket"] for entry in logs] == [poison.number]


async def test_a_contract_that_cannot_be_read_any_more_hides_no_other_ticket(desk: Desk) -> None:
    poison, sound = await critical(desk), await opened(desk)
    async with desk.database.transaction() as session:
        of_birds = update(tables.ContractVersion).where(col(tables.ContractVersion.contract) == "bird")
        await session.exec(of_birds.values(digest="forgotten", source="contract: [broken"))
        own = update(tables.Ticket).where(col(tables.Ticket.id) == poison.number)
        await session.exec(own.values(next_calendar="office"))
    restarted = Desk(database=desk.database, shelf=desk.shelf, roster=desk.roster)
    with structlog.testing.capture_logs() as logs:
        found = await listed(restarted, ANA, Wanted(), MONDAY)
    assert (numbers(found), found.total) == ([sound.number], 2)
    assert [entry["event"] for entry in logs] == ["a ticket's calendar cannot be read", "a ticket cannot be listed"]


async def test_how_many_of_each_sort_there_are(desk: Desk) -> None:
    mine, _, waiting = [await opened(desk) for _ in range(3)]
    await done(desk, Take, mine, MONDAY, asker=OMAR)
    await done(desk, Pause, waiting, MONDAY, reason=PauseReason.WAITING_ON_CUSTOMER, text="The log files.")
    assert await counted(desk, OMAR) == {
        Which.MINE: 1,
        Which.OPEN: 3,
        Which.BREACHING: 0,
        Which.UNASSIGNED: 2,
        Which.WAITING: 1,
        Which.RESOLVED: 0,
    }


async def test_a_search_finds_by_all_words_wherever_each_stands_closed_tickets_too(desk: Desk) -> None:
    first = await opened(desk, title="SSO login fails", description="Since the certificate was renewed.")
    second = await opened(desk, title="Reports are slow", customer="globex")
    await done(desk, Close, first, MONDAY, reason="resolved", text="Carl agreed on the phone.")

    async def found(words: str, asker: Asker = OLLY) -> list[int]:
        return numbers(await searched(desk, asker, words, MONDAY))

    assert await found("login CERTIFICATE acme") == [first.number]
    assert await found("s") == [second.number, first.number]
    assert await found(f"T-{second.number}") == await found(f"#{second.number}") == [second.number]
    assert await found("certificate globex") == []
    assert await found("s", CARL) == [first.number]
    assert await found("reports", CARL) == []


async def test_what_is_found_comes_in_pages_the_newest_first(desk: Desk) -> None:
    opened_numbers = [(await opened(desk, MONDAY + timedelta(minutes=turn))).number for turn in range(PAGE + 1)]
    pages = [await searched(desk, ANA, "sso", MONDAY, page=page) for page in (1, 2)]
    assert [number for page in pages for number in numbers(page)] == opened_numbers[::-1]
    assert {(page.pages, page.total) for page in pages} == {(2, PAGE + 1)}
