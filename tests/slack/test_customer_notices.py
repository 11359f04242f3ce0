from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given

from bot.clocks.contract import ClockKind
from bot.clocks.entries import BY_RULE, Closed, Confirmed, Entry, Objected, Outcome, Regraded, Reopened, Taken
from bot.desk.composing import promise_line
from bot.desk.notice_parts import PromiseLine
from bot.desk.notices import Answer, News, Proposal, Receipt
from bot.slack import customer_notices
from bot.slack.actions import Action
from bot.slack.blocks import Message
from bot.slack.mrkdwn import when
from tests.slack.nasty import TEXTS, buttons, checked_message, words
from tests.slack.tickets import (
    ANA,
    CARA,
    FRIDAY,
    MINUTE,
    about_it,
    clock,
    critical,
    first_response,
    names,
)

LATER = FRIDAY + 60 * MINUTE
CALL_BACK = promise_line(critical().terms, clock(critical(), ClockKind.CALL_BACK))
GOAL = replace(first_response(), contractual=False)


def receipt(**changes: Any) -> Message:
    values: dict[str, Any] = {"about": about_it(), "promises": (first_response(),)}
    facts = Receipt(**values | changes)
    return checked_message(customer_notices.receipt(facts, FRIDAY, names))


def proposal(**changes: Any) -> Message:
    values: dict[str, Any] = {"number": 7, "since": FRIDAY, "text": "Renewed.", "by": ANA, "outcome": Outcome.RESOLVED}
    return checked_message(customer_notices.proposal(Proposal(about=about_it(), **values | changes), names))


def news(entry: Entry, **changes: Any) -> Message:
    return checked_message(customer_notices.news(News(about=about_it(), entry=entry, **changes), FRIDAY, names))


def test_a_receipt_has_the_number_the_severity_what_happens_by_when_and_how_to_raise_it() -> None:
    made = words(receipt())
    assert made.startswith("We have your request. It is T-12, with the severity Urgent.\nSSO login fails for everyone")
    assert f"*First response* due {when(first_response().aim, 'America/Los_Angeles')} · 1 business hour · V06" in made
    assert "or it gets worse, write here what does not work now and for whom." in made
    assert receipt().text.endswith("Next: first response by Fri 5 Jun 17:30 PDT.")
    assert "P1" not in made, "the priority is the team's word"


def test_a_receipt_names_the_contact_once_there_is_one() -> None:
    assert "Ana Agent is your contact." in words(receipt(about=about_it(assignee=ANA)))
    assert "is your contact" not in words(receipt())


def test_a_receipt_never_shows_the_teams_own_goals() -> None:
    made = receipt(promises=(GOAL,))
    assert "First response" not in words(made)
    assert "Next:" not in made.text


def test_a_receipt_without_a_subscription_promises_nothing_and_says_so() -> None:
    made = words(receipt(covered=False, promises=()))
    assert "Your subscription does not cover today, so no time is promised." in made


def test_an_update_says_when_it_should_be_over_what_was_said_before_and_when_they_hear_again() -> None:
    facts = Answer(
        about=about_it(),
        text="We found it.",
        by=ANA,
        update=True,
        eta=LATER,
        earlier=(FRIDAY,),
        next_update=LATER,
    )
    made = checked_message(customer_notices.answer(facts, names))
    assert words(made).split("\n") == [
        "We found it.",
        f"*Expected to be over* by {when(LATER)}; before that ~{when(FRIDAY)}~",
        f"*You hear from us again* by {when(LATER)}",
        "Ana Agent · T-12",
    ]
    assert made.text == "Ana Agent · T-12: Update: We found it."


def test_a_plain_answer_is_the_words_and_who_wrote_them() -> None:
    made = customer_notices.answer(Answer(about=about_it(), text="Please try again.", by=ANA), names)
    assert words(checked_message(made)) == "Please try again.\nAna Agent · T-12"


def test_a_proposed_resolution_asks_for_a_yes_or_a_no() -> None:
    made = proposal()
    assert buttons(made) == [Action.CONFIRM, Action.OBJECT]
    yes, no = made.blocks[2]["elements"]
    assert (yes["text"]["text"], no["text"]["text"]) == ("Yes, it is resolved", "No, not yet")
    assert {yes["value"], no["value"]} == {"12 7"}, "they answer this proposal, and no later one"
    assert words(made).startswith("Ana Agent holds this to be resolved. Do you agree?\nRenewed.")


def test_a_workaround_is_agreed_to_as_one() -> None:
    made = proposal(outcome=Outcome.WORKAROUND)
    assert made.blocks[2]["elements"][0]["text"]["text"] == "Yes, that will do for now"
    assert words(made).startswith("Ana Agent has a workaround for this. Do you agree?")


