"""Alarms that Slack does not take in time go another way, also those that were never tried."""

from datetime import timedelta
from typing import Any

import pytest
import structlog

from bot.desk.desk import Desk
from bot.desk.fallback import PATIENCE, divert
from bot.desk.places import outside
from bot.desk.requests import Acknowledge
from bot.desk.roster import Way
from bot.desk.sending import NotSent
from bot.watch.delivery import Delivery
from bot.watch.diversion import Diversions
from bot.watch.sweep import sweep
from storage.database import Unavailable
from tests.desk.office import HOUR, LENA, MINUTE, MONDAY, PIET, SECOND, TRIAGE, done, opened
from tests.desk.ways import DESK_PHONE, PAGER, PHONE, SIREN, gone_outside, reached
from tests.watch.paper_slack import PaperSlack

LATER = {PIET.person: (Way(name=PHONE, after=30 * MINUTE),)}
AWAY = NotSent(error="Slack was not reached")


def looking(desk: Desk) -> Diversions:
    """Whoever has looked for a long time."""
    return Diversions(desk=desk, _first=MONDAY - HOUR)


async def test_a_page_that_slack_has_not_taken_for_a_minute_goes_by_the_ways_for_later(desk: Desk) -> None:
    await opened(reached(desk, LATER))
    diversions = looking(desk)
    assert await diversions.once(MONDAY + PATIENCE - SECOND) == 0
    assert await diversions.once(MONDAY + PATIENCE) > 0
    paper = PaperSlack()
    await Delivery(desk=desk, sender=paper, rest=timedelta(0)).once(MONDAY + PATIENCE)
    assert len(paper.told(outside(PHONE))) == 1


async def test_an_alarm_behind_a_card_that_slack_does_not_take_is_not_forgotten(desk: Desk) -> None:
    await opened(reached(desk, {}))
    paper = PaperSlack()
    for place in (TRIAGE, PIET.person):
        for _ in range(20):
            paper.will_say(place, AWAY)
    delivery = Delivery(desk=desk, sender=paper, rest=timedelta(0))
    diversions = looking(desk)
    for second in range(0, 90, 5):
        await delivery.once(MONDAY + second * SECOND)
        await diversions.once(MONDAY + second * SECOND)
    assert len(paper.told(outside(SIREN))) == 1


async def test_a_broken_promise_goes_by_the_last_way(desk: Desk) -> None:
    await opened(reached(desk, LATER))
    await sweep(desk, MONDAY + HOUR + MINUTE)
    await looking(desk).once(MONDAY + HOUR + MINUTE + PATIENCE)
    assert SIREN in {way for kind, way, _ in await gone_outside(desk) if kind == "alarm outside"}


async def test_each_goes_once_and_is_said_once_however_many_look(desk: Desk) -> None:
    await opened(reached(desk, LATER))
    with structlog.testing.capture_logs() as logs:
        for diversions in (looking(desk), looking(desk)):
            for minute in range(1, 4):
                await diversions.once(MONDAY + minute * MINUTE)
    assert len([line for line in logs if line["log_level"] == "error"]) == 1


