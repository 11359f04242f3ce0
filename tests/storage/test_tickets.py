import asyncio
from collections.abc import Sequence

import pytest
from sqlalchemy.exc import IntegrityError

from storage import tickets
from storage.database import Database
from storage.tables import Ticket, TicketState
from storage.tickets import TicketFilter
from tests.storage.rows import MINUTE, NOON, customer, entry, one_ticket, opened


def titles(found: Sequence[Ticket]) -> list[str]:
    return [ticket.title for ticket in found]


async def test_a_ticket_gets_its_number_when_it_is_stored(database: Database) -> None:
    async with database.transaction() as session:
        ticket = await opened(session)
        assert ticket.id == 1
    async with database.reading() as session:
        found = await tickets.get(session, 1)
    assert found is not None
    assert found.model_dump() == ticket.model_dump()


async def test_a_number_that_was_never_given_finds_nothing(database: Database) -> None:
    async with database.transaction() as session:
        assert await tickets.get(session, 4711) is None
        assert await tickets.load_for_change(session, 4711) is None


async def test_what_was_changed_is_saved(database: Database) -> None:
    number = await one_ticket(database)
    async with database.transaction() as session:
        ticket = await tickets.load_for_change(session, number)
        assert ticket is not None
        ticket.assignee = "U0OLLY"
        ticket.state = TicketState.RESOLVED
        await tickets.save(session, ticket)
    async with database.reading() as session:
        found = await tickets.get(session, number)
    assert found is not None
    assert (found.assignee, found.state) == ("U0OLLY", TicketState.RESOLVED)


async def test_a_ticket_loaded_for_change_is_as_it_is_now_and_not_as_it_was_seen_before(database: Database) -> None:
    if not database.is_postgresql:
        pytest.skip("on SQLite nobody else can write between the two looks")
    number = await one_ticket(database)
    async with database.transaction() as session:
        seen = await tickets.get(session, number)
        async with database.transaction() as other:
            changed = await tickets.load_for_change(other, number)
            assert changed is not None
            changed.assignee = "U0OLLY"
        ticket = await tickets.load_for_change(session, number)
    assert ticket is not None
    assert ticket is seen
    assert ticket.assignee == "U0OLLY"


async def test_the_ledger_is_read_in_its_order(database: Database) -> None:
    async with database.transaction() as session:
        number = (await opened(session)).id
        await tickets.append(session, [entry(number, 2, kind="replied"), entry(number, 1)])
        await tickets.append(session, [entry(number, 3, kind="closed", body={"reason": "solved"})])
        other = (await opened(session, title="other")).id
        await tickets.append(session, [entry(other, 1)])
    async with database.reading() as session:
        kept = await tickets.entries(session, number)
    assert [(line.seq, line.kind, line.body) for line in kept] == [
        (1, "opened", {}),
        (2, "replied", {}),
        (3, "closed", {"reason": "solved"}),
    ]


async def test_two_entries_cannot_take_the_same_place_in_a_ledger(database: Database) -> None:
    async with database.transaction() as session:
        number = (await opened(session)).id
        await tickets.append(session, [entry(number, 1)])

    async def append_again() -> None:
        async with database.transaction() as session:
            await tickets.append(session, [entry(number, 1, kind="closed")])

    with pytest.raises(IntegrityError):
        await append_again()
    async with database.reading() as session:
        assert [line.kind for line in await tickets.entries(session, number)] == ["opened"]


async def test_ten_people_appending_at_once_leave_a_ledger_without_gaps(database: Database) -> None:
    number = await one_ticket(database)

    async def reply() -> None:
        async with database.transaction(patience=30) as session:
            ticket = await tickets.load_for_change(session, number)
            assert ticket is not None
            ticket.last_seq += 1
            await tickets.append(session, [entry(number, ticket.last_seq, kind="replied")])

    await asyncio.gather(*(reply() for _ in range(10)))
    async with database.reading() as session:
        assert [line.seq for line in await tickets.entries(session, number)] == list(range(1, 11))


async def test_the_list_begins_with_what_is_due_next_and_ends_with_what_is_never_due(database: Database) -> None:
    async with database.transaction() as session:
        await opened(session, title="never")
        await opened(session, title="later", next_due=NOON + MINUTE)
        await opened(session, title="now", next_due=NOON)
        await opened(session, title="never too")
    async with database.reading() as session:
        page = await tickets.page(session)
    assert titles(page.tickets) == ["now", "later", "never", "never too"]


