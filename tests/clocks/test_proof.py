from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clocks.calendar import Calendar, HolidaySet, Span, weekly_hours
from bot.clocks.proof import LONGEST_ENDLESS, StepKind, Walk, walk
from bot.clocks.timeline import ALWAYS, Interval
from tests.clocks.desks import MINUTE, Desk, desks, instants, pauses_of

HOUR = timedelta(hours=1)
PACIFIC = ZoneInfo("America/Los_Angeles")
SUPPORT = Calendar(
    name="support",
    zone="America/Los_Angeles",
    weekly=weekly_hours({day: ["06:00-18:00"] for day in range(5)}),
    holidays=HolidaySet(country="US"),
)
SPLIT = Calendar(
    name="split", zone="UTC", weekly=weekly_hours({day: ["09:00-12:00", "13:00-17:00"] for day in range(7)})
)


def at(text: str, zone: ZoneInfo = PACIFIC) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def told(proof: Walk) -> list[tuple[str, str, str]]:
    """Each step as kind, label and local end."""
    return [
        (step.kind.value, step.label, f"{step.end.astimezone(PACIFIC):%a %H:%M}" if step.end else "never")
        for step in proof.steps
    ]


def hold_together(proof: Walk) -> None:
    reached, total = proof.start, timedelta()
    for step in proof.steps:
        assert step.start == reached
        if step.end is not None:
            assert step.end > step.start
            assert step.counted == (step.end - step.start if step.kind is StepKind.COUNTED else timedelta())
            reached = step.end
        total += step.counted
        assert step.total == total
    if proof.due is None:
        assert proof.steps[-1].end is None
        assert proof.steps[-1].kind in (StepKind.PAUSED, StepKind.CLOSED)
        assert total < proof.length or not proof.length
    else:
        assert reached == proof.due
        assert total == proof.length
    assert all(step.end for step in proof.steps[:-1])


class TestInvariants:
    @given(st.data(), desks(), st.integers(0, 20_000))
    def test_the_steps_prove_the_due_instant(self, data: st.DataObject, desk: Desk, minutes: int) -> None:
        start, pauses = data.draw(instants(desk)), data.draw(pauses_of(desk))
        calendar = desk.calendar()
        proof = walk(calendar, start, minutes * MINUTE, pauses)
        assert proof.due == calendar.timeline.add(start, minutes * MINUTE, pauses)
        hold_together(proof)
        for step in proof.steps:
            middle = step.start + ((step.end - step.start) / 2 if step.end else timedelta())
            assert (step.kind is StepKind.COUNTED) == desk.runs(middle, pauses)

    @given(st.data(), desks(), st.integers(0, 20_000))
    def test_an_elapsed_target_is_proved_too(self, data: st.DataObject, desk: Desk, minutes: int) -> None:
        start, pauses = data.draw(instants(desk)), data.draw(pauses_of(desk))
        proof = walk(None, start, minutes * MINUTE, pauses)
        assert proof.due == ALWAYS.add(start, minutes * MINUTE, pauses)
        hold_together(proof)


