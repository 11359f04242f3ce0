from datetime import date, timedelta
from typing import Any

from bot.clocks.calendar import Calendar, HolidaySet, Span, weekly_hours
from bot.clocks.description import in_sentence, week_in_words

WEEKDAYS = weekly_hours({day: ["09:00-17:30"] for day in range(5)})


def desk(**values: Any) -> Calendar:
    return Calendar(**{"name": "desk", "zone": "Europe/Amsterdam", "weekly": WEEKDAYS, **values})


class TestWeek:
    def test_neighbouring_days_of_the_same_hours_are_told_together(self) -> None:
        assert week_in_words({**WEEKDAYS, 5: (Span(36_000, 50_400),)}) == "Mon-Fri 09:00-17:30, Sat 10:00-14:00"

    def test_days_apart_are_told_apart(self) -> None:
        week = weekly_hours({0: ["09:00-12:00"], 2: ["09:00-12:00"], 3: ["09:00-12:00"]})
        assert week_in_words(week) == "Mon 09:00-12:00, Wed-Thu 09:00-12:00"

    def test_a_lunch_break_shows(self) -> None:
        week = weekly_hours({0: ["09:00-12:00", "13:00-17:00"]})
        assert week_in_words(week) == "Mon 09:00-12:00 and 13:00-17:00"

    def test_a_desk_without_hours_is_never_open(self) -> None:
        assert week_in_words({}) == "never open"


class TestSentence:
    def test_hours_come_with_their_zone(self) -> None:
        assert in_sentence(desk()) == "Mon-Fri 09:00-17:30 Europe/Amsterdam"

    def test_the_holiday_set_is_named_and_whether_its_observed_days_count(self) -> None:
        assert "closed on NL public holidays (observed)" in in_sentence(desk(holidays=HolidaySet(country="NL")))
        bavarian = HolidaySet(country="DE", subdivision="BY", categories=("public", "catholic"), observed=False)
        assert in_sentence(desk(holidays=bavarian)).endswith("; closed on DE-BY public and catholic holidays")

    def test_every_exception_is_told(self) -> None:
        calendar = desk(
            closed={date(2026, 7, 1): "Founder's Day"},
            not_closed=frozenset({date(2026, 4, 27)}),
            special={date(2026, 12, 24): (Span(32_400, 46_800),), date(2026, 12, 31): ()},
            business_day=timedelta(hours=8),
        )
        assert in_sentence(calendar).split("; ")[1:] == [
            "also closed on 2026-07-01 (Founder's Day)",
            "open all the same on 2026-04-27",
            "2026-12-24 09:00-13:00",
            "2026-12-31 closed",
            "a business day is 8 h",
        ]
