import pytest

from bot.clocks.hours import DAY, Span, union, weekly_hours


@pytest.mark.parametrize(
    ("text", "today", "tomorrow"),
    [
        ("09:00-17:30", Span(32_400, 63_000), None),
        ("00:00-24:00", Span(0, DAY), None),
        ("09:00:15-09:00:16", Span(32_415, 32_416), None),
        ("22:00-06:00", Span(79_200, DAY), Span(0, 21_600)),
        ("18:00-00:00", Span(64_800, DAY), None),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, today: Span, tomorrow: Span | None) -> None:
    assert Span.parse(text) == (today, tomorrow)


@pytest.mark.parametrize(
    "text", ["9-17", "09:00", "09:00-25:00", "24:01-24:00", "09:60-10:00", "10:00-10:00", "24:00-06:00", "٠٩:00-10:00"]
)
def test_other_hours_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=text):
        Span.parse(text)


@pytest.mark.parametrize(("opens", "closes"), [(-1, 5), (5, 5), (6, 5), (0, DAY + 1)])
def test_a_span_stays_inside_its_day(opens: int, closes: int) -> None:
    with pytest.raises(ValueError, match="expected 0 <= opens < closes"):
        Span(opens, closes)


def test_hours_are_printed_as_they_are_written() -> None:
    for text in ("09:00-17:30", "00:00-24:00", "09:00:15-09:00:16"):
        assert str(Span.parse(text)[0]) == text


def test_a_night_shift_goes_on_in_the_next_weekday_and_sunday_in_monday() -> None:
    week = weekly_hours({4: ["22:00-06:00"], 6: ["23:00-01:00"], 0: ["00:30-02:00"]})
    assert week == {
        0: (Span(0, 7200),),
        4: (Span(79_200, DAY),),
        5: (Span(0, 21_600),),
        6: (Span(82_800, DAY),),
    }


def test_spans_that_touch_or_overlap_are_one() -> None:
    assert union([Span(50, 60), Span(10, 20), Span(20, 30), Span(25, 28)]) == (Span(10, 30), Span(50, 60))
