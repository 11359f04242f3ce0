"""JSON as it comes from outside: whatever is let in here can be kept, and written again."""

import json
from typing import Any

from bot.playground.refusals import Json, Refusal


def read(text: str | bytes) -> Any:
    """What a JSON text says. Raises ValueError where it is none."""
    try:
        said = json.loads(text)
        # Python reads numbers without end and halves of characters, and can write neither.
        json.dumps(said, allow_nan=False, ensure_ascii=False).encode()
    except RecursionError:
        raise ValueError("it is too deep") from None
    return said


def read_object(text: str | bytes) -> Json:
    """The object that a request's JSON is.

    Raises:
        Refusal: as a bad request, with what is wrong.
    """
    try:
        said = read(text)
    except ValueError:
        raise Refusal("invalid_arguments", details=["[ERROR] this is no JSON"], status=400) from None
    if not isinstance(said, dict):
        raise Refusal("invalid_arguments", details=["[ERROR] this is no JSON object"], status=400)
    return said
