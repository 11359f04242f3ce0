"""The small objects that blocks and elements of Block Kit are composed of: texts, options, confirmations, filters."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.playground.blockkit_rules import (
    Rule,
    anything,
    array,
    as_well,
    boolean,
    by_type,
    fault,
    one_of,
    one_schema_of_several,
    shape,
    string,
)

TYPE: Mapping[str, Rule] = {"type": anything}
"""The property by which Slack tells what a thing is; `by_type` has looked at it already."""
ACTION: Mapping[str, Rule] = {"action_id": string(255)}
URL = string(3000)
STYLE = one_of("primary", "danger")


def plain_text(most: int) -> Rule:
    """A `plain_text` object of at most so many characters."""
    return one_schema_of_several(
        shape({"type": one_of("plain_text"), "text": string(most)}, {"emoji": boolean}),
    )


def any_text(most: int) -> Rule:
    """A `plain_text` or `mrkdwn` object of at most so many characters."""
    return one_schema_of_several(
        by_type(
            {
                "plain_text": shape({**TYPE, "text": string(most)}, {"emoji": boolean}),
                "mrkdwn": shape({**TYPE, "text": string(most)}, {"verbatim": boolean}),
            }
        )
    )


def either(*names: str) -> Rule:
    """An object that has exactly one of these properties."""
    wanted = " or ".join(f"`{name}`" for name in names)

    def check(value: Any, pointer: str) -> Iterator[str]:
        if sum(name in value for name in names) != 1:
            yield fault(pointer, f"must define either {wanted}")

    return check


def _something(value: Any, pointer: str) -> Iterator[str]:
    if not value:
        yield fault(pointer, "must have minimum 1 properties")


CONFIRM = shape(
    {"title": plain_text(100), "text": any_text(300), "confirm": plain_text(30), "deny": plain_text(30)},
    {"style": STYLE},
)
_OPTION_TEXT, _OPTION_VALUE = 75, 150
OPTION = shape(
    {"text": plain_text(_OPTION_TEXT), "value": string(_OPTION_VALUE)},
    {"description": plain_text(_OPTION_TEXT)},
)
LINKED_OPTION = shape(
    {"text": plain_text(_OPTION_TEXT), "value": string(_OPTION_VALUE)},
    {"description": plain_text(_OPTION_TEXT), "url": URL},
)
"""An option of an overflow menu, the only one that may lead to an address."""
MARKED_OPTION = shape(
    {"text": any_text(_OPTION_TEXT), "value": string(_OPTION_VALUE)},
    {"description": any_text(_OPTION_TEXT)},
)
"""An option of radio buttons and checkboxes, the only ones whose words may be marked up."""
OPTION_GROUP = shape({"label": plain_text(_OPTION_TEXT), "options": array(OPTION, 100)})

DISPATCH = shape({}, {"trigger_actions_on": array(one_of("on_enter_pressed", "on_character_entered"), 2)})
FILTER = as_well(
    shape(
        {},
        {
            "include": array(one_of("im", "mpim", "private", "public"), 4),
            "exclude_external_shared_channels": boolean,
            "exclude_bot_users": boolean,
        },
    ),
    _something,
)
SLACK_FILE = as_well(shape({}, {"url": URL, "id": string(255)}), either("url", "id"))


def _shown(value: Any, pointer: str) -> Iterator[str]:
    if "image_url" not in value and "slack_file" not in value:
        yield fault(pointer, "missing required field: image_url")


def image(more: Mapping[str, Rule] | None = None) -> Rule:
    """A picture, by its address or as a file in Slack, with `more` properties where it is a block."""
    pictured = {"image_url": URL, "slack_file": SLACK_FILE}
    return as_well(shape({**TYPE, "alt_text": string(2000)}, {**pictured, **(more or {})}), _shown)
