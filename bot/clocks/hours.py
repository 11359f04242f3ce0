"""Open hours by the wall clock: spans inside one local date, weeks made of them, and how both are written."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

DAY = 86_400
"""Seconds of a local date by the wall clock, whatever the zone does to it."""

_HOURS = re.compile(r"(\d\d):(\d\d)(?::(\d\d))?-(\d\d):(\d\d)(?::(\d\d))?", re.ASCII)


@dataclass(frozen=True, order=True, slots=True)
class Span:
    """Open hours inside one local date, half open, in seconds of the wall clock since midnight.

    Raises ValueError unless 0 <= opens < closes <= 86400.
    """

    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not 0 <= self.opens < self.closes <= DAY:
            raise ValueError(f"expected 0 <= opens < closes <= {DAY}, got {self.opens} and {self.closes}")

    def __str__(self) -> str:
        return f"{_clock(self.opens)}-{_clock(self.closes)}"

    @property
    def length(self) -> timedelta:
        """How long it is open, by the wall clock."""
        return timedelta(seconds=self.closes - self.opens)

    @classmethod
    def parse(cls, text: str) -> "tuple[Span, Span | None]":
        """Hours such as 09:00-17:30 or 22:00-06:00: the part on their own date, and the part on the next, if any.

        Seconds may be given, and 24:00 as the end. Raises ValueError for anything else and for empty hours.
        """
        match = _HOURS.fullmatch(text.strip())
        if match is None:
            raise ValueError(f"expected hours such as 09:00-17:30, got {text!r}")
        fields = [int(part or 0) for part in match.groups()]
        opens, closes = _seconds(text, *fields[:3]), _seconds(text, *fields[3:])
        if opens in (closes, DAY):
            raise ValueError(f"the hours {text!r} are empty; a whole day is 00:00-24:00")
        if opens < closes:
            return cls(opens, closes), None
        return cls(opens, DAY), cls(0, closes) if closes else None


Week = Mapping[int, tuple[Span, ...]]
"""The open hours of each weekday, 0 for Monday; a weekday that is not there is closed."""


def weekly_hours(rows: Mapping[int, Iterable[str]]) -> Week:
    """The week with these hours on each weekday (0 for Monday); what lies past midnight goes to the next weekday.

    Raises ValueError as `Span.parse` does.
    """
    week: dict[int, tuple[Span, ...]] = {}
    for weekday, texts in rows.items():
        for text in texts:
            today, tomorrow = Span.parse(text)
            week[weekday] = (*week.get(weekday, ()), today)
            if tomorrow is not None:
                following = (weekday + 1) % 7
                week[following] = (*week.get(following, ()), tomorrow)
    return {weekday: union(spans) for weekday, spans in sorted(week.items())}


def union(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same hours in order, with spans that touch or overlap made one."""
    result: list[Span] = []
    for span in sorted(spans):
        if result and span.opens <= result[-1].closes:
            result[-1] = Span(result[-1].opens, max(result[-1].closes, span.closes))
        else:
            result.append(span)
    return tuple(result)


def _seconds(text: str, hour: int, minute: int, second: int) -> int:
    total = hour * 3600 + minute * 60 + second
    if minute > 59 or second > 59 or total > DAY:
        raise ValueError(f"there is no such time of day in {text!r}; the last one is 24:00")
    return total


def _clock(seconds: int) -> str:
    minutes, second = divmod(seconds, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}" + (f":{second:02}" if second else "")
