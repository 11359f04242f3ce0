"""Slack's markup: a person's text made inert, and the few entities that Belltower writes on purpose."""

import re
from collections.abc import Sequence
from datetime import datetime

from bot.clocks import local_time

_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_ESCAPING = str.maketrans(_ESCAPES)
_ADDRESS = re.compile(r"https?://[^\s<>|]{1,1000}")
_ENTITY = re.compile(r"<([^<>]+)>")
# The time comes first: where a form begins with the date, Slack writes “Today” even in the middle of a sentence.
_DATE_FORM = "{time} {date_short_pretty}"


def escape(text: str) -> str:
    """Text without the three characters that begin an entity. Escape once, and last."""
    return text.translate(_ESCAPING)


def cut(text: str, limit: int) -> str:
    """Text of at most `limit` characters; what is left out is marked by an ellipsis."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def inert(text: str, limit: int) -> str:
    """A person's text, escaped, in at most `limit` characters; it is never cut inside an escape."""
    escaped = escape(text)
    if len(escaped) <= limit:
        return escaped
    kept, room = 0, limit - 1
    for character in text:
        room -= len(_ESCAPES.get(character, character))
        if room < 0:
            break
        kept += 1
    return escape(text[:kept].rstrip()) + "…"


def line(text: str, limit: int) -> str:
    """A person's text as `inert` gives it, on one line, so that it cannot begin a quote or a list of its own."""
    return inert(" ".join(text.split()), limit)


def first_of(words: Sequence[str], most: int) -> str:
    """The first of several words of markup, and how many more there are: `one, two and 3 more`."""
    more = len(words) - most
    return ", ".join(words[:most]) + (f" and {more} more" if more > 0 else "")


def mention(person: str) -> str:
    """The entity that calls a person. Only for those who must act; everybody else is named."""
    return f"<@{escape(person)}>"


def web_link(address: str) -> str:
    """The entity of a web address, which shows the address itself; what is none is text."""
    return f"<{escape(address)}>" if _ADDRESS.fullmatch(address) else line(address, 300)


def when(at: datetime, zone: str = "UTC") -> str:
    """The entity that shows an instant in each reader's own zone, `6:30 AM today`; where it cannot, as `printed`."""
    return f"<!date^{int(at.timestamp())}^{_DATE_FORM}|{printed(at, zone)}>"


def printed(at: datetime, zone: str = "UTC") -> str:
    """An instant in a zone, for text that knows no entities: `Mon 6 Jul 06:30 PDT`."""
    return local_time.printed(at.replace(second=0, microsecond=0), zone, year=False)


def as_read(text: str) -> str:
    """What Slack wrote into a message, as it reads: entities as their words, escapes undone."""
    words = _ENTITY.sub(_words, text)
    return words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _words(entity: re.Match[str]) -> str:
    target, _, label = entity[1].partition("|")
    sign = {"@": "@", "#": "#", "!": "@"}.get(target[:1], "")
    return f"{sign}{label.removeprefix(sign) or target.removeprefix('!').removeprefix(sign)}"
