"""Every element of Block Kit: where it may stand, and its limits at the edge and one beyond."""

from collections.abc import Callable
from itertools import product

import pytest
from slack_sdk.models.blocks import InteractiveElement

from bot.playground.blockkit_elements import ELEMENTS, Place, Surface
from bot.playground.refusals import Json
from tests.playground.kit import ELEMENTS as EXAMPLES
from tests.playground.kit import actions, button, faults, form_input, kinds_of, option, plain, section, select, written

ALL = "message modal home"
DOCUMENTED = {
    "button": ("section actions", ALL),
    "channels_select": ("section actions input", ALL),
    "checkboxes": ("section actions input", ALL),
    "conversations_select": ("section actions input", ALL),
    "datepicker": ("section actions input", ALL),
    "datetimepicker": ("actions input", "message modal"),
    "email_text_input": ("input", "modal"),
    "external_select": ("section actions input", ALL),
    "feedback_buttons": ("context_actions", "message"),
    "file_input": ("input", "modal"),
    "icon_button": ("context_actions", "message"),
    "image": ("section context", ALL),
    "multi_channels_select": ("section actions input", ALL),
    "multi_conversations_select": ("section actions input", ALL),
    "multi_external_select": ("section actions input", ALL),
    "multi_static_select": ("section actions input", ALL),
    "multi_users_select": ("section actions input", ALL),
    "number_input": ("input", "modal"),
    "overflow": ("section actions", ALL),
    "plain_text_input": ("input", ALL),
    "radio_buttons": ("section actions input", ALL),
    "rich_text_input": ("actions input", "modal home"),
    "static_select": ("section actions input", ALL),
    "timepicker": ("section actions input", ALL),
    "url_text_input": ("input", "modal"),
    "users_select": ("section actions input", ALL),
    "workflow_button": ("section actions", "message"),
}
"""By type, the blocks and the surfaces that the page of each element in Slack's reference names."""
HELD: dict[Place, Callable[[Json], Json]] = {
    Place.SECTION: lambda element: section(accessory=element),
    Place.ACTIONS: actions,
    Place.CONTEXT: lambda element: {"type": "context", "elements": [element]},
    Place.CONTEXT_ACTIONS: lambda element: {"type": "context_actions", "elements": [element]},
    Place.INPUT: form_input,
}

