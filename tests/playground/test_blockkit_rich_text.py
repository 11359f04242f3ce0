"""Rich text: its parts and what may stand in them."""

import pytest
from slack_sdk.models.blocks import RichTextElement

from bot.playground.refusals import Json
from tests.playground.kit import faults, kinds_of, rich

TEXT: Json = {"type": "text", "text": "x"}
LINK: Json = {"type": "link", "url": "https://example.test"}
P = "/blocks/0/elements/0"
INNER: dict[str, Json] = {
    "text": TEXT,
    "link": LINK,
    "emoji": {"type": "emoji", "name": "wave"},
    "user": {"type": "user", "user_id": "U1"},
    "usergroup": {"type": "usergroup", "usergroup_id": "S1"},
    "team": {"type": "team", "team_id": "T1"},
    "channel": {"type": "channel", "channel_id": "C1"},
    "broadcast": {"type": "broadcast", "range": "here"},
    "color": {"type": "color", "value": "#F405B3"},
    "date": {"type": "date", "timestamp": 1_720_710_212, "format": "{date_num} at {time}"},
}
REFUSED: list[tuple[Json, str]] = [
    ({"type": "rich_text"}, "missing required field: elements [json-pointer:/blocks/0]"),
    ({"type": "rich_text", "elements": []}, "must provide at least 1 items [json-pointer:/blocks/0/elements]"),
    ({"type": "rich_text", "elements": [TEXT]}, f"unsupported type: text [json-pointer:{P}/type]"),
    (rich("x"), f"must provide an object [json-pointer:{P}/elements/0]"),  # type: ignore[arg-type]
    (rich({"type": "text"}), f"missing required field: text [json-pointer:{P}/elements/0]"),
    (rich({**TEXT, "text": ""}), f"must be more than 0 characters [json-pointer:{P}/elements/0/text]"),
    (rich({**TEXT, "bold": True}), f"invalid additional property: bold [json-pointer:{P}/elements/0]"),
    (
        rich({**TEXT, "style": {"blink": True}}),
        f"invalid additional property: blink [json-pointer:{P}/elements/0/style]",
    ),
    (rich({**TEXT, "style": {"bold": "yes"}}), f"must be a boolean [json-pointer:{P}/elements/0/style/bold]"),
    (rich({"type": "canvas", "file_id": "F1"}), f"unsupported type: canvas [json-pointer:{P}/elements/0/type]"),
    (rich({**INNER["broadcast"], "range": "world"}), f"must be a valid enum value [json-pointer:{P}/elements/0/range]"),
    (rich({**INNER["color"], "value": "red"}), f"[json-pointer:{P}/elements/0/value]"),
    (rich({**INNER["date"], "timestamp": "now"}), f"must provide a number [json-pointer:{P}/elements/0/timestamp]"),
    (rich(INNER["user"], part="rich_text_preformatted"), f"unsupported type: user [json-pointer:{P}/elements/0/type]"),
    (rich(part="rich_text_list"), f"missing required field: style [json-pointer:{P}]"),
    (rich(part="rich_text_list", style="dashed"), f"must be a valid enum value [json-pointer:{P}/style]"),
    (rich(part="rich_text_list", style="bullet", indent=9), f"must be less than 9 [json-pointer:{P}/indent]"),
    (rich(TEXT, part="rich_text_list", style="bullet"), f"unsupported type: text [json-pointer:{P}/elements/0/type]"),
    (
        rich({"type": "rich_text_list", "style": "bullet", "elements": []}, part="rich_text_list", style="bullet"),
        f"unsupported type: rich_text_list [json-pointer:{P}/elements/0/type]",
    ),
    (rich(TEXT, border=1), f"invalid additional property: border [json-pointer:{P}]"),
]


def test_the_parts_and_elements_that_slacks_sdk_knows_are_those_that_are_known() -> None:
    parts = {"rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted"}
    assert kinds_of(RichTextElement) == parts | set(INNER)


@pytest.mark.parametrize("kind", sorted(INNER))
@pytest.mark.parametrize("part", ["rich_text_section", "rich_text_quote"])
def test_sections_and_quotes_hold_every_inner_element_with_its_style(part: str, kind: str) -> None:
    assert faults(rich(INNER[kind], part=part)) == []
    assert faults(rich({**INNER[kind], "style": {"bold": True, "strike": False}}, part=part)) == []


def test_lists_are_nested_by_their_indent() -> None:
    item = {"type": "rich_text_section", "elements": [TEXT]}
    outer = {"type": "rich_text_list", "style": "ordered", "offset": 4, "elements": [item]}
    inner = {"type": "rich_text_list", "style": "bullet", "indent": 8, "border": 1, "elements": [item]}
    assert faults({"type": "rich_text", "elements": [outer, inner, outer]}) == []


def test_preformatted_text_holds_text_and_links() -> None:
    assert faults(rich(TEXT, LINK, part="rich_text_preformatted", border=0, language="python")) == []


@pytest.mark.parametrize(("block", "line"), REFUSED)
def test_faulty_rich_text_is_refused_with_the_place(block: Json, line: str) -> None:
    assert any(line in each for each in faults(block))