async def test_where_the_database_fails_in_between_the_next_pass_goes_on_with_what_is_left(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await opened(reached(desk, {}))
    diversions, away = looking(desk), iter([True])

    async def fails_once(*what: Any) -> bool:
        if next(away, False):
            raise Unavailable("the database is away")
        return await divert(*what)

    monkeypatch.setattr("bot.watch.diversion.divert", fails_once)
    with pytest.raises(Unavailable):
        await diversions.once(MONDAY + PATIENCE)
    assert await diversions.once(MONDAY + PATIENCE + SECOND) == 1
    assert [way for _, way, _ in await gone_outside(desk)] == [SIREN]


async def test_among_a_great_many_that_wait_a_new_one_is_not_overlooked(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.watch.diversion.MOST_IN_A_PASS", 2)
    reached(desk, {})
    diversions = looking(desk)
    for minutes in (0, 2):
        ticket = await opened(desk, MONDAY + minutes * MINUTE)
        assert await diversions.once(MONDAY + minutes * MINUTE + PATIENCE) == 1
    assert await gone_outside(desk, ticket.number)


async def test_what_somebody_has_answered_goes_no_other_way(desk: Desk) -> None:
    ticket = await opened(reached(desk, LATER))
    await done(desk, Acknowledge, ticket, MONDAY + SECOND, asker=LENA)
    assert await looking(desk).once(MONDAY + 2 * MINUTE) == 0


async def test_whoever_has_just_begun_to_look_gives_slack_its_time_first(desk: Desk) -> None:
    await opened(reached(desk, LATER))
    diversions = Diversions(desk=desk)
    assert await diversions.once(MONDAY + MINUTE) == 0
    assert await diversions.once(MONDAY + MINUTE + PATIENCE - SECOND) == 0
    assert await diversions.once(MONDAY + MINUTE + PATIENCE) > 0


@pytest.mark.parametrize("minutes", [1, 60])
async def test_when_slack_takes_everything_nothing_goes_another_way(desk: Desk, minutes: int) -> None:
    await opened(reached(desk, LATER))
    paper = PaperSlack()
    delivery = Delivery(desk=desk, sender=paper, rest=timedelta(0))
    while await delivery.once(MONDAY):
        pass
    assert await looking(desk).once(MONDAY + minutes * MINUTE) == 0


async def slack_is_away(desk: Desk, paper: PaperSlack, *, seconds: int) -> None:
    """Slack takes nothing for so long; deliveries and looks go on meanwhile."""
    for place in (TRIAGE, PIET.person):
        for _ in range(seconds):
            paper.will_say(place, AWAY)
    delivery, diversions = Delivery(desk=desk, sender=paper, rest=timedelta(0)), looking(desk)
    for second in range(0, seconds, 2):
        await delivery.once(MONDAY + second * SECOND)
        await diversions.once(MONDAY + second * SECOND)


@pytest.mark.parametrize("after", [timedelta(0), 30 * MINUTE])
async def test_whose_only_way_does_not_take_the_call_either_is_called_by_the_last_ones(
    desk: Desk, after: timedelta
) -> None:
    await opened(reached(desk, {PIET.person: (Way(name=PHONE, after=after),)}))
    paper = PaperSlack()
    for _ in range(20):
        paper.will_say(outside(PHONE), NotSent(error="error=401"))
    await slack_is_away(desk, paper, seconds=90)
    assert len(paper.told(outside(SIREN))) == 1


async def test_a_schedules_way_that_does_not_take_the_call_either_is_followed_by_the_last_ones(desk: Desk) -> None:
    await opened(reached(desk, {}, {"primary": (Way(name=DESK_PHONE, after=timedelta(0)),)}))
    paper = PaperSlack()
    for _ in range(20):
        paper.will_say(outside(DESK_PHONE), NotSent(error="error=401"))
    await slack_is_away(desk, paper, seconds=90)
    assert len(paper.told(outside(SIREN))) == 1


async def test_whom_one_of_two_ways_has_reached_is_called_by_no_other(desk: Desk) -> None:
    await opened(reached(desk))
    paper = PaperSlack()
    for _ in range(20):
        paper.will_say(outside(PAGER), NotSent(error="error=401"))
    await slack_is_away(desk, paper, seconds=90)
    assert len(paper.told(outside(PHONE))) == 1, "early, because Slack has not taken the call"
    assert paper.told(outside(SIREN)) == []


async def test_whom_slack_has_reached_is_called_no_other_way_because_one_does_not_work(desk: Desk) -> None:
    await opened(reached(desk, {PIET.person: (Way(name=PHONE, after=timedelta(0)),)}))
    paper = PaperSlack()
    for _ in range(20):
        paper.will_say(outside(PHONE), NotSent(error="error=401"))
    delivery, diversions = Delivery(desk=desk, sender=paper, rest=timedelta(0)), looking(desk)
    for second in range(0, 700, 5):
        await delivery.once(MONDAY + second * SECOND)
        await diversions.once(MONDAY + second * SECOND)
    assert paper.told(outside(SIREN)) == []
