from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clocks.calendar import Calendar, Span
from bot.clocks.timeline import ALWAYS, MICROSECOND, REACH, Interval, Timeline, joined, year_bounds
from tests.clocks.desks import MINUTE, WINDOW, Desk, desks, instants, pauses_of
from tests.clocks.samples import DESK

FIRST = datetime.min.replace(tzinfo=UTC)
LAST = datetime.max.replace(tzinfo=UTC)
HOUR = timedelta(hours=1)
NINE_TO_FIVE = DESK.timeline


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def forms(pauses: list[Interval]) -> list[tuple[datetime, datetime | None]]:
    return [(pause.start, pause.end) for pause in pauses]


stepping = settings(max_examples=40)


class TestAgainstStepping:
    @stepping
    @given(st.data(), desks(), st.integers(1, 3000) | st.integers(-3000, -1))
    def test_due_is_where_stepping_through_the_minutes_ends(
        self, data: st.DataObject, desk: Desk, minutes: int
    ) -> None:
        start, pauses = data.draw(instants(desk)), data.draw(pauses_of(desk))
        due = desk.calendar().timeline.add(start, minutes * MINUTE, pauses)
        stepped = desk.due(start, minutes, pauses)
        if stepped is not None:
            assert due == stepped
        else:
            assert due is None or abs(due - start) > WINDOW

    @stepping
    @given(st.data(), desks())
    def test_elapsed_is_what_stepping_through_the_minutes_counts(self, data: st.DataObject, desk: Desk) -> None:
        start, end, pauses = data.draw(instants(desk)), data.draw(instants(desk)), data.draw(pauses_of(desk))
        start, end = min(start, end), max(start, end)
        timeline = desk.calendar().timeline
        assert timeline.elapsed(start, end, pauses) == desk.used(start, end, pauses)
        assert timeline.elapsed(end, start, pauses) == -desk.used(start, end, pauses)

    @stepping
    @given(st.data(), desks())
    def test_open_means_that_the_wall_clock_is_inside_the_hours(self, data: st.DataObject, desk: Desk) -> None:
        instant = data.draw(instants(desk))
        timeline = desk.calendar().timeline
        assert timeline.is_open(instant) == desk.is_open(instant)
        opening = timeline.next_open(instant)
        stepped = next((instant + n * MINUTE for n in range(3000) if desk.is_open(instant + n * MINUTE)), None)
        assert opening == stepped or (stepped is None and (opening is None or opening - instant >= 3000 * MINUTE))

    def test_the_check_itself_counts_the_repeated_hour_twice(self) -> None:
        desk = Desk(
            zone="America/Los_Angeles",
            near=at("2024-11-03T09:00"),
            weekly={6: (Span(3600, 7200),)},
            closed=frozenset(),
            special={},
            later=(date(2030, 1, 1), {}),
        )
        assert desk.used(at("2024-11-03T00:00"), at("2024-11-04T00:00"), ()) == 2 * HOUR


