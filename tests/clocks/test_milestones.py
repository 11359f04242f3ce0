from collections.abc import Callable
from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clocks.contract import ClockKind, PageStep, Paging, RegradeMode, ReopenMode, Terms
from bot.clocks.entries import Entry
from bot.clocks.ledger import History
from bot.clocks.milestones import BROKEN_AFTER, MilestoneKind
from tests.clocks.histories import any_terms, instants, ledgers
from tests.clocks.samples import (
    MICROSECOND,
    MINUTE,
    WAITING,
    acknowledged,
    ahead,
    before,
    closed,
    day,
    escalation,
    keys,
    monday,
    opened,
    owed,
    paused,
    plan_terms,
    promise,
    regraded,
    reopened,
    replied,
    resumed,
    share,
    tuesday,
    usual_terms,
    with_lapses,
)

NINE, TEN = monday("09:00"), monday("10:00")
WARNED = plan_terms(
    urgent=[promise("1 hour", goal="40 minutes", warnings=(share(50), share(75), before("5 minutes")))],
    high=[promise("4 hours", warnings=(share(50),))],
    escalations=[escalation("30 minutes", "leads"), escalation("4 hours", "leadership")],
)
FIRST = "first_response:1"


def told_by(sold: Terms, entries: list[Entry], until: datetime) -> list[str]:
    """Every key that came up in a look at the ticket each minute, in order."""
    minutes = (until - entries[0].at) // MINUTE
    looks = (entries[0].at + number * MINUTE for number in range(minutes + 1))
    return list(dict.fromkeys(key for at in looks for key in keys(owed(sold, entries, at))))


class TestAnUnansweredTicket:
    def test_each_thing_is_told_at_its_instant(self) -> None:
        expected = [
            (monday("09:30"), f"{FIRST}:warning 50% turn 0"),
            (monday("09:40") + MICROSECOND, f"{FIRST}:goal turn 0"),
            (monday("09:45"), f"{FIRST}:warning 75% turn 0"),
            (monday("09:55"), f"{FIRST}:warning 5 minutes before turn 0"),
            (TEN + MICROSECOND, f"{FIRST}:breach"),
            (monday("10:30"), f"{FIRST}:escalation 1"),
            (monday("14:00"), f"{FIRST}:escalation 2"),
        ]
        at, woken = NINE, []
        while following := ahead(WARNED, [opened(NINE)], at):
            (milestone,) = following
            at = milestone.at
            assert milestone.key in keys(owed(WARNED, [opened(NINE)], at))
            assert milestone.key not in keys(owed(WARNED, [opened(NINE)], at - MICROSECOND))
            woken.append((at, milestone.key))
        assert woken == expected

    def test_seen_late_only_what_still_helps_is_told(self) -> None:
        entries = [opened(NINE)]
        assert keys(owed(WARNED, entries, monday("09:56"))) == [f"{FIRST}:warning 5 minutes before turn 0"]
        assert keys(owed(WARNED, entries, tuesday("09:00"))) == [
            f"{FIRST}:breach",
            f"{FIRST}:escalation 1",
            f"{FIRST}:escalation 2",
        ]

    def test_a_warning_that_comes_after_the_missed_goal_is_told_too(self) -> None:
        assert keys(owed(WARNED, [opened(NINE)], monday("09:46"))) == [f"{FIRST}:warning 75% turn 0"]

    def test_a_milestone_carries_what_it_is_about(self) -> None:
        breach, first, _ = owed(WARNED, [opened(NINE)], tuesday("09:00"))
        assert breach.clock is not None
        assert (breach.kind, breach.clock.breached, breach.at) == (MilestoneKind.BREACH, TEN, TEN + BROKEN_AFTER)
        assert first.escalation is not None
        assert (first.kind, first.escalation.to, first.runs_on) == (MilestoneKind.ESCALATION, "leads", FIRST)
        (warning,) = owed(WARNED, [opened(NINE)], monday("09:30"))
        assert (warning.kind, warning.warn) == (MilestoneKind.WARNING, share(50))


