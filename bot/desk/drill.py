"""Drills: whoever is on call is called as a test, and it is timed how long it takes until somebody answers.

A drill is no ticket: no promise, no report and no chain knows of it. Anybody of the team may answer, and is named:
whether the right one did is for people to judge.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.desk.access import Verb, check, role
from bot.desk.desk import Desk
from bot.desk.drill_notices import LASTS, calls, drill_facts, ends, result_facts
from bot.desk.duty import named
from bot.desk.duty_notices import Drill, DrillResult
from bot.desk.duty_refusals import DrillAnsweredError, DrillOverError, DrillRunsError, NobodyToDrillError, NoDrillError
from bot.desk.duty_requests import AnswerDrill, StartDrill
from bot.desk.records import overrides_from
from bot.desk.requests import Asker
from storage import alarms, drills, duty_tables, inbox, outbox

MOST_SHOWN = 10
"""The drills that are told of, the last ones."""
_TRIAGE = "triage"


async def start_drill(desk: Desk, request: StartDrill, at: datetime) -> Drill:
    """Call whoever is on call on a schedule, as a page would, but as a test; where nobody is, the leads.

    The same request again answers the same. Raises NotAllowedError, NoSuchScheduleError, DrillRunsError where one on
    that schedule still waits for its answer, NobodyToDrillError where there is nobody to call.
    """
    async with desk.database.transaction() as session:
        if not await inbox.record(session, request.key, at):
            return drill_facts(await _kept(session, request.key))
        check(Verb.DRILL, role(desk.roster, request.asker))
        schedule = named(desk.roster, request.schedule, request.asker.person).name
        await drills.alone(session)
        running = await drills.unanswered(session, schedule, at - LASTS)
        if running is not None:
            raise DrillRunsError(schedule=schedule, by=running.started_by, until=running.started_at + LASTS)
        agreed = await overrides_from(session, desk, at)
        people = desk.roster.people(schedule, at, overrides=agreed, tam=None)
        if not people:
            raise NobodyToDrillError(schedule=schedule)
        channel = desk.roster.schedule_channels.get(schedule) or desk.roster.channels[_TRIAGE]
        row = duty_tables.Drill(
            schedule=schedule, people=list(people), channel=channel, started_at=at, started_by=request.asker.person
        )
        row = await drills.add(session, row)
        await outbox.put(session, [*calls(desk, row), *ends(desk, row)])
        await inbox.answer(session, request.key, ticket_id=None, answer={"drill": row.id})
        return drill_facts(row)


async def answer_drill(desk: Desk, request: AnswerDrill, at: datetime) -> DrillResult:
    """Answer a drill; who did after how long is told in its channel and to whoever started it.

    The same person again changes nothing. Raises NotAllowedError, NoDrillError, DrillAnsweredError where somebody else
    was faster, DrillOverError where it comes too late.
    """
    by = request.asker.person
    async with desk.database.transaction() as session:
        check(Verb.DRILL, role(desk.roster, request.asker))
        row = await drills.load_for_change(session, request.drill)
        if row is None:
            raise NoDrillError(number=request.drill)
        if row.answered_at is not None and row.answered_by is not None:
            if row.answered_by != by:
                raise DrillAnsweredError(by=row.answered_by, after=row.answered_at - row.started_at)
            return result_facts(row)
        if at >= row.started_at + LASTS:
            raise DrillOverError(over=row.started_at + LASTS)
        await drills.settle(session, row, by=by, at=at)
        await alarms.hasten(session, [notice.key for notice in ends(desk, row)], at)
        return result_facts(row)


async def past_drills(desk: Desk, asker: Asker) -> Sequence[DrillResult]:
    """The last drills, the newest first, for the team; raises NotAllowedError."""
    check(Verb.DRILL, role(desk.roster, asker))
    async with desk.database.reading() as session:
        return [result_facts(row) for row in await drills.latest(session, MOST_SHOWN)]


async def _kept(session: AsyncSession, key: str) -> duty_tables.Drill:
    received = await inbox.received(session, key)
    row = None if received is None or received.answer is None else await drills.get(session, received.answer["drill"])
    if row is None:
        raise LookupError(f"request {key} was taken in, but not what came of it")
    return row
