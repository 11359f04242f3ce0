from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given

from bot.clocks.contract import ClockKind, PauseReason
from bot.clocks.durations import parse_target
from bot.clocks.entries import BY_RULE, CalledBack, Closed, Confirmed, Outcome, Paused, Reopened, Replied, Resolved
from bot.clocks.explain import Line
from bot.slack.mrkdwn import printed, when
from bot.slack.promises import distance, ending, mark, next_due, outcome, promised, proof, standing, ticket_mark
from tests.slack.nasty import TEXTS
from tests.slack.tickets import (
    ANA,
    FRIDAY,
    MINUTE,
    clock,
    critical,
    email_enterprise,
    first_response,
    globex,
    ticket,
    valicare,
    with_rules,
)

DUE = when(FRIDAY + 60 * MINUTE, "America/Los_Angeles")
GOAL: dict[str, Any] = {"severity": "non_critical", "terms": email_enterprise(), "customer": globex()}


def test_a_clock_is_on_time_then_due_soon_then_overdue() -> None:
    due = f"due {DUE}"
    stages = {10: f"{due} · on time", 30: f"{due} · due soon", 60: f"{due} · due soon", 75: f"*overdue* since {DUE}"}
    for minutes, stands in stages.items():
        of = ticket(at=FRIDAY + minutes * MINUTE)
        assert standing(of, clock(of)) == f"*First response* {stands} · 1 business hour · V06"


def test_a_paused_clock_says_since_when() -> None:
    since = FRIDAY + 10 * MINUTE
    of = ticket(Paused(at=since, by=ANA, reason=PauseReason.WAITING_ON_CUSTOMER, text=""), at=FRIDAY + 20 * MINUTE)
    paused = f"paused since {when(since, 'America/Los_Angeles')}"
    assert standing(of, clock(of)) == f"*First response* {paused} · 1 business hour · V06"
    assert next_due(of, printed) == "clocks paused"


def test_a_goal_is_never_called_due_or_broken() -> None:
    of = ticket(at=FRIDAY, **GOAL)
    aim = clock(of).aim
    assert aim is not None
    assert "goal <!date" in standing(of, clock(of))
    assert next_due(of, printed) == "first response goal Mon 8 Jun 17:30 CEST"
    late = ticket(at=aim + MINUTE, **GOAL)
    assert "goal missed" in standing(late, clock(late))
    met = ticket(Replied(at=aim + MINUTE, by=ANA), at=aim + MINUTE, **GOAL)
    assert outcome(met, clock(met)).startswith("*First response* goal missed: ")


def test_a_goal_beside_a_due_time_is_shown_and_missed_without_being_late() -> None:
    plan = valicare().plan
    stricter = [replace(each, goal=parse_target("30 business minutes")) for each in plan.promises["P1"]]
    sold = replace(valicare(), plan=replace(plan, promises={**plan.promises, "P1": tuple(stricter)}))
    goal = when(FRIDAY + 30 * MINUTE, "America/Los_Angeles")
    of = ticket(terms=sold, at=FRIDAY + 40 * MINUTE)
    stands = f"due {DUE} (our goal {goal}) · goal missed"
    assert standing(of, clock(of)) == f"*First response* {stands} · 1 business hour · V06"


def test_an_ended_clock_was_kept_broken_or_ended() -> None:
    kept = ticket(Replied(at=FRIDAY + 30 * MINUTE, by=ANA), at=FRIDAY + 90 * MINUTE)
    broken = ticket(Replied(at=FRIDAY + 61 * MINUTE, by=ANA), at=FRIDAY + 90 * MINUTE)
    ended = ticket(Closed(at=FRIDAY + 30 * MINUTE, by=ANA, reason="resolved"), at=FRIDAY + 90 * MINUTE)
    never = ticket(Closed(at=FRIDAY + 70 * MINUTE, by=ANA, reason="resolved"), at=FRIDAY + 90 * MINUTE)
    done = when(FRIDAY + 30 * MINUTE, "America/Los_Angeles")
    late = when(FRIDAY + 61 * MINUTE, "America/Los_Angeles")
    assert outcome(kept, clock(kept)) == f"*First response* kept: done {done}, due {DUE} · V06"
    assert outcome(broken, clock(broken)) == f"*First response* broken: due {DUE}, done {late} · V06"
    assert outcome(ended, clock(ended)) == "*First response* ended before it was due · V06"
    assert outcome(never, clock(never)) == f"*First response* broken: due {DUE}, not done · V06"


def test_where_every_second_counts_the_due_time_is_told_where_the_contracts_people_are() -> None:
    of = critical()
    assert next_due(of, printed) == "call-back due Sat 6 Jun 01:45 CEST"
    assert next_due(ticket(), printed) == "first response due Fri 5 Jun 17:30 PDT"
    assert next_due(ticket(at=FRIDAY + 61 * MINUTE), printed).startswith("first response was due")


