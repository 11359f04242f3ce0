"""Ten thousand deadlines that come within one minute among a million open tickets, worked off by real worker processes.

Each tells one warning and edits one card. What counts is how late a warning arrives, by the clock of what stands in for
Slack, and how many notices are put and settled a second: with nothing in their way, and within Slack's limits.
"""

import asyncio
import os
import signal
import sys
import tempfile
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from pathlib import Path
from statistics import median, quantiles

from rich.console import Console
from rich.table import Table
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.app import opened
from bot.demo.address import spare_port
from bot.playground import loopback
from storage import tables
from tests.bench.databases import measured_databases
from tests.bench.due_tickets import configured, forget, is_p1, made_due, opened_calm, warning_key
from tests.bench.stand_in import StandIn, standing_in
from tests.databases import beside
from tests.faults.run_clock import RunClock

TICKETS = 1_000_000
DUE = 10_000
APART = timedelta(minutes=1) / DUE
"""How far one deadline is from the next, however many there are."""
LONGEST = timedelta(minutes=6)
"""After so long a measurement ends, whatever is still to be told."""
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, kw_only=True, slots=True)
class Round:
    """One measurement: on how many workers, within Slack's limits or not; `number` keeps its tickets apart."""

    number: int
    workers: int
    limited: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Measured:
    """How late the warnings came, in seconds, P1 and others apart; how many notices a second; what did not come."""

    urgent: Sequence[float]
    others: Sequence[float]
    put_a_second: float
    settled_a_second: float
    missing: int
    repeated: int
    refused: int


ROUNDS = {
    "SQLite": (Round(number=0, workers=1, limited=False), Round(number=1, workers=1, limited=True)),
    "PostgreSQL": tuple(
        Round(number=number, workers=workers, limited=limited)
        for number, (workers, limited) in enumerate(product((1, 2, 4), (False, True)))
    ),
}


def main(tickets: int = TICKETS, due: int = DUE) -> None:
    """Print the lateness and the rates for each database and number of workers."""
    within = (APART * due).total_seconds()
    title = f"{due:,} deadlines within {within:g} seconds among {tickets:,} open tickets"
    table, said = Table(title=title, title_justify="left"), Console(stderr=True, width=140)
    for column in ("database", "workers", "limits", "put/s", "settled/s", "P1 late, median / 99%, s", "others, s"):
        table.add_column(column, justify="left" if column == "database" else "right")
    for column in ("missing", "twice", "429"):
        table.add_column(column, justify="right")
    with measured_databases() as databases:
        for name, [url] in databases.items():

            def tell(each: Round, measured: Measured, name: str = name) -> None:
                row = _row(name, each, measured)
                said.print(" · ".join(row))
                table.add_row(*row)

            said.print(f"{name}: opening {tickets:,} tickets")
            asyncio.run(_measured(url, ROUNDS[name], tickets, due, tell))
    Console(width=140).print(table)


def _row(name: str, each: Round, measured: Measured) -> Sequence[str]:
    return (
        name,
        str(each.workers),
        "on" if each.limited else "off",
        f"{measured.put_a_second:.0f}",
        f"{measured.settled_a_second:.0f}",
        _late(measured.urgent),
        _late(measured.others),
        str(measured.missing),
        str(measured.repeated),
        str(measured.refused),
    )


def _late(seconds: Sequence[float]) -> str:
    if len(seconds) < 2:
        return "-"
    return f"{median(seconds):.2f} / {quantiles(seconds, n=100, method='inclusive')[98]:.2f}"


async def _measured(
    url: str, rounds: Sequence[Round], tickets: int, due: int, tell: Callable[[Round, Measured], None]
) -> None:
    """Tell of each round as soon as it is over."""
    with tempfile.TemporaryDirectory(prefix="belltower-bench-") as name:
        folder = Path(name)
        configuration = configured(folder)
        async with opened(url, configuration) as (desk, now):
            versions = await opened_calm(desk, tickets, await now())
        for each in rounds:
            step = tickets // (due * len(rounds))
            numbers = [1 + (each.number * due + index) * step for index in range(due)]
            tell(each, await _round(url, folder, each, numbers, versions))


