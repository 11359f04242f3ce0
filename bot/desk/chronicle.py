"""All that happened to a ticket, in order: its entries, what each did to its promises, and the promises that broke."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clocks.clock import Clock
from bot.clocks.contract import ClockKind, Severity
from bot.clocks.entries import Entry, Regraded, Updated
from bot.clocks.ledger import Pause
from bot.desk.facts import Ticket


@dataclass(frozen=True, kw_only=True, slots=True)
class StoodStill:
    """A clock that a wait did not count for, and how much of its own time that was."""

    kind: ClockKind
    counted: timedelta
    in_business_time: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Wait:
    """A wait that has ended: how long it was by the clock on the wall, and which clocks stood still for how long."""

    pause: Pause
    length: timedelta
    stood_still: tuple[StoodStill, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Happening:
    """Something that happened at an instant: an entry of the ledger, or without one a promise that broke.

    `number` is the entry's in the ledger, from 1. `kept` are the promises that it kept, `late` those that it did after
    they were broken; `before` is the severity that a regrade replaced, `expected` when the end was expected before this
    update, `wait` what it ended.
    """

    at: datetime
    entry: Entry | None = None
    number: int | None = None
    broken: Clock | None = None
    kept: tuple[Clock, ...] = ()
    late: tuple[Clock, ...] = ()
    before: Severity | None = None
    expected: datetime | None = None
    wait: Wait | None = None


def chronicle(ticket: Ticket) -> tuple[Happening, ...]:
    """Everything that happened to a ticket, the oldest first; of the promises only those of the contract."""
    found = [*_entries(ticket), *(_broken(clock) for clock in ticket.clocks if clock.breached is not None)]
    # A promise is kept up to its due instant, so what was done at that instant came first.
    return tuple(sorted(found, key=lambda each: (each.at, each.entry is None)))


def _broken(clock: Clock) -> Happening:
    assert clock.breached is not None  # noqa: S101
    return Happening(at=clock.breached, broken=clock)


def _entries(ticket: Ticket) -> Iterator[Happening]:
    promised = [clock for clock in ticket.clocks if clock.promise.target is not None]
    grade, expected = 0, None
    for number, entry in enumerate(ticket.history.entries, start=1):
        done = [clock for clock in promised if clock.stopped is entry]
        before = None
        if isinstance(entry, Regraded):
            before = ticket.terms.contract.severity(ticket.history.grades[grade].severity)
            grade += 1
        yield Happening(
            at=entry.at,
            entry=entry,
            number=number,
            kept=tuple(clock for clock in done if clock.breached is None),
            late=tuple(clock for clock in done if clock.breached is not None),
            before=before,
            expected=expected if isinstance(entry, Updated) else None,
            wait=next((_wait(ticket, pause) for pause in ticket.history.pauses if pause.ended is entry), None),
        )
        if isinstance(entry, Updated) and entry.eta is not None:
            expected = entry.eta


def _wait(ticket: Ticket, pause: Pause) -> Wait:
    until = ticket.at if pause.ended is None else pause.ended.at
    stood_still = tuple(
        StoodStill(
            kind=clock.kind,
            counted=ticket.terms.timeline(clock.promise.calendar).elapsed(each.start, each.end or until),
            in_business_time=clock.promise.calendar is not None,
        )
        for clock in ticket.clocks
        for each in clock.pauses
        if each.start == pause.began.at
    )
    return Wait(pause=pause, length=until - pause.began.at, stood_still=stood_still)
