"""What Slack refuses in the blocks of a message and in a view, with Slack's error words and fault lines.

Limits are those of Slack's Block Kit reference; the sum of all block text is what Slack was observed to take. What no
document and no quoted refusal tells is taken leniently. The words of a line are Slack's where they are known; how
Slack words the checks of several parts together (options given twice or chosen beforehand, bounds that cross, focus
given twice, a table's text) is not, so that an app must not read them.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from bot.playground.blockkit_blocks import block_on, texts
from bot.playground.blockkit_elements import Surface
from bot.playground.blockkit_objects import TYPE, plain_text
from bot.playground.blockkit_rules import array, boolean, by_type, fault, one_schema_of_several, shape, string
from bot.playground.refusals import Json, Refusal

MOST_BLOCKS_IN_MESSAGE = 50
MOST_BLOCKS_IN_VIEW = 100
MOST_BLOCK_TEXT = 13_200
MOST_VIEW_BYTES = 250_000

_BLOCKS_OF_MESSAGE = array(block_on(Surface.MESSAGE), MOST_BLOCKS_IN_MESSAGE, 0)
_ANY_VIEW = {
    "callback_id": string(255, 0),
    "external_id": string(255, 0),
    "private_metadata": string(3000, 0),
}
_VIEW = one_schema_of_several(
    by_type(
        {
            Surface.MODAL: shape(
                {**TYPE, "title": plain_text(24), "blocks": array(block_on(Surface.MODAL), MOST_BLOCKS_IN_VIEW, 0)},
                {
                    **_ANY_VIEW,
                    "submit": plain_text(24),
                    "close": plain_text(24),
                    "clear_on_close": boolean,
                    "notify_on_close": boolean,
                    "submit_disabled": boolean,
                },
            ),
            Surface.HOME: shape({**TYPE, "blocks": array(block_on(Surface.HOME), MOST_BLOCKS_IN_VIEW, 0)}, _ANY_VIEW),
        }
    )
)


def check_message_blocks(blocks: Any, *, too_long: str = "msg_blocks_too_long") -> tuple[Json, ...]:
    """The blocks of a message as Slack keeps them, each with its ids.

    Raises:
        Refusal: `invalid_blocks_format` when they are no array, `invalid_blocks` with a line for each fault, or
            the word `too_long` when all their text together is too long.
    """
    if not isinstance(blocks, list):
        raise Refusal("invalid_blocks_format")
    faults = [*_BLOCKS_OF_MESSAGE(blocks, "/blocks")] or [*_repeated_ids(blocks, "/blocks")]
    if faults:
        raise Refusal("invalid_blocks", details=_lines(faults), fields={"errors": faults})
    if sum(map(len, texts(blocks))) > MOST_BLOCK_TEXT:
        raise Refusal(too_long)
    return _with_ids(blocks)


def check_view(view: Any, kind: str) -> Json:
    """A view of the given kind (`modal` or `home`) as Slack keeps it, its blocks with their ids.

    Raises:
        Refusal: `invalid_arguments` with a line for each fault, or `view_too_large`.
    """
    faults = [*_VIEW(view, "/view")] or [*_faults_together(view, kind)]
    if faults:
        raise Refusal("invalid_arguments", details=_lines(faults))
    if len(json.dumps(view).encode()) > MOST_VIEW_BYTES:
        raise Refusal("view_too_large")
    return {**view, "blocks": list(_with_ids(view["blocks"]))}


def elements_of(block: Json) -> list[Json]:
    """The elements of a block that a person can act on."""
    if block["type"] in ("actions", "context_actions"):
        return list(block["elements"])
    found = block.get("accessory") if block["type"] == "section" else block.get("element")
    return [found] if found and found["type"] != "image" else []


def _lines(faults: Sequence[str]) -> list[str]:
    return [f"[ERROR] {line}" for line in faults]


def _faults_together(view: Json, kind: str) -> Iterator[str]:
    """What is wrong with the parts of a view taken together."""
    if view["type"] != kind:
        yield fault("/view/type", "must be a valid enum value")
    yield from _repeated_ids(view["blocks"], "/view/blocks")
    focused = False
    for position, block in enumerate(view["blocks"]):
        pointer = f"/view/blocks/{position}"
        if block["type"] == "input" and kind == Surface.MODAL and "submit" not in view:
            yield fault(f"{pointer}/input", "must define `submit` to use an `input` block in modals")
        for element in elements_of(block):
            if element.get("focus_on_load", False):
                if focused:
                    yield fault(pointer, "only one element can have `focus_on_load`")
                focused = True


def _repeated_ids(blocks: Sequence[Json], pointer: str) -> Iterator[str]:
    """Block ids are unique in a message or view, action ids in their block."""
    seen: set[str] = set()
    for position, block in enumerate(blocks):
        name = block.get("block_id")
        if name in seen:
            yield fault(f"{pointer}/{position}/block_id", f'`block_id` "{name}" already exists')
        elif name is not None:
            seen.add(name)
        acted: set[str] = set()
        for place, element in enumerate(elements_of(block)):
            action = element.get("action_id")
            if action in acted:
                yield fault(
                    f"{pointer}/{position}/elements/{place}/action_id", f'`action_id` "{action}" already exists'
                )
            elif action is not None:
                acted.add(action)


def _with_ids(blocks: Sequence[Json]) -> tuple[Json, ...]:
    """Slack names every block and every element that the app did not name."""
    named = []
    for position, given in enumerate(blocks):
        block = {"block_id": f"b{position}", **given}
        if block["type"] in ("actions", "context_actions"):
            block["elements"] = [
                {"action_id": f"a{position}.{place}", **element} for place, element in enumerate(block["elements"])
            ]
        for part in ("accessory", "element"):
            if part in block and block[part]["type"] != "image":
                block[part] = {"action_id": f"a{position}", **block[part]}
        named.append(block)
    return tuple(named)
