"""The words of a line that somebody typed: the first one, the letters of one, and the severity that one means."""

import re
from collections.abc import Collection

_SHORTEST_PREFIX = 3


def parted(text: str) -> tuple[str, str]:
    """The first word, and what follows it; every kind of white space parts words."""
    parts = text.split(maxsplit=1)
    return (parts[0] if parts else "", parts[1].strip() if len(parts) > 1 else "")


def letters(word: str) -> str:
    """A word without what people write differently: case, hyphens, underscores, spaces."""
    return re.sub(r"[-_\s]", "", word.casefold())


def severity_meant(word: str, severities: Collection[str]) -> str | None:
    """The severity that a word is or begins; too short a beginning could as well begin a customer's name."""
    wanted = letters(word)
    begun = [each for each in severities if wanted and letters(each).startswith(wanted)]
    exact = [each for each in begun if letters(each) == wanted]
    if exact:
        return exact[0]
    meant = {letters(each) for each in begun}
    return begun[0] if len(meant) == 1 and len(wanted) >= _SHORTEST_PREFIX else None
