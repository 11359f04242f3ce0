"""Clocks that stand still: while a ticket waits for somebody, and between its end and its reopening."""

from datetime import datetime

import pytest

from bot.clocks.clock import Clock, ClockState
from bot.clocks.contract import ClockKind, PauseReason, ReopenMode, Terms
from bot.clocks.entries import Entry
from bot.clocks.timeline import Interval
from tests.clocks.samples import (
    MICROSECOND,
    MINUTE,
    THIRD_PARTY,
    WAITING,
    clocks,
    closed,
    day,
    monday,
    objected,
    only,
    opened,
    paused,
    plan_terms,
    promise,
    regraded,
    reopened,
    replied,
    resolved,
    resumed,
    share,
    tuesday,
    usual_terms,
)

NINE, TEN = monday("09:00"), monday("10:00")
RESOLUTION = ClockKind.RESOLUTION


def hour(**values: object) -> Terms:
    """Urgent is answered within an hour, with these other settings of the promise."""
    return plan_terms(urgent=[promise("1 hour", **values)])


class TestPauses:
    SOLD = hour(paused_by=frozenset({WAITING}), warnings=(share(50),))

    @pytest.mark.parametrize("reason", PauseReason)
    @pytest.mark.parametrize(
        "paused_by", [frozenset(), frozenset({WAITING}), frozenset({THIRD_PARTY, PauseReason.AGREED})]
    )
    @pytest.mark.complaint(19)
    def test_a_wait_stops_a_clock_only_for_the_reasons_that_its_promise_names(
        self, reason: PauseReason, paused_by: frozenset[PauseReason]
    ) -> None:
        entries = [opened(NINE), paused(monday("09:20"), reason), resumed(monday("09:50"))]
        due = only(hour(paused_by=paused_by), entries, monday("09:50")).due
        assert due == (monday("10:30") if reason in paused_by else TEN)

    @pytest.mark.complaint(21)
    def test_each_promise_of_a_ticket_has_its_own_reasons(self) -> None:
        sold = plan_terms(
            urgent=[promise("1 hour", paused_by=frozenset({WAITING})), promise("1 hour", kind=RESOLUTION)]
        )
        first, resolution = clocks(sold, [opened(NINE), paused(monday("09:20"))], monday("09:30"))
        assert (first.state, resolution.state) == (ClockState.PAUSED, ClockState.RUNNING)

    @pytest.mark.complaint(13)
    def test_while_it_waits_nothing_is_due_and_nothing_runs_out(self) -> None:
        clock = only(self.SOLD, [opened(NINE), paused(monday("09:20"))], day(9, "09:00"))
        assert (clock.state, clock.due, clock.left, clock.warnings) == (ClockState.PAUSED, None, 40 * MINUTE, ())
        assert clock.pauses == (Interval(monday("09:20"), None),)

    def test_resumed_it_goes_on_with_the_time_that_was_left(self) -> None:
        entries = [opened(NINE), paused(monday("09:20")), resumed(tuesday("12:00"))]
        clock = only(self.SOLD, entries, tuesday("12:00"))
        assert (clock.state, clock.due, clock.left) == (ClockState.RUNNING, tuesday("12:40"), 40 * MINUTE)
        assert [at for _, at in clock.warnings] == [tuesday("12:10")]

    def test_several_waits_add_up(self) -> None:
        entries = [
            opened(NINE),
            paused(monday("09:10")),
            resumed(monday("09:20")),
            paused(monday("09:20")),
            resumed(monday("09:45")),
        ]
        assert only(self.SOLD, entries, monday("09:45")).due == monday("10:35")

    @pytest.mark.complaint(16)
    def test_a_wait_outside_the_opening_hours_moves_nothing(self) -> None:
        sold = plan_terms(urgent=[promise("2 business hours", calendar="desk", paused_by=frozenset({WAITING}))])
        entries = [opened(monday("16:00")), paused(monday("17:00")), resumed(tuesday("09:00"))]
        assert only(sold, entries, tuesday("09:00")).due == tuesday("10:00")

    def test_a_wait_that_starts_in_the_due_instant_comes_too_late(self) -> None:
        entries = [opened(NINE), paused(TEN)]
        clock = only(self.SOLD, entries, TEN)
        assert (clock.state, clock.due) == (ClockState.RUNNING, TEN)
        assert only(self.SOLD, entries, TEN + MICROSECOND).breached == TEN

    def test_a_broken_promise_is_not_mended_by_waiting(self) -> None:
        clock = only(self.SOLD, [opened(NINE), paused(TEN + MICROSECOND)], tuesday("09:00"))
        assert (clock.state, clock.overdue) == (ClockState.BREACHED, True)

    def test_answered_while_waiting_it_is_kept(self) -> None:
        entries = [opened(NINE), paused(monday("09:20")), replied(monday("15:00"))]
        clock = only(self.SOLD, entries, day(3, "09:00"))
        assert (clock.state, clock.due) == (ClockState.MET, monday("15:40"))

    def test_closed_while_waiting_it_is_cancelled_and_its_due_time_no_longer_moves(self) -> None:
        entries = [opened(NINE), paused(monday("09:20")), closed(monday("15:00"))]
        for at in (monday("15:00"), day(9, "09:00")):
            clock = only(self.SOLD, entries, at)
            assert (clock.state, clock.due, clock.left) == (ClockState.CANCELLED, monday("15:40"), None)

    def test_a_later_wait_does_not_move_the_due_time_of_a_promise_that_is_no_longer_made(self) -> None:
        sold = plan_terms(urgent=[promise("1 hour", paused_by=frozenset({WAITING}))])
        lowered = [opened(NINE), regraded(monday("09:20"), "low"), paused(monday("09:30")), resumed(monday("09:50"))]
        clock = only(sold, lowered, TEN)
        assert (clock.state, clock.due) == (ClockState.CANCELLED, TEN)

    def test_a_later_wait_does_not_move_the_due_time_of_a_promise_that_was_kept(self) -> None:
        entries = [opened(NINE), replied(monday("09:10")), paused(monday("09:20")), resumed(monday("09:50"))]
        assert only(self.SOLD, entries, TEN).due == TEN


