"""The day's digest comes once a day: over restarts, with several workers, late, and where the clocks are changed."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, time

import structlog
from sqlmodel import select

from bot.desk.desk import Desk
from bot.desk.digest_facts import Digest
from bot.desk.notices import from_json
from bot.desk.sending import Refused
from bot.desk.timetable import Timetable
from bot.watch.delivery import Delivery
from bot.watch.digests import Digests
from storage import tables
from tests.desk.office import DAY, HOUR, MINUTE, SECOND, TRIAGE, opened
from tests.watch.paper_slack import PaperSlack

SCHEDULE = Timetable(at=time(8, 30), zone="Europe/Amsterdam", days=frozenset(range(5)), channel=TRIAGE)
HALF_PAST_EIGHT = datetime(2026, 6, 1, 6, 30, tzinfo=UTC)
"""On a Monday in Amsterdam."""


def digests(desk: Desk, schedule: Timetable = SCHEDULE) -> Digests:
    """A worker that has just started."""
    return Digests(desk=desk, schedule=schedule)


async def put(desk: Desk) -> Sequence[tables.Notice]:
    """The digests that were put."""
    async with desk.database.reading() as session:
        return (await session.exec(select(tables.Notice).where(tables.Notice.kind == "digest"))).all()


async def keys(desk: Desk) -> list[str]:
    return [notice.key for notice in await put(desk)]


async def test_it_is_put_when_its_time_has_come_and_not_again(desk: Desk) -> None:
    worker = digests(desk)
    assert await worker.once(HALF_PAST_EIGHT - SECOND) == 0
    assert await worker.once(HALF_PAST_EIGHT) == 1
    for later in (SECOND, HOUR, 15 * HOUR):
        assert await worker.once(HALF_PAST_EIGHT + later) == 0
    assert await keys(desk) == ["digest 2026-06-01"]


async def test_after_a_restart_it_does_not_come_again(desk: Desk) -> None:
    assert await digests(desk).once(HALF_PAST_EIGHT) == 1
    assert await digests(desk).once(HALF_PAST_EIGHT + MINUTE) == 0
    assert len(await put(desk)) == 1


async def test_of_several_workers_one_puts_it(desk: Desk) -> None:
    workers = [digests(desk) for _ in range(4)]
    assert sum(await asyncio.gather(*(worker.once(HALF_PAST_EIGHT) for worker in workers))) == 1
    assert len(await put(desk)) == 1


async def test_each_day_has_its_own_and_the_weekend_none(desk: Desk) -> None:
    worker = digests(desk)
    for day in range(7):
        await worker.once(HALF_PAST_EIGHT + day * DAY + MINUTE)
    assert await keys(desk) == [f"digest 2026-06-0{day}" for day in (1, 2, 3, 4, 5)]


async def test_it_covers_the_time_from_the_one_before_to_the_next(desk: Desk) -> None:
    await digests(desk).once(HALF_PAST_EIGHT + HOUR)
    [notice] = await put(desk)
    facts = from_json(notice.body)
    assert isinstance(facts, Digest)
    assert (facts.at, notice.planned_at) == (HALF_PAST_EIGHT + HOUR, HALF_PAST_EIGHT)
    assert (facts.since, facts.until) == (HALF_PAST_EIGHT - 3 * DAY, HALF_PAST_EIGHT + DAY)


async def test_after_a_standstill_it_comes_late_on_its_day_and_not_after_it(desk: Desk) -> None:
    assert await digests(desk).once(HALF_PAST_EIGHT + 15 * HOUR) == 1
    assert await digests(desk).once(HALF_PAST_EIGHT + DAY + 15 * HOUR + 30 * MINUTE) == 0
    assert await keys(desk) == ["digest 2026-06-01"]


async def test_which_days_were_let_go_is_said_in_the_log(desk: Desk) -> None:
    await digests(desk).once(HALF_PAST_EIGHT)
    with structlog.testing.capture_logs() as logs:
        await digests(desk).once(HALF_PAST_EIGHT + 3 * DAY)
    assert [(entry["event"], entry["day"]) for entry in logs] == [
        ("a digest was let go", "2026-06-03"),
        ("a digest was let go", "2026-06-02"),
    ]


async def test_an_installation_that_is_new_has_let_nothing_go(desk: Desk) -> None:
    with structlog.testing.capture_logs() as logs:
        await digests(desk).once(HALF_PAST_EIGHT)
    assert logs == []


async def test_where_the_clock_skips_its_time_or_repeats_it_it_comes_once(desk: Desk) -> None:
    at_night = Timetable(at=time(2, 30), zone="Europe/Amsterdam", days=frozenset(range(7)), channel=TRIAGE)
    for before in (datetime(2026, 3, 29, 0, tzinfo=UTC), datetime(2026, 10, 24, 23, tzinfo=UTC)):
        worker = digests(desk, at_night)
        for minutes in range(0, 240, 5):
            await worker.once(before + minutes * MINUTE)
    assert await keys(desk) == ["digest 2026-03-29", "digest 2026-10-25"]


async def test_it_is_sent_like_any_notice_to_its_channel_in_no_thread(desk: Desk) -> None:
    await opened(desk, HALF_PAST_EIGHT - HOUR)
    await digests(desk).once(HALF_PAST_EIGHT)
    slack = PaperSlack()
    delivery = Delivery(desk=desk, sender=slack)
    for seconds in range(5):
        await delivery.once(HALF_PAST_EIGHT + 5 * seconds * SECOND)
    [sent] = [each for each in slack.posted if each.key.startswith("digest")]
    assert (sent.place, sent.thread, sent.planned) == (TRIAGE, None, HALF_PAST_EIGHT)
    assert isinstance(sent.facts, Digest)
    assert sent.facts.unassigned.total == 1


async def test_one_that_could_not_be_sent_on_its_day_is_let_go(desk: Desk) -> None:
    await digests(desk).once(HALF_PAST_EIGHT)
    slack = PaperSlack()
    with structlog.testing.capture_logs() as logs:
        await Delivery(desk=desk, sender=slack).once(HALF_PAST_EIGHT + 16 * HOUR)
    assert (slack.posted, [entry["event"] for entry in logs]) == ([], ["a notice was let go, because its time is over"])
    assert [notice.state for notice in await put(desk)] == ["dropped"]


async def test_one_that_slack_refuses_for_good_is_given_up_and_about_no_ticket(desk: Desk) -> None:
    elsewhere = Timetable(at=time(8, 30), zone="Europe/Amsterdam", days=frozenset(range(5)), channel="C0GONE")
    await digests(desk, elsewhere).once(HALF_PAST_EIGHT)
    slack = PaperSlack()
    slack.will_say("C0GONE", Refused(error="channel_not_found", of_place=True))
    with structlog.testing.capture_logs():
        await Delivery(desk=desk, sender=slack).once(HALF_PAST_EIGHT)
    assert [notice.state for notice in await put(desk)] == ["dead"]
