"""The auditor says what it finds once an hour to whoever can do something, and wakes nobody for a trifle."""

import asyncio
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import pytest
import structlog
from sqlalchemy import String, cast, delete, literal, update
from sqlmodel import col, select

from bot.desk.audit import PATIENCE
from bot.desk.desk import Desk
from bot.desk.duty_notices import Audit
from bot.desk.notices import from_json
from bot.desk.places import way_of
from bot.desk.requests import Acknowledge
from bot.watch.auditor import IN_TURN, MOST_AN_HOUR, MOST_TOLD, Auditor
from bot.watch.diversion import Diversions
from storage import tables
from tests.desk.office import HOUR, LENA, MINUTE, MONDAY, SECOND, TRIAGE, critical, done, opened
from tests.desk.ways import SIREN, reached

LATER = MONDAY + 3 * MINUTE


@pytest.fixture(autouse=True)
def logs() -> Iterator[list[Any]]:
    with structlog.testing.capture_logs() as captured:
        yield captured


async def started(desk: Desk) -> Auditor:
    """An auditor that has been there for as long as it takes at `LATER`."""
    auditor = Auditor(desk=desk)
    assert await auditor.once(LATER - PATIENCE) == 0
    return auditor


async def sent(desk: Desk, *but: str) -> None:
    """Let every notice be in Slack but those whose keys end so."""
    async with desk.database.transaction() as session:
        there = update(tables.Notice).values(state=tables.NoticeState.SENT, settled_at=MONDAY)
        for key in but:
            there = there.where(~col(tables.Notice.key).endswith(key))
        await session.exec(there, execution_options={"synchronize_session": False})


async def without_calls(desk: Desk) -> None:
    """Let every call be lost without a trace."""
    async with desk.database.transaction() as session:
        lost = delete(tables.Notice).where(col(tables.Notice.key).contains(":paging:"))
        await session.exec(lost, execution_options={"synchronize_session": False})


async def told(desk: Desk) -> Sequence[tables.Notice]:
    query = select(tables.Notice).where(tables.Notice.kind == "audit").order_by(col(tables.Notice.id))
    async with desk.database.reading() as session:
        return (await session.exec(query)).all()


def audit_of(notice: tables.Notice) -> Audit:
    facts = from_json(notice.body)
    assert isinstance(facts, Audit)
    return facts


async def test_where_nothing_is_wrong_nothing_is_said(desk: Desk, logs: list[Any]) -> None:
    await opened(desk)
    await sent(desk)
    auditor = await started(desk)
    assert await auditor.once(LATER) == 0
    assert (auditor.findings, auditor.grave, logs) == ((), False, [])


async def test_a_call_that_was_lost_is_told_in_triage_and_to_the_leads_and_logged(desk: Desk, logs: list[Any]) -> None:
    await critical(desk)
    await sent(desk)
    await without_calls(desk)
    auditor = await started(desk)
    assert await auditor.once(LATER) == 2
    assert [notice.place for notice in await told(desk)] == [TRIAGE, LENA.person]
    facts = audit_of((await told(desk))[0])
    assert "paging:1:page 0" in facts.findings[0]
    assert auditor.findings == facts.findings
    assert [entry["log_level"] for entry in logs] == ["error"]


async def test_what_was_made_good_is_well_in_the_next_pass(desk: Desk) -> None:
    await critical(desk)
    await sent(desk)
    await without_calls(desk)
    auditor = await started(desk)
    await auditor.once(LATER)
    await sent(desk)
    assert await auditor.once(LATER + MINUTE) == 0
    assert auditor.findings == ()


async def test_a_finding_is_told_once_an_hour_by_however_many_workers(desk: Desk) -> None:
    await opened(desk, severity="low")
    auditors = [await started(desk) for _ in range(3)]
    first = MONDAY + 10 * MINUTE
    assert sum(await asyncio.gather(*(each.once(first) for each in auditors))) == 2
    assert await auditors[0].once(first + 40 * MINUTE) == 0
    assert auditors[0].findings
    assert [await each.once(first + HOUR) > 0 for each in auditors] == [True, False, False]


async def rings(desk: Desk) -> list[str]:
    """The ways outside Slack by which an audit was told, in order."""
    return [way for notice in await told(desk) if (way := way_of(notice.place)) is not None]


async def test_a_trifle_rings_nobodys_telephone_however_long_it_lasts(desk: Desk) -> None:
    await opened(reached(desk, {}), severity="low")
    auditor = await started(desk)
    for minutes in range(0, 8 * 60, 20):
        await auditor.once(LATER + minutes * MINUTE)
    assert await rings(desk) == []
    assert not auditor.grave


async def test_an_alarm_that_nobody_has_heard_of_rings_once_and_not_every_hour(desk: Desk) -> None:
    await critical(reached(desk, {}))
    auditor = await started(desk)
    for hours in range(3):
        await auditor.once(LATER + hours * HOUR)
    assert await rings(desk) == [SIREN]
    assert auditor.grave


