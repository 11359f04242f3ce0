"""Many tickets at once: what lists are sorted by, words that are looked for, who has waited longest."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from storage import ticket_lists, tickets
from storage.database import Database
from storage.tables import Ticket, TicketState
from storage.ticket_lists import LONGEST_WORD, MOST_WORDS, Due
from storage.tickets import TicketFilter
from tests.storage.rows import MINUTE, NOON, customer, entry, opened


def titles(found: Sequence[Ticket]) -> list[str]:
    return [ticket.title for ticket in found]


async def found(database: Database, *words: str, customer_ids: Sequence[int] | None = None) -> list[str]:
    async with database.reading() as session:
        return titles((await ticket_lists.search(session, words, customer_ids=customer_ids, limit=10)).tickets)


async def test_what_a_list_is_sorted_by_comes_without_the_tickets(database: Database) -> None:
    async with database.transaction() as session:
        due = await opened(session, title="due", next_due=NOON, next_calendar="office", overdue=True)
        idle = await opened(session, title="idle")
        await opened(session, title="closed", state=TicketState.CLOSED)
    async with database.reading() as session:
        kept = await ticket_lists.due(session, TicketFilter())
    version = due.contract_version_id
    assert sorted(kept, key=lambda each: each.number) == [
        Due(number=due.id, contract_version_id=version, next_due=NOON, next_calendar="office", overdue=True),
        Due(number=idle.id, contract_version_id=version, next_due=None, next_calendar=None, overdue=False),
    ]


async def test_only_what_is_due_by_an_instant_can_be_asked_for(database: Database) -> None:
    async with database.transaction() as session:
        for title, next_due in (("now", NOON), ("later", NOON + MINUTE), ("never", None)):
            await opened(session, title=title, next_due=next_due)
    async with database.reading() as session:
        assert titles((await tickets.page(session, TicketFilter(due_by=NOON))).tickets) == ["now"]


async def test_tickets_come_in_the_order_in_which_their_numbers_are_given(database: Database) -> None:
    async with database.transaction() as session:
        first, second, third = [(await opened(session, title=title)).id for title in "abc"]
    async with database.reading() as session:
        assert titles(await ticket_lists.by_number(session, [third, 999, first, second])) == ["c", "a", "b"]
        assert await ticket_lists.by_number(session, []) == []


async def test_what_changed_last_comes_first(database: Database) -> None:
    async with database.transaction() as session:
        for title, minutes in (("old", 0), ("newest", 2), ("new", 1)):
            await opened(session, title=title, changed_at=NOON + minutes * MINUTE, state=TicketState.CLOSED)
    async with database.reading() as session:
        closed = TicketFilter(states={TicketState.CLOSED})
        pages = [await ticket_lists.newest(session, closed, limit=2, offset=offset) for offset in (0, 2)]
        since = await ticket_lists.changed(session, NOON + MINUTE, limit=1)
    assert [titles(page.tickets) for page in pages] == [["newest", "new"], ["old"]]
    assert {page.total for page in pages} == {3}
    assert (titles(since.tickets), since.total) == (["newest"], 2)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["sso"], ["SSO login"]),
        (["LOGIN", "nine"], ["SSO login"]),
        (["acme"], ["Grüße aus KÖLN", "SSO login"]),
        (["köln"], ["Grüße aus KÖLN"]),
        (["GRÜSSE"], []),
        (["100%"], ["100% CPU"]),
        (["0_%"], []),
        (["\\"], []),
        (["nothing"], []),
        ([], ["100% CPU", "Grüße aus KÖLN", "SSO login"]),
    ],
)
async def test_every_word_must_stand_somewhere_whatever_its_capitals(
    database: Database, words: list[str], expected: list[str]
) -> None:
    async with database.transaction() as session:
        acme = customer("acme", name="Acme")
        session.add(acme)
        await session.flush()
        await opened(session, acme, title="SSO login", description="Since nine o'clock.")
        await opened(session, acme, title="Grüße aus KÖLN", description="")
        globex = customer("globex", name="Globex")
        session.add(globex)
        await session.flush()
        await opened(session, globex, title="100% CPU", description="", state=TicketState.CLOSED)
    assert await found(database, *words) == expected


async def test_a_search_keeps_to_the_customers_it_is_given(database: Database) -> None:
    async with database.transaction() as session:
        own = await opened(session, title="SSO one")
        other = await opened(session, title="SSO two")
    assert await found(database, "sso", customer_ids=[own.customer_id]) == ["SSO one"]
    assert await found(database, str(other.id), customer_ids=[own.customer_id]) == []
    assert await found(database, "sso", customer_ids=[]) == []


async def test_a_number_is_found_as_people_write_it(database: Database) -> None:
    async with database.transaction() as session:
        number = (await opened(session, title="x")).id
        await opened(session, title="y")
    for word in (f"{number}", f"T-{number}", f"#{number}"):
        assert "x" in await found(database, word)
    assert await found(database, "9" * 30) == []


async def test_very_long_words_and_very_many_are_looked_for_as_far_as_they_go(database: Database) -> None:
    async with database.transaction() as session:
        await opened(session, title="x" * LONGEST_WORD)
    assert await found(database, "x" * 50_000) == ["x" * LONGEST_WORD]
    assert await found(database, *(["x"] * MOST_WORDS), *(["nothing"] * 5_000)) == ["x" * LONGEST_WORD]


async def test_the_ledgers_of_several_tickets_come_each_in_its_order(database: Database) -> None:
    async with database.transaction() as session:
        first, second = (await opened(session, title="a")).id, (await opened(session, title="b")).id
        await tickets.append(session, [entry(first, 2, kind="replied"), entry(first, 1), entry(second, 1)])
    async with database.reading() as session:
        kept = await ticket_lists.ledgers(session, [first, second, 999])
    assert {number: [each.kind for each in entries] for number, entries in kept.items()} == {
        first: ["opened", "replied"],
        second: ["opened"],
        999: [],
    }


async def test_whoever_has_waited_longest_comes_first_counted_from_the_last_time(database: Database) -> None:
    async with database.transaction() as session:
        again, long, open_ = [
            (await opened(session, title=title, state=state)).id
            for title, state in (
                ("again", TicketState.WAITING),
                ("long", TicketState.WAITING),
                ("open", TicketState.OPEN),
            )
        ]
        paused = [(again, 1, 0), (again, 2, 9), (long, 1, 5), (open_, 1, 0)]
        await tickets.append(
            session,
            [entry(number, seq, kind="paused", at=NOON + timedelta(minutes=at)) for number, seq, at in paused],
        )
    async with database.reading() as session:
        waiting = await ticket_lists.longest(session, TicketState.WAITING, "paused", limit=10)
        first = await ticket_lists.longest(session, TicketState.WAITING, "paused", limit=1)
    assert (titles(waiting.tickets), waiting.total) == (["long", "again"], 2)
    assert (titles(first.tickets), first.total) == (["long"], 2)
