"""Imported calendars as PagerDuty, Opsgenie and Google write them, and what is wrong with some of them."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clocks.schedule import Schedule, Shift, on_call
from bot.desk.calendar_feed import AHEAD, BACK, STALE, CalendarError, Feed, FeedState, read_calendar, reading, troubles

NOW = datetime(2026, 3, 25, 12, tzinfo=UTC)
FEED = Feed(
    schedule="primary",
    zone="Europe/Amsterdam",
    source="https://calendars.example/hush",
    digest="d",
    people={
        "Olly Oncall": "U0OLLY",
        "piet@acme.example": "U0PIET",
        "mara@acme.example": "U0MARA",
        "Ana": "U0ANA",
        "Ana Agent": "U0AGENT",
    },
)

PAGERDUTY = """\
BEGIN:VCALENDAR
PRODID:-//PagerDuty Inc//On Call Schedule//EN
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:PUBLISH
X-WR-CALNAME:On Call Schedule for Primary
BEGIN:VEVENT
DTSTAMP:20260301T000000Z
UID:Q1@calendars.example
DTSTART;VALUE=DATE-TIME:20260323T080000Z
DTEND;VALUE=DATE-TIME:20260330T070000Z
SUMMARY:On Call - Olly Oncall - Primary: whoever is called first when a cust
 omer's mail stands still
ATTENDEE:olly@acme.example
END:VEVENT
BEGIN:VEVENT
DTSTAMP:20260301T000000Z
UID:Q2@calendars.example
DTSTART;VALUE=DATE-TIME:20260330T070000Z
DTEND;VALUE=DATE-TIME:20260406T070000Z
SUMMARY:On Call - Piet Pager - Primary
ATTENDEE:piet@acme.example
END:VEVENT
END:VCALENDAR
"""
OPSGENIE = """\
BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//OpsGenie//On Call//EN
BEGIN:VEVENT
UID:o1
DTSTAMP:20260301T000000Z
DTSTART:20260325T080000Z
DTEND:20260325T200000Z
SUMMARY:mara@acme.example
END:VEVENT
BEGIN:VEVENT
UID:o2
DTSTAMP:20260301T000000Z
DTSTART:20260325T200000Z
DTEND:20260326T080000Z
SUMMARY:piet@acme.example
END:VEVENT
END:VCALENDAR
"""
GOOGLE = """\
BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
X-WR-TIMEZONE:America/New_York
BEGIN:VTIMEZONE
TZID:Europe/Amsterdam
BEGIN:DAYLIGHT
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
TZNAME:CEST
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
TZNAME:CET
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
DTSTART;TZID=Europe/Amsterdam:20260302T090000
DTEND;TZID=Europe/Amsterdam:20260309T090000
RRULE:FREQ=WEEKLY;INTERVAL=2
EXDATE;TZID=Europe/Amsterdam:20260413T090000
UID:g1@google.example
SUMMARY:Olly Oncall
END:VEVENT
BEGIN:VEVENT
DTSTART;TZID=Europe/Amsterdam:20260309T090000
DTEND;TZID=Europe/Amsterdam:20260316T090000
RRULE:FREQ=WEEKLY;INTERVAL=2
UID:g2@google.example
SUMMARY:On call
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN=Piet;X-N
 UM-GUESTS=0:mailto:Piet@acme.example
