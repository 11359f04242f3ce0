from datetime import timedelta

import pytest

from bot.clocks.conduct import Duty, Reach, Term
from bot.clocks.contract import ClockKind, Escalation, IntakeField, Paging, RegradeMode, ReopenMode, Routing
from bot.clocks.durations import Target, Unit
from bot.contracts.reader import read_contract
from tests.contracts.sample import changed, faults, messages

PLATINUM = """\
  platinum:
    name: Platinum
    clause: A9
    everything_in: gold
    promises:
      - kind: first_response
        clause: A10
        targets: {P1: 10 minutes}
    services:
      A11: A named engineer.
routing: {triage"""


def platinum(*edits: tuple[str, str]) -> str:
    text = PLATINUM
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    return changed(("routing: {triage", text))


def test_the_sample_has_no_fault() -> None:
    assert messages(changed()) == []


def test_a_plan_takes_over_everything_that_it_does_not_say_itself() -> None:
    plans = read_contract(platinum(), "acme.yaml").plans
    (p1,), (p2,) = plans["platinum"].promises["P1"], plans["platinum"].promises["P2"]

    assert (str(p1.target), p1.calendar, p1.clause) == ("10 minutes", None, "A10")
    assert p2 == plans["gold"].promises["P2"][0]
    assert plans["platinum"].paging == plans["gold"].paging
    assert [term.clause for term in plans["platinum"].services] == ["A11"]


def test_a_plan_takes_over_only_from_a_plan_above_it() -> None:
    assert messages(platinum(("everything_in: gold", "everything_in: golt")))[0].endswith(
        "plans.platinum.everything_in: expected a plan written above: “gold”, got “golt”; did you mean “gold”?"
    )
    assert "got “platinum”" in messages(platinum(("everything_in: gold", "everything_in: platinum")))[0]


def test_every_plan_promises_something_for_every_priority() -> None:
    assert messages(changed(("          P2: 4 business hours\n", ""))) == [
        "acme.yaml:14:3: plans.gold: expected a promise for every priority, also for P2, got none"
    ]


def test_a_priority_that_no_severity_has_is_told() -> None:
    assert messages(changed(("P2: 4 business hours", "P2: 4 business hours\n          P3: 5 business hours"))) == [
        "acme.yaml:24:11: plans.gold.promises[0].targets.P3: expected one of “P1”, “P2”, got “P3”"
    ]
    assert "plans.gold.paging.P9" in messages(changed(("      P1:\n", "      P9:\n")))[0]


def test_a_calendar_that_is_not_there_is_told() -> None:
    assert messages(changed(("calendar: desk", "calendar: dsk"))) == [
        "acme.yaml:20:19: plans.gold.promises[0].calendar: expected one of “desk”, “always”, got “dsk”; "
        "did you mean “desk”?"
    ]
    assert "plans.gold.paging.P1.coverage" in messages(changed(("coverage: desk", "coverage: dsk")))[0]


def test_coverage_around_the_clock_is_written_always() -> None:
    paging = read_contract(changed(("coverage: desk", "coverage: always")), "acme.yaml").plans["gold"].paging["P1"]

    assert isinstance(paging, Paging)
    assert paging.coverage is None
    assert [step.after for step in paging.steps] == [timedelta(), timedelta(minutes=10)]


def test_lengths_are_measured_like_the_calendar_they_are_counted_in() -> None:
    (elapsed,) = faults(changed(("P1: 1 business hour", "P1: 1 hour")))
    (business,) = faults(changed(("        calendar: desk\n", ""), ("P2: 4 business hours", "P2: 4 hours")))
    (warning,) = faults(changed(("[50%]", "[50%, 10 minutes before]")))
    (goal,) = faults(changed(("        warnings: [50%]", "        goals: {P1: 5 minutes}")))

    assert (elapsed.path, elapsed.nearest) == ("plans.gold.promises[0].targets.P1", "1 business hour")
    assert (business.path, business.nearest) == ("plans.gold.promises[0].targets.P1", "1 hour")
    assert (warning.path, warning.nearest) == ("plans.gold.promises[0].warnings[1]", "10 business minutes")
    assert goal.path == "plans.gold.promises[0].goals.P1"