E = "/blocks/0/elements/0"
V = "/view/blocks/0/element"
NUMBER = EXAMPLES["number_input"]
SAID_BEFORE = {"title": plain(), "text": plain(), "confirm": plain(), "deny": plain()}
CHARACTERS: list[tuple[str, int, Callable[[int], Json], str]] = [
    ("button text", 75, lambda n: actions(button(n)), f"{E}/text/text"),
    ("button value", 2000, lambda n: actions(button(value="v" * n)), f"{E}/value"),
    ("button url", 3000, lambda n: actions(button(url="u" * n)), f"{E}/url"),
    ("button label", 75, lambda n: actions(button(accessibility_label="l" * n)), f"{E}/accessibility_label"),
    ("action id", 255, lambda n: actions(button(action_id="a" * n)), f"{E}/action_id"),
    ("confirm title", 100, lambda n: said({"title": plain(n)}), f"{E}/confirm/title/text"),
    ("confirm text", 300, lambda n: said({"text": plain(n)}), f"{E}/confirm/text/text"),
    ("confirm yes", 30, lambda n: said({"confirm": plain(n)}), f"{E}/confirm/confirm/text"),
    ("confirm no", 30, lambda n: said({"deny": plain(n)}), f"{E}/confirm/deny/text"),
    ("option text", 75, lambda n: actions(select(options=[option(n)])), f"{E}/options/0/text/text"),
    ("option value", 150, lambda n: actions(select(options=[option(5, n)])), f"{E}/options/0/value"),
    (
        "option description",
        75,
        lambda n: actions(select(options=[option(description=plain(n))])),
        f"{E}/options/0/description/text",
    ),
    (
        "option url",
        3000,
        lambda n: actions({"type": "overflow", "options": [option(url="u" * n)]}),
        f"{E}/options/0/url",
    ),
    ("group label", 75, lambda n: actions(grouped(plain(n))), f"{E}/option_groups/0/label/text"),
    ("placeholder", 150, lambda n: actions(select(placeholder=plain(n))), f"{E}/placeholder/text"),
    ("icon button text", 75, lambda n: iconic({"text": plain(n)}), f"{E}/text/text"),
    ("icon button value", 2000, lambda n: iconic({"value": "v" * n}), f"{E}/value"),
    ("written before", 3000, lambda n: written(initial_value="x" * n), "/blocks/0/element/initial_value"),
]
ITEMS: list[tuple[str, int, Callable[[int], Json], str]] = [
    ("options", 100, lambda n: actions(select(options=[option()] * n)), f"{E}/options"),
    ("option groups", 100, lambda n: actions(grouped(plain(), groups=n)), f"{E}/option_groups"),
    ("options of a group", 100, lambda n: actions(grouped(plain(), n)), f"{E}/option_groups/0/options"),
    ("overflow options", 5, lambda n: actions({"type": "overflow", "options": [option()] * n}), f"{E}/options"),
    ("radio options", 10, lambda n: actions({"type": "radio_buttons", "options": [option()] * n}), f"{E}/options"),
    ("checkbox options", 10, lambda n: actions({"type": "checkboxes", "options": [option()] * n}), f"{E}/options"),
]
NUMBERS: list[tuple[Json, str]] = [
    (written(max_length=3000), "max_length"),
    (written(min_length=3000), "min_length"),
    (form_input({"type": "file_input", "max_files": 10}), "max_files"),
    (form_input({"type": "rich_text_input", "max_lines": 100}), "max_lines"),
    (form_input({"type": "datetimepicker", "initial_date_time": 9_999_999_999}), "initial_date_time"),
]
REFUSED: list[tuple[Json, str]] = [
    (button(style="loud"), f"must be a valid enum value [json-pointer:{E}/style]"),
    (button(style=None), f"must provide a string [json-pointer:{E}/style]"),
    (button(colour="red"), f"invalid additional property: colour [json-pointer:{E}]"),
    (button(block_id="b"), f"invalid additional property: block_id [json-pointer:{E}]"),
    ({"type": "button"}, f"missing required field: text [json-pointer:{E}]"),
    (button(text=0), f"must be more than 0 characters [json-pointer:{E}/text/text]"),
    (button(confirm={"title": plain()}), f"missing required field: deny [json-pointer:{E}/confirm]"),
    (select(options=[]), f"must provide at least 1 items [json-pointer:{E}/options]"),
    (select(options=[option(url="u")]), f"invalid additional property: url [json-pointer:{E}/options/0]"),
    (select(initial_option=None), f"must provide an object [json-pointer:{E}/initial_option]"),
    (select(initial_option=option(4)), f"[json-pointer:{E}/initial_option]"),
    ({"type": "static_select"}, f"must define either `options` or `option_groups` [json-pointer:{E}]"),
    (select(option_groups=[{"label": plain(), "options": [option()]}]), "must define either `options` or `option_g"),
    ({**EXAMPLES["checkboxes"], "initial_options": [option(4)]}, f"[json-pointer:{E}/initial_options/0]"),
    ({**EXAMPLES["multi_users_select"], "max_selected_items": 0}, f"must be greater than 0 [json-pointer:{E}/max_sel"),
    (
        {"type": "datepicker", "initial_date": "2 July"},
        "input must match regex pattern: \\d{4}-\\d{2}-\\d{2} [j",
    ),
    ({"type": "timepicker", "initial_time": "24:00"}, f"[json-pointer:{E}/initial_time]"),
    ({"type": "datetimepicker", "initial_date_time": "soon"}, f"must provide an integer [json-pointer:{E}/initial_d"),
    ({"type": "datetimepicker", "initial_date_time": 99}, f"must be greater than 999999999 [json-pointer:{E}/initial"),
    ({"type": "conversations_select", "filter": {}}, f"must have minimum 1 properties [json-pointer:{E}/filter]"),
    ({"type": "conversations_select", "filter": {"include": ["all"]}}, "must be a valid enum value"),
]
REFUSED_IN_FORMS: list[tuple[Json, str]] = [
    ({"type": "number_input"}, "missing required field: is_decimal_allowed"),
    ({**NUMBER, "min_value": "3", "max_value": "2"}, f"must be less than 2 [json-pointer:{V}/min_value]"),
    ({**NUMBER, "min_value": "few"}, "must provide a number"),
    ({"type": "plain_text_input", "min_length": 3, "max_length": 2}, f"[json-pointer:{V}/min_length]"),
    ({"type": "plain_text_input", "max_length": True}, "must provide an integer"),
    ({"type": "plain_text_input", "multiline": "yes"}, f"must be a boolean [json-pointer:{V}/multiline]"),
    (
        {"type": "plain_text_input", "dispatch_action_config": {"trigger_actions_on": ["on_leaving"]}},
        f"must be a valid enum value [json-pointer:{V}/dispatch_action_config/trigger_actions_on/0]",
    ),
    ({"type": "rich_text_input", "initial_value": plain()}, f"unsupported type: plain_text [json-pointer:{V}/initial"),
]


