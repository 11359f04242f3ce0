"""Each rule: a file that breaks it, and a file that comes near and does not."""

from datetime import date

import pytest

from bot.contracts.lint import lint
from bot.contracts.reader import read_file, shipped
from bot.contracts.rules import Rule
from tests.contracts.sample import SAMPLE, TODAY, changed, findings

Edits = tuple[tuple[str, str], ...]

HOURS = "      mon-fri: 09:00-17:00\n"
HOLIDAYS = "    holidays:\n      country: NL\n"
SECOND_DESK = "  spare:\n    clause: A1\n    zone: UTC\n    hours: {mon-sun: 00:00-24:00}\n"
SILVER = """\
  silver:
    name: Silver
    clause: A3
    everything_in: gold
routing: {triage"""
SILVER_EXAMPLE = """\
  - plan: silver
    severity: normal
    opened: 2026-06-01 11:00+02:00
    due: {first_response: 2026-06-01 15:00+02:00}
    because: Four hours of a working day.
"""


def calendar(*lines: str) -> tuple[str, str]:
    return "    clause: A1\n", "    clause: A1\n" + "".join(f"    {line}\n" for line in lines)


def version(effective: str) -> tuple[str, str]:
    return calendar(f"versions: [{{effective: {effective}, hours: {{mon-fri: 09:00-17:00}}}}]")


def triage(first: str, second: str) -> tuple[str, str]:
    answers = [f"{{id: {n}, text: Some., severity: {each}, clause: A2}}" for n, each in (("a", first), ("b", second))]
    return "examples:\n", f"triage: {{question: Who?, answers: [{', '.join(answers)}]}}\nexamples:\n"


def elapsed(p1: str, p2: str) -> Edits:
    return (
        ("        calendar: desk\n", ""),
        ("P1: 1 business hour\n", f"P1: {p1}\n"),
        ("P2: 4 business hours", f"P2: {p2}"),
        ("coverage: desk", "coverage: always"),
    )


MIXED = (
    "          P1: 1 business hour\n          P2: 4 business hours\n        warnings: [50%]\n",
    "          P1: 1 business hour\n      - {kind: first_response, clause: A4, targets: {P2: 4 hours}}\n",
)
MIXED_THE_OTHER_WAY = (
    "          P1: 1 business hour\n          P2: 4 business hours\n        warnings: [50%]\n",
    "          P2: 4 business hours\n      - {kind: first_response, clause: A4, targets: {P1: 1 hour}}\n",
)

CASES: dict[Rule, tuple[Edits, Edits]] = {
    Rule.LONGER_THAN_IT_LOOKS: (
        (("P2: 4 business hours", "P2: 24 business hours"),),
        (("P2: 4 business hours", "P2: 8 business hours"),),
    ),
    Rule.NO_HOLIDAYS: (
        ((HOLIDAYS, ""),),
        ((HOLIDAYS, ""), (HOURS, "      mon-sun: 00:00-24:00\n")),
    ),
    Rule.HOLIDAYS_END: (
        ((HOLIDAYS, "    closed: {2026-12-25: Christmas Day}\n"),),
        ((HOLIDAYS, "    closed: {2026-12-25: Christmas Day, 2027-12-25: Christmas Day}\n"),),
    ),
    Rule.NO_TARGET: (
        (("          P2: 4 business hours\n", "        goals:\n          P2: 4 business hours\n"),),
        (("        warnings: [50%]", "        goals: {P2: 2 business hours}\n        warnings: [50%]"),),
    ),
    Rule.COVERAGE_WIDER_THAN_CLOCK: (
        (("coverage: desk", "coverage: always"),),
        (("coverage: desk", "coverage: always"), *elapsed("1 hour", "4 hours")[:3]),
    ),
    Rule.COVERAGE_NARROWER_THAN_CLOCK: (
        elapsed("1 hour", "4 hours")[:3],
        elapsed("1 hour", "4 hours"),
    ),
    Rule.WARNING_AT_OPENING: (
        (("[50%]", "[1 business hour before]"),),
        (("[50%]", "[59 business minutes before]"),),
    ),
    Rule.WARNING_TWICE: (
        (("[50%]", "[50%, 30 business minutes before]"),),
        (("[50%]", "[50%, 29 business minutes before]"),),
    ),
    Rule.UNIT_MIX: ((MIXED,), (MIXED_THE_OTHER_WAY,)),
    Rule.MILDER_IS_STRICTER: (
        (("P2: 4 business hours", "P2: 30 business minutes"),),
        (("P2: 4 business hours", "P2: 60 business minutes"),),
    ),
    Rule.GOAL_BEYOND_TARGET: (
        (("        warnings: [50%]", "        goals: {P1: 60 business minutes}\n        warnings: [50%]"),),
        (("        warnings: [50%]", "        goals: {P1: 59 business minutes}\n        warnings: [50%]"),),
    ),
    Rule.VERSION_BEFORE_CONTRACT: ((version("2026-01-01"),), (version("2026-01-02"),)),
    Rule.PAGES_OUT_OF_ORDER: (
        (("after: 10 minutes", "after: 0 minutes"),),
        (("after: 10 minutes", "after: 1 minute"),),
    ),
    Rule.PAGES_ONCE: (
        (("        repeats: 1\n        again_after: 20 minutes\n", ""),),
        (("repeats: 1", "repeats: 2"),),
    ),
    Rule.SILENCE_TOO_SHORT: (
        (("repeats: 1\n", "repeats: 1\n        silence: 4 minutes\n"),),
        (("repeats: 1\n", "repeats: 1\n        silence: 5 minutes\n"),),
    ),
    Rule.UNUSED_CALENDAR: (
        (("severities:\n", SECOND_DESK + "severities:\n"),),
        (("severities:\n", SECOND_DESK + "severities:\n"), ("coverage: desk", "coverage: spare")),
    ),
    Rule.NEVER_OPEN: (
        (("    hours:\n" + HOURS, "    hours: {}\n    special: {2026-05-29: 09:00-17:00}\n"),),
        (("    hours:\n" + HOURS, "    hours: {}\n    special: {2026-06-02: 09:00-17:00}\n"),),
    ),
    Rule.HOURS_IN_CLOCK_CHANGE: (
        ((HOURS, "      mon-sat: 09:00-17:00\n      sun: 02:30-17:00\n"),),
        ((HOURS, "      mon-sat: 09:00-17:00\n      sun: 02:00-17:00\n"),),
    ),
    Rule.VAGUE_SEVERITY: (
        (("Nobody can work at all.", "Urgent."),),
        (("Nobody can work at all.", "Nobody can work."),),
    ),
    Rule.SEVERITY_WITHOUT_ANSWER: ((triage("urgent", "urgent"),), (triage("urgent", "normal"),)),
    Rule.NO_EXAMPLES: (
        (("routing: {triage", SILVER),),
        (("routing: {triage", SILVER), ("examples:\n", "examples:\n" + SILVER_EXAMPLE)),
    ),
    Rule.ACCEPTS_NOTHING: (
        (("examples:\n", "accepts: [{rule: no-target, because: We know.}]\nexamples:\n"),),
        (
            ("examples:\n", "accepts: [{rule: no-holidays, because: We know.}]\nexamples:\n"),
            (HOLIDAYS, ""),
        ),
    ),
}


