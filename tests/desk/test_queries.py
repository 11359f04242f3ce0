import pytest
import structlog
from sqlalchemy import update
from sqlmodel import col

from bot.desk import queries
from bot.desk.access import Role, Verb
from bot.desk.desk import Desk
from bot.desk.queries import PAGE, Listed, Which
from bot.desk.refusals import NoSuchCustomerError, NoSuchSeverityError, NoSuchTicketError, NotAllowedError, NotNowError
from bot.desk.requests import Asker, Close, Reply, Take
from bot.watch.sweep import sweep
from storage import tables
from tests.desk.office import (
    ANA,
    BEA,
    CARL,
    DAY,
    HOUR,
    LENA,
    MINUTE,
    MONDAY,
    OLLY,
    OTTO,
    critical,
    done,
    opened,
)


def numbers(listed: Listed) -> list[int]:
    return [ticket.number for ticket in listed.tickets]


async def test_a_list_shows_the_next_due_first_and_what_has_ended_not_at_all(desk: Desk) -> None:
    low, urgent, high = [await opened(desk, severity=severity) for severity in ("low", "urgent", "high")]
    ended = await opened(desk)
    await done(desk, Close, ended, MONDAY, reason="resolved")
    found = await queries.listed(desk, ANA, Which.OPEN, MONDAY)
    assert numbers(found) == [urgent.number, high.number, low.number]
    assert (found.page, found.pages, found.total) == (1, 1, 3)


async def test_a_ticket_on_which_nothing_is_due_comes_last(desk: Desk) -> None:
    answered, low = await opened(desk), await opened(desk, severity="low")
    await done(desk, Reply, answered, MONDAY, text="We are on it.")
    assert numbers(await queries.listed(desk, ANA, Which.OPEN, MONDAY)) == [low.number, answered.number]


async def test_mine_are_those_that_i_have_and_unassigned_those_that_nobody_has(desk: Desk) -> None:
    mine, lenas, nobodys = [await opened(desk) for _ in range(3)]
    await done(desk, Take, mine, MONDAY)
    await done(desk, Take, lenas, MONDAY, asker=LENA)
    assert numbers(await queries.listed(desk, ANA, Which.MINE, MONDAY)) == [mine.number]
    assert numbers(await queries.listed(desk, ANA, Which.UNASSIGNED, MONDAY)) == [nobodys.number]


async def test_breaching_are_those_whose_promise_is_broken_and_not_done(desk: Desk) -> None:
    urgent, answered, _ = await opened(desk), await opened(desk), await opened(desk, severity="low")
    await done(desk, Reply, answered, MONDAY + 2 * HOUR, text="Sorry to be late.")
    await sweep(desk, MONDAY + HOUR)
    at_due = await queries.listed(desk, ANA, Which.BREACHING, MONDAY + HOUR)
    assert numbers(at_due) == []
    await sweep(desk, MONDAY + 2 * HOUR)
    late = await queries.listed(desk, ANA, Which.BREACHING, MONDAY + 2 * HOUR)
    assert numbers(late) == [urgent.number]
    assert late.tickets[0].live_clocks[0].overdue


async def test_a_missed_goal_is_no_broken_promise_and_so_not_in_the_list_of_them(desk: Desk) -> None:
    ticket = await opened(desk, customer="birdsong", severity="non_critical")
    await sweep(desk, MONDAY + 7 * DAY)
    shown = await queries.show(desk, ANA, ticket.number, MONDAY + 7 * DAY)
    assert [clock.goal < shown.at for clock in shown.live_clocks if clock.goal] == [True]
    assert numbers(await queries.listed(desk, ANA, Which.BREACHING, MONDAY + 7 * DAY)) == []


async def test_a_long_list_comes_in_pages(desk: Desk) -> None:
    opened_numbers = [(await opened(desk, MONDAY + turn * MINUTE)).number for turn in range(PAGE + 2)]
    first, second = [await queries.listed(desk, ANA, Which.OPEN, MONDAY, page=page) for page in (1, 2)]
    assert numbers(first) + numbers(second) == opened_numbers
    assert len(first.tickets) == PAGE
    assert (second.page, second.pages, second.total) == (2, 2, PAGE + 2)


@pytest.mark.parametrize("page", [2, 1000])
async def test_a_page_beyond_the_last_is_empty(desk: Desk, page: int) -> None:
    await opened(desk)
    found = await queries.listed(desk, ANA, Which.OPEN, MONDAY, page=page)
    assert (numbers(found), found.pages, found.total) == ([], 1, 1)


async def test_an_empty_list_has_one_page(desk: Desk) -> None:
    found = await queries.listed(desk, ANA, Which.OPEN, MONDAY)
    assert (numbers(found), found.pages, found.total) == ([], 1, 0)


@pytest.mark.parametrize("which", list(Which))
async def test_in_no_list_does_a_customer_see_somebody_elses(desk: Desk, which: Which) -> None:
    own, other = await opened(desk), await critical(desk)
    found = await queries.listed(desk, CARL, which, MONDAY + DAY)
    assert other.number not in numbers(found)
    assert found.total in (0, 1)
    assert numbers(await queries.listed(desk, CARL, Which.OPEN, MONDAY)) == [own.number]


