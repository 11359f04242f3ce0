from typing import Any

import pytest

from bot.desk.desk import Desk
from bot.desk.notices import from_json
from bot.desk.page_notices import Page, PageAnswer
from bot.desk.requests import Acknowledge, Change, Close, Regrade, Snooze, Take
from bot.watch.sweep import sweep
from storage import tables
from tests.desk.office import ANA, MINUTE, MONDAY, OLLY, PIET, TRIAGE, done, in_slack, keys, notices, opened

CHANNEL, DIRECT = "paging:1:page 0", f"paging:1:page 0 {PIET.person}"
LATER = MONDAY + MINUTE


async def paged(desk: Desk) -> int:
    """A ticket whose first call is in Slack."""
    ticket = await opened(desk)
    await in_slack(desk, ticket, CHANNEL, channel=TRIAGE, ts="1.0")
    await in_slack(desk, ticket, DIRECT, channel="D0PIET", ts="2.0")
    return ticket.number


async def edits(desk: Desk, number: int) -> list[tables.Notice]:
    return [notice for notice in await notices(desk, number) if notice.kind == "page edit"]


@pytest.mark.parametrize(
    ("verb", "how", "what"),
    [
        (Acknowledge, "acknowledged", {}),
        (Take, "taken", {}),
        (Regrade, "regraded", {"severity": "low", "impact": "It was a question."}),
        (Close, "closed", {"reason": "out_of_scope", "line": "V24"}),
    ],
)
async def test_every_call_in_slack_says_what_ended_it(
    desk: Desk, verb: type[Change], how: str, what: dict[str, Any]
) -> None:
    number = await paged(desk)
    await done(desk, verb, number, LATER, **what)
    found = await edits(desk, number)
    assert [(each.key, each.place) for each in found] == [
        (f"{number}:{CHANNEL} edit", TRIAGE),
        (f"{number}:{DIRECT} edit", PIET.person),
    ]
    for each in found:
        told = from_json(each.body)
        assert isinstance(told, Page)
        assert told.over == PageAnswer(by=ANA.person, how=how, at=LATER)


async def test_a_call_that_is_not_in_slack_need_not_be_changed_there(desk: Desk) -> None:
    ticket = await opened(desk)
    await done(desk, Acknowledge, ticket, LATER)
    assert await edits(desk, ticket.number) == []


async def test_while_it_is_snoozed_it_can_still_be_acknowledged_and_then_it_is_over(desk: Desk) -> None:
    number = await paged(desk)
    await done(desk, Snooze, number, LATER, until=MONDAY + 30 * MINUTE)
    assert await edits(desk, number) == []
    await done(desk, Acknowledge, number, MONDAY + 2 * MINUTE, asker=OLLY)
    assert len(await edits(desk, number)) == 2


async def test_when_people_are_called_anew_the_earlier_calls_say_so(desk: Desk) -> None:
    number = await paged(desk)
    await done(desk, Snooze, number, LATER, until=MONDAY + 5 * MINUTE)
    await sweep(desk, MONDAY + 5 * MINUTE)
    assert "paging:2:page 0" in await keys(desk, number)
    told = [from_json(each.body) for each in await edits(desk, number)]
    assert [each.over for each in told if isinstance(each, Page)] == [
        PageAnswer(by="", how="unacknowledged", at=MONDAY + 5 * MINUTE)
    ] * 2


async def test_what_happens_afterwards_changes_nothing_about_it(desk: Desk) -> None:
    number = await paged(desk)
    await done(desk, Acknowledge, number, LATER)
    before = [each.body for each in await edits(desk, number)]
    await done(desk, Take, number, MONDAY + 2 * MINUTE)
    assert [each.body for each in await edits(desk, number)] == before
