"""Slack's text: from what a person types to Slack's entities, and from entities to what a person reads."""

import re
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.playground.workspace import Workspace

_BROADCASTS = ("here", "channel", "everyone")
_ENTITY = re.compile(r"<([^<>]+)>")
_EMPHASIS = re.compile(r"(?<!\w)([*_~])(?=\S)([^*_~\n]+?)(?<=\S)\1(?!\w)")


def as_entities(text: str, workspace: Workspace) -> str:
    """Typed text as Slack keeps it: escaped, with @names and #channels resolved."""

    def person(found: re.Match[str]) -> str:
        if found[1] in _BROADCASTS:
            return f"<!{found[1]}>"
        handle = found[1].lower()
        return next((f"<@{u.id}>" for u in workspace.users.values() if u.handle == handle), found[0])

    def channel(found: re.Match[str]) -> str:
        channels = workspace.channels.values()
        return next((f"<#{c.id}|{c.name}>" for c in channels if c.name == found[1]), found[0])

    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"#([\w.-]+)", channel, re.sub(r"@([\w.-]*\w)", person, safe))


def as_read(text: str, workspace: Workspace, zone: ZoneInfo) -> str:
    """Marked-up text as a person in this zone reads it: entities resolved, emphasis and escapes gone."""
    resolved = _ENTITY.sub(lambda found: _resolved(found[1], workspace, zone), text)
    calm = _EMPHASIS.sub(r"\2", resolved)
    return calm.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _resolved(entity: str, workspace: Workspace, zone: ZoneInfo) -> str:
    body, _, label = entity.partition("|")
    if body.startswith("@"):
        user = workspace.users.get(body[1:])
        return f"@{user.name if user else label or body[1:]}"
    if body.startswith("#"):
        place = workspace.channels.get(body[1:])
        return f"#{place.name if place else label or body[1:]}"
    if body.startswith("!date^"):
        return _date(body, label, zone)
    if body.startswith("!subteam^"):
        return f"@{label.removeprefix('@') or body.removeprefix('!subteam^')}"
    if body.startswith("!"):
        return f"@{body[1:]}"
    return label or body


def _date(body: str, fallback: str, zone: ZoneInfo) -> str:
    """A date entity in the reader's zone; `pretty` words such as "today" would need a now and are left out."""
    _, stamp, form, *_link = body.split("^")
    if not stamp.isdecimal():
        return fallback
    at = datetime.fromtimestamp(int(stamp), UTC).astimezone(zone)
    day = f"{at.day}{_ordinal(at.day)}"
    hour = at.hour % 12 or 12
    half = "AM" if at.hour < 12 else "PM"
    words = {
        "date_num": f"{at:%Y-%m-%d}",
        "date": f"{at:%B} {day}, {at.year}",
        "date_short": f"{at:%b} {at.day}, {at.year}",
        "date_long": f"{at:%A}, {at:%B} {day}, {at.year}",
        "time": f"{hour}:{at:%M} {half}",
        "time_secs": f"{hour}:{at:%M:%S} {half}",
    }
    return re.sub(r"{(\w+?)(?:_pretty)?}", lambda found: words.get(found[1], found[0]), form)


def _ordinal(day: int) -> str:
    if day in (11, 12, 13):
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
