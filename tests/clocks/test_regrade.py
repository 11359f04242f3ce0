"""What a change of severity does: urgent is promised within an hour, high within four, low within twenty-four."""

from collections.abc import Sequence
from datetime import datetime

import pytest

from bot.clocks.clock import ClockState
from bot.clocks.contract import ClockKind, PauseReason, RegradeMode, terms
from bot.clocks.entries import Entry
from bot.contracts.reader import load
from tests.clocks.samples import (
    HOUR,
    MICROSECOND,
    MINUTE,
    WAITING,
    called_back,
    clocks,
    day,
    keys,
    monday,
    only,
    opened,
    owed,
    paused,
    plan_terms,
    promise,
    regraded,
    regraded_through,
    replied,
    resumed,
    share,
    tuesday,
    usual_terms,
)

FAIR, RECOMPUTE, RESTART = RegradeMode.FAIR, RegradeMode.RECOMPUTE, RegradeMode.RESTART
BIRD = terms(load("bird"), "email_enterprise")


@pytest.mark.parametrize(
    ("mode", "due"),
    [(FAIR, tuesday("09:00")), (RECOMPUTE, tuesday("09:00")), (RESTART, tuesday("09:30"))],
)
def test_lowered_the_new_target_counts_from_the_opening_unless_it_restarts(mode: RegradeMode, due: datetime) -> None:
    entries = regraded_through(("09:00", "urgent"), ("09:30", "low"))
    assert only(usual_terms(mode), entries, monday("09:30")).due == due


@pytest.mark.parametrize(
    ("mode", "due", "state"),
    [
        (FAIR, monday("12:00"), ClockState.RUNNING),
        (RECOMPUTE, monday("10:00"), ClockState.BREACHED),
        (RESTART, monday("12:00"), ClockState.RUNNING),
    ],
)
@pytest.mark.complaint(23)
def test_raised_the_new_target_counts_from_the_regrade_unless_it_is_recomputed(
    mode: RegradeMode, due: datetime, state: ClockState
) -> None:
    entries = regraded_through(("09:00", "low"), ("11:00", "urgent"))
    clock = only(usual_terms(mode), entries, monday("11:00"))
    assert (clock.due, clock.state) == (due, state)


@pytest.mark.parametrize(
    ("mode", "due"),
    [(FAIR, monday("13:00")), (RECOMPUTE, monday("10:00")), (RESTART, monday("13:40"))],
)
def test_raised_it_is_never_later_than_what_was_already_promised_unless_it_restarts(
    mode: RegradeMode, due: datetime
) -> None:
    entries = regraded_through(("09:00", "high"), ("12:40", "urgent"))
    assert only(usual_terms(mode), entries, monday("12:40")).due == due


@pytest.mark.parametrize(
    ("mode", "due"),
    [(FAIR, monday("13:00")), (RECOMPUTE, monday("10:00")), (RESTART, monday("13:00"))],
)
def test_raised_lowered_and_raised_again_each_mode_has_its_due_time(mode: RegradeMode, due: datetime) -> None:
    entries = regraded_through(("09:00", "low"), ("09:10", "urgent"), ("09:20", "low"), ("12:00", "urgent"))
    assert only(usual_terms(mode), entries, monday("12:00")).due == due


def test_lowered_by_mistake_and_raised_again_it_is_due_as_if_nothing_had_happened() -> None:
    entries = regraded_through(("09:00", "urgent"), ("09:20", "low"), ("09:25", "urgent"))
    clock = only(usual_terms(FAIR), entries, monday("09:25"))
    assert clock.due == monday("10:00")


def test_a_mistake_is_undone_by_any_severity_of_the_same_promise() -> None:
    same = promise("4 hours")
    sold = plan_terms(urgent=[same], high=[same], low=[promise("24 hours")])
    entries = regraded_through(("09:00", "urgent"), ("09:20", "low"), ("09:25", "high"))
    assert only(sold, entries, monday("09:25")).due == monday("13:00")


def test_raised_again_after_the_old_due_time_it_has_its_time_from_the_second_raise() -> None:
    entries = regraded_through(("09:00", "urgent"), ("09:20", "low"), ("11:00", "urgent"))
    clock = only(usual_terms(FAIR), entries, monday("11:00"))
    assert (clock.due, clock.state) == (monday("12:00"), ClockState.RUNNING)


@pytest.mark.parametrize("order", [("urgent", "high"), ("high", "urgent")])
@pytest.mark.parametrize("mode", [FAIR, RECOMPUTE])
def test_another_severity_of_the_same_promise_changes_nothing_and_warns_nobody_again(
    mode: RegradeMode, order: tuple[str, str]
) -> None:
    same = promise("4 hours", warnings=(share(50),))
    sold = plan_terms(urgent=[same], high=[same], low=[promise("24 hours")], regrade=mode)
    entries = regraded_through(("09:00", order[0]), ("11:30", order[1]))
    clock = only(sold, entries, monday("11:30"))
    assert (clock.due, clock.turn) == (monday("13:00"), 0)
    assert keys(owed(sold, entries, monday("12:00"))) == ["first_response:1:warning 50% turn 0"]


