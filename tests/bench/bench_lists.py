"""How long a page of a list takes among many open tickets, beside the loading of the page alone.

The order needs what is next due on every ticket, counted in its own calendar; only one page of tickets is loaded.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from statistics import median
from time import perf_counter

from rich.console import Console
from rich.table import Table
from sqlalchemy import text

from bot.app import opened
from bot.demo.office import office
from bot.desk import queries
from bot.desk.desk import Desk
from bot.desk.lists import PAGE, Wanted, listed, searched
from bot.desk.overview import overview
from bot.desk.requests import Asker
from storage import tickets
from tests.bench.bench_sweep import OPENED, fill
from tests.bench.databases import measured_databases

SIZE = 10_000
ROUNDS = 5
LENA = Asker(person="U0LENA")
AT = OPENED + timedelta(hours=2)


def main() -> None:
    """Print the time of a page, of a search and of App Home for each database, and the ratio to the page alone."""
    table = Table(title=f"Looking among {SIZE:,} open tickets", title_justify="left")
    for column in ("database", "what", "median, ms", "ratio"):
        table.add_column(column, justify="left" if column in ("database", "what") else "right")
    with measured_databases() as databases:
        for name, [url] in databases.items():
            measured = asyncio.run(_measured(url))
            alone = next(iter(measured.values()))
            for what, taken in measured.items():
                table.add_row(name, what, f"{taken * 1000:.0f}", f"{taken / alone:.1f}")
    Console().print(table)


async def _measured(url: str) -> dict[str, float]:
    """The median of each, in seconds; the loading of a page alone is the first."""
    async with opened(url, office().configuration) as (desk, _):
        await fill(desk, SIZE)
        async with desk.database.transaction(patience=60) as session:
            # A third of the tickets count business hours, the others every second.
            spread = "UPDATE ticket SET next_calendar = CASE WHEN id % 3 = 0 THEN 'business_hours' END"
            await (await session.connection()).execute(text(spread))
        pages: dict[str, Callable[[], Awaitable[object]]] = {
            "the page alone": lambda: _page_alone(desk),
            "a page of the list": lambda: listed(desk, LENA, Wanted(), AT),
            "its last page": lambda: listed(desk, LENA, Wanted(), AT, page=SIZE // PAGE),
            "a page of a search": lambda: searched(desk, LENA, "sso acme", AT),
            "App Home": lambda: overview(desk, LENA, AT),
        }
        return {what: await _median(asked) for what, asked in pages.items()}


async def _page_alone(desk: Desk) -> None:
    async with desk.database.reading() as session:
        found = await tickets.page(session, limit=PAGE)
        for row in found.tickets:
            await queries.readable(session, desk, row, AT)


async def _median(asked: Callable[[], Awaitable[object]]) -> float:
    times = []
    for _ in range(ROUNDS + 1):
        began = perf_counter()
        await asked()
        times.append(perf_counter() - began)
    # The first round is for warming up.
    return median(times[1:])


if __name__ == "__main__":
    main()