class TestWhatNoLongerHelps:
    @pytest.mark.parametrize("end", [replied, closed])
    @pytest.mark.complaint(32)
    def test_nobody_is_warned_once_it_was_answered_or_closed(self, end: Callable[[datetime], Entry]) -> None:
        entries = [opened(NINE), end(monday("09:50"))]
        assert keys(owed(WARNED, entries, monday("09:50"))) == []
        assert ahead(WARNED, entries, monday("09:50")) == ()

    @pytest.mark.parametrize("end", [replied, closed])
    def test_a_breach_is_told_even_when_it_ended_before_anybody_looked(self, end: Callable[[datetime], Entry]) -> None:
        entries = [opened(NINE), end(monday("11:00"))]
        assert keys(owed(WARNED, entries, day(3, "09:00"))) == [f"{FIRST}:breach"]

    @pytest.mark.complaint(15)
    def test_nothing_is_due_while_it_waits_and_all_of_it_after(self) -> None:
        sold = plan_terms(urgent=[promise("1 hour", warnings=(share(50),), paused_by=frozenset({WAITING}))])
        entries: list[Entry] = [opened(NINE), paused(monday("09:20"))]
        assert ahead(sold, entries, monday("09:20")) == ()
        entries += [resumed(monday("12:00"))]
        assert [(each.at, each.key) for each in ahead(sold, entries, monday("12:00"))] == [
            (monday("12:10"), f"{FIRST}:warning 50% turn 0")
        ]

    def test_nobody_is_warned_of_a_clock_that_stands_still_and_a_told_warning_is_not_told_again(self) -> None:
        sold = plan_terms(urgent=[promise("1 hour", warnings=(share(50),), paused_by=frozenset({WAITING}))])
        entries: list[Entry] = [opened(NINE), paused(monday("09:40"))]
        assert keys(owed(sold, entries[:1], monday("09:30"))) == [f"{FIRST}:warning 50% turn 0"]
        assert keys(owed(sold, entries, monday("09:45"))) == []
        entries += [resumed(monday("12:00"))]
        assert keys(owed(sold, entries, monday("12:00"))) == [f"{FIRST}:warning 50% turn 0"]

    def test_a_goal_alone_is_missed_once_and_never_a_breach(self) -> None:
        sold = plan_terms(urgent=[promise(goal="1 hour")], escalations=[escalation("30 minutes", "leads")])
        assert told_by(sold, [opened(NINE)], monday("15:00")) == [f"{FIRST}:goal turn 0"]


class TestRegrades:
    def test_a_new_due_time_warns_anew(self) -> None:
        entries = [opened(NINE), regraded(monday("09:35"), "high")]
        assert told_by(WARNED, entries, monday("12:00")) == [
            f"{FIRST}:warning 50% turn 0",
            f"{FIRST}:warning 50% turn 1",
        ]

    def test_a_due_time_that_a_regrade_puts_into_the_past_is_broken_from_the_regrade_on(self) -> None:
        sold = usual_terms(RegradeMode.RECOMPUTE)
        entries = [opened(NINE, "low"), regraded(monday("12:00"), "urgent")]
        (breach,) = owed(sold, entries, monday("12:00"))
        assert (breach.kind, breach.at) == (MilestoneKind.BREACH, monday("12:00"))
        assert breach.clock is not None
        assert breach.clock.breached == TEN

    def test_a_warning_that_a_regrade_puts_into_the_past_is_told_at_the_regrade(self) -> None:
        entries = [opened(NINE, "urgent"), regraded(monday("09:55"), "low")]
        sold = plan_terms(urgent=[promise("1 hour")], low=[promise("100 minutes", warnings=(share(50),))])
        (warning,) = owed(sold, entries, monday("09:55"))
        assert (warning.kind, warning.at) == (MilestoneKind.WARNING, monday("09:55"))


class TestReopening:
    def test_a_new_cycle_can_be_broken_by_itself(self) -> None:
        entries = [opened(NINE), closed(monday("11:00")), reopened(monday("12:00"))]
        assert told_by(usual_terms(), entries, monday("14:00")) == [
            "first_response:1:warning 50% turn 0",
            "first_response:1:breach",
            "first_response:2:warning 50% turn 0",
            "first_response:2:breach",
        ]

    def test_a_broken_promise_that_continues_is_not_broken_twice(self) -> None:
        sold = usual_terms(reopen=ReopenMode.CONTINUE)
        entries = [opened(NINE), closed(monday("11:00")), reopened(monday("12:00"))]
        assert told_by(sold, entries, monday("20:00"))[1:] == ["first_response:1:breach"]