def test_the_same_promise_restarts_at_a_regrade_where_the_contract_says_restart() -> None:
    same = promise("4 hours")
    sold = plan_terms(urgent=[same], high=[same], regrade=RESTART)
    entries = regraded_through(("09:00", "high"), ("11:30", "urgent"))
    assert only(sold, entries, monday("11:30")).due == monday("15:30")


class TestAtTheDueInstant:
    def test_a_regrade_in_the_due_instant_finds_the_promise_unbroken(self) -> None:
        entries = regraded_through(("09:00", "urgent"), ("10:00", "low"))
        assert only(usual_terms(), entries, monday("10:00")).due == tuesday("09:00")

    def test_a_regrade_one_microsecond_later_finds_it_broken_for_good(self) -> None:
        late = monday("10:00") + MICROSECOND
        entries = [opened(monday("09:00")), regraded(late, "low")]
        clock = only(usual_terms(), entries, tuesday("12:00"))
        assert (clock.state, clock.breached, clock.severity) == (ClockState.BREACHED, monday("10:00"), "urgent")

    def test_raised_in_the_due_instant_it_stays_due_and_is_broken_a_microsecond_later(self) -> None:
        entries = regraded_through(("09:00", "high"), ("13:00", "urgent"))
        assert only(usual_terms(), entries, monday("13:00")).state is ClockState.RUNNING
        assert only(usual_terms(), entries, monday("13:00") + MICROSECOND).breached == monday("13:00")


class TestPauses:
    @pytest.mark.complaint(22)
    def test_time_waited_before_a_regrade_is_not_lost(self) -> None:
        entries = [
            opened(monday("09:00"), "urgent"),
            paused(monday("09:10")),
            resumed(monday("09:40")),
            regraded(monday("09:45"), "high"),
        ]
        assert only(usual_terms(), entries, monday("09:45")).due == monday("13:30")

    def test_raised_while_waiting_the_least_time_left_is_what_stands_still(self) -> None:
        entries = [opened(monday("09:00"), "high"), paused(monday("12:50")), regraded(monday("12:55"), "urgent")]
        waiting = only(usual_terms(), entries, monday("14:00"))
        assert (waiting.state, waiting.due, waiting.left) == (ClockState.PAUSED, None, 10 * MINUTE)
        going = only(usual_terms(), [*entries, resumed(monday("15:00"))], monday("15:00"))
        assert (going.due, going.left) == (monday("15:10"), 10 * MINUTE)

    def test_raised_to_a_promise_that_is_not_paused_it_counts_although_the_ticket_waits(self) -> None:
        sold = plan_terms(urgent=[promise("1 hour")], low=[promise("24 hours", paused_by=frozenset({WAITING}))])
        entries = [opened(monday("09:00"), "low"), paused(monday("09:30")), regraded(monday("10:00"), "urgent")]
        clock = only(sold, entries, monday("10:30"))
        assert (clock.state, clock.due, clock.left) == (ClockState.RUNNING, monday("11:00"), 30 * MINUTE)


class TestPromisesComeAndGo:
    def test_raised_to_critical_the_call_back_starts_at_the_regrade(self) -> None:
        entries = regraded_through(("09:00", "non_critical"), ("11:00", "critical"))
        clock = only(BIRD, entries, monday("11:05"), ClockKind.CALL_BACK)
        assert (clock.started, clock.due, clock.turn) == (monday("11:00"), monday("11:15"), 0)

    @pytest.mark.complaint(29)
    def test_lowered_from_critical_the_call_back_is_cancelled(self) -> None:
        entries = regraded_through(("09:00", "critical"), ("09:05", "non_critical"))
        clock = only(BIRD, entries, monday("12:00"), ClockKind.CALL_BACK)
        assert (clock.state, clock.ended, clock.breached, clock.live) == (
            ClockState.CANCELLED,
            monday("09:05"),
            None,
            False,
        )

    def test_cancelled_it_stays_ended_when_it_first_was_however_often_it_is_lowered(self) -> None:
        sold = plan_terms(urgent=[promise("1 hour")])
        entries = regraded_through(("09:00", "urgent"), ("09:05", "high"), ("09:10", "low"))
        assert only(sold, entries, monday("09:30")).ended == monday("09:05")

    def test_a_call_back_broken_before_it_was_lowered_stays_broken_but_is_no_longer_owed(self) -> None:
        entries = regraded_through(("09:00", "critical"), ("09:20", "non_critical"))
        clock = only(BIRD, entries, monday("12:00"), ClockKind.CALL_BACK)
        assert (clock.state, clock.breached, clock.ended) == (
            ClockState.BREACHED,
            monday("09:15"),
            monday("09:20"),
        )

    def test_lowered_by_mistake_the_call_back_is_still_due_when_it_was(self) -> None:
        entries = regraded_through(("09:00", "critical"), ("09:05", "non_critical"), ("09:06", "critical"))
        clock = only(BIRD, entries, monday("09:06"), ClockKind.CALL_BACK)
        assert (clock.state, clock.due, clock.turn) == (ClockState.RUNNING, monday("09:15"), 0)

    def test_a_call_made_while_none_was_promised_is_not_the_call_that_critical_promises(self) -> None:
        entries = [*regraded_through(("09:00", "non_critical")), called_back(monday("09:30"))]
        clock = only(BIRD, [*entries, regraded(monday("11:00"), "critical")], monday("11:05"), ClockKind.CALL_BACK)
        assert (clock.state, clock.due) == (ClockState.RUNNING, monday("11:15"))

    def test_a_customer_who_was_answered_is_owed_no_first_response_at_another_severity(self) -> None:
        entries = [opened(monday("09:00"), "critical"), replied(monday("09:30"))]
        lowered = [*entries, regraded(monday("11:00"), "non_critical")]
        assert clocks(BIRD, lowered, monday("11:05"), ClockKind.FIRST_RESPONSE) == ()

    def test_lowered_into_a_promise_it_counts_from_the_opening(self) -> None:
        entries = regraded_through(("10:00", "critical"), ("15:00", "non_critical"))
        clock = only(BIRD, entries, monday("15:00"), ClockKind.FIRST_RESPONSE)
        assert clock.goal == tuesday("10:00")
        assert clock.started == monday("15:00")

    def test_two_regrades_in_one_instant_count_in_their_order(self) -> None:
        at = monday("11:00")
        entries = [*regraded_through(("09:00", "non_critical")), regraded(at, "critical"), regraded(at, "non_critical")]
        clock = only(BIRD, entries, monday("12:00"), ClockKind.CALL_BACK)
        assert (clock.state, clock.ended) == (ClockState.CANCELLED, at)


