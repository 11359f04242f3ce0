"""The small notations of a contract file: how lengths, hours, weekdays, dates, instants and warnings are written.

Each is a pydantic type: a file's text is read into the engine's own value, or refused with what was expected; each
carries the JSON Schema that an editor needs.
"""

import re
from collections.abc import Callable
from datetime import date, datetime
from fractions import Fraction
from typing import Annotated, Any
from zoneinfo import available_timezones

from pydantic import PlainValidator, StringConstraints, WithJsonSchema

from bot.clocks.contract import Warn
from bot.clocks.durations import Target, parse_target
from bot.clocks.hours import Span
from bot.contracts.faults import nearest
from bot.contracts.mismatch import refuse

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ALWAYS = "always"
"""The word that stands where a calendar's name could: every second counts."""

_UNIT = r"(business )?(minute|hour|day)s?"
_DAY = f"({'|'.join(DAYS)})"
_SPAN = r"\d\d:\d\d(:\d\d)?-\d\d:\d\d(:\d\d)?"


def read_target(value: Any) -> Target:
    """A length such as `24 business hours`; nothing shorter than one of its unit."""
    target = read_length(value)
    if target.amount == 0:
        raise refuse("a length of at least one minute")
    return target


def read_length(value: Any) -> Target:
    """A length such as `10 minutes`, where `0 minutes` is possible too."""
    try:
        return parse_target(value if isinstance(value, str) else "")
    except ValueError:
        raise refuse("one whole number and one unit, such as “24 business hours”", _unit_meant(value)) from None


def read_warning(value: Any) -> Warn:
    """When to warn: `75%` of the target, or `10 business minutes before` it is due."""
    expected = "a share such as “75%” or a time such as “10 business minutes before”"
    text = value.strip() if isinstance(value, str) else ""
    if found := re.fullmatch(r"(\d+(?:\.\d+)?) ?%", text):
        share = Fraction(found[1]) / 100
        if not 0 < share < 1:
            raise refuse("a share between 0% and 100%, so that the warning comes before the due time")
        return Warn(share=share)
    if text.endswith(" before"):
        return Warn(before=read_target(text.removesuffix(" before")))
    raise refuse(expected)


def read_weekdays(value: Any) -> tuple[int, ...]:
    """Weekdays such as `mon-fri`, `sat` or `mon, wed`; 0 is Monday."""
    expected = "weekdays such as “mon-fri”, “sat” or “mon, wed”"
    days: list[int] = []
    for part in str(value).lower().split(","):
        ends = part.strip().split("-")
        if len(ends) > 2 or any(end not in DAYS for end in ends):
            raise refuse(expected, next((nearest(end, DAYS) for end in ends if end not in DAYS), None))
        first, last = DAYS.index(ends[0]), DAYS.index(ends[-1])
        days += [(first + step) % 7 for step in range((last - first) % 7 + 1)]
    return tuple(days)


def read_hours(value: Any) -> tuple[str, ...]:
    """Opening hours such as `09:00-17:30` or `09:00-12:00, 13:00-17:00`; past midnight as `22:00-06:00`."""
    spans = tuple(part.strip() for part in str(value).split(","))
    try:
        for span in spans:
            Span.parse(span)
    except ValueError:
        raise refuse("opening hours such as “09:00-17:30” or “09:00-12:00, 13:00-17:00”") from None
    return spans


def read_date_hours(value: Any) -> tuple[Span, ...]:
    """Opening hours of one date; none of them passes midnight."""
    spans: list[Span] = []
    for text in read_hours(value):
        today, tomorrow = Span.parse(text)
        if tomorrow is not None:
            raise refuse("hours inside this date, such as “09:00-13:00”; write the rest under the next date")
        spans.append(today)
    return tuple(spans)


def read_date(value: Any) -> date:
    """A calendar date such as `2026-12-24`."""
    try:
        if re.fullmatch(r"\d{4}-\d\d-\d\d", str(value)):
            return date.fromisoformat(value)
    except ValueError:
        pass
    raise refuse("a date such as “2026-12-24”")


def read_instant(value: Any) -> datetime:
    """An instant with its offset, such as `2026-07-02 17:30-07:00`; the offset is kept as it was written."""
    try:
        instant = datetime.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None:
        raise refuse("an instant with its offset, such as “2026-07-02 17:30-07:00”")
    return instant


def read_zone(value: Any) -> str:
    """A zone of the IANA database, such as `Europe/Amsterdam`."""
    zones = available_timezones()
    if not isinstance(value, str) or value not in zones:
        raise refuse("a zone of the IANA database, such as “Europe/Amsterdam”", nearest(value, zones))
    return str(value)


def _unit_meant(value: Any) -> str | None:
    """The length with its unit spelt right, where a number is followed by something close to a unit."""
    found = re.fullmatch(r"\s*(\d{1,6})\s*([a-z ]+?)\s*", str(value).lower())
    units = [f"{business}{unit}s" for business in ("", "business ") for unit in ("minute", "hour", "day")]
    unit = nearest(found[2], units) if found else None
    return f"{found[1]} {unit}" if found and unit else None


def _written(read: Callable[[Any], Any], description: str, pattern: str | None = None) -> tuple[Any, Any]:
    schema = {"type": "string", "description": description} | ({"pattern": f"^{pattern}$"} if pattern else {})
    return PlainValidator(read), WithJsonSchema(schema)


_target = _written(read_target, "A length: 15 minutes, 24 business hours.", rf"\d{{1,6}} +{_UNIT}")
_length = _written(read_length, "A length, which may be 0 minutes: 10 minutes, 2 hours.", rf"\d{{1,6}} +{_UNIT}")
_warning = _written(read_warning, "75%, or 10 business minutes before.", rf"(\d+(\.\d+)? ?%|\d{{1,6}} +{_UNIT} before)")
_weekdays = _written(read_weekdays, "mon-fri, sat, or mon, wed.", rf"{_DAY}(-{_DAY})?( *, *{_DAY}(-{_DAY})?)*")
_hours = _written(read_hours, "09:00-17:30, or 09:00-12:00, 13:00-17:00.", rf"{_SPAN}( *, *{_SPAN})*")
_date_hours = _written(read_date_hours, "The hours of this date: 09:00-13:00.", rf"{_SPAN}( *, *{_SPAN})*")
_date = _written(read_date, "A date: 2026-12-24.", r"\d{4}-\d\d-\d\d")
_instant = _written(read_instant, "2026-07-02 17:30-07:00", r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d)?(Z|[-+]\d\d:\d\d)")
_zone = _written(read_zone, "A zone of the IANA database: Europe/Amsterdam.")

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-zA-Z][a-zA-Z0-9_]*$")]
TargetText = Annotated[Target, *_target]
LengthText = Annotated[Target, *_length]
WarningText = Annotated[Warn, *_warning]
WeekdaysText = Annotated[tuple[int, ...], *_weekdays]
HoursText = Annotated[tuple[str, ...], *_hours]
DateHoursText = Annotated[tuple[Span, ...], *_date_hours]
DateText = Annotated[date, *_date]
InstantText = Annotated[datetime, *_instant]
ZoneText = Annotated[str, *_zone]
