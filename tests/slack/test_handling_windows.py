import json
from typing import Any

from hypothesis import given

from bot.clocks.contract import ClockKind, PauseReason
from bot.clocks.entries import Attempted, CalledBack, Opened, Replied, Taken
from bot.desk.facts import DutyStanding, DutyState
from bot.slack import handling_windows
from bot.slack.actions import Callback, Field
from bot.slack.blocks import Block
from tests.slack.nasty import TEXTS, checked_view, inputs, words
from tests.slack.tickets import (
    ANA,
    CARA,
    FRIDAY,
    LENA,
    MINUTE,
    OLLY,
    ORIGIN,
    acme,
    critical,
    names,
    ticket,
    with_rules,
)

THREAD = ["#C0ACME"]


def options(view: Block, name: Field) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = inputs(view)[name]["element"]["options"]
    return found


def test_each_window_knows_its_ticket_and_its_name() -> None:
    for view, callback, title in (
        (handling_windows.reply(ticket()), Callback.REPLY, "Reply T-12"),
        (handling_windows.update(ticket()), Callback.UPDATE, "Update T-12"),
        (handling_windows.called_back(critical()), Callback.CALLED_BACK, "Called back T-12"),
        (handling_windows.attempt(ticket()), Callback.ATTEMPT, "Tried to reach T-12"),
        (handling_windows.pause(ticket()), Callback.PAUSE, "Waiting T-12"),
        (handling_windows.assign(ticket(), names), Callback.ASSIGN, "Assign T-12"),
    ):
        checked_view(view)
        assert (view["callback_id"], view["title"]["text"]) == (callback, title)
        assert json.loads(view["private_metadata"]) == {"ticket": 12}
        assert view["submit"]["text"]


def test_what_is_said_to_the_customer_says_where_it_goes() -> None:
    for drawn in (handling_windows.reply, handling_windows.update):
        there = checked_view(drawn(ticket(origin=ORIGIN)), allowed=THREAD)
        assert "It is posted in the customer's thread in <#C0ACME>." in words(there)
        assert "nothing is sent: tell the customer" in words(drawn(ticket()))
        assert inputs(there)[Field.TEXT].get("optional") is None
        assert (there["submit"]["text"], drawn(ticket())["submit"]["text"]) == ("Send", "Record")


def test_a_reply_says_which_promise_it_keeps_and_which_it_does_not() -> None:
    assert "It counts as the first response." in words(handling_windows.reply(ticket()))
    assert "The call-back is owed all the same." in words(handling_windows.reply(critical()))
    answered = ticket(Replied(at=FRIDAY, by=ANA))
    assert "hint" not in inputs(handling_windows.reply(answered))[Field.TEXT]


def test_a_call_back_stays_with_the_team_and_needs_no_words() -> None:
    view = handling_windows.called_back(critical())
    assert "It stays in the ticket's thread; nothing is sent to the customer." in words(view)
    assert inputs(view)[Field.TEXT]["optional"] is True


def test_an_update_asks_status_eta_the_next_update_and_how_often_from_now_on() -> None:
    view = checked_view(handling_windows.update(critical()))
    assert list(inputs(view)) == [Field.TEXT, Field.ETA, Field.NEXT_UPDATE, Field.CADENCE]
    assert "Otherwise within 1 hour (B23)." in words(view)
    assert "Without an agreement: 1 hour (B23)." in words(view)


def test_an_agreed_cadence_is_named_where_the_next_update_is_asked() -> None:
    agreed = critical(CalledBack(at=FRIDAY, by=ANA, cadence="2 hours"))
    view = checked_view(handling_windows.update(agreed))
    assert "Otherwise after 2 hours, as agreed (B23)." in words(view)
    assert "Agreed so far: 2 hours." in words(view)


def test_the_next_update_is_asked_only_where_it_is_promised() -> None:
    uncovered = Opened(at=FRIDAY, by=CARA, severity="critical", covered=False)
    for of in (ticket(), critical(first=uncovered)):
        assert list(inputs(handling_windows.update(of))) == [Field.TEXT, Field.ETA]
        assert Field.NEXT_UPDATE not in inputs(handling_windows.reply(of))
    assert inputs(handling_windows.reply(critical()))[Field.NEXT_UPDATE]["optional"] is True


def test_an_attempt_asks_what_was_tried_where_it_can_be_seen_and_says_how_many_there_are() -> None:
    tried = ticket(Attempted(at=FRIDAY, by=ANA, text="Called."), terms=with_rules(), origin=ORIGIN)
    view = checked_view(handling_windows.attempt(tried), allowed=THREAD)
    assert list(inputs(view)) == [Field.TEXT, Field.LINK, Field.ASK]
    assert "Attempts to reach them since they were heard last: 1 of 3 (V29)." in words(view)


