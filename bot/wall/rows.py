"""A running clock in words: how it stands and when what is due, in the viewer's zone. Picture and table both say it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.clocks.clock import ClockState
from bot.clocks.durations import in_words, open_hours
from bot.clocks.explain import CLOCK_NAMES
from bot.clocks.local_time import DATE, MINUTE, in_zone
from bot.desk.board import Running

Names = Callable[[str], str]
"""The display name of a person, by Slack user id, as plain text."""
A_MINUTE = timedelta(minutes=1)


class Standing(StrEnum):
    """How a running clock stands, as people see it."""

    ON_TIME = "on time"
    """There is time yet."""
    SOON = "due soon"
    """The contract has had a warning given."""
    LATE = "late"
    """The promise is broken and still not done."""
    GOAL_MISSED = "goal missed"
    """The team's own goal has passed; the contract names no time."""
    PAUSED = "paused"
    """Time stands still, so nothing can be said about when it is due."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One clock of the wall; every text is plain. `rank` is 0 for the most urgent priority."""

    running: Running
    standing: Standing
    rank: int
    number: str
    customer: str
    title: str
    severity: str
    priority: str
    promise: str
    target: str
    clause: str
    calendar: str
    owner: str
    due: str
    """The date and time that counts: `due Mon 6 Jul 06:30`, `was due 13:18`, `paused since 13:00`."""
    left: str
    """How far that is off: `in 2 h 10 min`, `12 min late`, `3 h 10 min left`."""

    @property
    def stands(self) -> str:
        """How it stands and how far off that is, nothing said twice: `due soon, in 4 min`, `12 min late`."""
        if self.standing in (Standing.LATE, Standing.GOAL_MISSED):
            return self.left
        return f"{self.standing}, {self.left}" if self.left else str(self.standing)


def row(running: Running, at: datetime, zone: str, names: Names) -> Row:
    """The words for a clock at an instant, its times in a zone."""
    ticket, clock = running.ticket, running.clock
    owner, calendar = ticket.history.assignee, ticket.terms.calendar(clock.promise.calendar)
    standing = _standing(running, at)
    return Row(
        running=running,
        standing=standing,
        rank=ticket.rank,
        number=f"T-{ticket.number}",
        customer=ticket.customer.name,
        title=" ".join(ticket.title.split()),
        severity=ticket.severity.name,
        priority=ticket.severity.priority,
        promise=CLOCK_NAMES[clock.kind],
        target=str(clock.promise.aim),
        clause=clock.promise.clause,
        calendar="around the clock" if calendar is None else f"{calendar.name.replace('_', ' ')}, {calendar.zone}",
        owner="nobody yet" if owner is None else names(owner),
        due=_due(running, standing, at, zone),
        left=_left(running, standing, at),
    )


def moment(instant: datetime, at: datetime, zone: str) -> str:
    """An instant as it is read at another one: the time, with the weekday on other days, with the date far away."""
    local, today = in_zone(instant, zone), in_zone(at, zone).date()
    if local.date() == today:
        return local.format(MINUTE)
    near = abs(local.date() - today) < timedelta(days=7)
    return local.format(f"ddd {MINUTE}" if near else f"{DATE} {MINUTE}")


def paused_since(running: Running) -> datetime | None:
    """Since when a paused clock stands still; None for one that does not."""
    if running.clock.state is not ClockState.PAUSED:
        return None
    return next(pause.start for pause in reversed(running.clock.pauses) if pause.end is None)


def _standing(running: Running, at: datetime) -> Standing:
    clock = running.clock
    if clock.overdue:
        return Standing.LATE
    if clock.state is ClockState.PAUSED:
        return Standing.PAUSED
    if clock.promise.target is None and running.aim is not None and running.aim < at:
        return Standing.GOAL_MISSED
    return Standing.SOON if any(warned <= at for _, warned in clock.warnings) else Standing.ON_TIME


def _due(running: Running, standing: Standing, at: datetime, zone: str) -> str:
    since = paused_since(running)
    if since is not None:
        return f"paused since {moment(since, at, zone)}"
    if running.aim is None:
        return "no due time"
    verb = "goal" if running.clock.promise.target is None else "due"
    return f"{'was ' if standing is Standing.LATE else ''}{verb} {moment(running.aim, at, zone)}"


def _left(running: Running, standing: Standing, at: datetime) -> str:
    if standing is Standing.PAUSED:
        left = running.clock.left
        return "" if left is None else f"{open_hours(left)} left"
    if running.aim is None:
        return ""
    off = abs(running.aim - at)
    # From a screen in the room nobody counts seconds, except the last ones.
    length = in_words(off - off % A_MINUTE if off >= A_MINUTE else off)
    match standing:
        case Standing.LATE:
            return f"{length} late"
        case Standing.GOAL_MISSED:
            return f"goal missed {length} ago"
        case _:
            return f"in {length}"
