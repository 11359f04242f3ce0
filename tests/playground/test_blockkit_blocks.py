"""Every block of Block Kit: on which surfaces it is taken, and its limits at the edge and one beyond."""

from collections.abc import Callable

import pytest
from slack_sdk.models.blocks import Block

from bot.playground.blockkit_blocks import BLOCKS
from bot.playground.blockkit_elements import Surface
from bot.playground.refusals import Json
from tests.playground.kit import BLOCKS as EXAMPLES
from tests.playground.kit import ELEMENTS, actions, button, faults, form_input, image, kinds_of, marked, plain, section

ALL = "message modal home"
DOCUMENTED = {
    "actions": ALL,
    "context": ALL,
    "context_actions": "message",
    "divider": ALL,
    "file": "message",
    "header": ALL,
    "image": ALL,
    "input": ALL,
    "markdown": "message",
    "rich_text": ALL,
    "section": ALL,
    "table": "message home",
    "video": ALL,
}
"""By type, the surfaces that the page of each block in Slack's reference names."""
UNKNOWN_HERE = {"alert", "auth_provider", "call", "card", "carousel", "container", "plan", "task_card"}
"""Blocks of the SDK that this workspace does not know; neither does it know `data_table` and `data_visualization`."""

B = "/blocks/0"
CHARACTERS: list[tuple[str, int, Callable[[int], Json], str]] = [
    ("section text", 3000, section, f"{B}/text/text"),
    ("section field", 2000, lambda n: {"type": "section", "fields": [marked(n)]}, f"{B}/fields/0/text"),
    ("block id", 255, lambda n: section(block_id="b" * n), f"{B}/block_id"),
    ("header text", 150, lambda n: {"type": "header", "text": plain(n)}, f"{B}/text/text"),
    ("context text", 3000, lambda n: {"type": "context", "elements": [marked(n)]}, f"{B}/elements/0/text"),
    ("label", 2000, lambda n: form_input(ELEMENTS["datepicker"], label=plain(n)), f"{B}/label/text"),
    ("hint", 2000, lambda n: form_input(ELEMENTS["datepicker"], hint=plain(n)), f"{B}/hint/text"),
    ("image address", 3000, lambda n: image(image_url="u" * n), f"{B}/image_url"),
    ("image words", 2000, lambda n: image(alt_text="a" * n), f"{B}/alt_text"),
    ("image title", 2000, lambda n: image(title=plain(n)), f"{B}/title/text"),
    ("markdown", 12_000, lambda n: {"type": "markdown", "text": "x" * n}, f"{B}/text"),
    ("video title", 199, lambda n: {**EXAMPLES["video"], "title": plain(n)}, f"{B}/title/text"),
    ("video author", 49, lambda n: {**EXAMPLES["video"], "author_name": "a" * n}, f"{B}/author_name"),
    ("video description", 199, lambda n: {**EXAMPLES["video"], "description": plain(n)}, f"{B}/description/text"),
    ("table", 10_000, lambda n: table([["x" * n]]), f"{B}/rows"),
]
ITEMS: list[tuple[str, int, Callable[[int], Json], str]] = [
    ("fields", 10, lambda n: {"type": "section", "fields": [marked()] * n}, f"{B}/fields"),
    ("context elements", 10, lambda n: {"type": "context", "elements": [marked()] * n}, f"{B}/elements"),
    ("actions", 25, lambda n: actions(*[button()] * n), f"{B}/elements"),
    (
        "context actions",
        5,
        lambda n: {"type": "context_actions", "elements": [ELEMENTS["icon_button"]] * n},
        f"{B}/elements",
    ),
    ("table rows", 100, lambda n: table([["x"]] * n), f"{B}/rows"),
    ("table cells", 20, lambda n: table([["x"] * n]), f"{B}/rows/0"),
]
REFUSED: list[tuple[Json, str]] = [
    ({"type": "section"}, f"must define either `text` or `fields` [json-pointer:{B}/type]"),
    ({"type": "section", "text": "bare"}, f"must provide an object [json-pointer:{B}/text]"),
    (
        {"type": "section", "text": {"type": "html", "text": "x"}},
        f"unsupported type: html [json-pointer:{B}/text/type]",
    ),
    (section(0), f"must be more than 0 characters [json-pointer:{B}/text/text]"),
    (section(fields="both"), f"must provide an array [json-pointer:{B}/fields]"),
    ({"type": "header", "text": marked()}, f"must be a valid enum value [json-pointer:{B}/text/type]"),
    ({"type": "header", "text": plain(), "level": 5}, f"must be less than 5 [json-pointer:{B}/level]"),
    ({"type": "header"}, f"missing required field: text [json-pointer:{B}]"),
    ({"type": "divider", "text": plain()}, f"invalid additional property: text [json-pointer:{B}]"),
    ({"type": "context", "elements": []}, f"must provide at least 1 items [json-pointer:{B}/elements]"),
    ({"type": "context"}, f"missing required field: elements [json-pointer:{B}]"),
    ({"type": "image", "alt_text": "a"}, f"missing required field: image_url [json-pointer:{B}]"),
    ({"type": "image", "image_url": "u"}, f"missing required field: alt_text [json-pointer:{B}]"),
    (
        {"type": "image", "alt_text": "a", "slack_file": {"id": "F1", "url": "u"}},
        f"must define either `url` or `id` [json-pointer:{B}/slack_file]",
    ),
    ({"type": "image", "alt_text": "a", "slack_file": {}}, "must define either `url` or `id`"),
    ({**EXAMPLES["file"], "source": "local"}, f"must be a valid enum value [json-pointer:{B}/source]"),
    ({**EXAMPLES["table"], "column_settings": [{"align": "up"}]}, f"[json-pointer:{B}/column_settings/0/align]"),
    ({"type": "table", "rows": [[{"type": "raw_number", "value": "1"}]]}, "must provide a number"),
    ({"type": "teapot"}, f"unsupported type: teapot [json-pointer:{B}/type]"),
    ({"type": "card"}, f"unsupported type: card [json-pointer:{B}/type]"),
    ({"text": plain()}, f"missing required field: type [json-pointer:{B}]"),
]


