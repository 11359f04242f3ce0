"""The inputs of windows. Block id and action id are the field's name, so that a redrawn window keeps what was typed."""

from collections.abc import Sequence

from bot.slack.actions import Field
from bot.slack.blocks import Block, plain
from bot.slack.mrkdwn import cut

LONGEST_TEXT = 3_000
LONGEST_LINE = 150
_MOST_RADIO_BUTTONS = 10
LONGEST_OPTION = 75


def typed(
    name: Field, label: str, *, value: str = "", lines: bool = False, needed: bool = True, hint: str = ""
) -> Block:
    """A text: one line, or several where `lines` is set; `value` is there already."""
    longest = LONGEST_TEXT if lines else LONGEST_LINE
    element: Block = {"type": "plain_text_input", "action_id": name, "multiline": lines, "max_length": longest}
    if value:
        element["initial_value"] = cut(value, longest)
    return _input(name, label, element, needed=needed, hint=hint)


def address(name: Field, label: str, *, value: str = "") -> Block:
    """An email address, which Slack checks."""
    element: Block = {"type": "email_text_input", "action_id": name}
    if value:
        element["initial_value"] = cut(value, LONGEST_LINE)
    return _input(name, label, element)


def option(value: str, label: str, description: str = "") -> Block:
    """One choice; what is too long for Slack is cut, so it must be said in full elsewhere."""
    made: Block = {"text": plain(cut(label, LONGEST_OPTION)), "value": value}
    return {**made, "description": plain(cut(description, LONGEST_OPTION))} if description else made


def choice(
    name: Field,
    label: str,
    options: Sequence[Block],
    *,
    chosen: str | None = None,
    block_id: str = "",
    redraws: bool = False,
) -> Block:
    """One of a few options, as radio buttons while Slack allows so many; `redraws` tells the app of each choice."""
    kind = "radio_buttons" if len(options) <= _MOST_RADIO_BUTTONS else "static_select"
    element: Block = {"type": kind, "action_id": name, "options": list(options)}
    initial = [each for each in options if each["value"] == chosen]
    if initial:
        element["initial_option"] = initial[0]
    made = _input(name, label, element)
    return {**made, "block_id": block_id or name, "dispatch_action": redraws}


def search(name: Field, label: str, *, chosen: Block | None = None) -> Block:
    """One of many options, searched for by typing; the app is told of each choice."""
    element: Block = {
        "type": "external_select",
        "action_id": name,
        "min_query_length": 0,
        "placeholder": plain("Type a name"),
    }
    if chosen is not None:
        element["initial_option"] = chosen
    return {**_input(name, label, element), "dispatch_action": True}


def instant(name: Field, label: str, *, hint: str = "") -> Block:
    """A date and time in the person's own zone; it may be left out."""
    return _input(name, label, {"type": "datetimepicker", "action_id": name}, needed=False, hint=hint)


def _input(name: Field, label: str, element: Block, *, needed: bool = True, hint: str = "") -> Block:
    made: Block = {"type": "input", "block_id": name, "label": plain(label), "element": element}
    if not needed:
        made["optional"] = True
    return {**made, "hint": plain(hint)} if hint else made
