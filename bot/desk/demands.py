"""What a request must bring with it: words where words are needed, instants that lie ahead."""

from datetime import datetime

from bot.desk.refusals import PastInstantError, TextMissingError


def words(text: str, what: str = "text") -> str:
    """The text without the blanks around it; TextMissingError naming `what` where nothing is left."""
    if not text.strip():
        raise TextMissingError(what=what)
    return text.strip()


def ahead(instant: datetime | None, at: datetime, what: str) -> datetime | None:
    """An instant that must lie after `at`, or None where none is given; PastInstantError naming `what`."""
    if instant is not None and instant <= at:
        raise PastInstantError(what=what)
    return instant
