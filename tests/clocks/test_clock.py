from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from bot.clocks.clock import Clock, ClockState
from bot.clocks.contract import ClockKind, Terms, terms
from bot.clocks.entries import Entry
from bot.contracts.reader import load
from tests.clocks.samples import (
    DESK,
    HOUR,
    MICROSECOND,
    MINUTE,
    WAITING,
    before,
    called_back,
    clocks,
    closed,
    day,
    monday,
    only,
    opened,
    paused,
    plan_terms,
    promise,
    regraded,
    replied,
    resolved,
    share,
    taken,
    tuesday,
    usual_terms,
)

NINE, TEN = monday("09:00"), monday("10:00")
UPDATE, RESOLUTION = ClockKind.NEXT_UPDATE, ClockKind.RESOLUTION


def hour(**values: object) -> Terms:
    """Urgent is answered within an hour, with these other settings of the promise."""
    return plan_terms(urgent=[promise("1 hour", **values)])


class TestTheDueInstant:
    def test_answered_in_the_due_instant_the_promise_is_kept(self) -> None:
        clock = only(usual_terms(), [opened(NINE), replied(TEN)], day(3, "09:00"))
        assert (clock.state, clock.due, clock.stopped, clock.ended) == (ClockState.MET, TEN, replied(TEN), TEN)

    def test_answered_one_microsecond_later_it_is_broken(self) -> None:
        late = replied(TEN + MICROSECOND)
        clock = only(usual_terms(), [opened(NINE), late], day(3, "09:00"))
        assert (clock.state, clock.breached, clock.stopped, clock.live) == (ClockState.BREACHED, TEN, late, False)

    def test_unanswered_it_is_unbroken_in_the_due_instant_and_broken_after_it(self) -> None:
        assert only(usual_terms(), [opened(NINE)], TEN).state is ClockState.RUNNING
        clock = only(usual_terms(), [opened(NINE)], TEN + MICROSECOND)
        assert (clock.state, clock.breached, clock.live, clock.overdue) == (ClockState.BREACHED, TEN, True, True)

    def test_time_left_falls_to_nothing_at_the_due_instant_and_below_it_after(self) -> None:
        left = [only(usual_terms(), [opened(NINE)], at).left for at in (NINE, TEN, TEN + HOUR)]
        assert left == [HOUR, 0 * HOUR, -HOUR]

    @pytest.mark.parametrize("order", [(0, 1), (1, 0)])
    def test_an_answer_and_a_regrade_in_one_instant_keep_the_promise_in_either_order(
        self, order: tuple[int, int]
    ) -> None:
        both: list[Entry] = [replied(monday("09:30")), regraded(monday("09:30"), "high")]
        clock = only(usual_terms(), [opened(NINE), both[order[0]], both[order[1]]], tuesday("09:00"))
        assert clock.state is ClockState.MET

    def test_what_nobody_has_been_told_yet_is_ignored(self) -> None:
        assert clocks(usual_terms(), [opened(NINE)], NINE - MICROSECOND) == ()
        assert only(usual_terms(), [opened(NINE), replied(TEN)], monday("09:59")).stopped is None


class TestFirstResponse:
    @pytest.mark.parametrize("answer", [replied, called_back])
    def test_any_word_to_the_customer_is_an_answer(self, answer: Callable[[datetime], Entry]) -> None:
        assert only(usual_terms(), [opened(NINE), answer(monday("09:20"))], TEN).state is ClockState.MET

    def test_taking_a_ticket_is_not_an_answer(self) -> None:
        assert only(usual_terms(), [opened(NINE), taken(monday("09:20"))], monday("09:30")).live

    def test_without_a_promise_there_is_no_clock(self) -> None:
        assert clocks(hour(), [opened(NINE, "low")], TEN) == ()

    @pytest.mark.complaint(3)
    def test_it_counts_in_the_calendar_that_the_promise_names(self) -> None:
        sold = plan_terms(urgent=[promise("1 business hour", calendar="desk")])
        clock = only(sold, [opened(monday("16:40"))], monday("16:50"))
        assert (clock.due, clock.left) == (tuesday("09:40"), 50 * MINUTE)

    @pytest.mark.complaint(5)
    def test_a_business_day_is_used_up_at_the_same_time_on_the_next_working_day(self) -> None:
        sold = plan_terms(urgent=[promise("2 business days", calendar="desk")])
        assert only(sold, [opened(day(3, "11:00"))], day(3, "11:00")).due == day(7, "11:00")

    def test_a_desk_that_never_opens_makes_nothing_due(self) -> None:
        sold = plan_terms(urgent=[promise("1 business hour", calendar="desk")], calendar=replace(DESK, weekly={}))
        clock = only(sold, [opened(NINE)], day(300, "09:00"))
        assert (clock.due, clock.state, clock.left) == (None, ClockState.RUNNING, HOUR)


