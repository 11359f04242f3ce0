"""Hand-overs, reports on gaps and audits in Slack: who begins is called, all is bounded, and calm where all is well."""

from dataclasses import replace
from datetime import timedelta

from bot.clocks.contract import ClockKind
from bot.desk import marks
from bot.desk.digest_facts import DigestTicket, Part
from bot.desk.duty_notices import Audit, Gaps, HandOver, Stretch, Uncovered
from bot.slack.duty_posts import post
from bot.slack.mrkdwn import printed, when
from tests.slack.nasty import checked_message, words
from tests.slack.tickets import ANA, FRIDAY, LENA, OLLY, names

WEEK = timedelta(weeks=1)
ZONE = "Europe/Amsterdam"
BEGINS = HandOver(
    schedule="primary",
    zone=ZONE,
    at=FRIDAY,
    before=(OLLY,),
    now=(ANA,),
    until=FRIDAY + WEEK,
    following=(OLLY,),
)
ONE = DigestTicket(
    number=12,
    title="SSO login fails",
    customer="Acme",
    rank=0,
    assignee=None,
    clock=ClockKind.FIRST_RESPONSE,
    due=FRIDAY + timedelta(hours=1),
    zone=ZONE,
)
HOLE = Uncovered(
    schedule="primary",
    zone=ZONE,
    starts=FRIDAY,
    ends=FRIDAY + timedelta(hours=8),
    customers=("Acme", "Initech"),
    clause="V05",
)


def said(facts: HandOver | Gaps | Audit) -> str:
    return words(checked_message(post(facts, "C0TRIAGE", names), (f"@{ANA}", f"@{OLLY}")))


def test_whoever_begins_is_called_and_nobody_else() -> None:
    shown = said(BEGINS)
    assert f"*On call now, primary* · <@{ANA}>" in shown
    assert f"Before: Olly Oncall\nUntil {when(FRIDAY + WEEK, ZONE)}, then Olly Oncall" in shown
    assert shown.count("<@") == 1
    assert "No ticket is open." in shown


def test_whoever_goes_on_with_somebody_else_is_named_only() -> None:
    shown = said(replace(BEGINS, now=(OLLY, ANA)))
    assert f"*On call now, primary* · Olly Oncall, <@{ANA}>" in shown


def test_where_nobody_is_on_call_it_says_who_is_called_instead_and_mentions_nobody() -> None:
    shown = said(replace(BEGINS, now=()))
    assert "*On call now, primary* · nobody: pages go to the leads" in shown
    assert "<@" not in shown


def test_calls_that_nobody_answers_come_first_with_a_button_and_the_rest_with_the_way_to_it() -> None:
    facts = replace(BEGINS, paging=(ONE,), open=Part(tickets=(replace(ONE, number=13),), total=13))
    made = post(facts, "C0TRIAGE", names)
    shown = words(made)
    assert shown.index("T-12") < shown.index("T-13")
    assert "and 12 more: /ticket list" in shown
    assert [block["accessory"]["value"] for block in made.blocks if "accessory" in block] == ["12"]


def test_gaps_are_told_with_where_when_whom_and_the_clause() -> None:
    shown = said(Gaps(at=FRIDAY, until=FRIDAY + 8 * WEEK, uncovered=(HOLE,)))
    assert ") · Acme, Initech · V05" in shown
    assert f"*primary* {when(FRIDAY, ZONE)} to {when(HOLE.ends, ZONE)} (Sat 6 Jun 01:30 CEST" in shown
    assert "Pages in these hours go to the leads; a gap is a gap all the same." in shown


def test_of_many_gaps_it_names_how_many_and_the_next_few() -> None:
    next_nights = [FRIDAY + timedelta(days=day) for day in (1, 2)]
    further = tuple(Stretch(starts=night, ends=night + timedelta(hours=8)) for night in next_nights)
    facts = Gaps(at=FRIDAY, until=FRIDAY + 8 * WEEK, uncovered=(replace(HOLE, times=17, further=further),))
    begins = ", ".join(when(night, ZONE) for night in next_nights)
    assert f", one of 17, then {begins} and 14 more · Acme, Initech · V05" in said(facts)
    assert post(facts, "C0TRIAGE", names).text == "On call, the next 56 days: 17 gaps in promised hours"
    all_told = replace(facts, uncovered=(replace(HOLE, times=3, further=further),))
    assert f", one of 3, then {begins} · Acme" in said(all_told)


def test_whoever_has_no_way_of_their_own_is_named_in_passing_and_the_week_stays_calm() -> None:
    facts = Gaps(at=FRIDAY, until=FRIDAY + timedelta(days=60), without_own_way=(LENA,))
    shown = said(facts)
    assert "every hour that was promised is covered, and everybody can be reached" in shown
    mild = "No way of their own beside Slack, only the one for the case that Slack fails: Lena Lead"
    assert mild in shown
    assert mild in said(replace(facts, uncovered=(HOLE,)))


def test_whoever_is_hard_to_reach_is_named_with_the_reason() -> None:
    shown = said(Gaps(at=FRIDAY, until=FRIDAY + 8 * WEEK, unreachable={LENA: "deactivated in Slack"}))
    assert "Lena Lead: deactivated in Slack" in shown


def test_where_all_is_well_one_line_says_so() -> None:
    made = post(Gaps(at=FRIDAY, until=FRIDAY + timedelta(days=60)), "C0TRIAGE", names)
    assert len(made.blocks) == 1
    assert "the next 60 days: every hour that was promised is covered" in words(made)


def test_an_audit_names_people_without_calling_them_and_times_by_each_readers_clock() -> None:
    finding = f"The page for {marks.place(LENA)} of {marks.instant(FRIDAY)} was given up"
    made = checked_message(post(Audit(at=FRIDAY, findings=(finding,)), "C0TRIAGE", names))
    assert f"• The page for Lena Lead of {when(FRIDAY)} was given up" in words(made)
    assert f"The page for Lena Lead of {printed(FRIDAY)} was given up" in made.text


def test_an_audit_says_what_did_not_happen_and_leads_to_the_ticket() -> None:
    made = post(Audit(at=FRIDAY, findings=("T-12: the page of 17:00 was not put",), tickets=(12,)), "C0TRIAGE", names)
    assert made.text.startswith("🚨 Belltower's audit: something that should have happened did not")
    assert "• T-12: the page of 17:00 was not put" in words(made)
    [row] = [block for block in made.blocks if block["type"] == "actions"]
    assert [each["value"] for each in row["elements"]] == ["12"]