@pytest.mark.parametrize("which", list(Which))
async def test_an_outsider_gets_no_list(desk: Desk, which: Which) -> None:
    await opened(desk)
    with pytest.raises(NotAllowedError):
        await queries.listed(desk, OTTO, which, MONDAY)


async def test_one_ticket_that_cannot_be_read_hides_no_other(desk: Desk) -> None:
    poison, sound = await opened(desk), await opened(desk)
    async with desk.database.transaction() as session:
        entries = update(tables.LedgerEntry).where(col(tables.LedgerEntry.ticket_id) == poison.number)
        await session.exec(entries.values(kind="abolished"))
    with structlog.testing.capture_logs() as logs:
        found = await queries.listed(desk, ANA, Which.OPEN, MONDAY)
    assert (numbers(found), found.total) == ([sound.number], 2)
    assert [entry["ticket"] for entry in logs] == [poison.number]


async def test_a_ticket_is_shown_as_it_stands_at_an_instant(desk: Desk) -> None:
    ticket = await opened(desk)
    early, late = [await queries.show(desk, ANA, ticket.number, MONDAY + length) for length in (HOUR, 2 * HOUR)]
    assert [clock.state for clock in early.clocks] == ["running"]
    assert [clock.state for clock in late.clocks] == ["breached"]


async def test_a_customer_is_shown_their_own_ticket_and_no_other(desk: Desk) -> None:
    ticket = await opened(desk)
    assert (await queries.show(desk, CARL, ticket.number, MONDAY)).number == ticket.number
    for stranger in (BEA, OTTO):
        with pytest.raises(NoSuchTicketError):
            await queries.show(desk, stranger, ticket.number, MONDAY)


async def test_a_window_is_opened_only_for_whoever_may_send_it(desk: Desk) -> None:
    ticket = await opened(desk)
    with pytest.raises(NotAllowedError):
        await queries.show(desk, CARL, ticket.number, MONDAY, verb=Verb.CLOSE)


@pytest.mark.parametrize(
    ("asker", "expected"),
    [(LENA, Role.LEAD), (OLLY, Role.AGENT), (CARL, Role.CUSTOMER), (OTTO, Role.OTHER)],
)
async def test_who_somebody_is_to_the_installation(desk: Desk, asker: Asker, expected: Role) -> None:
    assert await queries.asker_role(desk, asker) is expected


@pytest.mark.parametrize(
    ("asker", "typed", "expected"),
    [
        (ANA, "", ["Acme", "Birdsong Mail", "Bygone", "Globex", "Initech"]),
        (ANA, "mail", ["Birdsong Mail"]),
        (CARL, "", ["Acme"]),
        (CARL, "ac", ["Acme"]),
        (CARL, "glo", []),
        (OTTO, "", []),
    ],
)
async def test_a_menu_offers_the_customers_that_the_asker_may_choose(
    desk: Desk, asker: Asker, typed: str, expected: list[str]
) -> None:
    assert [customer.name for customer in await queries.customers_for(desk, asker, typed)] == expected


@pytest.mark.parametrize(
    ("person", "channel", "expected"),
    [
        (CARL, None, "acme"),
        (CARL, "C0BIRDSONG", "acme"),
        (ANA, "C0BIRDSONG", "birdsong"),
        (ANA, "C0TRIAGE", None),
        (ANA, None, None),
        (OTTO, "C0ACME", None),
    ],
)
async def test_the_one_customer_that_can_be_meant(
    desk: Desk, person: Asker, channel: str | None, expected: str | None
) -> None:
    asker = Asker(person=person.person, channel=channel)
    found = await queries.customer_in(desk, asker)
    assert (found.key if found else None) == expected


async def test_what_was_sold_is_told_to_whoever_may_open_tickets(desk: Desk) -> None:
    customer, sold = await queries.sold_to(desk, CARL, "acme", MONDAY)
    assert (customer.key, sold.contract.id, sold.plan.id) == ("acme", "valimail", "valicare")
    for stranger in (BEA, OTTO):
        with pytest.raises(NoSuchCustomerError):
            await queries.sold_to(desk, stranger, "acme", MONDAY)


async def test_a_preview_is_for_whoever_may_do_the_thing(desk: Desk) -> None:
    ticket = await opened(desk)
    with pytest.raises(NoSuchCustomerError):
        await queries.preview_opening(desk, OTTO, "acme", "urgent", MONDAY)
    with pytest.raises(NoSuchSeverityError):
        await queries.preview_opening(desk, ANA, "acme", "critical", MONDAY)
    with pytest.raises(NotAllowedError):
        await queries.preview_regrade(desk, CARL, ticket.number, "low", MONDAY)
    with pytest.raises(NoSuchTicketError):
        await queries.preview_regrade(desk, OTTO, ticket.number, "low", MONDAY)


async def test_a_closed_ticket_has_no_regrade_to_look_at(desk: Desk) -> None:
    ticket = await opened(desk)
    await done(desk, Close, ticket, MONDAY, reason="resolved")
    with pytest.raises(NotNowError):
        await queries.preview_regrade(desk, ANA, ticket.number, "low", MONDAY)
