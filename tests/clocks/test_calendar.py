from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.clocks.calendar import (
    Calendar,
    Day,
    DayKind,
    HolidaySet,
    Span,
    Version,
    business_day_length,
    weekly_hours,
)

HOUR = timedelta(hours=1)
NINE_TO_FIVE = (Span(32_400, 61_200),)
MORNING = (Span(32_400, 43_200),)
OFFICE = weekly_hours({day: ["09:00-17:00"] for day in range(5)})
US = HolidaySet(country="US")


def desk(zone: str = "America/Los_Angeles", **terms: Any) -> Calendar:
    return Calendar(**{"name": "desk", "zone": zone, "weekly": OFFICE, **terms})


def hours_open(calendar: Calendar, day: date) -> float:
    """Real hours that are open on a local date, found from the compiled openings."""
    zone = ZoneInfo(calendar.zone)
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=zone).astimezone(UTC)
    intervals = calendar.timeline.intervals(noon - timedelta(days=2), noon + timedelta(days=2))
    minutes = (
        each.start + timedelta(minutes=number)
        for each in intervals
        if each.end
        for number in range((each.end - each.start) // timedelta(minutes=1))
    )
    return sum(minute.astimezone(zone).date() == day for minute in minutes) / 60


class TestDays:
    def test_an_ordinary_day_needs_no_reason(self) -> None:
        assert desk().day(date(2026, 7, 2)) == Day(spans=NINE_TO_FIVE, kind=DayKind.ORDINARY, reason="")

    def test_a_holiday_closes_the_day_by_name(self) -> None:
        day = desk(holidays=US).day(date(2026, 7, 3))
        assert day == Day(spans=(), kind=DayKind.HOLIDAY, reason="Independence Day (observed)")

    def test_a_weekend_is_a_weekend_even_where_a_holiday_falls_on_it(self) -> None:
        calendar = desk(holidays=US)
        assert calendar.day(date(2026, 7, 4)) == Day(spans=(), kind=DayKind.WEEKEND, reason="weekend")
        assert calendar.holiday_on(date(2026, 7, 4)) == "Independence Day"

    @pytest.mark.complaint(4)
    def test_a_weekday_without_hours_is_closed(self) -> None:
        # osTicket#6739: a schedule without Monday and Thursday was miscounted.
        calendar = desk(weekly=weekly_hours({day: ["09:00-17:00"] for day in (1, 2, 4)}))
        assert calendar.day(date(2026, 6, 1)) == Day(spans=(), kind=DayKind.CLOSED, reason="closed")
        monday = datetime(2026, 6, 1, 9, tzinfo=ZoneInfo(calendar.zone))
        due = calendar.timeline.add(monday, 17 * HOUR)
        assert due == datetime(2026, 6, 5, 10, tzinfo=ZoneInfo(calendar.zone))

    def test_an_added_holiday_has_its_own_name(self) -> None:
        calendar = desk(closed={date(2026, 6, 5): "Company retreat"})
        assert calendar.day(date(2026, 6, 5)).reason == "Company retreat"
        assert hours_open(calendar, date(2026, 6, 5)) == 0

    def test_a_removed_holiday_is_an_ordinary_day(self) -> None:
        # gitlab handbook: which holidays count is the contract's decision, not the feed's.
        calendar = desk(holidays=US, not_closed=frozenset({date(2026, 10, 12)}))
        assert calendar.day(date(2026, 10, 12)).kind is DayKind.ORDINARY
        assert hours_open(calendar, date(2026, 10, 12)) == 8

    @pytest.mark.parametrize(
        ("day", "spans", "reason"),
        [
            (date(2026, 12, 24), MORNING, "half day"),
            (date(2026, 12, 26), MORNING, "extra opening"),
            (date(2026, 12, 23), (Span(0, 86_400),), "special hours"),
            (date(2026, 12, 22), (), "closed"),
        ],
    )
    def test_special_hours_replace_those_of_the_week(self, day: date, spans: tuple[Span, ...], reason: str) -> None:
        calendar = desk(holidays=US, special={day: spans})
        assert calendar.day(day).spans == spans
        assert calendar.day(day).reason == reason
        assert hours_open(calendar, day) == sum(span.length / HOUR for span in spans)

    def test_a_holiday_beats_special_hours_unless_it_is_taken_away(self) -> None:
        christmas = date(2026, 12, 25)
        kept = desk(holidays=US, special={christmas: MORNING})
        assert kept.day(christmas) == Day(spans=(), kind=DayKind.HOLIDAY, reason="Christmas Day")
        worked = desk(holidays=US, special={christmas: MORNING}, not_closed=frozenset({christmas}))
        assert worked.day(christmas) == Day(spans=MORNING, kind=DayKind.SPECIAL, reason="half day")

    @pytest.mark.clause("B02")
    def test_of_several_versions_the_one_in_force_on_the_date_holds(self) -> None:
        later = Version(effective=date(2026, 6, 10), weekly=weekly_hours({day: ["09:00-12:00"] for day in range(5)}))
        latest = Version(effective=date(2026, 6, 12), weekly={})
        calendar = desk(versions=(latest, later))
        opened = [hours_open(calendar, date(2026, 6, day)) for day in (9, 10, 11, 12, 15)]
        assert opened == [8, 3, 3, 0, 0]
        assert calendar.timeline.next_open(datetime(2026, 6, 12, tzinfo=UTC)) is None


class TestComplaints:
    @pytest.mark.complaint(2)
    def test_nobody_is_due_at_midnight_or_at_a_weekend(self) -> None:
        # zammad#4432: escalations at midnight and weekends although the hours were Monday to Friday.
        calendar = desk("Europe/Amsterdam")
        zone = ZoneInfo("Europe/Amsterdam")
        friday = datetime(2026, 6, 5, 16, 30, tzinfo=zone)
        assert calendar.timeline.add(friday, HOUR) == datetime(2026, 6, 8, 9, 30, tzinfo=zone)
        assert calendar.timeline.add(datetime(2026, 6, 6, 0, 0, tzinfo=zone), HOUR) == datetime(
            2026, 6, 8, 10, tzinfo=zone
        )

    @pytest.mark.complaint(7)
    def test_a_lunch_break_does_not_count(self) -> None:
        # frappe/helpdesk#2212: split shifts burnt the target while closed.
        calendar = desk("UTC", weekly=weekly_hours({0: ["09:00-12:00", "13:00-17:00"]}))
        assert calendar.timeline.add(datetime(2026, 6, 1, 11, 30, tzinfo=UTC), HOUR) == datetime(
            2026, 6, 1, 13, 30, tzinfo=UTC
        )

    def test_a_night_shift_is_one_stretch_and_a_holiday_takes_only_its_own_date(self) -> None:
        nights = weekly_hours({day: ["22:00-06:00"] for day in range(7)})
        calendar = desk("UTC", weekly=nights, closed={date(2026, 6, 3): "Founder's Day"})
        first, second = (
            [(each.start.day, each.start.hour, each.end and each.end.hour) for each in found]
            for found in (
                calendar.timeline.intervals(datetime(2026, 6, 1, 12, tzinfo=UTC), datetime(2026, 6, 2, 12, tzinfo=UTC)),
                calendar.timeline.intervals(datetime(2026, 6, 2, 12, tzinfo=UTC), datetime(2026, 6, 4, 12, tzinfo=UTC)),
            )
        )
        assert first == [(1, 22, 6)]
        assert second == [(2, 22, 0), (4, 0, 6)]

    def test_a_desk_that_never_opens_is_never_due(self) -> None:
        # Chatwoot counts wall-clock time when every day is closed.
        calendar = desk(weekly={})
        assert calendar.timeline.add(datetime(2026, 6, 1, tzinfo=UTC), HOUR) is None
        assert calendar.timeline.next_open(datetime(2026, 6, 1, tzinfo=UTC)) is None
        assert calendar.day(date(2026, 6, 6)).kind is DayKind.CLOSED

    @pytest.mark.clause("V03")
    @pytest.mark.complaint(1)
    def test_twenty_four_business_hours_are_two_days_of_twelve(self) -> None:
        # support.freshdesk.com 50000011664: one "day" was read in two ways.
        calendar = desk(weekly=weekly_hours({day: ["06:00-18:00"] for day in range(5)}))
        zone = ZoneInfo(calendar.zone)
        opened = datetime(2026, 6, 1, 9, tzinfo=zone)
        assert calendar.timeline.add(opened, 24 * HOUR) == datetime(2026, 6, 3, 9, tzinfo=zone)
        assert business_day_length(calendar) == 12 * HOUR

    @pytest.mark.clause("V03")
    def test_the_holiday_on_friday_decides_whether_an_hour_is_due_friday_or_monday(self) -> None:
        weekly = weekly_hours({day: ["06:00-18:00"] for day in range(5)})
        zone = ZoneInfo("America/Los_Angeles")
        opened = datetime(2026, 7, 2, 17, 30, tzinfo=zone)
        observed = desk(weekly=weekly, holidays=US)
        unobserved = desk(weekly=weekly, holidays=HolidaySet(country="US", observed=False))
        assert observed.timeline.add(opened, HOUR) == datetime(2026, 7, 6, 6, 30, tzinfo=zone)
        assert unobserved.timeline.add(opened, HOUR) == datetime(2026, 7, 3, 6, 30, tzinfo=zone)


class TestClockChanges:
    @pytest.mark.parametrize(
        ("zone", "day", "hours"),
        [
            ("America/Los_Angeles", date(2026, 3, 8), 23),
            ("America/Los_Angeles", date(2026, 11, 1), 25),
            ("Europe/Amsterdam", date(2026, 10, 25), 25),
            ("Australia/Lord_Howe", date(2026, 4, 5), 24.5),
            ("Australia/Lord_Howe", date(2026, 10, 4), 23.5),
            ("America/Havana", date(2024, 3, 10), 23),
            ("Africa/Casablanca", date(2024, 3, 10), 25),
            ("Asia/Kathmandu", date(2026, 3, 8), 24),
            ("Pacific/Apia", date(2011, 12, 30), 0),
            ("Pacific/Apia", date(2011, 12, 31), 24),
        ],
    )
    def test_a_whole_day_has_its_real_hours(self, zone: str, day: date, hours: float) -> None:
        around_the_clock = desk(zone, weekly=weekly_hours({number: ["00:00-24:00"] for number in range(7)}))
        assert hours_open(around_the_clock, day) == hours

    def test_the_maintenance_night_is_shorter_in_spring_and_longer_in_autumn(self) -> None:
        nights = desk(weekly=weekly_hours({day: ["21:00-03:00"] for day in range(7)}))
        zone = ZoneInfo(nights.zone)
        lengths = [
            nights.timeline.elapsed(
                datetime(2026, month, day, 12, tzinfo=zone),
                datetime(2026, month, day, 12, tzinfo=zone) + timedelta(days=1),
            )
            for month, day in ((3, 7), (10, 31), (6, 1))
        ]
        assert lengths == [5 * HOUR, 7 * HOUR, 6 * HOUR]

    @pytest.mark.complaint(9)
    def test_hours_inside_the_skipped_hour_do_not_exist_that_day(self) -> None:
        calendar = desk(weekly=weekly_hours({6: ["02:15-02:45"]}))
        assert hours_open(calendar, date(2026, 3, 8)) == 0
        assert hours_open(calendar, date(2026, 11, 1)) == 0.5
        assert hours_open(calendar, date(2026, 3, 15)) == 0.5

    @pytest.mark.parametrize(
        ("zone", "day"), [("Asia/Kathmandu", date(2026, 1, 1)), ("America/Los_Angeles", date(2026, 12, 31))]
    )
    def test_a_single_opening_is_whole_where_its_date_is_in_another_year_in_utc(self, zone: str, day: date) -> None:
        calendar = desk(zone, weekly={}, special={day: (Span(0, 86_400),)})
        start = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
        assert calendar.timeline.next_open(start - timedelta(days=9)) == start
        assert calendar.timeline.add(start, 24 * HOUR) == start.astimezone(UTC) + 24 * HOUR


class TestValues:
    @pytest.mark.parametrize("zone", ["Europe/Amsterdm", "America", "/etc/passwd", ""])
    def test_an_unknown_zone_is_refused(self, zone: str) -> None:
        with pytest.raises(ValueError, match=f"unknown time zone '{zone}'"):
            desk(zone)

    def test_the_nearest_zone_is_offered(self) -> None:
        with pytest.raises(ValueError, match="did you mean 'Europe/Amsterdam'"):
            desk("Europe/Amsterdm")

    @pytest.mark.parametrize(
        ("terms", "words"),
        [
            ({"weekly": {7: NINE_TO_FIVE}}, "expected a weekday from 0"),
            (
                {"closed": {date(2026, 6, 5): "Retreat"}, "not_closed": frozenset({date(2026, 6, 5)})},
                "2026-06-05 is both closed and not closed",
            ),
            ({"versions": (Version(effective=date(2026, 6, 5), weekly={}),) * 2}, "two versions"),
        ],
    )
    def test_contradictions_are_refused(self, terms: dict[str, Any], words: str) -> None:
        with pytest.raises(ValueError, match=words):
            desk(**terms)

    def test_equal_terms_are_equal_calendars_and_keep_one_timeline_each(self) -> None:
        one, two = desk(holidays=US), desk(holidays=HolidaySet(country="US"))
        assert one == two
        assert len({one, two}) == 1
        assert one.timeline is one.timeline
        assert one != desk(holidays=US, business_day=HOUR)

    def test_the_terms_are_copied(self) -> None:
        weekly = dict(OFFICE)
        calendar = desk(weekly=weekly)
        weekly.clear()
        assert calendar.day(date(2026, 7, 2)).spans == NINE_TO_FIVE

    def test_overlapping_spans_count_once(self) -> None:
        assert hours_open(desk(weekly={0: (*MORNING, *NINE_TO_FIVE)}), date(2026, 6, 1)) == 8


class TestBusinessDay:
    def test_the_declared_length_wins(self) -> None:
        assert business_day_length(desk(business_day=timedelta(hours=7.5))) == timedelta(hours=7.5)

    def test_the_common_length_of_the_open_weekdays_is_used(self) -> None:
        assert business_day_length(desk()) == 8 * HOUR

    def test_different_days_or_versions_need_a_declaration(self) -> None:
        short_friday = desk(weekly={0: NINE_TO_FIVE, 4: MORNING})
        shorter_later = desk(versions=(Version(effective=date(2026, 6, 5), weekly={0: MORNING}),))
        for calendar in (short_friday, shorter_later):
            with pytest.raises(ValueError, match="days of different length"):
                business_day_length(calendar)
        with pytest.raises(ValueError, match="is never open"):
            business_day_length(desk(weekly={}))
