"""Many customers at once, from a file: what would be added, changed and left, and all of it stored or nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.contracts.faults import shown
from bot.desk import customer_entry
from bot.desk.clientele import change, new_row
from bot.desk.customer_details import Detail, DetailFault, Written
from bot.desk.customer_directory import Directory
from bot.desk.customer_entry import Values, as_written, values_of
from bot.desk.desk import Desk
from bot.desk.refusals import CustomerFaultsError
from storage import customers, tables

PATIENCE = 60.0
"""Seconds that the whole import may take; nobody waits for an answer in Slack."""
AT_ONCE = 500
"""Rows that are written at a time."""


class Step(StrEnum):
    """What an import is doing."""

    CHECKING = "Checking"
    """Each row is read and compared with what is there."""
    STORING = "Storing"
    """What is added or changed is written."""


Progress = Callable[[Step, int, int], None]
"""Told how many rows of a step are done, and of how many."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """What a row comes to: `before` and `after` are of the details that change, as people write them.

    A customer who is added has nothing in `before`; one who is left has nothing in either.
    """

    key: str
    name: str
    before: Written
    after: Written

    @property
    def is_added(self) -> bool:
        """Whether the customer is new."""
        return bool(self.after) and not self.before


@dataclass(frozen=True, kw_only=True, slots=True)
class Imported:
    """The outcome of each row that is right, and the faults of the others by the number of their row, from 0."""

    outcomes: Sequence[Outcome]
    faults: Sequence[tuple[int, DetailFault]]


async def import_customers(
    desk: Desk, rows: Sequence[Written], at: datetime, *, apply: bool, progress: Progress
) -> Imported:
    """Compare rows with the customers that there are, and with `apply` store them: all, or where one is wrong, none.

    Raises `storage.database.Unavailable` when the database is away or is not done in time; nothing is stored then.
    """
    if not apply:
        async with desk.database.reading(patience=PATIENCE) as session:
            return _compared(desk, rows, await customers.everybody(session), progress)[0]
    async with desk.database.transaction(patience=PATIENCE) as session:
        await customers.hold(session)
        imported, changes = _compared(desk, rows, await customers.everybody(session), progress)
        for first in range(0, 0 if imported.faults else len(changes), AT_ONCE):
            some = changes[first : first + AT_ONCE]
            await _store(session, some, at)
            progress(Step.STORING, first + len(some), len(changes))
        return imported


async def export_customers(desk: Desk) -> list[Written]:
    """Every customer as people would write them, by key; `import_customers` would leave each of them as they are."""
    async with desk.database.reading(patience=PATIENCE) as session:
        return [as_written(values_of(row)) for row in await customers.everybody(session)]


_Change = tuple[tables.Customer | None, Values]
"""A customer's row as it is, or None for a new one, and what it is to hold."""


def _compared(
    desk: Desk, rows: Sequence[Written], everybody: Sequence[tables.Customer], progress: Progress
) -> tuple[Imported, list[_Change]]:
    """What the rows come to, and what is to be stored."""
    known = _Known(everybody)
    meant = [known.meant_by(written) for written in rows]
    in_file = {row.id for row in meant if row is not None}
    others = (row for row in everybody if row.id not in in_file)
    directory = Directory(others, desk.roster.channels.values())
    outcomes: list[Outcome] = []
    faults: list[tuple[int, DetailFault]] = []
    changes: list[_Change] = []
    for number, (written, before) in enumerate(zip(rows, meant, strict=True)):
        try:
            if before is not None and before.id not in in_file:
                raise CustomerFaultsError(faults=[_again(written)])
            in_file.discard(before.id if before else 0)
            values = directory.enter(customer_entry.read(written, desk.shelf, before), before)
        except CustomerFaultsError as wrong:
            faults += [(number, fault) for fault in wrong.faults]
        else:
            outcome = _outcome(before, values)
            outcomes.append(outcome)
            if outcome.after:
                changes.append((before, values))
        progress(Step.CHECKING, number + 1, len(rows))
    return Imported(outcomes=outcomes, faults=faults), changes


def _outcome(before: tables.Customer | None, values: Values) -> Outcome:
    was = {} if before is None else as_written(values_of(before))
    will_be = as_written(values)
    changed = [detail for detail in Detail if was.get(detail) != will_be[detail]]
    return Outcome(
        key=values[Detail.KEY],
        name=values[Detail.NAME],
        before={detail: was[detail] for detail in changed if detail in was},
        after={detail: will_be[detail] for detail in changed},
    )


async def _store(session: AsyncSession, changes: Sequence[_Change], at: datetime) -> None:
    for before, values in changes:
        if before is not None:
            change(before, values)
    await session.flush()
    await customers.add_many(session, [new_row(values, at) for before, values in changes if before is None])


def _again(written: Written) -> DetailFault:
    """The row names a customer whom a row above it has named."""
    detail = Detail.KEY if written.get(Detail.KEY) else Detail.NAME
    return DetailFault(detail=detail, expected="each customer once", got=f"{shown(written[detail])} again")


class _Known:
    """The customers that there are, found as a row of a file names them: by key, or without one by name."""

    def __init__(self, rows: Sequence[tables.Customer]) -> None:
        self._by_key = {row.key.casefold(): row for row in rows}
        self._by_name = {row.name.casefold(): row for row in reversed(rows)}

    def meant_by(self, written: Written) -> tables.Customer | None:
        """The customer that a row of a file means; None where it is a new one."""
        if key := written.get(Detail.KEY, "").strip():
            return self._by_key.get(key.casefold())
        return self._by_name.get(" ".join(written.get(Detail.NAME, "").split()).casefold())
