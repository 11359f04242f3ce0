import itertools
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clocks.rotation import Duty, Override, Rotation, on_call
from tests.clocks.desks import CLOCK_CHANGES
from tests.clocks.samples import HOUR, MICROSECOND, MINUTE

MEMBERS = ("Ana Agent", "Olly Oncall", "Lena Lead")


def rotation(
    zone: str = "America/Los_Angeles", hand_over: str = "09:00", days: int = 7, starts: str = "2026-03-02"
) -> Rotation:
    return Rotation(
        name="primary",
        zone=zone,
        members=MEMBERS,
        starts=date.fromisoformat(starts),
        hand_over=time.fromisoformat(hand_over),
        days=days,
    )


def local(text: str, zone: str = "America/Los_Angeles") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def person(of: Rotation, at: datetime, *overrides: Override) -> str | None:
    duty = on_call(of, overrides, at)
    return None if duty is None else duty.person


class TestTurns:
    def test_a_weekly_turn_lasts_from_hand_over_to_hand_over(self) -> None:
        hand_over = local("2026-03-09 09:00")
        assert person(rotation(), local("2026-03-02 09:00")) == "Ana Agent"
        assert person(rotation(), hand_over - MICROSECOND) == "Ana Agent"
        assert person(rotation(), hand_over) == "Olly Oncall"

    def test_everybody_has_a_turn_and_then_it_begins_again(self) -> None:
        found = [person(rotation(), local("2026-03-05 12:00") + timedelta(weeks=week)) for week in range(4)]
        assert found == [*MEMBERS, MEMBERS[0]]

    def test_a_daily_turn_is_handed_over_every_day(self) -> None:
        found = [person(rotation(days=1), local(f"2026-03-0{day} 12:00")) for day in range(2, 6)]
        assert found == [*MEMBERS, MEMBERS[0]]

    def test_before_the_hand_over_of_a_day_it_is_still_the_turn_of_the_day_before(self) -> None:
        assert person(rotation(days=1), local("2026-03-03 08:59")) == "Ana Agent"

    def test_before_it_starts_nobody_is_on_call(self) -> None:
        assert person(rotation(), local("2026-03-02 09:00") - MICROSECOND) is None

    def test_nobody_is_on_call_in_a_rotation_without_people(self) -> None:
        empty = Rotation(name="x", zone="UTC", members=(), starts=date(2026, 3, 2), hand_over=time(9))
        assert on_call(empty, (), local("2026-03-05 12:00")) is None

    def test_a_duty_says_until_when(self) -> None:
        assert on_call(rotation(), (), local("2026-03-05 12:00")) == Duty(
            person="Ana Agent", until=local("2026-03-09 09:00")
        )


class TestClockChanges:
    def test_a_turn_over_the_spring_change_is_an_hour_shorter(self) -> None:
        begins, ends = local("2026-03-07 09:00"), local("2026-03-08 09:00")
        duty = on_call(rotation(days=1), (), begins)
        assert duty is not None
        assert (duty.until, ends - begins) == (ends, 23 * HOUR)

    def test_a_hand_over_at_a_skipped_time_comes_an_hour_later_on_the_wall(self) -> None:
        nightly = rotation(hand_over="02:30", days=1)
        changes = local("2026-03-08 03:30")
        assert person(nightly, changes - MICROSECOND) != person(nightly, changes)
        duty = on_call(nightly, (), changes - MICROSECOND)
        assert duty is not None
        assert duty.until == changes

    def test_a_hand_over_at_a_repeated_time_is_the_first_of_the_two(self) -> None:
        nightly = rotation(hand_over="01:30", days=1)
        first = datetime(2026, 11, 1, 8, 30, tzinfo=UTC)
        assert person(nightly, first - MICROSECOND) != person(nightly, first)
        assert person(nightly, first) == person(nightly, first + HOUR) == person(nightly, first + 2 * HOUR)

    @pytest.mark.parametrize("hand_over", ["00:00", "00:30", "01:30", "02:00", "02:30", "03:00", "09:00", "23:59"])
    @pytest.mark.parametrize("zone", CLOCK_CHANGES)
    def test_there_is_never_a_gap_and_never_an_overlap(self, zone: str, hand_over: str) -> None:
        for change in CLOCK_CHANGES[zone]:
            near = datetime.fromisoformat(change)
            of = rotation(zone, hand_over, days=1, starts=(near - timedelta(days=10)).date().isoformat())
            duties = [on_call(of, (), near + minute * MINUTE) for minute in range(-1800, 1800)]
            for minute, (duty, following) in enumerate(itertools.pairwise(duties), start=-1800):
                assert duty is not None
                assert following is not None
                at = near + minute * MINUTE
                assert duty.until > at
                handed_over = duty.until <= at + MINUTE
                assert (following.until > duty.until) if handed_over else (following == duty)

    @given(st.sampled_from(sorted(CLOCK_CHANGES)), st.times(), st.integers(1, 14), st.integers(0, 400 * 24 * 60))
    def test_the_turn_that_follows_begins_the_instant_one_ends(
        self, zone: str, hand_over: time, days: int, minutes: int
    ) -> None:
        of = Rotation(
            name="x",
            zone=zone,
            members=MEMBERS,
            starts=date(2024, 1, 1),
            hand_over=hand_over.replace(fold=0),
            days=days,
        )
        at = datetime(2024, 1, 3, tzinfo=UTC) + minutes * MINUTE
        duty = on_call(of, (), at)
        assert duty is not None
        assert duty.until > at
        last, following = on_call(of, (), duty.until - MICROSECOND), on_call(of, (), duty.until)
        assert last == duty
        assert following is not None
        assert following.person == MEMBERS[(MEMBERS.index(duty.person) + 1) % len(MEMBERS)]