def broken(edits: Edits) -> set[Rule]:
    return {finding.rule for finding in findings(changed(*edits))}


def test_the_sample_has_no_warning() -> None:
    assert findings(SAMPLE) == ()


def test_every_rule_has_a_bad_file_and_a_near_miss() -> None:
    assert set(CASES) == set(Rule)


@pytest.mark.parametrize("rule", CASES)
def test_a_file_that_breaks_the_rule_is_told(rule: Rule) -> None:
    bad, _ = CASES[rule]

    assert rule in broken(bad)


@pytest.mark.parametrize("rule", CASES)
def test_a_file_that_only_comes_near_is_not(rule: Rule) -> None:
    _, near = CASES[rule]

    assert rule not in broken(near)


def test_a_warning_is_told_with_its_place_in_words_and_by_its_rule() -> None:
    (finding,) = findings(changed(("P2: 4 business hours", "P2: 24 business hours")))

    assert str(finding) == (
        "acme.yaml:23:15: plans.gold.promises[0].targets.P2: "
        "24 business hours are 3 working days of 8 h [longer-than-it-looks]"
    )


def test_where_working_days_differ_a_target_is_held_against_the_longest() -> None:
    uneven = (HOURS, "      mon-thu: 09:00-17:00\n      fri: 09:00-12:00\n")

    assert findings(changed(uneven, ("P2: 4 business hours", "P2: 8 business hours"))) == ()
    assert broken((uneven, ("P2: 4 business hours", "P2: 9 business hours"))) == {Rule.LONGER_THAN_IT_LOOKS}


def test_a_page_chain_that_is_taken_over_is_warned_of_where_it_is_written() -> None:
    text = changed(
        ("routing: {triage", SILVER),
        ("examples:\n", "examples:\n" + SILVER_EXAMPLE),
        ("after: 10 minutes", "after: 0 minutes"),
    )

    assert [(finding.path, finding.line) for finding in findings(text)] == [("plans.gold.paging.P1.steps[1]", 31)]


def test_an_accepted_warning_is_still_shown_with_its_reason() -> None:
    accepts = "accepts: [{rule: longer-than-it-looks, because: Three days are meant.}]\nexamples:\n"
    (finding,) = findings(changed(("P2: 4 business hours", "P2: 24 business hours"), ("examples:\n", accepts)))

    assert finding.accepted == "Three days are meant."
    assert str(finding).endswith("[longer-than-it-looks] (accepted: Three days are meant.)")


def test_the_end_of_a_published_holiday_set_is_seen_a_year_ahead() -> None:
    assert Rule.HOLIDAYS_END in {finding.rule for finding in findings(SAMPLE, date(2100, 6, 1))}


def test_a_repeated_hour_is_told_as_such() -> None:
    (finding,) = findings(changed((HOURS, "      mon-sat: 09:00-17:00\n      sun: 02:30-17:00\n")), date(2026, 9, 1))

    assert finding.message == "on 2026-10-25 the clocks repeat 02:30, when these hours open"


@pytest.mark.parametrize("name", shipped())
def test_the_shipped_contracts_have_only_warnings_that_they_accept(name: str) -> None:
    assert [str(finding) for finding in lint(read_file(name), TODAY) if finding.accepted is None] == []


def test_valimail_says_that_24_business_hours_are_two_days_and_that_pages_outrun_the_clock() -> None:
    rules = {finding.rule for finding in lint(read_file("valimail"), TODAY)}

    assert rules == {Rule.LONGER_THAN_IT_LOOKS, Rule.COVERAGE_WIDER_THAN_CLOCK}
