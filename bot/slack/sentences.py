"""The desk's sentences as people read them: people by their names, which calls nobody, times by each reader's clock."""

from collections.abc import Callable
from datetime import datetime

from bot.desk.marks import Place, pieces
from bot.desk.slack_ids import is_person
from bot.slack.blocks import Names
from bot.slack.mrkdwn import escape, inert, line, when

_LONGEST_NAME = 60


def sentence(text: str, names: Names, limit: int, shown: Callable[[datetime], str] = when) -> str:
    """A marked sentence as one line of markup of at most `limit` characters, never cut inside an entity.

    `shown` writes the instants: `printed` where no entities are shown.
    """
    said, found = "", list(pieces(" ".join(text.split())))
    for number, piece in enumerate(found, start=1):
        match piece:
            case str():
                part = escape(piece)
            case Place(id=place):
                part = line(names(place), _LONGEST_NAME) if is_person(place) else f"<#{escape(place)}>"
            case _:
                part = shown(piece)
        # Where more follows there must be room for the ellipsis that may stand for it.
        room = limit - len(said) - (number < len(found))
        if len(part) > room:
            return said + (inert(piece, room) if isinstance(piece, str) else "…")
        said += part
    return said