async def test_the_list_comes_in_pages_that_say_how_many_there_are(database: Database) -> None:
    async with database.transaction() as session:
        for title in "abcde":
            await opened(session, title=title)
    async with database.reading() as session:
        pages = [await tickets.page(session, limit=2, offset=offset) for offset in (0, 2, 4, 6)]
    assert [titles(page.tickets) for page in pages] == [["a", "b"], ["c", "d"], ["e"], []]
    assert {page.total for page in pages} == {5}


async def test_unless_asked_the_list_leaves_out_what_is_settled(database: Database) -> None:
    async with database.transaction() as session:
        for state in TicketState:
            await opened(session, title=state, state=state)
    async with database.reading() as session:
        unsettled = await tickets.page(session)
        everything = await tickets.page(session, TicketFilter(states=None))
        closed = await tickets.page(session, TicketFilter(states={TicketState.CLOSED}))
    assert titles(unsettled.tickets) == ["open", "waiting"]
    assert everything.total == 4
    assert titles(closed.tickets) == ["closed"]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (TicketFilter(), ["olly's", "nobody's", "low"]),
        (TicketFilter(assignee="U0OLLY"), ["olly's"]),
        (TicketFilter(unassigned=True), ["nobody's", "low"]),
        (TicketFilter(severities=["low", "high"]), ["low"]),
        (TicketFilter(overdue=True), ["olly's"]),
        (TicketFilter(priority_rank=0), ["olly's", "nobody's"]),
        (TicketFilter(customer_ids=[1]), ["olly's", "low"]),
        (TicketFilter(customer_ids=[1, 2], priority_rank=0), ["olly's", "nobody's"]),
        (TicketFilter(customer_ids=[]), []),
    ],
)
async def test_the_list_can_be_narrowed(database: Database, wanted: TicketFilter, expected: list[str]) -> None:
    async with database.transaction() as session:
        acme, globex = customer("acme", id=1), customer("globex", id=2)
        session.add_all([acme, globex])
        await session.flush()
        await opened(session, acme, title="olly's", assignee="U0OLLY", next_due=NOON - MINUTE, overdue=True)
        await opened(session, globex, title="nobody's", next_due=NOON)
        await opened(session, acme, title="low", severity="low", priority_rank=2)
    async with database.reading() as session:
        page = await tickets.page(session, wanted)
        counted = await tickets.count(session, wanted)
    assert titles(page.tickets) == expected
    assert page.total == counted == len(expected)


async def test_a_ticket_is_found_by_its_card(database: Database) -> None:
    number = await one_ticket(database, card_ts="1.0")
    await one_ticket(database, title="Another", card_ts="2.0")
    async with database.reading() as session:
        found = await tickets.with_card(session, "C0TRIAGE", "1.0")
        assert found is not None
        assert found.id == number
        assert await tickets.with_card(session, "C0TRIAGE", "3.0") is None
        assert await tickets.with_card(session, "C0ELSEWHERE", "1.0") is None


async def test_of_the_tickets_from_one_message_the_newest_that_is_not_closed_is_found(database: Database) -> None:
    asked = {"origin_channel": "C0ACME", "origin_ts": "1.0"}
    states = (TicketState.OPEN, TicketState.RESOLVED, TicketState.CLOSED)
    numbers = [await one_ticket(database, title=state, state=state, **asked) for state in states]
    async with database.reading() as session:
        found = await tickets.from_message(session, "C0ACME", "1.0")
        assert found is not None
        assert found.id == numbers[1]
        assert await tickets.from_message(session, "C0ACME", "2.0") is None
        assert await tickets.from_message(session, "C0GLOBEX", "1.0") is None


async def test_where_all_are_closed_the_newest_is_found(database: Database) -> None:
    closed = {"origin_channel": "C0ACME", "origin_ts": "1.0", "state": TicketState.CLOSED}
    numbers = [await one_ticket(database, title=title, **closed) for title in ("One", "Two")]
    async with database.reading() as session:
        found = await tickets.from_message(session, "C0ACME", "1.0")
    assert found is not None
    assert found.id == numbers[1]