def test_a_page_chain_says_how_often_it_comes_again_whom_it_needs_and_how_long_one_may_be_silent() -> None:
    text = changed(("repeats: 1\n", "repeats: 3\n        needs: 2\n        silence: 45 minutes\n"))
    paging = read_contract(text, "acme.yaml").plans["gold"].paging["P1"]

    assert (paging.repeats, paging.again_after, paging.needs) == (3, timedelta(minutes=20), 2)
    assert paging.silence == timedelta(minutes=45)


def test_a_file_that_says_nothing_of_it_calls_once_until_one_person_has_it_for_good() -> None:
    text = changed(("        repeats: 1\n        again_after: 20 minutes\n", ""))
    paging = read_contract(text, "acme.yaml").plans["gold"].paging["P1"]

    assert (paging.repeats, paging.again_after, paging.needs, paging.silence) == (0, None, 1, None)


@pytest.mark.parametrize(
    ("edit", "path", "expected"),
    [
        (("        again_after: 20 minutes\n", ""), "repeats", "also “again_after”"),
        (("        repeats: 1\n", ""), "again_after", "also “repeats”"),
        (("again_after: 20 minutes", "again_after: 20 business minutes"), "again_after", "a length around the clock"),
        (("repeats: 1\n", "repeats: 1\n        silence: 1 business hour\n"), "silence", "a length around the clock"),
        (("again_after: 20 minutes", "again_after: 0 minutes"), "again_after", "a length of at least one minute"),
        (("repeats: 1", "repeats: 51"), "repeats", "50"),
        (("repeats: 1\n", "repeats: 1\n        needs: 0\n"), "needs", "1"),
    ],
)
def test_a_page_chain_that_cannot_be_meant_so_is_a_fault(edit: tuple[str, str], path: str, expected: str) -> None:
    (fault,) = faults(changed(edit))

    assert fault.path == f"plans.gold.paging.P1.{path}"
    assert expected in fault.expected


def test_pages_and_escalations_are_measured_in_units_that_have_a_meaning_there() -> None:
    (page,) = faults(changed(("after: 10 minutes", "after: 10 business minutes")))
    escalations = "breaches: breaches, escalations: [{after: 1 business day, to: boss}]}"
    (escalation,) = faults(changed(("breaches: breaches}", escalations)))

    assert page.path == "plans.gold.paging.P1.steps[1].after"
    assert escalation.path == "routing.escalations[0].after"


def test_a_business_day_needs_a_calendar_that_says_how_long_it_is() -> None:
    uneven = ("mon-fri: 09:00-17:00", "mon-thu: 09:00-17:00\n      fri: 09:00-12:00")
    in_days = ("P2: 4 business hours", "P2: 2 business days")
    declared = ("    clause: A1\n", "    clause: A1\n    business_day: 8 hours\n")

    assert messages(changed(in_days)) == []
    assert messages(changed(uneven)) == []
    assert messages(changed(uneven, in_days))[0].endswith("(desk has none), got “2 business days”")
    assert messages(changed(uneven, in_days, declared)) == []


def test_a_promise_says_how_soon_and_only_once_for_each_priority() -> None:
    second = "{kind: first_response, clause: A4, calendar: desk, goals: {P2: 2 business hours}}"
    again = f"        warnings: [50%]\n      - {second}"
    empty = "        warnings: [50%]\n      - {kind: resolution, clause: A4}"

    assert messages(changed(("        warnings: [50%]", again))) == [
        "acme.yaml:25:16: plans.gold.promises[1].kind: expected one promise of first_response for P2 in a plan, "
        "got a second one"
    ]
    assert messages(changed(("        warnings: [50%]", empty))) == [
        "acme.yaml:25:9: plans.gold.promises[1]: expected the key “targets” or “goals”, got neither"
    ]


