from typing import Any

import pytest

from bot.clocks.entries import Outcome
from bot.desk.access import Verb
from bot.desk.requests import (
    Acknowledge,
    Asker,
    Assign,
    Attempt,
    CallBack,
    Change,
    Close,
    Confirm,
    HandOver,
    Object,
    OpenTicket,
    Pause,
    Regrade,
    Reopen,
    Reply,
    Resolve,
    Resume,
    Take,
    Undo,
    Update,
)
from bot.slack import gestures
from bot.slack.actions import Action
from bot.slack.grammar import New
from bot.slack.handling_words import CHANGES, Handle, Handover
from bot.slack.payloads import Press

ANA = Asker(person="U0ANA", channel="C0TRIAGE")
ON: dict[str, Any] = {"key": "k", "asker": ANA, "ticket": 12}

COMPLETE: list[tuple[Handle, Change]] = [
    (Handle(verb=Verb.TAKE, ticket=12), Take(**ON)),
    (Handle(verb=Verb.TAKE, ticket=12, word="over"), Take(**ON, over=True)),
    (Handle(verb=Verb.ASSIGN, ticket=12, word="U0OMAR"), Assign(**ON, to="U0OMAR")),
    (Handle(verb=Verb.ASSIGN, ticket=12, word="me"), Assign(**ON, to="U0ANA")),
    (Handle(verb=Verb.ASSIGN, ticket=12, word="nobody"), Assign(**ON, to=None)),
    (Handle(verb=Verb.ACKNOWLEDGE, ticket=12), Acknowledge(**ON)),
    (Handle(verb=Verb.REPLY, ticket=12, text="a"), Reply(**ON, text="a")),
    (Handle(verb=Verb.UPDATE, ticket=12, text="a", cadence="2 hours"), Update(**ON, text="a", cadence="2 hours")),
    (Handle(verb=Verb.CALL_BACK, ticket=12), CallBack(**ON, text="")),
    (Handle(verb=Verb.REGRADE, ticket=12, word="high", text="a"), Regrade(**ON, severity="high", impact="a")),
    (Handle(verb=Verb.UNDO, ticket=12), Undo(**ON)),
    (
        Handle(verb=Verb.PAUSE, ticket=12, word="waiting on customer", text="a"),
        Pause(**ON, reason="waiting on customer", text="a"),
    ),
    (Handle(verb=Verb.RESUME, ticket=12), Resume(**ON)),
    (Handle(verb=Verb.ATTEMPT, ticket=12, text="a", link="https://b"), Attempt(**ON, text="a", link="https://b")),
    (Handle(verb=Verb.RESOLVE, ticket=12, text="a"), Resolve(**ON, text="a")),
    (
        Handle(verb=Verb.RESOLVE, ticket=12, word="workaround", text="a"),
        Resolve(**ON, text="a", outcome=Outcome.WORKAROUND),
    ),
    (Handle(verb=Verb.CONFIRM, ticket=12), Confirm(**ON)),
    (Handle(verb=Verb.OBJECT, ticket=12, text="a"), Object(**ON, text="a")),
    (Handle(verb=Verb.CLOSE, ticket=12, word="resolved"), Close(**ON, reason="resolved")),
    (
        Handle(verb=Verb.CLOSE, ticket=12, word="out_of_scope", line="B10", text="a"),
        Close(**ON, reason="out_of_scope", line="B10", text="a"),
    ),
    (Handle(verb=Verb.REOPEN, ticket=12, text="a"), Reopen(**ON, text="a")),
]


@pytest.mark.parametrize(("said", "request_"), COMPLETE)
def test_a_complete_line_is_a_request(said: Handle, request_: Change) -> None:
    assert gestures.change(said, "k", ANA) == request_


def test_every_word_can_be_said_completely() -> None:
    # Until when a page is put off is a matter of whose clock it is, so that is read elsewhere.
    assert {said.verb for said, _ in COMPLETE} == set(CHANGES.values()) - {Verb.SNOOZE}


@pytest.mark.parametrize(
    "said",
    [
        *(
            Handle(verb=verb, ticket=12)
            for verb in (Verb.ASSIGN, Verb.REPLY, Verb.UPDATE, Verb.REGRADE, Verb.PAUSE, Verb.ATTEMPT)
        ),
        *(Handle(verb=verb, ticket=12) for verb in (Verb.RESOLVE, Verb.OBJECT, Verb.CLOSE, Verb.REOPEN)),
        Handle(verb=Verb.REGRADE, ticket=12, word="high"),
        Handle(verb=Verb.UPDATE, ticket=12, cadence="2 hours"),
        Handle(verb=Verb.PAUSE, ticket=12, word="waiting on customer"),
        Handle(verb=Verb.PAUSE, ticket=12, text="the logs"),
        Handle(verb=Verb.RESOLVE, ticket=12, word="workaround"),
    ],
)
def test_what_is_missing_is_left_to_a_window(said: Handle) -> None:
    assert gestures.change(said, "k", ANA) is None


def test_an_agreed_wait_needs_the_window_that_asks_until_when() -> None:
    assert gestures.change(Handle(verb=Verb.PAUSE, ticket=12, word="agreed", text="a"), "k", ANA) is None


def test_a_line_opens_a_ticket_where_it_names_severity_customer_and_title() -> None:
    said = New(severity="urgent", customer="Acme", title="It is down", description="All of it")
    assert gestures.opening(said, "k", ANA) == OpenTicket(
        key="k", asker=ANA, customer="Acme", severity="urgent", title="It is down", description="All of it"
    )
    assert gestures.opening(New(severity="urgent", title="It is down"), "k", ANA) is None


def test_somebody_hands_over_what_another_or_they_themselves_have() -> None:
    given = gestures.handover(Handover(of="U0OMAR", to=None), "k", ANA)
    assert given == HandOver(key="k", asker=ANA, of="U0OMAR", to=None)
    assert gestures.handover(Handover(of="me", to="U0OMAR"), "k", ANA).of == "U0ANA"
    assert gestures.handover(Handover(of="U0OMAR", to="me"), "k", ANA).to == "U0ANA"


@pytest.mark.parametrize(
    ("action", "request_"),
    [
        (Action.TAKE, Take(**ON)),
        (Action.TAKE_OVER, Take(**ON, over=True)),
        (Action.ACKNOWLEDGE, Acknowledge(**ON)),
        (Action.UNDO, Undo(**ON)),
        (Action.RESUME, Resume(**ON)),
        (Action.CONFIRM, Confirm(**ON)),
        (Action.REPLY, None),
        (Action.CLOSE, None),
        (Action.WHY, None),
        (Action.NEXT, None),
    ],
)
def test_a_button_that_asks_for_nothing_more_is_a_request(action: Action, request_: Change | None) -> None:
    assert gestures.pressed(Press(key="k", asker=ANA, action=action, ticket=12)) == request_


def test_the_yes_beneath_a_proposal_is_a_yes_to_that_one() -> None:
    press = Press(key="k", asker=ANA, action=Action.CONFIRM, ticket=12, entry=7)
    assert gestures.pressed(press) == Confirm(**ON, proposal=7)
