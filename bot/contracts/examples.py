"""Runs the examples that a contract file gives: each due time must come out of the engine as it is written."""

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.clocks.clock import Clock, evaluate
from bot.clocks.contract import Terms, terms
from bot.clocks.entries import CalledBack, Opened
from bot.clocks.ledger import History
from bot.contracts.faults import Fault
from bot.contracts.form import ExampleForm
from bot.contracts.reader import Reading


def failing(reading: Reading) -> tuple[Fault, ...]:
    """A fault for each due time that does not come out; none where the whole file holds."""
    return tuple(_failing(reading))


def _failing(reading: Reading) -> Iterator[Fault]:
    for index, example in enumerate(reading.form.examples):
        sold = terms(reading.contract, example.plan)
        clocks = {clock.kind: clock for clock in _clocks(sold, example)}
        for kind, written in example.due.items():
            clock = clocks.get(kind)
            due = None if clock is None else clock.aim
            if due != written:
                expected = "an example without a due time" if due is None else _local(sold, clock, due, written)
                yield reading.document.fault_at(("examples", index, "due", kind.value), expected)


def _clocks(sold: Terms, example: ExampleForm) -> tuple[Clock, ...]:
    """The clocks of a ticket to which nothing has happened but that it was opened and, it may be, answered."""
    opened = Opened(at=example.opened.astimezone(UTC), by="", severity=example.severity)
    if example.answered is None:
        return evaluate(sold, History.of([opened]), opened.at)
    answered = CalledBack(at=example.answered.astimezone(UTC), by="")
    return evaluate(sold, History.of([opened, answered]), answered.at)


def _local(sold: Terms, clock: Clock | None, due: datetime, written: datetime) -> str:
    """A due time as the example would write it: in the calendar's zone, or else with the offset that was written."""
    calendar = None if clock is None else sold.calendar(clock.promise.calendar)
    local = due.astimezone(written.tzinfo if calendar is None else ZoneInfo(calendar.zone))
    return f"“{local.isoformat(sep=' ', timespec='auto' if local.second else 'minutes')}” (a {local:%A})"