class TestLaws:
    @given(st.data(), desks(), st.timedeltas(MICROSECOND, timedelta(days=9)))
    def test_what_was_added_has_elapsed(self, data: st.DataObject, desk: Desk, length: timedelta) -> None:
        start, pauses = data.draw(instants(desk)), data.draw(pauses_of(desk))
        timeline = desk.calendar().timeline
        due = timeline.add(start, length, pauses)
        if due is not None:
            assert timeline.elapsed(start, due, pauses) == length
            assert timeline.elapsed(start, due - MICROSECOND, pauses) < length
        else:
            assert timeline.elapsed(start, start + timedelta(days=60), pauses) < length

    @given(st.data(), desks(), st.timedeltas(MICROSECOND, timedelta(days=9)))
    def test_walking_backwards_is_the_inverse(self, data: st.DataObject, desk: Desk, length: timedelta) -> None:
        start, pauses = data.draw(instants(desk)), data.draw(pauses_of(desk))
        timeline = desk.calendar().timeline
        begun = timeline.add(start, -length, pauses)
        if begun is not None:
            assert timeline.elapsed(begun, start, pauses) == length
            assert timeline.elapsed(begun + MICROSECOND, start, pauses) < length
            due = timeline.add(begun, length, pauses)
            assert due is not None
            assert due <= start
            assert timeline.elapsed(due, start, pauses) == timedelta()

    @given(st.data(), desks())
    def test_elapsed_adds_up(self, data: st.DataObject, desk: Desk) -> None:
        one, two, three = (data.draw(instants(desk)) for _ in range(3))
        pauses = data.draw(pauses_of(desk))
        timeline = desk.calendar().timeline
        parts = timeline.elapsed(one, two, pauses) + timeline.elapsed(two, three, pauses)
        assert parts == timeline.elapsed(one, three, pauses)

    @given(st.data(), desks(), st.lists(st.integers(1, 4000), min_size=2, max_size=2))
    def test_a_later_start_or_a_longer_target_is_never_due_earlier(
        self, data: st.DataObject, desk: Desk, minutes: list[int]
    ) -> None:
        starts = sorted(data.draw(st.tuples(instants(desk), instants(desk))))
        pauses = data.draw(pauses_of(desk))
        timeline = desk.calendar().timeline
        short, long = sorted(minutes)
        early = timeline.add(starts[0], short * MINUTE, pauses) or LAST
        assert early <= (timeline.add(starts[1], short * MINUTE, pauses) or LAST)
        assert early <= (timeline.add(starts[0], long * MINUTE, pauses) or LAST)

    @given(st.data(), desks(), st.integers(-4000, 4000))
    def test_a_pause_cut_in_two_or_told_twice_changes_nothing(
        self, data: st.DataObject, desk: Desk, minutes: int
    ) -> None:
        start, begin, cut, end = (data.draw(instants(desk)) for _ in range(4))
        begin, cut, end = sorted((begin, cut, end))
        timeline, length = desk.calendar().timeline, minutes * MINUTE
        whole = timeline.add(start, length, [Interval(begin, end)])
        assert timeline.add(start, length, [Interval(cut, end), Interval(begin, cut)]) == whole
        assert timeline.add(start, length, [Interval(begin, end), Interval(begin, cut)]) == whole

    @given(st.data(), desks(), st.integers(-4000, 4000).filter(bool))
    def test_a_pause_outside_the_hours_moves_nothing(self, data: st.DataObject, desk: Desk, minutes: int) -> None:
        start, begin = data.draw(instants(desk)), data.draw(instants(desk))
        timeline, length = desk.calendar().timeline, minutes * MINUTE
        opening = timeline.next_open(begin) or begin + HOUR
        assert timeline.add(start, length, [Interval(begin, opening)]) == timeline.add(start, length)

    @stepping
    @given(st.data(), desks())
    def test_no_time_at_all_is_due_at_the_first_minute_that_runs(self, data: st.DataObject, desk: Desk) -> None:
        start, pauses = data.draw(instants(desk)), data.draw(pauses_of(desk))
        due = desk.calendar().timeline.add(start, timedelta(), pauses)
        stepped = next((start + n * MINUTE for n in range(3000) if desk.runs(start + n * MINUTE, pauses)), None)
        assert due == stepped or (stepped is None and (due is None or due - start >= 3000 * MINUTE))

    @given(st.data(), desks())
    def test_the_intervals_are_the_elapsed_time(self, data: st.DataObject, desk: Desk) -> None:
        start, end = sorted(data.draw(st.tuples(instants(desk), instants(desk))))
        timeline = desk.calendar().timeline
        intervals = list(timeline.intervals(start, end))
        assert joined(intervals) == intervals
        lengths = (each.end - each.start for each in intervals if each.end)
        assert sum(lengths, timedelta()) == timeline.elapsed(start, end)
        assert all(start <= each.start and each.end and each.end <= end for each in intervals)

    @given(st.data(), desks(), st.integers(-4000, 4000))
    def test_what_was_asked_before_changes_no_answer(self, data: st.DataObject, desk: Desk, minutes: int) -> None:
        start, pauses = data.draw(instants(desk)), data.draw(pauses_of(desk))
        asked = desk.calendar().timeline
        asked.elapsed(desk.near - timedelta(days=900), desk.near + timedelta(days=900))
        asked.next_open(at("1700-01-01"))
        assert asked.add(start, minutes * MINUTE, pauses) == desk.calendar().timeline.add(
            start, minutes * MINUTE, pauses
        )


