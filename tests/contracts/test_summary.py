from datetime import date
from itertools import pairwise

import pytest
from rich.console import Console

from bot.clocks.contract import Contract
from bot.clocks.description import in_sentence
from bot.contracts.reader import load, read_contract, shipped
from bot.contracts.summary import page
from tests.contracts.sample import changed


def printed(contract: Contract, width: int = 100) -> list[str]:
    console = Console(width=width)
    with console.capture() as capture:
        console.print(page(contract))
    return [" ".join(line.split()) for line in capture.get().splitlines()]


def desk(lines: str = "", **edits: str) -> str:
    text = changed(("    clause: A1\n", f"    clause: A1\n{lines}"), *edits.items())
    return in_sentence(read_contract(text, "acme.yaml").calendars["desk"])


def test_plans_and_targets_stand_side_by_side_with_their_clauses() -> None:
    lines = printed(load("valimail"))

    assert "Basic Valicare Valicare+" in lines
    assert "P1 Urgent 24 business hours V04 1 business hour V06 1 business hour V10" in lines
    assert "P2 High, Medium 24 business hours V04 4 business hours V06 4 business hours V10" in lines


def test_a_goal_is_called_a_goal() -> None:
    lines = printed(load("bird"))

    assert "P2 Non-critical goal: 1 business day B14" in lines
    assert "P1 Critical 15 minutes B21" in lines


def test_a_goal_beside_a_target_is_told_too() -> None:
    text = changed(("        warnings: [50%]", "        goals: {P1: 30 business minutes}\n        warnings: [50%]"))

    assert "P1 Urgent 1 business hour, goal: 30 business minutes A4" in printed(read_contract(text, "acme.yaml"))


def test_who_is_paged_and_when_is_one_line() -> None:
    lines = printed(load("valimail"))

    assert "P1 Valicare around the clock: primary, secondary after 10 min, leads after 20 min V05" in lines
    assert "P1 Basic in business_hours: primary, secondary after 15 min, leads after 30 min V03" in lines


def test_the_lines_below_say_how_often_they_are_called_until_when_and_what_calls_them_again() -> None:
    text = changed(("repeats: 1\n", "repeats: 1\n        needs: 2\n        silence: 1 hour\n"))
    lines = printed(read_contract(text, "acme.yaml"))

    assert "once more, each 20 min after the last step" in lines
    assert "until 2 people have it; anew after 1 h of silence" in lines
    assert {"9 times more, each 5 min after the last step", "until somebody has it; anew after 30 min of silence"} < {
        *printed(load("bird"))
    }


def test_a_service_is_told_once_under_the_plan_that_adds_it() -> None:
    lines = printed(load("valimail"))

    assert lines.count("· Monthly onboarding calls. V08") == 1
    assert lines.index("Services: Valicare") < lines.index("· Monthly onboarding calls. V08")


def test_what_a_closing_needs_and_what_silence_means_is_told() -> None:
    valimail, bird = (" ".join(printed(load(name), width=200)) for name in ("valimail", "bird"))

    assert "went unanswered. Needs 3 attempts to reach the customer. V29, V30" in valimail
    assert "Needs the line of the scope. Not reopened. V28" in valimail
    assert "for 24 business hours in business_hours: the customer agrees house rule" in valimail
    assert "lapsed a ticket is refused V22" in valimail
    assert "Needs the customer's agreement. B17, B24" in bird
    assert "for 1 business day in office_hours: somebody is reminded, and nothing is agreed" in bird


def test_the_triage_question_is_told_with_what_each_answer_decides() -> None:
    lines = printed(load("bird"))

    assert "? What fails at this moment?" in lines
    assert "Non-critical Some of them, or all are slow B12" in lines


def test_whom_escalations_call_is_told() -> None:
    assert "escalations call the customer's TAM in office_hours, otherwise primary B01, B04" in printed(load("bird"))


def test_a_lapsed_customer_without_promises_and_a_duty_without_a_name_are_told() -> None:
    text = changed(
        (
            "  reopen: {mode: new cycle, clause: A7}\n",
            "  reopen: {mode: new cycle, clause: A7}\n  lapsed: {mode: without sla, clause: A9}\n",
        ),
        ("examples:\n", "customer_duties: {A13: Decide., A14: {text: Move it., name: DNS}}\nexamples:\n"),
    )
    lines = printed(read_contract(text, "acme.yaml"))

    assert "lapsed a ticket is taken without promises A9" in lines
    assert "· Decide. A13" in lines
    assert "· DNS: Move it. A14" in lines


@pytest.mark.parametrize("name", shipped())
def test_no_line_is_wider_than_a_terminal_and_no_section_is_empty(name: str) -> None:
    console = Console(width=100)
    with console.capture() as capture:
        console.print(page(load(name)))
    lines = capture.get().splitlines()

    assert max(map(len, lines)) <= 100
    assert not any(before == after == "" for before, after in pairwise(lines))


def test_brackets_in_a_contract_are_printed_as_they_are() -> None:
    text = changed(("text: The problem has ended.", 'text: "Over [bold]and done[/bold]."'))

    assert any("Over [bold]and done[/bold]." in line for line in printed(read_contract(text, "acme.yaml")))


def test_a_calendar_is_told_in_words() -> None:
    assert desk() == (
        "Mon-Fri 09:00-17:00 Europe/Amsterdam; closed on NL public holidays (observed); a business day is 8 h"
    )


def test_exceptions_of_a_calendar_are_told_by_date() -> None:
    told = desk(
        "    closed: {2026-06-02: Company day}\n    not_closed: [2026-04-27]\n    special: {2026-12-24: 09:00-12:00}\n"
    )

    assert "also closed on 2026-06-02 (Company day)" in told
    assert "open all the same on 2026-04-27" in told
    assert "2026-12-24 09:00-12:00" in told


def test_weekdays_of_the_same_hours_are_told_together() -> None:
    hours = "mon-fri: 09:00-17:00"
    told = desk(**{hours: "mon-tue: 09:00-12:00, 13:00-17:00\n      thu: 09:00-17:00\n      sat-sun: 10:00-12:00"})

    assert told.startswith("Mon-Tue 09:00-12:00 and 13:00-17:00, Thu 09:00-17:00, Sat-Sun 10:00-12:00 Europe")
    assert desk(**{"    hours:\n      mon-fri: 09:00-17:00": "    hours: {}"}).startswith("never open ")


def test_later_hours_of_a_calendar_are_told_with_their_date() -> None:
    version = "    versions: [{effective: 2026-07-01, hours: {mon-fri: 08:00-18:00}}]\n"
    contract = read_contract(changed(("    clause: A1\n", f"    clause: A1\n{version}")), "acme.yaml")

    assert contract.calendars["desk"].versions[0].effective == date(2026, 7, 1)
    assert "from 2026-07-01: Mon-Fri 08:00-18:00" in printed(contract)
