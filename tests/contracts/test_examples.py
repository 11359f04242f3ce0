import pytest

from bot.contracts.examples import failing
from bot.contracts.faults import Faults
from bot.contracts.reader import read, read_file, shipped
from tests.contracts.sample import changed


@pytest.mark.parametrize("name", shipped())
def test_the_examples_of_a_shipped_contract_hold(name: str) -> None:
    reading = read_file(name)

    assert failing(reading) == ()
    proved = {(example.plan, example.severity) for example in reading.form.examples}
    assert {plan for plan, _ in proved} == set(reading.contract.plans)
    assert {severity for _, severity in proved} == {severity.id for severity in reading.contract.severities}


def test_a_due_time_that_does_not_come_out_is_told_at_its_line() -> None:
    reading = read(
        changed(("first_response: 2026-06-01 11:00+02:00", "first_response: 2026-06-01 12:00+02:00")), "a.yaml"
    )

    assert [str(fault) for fault in failing(reading)] == [
        "a.yaml:44:27: examples[0].due.first_response: expected “2026-06-01 11:00+02:00” (a Monday), "
        "got “2026-06-01 12:00+02:00”"
    ]


def test_an_example_holds_whatever_offset_its_instants_are_written_with() -> None:
    text = changed(
        ("opened: 2026-06-01 10:00+02:00", "opened: 2026-06-01T08:00:00Z"),
        ("first_response: 2026-06-01 11:00+02:00", "first_response: 2026-06-01 02:00-07:00"),
    )

    assert failing(read(text, "a.yaml")) == ()


def test_a_goal_is_proved_like_a_target() -> None:
    text = changed(
        (
            "P1: 1 business hour\n          P2: 4 business hours",
            "P1: 1 business hour\n        goals:\n          P2: 1 business day",
        ),
        ("severity: urgent", "severity: normal"),
        ("first_response: 2026-06-01 11:00+02:00", "first_response: 2026-06-02 10:00+02:00"),
    )

    assert failing(read(text, "a.yaml")) == ()


def test_a_promise_around_the_clock_is_proved_in_the_offset_of_the_example() -> None:
    text = changed(
        ("        calendar: desk\n", ""),
        ("P1: 1 business hour", "P1: 30 minutes"),
        ("P2: 4 business hours", "P2: 4 hours"),
    )
    (fault,) = failing(read(text, "a.yaml"))

    assert fault.expected == "“2026-06-01 10:30+02:00” (a Monday)"


def test_a_promise_in_a_calendar_that_is_never_open_has_no_due_time() -> None:
    (fault,) = failing(read(changed(("hours:\n      mon-fri: 09:00-17:00", "hours: {}")), "a.yaml"))

    assert fault.expected == "an example without a due time"


UPDATES = (
    ("kind: first_response", "kind: next_update"),
    ("first_response: 2026-06-01 11:00+02:00", "next_update: 2026-06-01 12:00+02:00"),
)


def test_an_update_is_owed_from_the_first_contact_on() -> None:
    text = changed(*UPDATES, ("    due: {", "    answered: 2026-06-01 11:00+02:00\n    due: {"))

    assert failing(read(text, "a.yaml")) == ()


def test_an_example_of_an_update_says_when_the_customer_was_answered() -> None:
    with pytest.raises(Faults) as found:
        read(changed(*UPDATES), "a.yaml")

    assert "expected also “answered”" in str(found.value)


def test_nobody_is_answered_before_the_ticket_is_opened() -> None:
    text = changed(*UPDATES, ("    due: {", "    answered: 2026-06-01 09:00+02:00\n    due: {"))

    with pytest.raises(Faults, match="not before “opened”"):
        read(text, "a.yaml")
