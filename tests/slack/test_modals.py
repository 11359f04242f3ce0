import json
from typing import Any

import pytest
from hypothesis import given

from bot.clocks.contract import ClockKind, IntakeField
from bot.clocks.entries import Replied
from bot.clocks.explain import explain
from bot.clocks.ledger import State
from bot.desk import previews
from bot.desk.refusals import (
    FieldsMissingError,
    NoSuchCustomerError,
    NoSuchReasonError,
    NotInForceError,
    NotNowError,
    RefusedError,
    TextMissingError,
)
from bot.slack import modals
from bot.slack.actions import Callback, Field
from bot.slack.blocks import Block
from bot.slack.mrkdwn import when
from tests.slack.nasty import TEXTS, checked_view, inputs, words
from tests.slack.tickets import (
    ANA,
    FRIDAY,
    MINUTE,
    ORIGIN,
    ROSTER,
    acme,
    clock,
    critical,
    email_enterprise,
    names,
    ticket,
)

ZONE = "America/Los_Angeles"


def regrade(severity: str, of: str = "low") -> Block:
    return checked_view(modals.regrade(previews.regrade(ROSTER, ticket(severity=of), severity), names))


def test_each_window_knows_its_ticket_and_its_name() -> None:
    for view, callback, title in (
        (modals.reply(ticket()), Callback.REPLY, "Reply T-12"),
        (modals.called_back(critical()), Callback.CALLED_BACK, "Called back T-12"),
        (regrade("low"), Callback.REGRADE, "Regrade T-12"),
        (modals.close(ticket()), Callback.CLOSE, "Close T-12"),
        (modals.reopen(ticket()), Callback.REOPEN, "Reopen T-12"),
    ):
        checked_view(view)
        assert (view["callback_id"], view["title"]["text"]) == (callback, title)
        assert json.loads(view["private_metadata"]) == {"ticket": 12}
        assert view["submit"]["text"]


def test_a_reply_says_where_it_goes() -> None:
    there = checked_view(modals.reply(ticket(origin=ORIGIN)), allowed=["#C0ACME"])
    assert "It is posted in the thread that the ticket came from, in <#C0ACME>." in words(there)
    assert "nothing is sent: tell the customer" in words(modals.reply(ticket()))
    assert inputs(there)[Field.TEXT].get("optional") is None
    assert (there["submit"]["text"], modals.reply(ticket())["submit"]["text"]) == ("Send", "Record")


def test_a_reply_says_which_promise_it_keeps_and_which_it_does_not() -> None:
    assert "It counts as the first response." in words(modals.reply(ticket()))
    assert "The call-back is owed all the same." in words(modals.reply(critical()))
    answered = ticket(Replied(at=FRIDAY, by=ANA))
    assert "hint" not in inputs(modals.reply(answered))[Field.TEXT]


def test_what_never_leaves_the_team_says_so() -> None:
    for view in (modals.called_back(critical()), regrade("low"), modals.close(ticket())):
        assert "It stays in the ticket's thread; nothing is sent to the customer." in words(view)


def test_a_window_says_in_one_line_which_ticket_it_is_about() -> None:
    about = modals.close(ticket())["blocks"][0]["elements"]
    assert [each["text"] for each in about] == ["P1 Urgent · Acme · SSO login fails for everyone"]


def test_the_next_update_is_asked_only_where_the_plan_promises_one() -> None:
    assert Field.NEXT_UPDATE not in inputs(modals.reply(ticket()))
    assert inputs(modals.reply(critical()))[Field.NEXT_UPDATE]["optional"] is True
    assert "Otherwise within 1 hour (B23)." in words(modals.called_back(critical()))


def test_a_call_back_needs_no_words() -> None:
    assert inputs(modals.called_back(critical()))[Field.TEXT]["optional"] is True


def test_a_regrade_begins_at_the_severity_in_force() -> None:
    view = regrade("low")
    assert inputs(view)[Field.NEW_SEVERITY]["element"]["initial_option"]["value"] == "low"
    assert "It is Low now. Choose another severity to see what changes." in words(view)
    assert "→" not in words(view)


def test_a_regrade_shows_each_due_time_before_and_after_and_whom_it_pages() -> None:
    view = regrade("urgent")
    before = clock(ticket(severity="low")).due
    after = FRIDAY + 60 * MINUTE
    assert before is not None
    assert f"*First response* due {when(before, ZONE)} → due {when(after, ZONE)}" in words(view)
    assert "*Urgent*: The Valimail platform is completely or partially down. (V17)" in words(view)
    assert "Paged at once: Lena Lead" in words(view)
    assert "<@" not in words(view)
    assert inputs(view)[Field.IMPACT].get("optional") is None


