from typing import get_args

import pytest
from hypothesis import given

from bot.clocks.contract import PauseReason
from bot.clocks.entries import (
    BY_RULE,
    Acknowledged,
    After,
    Attempted,
    CalledBack,
    Closed,
    Confirmed,
    Entry,
    Heard,
    NotAsked,
    Objected,
    Opened,
    Outcome,
    Paged,
    Paused,
    Regraded,
    Released,
    Reopened,
    Replied,
    Resolved,
    Resumed,
    Snoozed,
    Source,
    Taken,
    Unacknowledged,
    Updated,
)
from bot.slack.blocks import Message, section
from bot.slack.events import added, happened, said
from bot.slack.mrkdwn import when
from tests.slack.nasty import TEXTS, checked_message
from tests.slack.tickets import ANA, CARA, FRIDAY, MINUTE, OLLY, names, valicare

HERE = Source(channel="C0ACME", ts="1780000000.000100")
EVERYTHING: list[tuple[Entry, str, str]] = [
    (Opened(at=FRIDAY, by=ANA, severity="high"), "Opened by Ana Agent", ""),
    (Taken(at=FRIDAY, by=ANA, to=ANA), "Ana Agent took it", ""),
    (Taken(at=FRIDAY, by=ANA, to=OLLY), "Ana Agent gave it to Olly Oncall", ""),
    (Replied(at=FRIDAY, by=ANA, text="words"), "Ana Agent answered the customer", "words"),
    (CalledBack(at=FRIDAY, by=ANA, text="words"), "Ana Agent called the customer back", "words"),
    (Regraded(at=FRIDAY, by=ANA, severity="high", impact="words"), "Ana Agent regraded it to High", "words"),
    (Acknowledged(at=FRIDAY, by=ANA), "Ana Agent acknowledged the page", ""),
    (
        Paused(at=FRIDAY, by=ANA, reason=PauseReason.WAITING_ON_CUSTOMER, text="words"),
        "Ana Agent set it to waiting on customer",
        "words",
    ),
    (Resumed(at=FRIDAY, by=ANA, text="words"), "Ana Agent ended the wait", "words"),
    (
        Resolved(at=FRIDAY, by=ANA, text="words"),
        "Ana Agent asked the customer to agree that it is resolved",
        "words",
    ),
    (
        Resolved(at=FRIDAY, by=ANA, text="words", outcome=Outcome.WORKAROUND),
        "Ana Agent asked the customer to agree that a workaround will do",
        "words",
    ),
    (Released(at=FRIDAY, by=ANA), "Ana Agent gave it back: nobody has it", ""),
    (Updated(at=FRIDAY, by=ANA, text="words"), "Ana Agent told the customer the progress", "words"),
    (Heard(at=FRIDAY, by=CARA, text="words"), "The customer wrote (Cara Customer)", "words"),
    (Attempted(at=FRIDAY, by=ANA, text="words"), "Ana Agent tried to reach the customer", "words"),
    (
        Regraded(at=FRIDAY, by=ANA, severity="high", impact="words", undo=True),
        "Ana Agent took the regrade back to High",
        "words",
    ),
    (Replied(at=FRIDAY, by=ANA, source=HERE), "Ana Agent answered the customer in their thread", ""),
    (Resumed(at=FRIDAY, by=CARA, source=HERE), "Cara Customer ended the wait by writing", ""),
    (Confirmed(at=FRIDAY, by=CARA, text="words"), "Cara Customer confirmed that it is resolved", "words"),
    (
        Confirmed(at=FRIDAY, by=BY_RULE),
        "The customer did not object, so by the contract it is agreed and closed",
        "",
    ),
    (NotAsked(at=FRIDAY, by=BY_RULE), "The customer was not asked in Slack, so their silence agrees to nothing", ""),
    (Objected(at=FRIDAY, by=CARA, text="words"), "Cara Customer objected: it is not resolved", "words"),
    (
        Closed(at=FRIDAY, by=ANA, reason="out_of_scope", line="B10"),
        "Ana Agent closed it: out of scope (B10)",
        "",
    ),
    (Closed(at=FRIDAY, by=ANA, reason="no_answer", text="words"), "Ana Agent closed it: no answer", "words"),
    (Reopened(at=FRIDAY, by=ANA, text="words"), "Ana Agent opened it again", "words"),
    (
        Snoozed(at=FRIDAY, by=ANA, until=FRIDAY + 60 * MINUTE),
        f"Ana Agent put the page off until {when(FRIDAY + 60 * MINUTE)}",
        "",
    ),
    (
        Unacknowledged(at=FRIDAY, by=BY_RULE, after=After.SILENCE),
        "Whoever had it has given no sign of life, so people are paged again",
        "",
    ),
    (
        Unacknowledged(at=FRIDAY, by=BY_RULE, after=After.SNOOZE),
        "The snooze is over, so people are paged again",
        "",
    ),
    (
        Unacknowledged(at=FRIDAY, by=BY_RULE, after=After.RELEASE),
        "Nobody has it any more, so people are paged again",
        "",
    ),
    (
        Unacknowledged(at=FRIDAY, by=BY_RULE, after=After.HAND_OVER),
        "Whoever was given it has not shown that they know, so people are paged again",
        "",
    ),
    (
        Paged(at=FRIDAY, by=BY_RULE, person=OLLY, way="OLLY_SMS", cycle=1, step=0, delivered=True),
        "The page to Olly Oncall by OLLY_SMS went out",
        "",
    ),
    (
        Paged(at=FRIDAY, by=BY_RULE, person=None, way="", cycle=1, step=0, delivered=False, error="no such number"),
        "The page did not go out",
        "",
    ),
]


