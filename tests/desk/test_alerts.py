"""For each notice of a ticket it can be shown when it was planned and sent, by which way, who saw and who answered."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlmodel import col

from bot.desk.alerts import PAGE, Alert, Alerts, Fate, alerts
from bot.desk.desk import Desk
from bot.desk.notice_kinds import NoticeKind
from bot.desk.page_notices import PageAnswer
from bot.desk.refusals import NoSuchTicketError, NotAllowedError
from bot.desk.requests import Acknowledge, Update
from bot.desk.roster import Way
from bot.desk.seeing import see
from storage import tables
from tests.desk.office import (
    ANA,
    BEA,
    MINUTE,
    MONDAY,
    OTTO,
    PIET,
    SECOND,
    TRIAGE,
    critical,
    done,
    in_slack,
    ring,
)


async def shown(desk: Desk, number: int = 1, page: int = 1) -> Alerts:
    return await alerts(desk, ANA, number, MONDAY + 5 * MINUTE, page=page)


async def one(desk: Desk, kind: NoticeKind) -> Alert:
    [found] = [alert for alert in (await shown(desk)).shown if alert.kind is kind]
    return found


async def became(desk: Desk, key: str, **what: Any) -> None:
    async with desk.database.transaction() as session:
        notice = update(tables.Notice).where(col(tables.Notice.key) == f"1:{key}")
        await session.exec(notice.values(**what))


async def test_every_notice_is_shown_in_order_with_its_place_and_changes_of_messages_are_not(desk: Desk) -> None:
    ticket = await critical(desk)
    found = await shown(desk, ticket.number)
    assert [(alert.kind, alert.place) for alert in found.shown] == [
        (NoticeKind.CARD, TRIAGE),
        (NoticeKind.PAGE, TRIAGE),
        (NoticeKind.PAGE_DIRECT, PIET.person),
    ]
    assert (found.total, found.page, found.pages) == (3, 1, 1)


async def test_what_was_sent_in_time_and_what_was_late(desk: Desk) -> None:
    ticket = await critical(desk)
    await in_slack(desk, ticket, "card")
    await became(desk, "card", settled_at=MONDAY + 5 * SECOND)
    card = await one(desk, NoticeKind.CARD)
    assert (card.fate, card.settled, card.late) == (Fate.SENT, MONDAY + 5 * SECOND, None)
    await became(desk, "card", settled_at=MONDAY + 90 * SECOND)
    assert (await one(desk, NoticeKind.CARD)).late == timedelta(seconds=90)


async def test_what_waits_was_let_go_or_refused_has_its_reason(desk: Desk) -> None:
    await critical(desk)
    for state, fate in (
        (tables.NoticeState.PENDING, Fate.WAITING),
        (tables.NoticeState.DROPPED, Fate.LET_GO),
        (tables.NoticeState.DEAD, Fate.REFUSED),
    ):
        await became(desk, "card", state=state, settled_at=MONDAY + MINUTE, error="because")
        card = await one(desk, NoticeKind.CARD)
        assert (card.fate, card.reason, card.late) == (fate, "because", None)


async def test_a_call_by_another_way_that_is_planned_for_later_waits(desk: Desk) -> None:
    after = timedelta(minutes=3)
    desk.roster = replace(desk.roster, ways={PIET.person: (Way(name="PIET_SMS", after=after),)})
    await critical(desk)
    outside = await one(desk, NoticeKind.PAGE_OUTSIDE)
    assert (outside.place, outside.planned, outside.fate) == ("via:PIET_SMS", MONDAY + after, Fate.WAITING)


async def test_a_call_that_is_planned_for_later_is_not_needed_once_somebody_has_answered(desk: Desk) -> None:
    desk.roster = replace(desk.roster, ways={PIET.person: (Way(name="PIET_SMS", after=timedelta(minutes=3)),)})
    ticket = await critical(desk)
    await done(desk, Acknowledge, ticket, MONDAY + MINUTE, asker=PIET)
    outside = await one(desk, NoticeKind.PAGE_OUTSIDE)
    assert outside.fate is Fate.NOT_NEEDED
    assert outside.reason == "somebody has the ticket, or it calls for nobody any more"


async def test_a_call_that_is_on_its_way_is_not_called_off(desk: Desk) -> None:
    ticket = await critical(desk)
    await done(desk, Acknowledge, ticket, MONDAY + MINUTE, asker=PIET)
    await became(desk, "paging:1:page 0", state=tables.NoticeState.SENDING)
    assert (await one(desk, NoticeKind.PAGE)).fate is Fate.WAITING


async def test_who_saw_it_first_and_who_answered_the_call(desk: Desk) -> None:
    ticket = await critical(desk)
    await in_slack(desk, ticket, "paging:1:page 0", channel=TRIAGE, ts="7.7")
    await see(desk, PIET.person, TRIAGE, "7.7", MONDAY + MINUTE)
    await see(desk, ANA.person, TRIAGE, "7.7", MONDAY + 2 * MINUTE)
    await done(desk, Acknowledge, ticket, MONDAY + 3 * MINUTE, asker=PIET)
    page = await one(desk, NoticeKind.PAGE)
    assert (page.seen_by, page.seen_at) == (PIET.person, MONDAY + MINUTE)
    assert page.answered == PageAnswer(by=PIET.person, how="acknowledged", at=MONDAY + 3 * MINUTE)
    assert (await one(desk, NoticeKind.CARD)).answered is None


async def test_what_was_told_together_with_others_says_so(desk: Desk) -> None:
    ticket = await critical(desk)
    await in_slack(desk, ticket, "card", bundle="storm")
    assert (await one(desk, NoticeKind.CARD)).together


async def test_a_long_list_has_pages_and_a_page_too_far_is_the_last(desk: Desk) -> None:
    ticket = await critical(desk)
    for number in range(PAGE):
        await done(desk, Update, ticket, MONDAY + number * SECOND, text="Still looking.")
    while await ring(desk, MONDAY + 5 * MINUTE):
        pass
    first, last = await shown(desk), await shown(desk, page=99)
    assert (len(first.shown), first.pages, last.page) == (PAGE, last.pages, last.pages)
    assert first.total == PAGE * (first.pages - 1) + len(last.shown)


async def test_it_is_for_the_team_only(desk: Desk) -> None:
    await critical(desk)
    with pytest.raises(NotAllowedError):
        await alerts(desk, BEA, 1, MONDAY)
    with pytest.raises(NoSuchTicketError):
        await alerts(desk, OTTO, 1, MONDAY)


async def test_a_notice_of_an_earlier_version_is_shown_all_the_same(desk: Desk) -> None:
    await critical(desk)
    await became(desk, "paging:1:page 0", body={"kind": "page", "of": "long ago"})
    assert (await one(desk, NoticeKind.PAGE)).told is None