class TestCallBack:
    SOLD = terms(load("bird"), "email_enterprise")

    def test_only_a_call_keeps_it(self) -> None:
        entries = [opened(NINE, "critical"), replied(monday("09:05"))]
        assert only(self.SOLD, entries, monday("09:10"), ClockKind.CALL_BACK).live
        entries += [called_back(monday("09:15"))]
        assert only(self.SOLD, entries, monday("09:20"), ClockKind.CALL_BACK).state is ClockState.MET

    def test_its_fifteen_minutes_know_neither_nights_nor_waiting(self) -> None:
        entries = [opened(monday("23:50"), "critical"), paused(monday("23:51"))]
        clock = only(self.SOLD, entries, monday("23:55"), ClockKind.CALL_BACK)
        assert (clock.state, clock.due) == (ClockState.RUNNING, tuesday("00:05"))


class TestNextUpdate:
    SOLD = plan_terms(
        urgent=[
            promise("2 hours", kind=UPDATE, warnings=(share(75), before("15 minutes")), paused_by=frozenset({WAITING}))
        ]
    )

    def updates(self, at: datetime, *later: Entry, sold: Terms = SOLD) -> list[tuple[int, ClockState, datetime | None]]:
        return [(c.cycle, c.state, c.due) for c in clocks(sold, [opened(NINE), *later], at, UPDATE)]

    @pytest.mark.complaint(31)
    def test_it_starts_when_the_customer_has_first_been_answered(self) -> None:
        assert self.updates(day(1, "09:00")) == []
        assert self.updates(TEN, replied(TEN)) == [(1, ClockState.RUNNING, monday("12:00"))]

    @pytest.mark.complaint(31)
    def test_each_update_keeps_one_promise_and_starts_the_next(self) -> None:
        found = self.updates(monday("14:30"), replied(TEN), called_back(monday("12:00")), replied(monday("14:01")))
        assert found == [
            (1, ClockState.MET, monday("12:00")),
            (2, ClockState.BREACHED, monday("14:00")),
            (3, ClockState.RUNNING, monday("16:01")),
        ]

    def test_the_time_agreed_with_the_customer_goes_before_the_cadence(self) -> None:
        sooner, later = replied(TEN, monday("10:30")), replied(TEN, monday("18:00"))
        assert self.updates(TEN, sooner) == [(1, ClockState.RUNNING, monday("10:30"))]
        assert self.updates(monday("18:00") + MICROSECOND, later) == [(1, ClockState.BREACHED, monday("18:00"))]

    def test_an_agreed_time_holds_for_one_update_only(self) -> None:
        found = self.updates(monday("11:00"), replied(TEN, monday("18:00")), replied(monday("11:00")))
        assert found[-1] == (2, ClockState.RUNNING, monday("13:00"))

    @pytest.mark.complaint(17)
    def test_an_agreed_time_is_not_moved_by_waiting_and_is_not_called_paused(self) -> None:
        entries = [opened(NINE), replied(TEN, monday("18:00")), paused(monday("10:10"))]
        clock = only(self.SOLD, entries, monday("17:00"), UPDATE)
        assert (clock.state, clock.due, clock.left) == (ClockState.RUNNING, monday("18:00"), HOUR)
        assert clock.pauses == ()
        assert only(self.SOLD, entries, tuesday("09:00"), UPDATE).breached == monday("18:00")

    def test_warnings_share_the_real_time_until_what_was_agreed(self) -> None:
        clock = only(self.SOLD, [opened(NINE), replied(TEN, monday("18:00"))], TEN, UPDATE)
        assert [at for _, at in clock.warnings] == [monday("16:00"), monday("17:45")]

    @pytest.mark.parametrize(("end", "state"), [(closed, ClockState.CANCELLED), (resolved, ClockState.MET)])
    def test_the_end_of_the_ticket_ends_it_and_a_proposed_resolution_is_an_update(
        self, end: Callable[[datetime], Entry], state: ClockState
    ) -> None:
        assert self.updates(tuesday("09:00"), replied(TEN), end(monday("11:00")))[-1][1] is state

    @pytest.mark.complaint(28)
    def test_a_goodbye_after_the_issue_is_resolved_starts_nothing(self) -> None:
        found = self.updates(day(3, "09:00"), replied(TEN), resolved(monday("11:00")), replied(monday("11:05")))
        assert found == [(1, ClockState.MET, monday("12:00"))]


