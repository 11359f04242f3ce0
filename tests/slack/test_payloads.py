import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clocks.contract import ClockKind
from bot.desk.access import Verb
from bot.desk.requests import (
    Acknowledge,
    Asker,
    CallBack,
    Close,
    OpenTicket,
    Origin,
    Regrade,
    Reopen,
    Reply,
    Take,
)
from bot.slack.actions import MORE, Action, Entrance, menu_value, promise_value
from bot.slack.grammar import Handle, New
from bot.slack.payloads import (
    command,
    entered,
    home_opened,
    mention,
    press,
    pressed,
    requested,
    shortcut,
    suggestion,
)
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
    entered,
    suggestion,
    shortcut,
    mention,
    home_opened,
]


def test_a_captured_command_says_who_typed_what_and_where() -> None:
    said = command(captured("slash_command.slash_command_body.json")["fields"])
    assert said.asker == Asker(person="W111", channel="C111")
    assert (said.key, said.text, said.trigger) == ("command 111.111.xxx", "Hi", "111.111.xxx")


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
    assert used.trigger == "111.222.xxx"
    assert (used.draft.title, used.draft.description) == ("@W222 test", "")
    assert used.draft.origin == Origin(channel="C111", ts="1583636382.000300")


def test_a_captured_mention_says_who_asks_and_where() -> None:
    said = mention(captured("events.valid_event_body.json"))
    assert said.asker == Asker(person="W222", channel="C111")
    assert said.origin == Origin(channel="C111", ts="1595926230.009600")


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


@pytest.mark.parametrize("entrance", Entrance)
def test_a_button_of_app_home_says_which_it_is(entrance: Entrance) -> None:
    found = entered(pressing(entrance, channel=None))
    assert (found.entrance, found.asker, found.trigger) == (entrance, Asker(person="U0ANA"), "1.2.three")
    with pytest.raises(MalformedPayloadError, match="action_id"):
        entered(pressing("snooze"))


def test_who_opens_app_home_is_told_and_who_opens_the_messages_is_not() -> None:
    event = {"type": "app_home_opened", "user": "U0ANA", "channel": "D1", "tab": "home"}
    assert home_opened({"event": event}) == Asker(person="U0ANA")
    assert home_opened({"event": event | {"tab": "messages"}}) is None
    with pytest.raises(MalformedPayloadError, match=r"event\.type"):
        home_opened({"event": event | {"type": "app_mention"}})


def test_a_button_says_its_ticket_and_the_promise_it_is_about() -> None:
    found = press(pressing(Action.WHY, promise_value(12, ClockKind.NEXT_UPDATE, 3)))
    assert (found.action, found.ticket, found.clock, found.cycle) == (Action.WHY, 12, ClockKind.NEXT_UPDATE, 3)
    plain = press(pressing(Action.REPLY))
    assert (plain.clock, plain.cycle) == (None, None)


@pytest.mark.parametrize("value", ["", "T-12", "12 first_response", "12 lunch 1", "-1", "1234567890", "１２"])
def test_a_button_with_a_value_that_is_not_ours_is_refused(value: str) -> None:
    with pytest.raises(MalformedPayloadError, match="value"):
        press(pressing(Action.TAKE, value))


def test_taking_and_acknowledging_need_no_window() -> None:
    key = "press 1.2.three"
    assert pressed(press(pressing(Action.TAKE))) == Take(key=key, asker=ANA, ticket=12)
    assert pressed(press(pressing(Action.TAKE_OVER))) == Take(key=key, asker=ANA, ticket=12, over=True)
    assert pressed(press(pressing(Action.ACKNOWLEDGE))) == Acknowledge(key=key, asker=ANA, ticket=12)
    for action in (Action.REPLY, Action.CALLED_BACK, Action.REGRADE, Action.CLOSE, Action.REOPEN, Action.WHY):
        assert pressed(press(pressing(action))) is None


def test_a_complete_command_is_a_request() -> None:
    said = New(severity="urgent", customer="Acme", title="It is down", description="All of it")
    assert requested(said, "k", ANA) == OpenTicket(
        key="k", asker=ANA, customer="Acme", severity="urgent", title="It is down", description="All of it"
    )
    for verb, word, request in (
        (Verb.TAKE, "", Take(key="k", asker=ANA, ticket=12)),
        (Verb.ACKNOWLEDGE, "", Acknowledge(key="k", asker=ANA, ticket=12)),
        (Verb.REPLY, "", Reply(key="k", asker=ANA, ticket=12, text="words")),
        (Verb.CALL_BACK, "", CallBack(key="k", asker=ANA, ticket=12, text="words")),
        (Verb.REGRADE, "high", Regrade(key="k", asker=ANA, ticket=12, severity="high", impact="words")),
        (Verb.CLOSE, "resolved", Close(key="k", asker=ANA, ticket=12, reason="resolved", text="words")),
        (Verb.REOPEN, "", Reopen(key="k", asker=ANA, ticket=12, text="words")),
    ):
        assert requested(Handle(verb=verb, ticket=12, word=word, text="words"), "k", ANA) == request


def test_a_ticket_is_taken_over_only_in_so_many_words() -> None:
    assert requested(Handle(verb=Verb.TAKE, ticket=12, text="Over"), "k", ANA) == Take(
        key="k", asker=ANA, ticket=12, over=True
    )


def test_what_is_missing_in_a_command_is_left_to_a_window() -> None:
    assert requested(New(severity="urgent"), "k", ANA) is None
    for verb in (Verb.REPLY, Verb.REGRADE, Verb.CLOSE, Verb.REOPEN):
        assert requested(Handle(verb=verb, ticket=12), "k", ANA) is None
    assert requested(Handle(verb=Verb.REGRADE, ticket=12, word="high"), "k", ANA) is None


def test_a_call_back_and_a_closing_need_no_words() -> None:
    assert requested(Handle(verb=Verb.CALL_BACK, ticket=12), "k", ANA) == CallBack(
        key="k", asker=ANA, ticket=12, text=""
    )
    assert requested(Handle(verb=Verb.CLOSE, ticket=12, word="resolved"), "k", ANA) == Close(
        key="k", asker=ANA, ticket=12, reason="resolved"
    )


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