class TestOverrides:
    NOON, THREE, SIX = (local(f"2026-03-05 {clock}") for clock in ("12:00", "15:00", "18:00"))

    def cover(self, who: str, starts: datetime, ends: datetime) -> Override:
        return Override(person=who, starts=starts, ends=ends)

    def test_an_override_goes_before_the_turn_from_its_start_until_its_end(self) -> None:
        tess = self.cover("Tess Tam", self.NOON, self.THREE)
        assert person(rotation(), self.NOON - MICROSECOND, tess) == "Ana Agent"
        assert person(rotation(), self.NOON, tess) == "Tess Tam"
        assert person(rotation(), self.THREE - MICROSECOND, tess) == "Tess Tam"
        assert person(rotation(), self.THREE, tess) == "Ana Agent"

    def test_the_newest_override_wins(self) -> None:
        older, newer = self.cover("Tess Tam", self.NOON, self.SIX), self.cover("Lena Lead", self.THREE, self.SIX)
        assert person(rotation(), self.THREE, older, newer) == "Lena Lead"
        assert person(rotation(), self.THREE, newer, older) == "Tess Tam"

    def test_until_is_the_end_of_the_override_or_the_start_of_a_newer_one(self) -> None:
        older, newer = self.cover("Tess Tam", self.NOON, self.SIX), self.cover("Lena Lead", self.THREE, self.SIX)
        assert on_call(rotation(), [older], self.NOON) == Duty(person="Tess Tam", until=self.SIX)
        assert on_call(rotation(), [older, newer], self.NOON) == Duty(person="Tess Tam", until=self.THREE)

    def test_an_older_override_that_starts_later_does_not_cut_a_newer_one_short(self) -> None:
        older, newer = self.cover("Tess Tam", self.THREE, self.SIX), self.cover("Lena Lead", self.NOON, self.SIX)
        assert on_call(rotation(), [older, newer], self.NOON) == Duty(person="Lena Lead", until=self.SIX)

    def test_a_turn_lasts_only_until_an_override_starts(self) -> None:
        tess = self.cover("Tess Tam", self.THREE, self.SIX)
        assert on_call(rotation(), [tess], self.NOON) == Duty(person="Ana Agent", until=self.THREE)

    def test_an_override_of_no_length_changes_nothing(self) -> None:
        empty = self.cover("Tess Tam", self.THREE, self.THREE)
        assert on_call(rotation(), [empty], self.NOON) == on_call(rotation(), [], self.NOON)
        assert person(rotation(), self.THREE, empty) == "Ana Agent"

    def test_an_override_may_come_before_the_rotation_starts(self) -> None:
        early = self.cover("Tess Tam", local("2026-02-01 00:00"), local("2026-02-02 00:00"))
        assert person(rotation(), local("2026-02-01 12:00"), early) == "Tess Tam"

    @given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=5), st.integers(0, 50))
    def test_whoever_is_on_call_stays_so_until_the_instant_that_is_named(
        self, spans: list[tuple[int, int]], hour: int
    ) -> None:
        overrides = [
            self.cover(f"Person {number}", self.NOON + start * HOUR, self.NOON + end * HOUR)
            for number, (start, end) in enumerate(spans)
        ]
        duty = on_call(rotation(), overrides, self.NOON + hour * HOUR)
        assert duty is not None
        assert on_call(rotation(), overrides, duty.until - MICROSECOND) == duty
        following = on_call(rotation(), overrides, duty.until)
        assert following is not None
        assert following.person != duty.person
