"""Moments, days and lengths as people type them: `18:00`, `friday 9am`, `2026-12-24 09:00`, `4 hours`.

A moment needs a time, because “until Friday” could mean either end of it; without a day it is the next at which the
clock of whoever typed it shows that time.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NEAR = {"today": 0, "tomorrow": 1}
_DAY = (
    r"(?:(?P<iso>\d{4}-\d\d-\d\d)|(?P<near>today|tomorrow)|(?P<weekday>mon|tue|wed|thu|fri|sat|sun)(?:s|nes|r|rs|ur)?(?:day)?"
    r"|(?P<day>\d{1,2})\.? (?P<month>[a-z]{3,9})(?: (?P<year>\d{4}))?)"
)
_TIME = r"(?:(?P<hour>\d{1,2})(?:(?::(?P<minute>\d\d)) ?(?P<half>am|pm)?| ?(?P<whole>am|pm|h))|(?P<noon>noon|midday))"
_FORMS = [
    re.compile(form, re.ASCII)
    for form in (rf"(?:on )?{_DAY}(?: at)? {_TIME}", rf"(?:at )?{_TIME} (?:on )?{_DAY}", rf"(?:at )?{_TIME}")
]
_ONLY_DAY = re.compile(rf"(?:on )?{_DAY}", re.ASCII)
_LENGTH = re.compile(
    r"(?P<many>an?|\d{1,4}) ?(?P<unit>m(?:in(?:ute)?s?)?|h(?:(?:ou)?rs?)?|d(?:ays?)?|w(?:eeks?)?)", re.ASCII
)
_ELAPSED = {"m": timedelta(minutes=1), "h": timedelta(hours=1)}
_ON_THE_CLOCK = {"d": timedelta(days=1), "w": timedelta(weeks=1)}
_MOST_WORDS = 6
"""Of the longest moment: `on 24 december 2026 at 9 am` has a word more, and nobody writes it so."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Writer:
    """Whose words they are: `zone` is where their clock hangs, and `at` is when they wrote them."""

    at: datetime
    zone: str

    def shown(self, at: datetime) -> datetime:
        """What their clock shows at an instant, without a zone."""
        return at.astimezone(ZoneInfo(self.zone)).replace(tzinfo=None)

    def instant(self, shown: datetime) -> datetime:
        """When their clock shows that, the first time of two; what it leaps over lies behind the leap."""
        return shown.replace(tzinfo=ZoneInfo(self.zone)).astimezone(UTC)

    def instants(self, shown: datetime) -> tuple[datetime, ...]:
        """Every instant at which their clock shows that: two in the hour that comes twice, else `instant` alone."""
        first, second = self.instant(shown), self.instant(shown.replace(fold=1))
        return (first, second) if first < second else (first,)


def is_moment(text: str) -> bool:
    """Whether a text has the form of a moment."""
    return _moment(text) is not None


def is_day(text: str) -> bool:
    """Whether a text has the form of a day, without a time."""
    return _ONLY_DAY.fullmatch(text.casefold()) is not None


def is_length(text: str) -> bool:
    """Whether a text is a length of time: `4 hours`, `90 minutes`, `a week`."""
    return _LENGTH.fullmatch(text.casefold()) is not None


def taken(words: Sequence[str], form: Callable[[str], bool]) -> tuple[str, Sequence[str]]:
    """The longest beginning of words that has a form, and the words after it; empty where none has it."""
    for count in range(min(len(words), _MOST_WORDS), 0, -1):
        text = " ".join(words[:count])
        if form(text):
            return text, words[count:]
    return "", words


def moment(text: str, after: datetime, writer: Writer) -> datetime | None:
    """The instant that a moment means for whoever wrote it, the first after `after` where it leaves that open.

    None for what has no form of one, and for a date or a time that there is not.
    """
    found = _moment(text)
    if found is None:
        return None
    try:
        shown = _time(found)
        days = _days(found, writer.shown(after).date(), writer.shown(writer.at).date())
        instants = [each for day in days for each in writer.instants(datetime.combine(day, time()) + shown)]
    except (ValueError, OverflowError):
        return None
    return next((instant for instant in instants if instant > after), instants[0])


def day_meant(text: str, writer: Writer) -> date | None:
    """The date that a text means for whoever wrote it, a weekday the next one; None for what is no day."""
    found = _ONLY_DAY.fullmatch(text.casefold())
    today = writer.shown(writer.at).date()
    try:
        return None if found is None else _days(found, today, today)[0]
    except (ValueError, OverflowError):
        return None


def later(text: str, start: datetime, writer: Writer) -> datetime | None:
    """The instant that lies a length of time after another: days and weeks end at the time at which they began.

    None for what is no length.
    """
    found = _LENGTH.fullmatch(text.casefold())
    if found is None:
        return None
    many, unit = int(found["many"]) if found["many"].isdigit() else 1, found["unit"][0]
    try:
        if unit in _ELAPSED:
            return start + many * _ELAPSED[unit]
        return writer.instant(writer.shown(start) + many * _ON_THE_CLOCK[unit])
    except OverflowError:
        return None


def _moment(text: str) -> re.Match[str] | None:
    return next((found for form in _FORMS if (found := form.fullmatch(text.casefold()))), None)


def _time(found: re.Match[str]) -> timedelta:
    """The time of day that was said, as the time since midnight; `24:00` ends a day. Raises ValueError for no time."""
    if found["noon"]:
        return timedelta(hours=12)
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    if half := found["half"] or (found["whole"] if found["whole"] != "h" else None):
        if not 1 <= hour <= 12:
            raise ValueError(f"there is no {hour} {half}")
        hour = hour % 12 + (12 if half == "pm" else 0)
    since = timedelta(hours=hour, minutes=minute)
    if minute > 59 or since > timedelta(days=1):
        raise ValueError(f"there is no {hour}:{minute:02}")
    return since


def _days(found: re.Match[str], first: date, today: date) -> list[date]:
    """The dates that were said, or that may be meant, from `first` on; ValueError for a date that there is not."""
    said = found.groupdict()
    if said.get("iso"):
        return [date.fromisoformat(said["iso"])]
    if said.get("near"):
        return [today + timedelta(days=_NEAR[said["near"]])]
    if said.get("weekday"):
        ahead = (_WEEKDAYS.index(said["weekday"]) - first.weekday()) % 7
        return [first + timedelta(days=ahead), first + timedelta(days=ahead + 7)]
    if said.get("month"):
        month = _MONTHS.index(said["month"][:3]) + 1
        years = [int(said["year"])] if said["year"] else [first.year, first.year + 1]
        return [day for year in years if (day := date(year, month, int(said["day"]))) >= first or said["year"]]
    return [first, first + timedelta(days=1)]
