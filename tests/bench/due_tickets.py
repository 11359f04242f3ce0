"""Tickets that are each warned of once, at an instant of their own: what the bench of the workers lets come due."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import bindparam, update
from sqlmodel import col, delete

from bot.configuration import Configuration, read_configuration
from bot.demo.office import CONFIGURATION
from bot.desk.desk import Desk
from storage import tables
from tests.bench.bench_sweep import fill, kept
from tests.databases import beside

CHANNELS = 100
"""In so many channels tickets are told of, each by a contract of its own: one takes one message at a time."""
P1_EVERY = 10
"""One in so many of the tickets is a P1."""
PROMISED = timedelta(hours=1)
"""A ticket is warned of after so long, half of the two hours that are promised."""
HALF_OF_A_YEAR = timedelta(hours=4000)
"""When a ticket is warned of that can wait: half of what is promised for the others."""
_CONTRACT = """\
contract: {{id: {name}, name: {name}, version: "1", effective: 2024-01-01}}
severities:
  - {{id: urgent, name: Urgent, priority: P1, definition: Nothing works., clause: B01}}
  - {{id: low, name: Low, priority: P2, definition: Something does not work., clause: B01}}
  - {{id: calm, name: Calm, priority: P3, definition: A question that can wait for a year., clause: B01}}
plans:
  valicare:
    name: Care
    clause: B02
    promises:
      - kind: first_response
        clause: B03
        targets: {{P1: 2 hours, P2: 2 hours, P3: 8000 hours}}
        warnings: [50%]
routing: {{triage: {name}, warnings: {name}, breaches: breaches}}
rules:
  regrade: {{mode: fair, clause: B04}}
  reopen: {{mode: new cycle, clause: B04}}
close_reasons:
  - {{id: resolved, text: It has ended., reopens: true, clause: B04}}
"""


def configured(folder: Path) -> Configuration:
    """The demo office's configuration with the contracts of these tickets; the files are in the folder."""
    files = channels = ""
    for number in range(CHANNELS):
        name = f"bench{number}"
        (folder / f"{name}.yaml").write_text(_CONTRACT.format(name=name), encoding="utf-8")
        files += f"{name}.yaml, "
        channels += f"  {name}: {_channel(number)}\n"
    text = CONFIGURATION.replace("contracts: [", f"contracts: [{files}", 1)
    text = text.replace("channels:\n", f"channels:\n{channels}", 1)
    (folder / "belltower.yaml").write_text(text, encoding="utf-8")
    return read_configuration(text, "belltower.yaml", folder)


async def opened_calm(desk: Desk, size: int, at: datetime) -> list[int]:
    """Open so many tickets on which nothing is due for months; the numbers of the contract versions of all channels."""
    versions = [await kept(desk, f"bench{number}", at) for number in range(CHANNELS)]
    await fill(desk, size, contract="bench0", severity="calm", opened=at, later=at + HALF_OF_A_YEAR)
    return versions


async def forget(url: str) -> None:
    """Forget whatever was told before, and what was still to be told."""
    async with beside(url) as engines, engines.writer.begin() as connection:
        await connection.execute(delete(tables.Notice))
        await connection.execute(delete(tables.Place))


async def made_due(url: str, dues: Mapping[int, datetime], versions: Sequence[int]) -> None:
    """Let tickets have been opened so that each is warned of at its instant."""
    rows = [
        {
            "number": number,
            "opened": due - PROMISED,
            "instant": due,
            "channel": _channel(index % CHANNELS),
            "version": versions[index % CHANNELS],
            "severity_body": {"severity": _severity(number)},
            "level": _severity(number),
            "rank": 0 if is_p1(number) else 1,
        }
        for index, (number, due) in enumerate(dues.items())
    ]
    ticket = update(tables.Ticket).where(col(tables.Ticket.id) == bindparam("number"))
    entry = update(tables.LedgerEntry).where(col(tables.LedgerEntry.ticket_id) == bindparam("number"))
    deadline = update(tables.Deadline).where(col(tables.Deadline.ticket_id) == bindparam("number"))
    statements = (
        ticket.values(
            contract_version_id=bindparam("version"),
            opened_at=bindparam("opened"),
            changed_at=bindparam("opened"),
            triage_channel=bindparam("channel"),
            severity=bindparam("level"),
            priority_rank=bindparam("rank"),
        ),
        entry.values(at=bindparam("opened")),
        entry.where(col(tables.LedgerEntry.seq) == 1).values(body=bindparam("severity_body")),
        deadline.values(due=bindparam("instant"), priority_rank=bindparam("rank")),
    )
    async with beside(url) as engines, engines.writer.begin() as connection:
        for statement in statements:
            await connection.execute(statement, rows)


def _channel(number: int) -> str:
    return f"C0BENCH{number}"


def is_p1(number: int) -> bool:
    """Whether the ticket of that number is a P1."""
    return (number // 7) % P1_EVERY == 0


def warning_key(number: int) -> str:
    """The key of the notice by which the ticket of that number is warned of."""
    return f"{number}:first_response:1:warning 50% turn 0"


def _severity(number: int) -> str:
    return "urgent" if is_p1(number) else "low"
