import pytest
from hypothesis import given

from bot.clocks.contract import IntakeField, PauseReason
from bot.clocks.explain import explain
from bot.clocks.ledger import State
from bot.desk import duty_refusals, refusals
from bot.desk.refusals import (
    FieldsMissingError,
    NoSuchCustomerError,
    NoSuchReasonError,
    NotInForceError,
    NotNowError,
    RefusedError,
    TextMissingError,
)
from bot.slack import answers, modals
from bot.slack.actions import Callback, Entrance, Field
from tests.slack.nasty import TEXTS, checked_view, words
from tests.slack.tickets import ANA, CLOSE_REASONS, DUTIES, ORIGIN, acme, clock, email_enterprise, names, ticket


def test_a_proof_and_a_notice_can_only_be_read() -> None:
    of = ticket()
    proof = checked_view(modals.why(of, clock(of), explain(of.terms, of.history, clock(of))))
    told = checked_view(modals.notice("Not done", "There is no ticket <T-9>."))
    for view in (proof, told):
        assert "submit" not in view
        assert view["callback_id"] == Callback.NOTICE
    assert "1. Opened Fri 5 Jun 2026 16:30 PDT as Urgent (P1) · V17" in words(proof)
    assert "There is no ticket &lt;T-9&gt;." in words(told)


_EVERY_INPUT = [*(each for each in Field if each is not Field.TRIAGE), f"{Field.TRIAGE} bird"]


@pytest.mark.parametrize(
    ("error", "blamed"),
    [
        (TextMissingError(what="title"), "title"),
        (NoSuchCustomerError(text="Acmee", nearest=()), "customer"),
        (NotInForceError(customer="Acme"), "customer"),
        (NoSuchReasonError(text="foo", reasons=("resolved",)), "reason"),
        (refusals.PastInstantError(what="ETA"), "eta"),
        (refusals.PastInstantError(what="next update"), "next_update"),
        (refusals.CadenceError(text="soon", in_business_time=False), "cadence"),
        (refusals.NoSuchPauseReasonError(text="lunch", reasons=tuple(PauseReason)), "pause_reason"),
        (refusals.NoSuchDutyError(text="V99", duties=DUTIES), "duty"),
        (refusals.NoLinkError(text="there"), "link"),
        (refusals.NowhereToAskError(number=12), "ask"),
        (refusals.NotOfTheTeamError(person=ANA), "to"),
        (refusals.AgreementMissingError(clause="B17"), "text"),
        (refusals.AttemptsMissingError(reason=CLOSE_REASONS[2], made=1, number=12), "reason"),
        (refusals.ScopeLineMissingError(reason=CLOSE_REASONS[1], text="", lines=()), "line"),
        (refusals.NoSuchAnswerError(text="x", answers=()), "triage bird"),
        (refusals.ContactDoubtfulError(asked=IntakeField.PHONE, text="12"), "phone"),
        (duty_refusals.NoSuchScheduleError(text="third", schedules=()), "on_call_schedule"),
        (duty_refusals.StrangerOnCallError(person=ANA), "stand_in"),
        (duty_refusals.OnCallAnywayError(person=ANA, schedule="primary"), "stand_in"),
        (duty_refusals.SpanError(fault=duty_refusals.SpanFault.PAST), "stand_in_ends"),
    ],
    ids=lambda each: each if isinstance(each, str) else type(each).__name__,
)
def test_a_refusal_stands_beneath_the_input_that_is_to_blame(error: RefusedError, blamed: str) -> None:
    assert list(modals.blamed(error, names, _EVERY_INPUT)) == [blamed]
    assert modals.blamed(error, names, [each for each in _EVERY_INPUT if each != blamed]) == {}


def test_every_missing_detail_is_marked_and_what_is_nobodys_fault_is_not() -> None:
    severity = email_enterprise().contract.severities[0]
    error = FieldsMissingError(severity=severity, missing=(IntakeField.PHONE, IntakeField.EMAIL))
    words_beneath = "Critical needs this (B11, B18, B20)."
    assert modals.blamed(error, names, ["phone", "email"]) == {"phone": words_beneath, "email": words_beneath}
    assert modals.blamed(NotNowError(verb="take", number=12, state=State.CLOSED), names, ["text"]) == {}


def test_a_message_can_be_read_in_a_window_where_there_is_no_channel() -> None:
    made = answers.opened(ticket())
    view = checked_view(modals.told("Ticket opened", made))
    assert (view["title"]["text"], view["blocks"]) == ("Ticket opened", made.blocks)


def test_a_ticket_is_shown_with_its_whole_description() -> None:
    long = "It is down. " * 100
    view = checked_view(modals.show(ticket(description=long), names))
    assert view["title"]["text"] == "T-12"
    assert long.strip() in words(view)


def test_the_way_to_the_wall_is_a_link() -> None:
    *_, row, fresh = checked_view(modals.wall("https://wall.example/?pass=1"))["blocks"]
    assert row["elements"][0]["action_id"] == Entrance.WALL_LINK
    assert "within ten minutes" in words(fresh)


def test_a_title_too_long_for_slack_is_cut() -> None:
    view = checked_view(modals.notice("It could not be done because of that", "Refused."))
    assert view["title"]["text"] == "It could not be done be…"


def test_a_window_says_what_stays_with_the_team() -> None:
    assert words(modals.stays_here()) == "It stays in the ticket's thread; nothing is sent to the customer."
    there = words(modals.only_told(ticket(origin=ORIGIN), "so"))
    assert there == "Your words stay with the team. In the customer's thread in <#C0ACME> it says only so."
    assert "nothing is sent: tell the customer so." in words(modals.only_told(ticket(), "so"))


@given(TEXTS)
def test_no_text_of_a_person_comes_alive_in_a_window(text: str) -> None:
    of = ticket(title=text, description=text, customer=acme(name=text))
    for view in (
        modals.why(of, clock(of), explain(of.terms, of.history, clock(of))),
        modals.notice("Not done", f"Refused: {text}"),
        modals.show(of, lambda _: text),
        modals.told("Not recorded", answers.not_recorded(text)),
    ):
        checked_view(view)