def test_only_a_ticket_with_a_thread_offers_to_ask_there() -> None:
    for drawn in (handling_windows.attempt, handling_windows.pause):
        assert Field.ASK in inputs(drawn(ticket(origin=ORIGIN)))
        assert Field.ASK not in inputs(drawn(ticket()))


def test_a_wait_asks_who_has_the_next_move_and_says_which_clocks_it_stops() -> None:
    shown = options(checked_view(handling_windows.pause(ticket(), reason="agreed")), Field.PAUSE_REASON)
    assert [each["value"] for each in shown] == list(PauseReason)
    assert [each["description"]["text"] for each in shown] == [
        "Stops the first response",
        "Every clock runs on",
        "Every clock runs on",
    ]
    chosen = inputs(handling_windows.pause(ticket(), reason="agreed"))[Field.PAUSE_REASON]["element"]
    assert chosen["initial_option"]["value"] == PauseReason.AGREED
    answered = handling_windows.pause(ticket(Replied(at=FRIDAY, by=ANA)))
    assert "description" not in options(answered, Field.PAUSE_REASON)[0], "no clock runs any more"


def test_a_wait_can_name_a_duty_of_the_customers_where_duties_are_kept() -> None:
    standings = {"V25": DutyStanding(state=DutyState.MISSING), "V27": DutyStanding(state=DutyState.DONE)}
    of = ticket(terms=with_rules(), customer=acme(duties=standings))
    view = checked_view(handling_windows.pause(of))
    assert [(each["value"], each["text"]["text"]) for each in options(view, Field.DUTY)] == [
        ("V25", "technical representative"),
        ("V27", "DNS access"),
    ]
    assert [each["description"]["text"] for each in options(view, Field.DUTY)] == ["V25 · not done yet", "V27 · done"]
    assert inputs(view)[Field.DUTY]["optional"] is True
    assert Field.DUTY not in inputs(handling_windows.pause(ticket(terms=with_rules(duties=()))))


def test_assigning_says_who_has_it_and_who_is_on_call() -> None:
    free = checked_view(handling_windows.assign(ticket(), names, on_call=(OLLY, LENA)))
    assert "Nobody has it yet. On call now: Olly Oncall, Lena Lead." in words(free)
    assert "initial_user" not in inputs(free)[Field.TO]["element"]
    taken = checked_view(handling_windows.assign(ticket(Taken(at=FRIDAY, by=ANA, to=ANA)), names))
    assert "Ana Agent has it." in words(taken)
    assert inputs(taken)[Field.TO]["element"]["initial_user"] == ANA
    assert inputs(handling_windows.assign(ticket(), names, to=OLLY))[Field.TO]["element"]["initial_user"] == OLLY


def test_assigning_to_a_name_that_means_nobody_says_so_with_the_name_and_how_people_are_named() -> None:
    asked = checked_view(handling_windows.assign(ticket(), names, unknown="zoe <!channel>"))
    assert "“zoe &lt;!channel&gt;” is the name of nobody in the team, or of several." in str(asked)
    assert "type @" in str(asked)


def test_what_was_typed_in_a_command_is_in_the_window_already() -> None:
    for view in (
        handling_windows.reply(ticket(), text="words"),
        handling_windows.update(ticket(), text="words"),
        handling_windows.called_back(critical(), text="words"),
        handling_windows.attempt(ticket(), text="words"),
        handling_windows.pause(ticket(), text="words"),
    ):
        assert inputs(view)[Field.TEXT]["element"]["initial_value"] == "words"
    later = FRIDAY + 60 * MINUTE
    update = inputs(handling_windows.update(critical(), eta=later, next_update=later, cadence="2 hours"))
    assert update[Field.ETA]["element"]["initial_date_time"] == int(later.timestamp())
    assert update[Field.NEXT_UPDATE]["element"]["initial_date_time"] == int(later.timestamp())
    assert update[Field.CADENCE]["element"]["initial_value"] == "2 hours"


def test_a_window_says_in_one_line_which_ticket_it_is_about() -> None:
    about = handling_windows.reply(ticket())["blocks"][0]["elements"]
    assert [each["text"] for each in about] == ["P1 Urgent · Acme · SSO login fails for everyone"]


@given(TEXTS)
def test_no_text_of_a_person_comes_alive_in_a_window(text: str) -> None:
    touched: dict[str, Any] = {"title": text, "customer": acme(name=text), "origin": ORIGIN}
    of = ticket(Taken(at=FRIDAY, by=ANA, to=ANA), Replied(at=FRIDAY, by=ANA, text=text), **touched)
    assert {clock.kind for clock in of.clocks} == {ClockKind.FIRST_RESPONSE}
    for view in (
        handling_windows.reply(of, text=text),
        handling_windows.update(of, text=text, cadence=text),
        handling_windows.called_back(of, text=text),
        handling_windows.attempt(of, text=text),
        handling_windows.pause(of, text=text),
        handling_windows.assign(of, lambda _: text, on_call=(OLLY,)),
    ):
        checked_view(view, allowed=THREAD)