def said(changes: Json) -> Json:
    return actions(button(confirm={**SAID_BEFORE, **changes}))


def grouped(label: Json, options: int = 1, groups: int = 1) -> Json:
    return {"type": "static_select", "option_groups": [{"label": label, "options": [option()] * options}] * groups}


def iconic(changes: Json) -> Json:
    return {"type": "context_actions", "elements": [{**EXAMPLES["icon_button"], **changes}]}


def test_the_documented_elements_are_those_that_are_known() -> None:
    assert set(ELEMENTS) == set(DOCUMENTED) == set(EXAMPLES)
    assert kinds_of(InteractiveElement) == set(ELEMENTS) - {"image"}


@pytest.mark.parametrize("kind", sorted(DOCUMENTED))
def test_an_element_stands_where_slack_documents_it_and_nowhere_else(kind: str) -> None:
    places, surfaces = (set(column.split()) for column in DOCUMENTED[kind])
    for place, surface in product(Place, Surface):
        said_of_it = faults(HELD[place](EXAMPLES[kind]), surface)
        if place.value in places and surface.value in surfaces:
            assert said_of_it == [], (place, surface)
        else:
            assert any(line.startswith("[ERROR] unsupported type: ") for line in said_of_it), (place, surface)


@pytest.mark.parametrize(("limit", "make", "pointer"), [row[1:] for row in CHARACTERS], ids=[r[0] for r in CHARACTERS])
def test_a_text_is_as_long_as_its_limit_and_no_longer(limit: int, make: Callable[[int], Json], pointer: str) -> None:
    assert faults(make(limit)) == []
    assert faults(make(limit + 1))[-1] == f"[ERROR] must be less than {limit + 1} characters [json-pointer:{pointer}]"


@pytest.mark.parametrize(("limit", "make", "pointer"), [row[1:] for row in ITEMS], ids=[row[0] for row in ITEMS])
def test_there_are_as_many_as_the_limit_and_no_more(limit: int, make: Callable[[int], Json], pointer: str) -> None:
    assert faults(make(limit)) == []
    assert faults(make(limit + 1)) == [f"[ERROR] no more than {limit} items allowed [json-pointer:{pointer}]"]


@pytest.mark.parametrize(("block", "name"), NUMBERS, ids=[name for _, name in NUMBERS])
def test_a_number_is_as_large_as_its_limit_and_no_larger(block: Json, name: str) -> None:
    limit = block["element"][name]
    larger = {**block, "element": {**block["element"], name: limit + 1}}
    assert faults(block, Surface.MODAL) == []
    assert faults(larger, Surface.MODAL)[-1] == f"[ERROR] must be less than {limit + 1} [json-pointer:{V}/{name}]"


@pytest.mark.parametrize(("element", "line"), REFUSED)
def test_a_faulty_element_is_refused_with_the_place(element: Json, line: str) -> None:
    assert any(line in each for each in faults(actions(element)))


@pytest.mark.parametrize(("element", "line"), REFUSED_IN_FORMS)
def test_a_faulty_element_of_a_form_is_refused_with_the_place(element: Json, line: str) -> None:
    assert any(line in each for each in faults(form_input(element), Surface.MODAL))


def test_a_choice_made_beforehand_may_stand_in_a_group() -> None:
    assert faults(actions({**grouped(plain()), "initial_option": option()})) == []
