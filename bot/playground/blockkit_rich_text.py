"""Rich text: sections, lists, quotes and preformatted text, and what may stand in them.

Slack documents further inner elements for things that this workspace does not have (canvases, lists, citations,
workflows, records); they are refused here as types that it does not know.
"""

from collections.abc import Mapping

from bot.playground.blockkit_objects import TYPE
from bot.playground.blockkit_rules import (
    Rule,
    array,
    boolean,
    by_type,
    matching,
    number,
    one_of,
    shape,
    string,
    whole_number,
)

_STYLE = {
    "style": shape(
        {},
        dict.fromkeys(
            ("bold", "italic", "strike", "code", "highlight", "client_highlight", "underline", "unlink"), boolean
        ),
    )
}
"""Slack documents for each element which styles it takes; all are taken here for each."""
_ID = string(255)


def _element(required: Mapping[str, Rule], optional: Mapping[str, Rule] | None = None) -> Rule:
    return shape({**TYPE, **required}, {**_STYLE, **(optional or {})})


_TEXT = _element({"text": string()})
_LINK = _element(
    {"url": string()},
    {"text": string(), "unsafe": boolean, "from_llm": boolean, "is_slack_url": boolean, "truncated": boolean},
)
_INNER = by_type(
    {
        "text": _TEXT,
        "link": _LINK,
        "emoji": _element({"name": string()}, {"unicode": string(), "url": string()}),
        "user": _element({"user_id": _ID}, {"from_llm": boolean}),
        "usergroup": _element({"usergroup_id": _ID}),
        "team": _element({"team_id": _ID}),
        "channel": _element({"channel_id": _ID}, {"tab_id": _ID, "from_llm": boolean}),
        "broadcast": _element({"range": one_of("here", "channel", "everyone")}),
        "color": _element({"value": matching(r"#[0-9a-fA-F]{6}")}),
        "date": _element(
            {"timestamp": number, "format": string()},
            {"timezone": string(), "url": string(), "fallback": string()},
        ),
    }
)
_BORDER: Mapping[str, Rule] = {"border": whole_number(0, 1)}
_INNERS = array(_INNER, least=0)
_SECTION = shape({**TYPE, "elements": _INNERS})
_PARTS = by_type(
    {
        "rich_text_section": _SECTION,
        "rich_text_quote": shape({**TYPE, "elements": _INNERS}, _BORDER),
        "rich_text_preformatted": shape(
            {**TYPE, "elements": array(by_type({"text": _TEXT, "link": _LINK}), least=0)},
            {**_BORDER, "language": string()},
        ),
        "rich_text_list": shape(
            {
                **TYPE,
                "style": one_of("bullet", "ordered"),
                "elements": array(by_type({"rich_text_section": _SECTION}), least=0),
            },
            {**_BORDER, "indent": whole_number(0, 8), "offset": whole_number(0)},
        ),
    }
)

RICH_TEXT = shape({**TYPE, "elements": array(_PARTS)}, {"block_id": _ID})
