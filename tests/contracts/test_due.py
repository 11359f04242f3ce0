"""Due times and their proofs, as `belltower due` prints them."""

from datetime import UTC, datetime

import pytest

from bot.contracts.due import due_lines
from bot.contracts.reader import load, read_contract
from tests.contracts.sample import changed

OPENED = datetime(2026, 7, 3, 0, 30, tzinfo=UTC)


EXAMPLES = """\
examples:
  - plan: gold
    severity: urgent
    opened: 2026-06-01 10:00+02:00
    due: {first_response: 2026-06-01 11:00+02:00}
    because: An hour of a working day.
"""


def lines(contract: str, plan: str, severity: str, *, why: bool = False, opened: datetime = OPENED) -> list[str]:
    return list(due_lines(load(contract), plan, severity, opened, why=why))


def test_a_due_time_is_told_in_the_zone_of_the_desk_with_target_and_clause() -> None:
    assert lines("valimail", "valicare", "urgent") == [
        "first response: due Mon 6 Jul 2026 06:30 PDT (1 business hour, V06)"
    ]


def test_each_promise_has_a_line() -> None:
    told = lines("bird", "email_enterprise", "critical")

    assert [line.split(":")[0] for line in told] == ["call-back"]
    assert told[0].startswith("call-back: due Fri 3 Jul 2026 02:45 CEST (15 minutes")


def test_a_severity_goes_by_its_id_or_its_name_in_capitals_or_not() -> None:
    assert lines("valimail", "valicare", "URGENT") == lines("valimail", "valicare", "Urgent")


def test_the_proof_is_numbered_and_each_line_names_its_clause() -> None:
    told = lines("valimail", "valicare", "urgent", why=True)
    numbers = [line.split(".")[0].strip() for line in told[1:]]

    assert numbers == [str(number) for number in range(1, len(told))]
    assert told[1] == "   1. Opened Thu 2 Jul 2026 17:30 PDT as Urgent (P1)  [V17]"
    assert any("Independence Day (observed)" in line for line in told)
    assert told[-1].strip() == f"{len(told) - 1}. Due Mon 6 Jul 2026 06:30 PDT: 1 h counted  [V06]"


def test_a_goal_of_the_team_is_called_a_goal() -> None:
    goal = read_contract(
        changed(("        targets:\n", "        goals:\n"), ("        warnings: [50%]\n", ""), (EXAMPLES, "")),
        "acme.yaml",
    )

    (told,) = due_lines(goal, "gold", "urgent", OPENED, why=False)
    assert told == "first response: goal Fri 3 Jul 2026 10:00 CEST (1 business hour, A4)"


def test_a_plan_that_promises_nothing_but_updates_is_told_so() -> None:
    updates = read_contract(changed(("kind: first_response", "kind: next_update"), (EXAMPLES, "")), "acme.yaml")

    (told,) = due_lines(updates, "gold", "urgent", OPENED, why=False)
    assert told == "Gold has no promise that begins when a ticket is opened as urgent."


@pytest.mark.parametrize(
    ("plan", "severity", "told"),
    [
        (
            "valicar",
            "urgent",
            "no plan “valicar” in valimail, expected one of “basic”, “valicare”, “valicare_plus”; "
            "did you mean “valicare”?",
        ),
        ("silver", "urgent", "no plan “silver” in valimail, expected one of “basic”, “valicare”, “valicare_plus”"),
        (
            "basic",
            "urgnt",
            "no severity “urgnt” in valimail, expected one of “urgent”, “high”, “medium”, “low”; "
            "did you mean “urgent”?",
        ),
    ],
)
def test_a_name_that_the_contract_does_not_have_is_refused_in_words(plan: str, severity: str, told: str) -> None:
    with pytest.raises(LookupError) as refused:
        lines("valimail", plan, severity)

    assert refused.value.args == (told,)