def test_ids_are_used_once() -> None:
    assert messages(changed(("id: normal", "id: urgent"))) == [
        "acme.yaml:12:10: severities[1].id: expected each id once, got “urgent” again"
    ]


@pytest.mark.parametrize(
    ("edit", "path"),
    [
        (("plan: gold", "plan: golden"), "examples[0].plan"),
        (("severity: urgent", "severity: urgend"), "examples[0].severity"),
        (("due: {first_response", "due: {call_back"), "examples[0].due.call_back"),
    ],
)
def test_an_example_speaks_of_what_is_promised(edit: tuple[str, str], path: str) -> None:
    (fault,) = faults(changed(edit))

    assert fault.path == path


def test_faults_of_the_whole_file_come_at_once() -> None:
    text = changed(
        ("calendar: desk", "calendar: dsk"), ("coverage: desk", "coverage: dsk"), ("plan: gold", "plan: old")
    )

    assert [fault.line for fault in faults(text)] == [20, 28, 41]


def test_a_plan_has_the_ways_of_the_plan_it_builds_on_until_it_names_its_own() -> None:
    ways = "    reached_by: {clause: A8, ways: {email: email}}\n"
    above = "  more: {name: More, clause: A3, everything_in: gold}\n"
    own = "  most: {name: Most, clause: A3, everything_in: gold, reached_by: {clause: A9, ways: {phone: the phone}}}\n"
    contract = read_contract(
        changed(("    promises:\n", f"{ways}    promises:\n"), ("routing:", f"{above}{own}routing:")), "acme.yaml"
    )

    email, phone = Reach(ways={"email": "email"}, clause="A8"), Reach(ways={"phone": "the phone"}, clause="A9")
    assert {name: plan.reached_by for name, plan in contract.plans.items()} == {
        "gold": email,
        "more": email,
        "most": phone,
    }


def test_rules_and_terms_arrive_as_they_are_written() -> None:
    terms = "scope: {included: {A11: Questions.}, excluded: {A12: Work.}}\n"
    terms += "customer_duties: {A13: Decide.}\nconditions: {A14: Maintenance.}\n"
    contract = read_contract(
        changed(
            ("examples:\n", f"{terms}examples:\n"),
            ("mode: fair", "mode: restart"),
            ("mode: new cycle", "mode: none"),
            ("reopens: true", "reopens: false"),
            ("breaches: breaches}", "breaches: red, escalations: [{after: 2 hours, to: boss}]}"),
            ("clause: A2}\n  - {id: normal", "clause: A2, asks: [phone]}\n  - {id: normal"),
        ),
        "acme.yaml",
    )
    escalation = Escalation(after=Target(amount=2, unit=Unit.HOUR), to="boss")

    assert (contract.regrade, contract.reopen) == (RegradeMode.RESTART, ReopenMode.NONE)
    assert contract.routing == Routing(triage="triage", warnings="triage", breaches="red", escalations=(escalation,))
    assert contract.close_reasons[0].reopens is False
    assert contract.severities[0].asks == (IntakeField.PHONE,)
    assert contract.priorities == ("P1", "P2")
    assert contract.included == (Term(text="Questions.", clause="A11"),)
    assert contract.excluded == (Term(text="Work.", clause="A12"),)
    assert contract.duties == (Duty(text="Decide.", clause="A13"),)
    assert contract.conditions == (Term(text="Maintenance.", clause="A14"),)


def test_clauses_travel_with_what_they_say() -> None:
    contract = read_contract(platinum(), "acme.yaml")

    assert contract.calendar_clauses == {"desk": "A1"}
    assert (contract.regrade_clause, contract.reopen_clause) == ("A6", "A7")
    assert contract.plans["gold"].promises["P1"][0].kind is ClockKind.FIRST_RESPONSE
