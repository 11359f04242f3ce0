"""Who is on call at an instant: people who take turns, and overrides that go before them.

A hand-over happens at one time of the local day, so a shift over a clock change is an hour shorter or longer. Where
that local time is skipped the hand-over comes at the same instant as the hour after it would, and where it happens
twice the first one counts: there is never a gap and never an overlap.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo


@dataclass(frozen=True, kw_only=True, slots=True)
class Rotation:
    """People in their order; the first one's shift begins at `hand_over` on `starts`, and each lasts `days`."""

    name: str
    zone: str
    members: tuple[str, ...]
    starts: date
    hand_over: time
    days: int = 7


@dataclass(frozen=True, kw_only=True, slots=True)
class Override:
    """One person instead of whoever would be on call, from `starts` until `ends` (half open)."""

    person: str
    starts: datetime
    ends: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Duty:
    """Who is on call, and until when (UTC) if nothing changes."""

    person: str
    until: datetime


def on_call(rotation: Rotation, overrides: Sequence[Override], at: datetime) -> Duty | None:
    """Who is on call at an instant; None before the rotation starts. The newest override in the sequence wins."""
    newer_begin: list[datetime] = []
    for override in reversed(overrides):
        if override.starts <= at < override.ends:
            return Duty(person=override.person, until=min([override.ends, *newer_begin]))
        if at < override.starts < override.ends:
            newer_begin.append(override.starts)
    index, until = _shift(rotation, at)
    if index < 0 or not rotation.members:
        return None
    return Duty(person=rotation.members[index % len(rotation.members)], until=min([until, *newer_begin]))


def _shift(rotation: Rotation, at: datetime) -> tuple[int, datetime]:
    """The number of the shift that an instant lies in (the first is 0, negative before it), and its end."""
    local = at.astimezone(ZoneInfo(rotation.zone)).date()
    index = (local - rotation.starts).days // rotation.days
    while _begins(rotation, index) > at:
        index -= 1
    while _begins(rotation, index + 1) <= at:
        index += 1
    return index, _begins(rotation, index + 1)


def _begins(rotation: Rotation, index: int) -> datetime:
    day = rotation.starts + timedelta(days=index * rotation.days)
    return datetime.combine(day, rotation.hand_over, ZoneInfo(rotation.zone)).astimezone(UTC)
