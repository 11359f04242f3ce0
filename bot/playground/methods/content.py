"""What an app says in a message: its text, blocks and metadata, and where Slack finds it too long."""

from typing import Any

from bot.playground.blockkit import check_message_blocks
from bot.playground.methods.call import Call
from bot.playground.refusals import Json, Refusal

MOST_ATTACHMENTS = 100
LARGEST_METADATA = 8_000
"""Bytes of the JSON of a message's metadata (observed, unpublished)."""


def content(call: Call, *, blocks_too_long: str = "msg_too_long") -> tuple[str, tuple[Json, ...]]:
    """The text and the blocks of a message; attachments are checked, but neither kept nor shown.

    Raises:
        Refusal: `no_text`, `markdown_text_conflict`, what is wrong with blocks or attachments, or the given word when
            the blocks say too much.
    """
    text, markdown = call.text("text") or "", call.text("markdown_text")
    given: Any = call.structure("blocks")
    if markdown is not None:
        if text or given is not None:
            raise Refusal("markdown_text_conflict")
        given = [{"type": "markdown", "text": markdown}]
    blocks = check_message_blocks(given, too_long=blocks_too_long) if given is not None else ()
    if not (_attachments(call) or text or blocks):
        raise Refusal("no_text")
    return text, blocks


def metadata(call: Call) -> Json | None:
    """What the app keeps with a message; None when nothing is said of it.

    Raises:
        Refusal: `invalid_metadata_format`, `invalid_metadata_schema` or `metadata_too_large`.
    """
    given: Any = call.structure("metadata")
    if given is None:
        return None
    if not isinstance(given, dict):
        raise Refusal("invalid_metadata_format")
    if given and not (isinstance(given.get("event_type"), str) and isinstance(given.get("event_payload"), dict)):
        raise Refusal("invalid_metadata_schema")
    if len(str(given).encode()) > LARGEST_METADATA:
        raise Refusal("metadata_too_large")
    return given


def _attachments(call: Call) -> list[Json]:
    given: Any = call.structure("attachments")
    if given is None:
        return []
    if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
        raise Refusal("invalid_attachments")
    if len(given) > MOST_ATTACHMENTS:
        raise Refusal("too_many_attachments")
    return given