class TestEdges:
    def test_a_target_used_up_at_closing_is_due_at_closing(self) -> None:
        assert NINE_TO_FIVE.add(at("2026-06-05T16:00"), HOUR) == at("2026-06-05T17:00")

    def test_backwards_stays_on_the_opening_it_lands_on(self) -> None:
        assert NINE_TO_FIVE.add(at("2026-06-08T10:00"), -HOUR) == at("2026-06-08T09:00")

    def test_backwards_stays_on_the_end_of_the_pause_it_lands_on(self) -> None:
        pause = [Interval(at("2026-06-08T11:00"), at("2026-06-08T12:00"))]
        assert NINE_TO_FIVE.add(at("2026-06-08T13:00"), -HOUR, pause) == at("2026-06-08T12:00")
        assert NINE_TO_FIVE.add(at("2026-06-08T13:00"), -2 * HOUR, pause) == at("2026-06-08T10:00")

    @pytest.mark.complaint(8)
    def test_one_microsecond_more_than_today_is_due_tomorrow(self) -> None:
        due = NINE_TO_FIVE.add(at("2026-06-04T16:00"), HOUR + MICROSECOND)
        assert due == at("2026-06-05T09:00") + MICROSECOND

    def test_the_opening_instant_is_open_and_the_closing_instant_is_not(self) -> None:
        assert NINE_TO_FIVE.is_open(at("2026-06-05T09:00"))
        assert not NINE_TO_FIVE.is_open(at("2026-06-05T17:00"))
        assert NINE_TO_FIVE.next_open(at("2026-06-05T17:00")) == at("2026-06-08T09:00")

    def test_answers_are_in_utc_whatever_zone_the_question_is_in(self) -> None:
        start = at("2026-06-05T10:00").astimezone(ZoneInfo("Asia/Kathmandu"))
        due, opening = NINE_TO_FIVE.add(start, HOUR), NINE_TO_FIVE.next_open(start)
        assert due is not None
        assert opening is not None
        assert due.tzinfo is UTC
        assert opening.tzinfo is UTC
        assert due == at("2026-06-05T11:00")

    def test_the_second_time_of_a_repeated_wall_time_is_an_hour_later(self) -> None:
        zone = ZoneInfo("Europe/Amsterdam")
        first, second = (datetime(2024, 10, 27, 2, 30, fold=fold, tzinfo=zone) for fold in (0, 1))
        assert ALWAYS.elapsed(first, second) == HOUR
        assert ALWAYS.elapsed(first, second, [Interval(first, second)]) == timedelta()

    def test_an_instant_without_a_zone_is_refused(self) -> None:
        naive = at("2026-06-05T10:00").replace(tzinfo=None)
        with pytest.raises(TypeError):
            NINE_TO_FIVE.add(naive, HOUR)
        with pytest.raises(ValueError, match="has no zone"):
            Interval(naive, None)

    def test_a_pause_that_ends_before_it_starts_is_refused(self) -> None:
        with pytest.raises(ValueError, match="cannot end"):
            Interval(at("2026-06-05"), at("2026-06-04"))

    def test_an_open_pause_stops_the_clock_unless_it_was_due_before(self) -> None:
        pause = [Interval(at("2026-06-05T12:00"), None)]
        assert NINE_TO_FIVE.add(at("2026-06-05T10:00"), 2 * HOUR, pause) == at("2026-06-05T12:00")
        assert NINE_TO_FIVE.add(at("2026-06-05T10:00"), 3 * HOUR, pause) is None
        assert NINE_TO_FIVE.add(at("2026-06-05T10:00"), timedelta(), [Interval(at("2026-06-05"), None)]) is None
        assert NINE_TO_FIVE.elapsed(at("2026-06-05T10:00"), at("2026-07-05"), pause) == 2 * HOUR

    @pytest.mark.complaint(14)
    def test_a_weekend_of_waiting_for_the_customer_costs_only_office_hours(self) -> None:
        # From frappe/helpdesk#2449 and glpi#9082: the hold must not be added as wall-clock time.
        pause = [Interval(at("2026-06-05T16:00"), at("2026-06-08T10:00"))]
        assert NINE_TO_FIVE.add(at("2026-06-05T15:00"), 2 * HOUR, pause) == at("2026-06-08T11:00")

    def test_joined_pauses_are_sorted_and_neither_touch_nor_overlap(self) -> None:
        day = [at(f"2026-06-0{number}") for number in range(1, 8)]
        told = [Interval(day[4], None), Interval(day[1], day[2]), Interval(day[0], day[1]), Interval(day[3], day[3])]
        assert forms(joined(told)) == [(day[0], day[2]), (day[4], None)]
        assert forms(joined([Interval(day[0], None), Interval(day[1], day[2])])) == [(day[0], None)]


