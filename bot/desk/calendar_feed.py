"""An imported calendar: from its iCalendar text to the shifts of an on-call schedule.

What an event says decides who is on call: the people whom its summary names, or else those who are invited to it. An
event that names nobody known or cannot be understood is left out and reported, never guessed. Times without a zone and
whole days are read in the schedule's zone.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from math import prod
from typing import Any
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar, Component, vDDDLists, vDDDTypes

from bot.clocks.schedule import Shift

BACK = timedelta(days=64)
AHEAD = timedelta(days=400)
"""How far around an instant the shifts of a calendar are made."""
LARGEST = 4_000_000
"""Bytes of a calendar that are read at most."""
MOST_EVENTS = 3
"""Events that are left out are told one by one up to so many."""
_MOST_STEPS = 200_000
"""How often the rules of a calendar may repeat, all together, from where they begin to the end of what is made."""
_WHEN = frozenset({"DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID"})
_STEPS = {"SECONDLY": timedelta(seconds=1), "MINUTELY": timedelta(minutes=1), "HOURLY": timedelta(hours=1)}
_DAY = timedelta(days=1)


STALE = timedelta(days=1)
"""A calendar that nobody could read for so long is no longer to be relied on."""


class CalendarError(ValueError):
    """Why a text is no calendar that can be read."""


class _UnclearError(ValueError):
    """Why an event is left out."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Feed:
    """Where the calendar of a schedule comes from: `source` is an address or the path of a file.

    `people` are Slack ids by what an event says of them: a name in its summary, or an email address. An address may be
    a secret, so it is not printed; `digest` tells one from another, on every machine alike.
    """

    schedule: str
    zone: str
    source: str = field(repr=False)
    digest: str
    people: Mapping[str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What a calendar's text gives: shifts in order, and for each event that was left out, which it is and why."""

    shifts: tuple[Shift, ...]
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class FeedState:
    """How a schedule's calendar is doing: when it was last read, and why the last try failed, if it did.

    One that is not `known` was never read; `read_at` is then when that was first tried. `left_out` are the events that
    count for nobody, each with the reason.
    """

    known: bool
    read_at: datetime
    error: str = ""
    left_out: tuple[str, ...] = ()

    def stale(self, at: datetime) -> bool:
        """Whether it was not read for so long that it can no longer be relied on."""
        return bool(self.error) and at - self.read_at >= STALE


def troubles(calendars: Mapping[str, FeedState]) -> tuple[str, ...]:
    """What is not well with the calendars of schedules, in words; nothing while all are read and understood."""
    return tuple(said for schedule, state in calendars.items() for said in _troubles_of(schedule, state))


def _troubles_of(schedule: str, state: FeedState) -> Iterator[str]:
    if state.error:
        since = f"{state.read_at:%Y-%m-%d %H:%M} UTC"
        reading = f"was last read at {since}" if state.known else f"could not be read once since {since}"
        yield f"the calendar of the schedule “{schedule}” {reading}: {state.error}"
    for event in state.left_out[:MOST_EVENTS]:
        yield f"in the calendar of the schedule “{schedule}” an event counts for nobody, {event}"
    if (further := len(state.left_out) - MOST_EVENTS) > 0:
        yield f"in the calendar of the schedule “{schedule}” {further} more events count for nobody"


def read_calendar(text: str) -> Calendar:
    """The calendar that a text is. Raises CalendarError where it is none, such as a page that asks to sign in."""
    try:
        found = Component.from_ical(text)
    except Exception:  # The library raises errors of many kinds for what is no calendar.
        found = None
    if not isinstance(found, Calendar):
        raise CalendarError("it is no calendar in iCalendar format")
    return found


def reading(text: str, feed: Feed, at: datetime) -> Reading:
    """The shifts of a calendar from `BACK` before an instant until `AHEAD` after it. Raises CalendarError."""
    start, end, zone = at - BACK, at + AHEAD, ZoneInfo(feed.zone)
    shifts: list[Shift] = []
    left_out: dict[str, None] = {}
    series: dict[str, list[Component]] = {}
    steps = 0.0
    for event in read_calendar(text).walk("VEVENT"):
        with _leaving_out(event, left_out):
            _check(event, zone)
            steps += _repetitions(event, end, zone)
            if steps > _MOST_STEPS:
                raise _UnclearError("it repeats too often")
            series.setdefault(str(event.get("UID", "")), []).append(event)
    for events in series.values():
        with _leaving_out(events[0], left_out):
            for occurrence in _occurrences(events, start, end):
                with _leaving_out(occurrence, left_out):
                    shifts.append(_shift(occurrence, feed))
    return Reading(shifts=tuple(sorted(shifts, key=lambda shift: shift.starts)), left_out=tuple(left_out))


@contextmanager
def _leaving_out(event: Component, left_out: dict[str, None]) -> Iterator[None]:
    """Notes why an event is left out, where what is done with it fails."""
    try:
        yield
    except _UnclearError as unclear:
        left_out[f"{_named(event)}: {unclear}"] = None
    except Exception as error:  # The libraries raise errors of many kinds for what they cannot follow.
        left_out[f"{_named(event)}: it cannot be understood ({type(error).__name__})"] = None


def _check(event: Component, zone: ZoneInfo) -> None:
    """Raises _UnclearError for times that the libraries would read as others, or not at all."""
    for name, _ in event.errors:
        if name in _WHEN:
            raise _UnclearError(f"its {name} cannot be read")
    for name in ("DTSTART", "DTEND", "DURATION", "RECURRENCE-ID"):
        if len(_values(event, name)) > 1:
            raise _UnclearError(f"it has more than one {name}")
    if "DTSTART" not in event:
        raise _UnclearError("it does not say when it begins")
    for name in _WHEN:
        for value in _values(event, name):
            named = value.params.get("TZID")
            if named and any(isinstance(moment, datetime) and moment.tzinfo is None for moment in _moments(value)):
                raise _UnclearError(f"nobody knows its time zone {named}")
    backwards = any(value.dt < timedelta() for value in _values(event, "DURATION"))
    if backwards or ("DTEND" in event and _instant(event, "DTEND", zone) < _instant(event, "DTSTART", zone)):
        raise _UnclearError("it ends before it begins")


def _repetitions(event: Component, end: datetime, zone: ZoneInfo) -> float:
    """How often an event's rules may repeat until an instant, whether or not it takes place each time."""
    begins = _instant(event, "DTSTART", zone)
    steps = 0.0
    for rule in _values(event, "RRULE"):
        until = min([end, *(_in_utc(each, zone) for each in rule.get("UNTIL", ()))])
        step = _STEPS.get(rule["FREQ"][0], _DAY) * rule.get("INTERVAL", [1])[0]
        each_step = prod(len(rule.get(part, [0])) for part in ("BYHOUR", "BYMINUTE", "BYSECOND"))
        steps += max((until - begins) / step, 0.0) * each_step
    return steps


def _occurrences(events: Sequence[Component], start: datetime, end: datetime) -> Iterator[Component]:
    """The events that come of those that share an id, between two instants."""
    series = Calendar()
    for event in events:
        series.add_component(event)
    found: list[Component] = recurring_ical_events.of(series).between(start, end)
    return (event for event in found if str(event.get("STATUS", "")).upper() != "CANCELLED")


def _shift(event: Component, feed: Feed) -> Shift:
    zone = ZoneInfo(feed.zone)
    starts, ends = (_instant(event, name, zone) for name in ("DTSTART", "DTEND"))
    if starts >= ends:
        raise _UnclearError("it ends when it begins")
    people = tuple(dict.fromkeys(_people(event, feed.people)))
    if not people:
        raise _UnclearError("it names nobody whom “people” says")
    return Shift(people=people, starts=starts, ends=ends)


def _people(event: Component, people: Mapping[str, str]) -> Iterator[str]:
    """Whom an event's summary names, as whole words; or else who is invited to it and has not declined."""
    summary = _summary(event).casefold()
    # Of names that are part of one another the longest counts, so longer ones are looked for first and taken out.
    for name in sorted(people, key=len, reverse=True):
        summary, times = re.subn(rf"(?<!\w){re.escape(name.casefold())}(?!\w)", "\n", summary)
        if times:
            yield people[name]
    invited = {str(each).casefold().removeprefix("mailto:") for each in _values(event, "ATTENDEE") if _comes(each)}
    if "\n" not in summary:
        yield from (person for name, person in people.items() if name.casefold() in invited)


def _comes(attendee: Any) -> bool:
    return str(attendee.params.get("PARTSTAT", "")).upper() != "DECLINED"


def _instant(event: Component, name: str, zone: ZoneInfo) -> datetime:
    (value,) = _values(event, name)
    return _in_utc(value.dt, zone)


def _in_utc(written: date, zone: ZoneInfo) -> datetime:
    """The instant (UTC) of a date's beginning or of a time, where a zone fills in what is not said."""
    moment = written if isinstance(written, datetime) else datetime.combine(written, time())
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


def _values(event: Component, name: str) -> list[Any]:
    value = event.get(name, [])
    return value if isinstance(value, list) else [value]


def _moments(value: object) -> Iterator[object]:
    if isinstance(value, vDDDLists):
        yield from (each.dt for each in value.dts)
    elif isinstance(value, vDDDTypes):
        yield value.dt


def _summary(event: Component) -> str:
    return " ".join(" ".join(map(str, _values(event, "SUMMARY"))).split())


def _named(event: Component) -> str:
    """An event as a sentence names it: by its summary and when it begins."""
    begins = next((each for value in _values(event, "DTSTART") for each in _moments(value)), "an unknown time")
    return f"“{_summary(event)[:80] or 'without a summary'}” of {begins}"
