from collections.abc import Callable
from datetime import datetime
from itertools import product

import pytest

from bot.clocks.contract import PauseReason
from bot.clocks.entries import Contact, Entry, Regraded, Released, Taken
from bot.clocks.ledger import TRANSITIONS, CannotFollowError, History, State
from bot.clocks.timeline import Interval
from tests.clocks.samples import (
    MAKE,
    MICROSECOND,
    THIRD_PARTY,
    WAITING,
    attempted,
    called_back,
    closed,
    confirmed,
    heard,
    monday,
    objected,
    opened,
    paused,
    regraded,
    released,
    reopened,
    replied,
    resolved,
    resumed,
    taken,
    tuesday,
    updated,
)

TEN, ELEVEN, NOON = monday("10:00"), monday("11:00"), monday("12:00")

REACHED: dict[State | None, list[Entry]] = {
    None: [],
    State.OPEN: [opened(TEN)],
    State.WAITING: [opened(TEN), paused(TEN)],
    State.RESOLVED: [opened(TEN), resolved(TEN)],
    State.CLOSED: [opened(TEN), closed(TEN)],
}
ALWAYS_POSSIBLE = ("taken", "released", "replied", "heard", "attempted")
WHILE_WORKING = ("updated", "called back", "regraded", "acknowledged", "snoozed", "unacknowledged")
LEADS_TO: dict[tuple[State | None, str], State] = {
    (None, "opened"): State.OPEN,
    **{(state, kind): state for state in (State.OPEN, State.WAITING) for kind in (*ALWAYS_POSSIBLE, *WHILE_WORKING)},
    (State.OPEN, "paused"): State.WAITING,
    (State.WAITING, "resumed"): State.OPEN,
    **{(state, "resolved"): State.RESOLVED for state in (State.OPEN, State.WAITING)},
    **{(State.RESOLVED, kind): State.RESOLVED for kind in ALWAYS_POSSIBLE},
    (State.RESOLVED, "not asked"): State.RESOLVED,
    (State.RESOLVED, "confirmed"): State.CLOSED,
    (State.RESOLVED, "objected"): State.OPEN,
    **{(state, "closed"): State.CLOSED for state in (State.OPEN, State.WAITING, State.RESOLVED)},
    **{(state, "reopened"): State.OPEN for state in (State.RESOLVED, State.CLOSED)},
    (State.CLOSED, "heard"): State.CLOSED,
    **{(state, "paged"): state for state in State},
}


class TestTransitions:
    @pytest.mark.parametrize(("state", "kind"), list(product(REACHED, MAKE)))
    def test_what_may_follow_in_each_state_and_where_it_leads(self, state: State | None, kind: str) -> None:
        history = History.of(REACHED[state])
        assert history.state is state
        leads_to = LEADS_TO.get((state, kind))
        if leads_to is None:
            with pytest.raises(CannotFollowError, match=f"“{kind}” cannot follow") as refused:
                history.then(MAKE[kind](ELEVEN))
            assert refused.value.allowed == tuple(TRANSITIONS[state])
            assert (refused.value.state, refused.value.kind) == (state, kind)
        else:
            assert history.then(MAKE[kind](ELEVEN)).state is leads_to

    def test_every_kind_of_entry_can_follow_somewhere(self) -> None:
        assert {kind for allowed in TRANSITIONS.values() for kind in allowed} == set(MAKE)

    def test_a_refusal_says_where_the_ticket_stands_and_what_is_possible(self) -> None:
        with pytest.raises(CannotFollowError) as refused:
            History.of([opened(TEN), closed(ELEVEN), replied(NOON)])
        assert (
            str(refused.value) == "“replied” cannot follow while the ticket is closed; possible: heard, paged, reopened"
        )
        with pytest.raises(CannotFollowError, match="while the ticket is not opened; possible: opened"):
            History.of([taken(TEN)])

    def test_an_entry_cannot_come_before_the_one_it_follows(self) -> None:
        with pytest.raises(ValueError, match="is before"):
            History.of([opened(ELEVEN), taken(ELEVEN - MICROSECOND)])

    def test_entries_may_share_an_instant(self) -> None:
        assert History.of([opened(TEN), taken(TEN), closed(TEN), reopened(TEN)]).state is State.OPEN


