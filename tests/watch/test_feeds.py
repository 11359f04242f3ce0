"""Imported calendars decide who is on call, for all workers alike, and go on to while their address is away."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import pytest
import structlog

from bot.clocks.schedule import Schedule, on_call
from bot.desk.calendar_feed import Feed
from bot.desk.desk import Desk
from bot.watch.feeds import AGAIN_AFTER, Feeds
from bot.watch.fetching import FetchError
from tests.desk.office import DAY, HOUR, MINUTE, MONDAY, SECOND

HUSH = "hush-hush"
FEED = Feed(
    schedule="imported",
    zone="Europe/Amsterdam",
    source=f"https://calendars.example/{HUSH}",
    digest="first",
    people={"Olly": "U0OLLY", "Piet": "U0PIET"},
)


def calendar(*summaries: str) -> str:
    """A calendar in which these have a day each, from Monday on."""
    events = [
        f"BEGIN:VEVENT\r\nUID:{number}\r\nSUMMARY:{summary}\r\n"
        f"DTSTART:202606{number:02}T000000Z\r\nDTEND:202606{number + 1:02}T000000Z\r\nEND:VEVENT\r\n"
        for number, summary in enumerate(summaries, start=1)
    ]
    return f"BEGIN:VCALENDAR\r\n{''.join(events)}END:VCALENDAR\r\n"


@dataclass(kw_only=True)
class Provider:
    """Where a calendar is fetched from: what it answers, and how often it was asked."""

    text: str = ""
    error: str = ""
    asked: list[str] = field(default_factory=list)

    async def __call__(self, source: str) -> str:
        self.asked.append(source)
        if self.error:
            raise FetchError(self.error)
        return self.text


def worker(desk: Desk, provider: Provider, *feeds: Feed) -> Feeds:
    """One that has just started, with a schedule for each feed."""
    feeds = feeds or (FEED,)
    schedules = {feed.schedule: Schedule(name=feed.schedule, zone=feed.zone) for feed in feeds}
    own = Desk(
        database=desk.database,
        shelf=desk.shelf,
        roster=replace(desk.roster, schedules={**desk.roster.schedules, **schedules}),
    )
    return Feeds(desk=own, feeds=feeds, fetch=provider)


def called(made: Feeds, at: datetime) -> Sequence[str]:
    shift = on_call(made.desk.roster.schedules["imported"], (), at)
    return () if shift is None else shift.people


async def test_who_is_on_call_is_what_the_calendar_says(desk: Desk) -> None:
    provider = Provider(text=calendar("Olly", "Piet"))
    made = worker(desk, provider)

    assert await made.once(MONDAY) == 1
    assert called(made, MONDAY) == ("U0OLLY",)
    assert called(made, MONDAY + DAY) == ("U0PIET",)
    assert called(made, MONDAY + 2 * DAY) == ()
    assert provider.asked == [FEED.source]


async def test_it_is_read_again_every_five_minutes_and_a_change_counts_at_once(desk: Desk) -> None:
    provider = Provider(text=calendar("Olly"))
    made = worker(desk, provider)
    await made.once(MONDAY)
    provider.text = calendar("Piet")

    assert await made.once(MONDAY + AGAIN_AFTER - SECOND) == 0
    assert called(made, MONDAY) == ("U0OLLY",)
    assert await made.once(MONDAY + AGAIN_AFTER) == 1
    assert called(made, MONDAY) == ("U0PIET",)
    assert len(provider.asked) == 2


async def test_of_several_workers_one_asks_and_all_go_by_it(desk: Desk) -> None:
    provider = Provider(text=calendar("Olly"))
    workers = [worker(desk, provider) for _ in range(3)]
    await asyncio.gather(*(each.once(MONDAY) for each in workers))
    for each in workers:
        await each.recall(MONDAY)

    assert len(provider.asked) == 1
    assert [called(each, MONDAY) for each in workers] == [("U0OLLY",)] * 3


async def test_after_a_restart_while_the_provider_is_away_the_last_calendar_counts(desk: Desk) -> None:
    await worker(desk, Provider(text=calendar("Olly"))).once(MONDAY)
    restarted = worker(desk, Provider(error="HTTP 503"))

    assert await restarted.recall(MONDAY + HOUR) == 1
    await restarted.once(MONDAY + HOUR)
    assert called(restarted, MONDAY) == ("U0OLLY",)
    state = restarted.desk.calendars["imported"]
    assert (state.known, state.read_at, state.error) == (True, MONDAY, "HTTP 503")


async def test_a_calendar_that_was_never_read_is_said_to_be_unknown(desk: Desk) -> None:
    made = worker(desk, Provider(error="HTTP 401"))

    assert await made.once(MONDAY) == 0
    assert called(made, MONDAY) == ()
    assert not made.desk.calendars["imported"].known


async def test_a_page_that_asks_to_sign_in_replaces_nothing(desk: Desk) -> None:
    provider = Provider(text=calendar("Olly"))
    made = worker(desk, provider)
    await made.once(MONDAY)
    provider.text = "<html>Please sign in</html>"
    with structlog.testing.capture_logs() as said:
        await made.once(MONDAY + AGAIN_AFTER)

    assert called(made, MONDAY) == ("U0OLLY",)
    assert made.desk.calendars["imported"].error == "it is no calendar in iCalendar format"
    assert [(line["log_level"], line["event"]) for line in said] == [("warning", "a calendar could not be read")]


async def test_one_that_was_not_read_for_a_day_is_said_louder(desk: Desk) -> None:
    provider = Provider(text=calendar("Olly"))
    made = worker(desk, provider)
    await made.once(MONDAY)
    provider.error = "HTTP 503"
    await made.once(MONDAY + HOUR)
    with structlog.testing.capture_logs() as said:
        await made.once(MONDAY + DAY + MINUTE)

    assert [line["log_level"] for line in said] == ["error"]
    assert made.desk.calendars["imported"].stale(MONDAY + DAY + MINUTE)


async def test_events_that_name_nobody_known_are_said_once(desk: Desk) -> None:
    made = worker(desk, Provider(text=calendar("Olly", "Carl")))
    with structlog.testing.capture_logs() as said:
        await made.once(MONDAY)
        await made.once(MONDAY + AGAIN_AFTER)

    (left_out,) = made.desk.calendars["imported"].left_out
    assert left_out.startswith("“Carl” of 2026-06-02")
    assert [line["event"] for line in said] == ["events of a calendar are left out"]


async def test_the_shifts_of_further_days_are_made_as_time_passes(desk: Desk) -> None:
    weekly = calendar("Olly").replace("SUMMARY", "RRULE:FREQ=WEEKLY\r\nSUMMARY")
    made = worker(desk, Provider(text=weekly))
    await made.once(MONDAY)
    last = made.desk.roster.schedules["imported"].shifts[-1]
    await made.recall(MONDAY + 7 * DAY)

    assert made.desk.roster.schedules["imported"].shifts[-1].starts == last.starts + 7 * DAY


async def test_another_address_is_another_calendar(desk: Desk) -> None:
    await worker(desk, Provider(text=calendar("Olly"))).once(MONDAY)
    moved = worker(desk, Provider(text=calendar("Piet")), replace(FEED, digest="second"))

    assert await moved.recall(MONDAY) == 0
    assert await moved.once(MONDAY + SECOND) == 1
    assert called(moved, MONDAY) == ("U0PIET",)


async def test_a_team_that_changes_meanwhile_is_kept(desk: Desk) -> None:
    provider = Provider(text=calendar("Olly"))
    made = worker(desk, provider)
    made.desk.roster = replace(made.desk.roster, agents=frozenset({"U0NEW"}))
    await made.once(MONDAY)

    assert made.desk.roster.agents == {"U0NEW"}


async def test_no_address_is_logged(desk: Desk) -> None:
    with structlog.testing.capture_logs() as said:
        for provider in (Provider(error="HTTP 503"), Provider(text=calendar("Carl"))):
            await worker(desk, provider).once(MONDAY + HOUR * len(provider.text))

    assert len(said) == 2
    assert HUSH not in str(said)


async def test_a_calendar_whose_reading_fails_keeps_no_other_from_being_read(desk: Desk) -> None:
    provider = Provider(text=calendar("Olly"))

    async def fetch(source: str) -> str:
        if source == "broken":
            raise RuntimeError("not foreseen")
        await asyncio.sleep(0)
        return await provider(source)

    broken = replace(FEED, schedule="broken", source="broken")
    made = worker(desk, provider, broken, FEED)
    made.fetch = fetch
    with pytest.raises(ExceptionGroup) as failed:
        await made.once(MONDAY)
    assert failed.group_contains(RuntimeError, match="not foreseen")
    assert called(made, MONDAY) == ("U0OLLY",)