def table(rows: list[list[str]]) -> Json:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": cell} for cell in row] for row in rows]}


def test_the_documented_blocks_are_those_that_are_known() -> None:
    assert set(BLOCKS) == set(DOCUMENTED) == set(EXAMPLES)
    assert kinds_of(Block) - UNKNOWN_HERE == set(BLOCKS)


@pytest.mark.parametrize("kind", sorted(DOCUMENTED))
def test_a_block_is_taken_where_slack_documents_it_and_nowhere_else(kind: str) -> None:
    for surface in Surface:
        said_of_it = faults(EXAMPLES[kind], surface)
        if surface.value in DOCUMENTED[kind].split():
            assert said_of_it == [], surface
        else:
            assert any(f"unsupported type: {kind}" in line for line in said_of_it), surface


@pytest.mark.parametrize(("limit", "make", "pointer"), [row[1:] for row in CHARACTERS], ids=[r[0] for r in CHARACTERS])
def test_a_text_is_as_long_as_its_limit_and_no_longer(limit: int, make: Callable[[int], Json], pointer: str) -> None:
    assert faults(make(limit)) == []
    assert faults(make(limit + 1))[-1] == f"[ERROR] must be less than {limit + 1} characters [json-pointer:{pointer}]"


@pytest.mark.parametrize(("limit", "make", "pointer"), [row[1:] for row in ITEMS], ids=[row[0] for row in ITEMS])
def test_there_are_as_many_as_the_limit_and_no_more(limit: int, make: Callable[[int], Json], pointer: str) -> None:
    assert faults(make(limit)) == []
    assert faults(make(limit + 1)) == [f"[ERROR] no more than {limit} items allowed [json-pointer:{pointer}]"]


@pytest.mark.parametrize(("block", "line"), REFUSED)
def test_a_faulty_block_is_refused_with_the_place(block: Json, line: str) -> None:
    assert any(line in each for each in faults(block))


def test_a_table_holds_rich_text_and_numbers_and_skips_columns() -> None:
    cells = [EXAMPLES["rich_text"], {"type": "raw_number", "value": 1.5, "text": "1.5"}]
    assert faults({"type": "table", "rows": [cells], "column_settings": [None, {"align": "right"}]}) == []


def test_files_are_handed_in_with_the_form_and_not_before() -> None:
    files = form_input(ELEMENTS["file_input"], dispatch_action=True)
    assert any("unsupported type: file_input" in line for line in faults(files, Surface.MODAL))
