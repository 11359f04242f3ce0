"""Pieces of Block Kit to build tests from: one plain example of every block and element, and texts of any length."""

from collections.abc import Iterator
from typing import Any

from slack_sdk.models.basic_objects import JsonObject

from bot.playground.blockkit import check_message_blocks, check_view
from bot.playground.blockkit_elements import Surface
from bot.playground.refusals import Json, Refusal


def plain(length: int = 5) -> Json:
    return {"type": "plain_text", "text": "x" * length}


def marked(length: int = 5) -> Json:
    return {"type": "mrkdwn", "text": "x" * length}


def option(length: int = 5, value: int = 5, **more: Any) -> Json:
    return {"text": plain(length), "value": "v" * value, **more}


def section(length: int = 10, **more: Any) -> Json:
    return {"type": "section", "text": marked(length), **more}


def button(text: int = 5, **more: Any) -> Json:
    return {"type": "button", "text": plain(text), **more}


def select(**more: Any) -> Json:
    return {"type": "static_select", "options": [option()], **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def form_input(element: Json, **more: Any) -> Json:
    return {"type": "input", "label": plain(), "element": element, **more}


def written(**more: Any) -> Json:
    """An input for text, in its block."""
    return form_input({"type": "plain_text_input", **more})


def rich(*inner: Json, part: str = "rich_text_section", **more: Any) -> Json:
    return {"type": "rich_text", "elements": [{"type": part, "elements": list(inner), **more}]}


def image(**more: Any) -> Json:
    return {"type": "image", "image_url": "https://example.test/a.png", "alt_text": "a", **more}


def modal(*blocks: Json, **more: Any) -> Json:
    return {"type": "modal", "title": plain(), "submit": plain(), "blocks": list(blocks), **more}


ELEMENTS: dict[str, Json] = {
    "image": image(),
    "button": button(),
    "workflow_button": {
        "type": "workflow_button",
        "text": plain(),
        "workflow": {"trigger": {"url": "https://example.test/shortcut"}},
    },
    "icon_button": {"type": "icon_button", "icon": "trash", "text": plain()},
    "feedback_buttons": {
        "type": "feedback_buttons",
        "positive_button": {"text": plain(), "value": "good"},
        "negative_button": {"text": plain(), "value": "bad"},
    },
    "overflow": {"type": "overflow", "options": [option()]},
    "static_select": select(),
    "multi_static_select": select(type="multi_static_select"),
    "radio_buttons": {"type": "radio_buttons", "options": [option()]},
    "checkboxes": {"type": "checkboxes", "options": [option()]},
    "number_input": {"type": "number_input", "is_decimal_allowed": False},
    **{
        name: {"type": name}
        for name in (
            "external_select",
            "users_select",
            "channels_select",
            "conversations_select",
            "multi_external_select",
            "multi_users_select",
            "multi_channels_select",
            "multi_conversations_select",
            "datepicker",
            "timepicker",
            "datetimepicker",
            "plain_text_input",
            "email_text_input",
            "url_text_input",
            "rich_text_input",
            "file_input",
        )
    },
}
BLOCKS: dict[str, Json] = {
    "section": section(),
    "header": {"type": "header", "text": plain()},
    "divider": {"type": "divider"},
    "context": {"type": "context", "elements": [marked()]},
    "context_actions": {"type": "context_actions", "elements": [ELEMENTS["icon_button"]]},
    "actions": actions(button()),
    "input": written(),
    "image": image(),
    "rich_text": rich({"type": "text", "text": "x"}),
    "video": {
        "type": "video",
        "title": plain(),
        "alt_text": "a",
        "video_url": "https://example.test/v",
        "thumbnail_url": "https://example.test/t.png",
    },
    "table": {"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]},
    "markdown": {"type": "markdown", "text": "x"},
    "file": {"type": "file", "external_id": "x", "source": "remote"},
}


def faults(block: Json, surface: Surface = Surface.MESSAGE) -> list[str]:
    """What Slack says about a block on a surface; nothing when it takes it."""
    try:
        if surface is Surface.MESSAGE:
            check_message_blocks([block])
        elif surface is Surface.MODAL:
            check_view(modal(block), surface)
        else:
            check_view({"type": "home", "blocks": [block]}, surface)
    except Refusal as refusal:
        return list(refusal.details)
    return []


def kinds_of(family: type[JsonObject]) -> set[str]:
    """The `type` of everything of a family that Slack's own SDK knows."""
    return {getattr(each, "type") for each in _leaves(family)}  # noqa: B009  (an attribute of the class, unknown to its type)


def _leaves(family: type[JsonObject]) -> Iterator[type[JsonObject]]:
    for each in family.__subclasses__():
        yield from _leaves(each) if each.__subclasses__() else [each]
