"""How people find and fill in what stands in blocks."""

from typing import Any

import pytest

from bot.playground.forms import carried_over, find, refused_before_sending, starting_values, state_of
from bot.playground.refusals import Json, NotPossible


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def button(text: str, action_id: str) -> Json:
    return {"type": "button", "action_id": action_id, "text": plain(text)}


def form_input(block_id: str, label: str, **element: Any) -> Json:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": {"action_id": f"{block_id}_a", **element},
    }


OPTIONS = [{"text": plain("High"), "value": "high"}, {"text": plain("Low"), "value": "low"}]
BUTTONS = {"type": "actions", "block_id": "card", "elements": [button("Take it", "take"), button("Close", "close_1")]}
MORE = {"type": "section", "block_id": "more", "accessory": button("Close", "close_2")}


def test_a_button_is_found_by_id_or_words() -> None:
    assert find([BUTTONS, MORE], "take")[1]["action_id"] == "take"
    assert find([BUTTONS, MORE], "Take it")[1]["action_id"] == "take"
    assert find([BUTTONS, MORE], "more")[1]["action_id"] == "close_2"


def test_what_is_not_there_or_is_there_twice_is_said_so() -> None:
    with pytest.raises(NotPossible, match="no 'Reopen' here; what is there: Close, Take it"):
        find([BUTTONS, MORE], "Reopen")
    with pytest.raises(NotPossible, match="'Close' is there 2 times"):
        find([BUTTONS, MORE], "Close")
    with pytest.raises(NotPossible, match="what is there: nothing"):
        find([], "Close")


@pytest.mark.parametrize(
    ("element", "wanted", "part", "held"),
    [
        ({"type": "static_select"}, "High", "selected_option", OPTIONS[0]),
        ({"type": "radio_buttons"}, "low", "selected_option", OPTIONS[1]),
        ({"type": "checkboxes"}, ["High", "low"], "selected_options", OPTIONS),
        ({"type": "multi_static_select"}, [], "selected_options", []),
        ({"type": "users_select"}, "U0ANA", "selected_user", "U0ANA"),
        ({"type": "datepicker"}, "2026-07-02", "selected_date", "2026-07-02"),
        ({"type": "plain_text_input"}, 17, "value", "17"),
        ({"type": "plain_text_input"}, None, "value", None),
    ],
)
def test_each_element_keeps_its_value_as_slack_does(element: Json, wanted: Any, part: str, held: Any) -> None:
    assert state_of(element, wanted, OPTIONS) == {"type": element["type"], part: held}


def test_only_what_is_offered_can_be_chosen() -> None:
    with pytest.raises(NotPossible, match="'Medium' is not offered; what is: High, Low"):
        state_of({"type": "static_select"}, "Medium", OPTIONS)
    with pytest.raises(NotPossible, match="button takes no value"):
        state_of({"type": "button"}, "x", [])


def test_slack_itself_marks_what_is_missing_too_short_or_too_long() -> None:
    blocks = [
        form_input("needed", "Needed", type="plain_text_input"),
        {**form_input("free", "Free", type="plain_text_input"), "optional": True},
        form_input("short", "Short", type="plain_text_input", min_length=3, initial_value="ab"),
        form_input("long", "Long", type="plain_text_input", max_length=3, initial_value="abcd"),
        form_input("many", "Many", type="checkboxes", options=OPTIONS),
    ]
    assert refused_before_sending(blocks, starting_values(blocks)) == {
        "needed": "Please complete this required field.",
        "short": "Must be at least 3 characters.",
        "long": "Must be at most 3 characters.",
        "many": "Please complete this required field.",
    }


def test_what_was_typed_stays_only_where_the_same_input_stays() -> None:
    before = [form_input("a", "A", type="plain_text_input"), form_input("b", "B", type="plain_text_input")]
    values = starting_values(before)
    values["a"]["a_a"]["value"] = values["b"]["b_a"]["value"] = "typed"
    after = [form_input("a", "A", type="plain_text_input"), form_input("b", "B", type="datepicker")]

    kept = carried_over(values, after)
    assert kept["a"]["a_a"]["value"] == "typed"
    assert kept["b"]["b_a"] == {"type": "datepicker", "selected_date": None}
