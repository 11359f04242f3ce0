"""The blocks of Block Kit, the surfaces each may be shown on, and the limits of Slack's reference.

Of the blocks that Slack documents, those for charts, cards and the work of agents are not known here and refused.
That an address leads to a picture, a video or a file is not checked, nor is `links.embed:write` for videos.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.playground.blockkit_elements import EVERYWHERE, Place, Surface, elements_in
from bot.playground.blockkit_objects import TYPE, URL, any_text, image, plain_text
from bot.playground.blockkit_rich_text import RICH_TEXT
from bot.playground.blockkit_rules import (
    Rule,
    array,
    as_well,
    boolean,
    by_type,
    fault,
    number,
    one_of,
    shape,
    string,
    whole_number,
)

BLOCK_ID: Mapping[str, Rule] = {"block_id": string(255)}
_MOST_TABLE_TEXT = 10_000


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A block: the rule it follows on a surface, and the surfaces it may be shown on."""

    rule: Callable[[Surface], Rule]
    surfaces: frozenset[Surface] = EVERYWHERE


def _alike(rule: Rule) -> Callable[[Surface], Rule]:
    """The same rule on every surface."""
    return lambda _surface: rule


def _holding(place: Place, most: int) -> Callable[[Surface], Rule]:
    """A row of elements."""
    return lambda surface: shape({**TYPE, "elements": array(by_type(elements_in(place, surface)), most)}, BLOCK_ID)


def _context(surface: Surface) -> Rule:
    parts = {**elements_in(Place.CONTEXT, surface), "plain_text": any_text(3000), "mrkdwn": any_text(3000)}
    return shape({**TYPE, "elements": array(by_type(parts), 10)}, BLOCK_ID)


def _section(surface: Surface) -> Rule:
    parts = {
        **BLOCK_ID,
        "text": any_text(3000),
        "fields": array(any_text(2000), 10),
        "accessory": by_type(elements_in(Place.SECTION, surface)),
        "expand": boolean,
    }
    return as_well(shape(TYPE, parts), _text_or_fields)


def _text_or_fields(value: Any, pointer: str) -> Iterator[str]:
    if "text" not in value and "fields" not in value:
        yield fault(f"{pointer}/type", "must define either `text` or `fields`")


def _input(surface: Surface) -> Rule:
    return as_well(
        shape(
            {**TYPE, "label": plain_text(2000), "element": by_type(elements_in(Place.INPUT, surface))},
            {**BLOCK_ID, "hint": plain_text(2000), "optional": boolean, "dispatch_action": boolean},
        ),
        _no_files_dispatched,
    )


def _no_files_dispatched(value: Any, pointer: str) -> Iterator[str]:
    if value.get("dispatch_action") and value["element"]["type"] == "file_input":
        yield fault(f"{pointer}/element/type", "unsupported type: file_input")


def _skipped_or(rule: Rule) -> Rule:
    """The rule, or null for a column that is left as it is."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        if value is not None:
            yield from rule(value, pointer)

    return check


def _table_is_short(value: Any, pointer: str) -> Iterator[str]:
    if sum(map(len, texts(value["rows"]))) > _MOST_TABLE_TEXT:
        yield fault(f"{pointer}/rows", f"must be less than {_MOST_TABLE_TEXT + 1} characters")


_CELL = by_type(
    {
        "rich_text": RICH_TEXT,
        "raw_text": shape({**TYPE, "text": string()}),
        "raw_number": shape({**TYPE, "value": number}, {"text": string()}),
    }
)
_COLUMN = shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean})
_TABLE = as_well(
    shape(
        {**TYPE, "rows": array(array(_CELL, 20), 100)},
        {**BLOCK_ID, "column_settings": array(_skipped_or(_COLUMN), 20, 0)},
    ),
    _table_is_short,
)
_VIDEO = shape(
    {
        **TYPE,
        "title": plain_text(199),
        "alt_text": string(),
        "video_url": URL,
        "thumbnail_url": URL,
    },
    {
        **BLOCK_ID,
        "title_url": URL,
        "description": plain_text(199),
        "author_name": string(49),
        "provider_name": string(),
        "provider_icon_url": URL,
    },
)
_IN_MESSAGES = frozenset({Surface.MESSAGE})

BLOCKS: Mapping[str, Block] = {
    "section": Block(rule=_section),
    "header": Block(rule=_alike(shape({**TYPE, "text": plain_text(150)}, {**BLOCK_ID, "level": whole_number(1, 4)}))),
    "divider": Block(rule=_alike(shape(TYPE, BLOCK_ID))),
    "context": Block(rule=_context),
    "context_actions": Block(rule=_holding(Place.CONTEXT_ACTIONS, 5), surfaces=_IN_MESSAGES),
    "actions": Block(rule=_holding(Place.ACTIONS, 25)),
    "input": Block(rule=_input),
    "image": Block(rule=_alike(image({**BLOCK_ID, "title": plain_text(2000)}))),
    "rich_text": Block(rule=_alike(RICH_TEXT)),
    "video": Block(rule=_alike(_VIDEO)),
    "table": Block(rule=_alike(_TABLE), surfaces=frozenset({Surface.MESSAGE, Surface.HOME})),
    "markdown": Block(rule=_alike(shape({**TYPE, "text": string(12_000)}, BLOCK_ID)), surfaces=_IN_MESSAGES),
    "file": Block(
        rule=_alike(shape({**TYPE, "external_id": string(255), "source": one_of("remote")}, BLOCK_ID)),
        surfaces=_IN_MESSAGES,
    ),
}


def block_on(surface: Surface) -> Rule:
    """The rule for a block on this surface."""
    return by_type({kind: block.rule(surface) for kind, block in BLOCKS.items() if surface in block.surfaces})


def texts(value: Any) -> Iterator[str]:
    """Every text in a piece of Block Kit that somebody reads."""
    if isinstance(value, Mapping):
        for name, entry in value.items():
            if name == "text" and isinstance(entry, str):
                yield entry
            else:
                yield from texts(entry)
    elif isinstance(value, list | tuple):
        for entry in value:
            yield from texts(entry)
