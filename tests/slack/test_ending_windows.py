import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from bot.clocks.conduct import Agreement, Term
from bot.clocks.entries import Attempted, Outcome, Resolved
from bot.desk.facts import Ticket
from bot.slack import ending_windows
from bot.slack.actions import Callback, Field
from bot.slack.mrkdwn import when
from tests.slack.nasty import TEXTS, checked_view, inputs, words
from tests.slack.tickets import AGREES, ANA, CLOSE_REASONS, FRIDAY, ORIGIN, REMINDS, acme, ticket, with_rules

THREAD = ["#C0ACME"]
PROPOSED = Resolved(at=FRIDAY, by=ANA, text="The certificate is renewed.")
SEEN = "https://mail.example/1"


def tried(times: int, link: str = "") -> Ticket:
    attempts = [Attempted(at=FRIDAY, by=ANA, text=f"Called, {time}.", link=link) for time in range(times)]
    return ticket(*attempts, terms=with_rules())


def test_each_window_knows_its_ticket_and_its_name() -> None:
    alone, answering = {"ticket": 12}, {"ticket": 12, "proposal": 2}
    for view, callback, title, remembered in (
        (ending_windows.resolve(ticket()), Callback.RESOLVE, "Resolve T-12", alone),
        (ending_windows.confirmation(ticket(PROPOSED)), Callback.CONFIRM, "Confirm T-12", answering),
        (ending_windows.objection(ticket(PROPOSED)), Callback.OBJECT, "Not resolved T-12", answering),
        (ending_windows.close(ticket()), Callback.CLOSE, "Close T-12", alone),
        (ending_windows.reopen(ticket()), Callback.REOPEN, "Reopen T-12", alone),
    ):
        checked_view(view)
        assert (view["callback_id"], view["title"]["text"]) == (callback, title)
        assert json.loads(view["private_metadata"]) == remembered
        assert view["submit"]["text"]


def test_a_proposal_says_where_it_goes() -> None:
    there = checked_view(ending_windows.resolve(ticket(origin=ORIGIN)), allowed=THREAD)
    assert "It is posted in the customer's thread in <#C0ACME>, with two buttons" in words(there)
    assert "nothing is sent: ask the customer" in words(ending_windows.resolve(ticket()))


@pytest.mark.parametrize(
    ("agreement", "said"),
    [
        (REMINDS, "If they do not answer for 2 days, you are reminded to ask again; nothing is agreed (B24)."),
        (AGREES, "If they do not answer for 5 days, it counts as agreed and the ticket is closed (B24)."),
        (None, "No clock runs until they answer, and without an answer nothing is agreed."),
    ],
)
def test_a_proposal_says_what_silence_means_by_the_contract(agreement: Agreement | None, said: str) -> None:
    asked = ticket(terms=with_rules(agreement=agreement), origin=ORIGIN)
    assert said in words(ending_windows.resolve(asked))


def test_the_silence_of_a_customer_who_cannot_be_asked_agrees_to_nothing() -> None:
    alone = ticket(terms=with_rules(agreement=AGREES))
    assert "you are reminded to ask again; nothing is agreed (B24)" in words(ending_windows.resolve(alone))


def test_a_proposal_is_a_resolution_unless_it_is_a_workaround() -> None:
    outcome = inputs(ending_windows.resolve(ticket()))[Field.OUTCOME]["element"]
    assert [each["value"] for each in outcome["options"]] == list(Outcome)
    assert outcome["initial_option"]["value"] == Outcome.RESOLVED
    other = inputs(ending_windows.resolve(ticket(), outcome="workaround"))[Field.OUTCOME]["element"]
    assert other["initial_option"]["value"] == Outcome.WORKAROUND


def test_whoever_agrees_or_objects_sees_what_was_proposed() -> None:
    for view in (ending_windows.confirmation(ticket(PROPOSED)), ending_windows.objection(ticket(PROPOSED))):
        assert "The certificate is renewed." in words(view)
        assert inputs(view)[Field.TEXT].get("optional") is None


def test_a_ticket_is_closed_for_one_of_the_contracts_reasons() -> None:
    element = inputs(checked_view(ending_windows.close(tried(0))))[Field.REASON]["element"]
    assert [each["value"] for each in element["options"]] == ["resolved", "out_of_scope", "no_answer"]
    assert "initial_option" not in element
    assert [each["description"]["text"] for each in element["options"]][1:] == [
        "V28 · final for the customer",
        "V29 · the customer can have it reopened",
    ]


