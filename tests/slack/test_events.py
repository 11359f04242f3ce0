import pytest
from hypothesis import given

from bot.clocks.contract import PauseReason
from bot.clocks.entries import (
    Acknowledged,
    CalledBack,
    Closed,
    Entry,
    Opened,
    Paused,
    Regraded,
    Reopened,
    Replied,
    Resolved,
    Resumed,
    Taken,
)
from bot.slack.blocks import Message, section
from bot.slack.events import happened, said
from tests.slack.nasty import TEXTS, checked_message
from tests.slack.tickets import ANA, FRIDAY, OLLY, names, valicare

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
    (Resolved(at=FRIDAY, by=ANA, text="words"), "Ana Agent resolved it", "words"),
    (Closed(at=FRIDAY, by=ANA, reason="no_answer", text="words"), "Ana Agent closed it: no answer", "words"),
    (Reopened(at=FRIDAY, by=ANA, text="words"), "Ana Agent opened it again", "words"),
]


@pytest.mark.parametrize(("entry", "line", "words"), EVERYTHING, ids=lambda each: getattr(each, "kind", ""))
def test_every_entry_has_one_calm_line_and_keeps_what_was_said(entry: Entry, line: str, words: str) -> None:
    assert happened(entry, names, valicare()) == line
    assert said(entry) == words


def test_without_the_contract_a_regrade_is_told_without_the_severity() -> None:
    assert happened(Regraded(at=FRIDAY, by=ANA, severity="high", impact=""), names) == "Ana Agent regraded it"


@given(TEXTS)
def test_a_persons_name_cannot_call_anybody(name: str) -> None:
    for entry, _, _ in EVERYTHING:
        line = happened(entry, lambda _: name, valicare())
        checked_message(Message(text=line, blocks=[section(line)]))
