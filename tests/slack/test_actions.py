from bot.clocks.contract import ClockKind
from bot.slack.actions import (
    Action,
    Callback,
    Field,
    entry_value,
    message_value,
    promise_value,
    severity_block,
    triage_block,
)


def test_no_two_ids_are_the_same() -> None:
    ids = [*Action, *Field]
    assert len(set(ids)) == len(ids)
    assert len(set(Callback)) == len(Callback)


def test_a_button_about_a_promise_names_ticket_clock_and_cycle() -> None:
    assert promise_value(12, ClockKind.CALL_BACK, 2) == "12 call_back 2"


def test_a_button_that_answers_a_proposal_names_ticket_and_proposal() -> None:
    assert entry_value(12, 7) == "12 7"


def test_each_contract_has_severities_of_its_own() -> None:
    assert severity_block("bird") != severity_block("valimail")


def test_a_button_about_a_message_or_a_contract_says_which() -> None:
    assert message_value("C0ACME", "1780000000.000100") == "C0ACME 1780000000.000100"
    assert triage_block("bird") == "triage bird"