def test_the_window_is_drawn_again_when_the_reason_changes() -> None:
    assert inputs(ending_windows.close(ticket()))[Field.REASON]["dispatch_action"] is True


def test_a_reason_that_needs_agreement_asks_who_agreed() -> None:
    text = inputs(checked_view(ending_windows.close(tried(0), reason="resolved")))[Field.TEXT]
    assert (text["label"]["text"], text.get("optional")) == ("Who agreed, and when?", None)
    other = inputs(ending_windows.close(tried(0)))[Field.TEXT]
    assert (other["label"]["text"], other["optional"]) == ("In your words, for the team", True)


def test_out_of_scope_names_the_line_of_the_contract() -> None:
    view = checked_view(ending_windows.close(tried(0), reason="out_of_scope", line="B10"))
    line = inputs(view)[Field.LINE]["element"]
    assert [each["text"]["text"] for each in line["options"]] == ["B03: Custom templates.", "B10: Migrations."]
    assert line["initial_option"]["value"] == "B10"
    assert "*B10* Migrations." not in words(view), "what fits an option is said once"
    long = (Term(text="Migrations. " * 10, clause="B10"),)
    cut = words(ending_windows.close(ticket(terms=with_rules(excluded=long)), reason="out_of_scope"))
    assert f"*B10* {long[0].text}" in cut
    assert Field.LINE not in inputs(ending_windows.close(tried(0), reason="resolved"))


def test_of_very_many_reasons_and_lines_each_is_short_and_the_chosen_one_in_full() -> None:
    reasons = tuple(replace(CLOSE_REASONS[1], id=f"r{number}", text="Long. " * 20) for number in range(30))
    excluded = tuple(Term(text="Excluded. " * 20, clause=f"X{number}") for number in range(30))
    of = ticket(terms=with_rules(close_reasons=reasons, excluded=excluded))
    view = checked_view(ending_windows.close(of, reason="r7"))
    for name in (Field.REASON, Field.LINE):
        shown = inputs(view)[name]["element"]
        assert shown["type"] == "static_select"
        assert {len(each["text"]["text"]) for each in shown["options"]} <= set(range(1, 41))
    assert "Long. " * 19 in words(view)


def test_unresponsive_lists_the_attempts_with_their_links_and_says_how_many_are_missing() -> None:
    view = checked_view(ending_windows.close(tried(2, SEEN), reason="no_answer"), allowed=[SEEN])
    assert "2 of 3 (V29). It takes one more before it can be closed for this reason" in words(view)
    assert f"• {when(FRIDAY)} · Called, 1. · <{SEEN}>" in words(view)
    enough = words(ending_windows.close(tried(3), reason="no_answer"))
    assert "3 of 3 (V29)." in enough
    assert "It takes" not in enough


def test_closing_says_what_the_customer_is_told() -> None:
    there = words(checked_view(ending_windows.close(ticket(origin=ORIGIN)), allowed=THREAD))
    assert "In the customer's thread in <#C0ACME> it says only that it is closed, and why." in there
    assert "so nothing is sent: tell the customer that it is closed, and why." in words(ending_windows.close(ticket()))


def test_what_was_typed_in_a_command_is_in_the_window_already() -> None:
    for view in (
        ending_windows.resolve(ticket(), text="words"),
        ending_windows.confirmation(ticket(PROPOSED), text="words"),
        ending_windows.objection(ticket(PROPOSED), text="words"),
        ending_windows.close(ticket(), text="words"),
        ending_windows.close(tried(0), reason="resolved", text="words"),
        ending_windows.reopen(ticket(), text="words"),
    ):
        assert inputs(view)[Field.TEXT]["element"]["initial_value"] == "words"


@given(TEXTS)
def test_no_text_of_a_person_comes_alive_in_a_window(text: str) -> None:
    touched: dict[str, Any] = {"title": text, "customer": acme(name=text), "origin": ORIGIN, "terms": with_rules()}
    proposed = ticket(Resolved(at=FRIDAY, by=ANA, text=text), **touched)
    unanswered = ticket(Attempted(at=FRIDAY, by=ANA, text=text, link=text), **touched)
    for view in (
        ending_windows.resolve(unanswered, text=text),
        ending_windows.confirmation(proposed, text=text),
        ending_windows.objection(proposed, text=text),
        ending_windows.close(unanswered, reason="no_answer", text=text),
        ending_windows.close(unanswered, reason="out_of_scope", text=text, line=text),
        ending_windows.reopen(proposed, text=text),
    ):
        checked_view(view, allowed=[*THREAD, *([text] if text.startswith("http") else [])])
