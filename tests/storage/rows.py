"""Rows for the tests of storage: complete, plausible, and different only in what a test says."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlmodel.ext.asyncio.session import AsyncSession

from storage import contracts, customers, outbox, tickets
from storage.database import Database
from storage.tables import ContractVersion, Customer, LedgerEntry, Notice, Ticket

NOON = datetime(2026, 7, 2, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def contract_version(**changes: Any) -> ContractVersion:
    values: dict[str, Any] = {
        "contract": "acme-support",
        "version": "2026-01",
        "digest": "d1",
        "source": "contract: acme-support",
        "stored_at": NOON,
    }
    return ContractVersion(**values | changes)


def customer(key: str = "acme", **changes: Any) -> Customer:
    values: dict[str, Any] = {
        "key": key,
        "name": "Acme",
        "contract": "acme-support",
        "plan": "gold",
        "created_at": NOON,
    }
    return Customer(**values | changes)


def entry(ticket_id: int, seq: int, **changes: Any) -> LedgerEntry:
    values: dict[str, Any] = {"ticket_id": ticket_id, "seq": seq, "at": NOON, "kind": "opened", "by": "U0ANA"}
    return LedgerEntry(**values | changes)


def notice(key: str, **changes: Any) -> Notice:
    values: dict[str, Any] = {
        "key": key,
        "kind": "warning",
        "place": f"C0{key}",
        "lane": key,
        "priority_rank": 1,
        "put_at": NOON,
        "planned_at": NOON,
        "not_before": NOON,
    }
    return Notice(**values | changes)


async def opened(session: AsyncSession, owner: Customer | None = None, **changes: Any) -> Ticket:
    """A ticket that is stored, with its customer (one of its own, if none is given) and its contract version."""
    if owner is None:
        owner = customer(key=f"customer-of-{changes.get('title', 'ticket')}")
        session.add(owner)
        await session.flush()
    values: dict[str, Any] = {
        "customer_id": owner.id,
        "contract_version_id": await contracts.keep(session, contract_version()),
        "plan": "gold",
        "title": "SSO login fails",
        "description": "For everyone, since nine o'clock.",
        "severity": "urgent",
        "priority_rank": 0,
        "opened_at": NOON,
        "opened_by": "U0ANA",
        "triage_channel": "C0TRIAGE",
        "changed_at": NOON,
    }
    return await tickets.insert(session, Ticket(**values | changes))


async def one_ticket(database: Database, **changes: Any) -> int:
    """The number of a ticket that is committed."""
    async with database.transaction() as session:
        return (await opened(session, **changes)).id


async def customer_names(database: Database) -> set[str]:
    """The names of the customers that are committed."""
    async with database.reading() as session:
        return {found.name for found in await customers.search(session, "")}


async def still_open(session: AsyncSession) -> int:
    """How many notices are still to be sent, for whenever they are planned."""
    return await outbox.owed(session, datetime.max.replace(tzinfo=UTC))
