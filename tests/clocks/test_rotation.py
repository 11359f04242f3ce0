"""Who takes turns on call, over every change of the clock."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clocks.hours import Week
from bot.clocks.rotation import DAILY, LONGEST_TURN, SHORTEST_TURN, Rotation, Turn
from tests.clocks.samples import HOUR, MICROSECOND
from tests.clocks.schedules import (
    ANA,
    LENA,
    MEMBERS,
    NEAR,
    OLLY,
    every_day,
    local,
    quarters,
    rotation,
    rotations,
    utc,
    watched,
    weeks,
    whole_turns,
    windows,
    zones,
)

AMSTERDAM = "Europe/Amsterdam"


def person(of: Rotation, at: datetime) -> str | None:
    for turn in of.turns(at, at + MICROSECOND):
        assert (turn.starts, turn.ends) == (at, at + MICROSECOND)
        return turn.person
    return None


def hand_overs(of: Rotation, start: str, end: str) -> list[datetime]:
    """The instants at which turns begin between two in UTC."""
    return [turn.starts for turn in of.turns(utc(start), utc(end))][1:]


class TestTurns:
    def test_a_weekly_turn_lasts_from_hand_over_to_hand_over(self) -> None:
        hand_over = local("2026-03-09 09:00")
        assert person(rotation(), local("2026-03-02 09:00")) == ANA
        assert person(rotation(), hand_over - MICROSECOND) == ANA
        assert person(rotation(), hand_over) == OLLY

    @pytest.mark.parametrize("turn", [DAILY, timedelta(weeks=1), timedelta(days=10), timedelta(hours=12)])
    def test_everybody_has_a_turn_and_then_it_begins_again(self, turn: timedelta) -> None:
        found = [person(rotation(turn=turn), local("2026-04-06 10:00") + number * turn) for number in range(6)]
        start = MEMBERS.index(found[0] or "")
        assert found == [*MEMBERS[start:], *MEMBERS, *MEMBERS[:start]]

    def test_a_turn_says_since_when_and_until_when(self) -> None:
        begins, ends = local("2026-03-09 09:00"), local("2026-03-16 09:00")
        [turn] = rotation().turns(begins, ends)
        assert turn == Turn(person=OLLY, starts=begins, ends=ends)

    def test_turns_are_cut_off_where_the_question_begins_and_ends(self) -> None:
        since, until = local("2026-03-08 09:00"), local("2026-03-10 09:00")
        first, second = rotation().turns(since, until)
        assert (first.starts, first.ends, second.ends) == (since, local("2026-03-09 09:00"), until)

    def test_before_the_hand_over_of_a_day_it_is_still_the_turn_of_the_day_before(self) -> None:
        assert person(rotation(turn=DAILY), local("2026-03-03 08:59")) == ANA

    def test_before_it_starts_nobody_is_on_call(self) -> None:
        assert person(rotation(), local("2026-03-02 09:00") - MICROSECOND) is None
        [first, *_] = rotation().turns(local("2026-02-01 00:00"), local("2026-04-01 00:00"))
        assert first.starts == local("2026-03-02 09:00")

    def test_before_they_start_nobody_is_even_if_they_are_alone(self) -> None:
        alone = rotation(members=[ANA])
        assert list(alone.turns(local("2026-02-01 00:00"), local("2026-03-01 00:00"))) == []

    def test_nobody_is_on_call_in_a_rotation_without_people(self) -> None:
        assert person(rotation(members=()), local("2026-03-05 12:00")) is None

    def test_whoever_is_alone_never_hands_over(self) -> None:
        start, end = local("2026-03-05 00:00"), local("2036-03-05 00:00")
        assert list(rotation(turn=HOUR, members=[ANA]).turns(start, end)) == [Turn(person=ANA, starts=start, ends=end)]

    @pytest.mark.parametrize("turn", [SHORTEST_TURN - MICROSECOND, timedelta(), -DAILY, LONGEST_TURN + MICROSECOND])
    def test_a_turn_that_would_never_end_or_never_begin_is_refused(self, turn: timedelta) -> None:
        with pytest.raises(ValueError, match="between an hour and 366 days"):
            rotation(turn=turn)


class TestClockChanges:
    """Amsterdam leaps from 02:00 to 03:00 at 2026-03-29T01:00Z, and shows that hour twice from 2026-10-25T00:00Z."""

    def test_a_turn_over_the_spring_change_is_an_hour_shorter(self) -> None:
        found = hand_overs(rotation("2026-03-02 09:00", DAILY, zone=AMSTERDAM), "2026-03-27 12:00", "2026-03-30 12:00")
        assert found == [utc("2026-03-28 08:00"), utc("2026-03-29 07:00"), utc("2026-03-30 07:00")]

    def test_a_turn_over_the_autumn_change_is_an_hour_longer(self) -> None:
        found = hand_overs(rotation("2026-03-02 09:00", DAILY, zone=AMSTERDAM), "2026-10-23 12:00", "2026-10-26 12:00")
        assert found == [utc("2026-10-24 07:00"), utc("2026-10-25 08:00"), utc("2026-10-26 08:00")]

    @pytest.mark.parametrize("skipped", ["02:00", "02:15", "02:30:00.250", "02:59"])
    def test_a_hand_over_at_a_skipped_time_comes_as_the_clock_leaps(self, skipped: str) -> None:
        nightly = rotation(f"2026-03-02 {skipped}", DAILY, zone=AMSTERDAM)
        assert hand_overs(nightly, "2026-03-28 12:00", "2026-03-29 12:00") == [utc("2026-03-29 01:00")]

    def test_a_hand_over_at_a_repeated_time_is_the_first_of_the_two(self) -> None:
        nightly = rotation("2026-03-02 02:30", DAILY, zone=AMSTERDAM)
        assert hand_overs(nightly, "2026-10-24 12:00", "2026-10-25 12:00") == [utc("2026-10-25 00:30")]

    def test_what_was_handed_over_at_a_repeated_time_stays_so_while_the_clock_shows_it_again(self) -> None:
        nightly = rotation("2026-03-02 02:30", DAILY, zone=AMSTERDAM)
        quarter_past, past_again = utc("2026-10-25 00:15"), utc("2026-10-25 01:15")
        assert person(nightly, quarter_past) != person(nightly, past_again) == person(nightly, past_again + DAILY / 2)

    def test_a_half_day_is_handed_over_at_the_same_times_of_day_all_year(self) -> None:
        halves = rotation("2026-03-02 08:00", timedelta(hours=12), zone=AMSTERDAM)
        spring = hand_overs(halves, "2026-03-28 12:00", "2026-03-29 20:00")
        autumn = hand_overs(halves, "2026-10-24 12:00", "2026-10-25 20:00")
        assert spring == [utc("2026-03-28 19:00"), utc("2026-03-29 06:00"), utc("2026-03-29 18:00")]
        assert autumn == [utc("2026-10-24 18:00"), utc("2026-10-25 07:00"), utc("2026-10-25 19:00")]

    def test_an_hour_that_is_repeated_belongs_to_whoever_had_it_first(self) -> None:
        hourly = rotation("2026-03-02 00:00", HOUR, zone=AMSTERDAM)
        before, twice, after = hourly.turns(utc("2026-10-24 23:00"), utc("2026-10-25 03:00"))
        assert (twice.starts, twice.ends) == (utc("2026-10-25 00:00"), utc("2026-10-25 02:00"))
        assert len({before.person, twice.person, after.person}) == 3

    def test_a_turn_that_the_clock_leaps_over_is_nobodys(self) -> None:
        hourly = rotation("2026-03-02 00:00", HOUR, zone=AMSTERDAM)
        before, after = hourly.turns(utc("2026-03-29 00:00"), utc("2026-03-29 02:00"))
        assert (before.ends, after.starts) == (utc("2026-03-29 01:00"), utc("2026-03-29 01:00"))
        assert MEMBERS.index(after.person) == (MEMBERS.index(before.person) + 2) % 3

    def test_where_a_whole_day_is_skipped_its_hand_over_comes_at_midnight(self) -> None:
        """Apia went from the 29th of December 2011 to the 31st."""
        daily = rotation("2011-12-01 09:00", DAILY, zone="Pacific/Apia")
        found = hand_overs(daily, "2011-12-29 00:00", "2011-12-31 00:00")
        assert found == [utc("2011-12-29 19:00"), utc("2011-12-30 10:00"), utc("2011-12-30 19:00")]

    def test_half_an_hour_is_skipped_on_lord_howe(self) -> None:
        nightly = rotation("2024-09-01 02:15", DAILY, zone="Australia/Lord_Howe")
        assert hand_overs(nightly, "2024-10-05 00:00", "2024-10-06 00:00") == [utc("2024-10-05 15:30")]

    def test_a_midnight_that_is_skipped_hands_over_at_one_in_the_morning(self) -> None:
        """São Paulo leapt from 00:00 to 01:00 on the 4th of November 2018."""
        daily = rotation("2018-10-01 00:00", DAILY, zone="America/Sao_Paulo")
        assert hand_overs(daily, "2018-11-03 12:00", "2018-11-04 12:00") == [utc("2018-11-04 03:00")]

    @given(st.data())
    def test_there_is_never_a_gap_and_never_an_overlap(self, data: st.DataObject) -> None:
        zone = data.draw(zones)
        start, end = data.draw(windows(zone))
        of = data.draw(rotations(zone, start - timedelta(days=10)))
        found = list(of.turns(start, end))
        assert (found[0].starts, found[-1].ends) == (start, end)
        assert all(before.ends == after.starts for before, after in pairwise(found))
        assert all(turn.starts < turn.ends for turn in found)

    @given(st.data())
    def test_the_order_is_kept_and_everybody_has_as_many_turns(self, data: st.DataObject) -> None:
        zone = data.draw(zones.filter(lambda zone: zone != "Pacific/Apia"))
        near = datetime.fromisoformat(NEAR[zone][0])
        of = rotation(f"{near.date() - timedelta(days=90)} 02:30", data.draw(whole_turns), zone=zone)
        found = [turn.person for turn in of.turns(near - timedelta(days=91), near + timedelta(days=365))]
        assert found == [MEMBERS[number % 3] for number in range(len(found))]
        counts = Counter(found)
        assert max(counts.values()) - min(counts.values()) <= 1


class TestHours:
    def test_outside_of_its_hours_nobody_is_on_call(self) -> None:
        office = rotation(hours=every_day("09:00-17:00"))
        [turn] = office.turns(local("2026-03-03 00:00"), local("2026-03-04 00:00"))
        assert turn == Turn(person=ANA, starts=local("2026-03-03 09:00"), ends=local("2026-03-03 17:00"))

    def test_the_turn_of_the_week_goes_on_outside_of_the_hours(self) -> None:
        office = rotation("2026-03-02 00:00", hours=every_day("09:00-17:00"))
        found = list(office.turns(local("2026-03-02 00:00"), local("2026-03-16 00:00")))
        assert [turn.person for turn in found] == [ANA] * 7 + [OLLY] * 7

    def test_a_hand_over_within_the_hours_parts_them(self) -> None:
        office = rotation("2026-03-02 12:00", DAILY, hours=every_day("09:00-17:00"))
        found = office.turns(local("2026-03-04 00:00"), local("2026-03-05 00:00"))
        noon = local("2026-03-04 12:00")
        assert list(found) == [
            Turn(person=OLLY, starts=local("2026-03-04 09:00"), ends=noon),
            Turn(person=LENA, starts=noon, ends=local("2026-03-04 17:00")),
        ]

    def test_hours_may_go_over_midnight(self) -> None:
        nights = rotation(hours=every_day("22:00-06:00"))
        [turn] = nights.turns(local("2026-03-03 12:00"), local("2026-03-04 12:00"))
        assert (turn.starts, turn.ends) == (local("2026-03-03 22:00"), local("2026-03-04 06:00"))

    def test_hours_that_begin_at_a_skipped_time_begin_as_the_clock_leaps(self) -> None:
        nights = rotation(zone=AMSTERDAM, hours=every_day("02:30-06:00"))
        [turn] = nights.turns(utc("2026-03-29 00:00"), utc("2026-03-29 12:00"))
        assert (turn.starts, turn.ends) == (utc("2026-03-29 01:00"), utc("2026-03-29 04:00"))

    def test_hours_hold_both_times_that_the_clock_shows_them(self) -> None:
        nights = rotation(zone=AMSTERDAM, hours=every_day("02:30-02:45"))
        first, second = nights.turns(utc("2026-10-25 00:00"), utc("2026-10-25 12:00"))
        assert (first.starts, second.starts) == (utc("2026-10-25 00:30"), utc("2026-10-25 01:30"))

    @given(st.data(), weeks)
    def test_whoever_watches_the_clock_on_the_wall_finds_the_same(self, data: st.DataObject, hours: Week) -> None:
        zone = data.draw(zones)
        start, end = data.draw(windows(zone))
        of = data.draw(rotations(zone, start))
        restricted = replace(of, hours=hours)
        for each in (of, restricted):
            found = list(each.turns(start, end))
            by_quarter = [
                next((turn.person for turn in found if turn.starts <= at < turn.ends), None)
                for at in quarters(start, end)
            ]
            assert by_quarter == list(watched(each, start, end))
            assert by_quarter == [person(each, at) for at in quarters(start, end)]
            assert all(start <= turn.starts < turn.ends <= end for turn in found)
            assert all(at.minute % 15 == at.second == 0 for turn in found for at in (turn.starts, turn.ends))