def test_a_regrade_says_what_is_no_longer_promised() -> None:
    view = checked_view(modals.regrade(previews.regrade(ROSTER, critical(), "non_critical"), names))
    assert "→ not promised" in words(view)
    assert "*First response* not promised → goal <!date" in words(view)


def test_a_regrade_that_moves_no_due_time_says_so() -> None:
    answered = ticket(Replied(at=FRIDAY, by=ANA))
    view = checked_view(modals.regrade(previews.regrade(ROSTER, answered, "low"), names))
    assert "No promise runs on it, so no due time changes." in words(view)


def test_what_was_broken_stays_so_in_a_regrade() -> None:
    late = ticket(at=FRIDAY + 70 * MINUTE)
    view = checked_view(modals.regrade(previews.regrade(ROSTER, late, "high"), names))
    assert f"*First response* broken {when(FRIDAY + 60 * MINUTE, ZONE)}" in words(view)


def test_a_ticket_is_closed_for_one_of_the_contracts_reasons() -> None:
    view = checked_view(modals.close(ticket(), reason="no_answer"))
    element = inputs(view)[Field.REASON]["element"]
    assert [each["value"] for each in element["options"]] == ["resolved", "out_of_scope", "no_answer"]
    assert element["initial_option"]["value"] == "no_answer"
    assert [each["description"]["text"] for each in element["options"]][1:] == [
        "V28 · final for the customer",
        "V29, V30 · the customer can have it reopened",
    ]


def test_what_was_typed_in_a_command_is_in_the_window_already() -> None:
    preview = previews.regrade(ROSTER, ticket(), "high")
    for view, field in (
        (modals.reply(ticket(), text="words"), Field.TEXT),
        (modals.called_back(critical(), text="words"), Field.TEXT),
        (modals.close(ticket(), text="words"), Field.TEXT),
        (modals.reopen(ticket(), text="words"), Field.TEXT),
        (modals.regrade(preview, names, impact="words"), Field.IMPACT),
    ):
        assert inputs(view)[field]["element"]["initial_value"] == "words"


def test_a_proof_and_a_notice_can_only_be_read() -> None:
    of = ticket()
    proof = checked_view(modals.why(of, clock(of), explain(of.terms, of.history, clock(of))))
    told = checked_view(modals.notice("Not done", "There is no ticket <T-9>."))
    for view in (proof, told):
        assert "submit" not in view
        assert view["callback_id"] == Callback.NOTICE
    assert "1. Opened Fri 5 Jun 2026 16:30 PDT as Urgent (P1) · V17" in words(proof)
    assert "There is no ticket &lt;T-9&gt;." in words(told)


@pytest.mark.parametrize(
    ("error", "blamed"),
    [
        (TextMissingError(what="title"), "title"),
        (NoSuchCustomerError(text="Acmee", nearest=()), "customer"),
        (NotInForceError(customer="Acme"), "customer"),
        (NoSuchReasonError(text="foo", reasons=("resolved",)), "reason"),
    ],
)
def test_a_refusal_stands_beneath_the_input_that_is_to_blame(error: RefusedError, blamed: str) -> None:
    assert list(modals.blamed(error, names, ["title", "customer", "reason"])) == [blamed]
    assert modals.blamed(error, names, ["text"]) == {}


def test_every_missing_detail_is_marked_and_what_is_nobodys_fault_is_not() -> None:
    severity = email_enterprise().contract.severities[0]
    error = FieldsMissingError(severity=severity, missing=(IntakeField.PHONE, IntakeField.EMAIL))
    words_beneath = "Critical needs this (B11, B18, B20)."
    assert modals.blamed(error, names, ["phone", "email"]) == {"phone": words_beneath, "email": words_beneath}
    assert modals.blamed(NotNowError(verb="take", number=12, state=State.CLOSED), names, ["text"]) == {}


@given(TEXTS)
def test_no_text_of_a_person_comes_alive_in_a_window(text: str) -> None:
    touched: dict[str, Any] = {"title": text, "customer": acme(name=text), "origin": ORIGIN}
    of = ticket(Replied(at=FRIDAY, by=ANA, text=text), **touched)
    urgent = previews.regrade(ROSTER, ticket(severity="low", **touched), "urgent")
    for view in (
        modals.reply(of, text=text),
        modals.called_back(of, text=text),
        modals.regrade(urgent, lambda _: text, impact=text),
        modals.close(of, text=text),
        modals.reopen(of, text=text),
        modals.why(of, clock(of, ClockKind.FIRST_RESPONSE), explain(of.terms, of.history, clock(of))),
        modals.notice("Not done", f"Refused: {text}"),
    ):
        checked_view(view, allowed=["#C0ACME"])
