from bot.clocks.contract import ClockKind
from bot.slack.actions import Action, Callback, Field, promise_value, severity_block


def test_no_two_ids_are_the_same() -> None:
    ids = [*Action, *Field]
    assert len(set(ids)) == len(ids)
    assert len(set(Callback)) == len(Callback)


def test_a_button_about_a_promise_names_ticket_clock_and_cycle() -> None:
    assert promise_value(12, ClockKind.CALL_BACK, 2) == "12 call_back 2"


def test_each_contract_has_severities_of_its_own() -> None:
    assert severity_block("bird") != severity_block("valimail")
