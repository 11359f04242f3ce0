"""Slack's date tokens: an instant as a person in some zone reads it, in US English as Slack's own client prints it."""

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

_TOKEN = re.compile(r"{(\w+)}")
_PRETTY = "_pretty"
_NEAR = {-1: "yesterday", 0: "today", 1: "tomorrow"}
_SPANS = (("year", 365 * 86_400), ("month", 30 * 86_400), ("day", 86_400), ("hour", 3_600), ("minute", 60))


def date_words(form: str, at: datetime, zone: ZoneInfo, now: datetime | None = None) -> str:
    """A form such as `{date_short_pretty} at {time}` with its tokens filled in; unknown tokens stay as they are.

    `at` and `now` are aware instants. Without a `now` nothing is "today" or "ago": the date stands in its place.
    As in Slack, such a word begins with a capital letter where the form begins with it.
    """
    local = at.astimezone(zone)
    today = now.astimezone(zone).date() if now else None

    def filled(found: re.Match[str]) -> str:
        token = found[1]
        if token == "ago":  # noqa: S105  (a token of a date form)
            return _ago(at, now) if now else _written("date", local) or ""
        near = _near(local.date(), today) if token.endswith(_PRETTY) else None
        if near:
            return near.capitalize() if found.start() == 0 else near
        if token == "day_divider_pretty":  # noqa: S105
            this_year = today is not None and today.year == local.year
            token = "day_divider" if this_year else "date_long"
        return _written(token.removesuffix(_PRETTY), local) or found[0]

    return _TOKEN.sub(filled, form)


def instant_of(stamp: object) -> datetime | None:
    """The instant of a time stamp in seconds since 1970; None for anything that is none."""
    try:
        return datetime.fromtimestamp(float(str(stamp)), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _near(day: date, today: date | None) -> str | None:
    return _NEAR.get((day - today).days) if today else None


def _written(token: str, local: datetime) -> str | None:
    day = f"{local.day}{_ordinal(local.day)}"
    hour = local.hour % 12 or 12
    half = "AM" if local.hour < 12 else "PM"
    match token:
        case "date_num":
            return f"{local:%Y-%m-%d}"
        case "date_slash":
            return f"{local:%d/%m/%Y}"
        case "date":
            return f"{local:%B} {day}, {local.year}"
        case "date_short":
            return f"{local:%b} {local.day}, {local.year}"
        case "date_long":
            return f"{local:%A}, {local:%B} {day}, {local.year}"
        case "date_long_full":
            return f"{local:%B} {local.day}, {local.year}"
        case "day_divider":
            return f"{local:%A}, {local:%B} {day}"
        case "time":
            return f"{hour}:{local:%M} {half}"
        case "time_secs":
            return f"{hour}:{local:%M:%S} {half}"
        case _:
            return None


def _ago(at: datetime, now: datetime) -> str:
    away = abs(now - at)
    for name, seconds in _SPANS:
        number = away // timedelta(seconds=seconds)
        if number:
            span = f"{number} {name}{'' if number == 1 else 's'}"
            return f"{span} ago" if at <= now else f"in {span}"
    return "just now"


def _ordinal(day: int) -> str:
    if day in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
