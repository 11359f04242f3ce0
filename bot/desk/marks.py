"""Marks in sentences that the desk writes, for places and instants: whoever shows a sentence writes these their way."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.clocks.local_time import printed

_MARK = re.compile(r"\{(?:place (?P<place>[A-Z0-9]{1,30})|at (?P<at>\d{4}(?:-\d\d){2}T(?:\d\d:){2}\d\dZ))\}", re.ASCII)


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """A channel or a person, by their Slack id."""

    id: str


def place(slack_id: str) -> str:
    """What stands in a sentence for a channel or a person, by their Slack id."""
    return f"{{place {slack_id}}}"


def instant(at: datetime) -> str:
    """What stands in a sentence for an instant, to the second."""
    return f"{{at {at.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat()}Z}}"


def pieces(sentence: str) -> Iterator[str | Place | datetime]:
    """The words of a sentence in order, and the places and instants between them; what is no mark is words."""
    done = 0
    for found in _MARK.finditer(sentence):
        mark = _meant(found)
        if mark is None:
            continue
        if words := sentence[done : found.start()]:
            yield words
        yield mark
        done = found.end()
    if words := sentence[done:]:
        yield words


def unmarked(sentence: str) -> str:
    """A sentence for where nobody's name is known and no clock but UTC: ids, and instants as `Mon 1 Jun 17:00 UTC`."""
    return "".join(map(_plain, pieces(sentence)))


def _meant(found: re.Match[str]) -> Place | datetime | None:
    if found["place"]:
        return Place(id=found["place"])
    try:
        return datetime.fromisoformat(found["at"])
    except ValueError:
        return None


def _plain(piece: str | Place | datetime) -> str:
    match piece:
        case Place(id=where):
            return where
        case datetime():
            return printed(piece, "UTC", year=False)
        case words:
            return words
