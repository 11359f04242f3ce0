import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clocks.contract import ClockKind
from bot.desk.requests import Asker, Origin
from bot.slack.actions import MORE, Action, DutyAction, Entrance, entry_value, menu_value, promise_value
from bot.slack.forms import Draft
from bot.slack.payloads import command, drafted, duty_press, entered, press, shortcut, suggestion, turned, unaddressed
from bot.slack.reading import MalformedPayloadError
from tests.conftest import shared_path
from tests.slack.samples import CAPTURED, captured, pressing

ANA = Asker(person="U0ANA", channel="C0TRIAGE")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=10,
)
READERS: list[Callable[[dict[str, Any]], object]] = [
    command,
    press,
    duty_press,
    entered,
    turned,
    suggestion,
    shortcut,
]


def test_a_captured_command_says_who_typed_what_and_where() -> None:
    said = command(captured("slash_command.slash_command_body.json")["fields"])
    assert said.asker == Asker(person="W111", channel="C111")
    assert (said.key, said.text) == ("command 111.111.xxx", "Hi")


def test_a_captured_press_of_another_apps_button_is_refused() -> None:
    payload = captured("block_actions.body.json")
    with pytest.raises(MalformedPayloadError, match="action_id"):
        press(payload)
    payload["actions"][0] |= {"action_id": "take", "value": "12"}
    pressing_it = press(payload)
    assert pressing_it.asker == Asker(person="W111", channel="C111")
    assert (pressing_it.key, pressing_it.ticket) == ("press 111.222.valid", 12)


def test_a_captured_search_says_what_was_typed() -> None:
    found = suggestion(captured("block_suggestion.body.json"))
    assert (found.asker.person, found.typed) == ("W111", "search word")


def test_a_captured_message_becomes_a_draft_with_its_origin() -> None:
    used = shortcut(captured("shortcut.message_shortcut_body.json"))
    assert used.asker == Asker(person="W111", channel="C111")
    assert (used.draft.title, used.draft.description) == ("@W222 test", "")
    assert used.draft.origin == Origin(channel="C111", ts="1583636382.000300")


def test_every_captured_payload_is_read_or_refused_and_nothing_else() -> None:
    files = sorted(shared_path(*CAPTURED).glob("*.json"))
    assert files
    for file in files:
        for reader in READERS:
            with suppress(MalformedPayloadError):
                reader(json.loads(file.read_text(encoding="utf-8")))


def chosen(value: object) -> dict[str, Any]:
    """What Slack sends when somebody picks this value in a card's menu."""
    option = {"text": {"type": "plain_text", "text": "…"}, "value": value}
    action = {"type": "overflow", "action_id": MORE, "block_id": "b", "selected_option": option}
    return {"trigger_id": "1.2.3", "user": {"id": "U1"}, "actions": [action]}


def test_a_choice_in_a_cards_menu_is_a_press_of_the_button_it_stands_for() -> None:
    asked = press(chosen(menu_value(Action.WHY, promise_value(12, ClockKind.CALL_BACK, 1))))
    assert (asked.action, asked.ticket, asked.clock, asked.cycle) == (Action.WHY, 12, ClockKind.CALL_BACK, 1)
    assert press(chosen(menu_value(Action.CLOSE, "12"))).action is Action.CLOSE


@pytest.mark.parametrize("value", ["", "close", "close twelve", "12", "more close 12", None, 12])
def test_a_choice_of_nobodys_in_a_cards_menu_is_refused(value: object) -> None:
    with pytest.raises(MalformedPayloadError):
        press(chosen(value))


@pytest.mark.parametrize("reader", READERS)
@given(payload=st.dictionaries(st.sampled_from(["user", "event", "message", "actions", "trigger_id"]), JSON))
def test_a_payload_of_any_shape_is_refused_by_name(
    reader: Callable[[dict[str, Any]], object], payload: dict[str, Any]
) -> None:
    with pytest.raises(MalformedPayloadError):
        reader(payload)


@pytest.mark.parametrize("entrance", [each for each in Entrance if each is not Entrance.FORM])
def test_a_button_that_is_about_no_ticket_says_which_it_is(entrance: Entrance) -> None:
    found = entered(pressing(entrance, channel=None))
    assert (found.entrance, found.asker) == (entrance, Asker(person="U0ANA"))
    assert found.about is None
    with pytest.raises(MalformedPayloadError, match="action_id"):
        entered(pressing("snooze"))