class TestAgreedUpdates:
    def entries(self, *later: Entry) -> list[Entry]:
        return [opened(monday("09:00"), "critical"), replied(monday("09:10"), monday("13:00")), *later]

    def update(self, *later: Entry, at: datetime) -> Sequence[datetime | None]:
        clock = only(BIRD, self.entries(*later), at, ClockKind.NEXT_UPDATE)
        return clock.due, clock.goal

    def test_lowered_what_was_agreed_with_the_customer_still_holds(self) -> None:
        lowered = regraded(monday("10:00"), "non_critical")
        assert self.update(lowered, at=monday("10:00")) == (None, monday("13:00"))

    def test_lowered_and_raised_again_it_still_holds_unless_the_cadence_comes_first(self) -> None:
        lowered, raised = regraded(monday("10:00"), "non_critical"), regraded(monday("10:30"), "critical")
        assert self.update(lowered, raised, at=monday("10:30"))[0] == monday("11:30")
        late = regraded(monday("12:30"), "critical")
        assert self.update(lowered, late, at=monday("12:30"))[0] == monday("13:00")


class TestTurns:
    def test_each_new_due_time_is_a_turn_and_warns_anew(self) -> None:
        entries = regraded_through(("09:00", "urgent"), ("09:40", "high"), ("11:10", "urgent"))
        sold = usual_terms()
        told = [key for minute in range(181) for key in keys(owed(sold, entries, monday("09:00") + minute * MINUTE))]
        assert list(dict.fromkeys(told)) == [
            "first_response:1:warning 50% turn 0",
            "first_response:1:warning 50% turn 1",
            "first_response:1:warning 50% turn 2",
        ]

    @pytest.mark.complaint(33)
    def test_a_breach_is_not_told_again_after_a_regrade(self) -> None:
        entries = regraded_through(("09:00", "urgent"), ("12:00", "high"), ("13:00", "urgent"))
        for at in (monday("11:00"), monday("12:30"), monday("20:00"), day(3, "09:00")):
            assert keys(owed(usual_terms(), entries, at)) == ["first_response:1:breach"]

    @pytest.mark.parametrize("mode", RegradeMode)
    def test_a_regrade_in_the_opening_instant_gives_the_new_target_from_there(self, mode: RegradeMode) -> None:
        entries = [opened(monday("09:00"), "low"), regraded(monday("09:00"), "urgent")]
        clock = only(usual_terms(mode), entries, monday("09:00"))
        assert clock.due == monday("09:00") + HOUR

    def test_warnings_follow_the_promise_that_falls_due_first(self) -> None:
        entries = regraded_through(("09:00", "high"), ("12:40", "urgent"))
        clock = only(usual_terms(), entries, monday("12:40"))
        assert clock.promise == usual_terms().promise(ClockKind.FIRST_RESPONSE, "high")
        assert [at for _, at in clock.warnings] == [monday("11:00")]


def test_no_pause_reason_is_shared_by_accident() -> None:
    entries = [opened(monday("09:00")), paused(monday("09:10"), PauseReason.WAITING_ON_THIRD_PARTY)]
    assert only(usual_terms(), entries, monday("09:30")).state is ClockState.RUNNING
