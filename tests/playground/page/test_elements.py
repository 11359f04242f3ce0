"""Elements as the page offers them: what they are called, what they hold, when they act."""

from typing import Any

import pytest

from bot.playground.blockkit import check_view
from bot.playground.page.elements import Layout, Offer
from bot.playground.refusals import Json
from bot.playground.workspace import Workspace
from tests.playground.page.test_words import reader_of


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


OPTIONS = [{"text": plain(word), "value": word.lower()} for word in ("Urgent", "High")]
TYPED = {"type": "plain_text_input", "action_id": "a"}


def checked(*blocks: Json) -> list[Json]:
    """Blocks of a form as Slack keeps them, with their ids."""
    view = {"type": "modal", "title": plain("t"), "submit": plain("s"), "blocks": list(blocks)}
    kept: list[Json] = check_view(view, "modal")["blocks"]
    return kept


def offer(workspace: Workspace, block: Json, values: Json | None = None) -> Offer:
    """The only element of a block, as Ana in Los Angeles is offered it."""
    kept = check_view({"type": "modal", "title": plain("t"), "submit": plain("s"), "blocks": [block]}, "modal")[
        "blocks"
    ]
    layout = Layout(kept, reader_of(workspace), scope="v", values=values)
    element = kept[0].get("element") or kept[0].get("accessory") or kept[0]["elements"][0]
    return layout.offer(kept[0], element)


def form(element: Json, **more: Any) -> Json:
    return {"type": "input", "block_id": "b", "label": plain("What happened?"), "element": element, **more}


def beside(element: Json) -> Json:
    return {
        "type": "section",
        "block_id": "b",
        "text": {"type": "mrkdwn", "text": "*Severity* of it"},
        "accessory": element,
    }


@pytest.mark.parametrize(
    ("block", "name"),
    [
        (form(TYPED), "What happened?"),
        (beside({"type": "button", "text": plain("Take it")}), "Take it"),
        (beside({"type": "button", "text": plain("✓"), "accessibility_label": "Take T-12"}), "Take T-12"),
        (beside({"type": "static_select", "options": OPTIONS, "placeholder": plain("Pick one")}), "Pick one"),
        (beside({"type": "static_select", "options": OPTIONS}), "Severity of it"),
        (beside({"type": "overflow", "options": OPTIONS}), "More options"),
        ({"type": "actions", "elements": [{"type": "static_select", "options": OPTIONS}]}, "Choose an option"),
        ({"type": "actions", "elements": [{"type": "datepicker"}]}, "Select a date"),
        ({"type": "actions", "elements": [{"type": "users_select"}]}, "Choose a person"),
    ],
)
def test_an_element_is_called_by_its_own_words_or_those_beside_it(workspace: Workspace, block: Json, name: str) -> None:
    assert offer(workspace, block).name == name


@pytest.mark.parametrize(
    ("element", "held"),
    [
        ({**TYPED, "initial_value": "as typed"}, "as typed"),
        (TYPED, None),
        ({"type": "radio_buttons", "options": OPTIONS, "initial_option": OPTIONS[1]}, "high"),
        ({"type": "checkboxes", "options": OPTIONS, "initial_options": OPTIONS}, ["urgent", "high"]),
        ({"type": "multi_users_select", "initial_users": ["U0ANA"]}, ["U0ANA"]),
        ({"type": "users_select", "initial_user": "U0ANA"}, "U0ANA"),
        ({"type": "datepicker", "initial_date": "2026-06-05"}, "2026-06-05"),
        ({"type": "timepicker", "initial_time": "16:30"}, "16:30"),
        ({"type": "datetimepicker", "initial_date_time": 1_780_702_200}, "2026-06-05T16:30"),
        ({"type": "datetimepicker"}, None),
    ],
)
def test_an_element_holds_what_it_began_with(workspace: Workspace, element: Json, held: object) -> None:
    assert offer(workspace, form(element)).held == held


def test_an_element_of_a_view_holds_what_was_filled_in(workspace: Workspace) -> None:
    element = {"type": "radio_buttons", "action_id": "a", "options": OPTIONS, "initial_option": OPTIONS[1]}
    values = {"b": {"a": {"type": "radio_buttons", "selected_option": OPTIONS[0]}}}
    found = offer(workspace, form(element), values)
    assert (found.held, [choice.value for choice in found.chosen]) == ("urgent", ["urgent"])


@pytest.mark.parametrize(
    ("block", "dispatches"),
    [
        (beside({"type": "static_select", "options": OPTIONS}), "at_once"),
        ({"type": "actions", "elements": [{"type": "datepicker"}]}, "at_once"),
        (form({"type": "datepicker"}), None),
        (form({"type": "datepicker"}, dispatch_action=True), "at_once"),
        (form(TYPED), None),
        (form(TYPED, dispatch_action=True), "on_enter_pressed"),
        (
            form(
                {**TYPED, "dispatch_action_config": {"trigger_actions_on": ["on_character_entered"]}},
                dispatch_action=True,
            ),
            "on_character_entered",
        ),
    ],
)
def test_the_app_hears_at_once_only_of_what_slack_would_tell_it(
    workspace: Workspace, block: Json, dispatches: str | None
) -> None:
    assert offer(workspace, block).dispatches == dispatches


def test_only_what_must_be_filled_in_says_so(workspace: Workspace) -> None:
    assert offer(workspace, form(TYPED)).is_needed
    assert not offer(workspace, form(TYPED, optional=True)).is_needed
    assert not offer(workspace, beside({"type": "datepicker"})).is_needed


def test_ids_stay_when_other_blocks_come_before(workspace: Workspace) -> None:
    _, *inputs = kept = checked({"type": "divider"}, {**form(TYPED), "block_id": "other"}, form(TYPED))
    layout = Layout(kept, reader_of(workspace), scope="v")

    other, same = (layout.offer(block, block["element"]).id for block in inputs)
    assert same == offer(workspace, form(TYPED)).id
    assert other != same