@pytest.mark.parametrize(("entry", "line", "words"), EVERYTHING, ids=lambda each: getattr(each, "kind", ""))
def test_every_entry_has_one_calm_line_and_keeps_what_was_said(entry: Entry, line: str, words: str) -> None:
    assert happened(entry, names, valicare()) == line
    assert said(entry) == words


def test_every_kind_of_entry_has_its_line() -> None:
    assert {type(entry) for entry, _, _ in EVERYTHING} == set(get_args(Entry))


def test_what_an_entry_settles_besides_is_told_in_lines_of_their_own() -> None:
    later = FRIDAY + 60 * MINUTE
    at = when(later)
    update = Updated(at=FRIDAY, by=ANA, text="x", eta=later, next_update=later, cadence="2 hours")
    assert added(update) == [
        f"*Expected to be over* by {at}",
        f"*Next update* by {at}",
        "*Updates* every 2 hours, as agreed",
    ]
    assert added(Heard(at=FRIDAY, by=CARA, text="x", files=("error.log", "<b>.png"))) == [
        "*Files* error.log, &lt;b&gt;.png"
    ]
    assert added(Heard(at=FRIDAY, by=CARA, text="x", files=("a",) * 22))[0].endswith("a and 2 more")
    link = "https://mail.example/1"
    assert added(Attempted(at=FRIDAY, by=ANA, text="x", link=link)) == [f"*To be seen* at <{link}>"]
    waits = Paused(at=FRIDAY, by=ANA, reason=PauseReason.WAITING_ON_CUSTOMER, text="x", duty="V25", until=later)
    assert added(waits) == ["*Owed by the contract* V25"]
    assert happened(waits, names) == f"Ana Agent set it to waiting on customer until {at}"
    assert added(Taken(at=FRIDAY, by=ANA, to=ANA)) == []


def test_without_the_contract_a_regrade_is_told_without_the_severity() -> None:
    assert happened(Regraded(at=FRIDAY, by=ANA, severity="high", impact=""), names) == "Ana Agent regraded it"


@given(TEXTS)
def test_a_persons_name_cannot_call_anybody(name: str) -> None:
    for entry, _, _ in EVERYTHING:
        line = happened(entry, lambda _: name, valicare())
        checked_message(Message(text=line, blocks=[section(line)]))