class TestHistory:
    def test_grades_say_which_severity_held_from_when(self) -> None:
        history = History.of([opened(TEN, "low"), taken(TEN), regraded(ELEVEN, "urgent")])
        assert [(grade.since, grade.severity, grade.place) for grade in history.grades] == [
            (TEN, "low", 0),
            (ELEVEN, "urgent", 2),
        ]
        assert history.severity == "urgent"
        assert history.grades[1].impact == "It has changed."

    def test_the_severity_in_force_at_an_entry_goes_by_its_place_where_instants_are_shared(self) -> None:
        history = History.of([opened(TEN, "low"), replied(TEN), regraded(TEN, "urgent"), regraded(TEN, "high")])
        assert [grade.severity for grade in history.grades_in(1, None)] == ["low", "urgent", "high"]
        assert [grade.severity for grade in history.grades_in(1, 3)] == ["low", "urgent"]
        assert [grade.severity for grade in history.grades_in(2, None)] == ["urgent", "high"]

    def test_a_pause_lasts_until_it_is_resumed(self) -> None:
        history = History.of([opened(TEN), paused(TEN), resumed(ELEVEN), paused(ELEVEN, THIRD_PARTY)])
        assert [(pause.reason, pause.interval) for pause in history.pauses] == [
            (WAITING, Interval(TEN, ELEVEN)),
            (THIRD_PARTY, Interval(ELEVEN, None)),
        ]

    @pytest.mark.parametrize("end", [closed, resolved])
    def test_the_end_of_a_ticket_ends_its_pause(self, end: Callable[[datetime], Entry]) -> None:
        history = History.of([opened(TEN), paused(TEN), end(ELEVEN), reopened(NOON)])
        assert [pause.interval for pause in history.pauses] == [Interval(TEN, ELEVEN)]

    def test_closing_what_was_resolved_does_not_change_when_work_ended(self) -> None:
        history = History.of([opened(TEN), resolved(ELEVEN), closed(NOON)])
        (stretch,) = history.stretches
        assert (stretch.interval, stretch.first, stretch.last) == (Interval(TEN, ELEVEN), 0, 1)

    def test_each_reopening_begins_a_stretch_of_work(self) -> None:
        history = History.of([opened(TEN), closed(ELEVEN), reopened(NOON)])
        assert [(each.interval, each.first, each.last) for each in history.stretches] == [
            (Interval(TEN, ELEVEN), 0, 1),
            (Interval(NOON, None), 2, None),
        ]

    def test_who_took_it_last_has_it(self) -> None:
        assert History.of([opened(TEN)]).assignee is None
        assert History.of([opened(TEN), taken(TEN), replied(ELEVEN)]).assignee == "Ana Agent"

    def test_who_let_go_of_it_has_it_no_more(self) -> None:
        history = History.of([opened(TEN), taken(TEN), released(ELEVEN)])
        assert history.assignee is None
        assert history.then(taken(NOON)).assignee == "Ana Agent"

    def test_a_ticket_is_covered_unless_it_was_taken_without_promises(self) -> None:
        assert History.of([opened(TEN)]).covered
        assert not History.of([opened(TEN, covered=False), replied(ELEVEN)]).covered
        assert not History.of([]).covered

    @pytest.mark.clause("V29")
    def test_attempts_count_since_the_customer_was_heard_or_the_ticket_opened_again(self) -> None:
        entries = [opened(TEN), attempted(TEN), attempted(ELEVEN)]
        assert len(History.of(entries).attempts) == 2
        for again in ([heard(NOON)], [closed(NOON), reopened(NOON)], [resolved(NOON), objected(NOON)]):
            assert History.of([*entries, *again]).attempts == ()
            assert len(History.of([*entries, *again, attempted(NOON)]).attempts) == 1

    def test_the_cadence_is_the_one_agreed_on_last(self) -> None:
        history = History.of([opened(TEN), updated(TEN, cadence="2 hours"), replied(ELEVEN)])
        assert history.cadence == "2 hours"
        assert history.then(updated(NOON, cadence="1 day")).cadence == "1 day"
        assert History.of([opened(TEN), replied(TEN)]).cadence is None

    def test_every_update_given_stays_in_sight(self) -> None:
        history = History.of([opened(TEN), updated(TEN), replied(ELEVEN), updated(NOON)])
        assert [update.at for update in history.updates] == [TEN, NOON]

    def test_a_proposal_stands_until_it_is_answered(self) -> None:
        history = History.of([opened(TEN), resolved(ELEVEN)])
        assert history.proposal == resolved(ELEVEN)
        assert history.then(confirmed(NOON)).proposal is None
        assert history.then(objected(NOON)).proposal is None
        assert history.then(objected(NOON)).then(resolved(NOON)).proposal == resolved(NOON)

    def test_each_proposal_has_a_number_of_its_own_while_it_stands(self) -> None:
        history = History.of([opened(TEN), resolved(ELEVEN)])
        assert history.proposal_number == 2
        assert history.then(objected(NOON)).proposal_number is None
        assert history.then(objected(NOON)).then(resolved(NOON)).proposal_number == 4

    def test_an_objection_begins_a_stretch_of_work(self) -> None:
        history = History.of([opened(TEN), resolved(ELEVEN), objected(NOON)])
        assert [(each.interval, each.first, each.last) for each in history.stretches] == [
            (Interval(TEN, ELEVEN), 0, 1),
            (Interval(NOON, None), 2, None),
        ]

    def test_the_newest_entry_of_some_kinds_is_found_with_its_place(self) -> None:
        history = History.of([opened(TEN), taken(TEN), replied(ELEVEN), released(NOON)])
        assert (history.last(Taken, Released), history.place_of_last(Taken)) == (released(NOON), 1)
        assert (history.last(Regraded), history.place_of_last(Regraded)) == (None, None)

    def test_what_was_known_at_an_instant_includes_what_happened_in_it(self) -> None:
        history = History.of([opened(TEN), replied(ELEVEN), closed(NOON)])
        assert history.until(ELEVEN) == History.of([opened(TEN), replied(ELEVEN)])
        assert history.until(ELEVEN - MICROSECOND) == History.of([opened(TEN)])
        assert history.until(TEN - MICROSECOND).entries == ()
        assert history.until(tuesday("09:00")) == history

    def test_entries_of_a_kind_are_found_by_place_without_the_ends(self) -> None:
        history = History.of(
            [opened(TEN), replied(TEN), taken(TEN), called_back(ELEVEN), replied(ELEVEN), closed(NOON)]
        )
        assert list(history.places(Contact, 0, 5)) == [1, 3, 4]
        assert list(history.places(Contact, 1, 4)) == [3]
        assert list(history.places(Contact, 0, None)) == [1, 3, 4]

    def test_entries_of_a_kind_are_found_by_instant_with_the_ends(self) -> None:
        history = History.of([opened(TEN), regraded(TEN, "low"), regraded(ELEVEN, "high"), regraded(NOON, "low")])
        assert [entry.at for entry in history.between(Regraded, TEN, ELEVEN)] == [TEN, ELEVEN]
        assert [entry.at for entry in history.between(Regraded, ELEVEN, None)] == [ELEVEN, NOON]

    def test_a_wait_can_be_agreed(self) -> None:
        history = History.of([opened(TEN), paused(TEN, PauseReason.AGREED)])
        assert history.pauses[0].reason is PauseReason.AGREED
        assert history.opened_at == TEN
