"""Runs the examples that a contract file gives: each due time must come out of the engine as it is written."""

from collections.abc import Iterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.clocks.contract import Promise, Terms, terms
from bot.contracts.faults import Fault
from bot.contracts.reader import Reading


def failing(reading: Reading) -> tuple[Fault, ...]:
    """A fault for each due time that does not come out; none where the whole file holds."""
    return tuple(_failing(reading))


def _failing(reading: Reading) -> Iterator[Fault]:
    for index, example in enumerate(reading.form.examples):
        sold = terms(reading.contract, example.plan)
        for kind, written in example.due.items():
            promise = sold.promise(kind, example.severity)
            assert promise is not None, "the assembly refuses an example of what is not promised"  # noqa: S101
            due = _due(sold, promise, example.opened)
            if due != written:
                expected = "an example without a due time" if due is None else _local(sold, promise, due, written)
                yield reading.document.fault_at(("examples", index, "due", kind.value), expected)


def _due(sold: Terms, promise: Promise, opened: datetime) -> datetime | None:
    """When a promise is due on a ticket to which nothing has happened since it was opened; None for never."""
    length = sold.length(promise.aim, promise.calendar)
    return sold.timeline(promise.calendar).add(opened.astimezone(UTC), length)


def _local(sold: Terms, promise: Promise, due: datetime, written: datetime) -> str:
    """A due time as the example would write it: in the calendar's zone, or else with the offset that was written."""
    calendar = sold.calendar(promise.calendar)
    local = due.astimezone(written.tzinfo if calendar is None else ZoneInfo(calendar.zone))
    return f"“{local.isoformat(sep=' ', timespec='auto' if local.second else 'minutes')}” (a {local:%A})"
