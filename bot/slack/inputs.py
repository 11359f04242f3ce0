"""The inputs of windows. Block id and action id are the field's name, so that a redrawn window keeps what was typed."""

from collections.abc import Sequence
from datetime import datetime

from bot.slack.actions import Field
from bot.slack.blocks import Block, plain
from bot.slack.mrkdwn import cut

LONGEST_TEXT = 3_000
LONGEST_LINE = 150
MOST_RADIO_BUTTONS = 10
MOST_OPTIONS = 100
"""Options that Slack shows at most."""
LONGEST_OPTION = 75
_OF_THE_CALENDAR = range(10**9, 10**10)
"""The seconds since 1970 that a date and time of Slack's can have."""
TICKED = "yes"
"""The value of the one box that `box` offers."""


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
    needed: bool = True,
    redraws: bool = False,
) -> Block:
    """One of a few options, as radio buttons while Slack allows so many; `redraws` tells the app of each choice."""
    shown = list(options[:MOST_OPTIONS])
    kind = "radio_buttons" if len(shown) <= MOST_RADIO_BUTTONS else "static_select"
    element: Block = {"type": kind, "action_id": name, "options": shown}
    initial = [each for each in shown if each["value"] == chosen]
    if initial:
        element["initial_option"] = initial[0]
    made = _input(name, label, element, needed=needed)
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


def instant(name: Field, label: str, *, value: datetime | None = None, needed: bool = False, hint: str = "") -> Block:
    """A date and time in the person's own zone; it may be left out, unless it is needed.

    A value that Slack's calendar does not know, before 2001-09-09 or after the year 2286, is not filled in.
    """
    element: Block = {"type": "datetimepicker", "action_id": name}
    if value is not None and (seconds := int(value.timestamp())) in _OF_THE_CALENDAR:
        element["initial_date_time"] = seconds
    return _input(name, label, element, needed=needed, hint=hint)


def box(name: Field, label: str, words: str) -> Block:
    """A box to tick, or not."""
    element: Block = {"type": "checkboxes", "action_id": name, "options": [option(TICKED, words)]}
    return _input(name, label, element, needed=False)


def web_address(name: Field, label: str, *, hint: str = "") -> Block:
    """The address of a page, which Slack checks; it may be left out."""
    return _input(name, label, {"type": "url_text_input", "action_id": name}, needed=False, hint=hint)


def person(name: Field, label: str, *, chosen: str | None = None, needed: bool = False, hint: str = "") -> Block:
    """Somebody of the workspace, by their Slack user id; it may be left out, unless they are needed."""
    element: Block = {"type": "users_select", "action_id": name, "placeholder": plain("Choose somebody")}
    if chosen is not None:
        element["initial_user"] = chosen
    return _input(name, label, element, needed=needed, hint=hint)


def people(name: Field, label: str, *, chosen: Sequence[str] = (), hint: str = "") -> Block:
    """Any number of people of the workspace and of channels shared with it, by their Slack user ids."""
    element: Block = {"type": "multi_users_select", "action_id": name, "placeholder": plain("Choose people")}
    if chosen:
        element["initial_users"] = list(chosen)
    return _input(name, label, element, needed=False, hint=hint)


def channels(name: Field, label: str, *, chosen: Sequence[str] = ()) -> Block:
    """Any number of channels, public and private, those of Slack Connect among them, by their ids."""
    element: Block = {
        "type": "multi_conversations_select",
        "action_id": name,
        "placeholder": plain("Choose channels"),
        "filter": {"include": ["public", "private"]},
    }
    if chosen:
        element["initial_conversations"] = list(chosen)
    return _input(name, label, element, needed=False)


def day(name: Field, label: str, *, value: str = "") -> Block:
    """A date, `2026-12-24`; it may be left out."""
    element: Block = {"type": "datepicker", "action_id": name, "placeholder": plain("Choose a day")}
    if value:
        element["initial_date"] = value
    return _input(name, label, element, needed=False)


def grouped(name: Field, label: str, groups: Sequence[tuple[str, Sequence[Block]]], *, chosen: str) -> Block:
    """One of several options that stand in groups, each under a name; the app is told of each choice."""
    shown = [(words, list(options[:MOST_OPTIONS])) for words, options in groups[:MOST_OPTIONS]]
    element: Block = {
        "type": "static_select",
        "action_id": name,
        "placeholder": plain("Choose one"),
        "option_groups": [{"label": plain(cut(words, LONGEST_OPTION)), "options": options} for words, options in shown],
    }
    initial = [option for _, options in shown for option in options if option["value"] == chosen]
    if initial:
        element["initial_option"] = initial[0]
    return {**_input(name, label, element), "dispatch_action": True}


def _input(name: Field, label: str, element: Block, *, needed: bool = True, hint: str = "") -> Block:
    made: Block = {"type": "input", "block_id": name, "label": plain(label), "element": element}
    if not needed:
        made["optional"] = True
    return {**made, "hint": plain(hint)} if hint else made