class TestEscalations:
    def test_business_time_after_the_due_time_counts_in_the_promises_calendar(self) -> None:
        sold = plan_terms(
            urgent=[promise("1 business hour", calendar="desk")],
            escalations=[escalation("30 business minutes", "leads"), escalation("30 minutes", "leadership")],
        )
        found = {each.key: each.at for each in owed(sold, [opened(monday("15:50"))], tuesday("12:00"))}
        assert found[f"{FIRST}:escalation 1"] == tuesday("09:20")
        assert found[f"{FIRST}:escalation 2"] == monday("17:20")

    def test_around_the_clock_business_time_is_real_time(self) -> None:
        sold = plan_terms(urgent=[promise("1 hour")], escalations=[escalation("2 business hours", "leads")])
        assert owed(sold, [opened(monday("20:00"))], tuesday("09:00"))[1].at == monday("23:00")

    def test_an_escalation_at_once_does_not_come_before_the_breach(self) -> None:
        sold = plan_terms(urgent=[promise("1 hour")], escalations=[escalation("0 minutes", "leads")])
        assert keys(owed(sold, [opened(NINE)], TEN)) == []
        assert keys(owed(sold, [opened(NINE)], TEN + MICROSECOND)) == [f"{FIRST}:breach", f"{FIRST}:escalation 1"]

    def test_nobody_is_called_once_it_was_done(self) -> None:
        entries = [opened(NINE), replied(monday("10:20"))]
        assert told_by(WARNED, entries, monday("16:00"))[-1] == f"{FIRST}:breach"


class TestPages:
    SOLD = plan_terms(
        paging={
            "P1": Paging(
                steps=(PageStep(after=0 * MINUTE, whom="primary"), PageStep(after=10 * MINUTE, whom="leads")),
                clause="A5",
            )
        }
    )

    def test_each_step_is_told_until_somebody_has_it(self) -> None:
        assert keys(owed(self.SOLD, [opened(NINE)], NINE)) == ["paging:1:page 0"]
        assert [(each.at, each.key) for each in ahead(self.SOLD, [opened(NINE)], NINE)] == [
            (monday("09:10"), "paging:1:page 1")
        ]
        entries = [opened(NINE), acknowledged(monday("09:09"))]
        assert keys(owed(self.SOLD, entries, TEN)) == []
        assert ahead(self.SOLD, entries, monday("09:09")) == ()

    def test_a_page_carries_its_chain_and_step(self) -> None:
        (page,) = owed(self.SOLD, [opened(NINE)], NINE)
        assert page.kind is MilestoneKind.PAGE
        assert page.chain is not None
        assert page.page is not None
        assert (page.page.whom, page.chain.raised, page.runs_on) == ("primary", NINE, "paging:1")


class TestRounds:
    SOLD = plan_terms(
        paging={
            "P1": Paging(
                steps=(PageStep(after=0 * MINUTE, whom="primary"), PageStep(after=10 * MINUTE, whom="leads")),
                repeats=2,
                again_after=20 * MINUTE,
                clause="A5",
            )
        }
    )

    def test_each_round_is_told_as_it_comes(self) -> None:
        assert told_by(self.SOLD, [opened(NINE)], monday("12:00")) == [f"paging:1:page {step}" for step in range(6)]

    @pytest.mark.complaint(32)
    def test_after_an_hour_in_which_nothing_was_told_each_step_calls_once_and_not_once_a_round(self) -> None:
        assert keys(owed(self.SOLD, [opened(NINE)], TEN)) == ["paging:1:page 3", "paging:1:page 4"]


