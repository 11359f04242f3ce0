from dataclasses import fields
from datetime import UTC, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from sqlalchemy import update
from sqlalchemy.exc import OperationalError
from sqlmodel import col

from bot.clocks.contract import PauseReason
from bot.clocks.entries import (
    Acknowledged,
    After,
    Attempted,
    CalledBack,
    Closed,
    Confirmed,
    Entry,
    Heard,
    NotAsked,
    Objected,
    Opened,
    Outcome,
    Paged,
    Paused,
    Regraded,
    Released,
    Reopened,
    Replied,
    Resolved,
    Resumed,
    Snoozed,
    Source,
    Taken,
    Unacknowledged,
    Updated,
)
from bot.clocks.schedule import REACH
from bot.desk.desk import Desk
from bot.desk.records import TicketUnreadableError, entry_of, entry_row, faults_named, overrides_from, ticket_of
from bot.desk.requests import Origin
from storage import duty_tables, overrides, tables, tickets
from tests.desk.office import CARL, CONTACT, DAY, HOUR, MONDAY, critical, opened

INSTANTS = st.datetimes(timezones=st.just(UTC))
COMMON = {"at": INSTANTS, "by": st.text()}
AGREED = st.none() | INSTANTS
SOURCES = st.none() | st.builds(Source, channel=st.text(), ts=st.text())
CONTACT_FIELDS: dict[str, st.SearchStrategy[object]] = {
    "text": st.text(),
    "next_update": AGREED,
    "cadence": st.none() | st.text(),
}
KINDS: dict[type, dict[str, st.SearchStrategy[object]]] = {
    Opened: {
        "severity": st.text(),
        "covered": st.booleans(),
        "triage": st.none() | st.text(),
        "via": st.none() | st.text(),
    },
    Taken: {"to": st.text()},
    Released: {},
    Replied: {**CONTACT_FIELDS, "source": SOURCES},
    Updated: {**CONTACT_FIELDS, "eta": AGREED},
    CalledBack: CONTACT_FIELDS,
    Heard: {"text": st.text(), "source": SOURCES, "files": st.lists(st.text(), max_size=3).map(tuple)},
    Attempted: {"text": st.text(), "link": st.text()},
    Regraded: {"severity": st.text(), "impact": st.text(), "undo": st.booleans()},
    Acknowledged: {},
    Snoozed: {"until": INSTANTS},
    Unacknowledged: {"after": st.sampled_from(After)},
    Paged: {
        "person": st.none() | st.text(),
        "way": st.text(),
        "cycle": st.integers(),
        "step": st.integers(),
        "delivered": st.booleans(),
        "error": st.text(),
    },
    Paused: {
        "reason": st.sampled_from(PauseReason),
        "text": st.text(),
        "until": AGREED,
        "duty": st.none() | st.text(),
    },
    Resumed: {"text": st.text(), "source": SOURCES},
    Resolved: {"text": st.text(), "outcome": st.sampled_from(Outcome)},
    NotAsked: {},
    Confirmed: {"text": st.text()},
    Objected: {"text": st.text()},
    Closed: {"reason": st.text(), "text": st.text(), "line": st.none() | st.text()},
    Reopened: {"text": st.text()},
}
ENTRIES = st.one_of(*(st.builds(kind, **COMMON, **fields) for kind, fields in KINDS.items()))


def test_every_kind_of_entry_is_tried() -> None:
    assert set(KINDS) == set(get_args(Entry))


def test_every_field_of_an_entry_is_tried() -> None:
    assert {kind: set(asked) for kind, asked in KINDS.items()} == {
        kind: {each.name for each in fields(kind)} - {"at", "by", "kind"} for kind in KINDS
    }


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("opened", {"severity": "urgent"}),
        ("replied", {"text": "On it.", "next_update": None}),
        ("updated", {"text": "Nearly there.", "source": None}),
        ("called back", {"text": "They can log in.", "source": None}),
        ("resolved", {"text": "Done."}),
        ("paused", {"reason": "agreed", "text": "Until Monday."}),
        ("closed", {"reason": "resolved", "text": ""}),
    ],
)
def test_an_entry_that_was_kept_before_more_could_be_said_is_still_read(kind: str, body: dict[str, object]) -> None:
    row = entry_row(7, 1, Opened(at=MONDAY, by="U0ANA", severity="urgent"))
    row.kind, row.body = kind, body
    assert entry_of(row).kind == kind