class TestWords:
    def test_a_holiday_weekend_is_told_by_name(self) -> None:
        proof = walk(SUPPORT, at("2026-07-02T17:30"), HOUR)
        assert told(proof) == [
            ("counted", "open", "Thu 18:00"),
            ("holiday", "Independence Day (observed), Friday 3 July 2026", "Sat 00:00"),
            ("weekend", "weekend", "Mon 06:00"),
            ("counted", "open", "Mon 06:30"),
        ]
        assert proof.due == at("2026-07-06T06:30")

    def test_a_weekend_is_one_step_with_its_evening_and_its_morning(self) -> None:
        proof = walk(SUPPORT, at("2026-06-05T17:00"), 2 * HOUR)
        assert told(proof)[1] == ("weekend", "weekend", "Mon 06:00")

    def test_a_night_is_one_step(self) -> None:
        proof = walk(SUPPORT, at("2026-06-03T20:00"), HOUR)
        assert told(proof) == [("night", "night", "Thu 06:00"), ("counted", "open", "Thu 07:00")]

    def test_a_lunch_is_a_break_and_not_a_night(self) -> None:
        proof = walk(SPLIT, at("2026-06-03T11:30", ZoneInfo("UTC")), 5 * HOUR)
        kinds = [(step.kind, step.label) for step in proof.steps]
        assert kinds == [
            (StepKind.COUNTED, "open"),
            (StepKind.CLOSED, "break"),
            (StepKind.COUNTED, "open"),
            (StepKind.NIGHT, "night"),
            (StepKind.COUNTED, "open"),
        ]

    def test_a_half_day_is_named_where_it_counts(self) -> None:
        half = Calendar(
            name="half", zone="UTC", weekly=SPLIT.weekly, special={date(2026, 12, 24): (Span(32_400, 43_200),)}
        )
        proof = walk(half, at("2026-12-24T09:00", ZoneInfo("UTC")), 4 * HOUR)
        assert [step.label for step in proof.steps] == ["half day", "night", "open"]

    def test_a_pause_is_one_step_through_nights_and_hours(self) -> None:
        pauses = [
            Interval(at("2026-06-02T20:00"), at("2026-06-03T07:00")),
            Interval(at("2026-06-01T16:00"), at("2026-06-02T20:00")),
        ]
        assert told(walk(SUPPORT, at("2026-06-01T15:00"), 2 * HOUR, pauses)) == [
            ("counted", "open", "Mon 16:00"),
            ("paused", "paused", "Wed 07:00"),
            ("counted", "open", "Wed 08:00"),
        ]

    def test_a_pause_in_the_night_cuts_it_in_two(self) -> None:
        pauses = [Interval(at("2026-06-01T20:00"), at("2026-06-01T22:00"))]
        assert told(walk(SUPPORT, at("2026-06-01T17:00"), 2 * HOUR, pauses)) == [
            ("counted", "open", "Mon 18:00"),
            ("night", "night", "Mon 20:00"),
            ("paused", "paused", "Mon 22:00"),
            ("night", "night", "Tue 06:00"),
            ("counted", "open", "Tue 07:00"),
        ]

    def test_a_clock_that_stays_paused_is_never_due_and_says_so(self) -> None:
        proof = walk(SUPPORT, at("2026-06-01T15:00"), 2 * HOUR, [Interval(at("2026-06-01T16:00"), None)])
        assert proof.due is None
        assert told(proof) == [
            ("counted", "open", "Mon 16:00"),
            ("paused", "paused, not resumed yet", "never"),
        ]

    def test_a_pause_that_comes_after_the_due_instant_is_not_told(self) -> None:
        proof = walk(SUPPORT, at("2026-06-01T15:00"), HOUR, [Interval(at("2026-06-01T16:00"), None)])
        assert told(proof) == [("counted", "open", "Mon 16:00")]

    def test_a_desk_that_opens_no_more_says_so(self) -> None:
        fair = Calendar(name="fair", zone="UTC", weekly={}, special={date(2030, 1, 1): (Span(0, 3600),)})
        proof = walk(fair, datetime(2026, 6, 1, tzinfo=UTC), 2 * HOUR)
        kinds = [(step.kind, step.label, step.counted) for step in proof.steps]
        assert kinds == [
            (StepKind.CLOSED, "closed", timedelta()),
            (StepKind.COUNTED, "extra opening", HOUR),
            (StepKind.CLOSED, "no opening follows", timedelta()),
        ]

    def test_a_target_beyond_all_reason_ends_in_words_and_not_in_a_library(self) -> None:
        proof = walk(SUPPORT, at("2026-06-01T15:00"), timedelta.max)
        assert proof.due is None
        assert len(proof.steps) <= LONGEST_ENDLESS + 1
        assert proof.steps[-1].label == "not used up within 100 years"

    def test_a_long_walk_is_told_in_full(self) -> None:
        proof = walk(SUPPORT, at("2026-06-01T06:00"), 2000 * HOUR)
        hold_together(proof)
        assert sum(step.kind is StepKind.COUNTED for step in proof.steps) == 167
        assert [step.label for step in proof.steps if step.kind is StepKind.HOLIDAY] == [
            "Juneteenth National Independence Day, Friday 19 June 2026",
            "Independence Day (observed), Friday 3 July 2026",
            "Labor Day, Monday 7 September 2026",
            "Columbus Day, Monday 12 October 2026",
            "Veterans Day, Wednesday 11 November 2026",
            "Thanksgiving Day, Thursday 26 November 2026",
            "Christmas Day, Friday 25 December 2026",
            "New Year's Day, Friday 1 January 2027",
            "Martin Luther King Jr. Day, Monday 18 January 2027",
        ]

    def test_a_proof_only_walks_forwards(self) -> None:
        with pytest.raises(ValueError, match="walks forwards"):
            walk(SUPPORT, at("2026-06-01T15:00"), -HOUR)

    def test_an_instant_without_a_zone_is_refused(self) -> None:
        with pytest.raises(TypeError):
            walk(SUPPORT, at("2026-06-01T15:00").replace(tzinfo=None), HOUR)
