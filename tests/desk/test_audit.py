"""An audit finds what is late, lost or missing, makes it good, and says so; where nothing is, it says nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlmodel import col

from bot.desk.audit import GRACE, MOST_NAMED, PATIENCE, Finding, doubtful, late, lost, made_good
from bot.desk.desk import Desk
from bot.desk.marks import Place, pieces, unmarked
from bot.desk.outgoing import Outgoing
from bot.desk.requests import Acknowledge
from bot.desk.sending import prepare
from bot.desk.telling import tell_undelivered
from storage import deadlines, outbox, tables
from tests.desk.office import HOUR, MINUTE, MONDAY, PIET, SECOND, critical, done, in_slack, keys, opened, ring
from tests.desk.ways import reached

LATER = MONDAY + 2 * MINUTE
"""Past the first page, before the second."""


async def changed(desk: Desk, statement: Any) -> None:
    """Change the database behind the desk's back."""
    async with desk.database.transaction() as session:
        await session.exec(statement, execution_options={"synchronize_session": False})


async def found(desk: Desk, look: Callable[..., Any], at: Any = LATER) -> list[Finding]:
    async with desk.database.reading() as session:
        result: list[Finding] = await look(session, desk, at)
        return result


async def doubted(desk: Desk, *numbers: int, at: Any = LATER) -> list[int]:
    async with desk.database.reading() as session:
        return list(await doubtful(session, desk, numbers, at))


async def rung(desk: Desk, at: Any) -> None:
    while await ring(desk, at):
        pass


async def test_where_everything_happens_nothing_is_found(desk: Desk) -> None:
    ticket = await critical(desk)
    for minutes in (0, 2, 5, 16, 40, 300):
        at = MONDAY + minutes * MINUTE
        await rung(desk, at)
        assert await doubted(desk, ticket.number, at=at) == []
        assert await made_good(desk, ticket.number, at) is None
    assert await found(desk, late, MONDAY + SECOND) == []
    assert await found(desk, lost) == []


async def test_a_deadline_that_nobody_looks_at_is_late_after_a_minute(desk: Desk) -> None:
    ticket = await critical(desk)
    async with desk.database.reading() as session:
        first = (await deadlines.of_ticket(session, ticket.number))[0]
    assert not [each for each in await found(desk, late, first.due + GRACE) if each.key == "deadlines"]
    [finding] = [each for each in await found(desk, late, first.due + GRACE + SECOND) if each.key == "deadlines"]
    assert finding.tickets == (ticket.number,)
    assert unmarked(finding.words).startswith("Not looked at: 1 deadline, the first of Mon 1 Jun")
    assert (finding.alarm, finding.grave) == ("", True)


async def test_a_deadline_of_a_lower_priority_is_late_but_not_grave(desk: Desk) -> None:
    await opened(desk, severity="low")
    await changed(desk, update(tables.Deadline).values(due=MONDAY))
    [finding] = [each for each in await found(desk, late) if each.key == "deadlines"]
    assert not finding.grave


async def test_notices_that_wait_are_told_by_place_with_the_reason(desk: Desk) -> None:
    ticket = await opened(desk, severity="low")
    await changed(desk, update(tables.Notice).values(error="ratelimited"))
    assert await found(desk, late, MONDAY + PATIENCE) == []
    [finding] = await found(desk, late, MONDAY + PATIENCE + SECOND)
    assert finding.key == "notices"
    assert unmarked(finding.words) == "Not sent to #triage: 1 notice, the first of Mon 1 Jun 17:00 UTC: ratelimited"
    assert (finding.tickets, finding.places) == ((ticket.number,), ("C0TRIAGE",))
    assert (finding.alarm, finding.grave) == ("", False), "a card calls nobody"


async def test_notices_for_many_places_are_one_finding(desk: Desk) -> None:
    for number in range(MOST_NAMED + 2):
        ticket = await opened(desk, severity="low")
        card = col(tables.Notice.ticket_id) == ticket.number
        await changed(desk, update(tables.Notice).where(card).values(place=f"C0NUMBER{number}"))
    [finding] = await found(desk, late, MONDAY + PATIENCE + SECOND)
    assert unmarked(finding.words).startswith("Not sent to C0NUMBER0: 1 notice, the first of ")
    assert unmarked(finding.words).endswith("; and to 2 more places")
    assert len(finding.places) == MOST_NAMED + 2


