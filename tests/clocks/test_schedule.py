"""Who is on call by layers of rotations, an imported calendar and overrides."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clocks.rotation import DAILY, Rotation
from bot.clocks.schedule import (
    REACH,
    Override,
    Schedule,
    Shift,
    changes_nothing,
    end_in_sight,
    following,
    gaps,
    on_call,
    shifts,
)
from tests.clocks.samples import HOUR, MICROSECOND
from tests.clocks.schedules import (
    ANA,
    DAYS,
    LENA,
    OLLY,
    QUARTER,
    TESS,
    drawn,
    every_day,
    expected,
    local,
    quarters,
    rotation,
    situations,
)

Situation = tuple[Schedule, list[Override], datetime, datetime]
NOON, THREE, SIX, HAND_OVER = (
    local(at) for at in ("2026-03-05 12:00", "2026-03-05 15:00", "2026-03-05 18:00", "2026-03-09 09:00")
)
BEGINS = local("2026-03-02 09:00")
A_WHILE = DAYS * 7


def schedule(*rotations: Rotation) -> Schedule:
    return Schedule(name="primary", zone="UTC", rotations=rotations or (rotation(),))


def imported(*rows: tuple[str, datetime, datetime]) -> Schedule:
    found = tuple(Shift(people=(person,), starts=starts, ends=ends) for person, starts, ends in rows)
    return Schedule(name="primary", zone="UTC", shifts=found)


def cover(person: str, starts: datetime, ends: datetime) -> Override:
    return Override(person=person, starts=starts, ends=ends)


def people(of: Schedule, at: datetime, *overrides: Override) -> tuple[str, ...]:
    shift = on_call(of, overrides, at)
    return () if shift is None else shift.people


def told(found: Sequence[Shift]) -> list[tuple[str, datetime, datetime]]:
    return [(", ".join(shift.people), shift.starts, shift.ends) for shift in found]


class TestOnCall:
    def test_it_says_who_since_when_and_until_when(self) -> None:
        assert on_call(schedule(), (), NOON) == Shift(people=(ANA,), starts=BEGINS, ends=HAND_OVER, rotation="base")

    def test_before_the_first_turn_nobody_is(self) -> None:
        assert on_call(schedule(), (), BEGINS - MICROSECOND) is None

    @pytest.mark.parametrize("days", [14, 60, 200])
    def test_long_shifts_are_told_whole(self, days: int) -> None:
        long = schedule(rotation(turn=timedelta(days=days)))
        begins = local("2026-03-02 09:00") + timedelta(days=days)
        found = on_call(long, (), begins + HOUR)
        assert found is not None
        assert found.people == (OLLY,)
        assert abs(found.starts - begins) <= HOUR
        assert abs(found.ends - begins - timedelta(days=days)) <= HOUR
        assert end_in_sight(found, begins + HOUR) == found.ends

    def test_of_somebody_who_never_hands_over_no_end_is_in_sight(self) -> None:
        at = NOON + REACH * 3
        found = on_call(schedule(rotation(members=[ANA])), (), at)
        assert found is not None
        assert (found.starts, found.ends) == (at - REACH, at + REACH)
        assert end_in_sight(found, at) is None
        assert following(schedule(rotation(members=[ANA])), (), at) is None

    def test_two_turns_of_the_same_person_in_a_row_are_one_shift(self) -> None:
        found = on_call(schedule(rotation(members=[ANA, ANA, OLLY])), (), NOON)
        assert found is not None
        assert (found.starts, found.ends) == (BEGINS, local("2026-03-16 09:00"))

    def test_whoever_goes_on_by_an_override_is_on_call_until_that_ends(self) -> None:
        longer = cover(ANA, HAND_OVER, HAND_OVER + 9 * HOUR)
        found = on_call(schedule(), [longer], NOON)
        assert found == Shift(people=(ANA,), starts=BEGINS, ends=longer.ends, rotation="base")
        assert on_call(schedule(), [longer], HAND_OVER) == replace(found, rotation="", override=True)

    @given(situations(), st.integers(0, 479))
    @settings(max_examples=60)
    def test_it_says_of_every_instant_what_the_shifts_say(self, situation: Situation, number: int) -> None:
        of, overrides, start, _ = situation
        at = start + number * QUARTER
        found = on_call(of, overrides, at)
        around = shifts(of, overrides, at - A_WHILE, at + A_WHILE)
        now = next((shift for shift in around if shift.starts <= at < shift.ends), None)
        assert (found is None) == (now is None)
        if found is not None and now is not None:
            assert (found.people, found.rotation, found.override) == (now.people, now.rotation, now.override)
            assert people(of, found.starts, *overrides) == people(of, found.ends - MICROSECOND, *overrides)
            if end_in_sight(found, at) is not None:
                assert people(of, found.ends, *overrides) != found.people
            if at - REACH < found.starts:
                assert people(of, found.starts - MICROSECOND, *overrides) != found.people


class TestLayers:
    def test_the_first_rotation_that_has_somebody_counts(self) -> None:
        office = rotation(name="office", members=[TESS], hours=every_day("09:00-17:00"))
        both = schedule(office, rotation())
        found = shifts(both, (), local("2026-03-05 00:00"), local("2026-03-06 00:00"))
        nine, five = local("2026-03-05 09:00"), local("2026-03-05 17:00")
        assert told(found) == [
            (ANA, local("2026-03-05 00:00"), nine),
            (TESS, nine, five),
            (ANA, five, local("2026-03-06 00:00")),
        ]
        assert [shift.rotation for shift in found] == ["base", "office", "base"]

    def test_the_sun_is_followed_from_zone_to_zone(self) -> None:
        """Sydney's day ends as Amsterdam's begins, and so on, as long as no clock changes."""
        of = schedule(
            rotation("2026-06-01 00:00", zone="Australia/Sydney", members=[LENA], hours=every_day("08:00-16:00")),
            rotation("2026-06-01 00:00", zone="Europe/Amsterdam", members=[ANA], hours=every_day("08:00-17:00")),
            rotation("2026-06-01 00:00", zone="America/Los_Angeles", members=[OLLY], hours=every_day("08:00-15:00")),
        )
        found = shifts(of, (), datetime(2026, 7, 1, tzinfo=UTC), datetime(2026, 7, 2, tzinfo=UTC))
        assert [shift.people[0] for shift in found] == [LENA, ANA, OLLY, LENA]
        assert gaps(of, (), datetime(2026, 7, 1, tzinfo=UTC), datetime(2026, 7, 8, tzinfo=UTC)) == ()
        assert gaps(of, (), datetime(2026, 10, 5, tzinfo=UTC), datetime(2026, 10, 6, tzinfo=UTC)) != ()

    @given(situations())
    @settings(max_examples=80)
    def test_whoever_watches_the_clock_on_the_wall_finds_the_same(self, situation: Situation) -> None:
        of, overrides, start, end = situation
        found = shifts(of, overrides, start, end)
        assert drawn(found, start, end) == expected(of, overrides, start, end)
        assert all(start <= shift.starts < shift.ends <= end for shift in found)
        assert all(before.ends <= after.starts for before, after in pairwise(found))

    @given(situations(), st.integers(0, 480))
    @settings(max_examples=60)
    def test_what_is_asked_in_two_parts_is_the_same(self, situation: Situation, number: int) -> None:
        of, overrides, start, end = situation
        middle = start + number * QUARTER
        parts = [*shifts(of, overrides, start, middle), *shifts(of, overrides, middle, end)]
        whole = shifts(of, overrides, start, end)
        for shift in whole:
            if shift.starts < middle < shift.ends:
                before, after = replace(shift, ends=middle), replace(shift, starts=middle)
                assert before in parts
                assert after in parts
                parts.remove(after)
                parts[parts.index(before)] = shift
        assert tuple(parts) == whole

    @given(situations())
    @settings(max_examples=60)
    def test_shifts_that_follow_on_each_other_differ(self, situation: Situation) -> None:
        for before, after in pairwise(shifts(*situation)):
            assert before.ends < after.starts or replace(before, starts=after.starts, ends=after.ends) != after


class TestImported:
    def test_shifts_that_overlap_put_several_people_on_call(self) -> None:
        of = imported((ANA, NOON, SIX), (OLLY, THREE, SIX + HOUR))
        assert told(shifts(of, (), NOON, SIX + HOUR)) == [
            (ANA, NOON, THREE),
            (f"{ANA}, {OLLY}", THREE, SIX),
            (OLLY, SIX, SIX + HOUR),
        ]

    def test_whoever_goes_on_with_the_next_entry_is_in_the_same_shift(self) -> None:
        of = imported((ANA, NOON, THREE), (OLLY, NOON, SIX), (ANA, THREE, SIX))
        assert told(shifts(of, (), NOON, SIX)) == [(f"{ANA}, {OLLY}", NOON, SIX)]

    def test_the_same_person_twice_is_on_call_once(self) -> None:
        assert people(imported((ANA, NOON, SIX), (ANA, THREE, SIX)), THREE) == (ANA,)

    def test_shifts_are_cut_off_where_the_question_begins_and_ends(self) -> None:
        of = imported((ANA, NOON, SIX), (OLLY, NOON - DAILY, THREE))
        assert told(shifts(of, (), NOON + HOUR, THREE + HOUR)) == [
            (f"{ANA}, {OLLY}", NOON + HOUR, THREE),
            (ANA, THREE, THREE + HOUR),
        ]

    def test_everybody_of_a_schedule_is_known(self) -> None:
        assert imported((ANA, NOON, SIX), (OLLY, THREE, SIX)).people == {ANA, OLLY}
        assert schedule(rotation(members=[ANA]), rotation(members=[TESS, ANA])).people == {ANA, TESS}


class TestOverrides:
    def test_an_override_goes_before_the_turn_from_its_start_until_its_end(self) -> None:
        tess = cover(TESS, NOON, THREE)
        found = [people(schedule(), at, tess) for at in (NOON - MICROSECOND, NOON, THREE - MICROSECOND, THREE)]
        assert found == [(ANA,), (TESS,), (TESS,), (ANA,)]

    def test_the_newest_override_wins(self) -> None:
        older, newer = cover(TESS, NOON, SIX), cover(LENA, THREE, SIX)
        assert people(schedule(), THREE, older, newer) == (LENA,)
        assert people(schedule(), THREE, newer, older) == (TESS,)

    def test_it_holds_until_its_end_or_until_a_newer_one_begins(self) -> None:
        older, newer = cover(TESS, NOON, SIX), cover(LENA, THREE, SIX)
        stands_in = Shift(people=(TESS,), starts=NOON, ends=SIX, override=True)
        assert on_call(schedule(), [older], NOON) == stands_in
        assert on_call(schedule(), [older, newer], NOON) == replace(stands_in, ends=THREE)

    def test_an_older_override_that_starts_later_does_not_cut_a_newer_one_short(self) -> None:
        older, newer = cover(TESS, THREE, SIX), cover(LENA, NOON, SIX)
        assert on_call(schedule(), [older, newer], NOON) == Shift(people=(LENA,), starts=NOON, ends=SIX, override=True)

    def test_a_shift_lasts_only_until_an_override_starts(self) -> None:
        assert told(shifts(schedule(), [cover(TESS, THREE, SIX)], NOON, HAND_OVER)) == [
            (ANA, NOON, THREE),
            (TESS, THREE, SIX),
            (ANA, SIX, HAND_OVER),
        ]

    def test_an_override_of_no_length_changes_nothing(self) -> None:
        empty = cover(TESS, THREE, THREE)
        assert on_call(schedule(), [empty], NOON) == on_call(schedule(), [], NOON)
        assert people(schedule(), THREE, empty) == (ANA,)

    def test_an_override_fills_a_gap(self) -> None:
        early = cover(TESS, BEGINS - DAILY, BEGINS - HOUR)
        assert people(schedule(), BEGINS - DAILY, early) == (TESS,)
        assert people(schedule(), BEGINS - HOUR, early) == ()

    def test_an_override_replaces_everybody_who_is_on_call(self) -> None:
        assert people(imported((ANA, NOON, SIX), (OLLY, NOON, SIX)), THREE, cover(TESS, THREE, SIX)) == (TESS,)


class TestFollowing:
    def test_after_the_hand_over_it_is_the_next_persons(self) -> None:
        upcoming = Shift(people=(OLLY,), starts=HAND_OVER, ends=local("2026-03-16 09:00"), rotation="base")
        assert following(schedule(), (), NOON) == upcoming

    def test_whoever_comes_back_after_a_gap_does_not_follow_themselves(self) -> None:
        office = schedule(rotation(hours=every_day("09:00-17:00")))
        found = following(office, (), NOON)
        assert found is not None
        assert (found.people, found.starts) == ((OLLY,), HAND_OVER)

    def test_while_nobody_is_on_call_it_is_the_next_shift(self) -> None:
        found = following(schedule(), (), BEGINS - DAILY)
        assert found is not None
        assert (found.people, found.starts) == ((ANA,), BEGINS)

    def test_nobody_follows_the_last_shift_of_a_calendar(self) -> None:
        assert following(imported((ANA, NOON, SIX)), (), THREE) is None

    @given(situations())
    @settings(max_examples=40)
    def test_nobody_else_is_on_call_between(self, situation: Situation) -> None:
        of, overrides, start, end = situation
        upcoming = following(of, overrides, start)
        present = people(of, start, *overrides)
        until = end if upcoming is None else min(end, upcoming.starts)
        assert set(expected(of, overrides, start, until)) <= {present, ()}
        if upcoming is not None:
            assert upcoming.starts > start
            assert upcoming.people not in (present, ())
            found = on_call(of, overrides, upcoming.starts)
            assert found is not None
            assert (found.people, found.starts) == (upcoming.people, upcoming.starts)


class TestGaps:
    def test_the_time_before_the_first_turn_and_outside_of_the_hours_is_nobodys(self) -> None:
        office = schedule(rotation(hours=every_day("09:00-17:00")))
        found = gaps(office, (), local("2026-03-01 12:00"), local("2026-03-03 12:00"))
        assert [(gap.start, gap.end) for gap in found] == [
            (local("2026-03-01 12:00"), BEGINS),
            (local("2026-03-02 17:00"), local("2026-03-03 09:00")),
        ]

    def test_a_schedule_with_nobody_is_one_gap(self) -> None:
        [gap] = gaps(Schedule(name="primary", zone="UTC"), (), NOON, SIX)
        assert (gap.start, gap.end) == (NOON, SIX)

    @given(situations())
    @settings(max_examples=40)
    def test_a_gap_is_where_there_is_no_shift(self, situation: Situation) -> None:
        of, overrides, start, end = situation
        found = gaps(*situation)
        empty = [any(gap.start <= at < (gap.end or end) for gap in found) for at in quarters(start, end)]
        assert empty == [not people for people in expected(of, overrides, start, end)]


class TestChangesNothing:
    def test_who_is_on_call_anyway_changes_nothing_by_an_override(self) -> None:
        assert changes_nothing(schedule(), (), cover(ANA, NOON, HAND_OVER))

    @pytest.mark.parametrize(
        ("person", "starts", "ends"),
        [
            (OLLY, NOON, THREE),
            (ANA, NOON, HAND_OVER + HOUR),
            (ANA, BEGINS - HOUR, NOON),
            (ANA, BEGINS - 2 * HOUR, BEGINS - HOUR),
        ],
        ids=["somebody else", "after their turn", "from before the first turn", "in a gap"],
    )
    def test_whoever_is_not_on_call_all_that_time_alone_does(
        self, person: str, starts: datetime, ends: datetime
    ) -> None:
        assert not changes_nothing(schedule(), (), cover(person, starts, ends))

    def test_to_take_back_what_another_override_gave_away_does(self) -> None:
        assert not changes_nothing(schedule(), [cover(TESS, NOON, SIX)], cover(ANA, NOON, SIX))

    def test_to_be_on_call_alone_where_there_were_two_does(self) -> None:
        assert not changes_nothing(imported((ANA, NOON, SIX), (OLLY, NOON, SIX)), (), cover(ANA, NOON, SIX))

    def test_no_time_at_all_changes_nothing(self) -> None:
        assert changes_nothing(schedule(), (), cover(TESS, NOON, NOON))

    def test_of_one_for_ever_the_beginning_decides(self) -> None:
        for_ever = datetime(9999, 12, 31, tzinfo=UTC)
        assert changes_nothing(schedule(rotation(members=[ANA])), (), cover(ANA, NOON, for_ever))
        assert not changes_nothing(schedule(), (), cover(ANA, NOON, for_ever))

    @given(situations(), st.sampled_from([ANA, OLLY, TESS]), st.integers(0, 400), st.integers(0, 80))
    @settings(max_examples=60)
    def test_it_is_true_exactly_where_everything_stays_as_it_was(
        self, situation: Situation, person: str, starts: int, length: int
    ) -> None:
        of, overrides, start, end = situation
        further = cover(person, start + starts * QUARTER, start + (starts + length) * QUARTER)
        same = expected(of, overrides, start, end) == expected(of, [*overrides, further], start, end)
        assert changes_nothing(of, overrides, further) == same