async def _round(url: str, folder: Path, each: Round, numbers: Sequence[int], versions: Sequence[int]) -> Measured:
    now = await RunClock.started()
    await forget(url)
    async with (
        standing_in(now, limited=each.limited) as (stand_in, address),
        _workers(url, folder, address, each),
    ):
        # There is time to make them due before the first one is.
        first = now() + timedelta(seconds=5 + len(numbers) / 400)
        dues = {number: first + APART * index for index, number in enumerate(numbers)}
        await made_due(url, dues, versions)
        if now() > first:
            raise RuntimeError("the first deadline had come before all were in place")
        return await _watched(url, stand_in, dues, now)


@asynccontextmanager
async def _workers(url: str, folder: Path, address: str, each: Round) -> AsyncIterator[None]:
    """So many worker processes that are up, until the context is left."""
    settings = {
        "DATABASE_URL": url,
        "SLACK_BOT_TOKEN": "xoxb-bench",
        "SLACK_SIGNING_SECRET": "bench",
        "SLACK_API_URL": address,
        "PYTHONPATH": str(ROOT),
    }
    rest = "1" if each.limited else "0"
    started: list[Process] = []
    try:
        for _ in range(each.workers):
            listen = {"BELLTOWER_LISTEN": f"{loopback.HOST}:{spare_port()}"}
            started.append(
                await asyncio.create_subprocess_exec(
                    *(sys.executable, "-m", "tests.bench.worker", rest),
                    cwd=folder,
                    env={**os.environ, **settings, **listen},
                    stdout=PIPE,
                    stderr=DEVNULL,
                )
            )
        for process in started:
            assert process.stdout is not None
            if await process.stdout.readline() != b"up\n":
                raise RuntimeError("a worker has ended at once")
        yield
    finally:
        for process in started:
            with suppress(ProcessLookupError):
                process.send_signal(signal.SIGTERM)
        for process in started:
            await process.wait()


async def _watched(url: str, stand_in: StandIn, dues: dict[int, datetime], now: RunClock) -> Measured:
    """Wait until everything is told and settled, or for as long as a measurement may take."""
    first, wanted = min(dues.values()), set(map(warning_key, dues))
    put_at = settled_at = first
    put = settled = 0
    async with beside(url) as engines, AsyncSession(engines.reader) as session:
        # Within the limits the edits of so many cards take hours: there the last warning is the end.
        while now() < first + LONGEST and not (
            wanted <= stand_in.posts.keys() and (stand_in.limited or put == settled)
        ):
            await asyncio.sleep(0.2)
            counted = await _counted(session)
            at = now()
            put_at, settled_at = (at if counted[0] > put else put_at), (at if counted[1] > settled else settled_at)
            put, settled = counted
    late = {
        number: (stand_in.posts[key] - due).total_seconds()
        for number, due in dues.items()
        if (key := warning_key(number)) in stand_in.posts
    }
    return Measured(
        urgent=[seconds for number, seconds in late.items() if is_p1(number)],
        others=[seconds for number, seconds in late.items() if not is_p1(number)],
        put_a_second=put / max((put_at - first).total_seconds(), 0.001),
        settled_a_second=settled / max((settled_at - first).total_seconds(), 0.001),
        missing=len(dues) - len(late),
        repeated=stand_in.repeated,
        refused=stand_in.refused,
    )


async def _counted(session: AsyncSession) -> tuple[int, int]:
    """How many notices there are, and how many of them are settled."""
    query = select(func.count(), func.count(col(tables.Notice.settled_at))).select_from(tables.Notice)
    put, settled = (await session.exec(query)).one()
    await session.rollback()
    return put, settled


if __name__ == "__main__":
    main()