class TestResolution:
    SOLD = plan_terms(urgent=[promise("8 hours", kind=RESOLUTION)])

    def resolution(self, at: datetime, *later: Entry) -> Clock:
        return only(self.SOLD, [opened(NINE), *later], at, RESOLUTION)

    def test_only_a_resolution_keeps_it(self) -> None:
        assert self.resolution(TEN, replied(TEN)).state is ClockState.RUNNING
        clock = self.resolution(day(1, "09:00"), resolved(monday("17:00")))
        assert (clock.state, clock.stopped) == (ClockState.MET, resolved(monday("17:00")))

    def test_resolved_late_it_is_broken(self) -> None:
        assert self.resolution(day(1, "09:00"), resolved(monday("17:01"))).breached == monday("17:00")

    def test_closed_without_a_resolution_it_is_neither(self) -> None:
        assert self.resolution(day(1, "09:00"), closed(TEN)).state is ClockState.CANCELLED


class TestGoals:
    def test_with_a_target_the_goal_is_told_and_the_target_decides(self) -> None:
        clock = only(hour(goal="20 minutes"), [opened(NINE)], monday("09:30"))
        assert (clock.goal, clock.due, clock.aim) == (monday("09:20"), TEN, TEN)
        assert clock.state is ClockState.RUNNING

    def test_a_goal_alone_warns_and_is_never_broken(self) -> None:
        sold = plan_terms(urgent=[promise(goal="1 hour", warnings=(share(50),))])
        clock = only(sold, [opened(NINE)], day(30, "09:00"))
        assert (clock.due, clock.goal, clock.aim, clock.breached) == (None, TEN, TEN, None)
        assert [at for _, at in clock.warnings] == [monday("09:30")]
        assert only(sold, [opened(NINE), replied(day(30, "09:00"))], day(31, "09:00")).state is ClockState.MET

    def test_a_goal_that_was_missed_is_not_called_paused_when_waiting_starts_later(self) -> None:
        sold = plan_terms(urgent=[promise(goal="1 hour", paused_by=frozenset({WAITING}))])
        entries = [opened(NINE), paused(monday("11:00"))]
        clock = only(sold, entries, monday("12:00"))
        assert (clock.state, clock.goal) == (ClockState.RUNNING, TEN)


class TestWarnings:
    def at(self, sold: Terms, *later: Entry, at: datetime = NINE) -> list[tuple[str, datetime]]:
        return [(str(warn), when) for warn, when in only(sold, [opened(NINE), *later], at).warnings]

    def test_a_share_is_of_the_target_and_a_time_is_before_the_due_time(self) -> None:
        sold = hour(warnings=(before("10 minutes"), share(50), share(75)))
        assert self.at(sold) == [
            ("50%", monday("09:30")),
            ("75%", monday("09:45")),
            ("10 minutes before", monday("09:50")),
        ]

    @pytest.mark.complaint(2)
    def test_business_warnings_come_while_the_desk_is_open(self) -> None:
        warnings = (share(50), before("30 business minutes"))
        sold = plan_terms(urgent=[promise("1 business day", calendar="desk", warnings=warnings)])
        clock = only(sold, [opened(monday("13:00"))], monday("13:00"))
        assert [at for _, at in clock.warnings] == [monday("17:00"), tuesday("12:30")]
        assert all(DESK.timeline.is_open(at - MICROSECOND) for _, at in clock.warnings)

    def test_a_warning_that_would_come_before_the_start_is_left_out(self) -> None:
        assert self.at(hour(warnings=(before("60 minutes"), before("2 hours")))) == []

    def test_a_warning_longer_than_what_was_agreed_is_left_out(self) -> None:
        entries = [opened(NINE), replied(TEN, monday("10:10"))]
        clock = only(TestNextUpdate.SOLD, entries, TEN, UPDATE)
        assert [str(warn) for warn, _ in clock.warnings] == ["75%"]

    def test_there_are_none_for_a_time_that_was_agreed_too_late_to_warn(self) -> None:
        entries = [opened(NINE), replied(TEN, TEN)]
        assert only(TestNextUpdate.SOLD, entries, TEN, UPDATE).warnings == ()

    def test_there_are_none_once_it_is_broken_or_ended(self) -> None:
        sold = hour(warnings=(share(50),))
        assert self.at(sold, at=TEN + MICROSECOND) == []
        assert self.at(sold, replied(monday("09:40")), at=monday("09:40")) == []
