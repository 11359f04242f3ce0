"""The interactive elements of Block Kit and where each may stand, with the limits of Slack's reference."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.playground.blockkit_rules import (
    Rule,
    any_text,
    anything,
    array,
    boolean,
    fault,
    matching,
    one_of,
    plain_text,
    shape,
    string,
    whole_number,
)

_ACTION = {"action_id": string(255)}
_DATE = matching(r"\d{4}-\d{2}-\d{2}", "a date of the form YYYY-MM-DD")
_TIME = matching(r"([01]\d|2[0-3]):[0-5]\d", "a time of the form HH:mm")

CONFIRM = shape(
    {"title": plain_text(100), "text": any_text(300), "confirm": plain_text(30), "deny": plain_text(30)},
    {"style": one_of("primary", "danger")},
)
OPTION = shape({"text": plain_text(75), "value": string(150)}, {"description": plain_text(75), "url": string(3000)})
MARKED_OPTION = shape({"text": any_text(75), "value": string(150)}, {"description": any_text(75)})
OPTION_GROUP = shape({"label": plain_text(75), "options": array(OPTION, 100)})

_CHOICE = {"confirm": CONFIRM, "focus_on_load": boolean, "placeholder": plain_text(150), **_ACTION}
_SEVERAL = {**_CHOICE, "max_selected_items": whole_number(1)}
_TYPED = {
    "placeholder": plain_text(150),
    "focus_on_load": boolean,
    "dispatch_action_config": shape(
        {"trigger_actions_on": array(one_of("on_enter_pressed", "on_character_entered"), 2)}
    ),
    **_ACTION,
}
_TYPE = {"type": anything}


def _offering(rule: Rule) -> Rule:
    """A menu with its options in it: a choice made beforehand has to be one of them, exactly as it stands there."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        faults = [*rule(value, pointer)]
        if faults:
            yield from faults
            return
        offered = [*(value.get("options") or ()), *(o for g in value.get("option_groups") or () for o in g["options"])]
        beforehand = [*(value.get("initial_options") or ()), value.get("initial_option")]
        if not offered:
            yield fault(pointer, "missing required field: options")
        if any(option is not None and option not in offered for option in beforehand):
            yield fault(pointer, "initial option must match one of the options")

    return check


_OPTIONS = {"options": array(OPTION, 100), "option_groups": array(OPTION_GROUP, 100)}
_MARKED = {"options": array(MARKED_OPTION, 10)}
_PICKED = {"confirm": CONFIRM, "focus_on_load": boolean, **_ACTION}

BUTTON: Mapping[str, Rule] = {
    "button": shape(
        {**_TYPE, "text": plain_text(75)},
        {
            **_ACTION,
            "url": string(3000),
            "value": string(2000, 0),
            "style": one_of("primary", "danger"),
            "confirm": CONFIRM,
            "accessibility_label": string(75),
        },
    ),
    "overflow": _offering(shape({**_TYPE, "options": array(OPTION, 5)}, {**_ACTION, "confirm": CONFIRM})),
}
SINGLE: Mapping[str, Rule] = {
    "static_select": _offering(shape(_TYPE, {**_CHOICE, **_OPTIONS, "initial_option": OPTION})),
    "external_select": shape(_TYPE, {**_CHOICE, "min_query_length": whole_number(0), "initial_option": OPTION}),
    "users_select": shape(_TYPE, {**_CHOICE, "initial_user": string(255)}),
    "channels_select": shape(_TYPE, {**_CHOICE, "initial_channel": string(255), "response_url_enabled": boolean}),
    "conversations_select": shape(
        _TYPE,
        {
            **_CHOICE,
            "initial_conversation": string(255),
            "default_to_current_conversation": boolean,
            "response_url_enabled": boolean,
            "filter": anything,
        },
    ),
}
SEVERAL: Mapping[str, Rule] = {
    "multi_static_select": _offering(shape(_TYPE, {**_SEVERAL, **_OPTIONS, "initial_options": array(OPTION, 100)})),
    "multi_external_select": shape(
        _TYPE, {**_SEVERAL, "min_query_length": whole_number(0), "initial_options": array(OPTION, 100)}
    ),
    "multi_users_select": shape(_TYPE, {**_SEVERAL, "initial_users": array(string(255), 100)}),
    "multi_channels_select": shape(_TYPE, {**_SEVERAL, "initial_channels": array(string(255), 100)}),
    "multi_conversations_select": shape(
        _TYPE, {**_SEVERAL, "initial_conversations": array(string(255), 100), "filter": anything}
    ),
}
PICKER: Mapping[str, Rule] = {
    "datepicker": shape(_TYPE, {**_PICKED, "placeholder": plain_text(150), "initial_date": _DATE}),
    "timepicker": shape(
        _TYPE,
        {**_PICKED, "placeholder": plain_text(150), "initial_time": _TIME, "timezone": string(255)},
    ),
    "datetimepicker": shape(_TYPE, {**_PICKED, "initial_date_time": whole_number(1_000_000_000, 9_999_999_999)}),
    "radio_buttons": _offering(shape(_TYPE, {**_PICKED, **_MARKED, "initial_option": MARKED_OPTION})),
    "checkboxes": _offering(shape(_TYPE, {**_PICKED, **_MARKED, "initial_options": array(MARKED_OPTION, 10)})),
}
TYPED: Mapping[str, Rule] = {
    "plain_text_input": shape(
        _TYPE,
        {
            **_TYPED,
            "initial_value": string(3000, 0),
            "multiline": boolean,
            "min_length": whole_number(0, 3000),
            "max_length": whole_number(1, 3000),
        },
    ),
    "email_text_input": shape(_TYPE, {**_TYPED, "initial_value": string(3000, 0)}),
    "url_text_input": shape(_TYPE, {**_TYPED, "initial_value": string(3000, 0)}),
    "number_input": shape(
        {**_TYPE, "is_decimal_allowed": boolean},
        {**_TYPED, "initial_value": string(255), "min_value": string(255), "max_value": string(255)},
    ),
}
IMAGE: Mapping[str, Rule] = {
    "image": shape({**_TYPE, "alt_text": string(2000)}, {"image_url": string(3000), "slack_file": anything}),
}

IN_ACTIONS: Mapping[str, Rule] = {**BUTTON, **SINGLE, **PICKER}
AS_ACCESSORY: Mapping[str, Rule] = {**BUTTON, **SINGLE, **SEVERAL, **PICKER, **IMAGE}
IN_INPUT: Mapping[str, Rule] = {**SINGLE, **SEVERAL, **PICKER, **TYPED}