class TestOutsideCoverage:
    SOLD = plan_terms(
        paging={"P1": Paging(steps=(PageStep(after=0 * MINUTE, whom="primary"),), coverage="desk", clause="A5")}
    )
    NIGHT = monday("03:00")

    def test_it_is_told_at_once_that_nobody_is_called_before_the_opening(self) -> None:
        (held,) = owed(self.SOLD, [opened(self.NIGHT)], self.NIGHT)
        assert (held.kind, held.key, held.at) == (MilestoneKind.HELD, "paging:1:held", self.NIGHT)
        assert held.chain is not None
        assert held.chain.called_from == NINE

    def test_at_the_opening_people_are_called_instead(self) -> None:
        assert told_by(self.SOLD, [opened(self.NIGHT)], TEN) == ["paging:1:held", "paging:1:page 0"]
        assert keys(owed(self.SOLD, [opened(self.NIGHT)], NINE)) == ["paging:1:page 0"]

    @pytest.mark.parametrize("end", [acknowledged, closed])
    def test_it_is_not_told_of_a_ticket_that_somebody_has_or_that_has_ended(
        self, end: Callable[[datetime], Entry]
    ) -> None:
        assert keys(owed(self.SOLD, [opened(self.NIGHT), end(self.NIGHT)], self.NIGHT)) == []

    def test_in_open_hours_there_is_nothing_to_say(self) -> None:
        assert keys(owed(self.SOLD, [opened(NINE)], NINE)) == ["paging:1:page 0"]


class TestAnyTicket:
    @given(st.data(), any_terms)
    def test_keys_are_unique_and_a_breach_once_told_is_always_owed(self, data: st.DataObject, sold: Terms) -> None:
        entries = data.draw(ledgers(sold))
        first, second = sorted([data.draw(instants(entries)), data.draw(instants(entries))])
        earlier, later = owed(sold, entries, first), owed(sold, entries, second)
        for found in (earlier, later):
            assert len(set(keys(found))) == len(found)
            assert [each.at for each in found] == sorted(each.at for each in found)
        gone = {each.key: each for each in earlier if each.key not in keys(later)}
        assert MilestoneKind.BREACH not in {each.kind for each in gone.values()}
        again = {each.key: each.at for each in later}
        assert all(again.get(each.key, each.at) == each.at for each in earlier if each.kind is MilestoneKind.BREACH)

    @given(st.data(), any_terms)
    def test_nothing_helps_after_a_breach_or_the_end(self, data: st.DataObject, sold: Terms) -> None:
        entries = data.draw(ledgers(sold))
        at = data.draw(instants(entries))
        for milestone in owed(sold, entries, at):
            assert milestone.at <= at
            of_no_clock = milestone.kind in (MilestoneKind.PAGE, MilestoneKind.HELD, MilestoneKind.REMINDER)
            assert (milestone.clock is None) is of_no_clock
            if milestone.clock is not None and milestone.kind is not MilestoneKind.BREACH:
                assert milestone.clock.live
                broken = milestone.clock.breached is not None
                assert broken is (milestone.kind is MilestoneKind.ESCALATION)
            if milestone.chain is not None:
                assert milestone.chain.ended is None

    @settings(max_examples=60)
    @given(st.data(), any_terms)
    def test_waking_for_what_is_ahead_misses_nothing(self, data: st.DataObject, sold: Terms) -> None:
        entries = data.draw(ledgers(sold, steps=6))
        at, end = entries[-1].at, entries[-1].at + data.draw(st.integers(0, 72 * 60)) * MINUTE
        told = set(keys(owed(sold, entries, at)))
        while upcoming := [each.at for each in ahead(sold, entries, at) if each.at <= end]:
            at = max(at, min(upcoming))
            entries = with_lapses(sold, entries, at)
            told |= set(keys(owed(sold, entries, at)))
        assert set(keys(owed(sold, entries, end))) <= told

    @given(st.data(), any_terms)
    def test_no_cycle_of_a_promise_is_broken_twice(self, data: st.DataObject, sold: Terms) -> None:
        entries = data.draw(ledgers(sold))
        breaches: dict[str, datetime] = {}
        for count in range(1, len(entries) + 1):
            at = entries[count - 1].at
            for each in owed(sold, list(History.of(entries[:count]).entries), at):
                if each.kind is MilestoneKind.BREACH and each.clock is not None and each.clock.breached:
                    assert breaches.setdefault(each.key, each.clock.breached) == each.clock.breached

    def test_kinds_of_clocks_name_their_keys(self) -> None:
        sold = plan_terms(urgent=[promise("15 minutes", kind=ClockKind.CALL_BACK)])
        assert keys(owed(sold, [opened(NINE)], TEN)) == ["call_back:1:breach"]