ATTENDEE;PARTSTAT=DECLINED;CN=Mara:mailto:mara@acme.example
END:VEVENT
BEGIN:VEVENT
DTSTART;TZID=Europe/Amsterdam:20260330T090000
DTEND;TZID=Europe/Amsterdam:20260406T090000
RECURRENCE-ID;TZID=Europe/Amsterdam:20260330T090000
UID:g1@google.example
SUMMARY:Ana Agent (for Olly O.)
END:VEVENT
END:VCALENDAR
"""
SIXTY = ",".join(map(str, range(60)))


def calendar(*lines: str) -> str:
    """A calendar with one event, beside its id."""
    return "\r\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", "UID:1", *lines, "END:VEVENT", "END:VCALENDAR", ""])


def told(text: str, start: datetime, end: datetime) -> list[tuple[str, str, tuple[str, ...]]]:
    """The shifts that begin between two instants, by their local beginning and end."""
    zone = "%m-%d %H:%M"
    return [
        (shift.starts.strftime(zone), shift.ends.strftime(zone), shift.people)
        for shift in reading(text, FEED, NOW).shifts
        if start <= shift.starts < end
    ]


def left_out(*lines: str) -> tuple[str, ...]:
    found = reading(calendar(*lines), FEED, NOW)
    assert found.shifts == ()
    return found.left_out


def day(number: int, month: int = 3) -> datetime:
    return datetime(2026, month, number, tzinfo=UTC)


def test_pagerduty_names_people_in_the_summary_or_by_their_email() -> None:
    assert told(PAGERDUTY, day(1), day(30, 4)) == [
        ("03-23 08:00", "03-30 07:00", ("U0OLLY",)),
        ("03-30 07:00", "04-06 07:00", ("U0PIET",)),
    ]


def test_opsgenie_writes_an_email_as_the_summary() -> None:
    assert told(OPSGENIE, day(1), day(30, 4)) == [
        ("03-25 08:00", "03-25 20:00", ("U0MARA",)),
        ("03-25 20:00", "03-26 08:00", ("U0PIET",)),
    ]


def test_google_repeats_with_exceptions_swaps_and_the_clock_change() -> None:
    assert told(GOOGLE, day(9), day(30, 4)) == [
        ("03-09 08:00", "03-16 08:00", ("U0PIET",)),
        ("03-16 08:00", "03-23 08:00", ("U0OLLY",)),
        ("03-23 08:00", "03-30 07:00", ("U0PIET",)),
        ("03-30 07:00", "04-06 07:00", ("U0AGENT",)),
        ("04-06 07:00", "04-13 07:00", ("U0PIET",)),
        ("04-20 07:00", "04-27 07:00", ("U0PIET",)),
        ("04-27 07:00", "05-04 07:00", ("U0OLLY",)),
    ]
    assert reading(GOOGLE, FEED, NOW).left_out == ()


def test_line_ends_of_either_kind_are_read() -> None:
    assert reading(GOOGLE.replace("\n", "\r\n"), FEED, NOW) == reading(GOOGLE, FEED, NOW)


def test_times_without_a_zone_and_whole_days_are_of_the_schedule_s_zone() -> None:
    floating = calendar("DTSTART:20260323T090000", "DTEND:20260330T090000", "SUMMARY:Olly Oncall")
    whole = calendar("DTSTART;VALUE=DATE:20260328", "DTEND;VALUE=DATE:20260330", "SUMMARY:Olly Oncall")
    one = calendar("DTSTART;VALUE=DATE:20260329", "SUMMARY:Olly Oncall")

    assert told(floating, day(1), day(31)) == [("03-23 08:00", "03-30 07:00", ("U0OLLY",))]
    assert told(whole, day(1), day(31)) == [("03-27 23:00", "03-29 22:00", ("U0OLLY",))]
    assert told(one, day(1), day(31)) == [("03-28 23:00", "03-29 22:00", ("U0OLLY",))]


def test_a_rule_without_a_zone_keeps_its_local_time_over_the_clock_change() -> None:
    text = calendar(
        "DTSTART:20260327T220000", "DURATION:PT8H", "RRULE:FREQ=DAILY;UNTIL=20260329T220000", "SUMMARY:Olly Oncall"
    )

    assert told(text, day(1), day(31)) == [
        ("03-27 21:00", "03-28 05:00", ("U0OLLY",)),
        ("03-28 21:00", "03-29 04:00", ("U0OLLY",)),
        ("03-29 20:00", "03-30 04:00", ("U0OLLY",)),
    ]


@pytest.mark.parametrize(
    ("summary", "people"),
    [
        ("Ana", ("U0ANA",)),
        ("ana agent", ("U0AGENT",)),
        ("Ana and Ana Agent", ("U0AGENT", "U0ANA")),
        ("Call Ana, then Olly Oncall!", ("U0OLLY", "U0ANA")),
        ("Anabel", ()),
        ("xpiet@acme.example", ()),
        ("Support", ()),
    ],
)
def test_people_are_named_by_whole_words_and_the_longest_name_counts(summary: str, people: tuple[str, ...]) -> None:
    text = calendar("DTSTART:20260325T080000Z", "DTEND:20260325T090000Z", f"SUMMARY:{summary}")

    assert [shift.people for shift in reading(text, FEED, NOW).shifts] == ([people] if people else [])


def test_whoever_is_invited_is_on_call_only_where_the_summary_names_nobody() -> None:
    times = ("DTSTART:20260325T080000Z", "DTEND:20260325T090000Z")
    named = calendar(*times, "SUMMARY:Olly Oncall", "ATTENDEE:mailto:piet@acme.example")
    both = calendar(*times, "ATTENDEE:mailto:mara@acme.example", "ATTENDEE:mailto:piet@acme.example")

    assert [shift.people for shift in reading(named, FEED, NOW).shifts] == [("U0OLLY",)]
    assert [set(shift.people) for shift in reading(both, FEED, NOW).shifts] == [{"U0PIET", "U0MARA"}]


def test_an_event_that_names_nobody_known_is_left_out_and_said() -> None:
    assert left_out("DTSTART:20260325T080000Z", "DTEND:20260325T090000Z", "SUMMARY:Carl on call") == (
        "“Carl on call” of 2026-03-25 08:00:00+00:00: it names nobody whom “people” says",
    )


def test_a_cancelled_event_is_nobody_s() -> None:
    times = ("DTSTART:20260325T080000Z", "DTEND:20260325T090000Z")

    assert left_out(*times, "SUMMARY:Olly Oncall", "STATUS:CANCELLED") == ()


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (["DTSTART:yesterday", "DTEND:20260325T090000Z"], "its DTSTART cannot be read"),
        (["DTSTART:20260325T080000Z", "DTEND:20260399T090000Z"], "its DTEND cannot be read"),
        (["DTSTART:20260325T080000Z", "DURATION:an hour"], "its DURATION cannot be read"),
        (["DTSTART:20260325T080000Z", "RRULE:FREQ=SOMETIMES"], "its RRULE cannot be read"),
        (["DTSTART:20260325T080000Z", "RRULE:FREQ=DAILY;UNTIL=soon"], "its RRULE cannot be read"),
        (["DTSTART:20260325T080000Z", "EXDATE:nope"], "its EXDATE cannot be read"),
        (["DTEND:20260325T080000Z"], "it does not say when it begins"),
        (["DTSTART:20260325T080000Z", "DTSTART:20260325T090000Z"], "it has more than one DTSTART"),
        (["DTSTART:20260325T080000Z", "DTEND:20260325T070000Z"], "it ends before it begins"),
        (["DTSTART:20260325T080000Z", "DURATION:-PT1H"], "it ends before it begins"),
        (["DTSTART:20260325T080000Z"], "it ends when it begins"),
        (["DTSTART;TZID=Nowhere/Land:20260325T080000"], "nobody knows its time zone Nowhere/Land"),
        (
            ["DTSTART:20260325T080000Z", "DTEND:20260325T090000Z", "EXDATE;TZID=Nowhere:20260325T080000"],
            "nobody knows its time zone Nowhere",
        ),
        (["DTSTART:20260325T080000Z", "DURATION:PT1M", "RRULE:FREQ=MINUTELY"], "it repeats too often"),
        (["DTSTART:19700101T080000Z", "DURATION:PT1H", "RRULE:FREQ=HOURLY"], "it repeats too often"),
        (
            ["DTSTART:20260325T080000Z", "DURATION:PT1S", f"RRULE:FREQ=DAILY;BYMINUTE={SIXTY};BYSECOND={SIXTY}"],
            "it repeats too often",
        ),
    ],
)
def test_an_event_that_cannot_be_understood_is_left_out_with_the_reason(lines: list[str], why: str) -> None:
    (said,) = left_out(*lines, "SUMMARY:Olly Oncall")

    assert said.startswith("“Olly Oncall” of ")
    assert said.endswith(why)


def test_one_bad_event_takes_no_other_with_it() -> None:
    bad = "BEGIN:VEVENT\nUID:bad\nSUMMARY:Olly Oncall\nDTSTART:yesterday\nEND:VEVENT\nEND:VCALENDAR"
    found = reading(OPSGENIE.replace("END:VCALENDAR", bad), FEED, NOW)

    assert len(found.shifts) == 2
    assert len(found.left_out) == 1


@pytest.mark.parametrize(
    "text",
    ["", "hello", "<html><body>Please sign in</body></html>", "BEGIN:VEVENT\nEND:VEVENT\n", "BEGIN:VCALENDAR\n"],
)
def test_a_page_that_asks_to_sign_in_is_no_calendar(text: str) -> None:
    with pytest.raises(CalendarError, match="it is no calendar in iCalendar format"):
        read_calendar(text)


def test_an_empty_calendar_has_no_shifts() -> None:
    assert reading("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", FEED, NOW).shifts == ()


def test_shifts_are_made_some_time_back_and_ahead() -> None:
    found = reading(GOOGLE, FEED, NOW).shifts

    assert found == tuple(sorted(found, key=lambda shift: shift.starts))
    assert found[0].ends > NOW - BACK
    assert NOW + AHEAD - timedelta(weeks=2) < found[-1].starts < NOW + AHEAD


def test_where_events_overlap_several_people_are_on_call() -> None:
    both = OPSGENIE.replace("DTSTART:20260325T200000Z", "DTSTART:20260325T180000Z")
    schedule = Schedule(name="primary", zone=FEED.zone, shifts=reading(both, FEED, NOW).shifts)

    found = on_call(schedule, (), datetime(2026, 3, 25, 19, tzinfo=UTC))
    assert found is not None
    assert set(found.people) == {"U0MARA", "U0PIET"}


def test_an_address_is_not_printed() -> None:
    assert "hush" not in repr(FEED)


def test_a_calendar_that_was_not_read_for_a_day_is_not_relied_on() -> None:
    away = FeedState(known=True, read_at=NOW, error="HTTP 503")

    assert not away.stale(NOW + STALE - timedelta(seconds=1))
    assert away.stale(NOW + STALE)
    assert not FeedState(known=True, read_at=NOW).stale(NOW + 2 * STALE)


def test_nothing_is_said_of_a_calendar_that_is_read_and_understood() -> None:
    assert troubles({"primary": FeedState(known=True, read_at=NOW)}) == ()


def test_what_is_not_well_with_calendars_is_said_in_words() -> None:
    states = {
        "primary": FeedState(known=True, read_at=NOW, error="HTTP 503"),
        "secondary": FeedState(known=False, read_at=NOW, error="HTTP 401"),
        "third": FeedState(known=True, read_at=NOW, left_out=tuple(f"“event {number}”: why" for number in range(5))),
    }

    assert troubles(states) == (
        "the calendar of the schedule “primary” was last read at 2026-03-25 12:00 UTC: HTTP 503",
        "the calendar of the schedule “secondary” could not be read once since 2026-03-25 12:00 UTC: HTTP 401",
        "in the calendar of the schedule “third” an event counts for nobody, “event 0”: why",
        "in the calendar of the schedule “third” an event counts for nobody, “event 1”: why",
        "in the calendar of the schedule “third” an event counts for nobody, “event 2”: why",
        "in the calendar of the schedule “third” 2 more events count for nobody",
    )


LINES = GOOGLE.splitlines()


@given(
    st.lists(st.tuples(st.integers(1, len(LINES) - 2), st.integers(0, 80), st.text(max_size=3)), max_size=6),
    st.lists(st.integers(1, len(LINES) - 2), max_size=3),
)
def test_whatever_is_wrong_with_a_text_is_a_fault_or_leaves_out_events(
    slips: Sequence[tuple[int, int, str]], dropped: Sequence[int]
) -> None:
    lines = list(LINES)
    for number, column, typed in slips:
        lines[number] = lines[number][:column] + typed + lines[number][column + 1 :]
    text = "\n".join(line for number, line in enumerate(lines) if number not in dropped)
    try:
        found = reading(text, FEED, NOW)
    except CalendarError:
        return
    assert all(isinstance(shift, Shift) and shift.starts < shift.ends and shift.people for shift in found.shifts)
