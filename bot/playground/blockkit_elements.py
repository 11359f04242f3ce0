"""The interactive elements of Block Kit, where each may stand, and the limits of Slack's reference."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.playground.blockkit_objects import (
    ACTION,
    CONFIRM,
    DISPATCH,
    FILTER,
    LINKED_OPTION,
    MARKED_OPTION,
    OPTION,
    OPTION_GROUP,
    STYLE,
    TYPE,
    URL,
    either,
    image,
    plain_text,
)
from bot.playground.blockkit_rich_text import RICH_TEXT
from bot.playground.blockkit_rules import (
    Rule,
    anything,
    array,
    as_well,
    boolean,
    by_type,
    fault,
    matching,
    one_of,
    shape,
    string,
    whole_number,
)


class Surface(StrEnum):
    """Where blocks are shown."""

    MESSAGE = "message"
    """A message in a conversation."""
    MODAL = "modal"
    """A window over the conversation."""
    HOME = "home"
    """The app's home tab."""


class Place(StrEnum):
    """Which block an element stands in; the value is the block's type."""

    SECTION = "section"
    """Beside the text of a section."""
    ACTIONS = "actions"
    """In a row of actions."""
    CONTEXT = "context"
    """Between small texts."""
    CONTEXT_ACTIONS = "context_actions"
    """Under an answer."""
    INPUT = "input"
    """Under a label, in a form."""


EVERYWHERE = frozenset(Surface)
_IN_VIEWS = frozenset({Surface.MODAL, Surface.HOME})
_IN_MODALS = frozenset({Surface.MODAL})
_IN_MESSAGES = frozenset({Surface.MESSAGE})
_ANY_PLACE = frozenset({Place.SECTION, Place.ACTIONS, Place.INPUT})
_IN_INPUT = frozenset({Place.INPUT})


@dataclass(frozen=True, kw_only=True, slots=True)
class Element:
    """An element: the rule it follows, the blocks it may stand in, the surfaces it may be shown on."""

    rule: Rule
    places: frozenset[Place] = _ANY_PLACE
    surfaces: frozenset[Surface] = EVERYWHERE


def _chosen_beforehand(value: Any, pointer: str) -> Iterator[str]:
    """A choice made beforehand is one of the options, exactly as it stands there."""
    offered = [*value.get("options", ()), *(o for group in value.get("option_groups", ()) for o in group["options"])]
    if "initial_option" in value and value["initial_option"] not in offered:
        yield fault(f"{pointer}/initial_option", "must match one of the provided options")
    for position, option in enumerate(value.get("initial_options", ())):
        if option not in offered:
            yield fault(f"{pointer}/initial_options/{position}", "must match one of the provided options")


def _in_order(least: str, most: str) -> Rule:
    """A lower bound that is not above the upper one."""

    def check(value: Any, pointer: str) -> Iterator[str]:
        try:
            low, high = float(value.get(least, "-inf")), float(value.get(most, "inf"))
        except ValueError:
            yield fault(pointer, "must provide a number")
            return
        if low > high:
            yield fault(f"{pointer}/{least}", f"must be less than {value[most]}")

    return check


_FOCUS: Mapping[str, Rule] = {"focus_on_load": boolean}
_PLACEHOLDER: Mapping[str, Rule] = {"placeholder": plain_text(150)}
_PICKED: Mapping[str, Rule] = {**ACTION, **_FOCUS, "confirm": CONFIRM}
_CHOICE: Mapping[str, Rule] = {**_PICKED, **_PLACEHOLDER}
_SEVERAL: Mapping[str, Rule] = {**_CHOICE, "max_selected_items": whole_number(1)}
_TYPED: Mapping[str, Rule] = {**ACTION, **_FOCUS, **_PLACEHOLDER, "dispatch_action_config": DISPATCH}
_PRESSED: Mapping[str, Rule] = {**ACTION, "accessibility_label": string(75), "confirm": CONFIRM}
_OPTIONS: Mapping[str, Rule] = {"options": array(OPTION, 100), "option_groups": array(OPTION_GROUP, 100)}
_MARKED: Mapping[str, Rule] = {**TYPE, "options": array(MARKED_OPTION, 10)}
_SEARCHED: Mapping[str, Rule] = {"min_query_length": whole_number(0)}
_CONVERSATIONS: Mapping[str, Rule] = {"default_to_current_conversation": boolean, "filter": FILTER}
_ANSWERING: Mapping[str, Rule] = {"response_url_enabled": boolean}
_ID = string(255)
"""Slack does not say how long the ids of people and channels may be."""
_IDS = array(_ID, least=0)


def _static(more: Mapping[str, Rule]) -> Rule:
    options = as_well(shape(TYPE, {**_OPTIONS, **more}), either("options", "option_groups"))
    return as_well(options, _chosen_beforehand)


_FEEDBACK = shape({"text": plain_text(75), "value": string(2000)}, {"accessibility_label": string(75)})
_PARAMETERS = array(shape({"name": string(), "value": anything}), least=0)
_WORKFLOW = shape({"trigger": shape({"url": URL}, {"customizable_input_parameters": _PARAMETERS})})
_LINES = whole_number(1, 100)

