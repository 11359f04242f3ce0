"""A desk for the tests of the desk and the watch: the demo's invented office, and what people ask of it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import update
from sqlmodel import col, select

from bot.clocks.contract import IntakeField
from bot.configuration import Configuration, read_configuration
from bot.demo.office import CONFIGURATION
from bot.desk.alarms import Rung, due_tickets, ring_next
from bot.desk.desk import Desk
from bot.desk.facts import Ticket
from bot.desk.handling import handle
from bot.desk.intake import open_ticket
from bot.desk.notice_kinds import NoticeKind
from bot.desk.requests import Asker, Change, OpenTicket
from bot.seeding import seed
from storage import customers, tables
from storage.database import Database

MONDAY = datetime(2026, 6, 1, 17, tzinfo=UTC)
"""Ten o'clock on a Monday morning in Los Angeles, seven in the evening in Amsterdam."""
SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

ANA, OMAR, LENA, TESS, OLLY, PIET, MARA, CARL, BEA, OTTO = (
    Asker(person=person)
    for person in (
        "U0ANA",
        "U0OMAR",
        "U0LENA",
        "U0TESS",
        "U0OLLY",
        "U0PIET",
        "U0MARA",
        "U0CARL",
        "U0BEA",
        "U0OTTO",
    )
)
"""Two agents, a lead, a TAM, three who take turns on call, a contact of Acme, one of Birdsong Mail, an outsider."""
TIM = Asker(person="U0TIM")
"""A TAM on no roster, once `with_tam` has made him one."""
TRIAGE, BREACHES, ESCALATIONS, LEADERSHIP = "C0TRIAGE", "C0BREACHES", "C0ESCALATIONS", "C0LEADERSHIP"
CONTACT = {
    IntakeField.COMPANY: "Birdsong Mail",
    IntakeField.CONTACT: "Bea Customer",
    IntakeField.PHONE: "+31 20 555 0100",
    IntakeField.EMAIL: "bea@birdsong.example",
}
_gestures = count(1)


@cache
def configuration() -> Configuration:
    return read_configuration(CONFIGURATION, "the office's configuration", Path())


async def desk_on(database: Database) -> Desk:
    """A desk on a database that is migrated, with the office's customers in it."""
    await seed(database, configuration(), MONDAY)
    return Desk(database=database, shelf=configuration().shelf, roster=configuration().roster)


def gesture() -> str:
    """The key of another gesture."""
    return f"gesture {next(_gestures)}"


def asking(**changes: Any) -> OpenTicket:
    """Ana takes an urgent ticket for Acme, unless told otherwise."""
    values: dict[str, Any] = {
        "key": gesture(),
        "asker": ANA,
        "customer": "acme",
        "severity": "urgent",
        "title": "SSO login fails for everyone",
        "description": "Nobody has got in since nine.",
    }
    return OpenTicket(**values | changes)


async def opened(desk: Desk, at: datetime = MONDAY, **changes: Any) -> Ticket:
    """The ticket that `asking` leads to."""
    return await open_ticket(desk, asking(**changes), at)


async def critical(desk: Desk, at: datetime = MONDAY, **changes: Any) -> Ticket:
    """A critical ticket of Birdsong Mail, whose contract promises a call-back."""
    return await opened(desk, at, **{"customer": "birdsong", "severity": "critical", "contact": CONTACT} | changes)


async def done(desk: Desk, verb: type[Change], ticket: Ticket | int, at: datetime, **what: Any) -> Ticket:
    """The ticket after a verb; Ana asks, unless told otherwise."""
    number = ticket if isinstance(ticket, int) else ticket.number
    values: dict[str, Any] = {"key": gesture(), "asker": ANA, "ticket": number}
    return await handle(desk, verb(**values | what), at)


async def ring(desk: Desk, at: datetime) -> Rung | None:
    """What came of looking at the first ticket that has something due."""
    return await ring_next(desk, at, await due_tickets(desk, at, 10))


async def notices(desk: Desk, ticket: Ticket | int | None = None) -> Sequence[tables.Notice]:
    """The notices of a ticket, or of all, in the order in which they were put."""
    query = select(tables.Notice).order_by(col(tables.Notice.id))
    if ticket is not None:
        query = query.where(tables.Notice.ticket_id == (ticket if isinstance(ticket, int) else ticket.number))
    async with desk.database.reading() as session:
        return (await session.exec(query)).all()


async def keys(desk: Desk, ticket: Ticket | int) -> list[str]:
    """The keys of a ticket's notices without its number: the card, what happened, the milestones; no card edits."""
    return [
        notice.key.partition(":")[2] for notice in await notices(desk, ticket) if notice.kind != NoticeKind.CARD_EDIT
    ]


async def in_slack(desk: Desk, ticket: Ticket | int, key: str, **where: str) -> None:
    """Let the notice with that key, without the ticket's number, be in Slack."""
    number = ticket if isinstance(ticket, int) else ticket.number
    async with desk.database.transaction() as session:
        notice = update(tables.Notice).where(col(tables.Notice.key) == f"{number}:{key}")
        await session.exec(notice.values(state=tables.NoticeState.SENT, **where))


async def rows(desk: Desk, table: type[Any]) -> int:
    """How many rows a table has."""
    async with desk.database.reading() as session:
        return len((await session.exec(select(table))).all())


async def with_tam(desk: Desk, key: str, tam: Asker) -> None:
    """Give a customer another technical account manager."""
    async with desk.database.transaction() as session:
        row = await customers.find(session, key)
        assert row is not None
        row.tam = tam.person
        session.add(row)
