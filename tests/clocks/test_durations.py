from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clocks.durations import Target, Unit, in_words, open_hours, parse_target

LENGTHS = {
    Unit.MINUTE: timedelta(minutes=1),
    Unit.HOUR: timedelta(hours=1),
    Unit.DAY: timedelta(days=1),
    Unit.BUSINESS_MINUTE: timedelta(minutes=1),
    Unit.BUSINESS_HOUR: timedelta(hours=1),
    Unit.BUSINESS_DAY: timedelta(hours=8),
}


class TestReading:
    @pytest.mark.parametrize(
        ("text", "amount", "unit"),
        [
            ("15 minutes", 15, Unit.MINUTE),
            ("1 minute", 1, Unit.MINUTE),
            ("2 hours", 2, Unit.HOUR),
            ("3 days", 3, Unit.DAY),
            ("30 business minutes", 30, Unit.BUSINESS_MINUTE),
            ("24 Business Hours", 24, Unit.BUSINESS_HOUR),
            ("  2  business  days ", 2, Unit.BUSINESS_DAY),
            ("0 minutes", 0, Unit.MINUTE),
        ],
    )
    def test_a_contract_writes_an_amount_and_a_unit(self, text: str, amount: int, unit: Unit) -> None:
        assert parse_target(text) == Target(amount=amount, unit=unit)

    @pytest.mark.parametrize(
        "text",
        ["", "15", "minutes", "1.5 hours", "-1 hours", "1 hour 30 minutes", "2 hours 1 business day", "1h", "1 week",
         "1 businesshour", "1 hour.", "٣ hours", "1000000 hours"],
    )  # fmt: skip
    def test_anything_else_is_refused_with_what_was_expected(self, text: str) -> None:
        with pytest.raises(ValueError, match=f"expected one whole number and one unit, .* got “{text}”"):
            parse_target(text)

    @given(st.integers(0, 999_999), st.sampled_from(Unit))
    def test_what_is_printed_reads_back_as_the_same(self, amount: int, unit: Unit) -> None:
        target = Target(amount=amount, unit=unit)
        assert parse_target(str(target)) == target


class TestLength:
    @pytest.mark.parametrize("unit", Unit)
    def test_each_unit_has_its_length(self, unit: Unit) -> None:
        assert Target(amount=3, unit=unit).length(timedelta(hours=8)) == 3 * LENGTHS[unit]

    def test_a_business_day_needs_a_calendar_that_says_how_long_it_is(self) -> None:
        with pytest.raises(ValueError, match="2 business days needs a calendar"):
            parse_target("2 business days").length()

    @pytest.mark.parametrize("unit", Unit)
    @pytest.mark.complaint(6)
    def test_only_business_units_stand_still_while_the_desk_is_closed(self, unit: Unit) -> None:
        assert Target(amount=1, unit=unit).in_business_time is unit.value.startswith("business")

    def test_one_is_singular(self) -> None:
        assert str(Target(amount=1, unit=Unit.BUSINESS_HOUR)) == "1 business hour"
        assert str(Target(amount=0, unit=Unit.MINUTE)) == "0 minutes"


class TestWords:
    @pytest.mark.parametrize(
        ("seconds", "words"),
        [
            (0, "0 s"),
            (0.9, "0 s"),
            (45, "45 s"),
            (60, "1 min"),
            (61, "1 min 1 s"),
            (5400, "1 h 30 min"),
            (3605, "1 h"),
            (86_400, "1 d"),
            (86_400 + 3 * 3600 + 59 * 60, "1 d 3 h"),
            (-5400, "1 h 30 min"),
        ],
    )
    def test_a_length_is_told_by_its_two_largest_parts(self, seconds: float, words: str) -> None:
        assert in_words(timedelta(seconds=seconds)) == words

    @pytest.mark.parametrize(
        ("seconds", "words"),
        [(0, "0 min"), (30, "30 s"), (1800, "30 min"), (86_400, "24 h"), (30_600, "8 h 30 min"), (3601, "1 h 1 s")],
    )
    def test_open_time_is_told_in_hours_and_never_in_days(self, seconds: int, words: str) -> None:
        assert open_hours(timedelta(seconds=seconds)) == words