ELEMENTS: Mapping[str, Element] = {
    "image": Element(rule=image(), places=frozenset({Place.SECTION, Place.CONTEXT})),
    "button": Element(
        rule=shape(
            {**TYPE, "text": plain_text(75)}, {**_PRESSED, "url": URL, "value": string(2000, 0), "style": STYLE}
        ),
        places=frozenset({Place.SECTION, Place.ACTIONS}),
    ),
    "workflow_button": Element(
        rule=shape({**TYPE, "text": plain_text(75), "workflow": _WORKFLOW}, {**_PRESSED, "style": STYLE}),
        places=frozenset({Place.SECTION, Place.ACTIONS}),
        surfaces=_IN_MESSAGES,
    ),
    "icon_button": Element(
        rule=shape(
            {**TYPE, "icon": one_of("trash"), "text": plain_text(75)},
            {**_PRESSED, "value": string(2000, 0), "visible_to_user_ids": _IDS},
        ),
        places=frozenset({Place.CONTEXT_ACTIONS}),
        surfaces=_IN_MESSAGES,
    ),
    "feedback_buttons": Element(
        rule=shape({**TYPE, "positive_button": _FEEDBACK, "negative_button": _FEEDBACK}, ACTION),
        places=frozenset({Place.CONTEXT_ACTIONS}),
        surfaces=_IN_MESSAGES,
    ),
    "overflow": Element(
        rule=shape({**TYPE, "options": array(LINKED_OPTION, 5)}, {**ACTION, "confirm": CONFIRM}),
        places=frozenset({Place.SECTION, Place.ACTIONS}),
    ),
    "static_select": Element(rule=_static({**_CHOICE, "initial_option": OPTION})),
    "external_select": Element(rule=shape(TYPE, {**_CHOICE, **_SEARCHED, "initial_option": OPTION})),
    "users_select": Element(rule=shape(TYPE, {**_CHOICE, "initial_user": _ID})),
    "channels_select": Element(rule=shape(TYPE, {**_CHOICE, **_ANSWERING, "initial_channel": _ID})),
    "conversations_select": Element(
        rule=shape(TYPE, {**_CHOICE, **_ANSWERING, **_CONVERSATIONS, "initial_conversation": _ID})
    ),
    "multi_static_select": Element(rule=_static({**_SEVERAL, "initial_options": array(OPTION, 100)})),
    "multi_external_select": Element(
        rule=shape(TYPE, {**_SEVERAL, **_SEARCHED, "initial_options": array(OPTION, 100)})
    ),
    "multi_users_select": Element(rule=shape(TYPE, {**_SEVERAL, "initial_users": _IDS})),
    "multi_channels_select": Element(rule=shape(TYPE, {**_SEVERAL, "initial_channels": _IDS})),
    "multi_conversations_select": Element(
        rule=shape(TYPE, {**_SEVERAL, **_CONVERSATIONS, "initial_conversations": _IDS})
    ),
    "radio_buttons": Element(
        rule=as_well(shape(_MARKED, {**_PICKED, "initial_option": MARKED_OPTION}), _chosen_beforehand)
    ),
    "checkboxes": Element(
        rule=as_well(shape(_MARKED, {**_PICKED, "initial_options": array(MARKED_OPTION, 10)}), _chosen_beforehand)
    ),
    "datepicker": Element(rule=shape(TYPE, {**_CHOICE, "initial_date": matching(r"\d{4}-\d{2}-\d{2}")})),
    "timepicker": Element(
        rule=shape(TYPE, {**_CHOICE, "initial_time": matching(r"([01]\d|2[0-3]):[0-5]\d"), "timezone": string()})
    ),
    "datetimepicker": Element(
        rule=shape(TYPE, {**_PICKED, "initial_date_time": whole_number(1_000_000_000, 9_999_999_999)}),
        places=frozenset({Place.ACTIONS, Place.INPUT}),
        surfaces=frozenset({Surface.MESSAGE, Surface.MODAL}),
    ),
    "plain_text_input": Element(
        rule=as_well(
            shape(
                TYPE,
                {
                    **_TYPED,
                    "initial_value": string(3000, 0),
                    "multiline": boolean,
                    "min_length": whole_number(0, 3000),
                    "max_length": whole_number(1, 3000),
                },
            ),
            _in_order("min_length", "max_length"),
        ),
        places=_IN_INPUT,
    ),
    "email_text_input": Element(
        rule=shape(TYPE, {**_TYPED, "initial_value": string(3000, 0)}), places=_IN_INPUT, surfaces=_IN_MODALS
    ),
    "url_text_input": Element(
        rule=shape(TYPE, {**_TYPED, "initial_value": string(3000, 0)}), places=_IN_INPUT, surfaces=_IN_MODALS
    ),
    "number_input": Element(
        rule=as_well(
            shape(
                {**TYPE, "is_decimal_allowed": boolean},
                {**_TYPED, "initial_value": string(), "min_value": string(), "max_value": string()},
            ),
            _in_order("min_value", "max_value"),
        ),
        places=_IN_INPUT,
        surfaces=_IN_MODALS,
    ),
    "rich_text_input": Element(
        rule=shape(
            TYPE,
            {**_TYPED, "initial_value": by_type({"rich_text": RICH_TEXT}), "min_lines": _LINES, "max_lines": _LINES},
        ),
        places=frozenset({Place.ACTIONS, Place.INPUT}),
        surfaces=_IN_VIEWS,
    ),
    "file_input": Element(
        rule=shape(TYPE, {**ACTION, "filetypes": array(string()), "max_files": whole_number(1, 10)}),
        places=_IN_INPUT,
        surfaces=_IN_MODALS,
    ),
}


def elements_in(place: Place, surface: Surface) -> Mapping[str, Rule]:
    """The elements that may stand in a block of this kind on this surface, by their type."""
    return {
        kind: element.rule
        for kind, element in ELEMENTS.items()
        if place in element.places and surface in element.surfaces
    }