async def test_an_alarm_that_nobody_has_heard_of_is_a_grave_finding_of_its_own(desk: Desk) -> None:
    ticket = await critical(desk)
    alarms, *others = await found(desk, late, MONDAY + PATIENCE + SECOND)
    assert (alarms.key, alarms.alarm, alarms.grave) == ("alarms", f"{ticket.number}:paging:1:page 0", True)
    assert unmarked(alarms.words).startswith(
        "Nobody has heard of 2 alarms, the first the page for #triage of Mon 1 Jun 17:00"
    )
    assert "notices" in {each.key for each in others}, "the card waits too, and that is a trifle"


async def test_an_alarm_that_went_another_way_is_no_more_than_a_notice_that_waits(desk: Desk) -> None:
    await critical(reached(desk))
    waiting = await found(desk, late, MONDAY + PATIENCE + SECOND)
    assert {each.key for each in waiting} == {"notices"}
    assert {each.alarm for each in waiting} == {""}


async def test_what_is_planned_for_later_or_was_put_just_now_is_not_late(desk: Desk) -> None:
    await opened(desk, severity="low")
    await changed(desk, update(tables.Notice).values(planned_at=MONDAY + HOUR))
    assert await found(desk, late, MONDAY + 30 * MINUTE) == []
    await changed(desk, update(tables.Notice).values(planned_at=MONDAY - HOUR))
    assert await found(desk, late, MONDAY + SECOND) == []


async def test_a_notice_that_was_given_up_is_found_unless_somebody_was_told(desk: Desk) -> None:
    ticket = await critical(desk)
    page = f"{ticket.number}:paging:1:page 0 U0PIET"
    gone = {"state": tables.NoticeState.DEAD, "settled_at": MONDAY, "error": "user_not_found"}
    await changed(desk, update(tables.Notice).where(col(tables.Notice.key) == page).values(**gone))
    [finding] = await found(desk, lost)
    assert finding.key == f"lost {page}"
    assert unmarked(finding.words).endswith("was given up (user_not_found), and nobody was told")
    assert {Place(id=PIET.person), MONDAY} <= set(pieces(finding.words)), "whoever shows it can name them"
    assert finding.alarm == page
    assert await found(desk, lost, MONDAY + 2 * HOUR) == [], "after an hour it is history"
    async with desk.database.transaction() as session:
        notice = await outbox.get(session, page)
        assert notice is not None
        outgoing = await prepare(session, desk, notice, MONDAY)
        assert isinstance(outgoing, Outgoing)
        await tell_undelivered(session, desk, outgoing, "user_not_found", MONDAY)
    assert await found(desk, lost) == []


async def test_a_digest_that_was_given_up_is_found(desk: Desk) -> None:
    lane: dict[str, Any] = {
        "place": "C0LEADERSHIP",
        "lane": "digest",
        "priority_rank": 9,
        "put_at": MONDAY,
        "planned_at": MONDAY,
    }
    dead: dict[str, Any] = {
        "state": tables.NoticeState.DEAD,
        "settled_at": MONDAY,
        "error": "is_archived",
        "not_before": MONDAY,
    }
    async with desk.database.transaction() as session:
        await outbox.put(session, [tables.Notice(key="digest 2026-06-01", kind="digest", **lane, **dead)])
    [finding] = await found(desk, lost)
    assert "The digest for #leadership of Mon 1 Jun 17:00 UTC was given up (is_archived)" in unmarked(finding.words)
    assert finding.alarm == "", "nobody's telephone rings for it"


async def test_a_way_that_failed_in_a_drill_is_no_finding_because_the_drill_says_so(desk: Desk) -> None:
    drill = tables.Notice(
        key="drill 1 via SIREN",
        kind="drill outside",
        place="via:SIREN",
        lane="drill",
        priority_rank=5,
        put_at=MONDAY,
        planned_at=MONDAY,
        not_before=MONDAY,
        settled_at=MONDAY,
        state=tables.NoticeState.DEAD,
        error="no such number",
    )
    async with desk.database.transaction() as session:
        await outbox.put(session, [drill])
    assert await found(desk, lost) == []


