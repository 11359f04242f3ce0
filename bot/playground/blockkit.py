"""What Slack refuses in the blocks of a message and in a view, with Slack's error words and fault lines.

Limits are those of Slack's Block Kit reference; the sum of all block text is what Slack was observed to take.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bot.playground.blockkit_elements import AS_ACCESSORY, IMAGE, IN_ACTIONS, IN_INPUT
from bot.playground.blockkit_rules import (
    Rule,
    any_text,
    anything,
    array,
    boolean,
    by_type,
    fault,
    plain_text,
    shape,
    string,
)
from bot.playground.refusals import Json, Refusal

MOST_BLOCKS_IN_MESSAGE = 50
MOST_BLOCKS_IN_VIEW = 100
MOST_BLOCK_TEXT = 13_200
MOST_VIEW_BYTES = 250_000

_ANY_BLOCK = {"type": anything}
_BLOCK_ID = {"block_id": string(255)}


def _section(value: Any, pointer: str) -> Iterator[str]:
    yield from _SECTION(value, pointer)
    if value.get("text") is None and value.get("fields") is None:
        yield fault(pointer, "missing required field: text or fields")


_SECTION = shape(
    _ANY_BLOCK,
    {
        **_BLOCK_ID,
        "text": any_text(3000),
        "fields": array(any_text(2000), 10),
        "accessory": by_type(AS_ACCESSORY),
        "expand": boolean,
    },
)
_CONTEXT_PARTS: Mapping[str, Rule] = {
    **IMAGE,
    "plain_text": plain_text(3000),
    "mrkdwn": any_text(3000),
}
_COMMON: Mapping[str, Rule] = {
    "section": _section,
    "header": shape({**_ANY_BLOCK, "text": plain_text(150)}, _BLOCK_ID),
    "divider": shape(_ANY_BLOCK, _BLOCK_ID),
    "context": shape({**_ANY_BLOCK, "elements": array(by_type(_CONTEXT_PARTS), 10)}, _BLOCK_ID),
    "actions": shape({**_ANY_BLOCK, "elements": array(by_type(IN_ACTIONS), 25)}, _BLOCK_ID),
    "input": shape(
        {**_ANY_BLOCK, "label": plain_text(2000), "element": by_type(IN_INPUT)},
        {**_BLOCK_ID, "hint": plain_text(2000), "optional": boolean, "dispatch_action": boolean},
    ),
    "image": shape(
        {**_ANY_BLOCK, "alt_text": string(2000)},
        {**_BLOCK_ID, "image_url": string(3000), "slack_file": anything, "title": plain_text(2000)},
    ),
    "rich_text": shape({**_ANY_BLOCK, "elements": array(anything, 100)}, _BLOCK_ID),
}
_IN_MESSAGE = by_type({**_COMMON, "markdown": shape({**_ANY_BLOCK, "text": string(12_000)}, _BLOCK_ID)})
_IN_VIEW = by_type(_COMMON)

_ANY_VIEW = {
    "callback_id": string(255, 0),
    "external_id": string(255, 0),
    "private_metadata": string(3000, 0),
}
_VIEW = by_type(
    {
        "modal": shape(
            {"type": anything, "title": plain_text(24), "blocks": array(_IN_VIEW, MOST_BLOCKS_IN_VIEW, 0)},
            {
                **_ANY_VIEW,
                "submit": plain_text(24),
                "close": plain_text(24),
                "clear_on_close": boolean,
                "notify_on_close": boolean,
                "submit_disabled": boolean,
            },
        ),
        "home": shape({"type": anything, "blocks": array(_IN_VIEW, MOST_BLOCKS_IN_VIEW, 0)}, _ANY_VIEW),
    }
)


def check_message_blocks(blocks: Any) -> tuple[Json, ...]:
    """The blocks of a message as Slack keeps them, each with its ids.

    Raises:
        Refusal: `invalid_blocks_format` when they are no array, `invalid_blocks` with a line for each fault, or
            `msg_blocks_too_long` when all their text together is too long.
    """
    if not isinstance(blocks, list):
        raise Refusal("invalid_blocks_format")
    faults = [*array(_IN_MESSAGE, MOST_BLOCKS_IN_MESSAGE, 0)(blocks, "/blocks")]
    faults = faults or _repeated_ids(blocks, "/blocks")
    if faults:
        raise Refusal("invalid_blocks", details=faults)
    if sum(map(len, _texts(blocks))) > MOST_BLOCK_TEXT:
        raise Refusal("msg_blocks_too_long")
    return _with_ids(blocks)


def check_view(view: Any, kind: str) -> Json:
    """A view of the given kind (`modal` or `home`) as Slack keeps it, its blocks with their ids.

    Raises:
        Refusal: `invalid_arguments` with a line for each fault, or `view_too_large`.
    """
    faults = [*_VIEW(view, "/view")]
    if not faults:
        faults = _repeated_ids(view["blocks"], "/view/blocks")
        if view["type"] != kind:
            faults.append(fault("/view/type", f"must be a valid enum value: {kind}"))
        if kind == "modal" and "submit" not in view and any(b["type"] == "input" for b in view["blocks"]):
            faults.append(fault("/view", "missing required field: submit"))
    if faults:
        raise Refusal("invalid_arguments", details=faults)
    if len(repr(view).encode()) > MOST_VIEW_BYTES:
        raise Refusal("view_too_large")
    return {**view, "blocks": list(_with_ids(view["blocks"]))}


def elements_of(block: Json) -> list[Json]:
    """The elements of a block that a person can act on."""
    if block["type"] == "actions":
        return list(block["elements"])
    found = block.get("accessory") if block["type"] == "section" else block.get("element")
    return [found] if found and found["type"] != "image" else []


def _repeated_ids(blocks: Sequence[Json], pointer: str) -> list[str]:
    """Block ids are unique in a message or view, action ids in their block."""
    faults = [
        fault(pointer, f'`block_id` "{name}" already exists for another block')
        for name in _repeated(block.get("block_id") for block in blocks)
    ]
    for position, block in enumerate(blocks):
        if block["type"] == "actions":
            faults += [
                fault(f"{pointer}/{position}/elements", f'`action_id` "{name}" already exists for another element')
                for name in _repeated(element.get("action_id") for element in block["elements"])
            ]
    return faults


def _repeated(names: Iterable[str | None]) -> list[str]:
    return [name for name, times in Counter(names).items() if name is not None and times > 1]


def _with_ids(blocks: Sequence[Json]) -> tuple[Json, ...]:
    """Slack names every block and every element that the app did not name."""
    named = []
    for position, given in enumerate(blocks):
        block = {"block_id": f"b{position}", **given}
        if block["type"] == "actions":
            block["elements"] = [
                {"action_id": f"a{position}.{place}", **element} for place, element in enumerate(block["elements"])
            ]
        for part in ("accessory", "element"):
            if part in block and block[part]["type"] != "image":
                block[part] = {"action_id": f"a{position}", **block[part]}
        named.append(block)
    return tuple(named)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, entry in value.items():
            if name == "text" and isinstance(entry, str):
                yield entry
            else:
                yield from _texts(entry)
    elif isinstance(value, list | tuple):
        for entry in value:
            yield from _texts(entry)
