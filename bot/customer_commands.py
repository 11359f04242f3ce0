"""`belltower customers`: bring customers in from a file, after a look at what that would change, and write them to one.

The file is a table as spreadsheets write it; docs/customers.md explains it.
"""

import asyncio
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.progress import Progress, TaskID

from bot.terminal import errors, log_to_stderr, out, told_what_is_unusable, unusable

if TYPE_CHECKING:
    from bot.configuration import Configuration
    from bot.customer_file import CustomerFile
    from bot.desk import customer_import
    from bot.desk.customer_details import Written

customers = typer.Typer(no_args_is_help=True, help="Bring customers in from a file, or write them to one.")

_IMPORT = """\
Add and change customers from a table: all of them, or with any fault none.

\b
The first line names the columns, in any order:
  key          the short name for commands; made from the name if empty
  name         what the organisation is called
  contract     their contract, by id or name
  plan         the plan they bought, by id or name
  term_starts  the first day of their subscription: 2026-01-01
  term_ends    its last day
  tam          their technical account manager: U0123ABCD
  channels     the channels shared with them: C0123ABCD C0456EFGH
  contacts     the people who speak for them: U0123ABCD U0456EFGH
  duties       one a line, unknown, missing or done: V25: done Terry

\b
Commas, semicolons or tabs part the cells. A column that is not there
leaves that detail as it is; an empty cell takes it away. An apostrophe before
=, +, - or @ only keeps a spreadsheet from running the cell: '=Acme is =Acme.
"""

_EXPORT = """\
Write all customers as a table that `customers import` reads.

What begins with =, +, - or @ is written behind an apostrophe, so that no
spreadsheet runs it; `customers import` takes the apostrophe off again.
"""


@customers.command("import", help=_IMPORT)
def bring_in(
    file: Annotated[str, typer.Argument(metavar="FILE.csv", help="A table of customers; - is standard input.")],
    apply: Annotated[bool, typer.Option("--apply", help="Store it; without this it is only looked at.")] = False,
) -> None:
    """Say what a file would change, or with `apply` change it."""
    from bot.customer_file import read_customers
    from bot.settings import database_and_configuration

    log_to_stderr(logging.ERROR)
    with told_what_is_unusable():
        url, configuration = database_and_configuration()
        read = read_customers(_text_of(file), file)
        imported = asyncio.run(_imported(url, configuration, read, apply=apply and not read.faults))
    faults = [*read.faults, *(read.fault(read.rows[number], wrong) for number, wrong in imported.faults)]
    if faults:
        faults.sort(key=lambda fault: (fault.line, fault.column))
        counted = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        raise unusable(*map(str, faults), f"{counted}. Nothing has been stored.", code=1)
    out.print("\n".join(_report(imported, applied=apply)), markup=False, soft_wrap=True)


@customers.command("export", help=_EXPORT)
def write_out(
    file: Annotated[str, typer.Argument(metavar="FILE.csv", help="Where to write; - is standard output.")] = "-",
) -> None:
    """Write all customers to a file."""
    from bot.customer_file import write_customers
    from bot.settings import database_and_configuration

    log_to_stderr(logging.ERROR)
    with told_what_is_unusable():
        text = write_customers(asyncio.run(_exported(*database_and_configuration())))
        if file == "-":
            sys.stdout.write(text)
        else:
            Path(file).write_text(text, encoding="utf-8")


def _text_of(file: str) -> str:
    """What a file or standard input holds. Raises OSError, and ValueError where it is no UTF-8 text."""
    written = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    try:
        return written.decode()
    except UnicodeDecodeError:
        raise ValueError(f"{file}: expected UTF-8 text; a spreadsheet saves it as “CSV UTF-8”") from None


async def _imported(
    url: str, configuration: "Configuration", read: "CustomerFile", *, apply: bool
) -> "customer_import.Imported":
    from bot.app import opened
    from bot.desk.customer_import import import_customers

    rows = [row.written for row in read.rows]
    async with opened(url, configuration) as (desk, now):
        with _bars() as progress:
            return await import_customers(desk, rows, await now(), apply=apply, progress=progress)


async def _exported(url: str, configuration: "Configuration") -> "list[Written]":
    from bot.app import opened
    from bot.desk.customer_import import export_customers

    async with opened(url, configuration) as (desk, _):
        return await export_customers(desk)


@contextmanager
def _bars() -> Iterator["customer_import.Progress"]:
    """A bar for each step of an import; none where nobody watches, because standard error is no terminal."""
    with Progress(console=errors, transient=True, disable=not errors.is_terminal) as bars:
        tasks: dict[customer_import.Step, TaskID] = {}

        def progress(step: "customer_import.Step", done: int, of: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(step.value, total=of)
            bars.update(tasks[step], completed=done)

        yield progress


def _report(imported: "customer_import.Imported", *, applied: bool) -> Iterator[str]:
    """A line for each customer who is added or changed, and how many of each sort there are."""
    changing = [outcome for outcome in imported.outcomes if outcome.after]
    width = max((len(outcome.key) for outcome in changing), default=0)
    for outcome in changing:
        sort = "add   " if outcome.is_added else "change"
        yield f"{sort}  {outcome.key:{width}}  {outcome.name if outcome.is_added else _changes(outcome)}"
    added = sum(outcome.is_added for outcome in changing)
    changed, left = len(changing) - added, len(imported.outcomes) - len(changing)
    if applied:
        yield f"{added} added, {changed} changed, {left} left as they were."
    else:
        yield f"{added} to add, {changed} to change, {left} to leave. Nothing has been stored; --apply stores it."
    if changed:
        yield "Open tickets keep the contract and the plan they were opened under."


def _changes(outcome: "customer_import.Outcome") -> str:
    from bot.contracts.faults import shown

    def text(written: str) -> str:
        return shown(" ".join(written.split()) or None)

    return "; ".join(f"{each} {text(outcome.before[each])} → {text(after)}" for each, after in outcome.after.items())