def test_the_button_to_edit_says_which_customer_it_is_about() -> None:
    assert entered(pressing(Entrance.CUSTOMER_EDIT, "acme")).customer == "acme"
    assert entered(pressing(Entrance.NEW_TICKET)).customer == ""
    with pytest.raises(MalformedPayloadError, match="value"):
        entered(pressing(Entrance.CUSTOMER_EDIT, ""))


def test_the_button_to_the_form_says_which_message_it_is_about() -> None:
    assert entered(pressing(Entrance.FORM, "C0ACME 1780000000.000100", channel={"id": "C0ACME"})).about == Origin(
        channel="C0ACME", ts="1780000000.000100"
    )
    for value in ("", "C0ACME", "C0ACME 12", "acme 1.1", "C0ACME 1.1 2.2"):
        with pytest.raises(MalformedPayloadError, match="value"):
            entered(pressing(Entrance.FORM, value, channel={"id": "C0ACME"}))


def test_a_button_to_the_form_is_about_no_message_of_another_channel() -> None:
    for channel in ({"id": "C0GLOBEX"}, None):
        with pytest.raises(MalformedPayloadError, match="value"):
            entered(pressing(Entrance.FORM, "C0ACME 1780000000.000100", channel=channel))


@pytest.mark.parametrize("action", list(DutyAction))
def test_a_button_about_duty_says_what_it_is_about_by_a_number(action: DutyAction) -> None:
    found = duty_press(pressing(action, "7"))
    assert (found.key, found.asker, found.action, found.number) == ("press 1.2.three", ANA, action, 7)
    for value in ("", "x", "7 8", "1" * 10):
        with pytest.raises(MalformedPayloadError, match="value"):
            duty_press(pressing(action, value))


def test_a_button_of_another_sort_is_none_about_duty() -> None:
    with pytest.raises(MalformedPayloadError, match="action_id"):
        duty_press(pressing(Action.TAKE, "7"))


def test_a_button_for_another_page_says_what_could_be_typed_instead() -> None:
    found = turned(pressing(Action.LIST, "list mine page 2"))
    assert (found.key, found.asker, found.text) == ("press 1.2.three", ANA, "list mine page 2")


def test_a_button_says_its_ticket_and_the_promise_it_is_about() -> None:
    found = press(pressing(Action.WHY, promise_value(12, ClockKind.NEXT_UPDATE, 3)))
    assert (found.action, found.ticket, found.clock, found.cycle) == (Action.WHY, 12, ClockKind.NEXT_UPDATE, 3)
    plain = press(pressing(Action.REPLY))
    assert (plain.clock, plain.cycle, plain.entry) == (None, None, None)


def test_a_button_that_answers_a_proposal_says_which() -> None:
    found = press(pressing(Action.CONFIRM, entry_value(12, 7)))
    assert (found.ticket, found.entry, found.clock) == (12, 7, None)


@pytest.mark.parametrize("value", ["", "T-12", "12 first_response", "12 lunch 1", "-1", "1234567890", "１２"])
def test_a_button_with_a_value_that_is_not_ours_is_refused(value: str) -> None:
    with pytest.raises(MalformedPayloadError, match="value"):
        press(pressing(Action.TAKE, value))


def test_a_message_in_a_thread_makes_a_ticket_of_the_thread() -> None:
    payload = {
        "user": {"id": "U0CARA"},
        "team": {"id": "T1"},
        "channel": {"id": "C0ACME"},
        "trigger_id": "1.2.three",
        "message": {"text": "&lt;It&gt; is down\nfor all", "ts": "2.2", "thread_ts": "1.1"},
    }
    draft = shortcut(payload).draft
    assert draft.origin == Origin(channel="C0ACME", ts="1.1")
    assert (draft.title, draft.description) == ("<It> is down", "<It> is down\nfor all")


def test_a_mention_in_a_message_that_becomes_a_ticket_is_no_part_of_it() -> None:
    message = {"text": "<@U0BELLTOWER>, SSO login fails", "ts": "1.1"}
    assert drafted(unaddressed(message), "C0ACME") == Draft(
        title="SSO login fails", origin=Origin(channel="C0ACME", ts="1.1")
    )
    assert drafted(unaddressed({"text": "SSO fails, <@U0OMAR|omar>", "ts": "1.1"}), "C0ACME").title == (
        "SSO fails, @omar"
    )