@pytest.mark.complaint(36)
async def test_a_call_that_was_never_put_is_put_and_said(desk: Desk) -> None:
    ticket = await critical(desk)
    await changed(desk, delete(tables.Notice).where(col(tables.Notice.key).contains(":paging:")))
    assert await doubted(desk, ticket.number, at=MONDAY + GRACE - SECOND) == []
    assert await doubted(desk, ticket.number) == [ticket.number]
    finding = await made_good(desk, ticket.number, LATER)
    assert finding is not None
    assert (finding.key, finding.tickets) == (f"missing {ticket.number}", (ticket.number,))
    assert "the page of Mon 1 Jun 17:00 UTC (paging:1:page 0) was not put; it is now" in unmarked(finding.words)
    assert [key for key in await keys(desk, ticket) if key.startswith("paging")][:2] == [
        "paging:1:page 0",
        "paging:1:page 0 U0PIET",
    ]
    assert await doubted(desk, ticket.number) == []


@pytest.mark.complaint(36)
async def test_a_deadline_that_is_not_armed_is_armed_and_said(desk: Desk) -> None:
    ticket = await critical(desk)
    await changed(desk, delete(tables.Deadline).where(col(tables.Deadline.clock) == "paging:1"))
    finding = await made_good(desk, ticket.number, LATER)
    assert finding is not None
    assert unmarked(finding.words) == f"T-{ticket.number}: nothing was armed for paging:1; it is now"
    async with desk.database.reading() as session:
        assert "paging:1" in {each.clock for each in await deadlines.of_ticket(session, ticket.number)}
    assert await made_good(desk, ticket.number, LATER) is None


async def test_one_that_is_armed_too_late_is_missing_too(desk: Desk) -> None:
    ticket = await opened(desk)
    await changed(desk, update(tables.Deadline).values(due=MONDAY + timedelta(days=400)))
    assert await doubted(desk, ticket.number) == [ticket.number]


async def test_what_need_not_be_told_any_more_is_not_missing(desk: Desk) -> None:
    ticket = await critical(desk)
    await done(desk, Acknowledge, ticket, MONDAY + SECOND)
    await changed(desk, delete(tables.Notice).where(col(tables.Notice.key).contains(":paging:")))
    assert await doubted(desk, ticket.number) == []


async def test_a_ticket_that_cannot_be_read_is_found(desk: Desk) -> None:
    ticket = await opened(desk)
    await changed(desk, update(tables.LedgerEntry).values(kind="unheard of"))
    assert await doubted(desk, ticket.number) == [ticket.number]
    finding = await made_good(desk, ticket.number, LATER)
    assert finding is not None
    assert finding.key == f"unreadable {ticket.number}"


async def test_what_counts_as_told_together_with_others_must_be_in_slack(desk: Desk) -> None:
    ticket = await opened(desk)
    await in_slack(desk, ticket, "card", bundle="storm C0TRIAGE 1", channel="C0TRIAGE", ts="1.0")
    finding = await made_good(desk, ticket.number, LATER)
    assert finding is not None
    assert "counts as told together with others" in unmarked(finding.words)
    async with desk.database.transaction() as session:
        card = await outbox.get(session, f"{ticket.number}:card")
        assert card is not None
        storm = card.model_dump(exclude={"id"}) | {"key": "storm C0TRIAGE 1", "bundle": None, "ticket_id": None}
        await outbox.put(session, [tables.Notice(**storm)])
    assert await made_good(desk, ticket.number, LATER) is None


async def test_a_finding_names_a_few_tickets_only(desk: Desk) -> None:
    for _ in range(7):
        await opened(desk, severity="low")
    [finding] = await found(desk, late, MONDAY + PATIENCE + SECOND)
    assert len(finding.tickets) == 5
    assert replace(finding, tickets=()).words.startswith("Not sent to #triage: 7 notices")