@given(entry=ENTRIES)
def test_an_entry_comes_back_from_its_row_as_it_was(entry: Entry) -> None:
    row = entry_row(7, 3, entry)
    assert (row.ticket_id, row.seq, row.kind) == (7, 3, entry.kind)
    assert entry_of(row) == entry


@pytest.mark.parametrize(
    "changes", [{"kind": "abolished"}, {"body": {}}, {"body": {"severity": 7}}, {"body": {"severity": None}}]
)
def test_a_row_that_keeps_no_entry_is_refused(changes: dict[str, object]) -> None:
    row = entry_row(7, 1, Opened(at=MONDAY, by="U0ANA", severity="urgent"))
    for name, value in changes.items():
        setattr(row, name, value)
    with pytest.raises(ValidationError):
        entry_of(row)


async def test_a_ticket_comes_back_with_everything_that_was_asked(desk: Desk) -> None:
    origin = Origin(channel="C0BIRDSONG", ts="1780000000.000100")
    ticket = await critical(desk, description="Every call times out.", origin=origin)
    async with desk.database.reading() as session:
        row = await tickets.get(session, ticket.number)
        assert row is not None
        again = await ticket_of(session, desk, row, MONDAY)
    assert again == ticket
    assert (again.origin, again.contact, again.description) == (origin, CONTACT, "Every call times out.")
    assert (again.customer.name, again.customer.tam, again.card) == ("Birdsong Mail", "U0TESS", None)


async def test_a_ticket_never_stands_before_its_last_entry(desk: Desk) -> None:
    """A worker whose clock is behind would otherwise count clocks as if the last thing had not happened."""
    ticket = await opened(desk)
    async with desk.database.reading() as session:
        row = await tickets.get(session, ticket.number)
        assert row is not None
        assert (await ticket_of(session, desk, row, MONDAY - HOUR)).at == MONDAY
        assert (await ticket_of(session, desk, row, MONDAY + HOUR)).at == MONDAY + HOUR


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "taken", "body": {"to": "U0ANA"}},
        {"kind": "abolished"},
        {"body": {"severity": "no such severity"}},
        {"body": {}},
    ],
)
async def test_a_ledger_that_does_not_add_up_makes_its_ticket_unreadable(desk: Desk, values: dict[str, object]) -> None:
    ticket = await opened(desk)
    async with desk.database.transaction() as session:
        await session.exec(update(tables.LedgerEntry).values(**values))
        row = await tickets.get(session, ticket.number)
        assert row is not None
        with pytest.raises(TicketUnreadableError) as unreadable:
            await ticket_of(session, desk, row, MONDAY)
    assert unreadable.value.ticket == ticket.number


async def test_a_ticket_without_a_ledger_is_unreadable(desk: Desk) -> None:
    ticket = await opened(desk)
    async with desk.database.transaction() as session:
        await session.exec(update(tables.LedgerEntry).values(seq=2).where(col(tables.LedgerEntry.seq) == 1))
        row = tables.Ticket(**(await tickets.get(session, ticket.number)).model_dump() | {"id": 4711})  # type: ignore[union-attr]
        with pytest.raises(TicketUnreadableError):
            await ticket_of(session, desk, row, MONDAY)


def test_an_outage_is_no_fault_of_a_ticket() -> None:
    with pytest.raises(OperationalError), faults_named(12):
        raise OperationalError("SELECT", None, OSError("the database is away"))


async def test_the_overrides_of_a_schedule_are_those_near_enough_to_bear_on_an_instant(desk: Desk) -> None:
    async def add(person: str, starts: timedelta, ends: timedelta) -> None:
        async with desk.database.transaction() as session:
            await overrides.add(
                session,
                duty_tables.OnCallOverride(
                    schedule="primary",
                    person=person,
                    starts=MONDAY + starts,
                    ends=MONDAY + ends,
                    by=CARL.person,
                    created_at=MONDAY,
                ),
            )

    await add("U0LONGAGO", -REACH - DAY, -REACH)
    await add("U0PAST", -2 * DAY, -DAY)
    await add("U0NOW", -HOUR, HOUR)
    await add("U0SOON", 3 * DAY, 4 * DAY)
    await add("U0MUCHLATER", REACH, REACH + DAY)
    async with desk.database.reading() as session:
        found = await overrides_from(session, desk, MONDAY)
    assert [each.person for each in found["primary"]] == ["U0PAST", "U0NOW", "U0SOON"]
    assert found["secondary"] == []