async def test_where_the_diversion_has_rung_the_audit_does_not(desk: Desk) -> None:
    await critical(reached(desk, {}))
    diversions, auditor = Diversions(desk=desk), Auditor(desk=desk)
    for seconds in range(0, 600, 5):
        await diversions.once(MONDAY + seconds * SECOND)
        if seconds % 60 == 0:
            await auditor.once(MONDAY + seconds * SECOND)
    assert await rings(desk) == []
    assert auditor.findings, "in Slack it is said all the same, for when it is back"
    assert "alarms" not in {key for notice in await told(desk) for key in audit_of(notice).keys}


async def test_an_edit_that_waits_because_slack_asked_to_wait_rings_nobody(desk: Desk) -> None:
    ticket = await opened(reached(desk, {}))
    await sent(desk)
    await done(desk, Acknowledge, ticket, MONDAY + SECOND, asker=LENA)
    auditor = await started(desk)
    await auditor.once(LATER + MINUTE)
    assert auditor.findings
    assert (await rings(desk), auditor.grave) == ([], False)


async def test_what_waits_for_many_places_is_one_message_for_a_channel_that_works_and_one_for_each_lead(
    desk: Desk,
) -> None:
    for number in range(30):
        await opened(desk, severity="low", title=f"Ticket {number}")
    async with desk.database.transaction() as session:
        places = update(tables.Notice).values(place=literal("C0").concat(cast(col(tables.Notice.ticket_id), String)))
        await session.exec(places, execution_options={"synchronize_session": False})
    auditor = await started(desk)
    assert await auditor.once(LATER) == 2
    assert [notice.place for notice in await told(desk)] == [TRIAGE, LENA.person]


async def test_what_is_found_later_within_the_hour_is_told_without_what_was_told_before(desk: Desk) -> None:
    await opened(desk, severity="low")
    auditor = await started(desk)
    await auditor.once(LATER)
    await critical(desk)
    await auditor.once(LATER + MINUTE)
    in_triage = [audit_of(notice).keys for notice in await told(desk) if notice.place == TRIAGE]
    assert in_triage == [("notices",), ("alarms",)]


async def test_within_an_hour_there_are_some_audits_and_not_any_number(desk: Desk) -> None:
    auditor = await started(desk)
    for minute in range(MOST_AN_HOUR + 5):
        await critical(desk)
        await without_calls(desk)
        await auditor.once(LATER + minute * MINUTE)
    assert len([notice for notice in await told(desk) if notice.place == TRIAGE]) == MOST_AN_HOUR


async def test_whoever_has_just_started_is_given_time_to_catch_up(desk: Desk) -> None:
    await opened(desk, severity="low")
    auditor = Auditor(desk=desk)
    passes = [await auditor.once(LATER + seconds * SECOND) for seconds in (0, 60, 119)]
    assert passes == [0, 0, 0]
    assert await auditor.once(LATER + PATIENCE) == 2


async def test_its_own_notices_are_no_finding(desk: Desk) -> None:
    await critical(desk)
    await sent(desk)
    await without_calls(desk)
    auditor = await started(desk)
    await auditor.once(LATER)
    async with desk.database.transaction() as session:
        others = update(tables.Notice).where(tables.Notice.kind != "audit")  # type: ignore[arg-type]
        await session.exec(others.values(state=tables.NoticeState.SENT, settled_at=LATER))
    await auditor.once(LATER + 2 * MINUTE + SECOND)
    assert auditor.findings == ()


async def test_every_ticket_has_its_turn_however_long_ago_it_changed(desk: Desk) -> None:
    number = (await opened(desk)).number
    await sent(desk)
    async with desk.database.transaction() as session:
        pattern = (await session.exec(select(tables.Ticket))).one().model_dump(exclude={"id"})
        closed = pattern | {"state": tables.TicketState.WAITING}
        # They have no ledger, so that they cannot be read: each that has its turn is a finding.
        session.add_all([tables.Ticket(**closed) for _ in range(IN_TURN + 10)])
        await session.flush()
    auditor = await started(desk)
    await auditor.once(LATER)
    first = set(auditor.findings)
    assert len(first) == IN_TURN - 1
    await auditor.once(LATER + MINUTE)
    assert len(set(auditor.findings) - first) == 11
    await auditor.once(LATER + 2 * MINUTE)
    assert set(auditor.findings) == first, f"T-{number} is sound, and it begins again after the last"


async def test_of_very_many_findings_the_first_are_told_each_and_the_others_counted(desk: Desk) -> None:
    for _ in range(MOST_TOLD + 5):
        await critical(desk)
    await sent(desk)
    await without_calls(desk)
    auditor = await started(desk)
    await auditor.once(LATER)
    [in_triage] = [audit_of(notice) for notice in await told(desk) if notice.place == TRIAGE]
    assert len(in_triage.findings) == MOST_TOLD + 1
    assert in_triage.findings[-1] == "There are 5 more findings; the log has them all"
    assert await auditor.once(LATER + MINUTE) == 0, "those that were counted only are not told by the next one"


async def test_an_audit_that_comes_too_late_is_let_go(desk: Desk) -> None:
    await opened(desk)
    auditor = await started(desk)
    await auditor.once(LATER)
    facts = audit_of((await told(desk))[0])
    assert facts.over is not None
    assert facts.over - facts.at == HOUR


async def test_nobody_waits_for_it(desk: Desk) -> None:
    assert await Auditor(desk=desk).next(datetime(2026, 6, 1, tzinfo=MONDAY.tzinfo)) is None
