"""Taking parts out of what Slack sends: each is there and of the right kind, or the payload is refused by name."""

from collections.abc import Mapping
from typing import Any

from bot.desk.requests import Asker

Payload = Mapping[str, Any]


class MalformedPayloadError(Exception):
    """A payload that Slack does not send; `missing` is the path of what is not there, or is not what it should be."""

    def __init__(self, missing: str) -> None:
        self.missing = missing
        super().__init__(f"the payload has no usable {missing}")


def mapping(payload: Payload, *path: str) -> Payload:
    """The object at a path."""
    found = _at(payload, path)
    if not isinstance(found, Mapping):
        raise MalformedPayloadError(".".join(path))
    return found


def text(payload: Payload, *path: str) -> str:
    """The text at a path, which must not be empty."""
    found = text_or_none(payload, *path)
    if not found:
        raise MalformedPayloadError(".".join(path))
    return found


def text_or_none(payload: Payload, *path: str) -> str | None:
    """The text at a path, or None where there is none."""
    found = _at(payload, path)
    return tidy(found) if isinstance(found, str) else None


def asker(payload: Payload) -> Asker:
    """Who pressed, submitted or searched, and in which channel."""
    return Asker(
        person=text(payload, "user", "id"),
        channel=text_or_none(payload, "channel", "id") or text_or_none(payload, "container", "channel_id"),
    )


def tidy(typed: str) -> str:
    """Text that every database and every encoder takes: no NUL, no half of a surrogate pair."""
    return typed.replace("\x00", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _at(payload: Payload, path: tuple[str, ...]) -> object:
    found: object = payload
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found