def test_a_notice_says_whether_a_promise_is_still_to_come() -> None:
    promise = first_response()
    due = when(promise.aim, "America/Los_Angeles")
    assert promised(promise, promise.aim) == f"*First response* due {due} · 1 business hour · V06"
    assert promised(promise, promise.aim + MINUTE) == f"*First response* was due {due} · 1 business hour · V06"
    assert promised(replace(promise, clause=""), promise.aim) == f"*First response* due {due} · 1 business hour"


def test_how_far_a_due_time_is_off() -> None:
    assert distance(FRIDAY, FRIDAY) == "just now"
    assert distance(FRIDAY + 90 * MINUTE, FRIDAY) == "in 1 h 30 min"
    assert distance(FRIDAY, FRIDAY + 12 * MINUTE) == "12 min late"
    assert distance(FRIDAY, FRIDAY + timedelta(microseconds=1)) == "just now"


def test_a_ticket_shows_its_priority_until_it_is_finished() -> None:
    assert [mark(rank) for rank in range(4)] == ["🔴", "🟠", "🔵", "🔵"]
    assert ticket_mark(ticket(severity="low")) == "🔵"
    assert ticket_mark(ticket(Closed(at=FRIDAY, by=ANA, reason="resolved"))) == "⚪"


def test_a_closed_ticket_says_why_in_the_contracts_words() -> None:
    scope = Closed(at=FRIDAY, by=ANA, reason="out_of_scope", line="B10")
    assert ending(ticket(scope, terms=with_rules())) == [
        "*Closed* The request is excluded. (V28)",
        "*Excluded* Migrations. (B10)",
    ]
    assert ending(ticket(Closed(at=FRIDAY, by=ANA, reason="gone <!here>"))) == ["*Closed* gone &lt;!here&gt;"]
    assert ending(ticket()) == []
    house = tuple(replace(each, clause="") for each in with_rules().contract.close_reasons)
    unnamed = replace(with_rules(), contract=replace(with_rules().contract, close_reasons=house))
    assert ending(ticket(scope, terms=unnamed))[0] == "*Closed* The request is excluded."


def test_a_proposed_resolution_says_what_it_waits_for_and_then_who_agreed() -> None:
    proposed = Resolved(at=FRIDAY, by=ANA, text="Rolled back.")
    workaround = Resolved(at=FRIDAY, by=ANA, text="Use the other page.", outcome=Outcome.WORKAROUND)
    agreed = Confirmed(at=FRIDAY, by=ANA, text="On the phone.")
    silent = Confirmed(at=FRIDAY, by=BY_RULE)
    sold = with_rules()
    assert ending(ticket(proposed)) == ["*Resolved* Rolled back.", "*Waits* for the customer to agree."]
    assert ending(ticket(workaround))[0] == "*Workaround* Use the other page."
    assert ending(ticket(proposed, agreed))[1] == "*Closed* The customer agreed. On the phone."
    by_rule = ending(ticket(proposed, silent, terms=sold))
    assert by_rule == ["*Resolved* Rolled back.", "*Closed* Their silence counts as agreement (B24)."]


def test_a_proof_is_numbered_and_each_line_names_its_clause() -> None:
    of = ticket()
    lines = [Line(text="Opened & graded", clause="V17"), Line(text="Every second counts")]
    assert list(proof(of, clock(of), lines)) == [
        f"*T-12 · First response*, due {DUE} (Fri 5 Jun 17:30 PDT, as counted below)"
        "\n1. Opened &amp; graded · V17\n2. Every second counts"
    ]


def test_what_became_of_a_promise_before_a_reopening_is_told_apart_from_what_runs_now() -> None:
    replied, closed = Replied(at=FRIDAY, by=ANA), Closed(at=FRIDAY + MINUTE, by=ANA, reason="resolved")
    again = ticket(replied, closed, Reopened(at=FRIDAY + 2 * MINUTE, by=ANA, text="Again."), at=FRIDAY + 2 * MINUTE)
    first, second = again.clocks
    assert outcome(again, first).startswith("*First response* (before it was reopened) kept: done")
    assert standing(again, second).startswith("*First response* due")


def test_an_update_that_was_agreed_on_does_not_name_the_contracts_length() -> None:
    called = CalledBack(at=FRIDAY, by=ANA, next_update=FRIDAY + 30 * MINUTE)
    of = critical(called, at=FRIDAY)
    assert standing(of, clock(of, ClockKind.NEXT_UPDATE)).endswith(" · on time · as agreed · B23")


def test_updates_follow_one_another_without_any_reopening() -> None:
    called, told = CalledBack(at=FRIDAY, by=ANA), Replied(at=FRIDAY + MINUTE, by=ANA)
    of = critical(called, told, at=FRIDAY + MINUTE)
    assert outcome(of, clock(of, ClockKind.NEXT_UPDATE)).startswith("*Next update* kept: done")


@given(TEXTS)
def test_a_proof_of_any_length_fits_a_message(text: str) -> None:
    of = critical(CalledBack(at=FRIDAY, by=ANA))
    shown = list(proof(of, clock(of, ClockKind.CALL_BACK), [Line(text=text, clause="B21")] * 200))
    assert all(len(each) <= 3_000 for each in shown)
    assert sum(map(len, shown)) <= 12_200
