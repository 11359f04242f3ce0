"""Lengths of time as a contract writes them: an amount and its unit.

`15 minutes` counts every second. `24 business hours` counts only inside a named calendar. The unit says which, so
the two can never be mixed silently: a text with two units is refused, and so is a fraction.

A business day is ambiguous everywhere: customers read "2 business days" as two dates, as 16 hours or as 48. Here a
business day is the open time of one working day of the calendar that counts it, and the calendar must be able to
say how long that is (`Calendar.business_day_length`). It is therefore always a number of open hours.
"""

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


class Unit(StrEnum):
    """What one of a target's amount is."""

    MINUTE = "minute"
    """Sixty elapsed seconds, around the clock."""
    HOUR = "hour"
    """Sixty elapsed minutes, around the clock."""
    DAY = "day"
    """Twenty-four elapsed hours, around the clock."""
    BUSINESS_MINUTE = "business minute"
    """A minute while the calendar is open."""
    BUSINESS_HOUR = "business hour"
    """An hour while the calendar is open."""
    BUSINESS_DAY = "business day"
    """The open time of one working day of the calendar."""

    @property
    def in_business_time(self) -> bool:
        """Whether this unit passes only while a calendar is open."""
        return self in (Unit.BUSINESS_MINUTE, Unit.BUSINESS_HOUR, Unit.BUSINESS_DAY)


_LENGTHS = {
    Unit.MINUTE: timedelta(minutes=1),
    Unit.HOUR: timedelta(hours=1),
    Unit.DAY: timedelta(days=1),
    Unit.BUSINESS_MINUTE: timedelta(minutes=1),
    Unit.BUSINESS_HOUR: timedelta(hours=1),
}
_TEXT = re.compile(r"(?P<amount>\d{1,6}) +(?P<unit>(?:business +)?(?:minute|hour|day)s?)", re.ASCII | re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """An amount of one unit: `Target(amount=24, unit=Unit.BUSINESS_HOUR)`."""

    amount: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.amount} {self.unit}{'' if self.amount == 1 else 's'}"

    @property
    def in_business_time(self) -> bool:
        """Whether this target counts only inside a calendar."""
        return self.unit.in_business_time

    def length(self, business_day: timedelta | None = None) -> timedelta:
        """How much time must be counted.

        `business_day` is the open time of one working day in the calendar that counts; it is needed for targets
        in business days only, and a ValueError says so when it is missing.
        """
        if self.unit is Unit.BUSINESS_DAY:
            if business_day is None:
                raise ValueError(f"{self} needs a calendar whose working days have one declared length")
            return self.amount * business_day
        return self.amount * _LENGTHS[self.unit]


def parse_target(text: str) -> Target:
    """Read a target such as `15 minutes`, `1 business hour` or `2 business days`.

    Raises ValueError, saying what was expected, for anything else: two units, fractions, no unit.
    """
    found = _TEXT.fullmatch(text.strip())
    if found is None:
        raise ValueError(
            f"expected one whole number and one unit, such as “15 minutes” or “24 business hours”, got “{text}”"
        )
    unit = re.sub(r" +", " ", found["unit"].lower()).removesuffix("s")
    return Target(amount=int(found["amount"]), unit=Unit(unit))


def in_words(length: timedelta) -> str:
    """A length for people: `1 h 30 min`, `45 s`, `2 d 4 h`; at most the two largest parts, rounded down."""
    seconds = int(abs(length).total_seconds())
    parts = []
    for size, name in ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s")):
        count, seconds = divmod(seconds, size)
        parts.append((count, name))
    while len(parts) > 1 and parts[0][0] == 0:
        parts.pop(0)
    return " ".join(f"{count} {name}" for count, name in parts[:2] if count) or "0 s"


def open_hours(length: timedelta) -> str:
    """A length of open time for people, in hours and minutes and never in days: `24 h`, `0 h 30 min` as `30 min`."""
    minutes, seconds = divmod(int(abs(length).total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [(hours, "h"), (minutes, "min"), (seconds, "s")]
    return " ".join(f"{count} {name}" for count, name in parts if count) or "0 min"
