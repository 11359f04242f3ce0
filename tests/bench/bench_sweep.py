"""How long a sweep pass over 100 due deadlines takes, among few and among very many open tickets.

All sizes of one database are measured in turn, round after round, so that whatever else the machine does falls on all
alike. What counts is the ratio: a pass must cost no more among a million open tickets than among a thousand.
"""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter

from rich.console import Console
from rich.table import Table
from sqlmodel import insert, update
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.app import opened
from bot.demo.office import office
from bot.desk.desk import Desk
from bot.watch.sweep import sweep
from storage import contracts, tables
from storage.database import Database
from tests.bench.databases import measured_databases

SIZES = (1_000, 100_000, 1_000_000)
DUE = 100
ROUNDS = 5
CHUNK = 5_000
OPENED = datetime(2026, 7, 6, 16, 0, tzinfo=UTC)
"""A Monday, 09:00 Pacific: a Valicare ticket of priority P1 is warned of 30 minutes later."""
LATER = OPENED + timedelta(days=400)


@dataclass(frozen=True, kw_only=True, slots=True)
class Stage:
    """One database with its open tickets, and the passes measured on it, in seconds."""

    size: int
    desk: Desk
    passes: list[float]


def main() -> None:
    """Print a pass's time for each size and each database, and the ratio to the smallest size."""
    table = Table(title=f"A sweep pass with {DUE} due deadlines", title_justify="left")
    for column in ("database", "open tickets", "median of a pass, ms", "ratio"):
        table.add_column(column, justify="left" if column == "database" else "right")
    with measured_databases(len(SIZES)) as databases:
        for name, urls in databases.items():
            stages = asyncio.run(_measured(urls))
            smallest = median(stages[0].passes)
            for stage in stages:
                taken = median(stage.passes)
                table.add_row(name, f"{stage.size:,}", f"{taken * 1000:.0f}", f"{taken / smallest:.2f}")
    Console().print(table)


async def _measured(urls: list[str]) -> list[Stage]:
    stages = []
    for size, url in zip(SIZES, urls, strict=True):
        async with opened(url, office().configuration) as (desk, _):
            await fill(desk, size)
        stages.append((size, url))
    result: list[Stage] = []
    for size, url in stages:
        desk = Desk(
            database=await Database.open(url), shelf=office().configuration.shelf, roster=office().configuration.roster
        )
        result.append(Stage(size=size, desk=desk, passes=[]))
    for number in range(ROUNDS + 1):
        for stage in result:
            at = OPENED + timedelta(minutes=31 + number)
            await _make_due(stage, number, at)
            began = perf_counter()
            swept = await sweep(stage.desk, at)
            taken = perf_counter() - began
            assert swept.told == DUE, swept
            # The first round is for warming up.
            if number:
                stage.passes.append(taken)
    for stage in result:
        await stage.desk.database.close()
    return result


async def fill(
    desk: Desk,
    size: int,
    *,
    contract: str = "valimail",
    severity: str = "urgent",
    opened: datetime = OPENED,
    later: datetime = LATER,
) -> None:
    """Open so many tickets, all alike, each with a deadline at `later`."""
    version = await kept(desk, contract, opened)
    for start in range(1, size + 1, CHUNK):
        numbers = range(start, min(start + CHUNK, size + 1))
        async with desk.database.transaction(patience=60) as session:
            await _open(session, numbers, version, severity, opened, later)


async def kept(desk: Desk, contract: str, at: datetime) -> int:
    """The number under which the database keeps the version of a contract that is in force at an instant."""
    agreed = desk.shelf.in_force(contract, at)
    async with desk.database.transaction(patience=60) as session:
        return await contracts.keep(
            session,
            tables.ContractVersion(
                contract=agreed.id,
                version=agreed.version,
                digest=agreed.digest,
                source=desk.shelf.text(agreed.digest),
                stored_at=at,
            ),
        )


async def _open(
    session: AsyncSession, numbers: range, version: int, severity: str, opened: datetime, later: datetime
) -> None:
    ticket = {
        "customer_id": 1,
        "contract_version_id": version,
        "plan": "valicare",
        "title": "SSO login fails",
        "description": "",
        "severity": severity,
        "priority_rank": 0,
        "state": tables.TicketState.OPEN,
        "opened_at": opened,
        "opened_by": "U0ANA",
        "contact": {},
        "triage_channel": "C0TRIAGE",
        "card_ts": "1.0",
        "last_seq": 2,
        "next_due": later,
        "changed_at": opened,
    }
    entry = {"at": opened, "by": "U0ANA"}
    entries = (
        {"seq": 1, "kind": "opened", "body": {"severity": severity}},
        {"seq": 2, "kind": "taken", "body": {"to": "U0ANA"}},
    )
    await session.exec(insert(tables.Ticket), params=[{**ticket, "id": number} for number in numbers])
    await session.exec(
        insert(tables.LedgerEntry),
        params=[{**entry, **each, "ticket_id": number} for number in numbers for each in entries],
    )
    await session.exec(
        insert(tables.Deadline),
        params=[{"ticket_id": number, "clock": "first_response:1", "due": later} for number in numbers],
    )


async def _make_due(stage: Stage, number: int, at: datetime) -> None:
    """Let the deadlines of another hundred tickets, spread over all, come at `at`."""
    step = stage.size // (DUE * (ROUNDS + 1))
    due = [1 + (number * DUE + index) * step for index in range(DUE)]
    async with stage.desk.database.transaction(patience=60) as session:
        statement = update(tables.Deadline).where(tables.Deadline.ticket_id.in_(due))  # type: ignore[attr-defined]
        await session.exec(statement.values(due=at))


if __name__ == "__main__":
    main()