class TestNever:
    def test_a_desk_without_any_open_time_is_never_due(self) -> None:
        asked: list[int] = []

        def source(year: int) -> list[tuple[int, int]]:
            asked.append(year)
            return []

        closed = Timeline(source, range(0))
        start = at("2026-06-05")
        assert closed.add(start, HOUR) is None
        assert closed.add(start, -HOUR) is None
        assert closed.add(FIRST + HOUR, -HOUR) is None
        assert closed.add(start, timedelta()) is None
        assert closed.next_open(start) is None
        assert closed.elapsed(start, start + timedelta(days=3650)) == timedelta()
        assert asked == []

    def test_a_source_that_never_opens_is_given_up(self) -> None:
        asked: list[int] = []

        def source(year: int) -> list[tuple[int, int]]:
            asked.append(year)
            return []

        assert Timeline(source).add(at("2026-06-05"), HOUR) is None
        assert sorted(asked) == list(range(2026, 2026 + REACH + 1))

    def test_how_far_is_never_does_not_depend_on_what_was_asked_before(self) -> None:
        special = {date(2030, 1, 1): (Span(0, 3600),), date(2200, 1, 1): (Span(0, 3600),)}
        dated = Calendar(name="fairs", zone="UTC", weekly={}, special=special).timeline
        assert dated.elapsed(at("2000-01-01"), at("2300-01-01")) == 2 * HOUR
        assert dated.add(at("2030-01-01"), 2 * HOUR) is None
        assert dated.next_open(at("2030-01-01T01:00")) is None
        assert dated.add(at("2200-01-01T01:00"), -2 * HOUR) is None

    def test_a_few_dated_openings_are_found_and_then_it_is_never(self) -> None:
        special = {date(2030, 1, 1): (Span(0, 3600),), date(2033, 1, 1): (Span(0, 3600),)}
        dated = Calendar(name="fairs", zone="UTC", weekly={}, special=special).timeline
        start = at("2026-06-05")
        assert dated.add(start, 2 * HOUR) == at("2033-01-01T01:00")
        assert dated.add(start, 2 * HOUR + MICROSECOND) is None
        assert dated.add(at("2050-01-01"), -2 * HOUR) == at("2030-01-01T00:00")
        assert dated.add(at("2050-01-01"), -3 * HOUR) is None
        assert dated.next_open(at("2033-01-01T01:00")) is None

    @pytest.mark.parametrize("timeline", [ALWAYS, NINE_TO_FIVE])
    def test_the_ends_of_the_calendar_are_never_not_an_error(self, timeline: Timeline) -> None:
        assert timeline.add(LAST, HOUR) is None
        assert timeline.add(FIRST, -HOUR) is None
        assert timeline.add(FIRST, timedelta.min) is None
        assert timeline.add(LAST, timedelta.max) is None
        assert timeline.next_open(LAST) is None
        assert timeline.elapsed(LAST - HOUR, LAST) >= timedelta()
        west = FIRST.replace(tzinfo=timezone(14 * HOUR))
        assert timeline.add(west, HOUR) is not None
        assert timeline.add(west, -HOUR) is None

    def test_always_counts_real_time(self) -> None:
        assert ALWAYS.add(at("2026-06-05"), timedelta(minutes=15)) == at("2026-06-05T00:15")
        assert ALWAYS.add(at("2026-06-05"), timedelta(days=-400)) == at("2026-06-05") - timedelta(days=400)
        assert ALWAYS.elapsed(at("2026-06-05"), at("2031-06-05")) == at("2031-06-05") - at("2026-06-05")
        assert len(list(ALWAYS.intervals(at("2026-06-05"), at("2031-06-05")))) == 1

    def test_years_follow_one_another_without_a_gap(self) -> None:
        assert all(year_bounds(year)[1] == year_bounds(year + 1)[0] for year in (1, 1969, 2023, 2024, 9998))