class TestReopening:
    def after_reopening(self, mode: ReopenMode, at: datetime, *later: Entry) -> list[Clock]:
        entries = [opened(NINE), closed(monday("09:20")), reopened(tuesday("09:00")), *later]
        return list(clocks(usual_terms(reopen=mode), entries, at))

    @pytest.mark.complaint(24)
    def test_in_a_new_cycle_the_promise_starts_again(self) -> None:
        first, second = self.after_reopening(ReopenMode.NEW_CYCLE, tuesday("09:30"))
        assert (first.cycle, first.state, first.due) == (1, ClockState.CANCELLED, TEN)
        assert (second.cycle, second.state, second.due) == (2, ClockState.RUNNING, tuesday("10:00"))

    def test_continued_it_goes_on_where_it_stopped(self) -> None:
        (clock,) = self.after_reopening(ReopenMode.CONTINUE, tuesday("09:30"))
        assert (clock.cycle, clock.state, clock.due, clock.left) == (
            1,
            ClockState.RUNNING,
            tuesday("09:40"),
            10 * MINUTE,
        )

    def test_with_none_no_clock_runs_after_a_reopening(self) -> None:
        (clock,) = self.after_reopening(ReopenMode.NONE, tuesday("19:30"))
        assert (clock.state, clock.live) == (ClockState.CANCELLED, False)

    @pytest.mark.parametrize("mode", ReopenMode)
    def test_a_ticket_broken_in_its_first_life_stays_broken(self, mode: ReopenMode) -> None:
        entries = [opened(NINE), closed(monday("12:00")), reopened(tuesday("09:00"))]
        found = clocks(usual_terms(reopen=mode), entries, tuesday("09:30"))
        assert (found[0].cycle, found[0].breached) == (1, TEN)
        assert found[0].live is (mode is ReopenMode.CONTINUE)

    @pytest.mark.complaint(26)
    def test_a_new_cycle_is_kept_or_broken_by_itself(self) -> None:
        first, second = self.after_reopening(ReopenMode.NEW_CYCLE, day(2, "09:00"), replied(tuesday("09:45")))
        assert (first.state, second.state) == (ClockState.CANCELLED, ClockState.MET)

    def test_a_new_cycle_starts_at_the_severity_then_in_force(self) -> None:
        entries = [opened(NINE), regraded(monday("09:10"), "high"), closed(TEN), reopened(tuesday("09:00"))]
        found = clocks(usual_terms(), entries, tuesday("09:00"))
        assert found[1].due == tuesday("13:00")
        assert [leg.severity for leg in found[1].legs] == ["high"]

    def test_resolved_and_reopened_a_resolution_continues(self) -> None:
        sold = plan_terms(urgent=[promise("2 hours", kind=RESOLUTION)], reopen=ReopenMode.CONTINUE)
        entries = [opened(NINE), resolved(TEN), reopened(monday("12:00"))]
        clock = only(sold, entries, monday("12:00"), RESOLUTION)
        assert (clock.state, clock.due) == (ClockState.RUNNING, monday("13:00"))

    def test_whom_a_proposed_resolution_answered_is_not_owed_a_first_response_when_the_clocks_continue(self) -> None:
        entries = [opened(NINE), resolved(monday("09:20")), objected(monday("12:00"))]
        clock = only(usual_terms(reopen=ReopenMode.CONTINUE), entries, tuesday("09:00"))
        assert (clock.state, clock.ended) == (ClockState.MET, monday("09:20"))

    def test_with_none_an_objection_lets_the_clocks_go_on_all_the_same(self) -> None:
        sold = plan_terms(urgent=[promise("2 hours", kind=RESOLUTION)], reopen=ReopenMode.NONE)
        entries = [opened(NINE), resolved(TEN), objected(monday("12:00"))]
        clock = only(sold, entries, monday("12:00"), RESOLUTION)
        assert (clock.state, clock.due) == (ClockState.RUNNING, monday("13:00"))

    def test_an_answer_belongs_to_its_own_cycle_when_all_happens_in_one_instant(self) -> None:
        at = monday("09:20")
        before_closing = [opened(NINE), replied(at), closed(at), reopened(at)]
        states = [clock.state for clock in clocks(usual_terms(), before_closing, monday("09:30"))]
        assert states == [ClockState.MET, ClockState.RUNNING]
        after_reopening = [opened(NINE), closed(at), reopened(at), replied(at)]
        states = [clock.state for clock in clocks(usual_terms(), after_reopening, monday("09:30"))]
        assert states == [ClockState.CANCELLED, ClockState.MET]