@pytest.mark.parametrize(
    ("answer", "over"),
    [
        (Confirmed(at=LATER, by=CARA), "It was agreed to."),
        (Confirmed(at=LATER, by=BY_RULE), "Nobody objected in time, so it counts as agreed."),
        (Objected(at=LATER, by=CARA, text=""), "It was objected to, and we go on with it."),
        (Reopened(at=LATER, by=ANA, text=""), "It was withdrawn, and we go on with it."),
        (Closed(at=LATER, by=ANA, reason="resolved"), "It needs no answer any more: the ticket is closed."),
    ],
)
def test_an_answered_proposal_has_no_buttons_and_says_what_became_of_it(answer: Entry, over: str) -> None:
    made = proposal(answer=answer)
    assert buttons(made) == []
    assert words(made) == f"Ana Agent held this to be resolved.\nRenewed.\n{over} · T-12"
    workaround = proposal(answer=answer, outcome=Outcome.WORKAROUND)
    assert words(workaround).startswith("Ana Agent had a workaround for this.\n")


def test_a_proposed_resolution_says_what_silence_means() -> None:
    agreed = f"Without an answer by {when(LATER)} it counts as agreed and is closed (B24)."
    assert agreed in words(proposal(agreed_at=LATER, clause="B24"))
    assert "is closed. You can" in words(proposal(agreed_at=LATER)), "a rule of the house is no clause to them"
    assert "Until you answer it stays open." in words(proposal(clause="B24"))


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (
            Regraded(at=FRIDAY, by=ANA, severity="urgent", impact=""),
            "T-12 has the severity Urgent now. It was High.",
        ),
        (
            Regraded(at=FRIDAY, by=ANA, severity="urgent", impact="", undo=True),
            "T-12 has the severity Urgent again.",
        ),
        (Closed(at=FRIDAY, by=ANA, reason="x"), "T-12 is closed: It is answered."),
        (Confirmed(at=FRIDAY, by=CARA), "Thank you. T-12 is closed, as you agreed."),
        (
            Confirmed(at=FRIDAY, by=BY_RULE),
            "T-12 is closed: nobody objected to the proposed resolution.",
        ),
        (
            Objected(at=FRIDAY, by=CARA, text=""),
            "Thank you for telling us. T-12 is not resolved, and we go on with it.",
        ),
        (Reopened(at=FRIDAY, by=CARA, text=""), "T-12 is open again, and we go on with it."),
        (Taken(at=FRIDAY, by=ANA, to=ANA), "T-12: Ana Agent took it."),
    ],
    ids=lambda each: each.kind if not isinstance(each, str) else "",
)
def test_what_happened_is_told_in_the_customers_words(entry: Entry, said: str) -> None:
    before = "High" if isinstance(entry, Regraded) else None
    made = news(entry, before=before, reason="It is answered.")
    assert words(made).split("\n")[0] == said
    assert made.text == said


def test_news_say_what_is_due_from_now_on() -> None:
    made = news(Reopened(at=FRIDAY, by=CARA, text=""), promises=(GOAL, first_response()))
    assert words(made).count("*First response* due") == 1
    assert "goal" not in words(made)
    assert made.text.endswith("Next: first response by Fri 5 Jun 17:30 PDT.")


def test_after_its_end_a_ticket_can_be_opened_again_unless_the_contract_says_it_is_final() -> None:
    for ended in (Closed(at=FRIDAY, by=ANA, reason="x"), Confirmed(at=FRIDAY, by=CARA)):
        assert buttons(news(ended)) == [Action.REOPEN]
        final = news(ended, reopens=False)
        assert buttons(final) == []
        assert "This is final. If you need something else, open another ticket." in words(final)
    assert buttons(news(Reopened(at=FRIDAY, by=CARA, text=""))) == []


@given(TEXTS)
def test_no_text_of_a_person_comes_alive_in_what_the_customer_reads(text: str) -> None:
    about = about_it(title=text, customer=text, severity=text, assignee=ANA)
    promises: tuple[PromiseLine, ...] = (first_response(), CALL_BACK)

    def named(_person: str) -> str:
        return text

    for made in (
        customer_notices.receipt(Receipt(about=about, promises=promises), FRIDAY, named),
        customer_notices.answer(Answer(about=about, text=text, by=ANA, update=True, eta=LATER), named),
        customer_notices.proposal(
            Proposal(about=about, number=7, since=FRIDAY, text=text, by=ANA, outcome=Outcome.RESOLVED, clause=text),
            named,
        ),
        customer_notices.news(
            News(about=about, entry=Closed(at=FRIDAY, by=ANA, reason=text), reason=text, promises=promises),
            FRIDAY,
            named,
        ),
        customer_notices.news(
            News(about=about, entry=Regraded(at=FRIDAY, by=ANA, severity="high", impact=""), before=text),
            FRIDAY,
            named,
        ),
    ):
        checked_message(made)
