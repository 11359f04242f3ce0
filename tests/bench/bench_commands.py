"""How many `/ticket new` a second the whole bot takes in, and how long Slack waits for each acknowledgement.

Real Bolt over Socket Mode against the local Slack, its limits on messages off; the ticket is committed before the
acknowledgement. The loops that sweep and deliver run meanwhile, as they do in an installation.
"""

import asyncio
from statistics import median, quantiles
from time import perf_counter

from rich.console import Console
from rich.table import Table

from bot.demo.office import office
from bot.demo.story import PACIFIC
from bot.demo.teller import local
from bot.demo.trial import trial
from tests.bench.databases import measured_databases

COMMANDS = 600
AT_ONCE = (1, 10, 40)


def main() -> None:
    """Print commands per second and acknowledgement times for each database and number of people typing at once."""
    table = Table(title="/ticket new, committed before it is acknowledged", title_justify="left")
    for column in ("database", "at once", "per second", "ack median, ms", "ack p99, ms"):
        table.add_column(column, justify="left" if column == "database" else "right")
    with measured_databases(len(AT_ONCE)) as databases:
        for name, urls in databases.items():
            for at_once, url in zip(AT_ONCE, urls, strict=True):
                taken, acks = asyncio.run(_measured(url, at_once))
                p99 = quantiles(acks, n=100)[98]
                table.add_row(
                    name,
                    str(at_once),
                    f"{COMMANDS / taken:.0f}",
                    f"{median(acks) * 1000:.1f}",
                    f"{p99 * 1000:.1f}",
                )
    Console().print(table)


async def _measured(url: str, at_once: int) -> tuple[float, list[float]]:
    """How long all commands took together, and each acknowledgement, in seconds."""
    at = local("2026-07-06 09:00", PACIFIC)
    async with trial(office(), at, url, one_message_per_second=False) as stage:
        loops = [asyncio.create_task(loop.run()) for loop in (stage.bot.sweep, stage.bot.delivery)]
        ana = stage.person("ana")
        await ana.types("C0TRIAGE", "/ticket new low Acme: warming up")
        waiting = iter(range(COMMANDS))

        async def type_on() -> None:
            for number in waiting:
                reply = await ana.types("C0TRIAGE", f"/ticket new low Acme: question {number}")
                assert reply.text.startswith("T-"), reply

        began = perf_counter()
        await asyncio.gather(*(type_on() for _ in range(at_once)))
        taken = perf_counter() - began
        for loop in loops:
            loop.cancel()
        await asyncio.gather(*loops, return_exceptions=True)
        return taken, [delivery.seconds for delivery in stage.slack.deliveries[1:] if delivery.seconds is not None]


if __name__ == "__main__":
    main()
