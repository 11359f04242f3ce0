"""The notices of a drill: the calls, and what is told when it is over, which waits in the outbox from the beginning.

The end comes when somebody answers, which makes it due at once, or else when the time for an answer is over. What is
told then is read from the drill as it stands.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.desk.desk import Desk
from bot.desk.duty_notices import Drill, DrillResult
from bot.desk.duty_telling import duty_notice
from bot.desk.notice_kinds import NoticeKind
from bot.desk.outgoing import edit_key
from bot.desk.places import outside, way_of
from bot.desk.roster import Way
from storage import drills, duty_tables, outbox, tables

LASTS = timedelta(minutes=15)
"""For how long an answer is waited for."""


def drill_facts(row: duty_tables.Drill) -> Drill:
    """A drill as it is told where the team can see it."""
    return Drill(
        kind=NoticeKind.DRILL,
        number=row.id,
        schedule=row.schedule,
        people=tuple(row.people),
        asked=row.started_by,
        at=row.started_at,
        answered_by=row.answered_by or "",
        answered_at=row.answered_at,
        over=row.started_at + LASTS,
    )


def result_facts(row: duty_tables.Drill) -> DrillResult:
    """How a drill has ended."""
    return DrillResult(
        number=row.id,
        schedule=row.schedule,
        people=tuple(row.people),
        asked=row.started_by,
        at=row.started_at,
        answered_by=row.answered_by or "",
        answered_at=row.answered_at,
    )


def calls(desk: Desk, row: duty_tables.Drill) -> Iterator[tables.Notice]:
    """Everything by which people are called: in the channel, directly, and by their ways, each after its time."""
    told, at = drill_facts(row), row.started_at
    directly, beyond = replace(told, kind=NoticeKind.DRILL_DIRECT), replace(told, kind=NoticeKind.DRILL_OUTSIDE)
    yield duty_notice(_key(row.id), row.channel, told, at)
    for person in row.people:
        yield duty_notice(_key(row.id, person), person, directly, at)
    for whose, way in _ways(desk, row):
        yield duty_notice(_outside_key(row.id, whose, way.name), outside(way.name), beyond, at, planned=at + way.after)


def ends(desk: Desk, row: duty_tables.Drill) -> Iterator[tables.Notice]:
    """Everything that is told when it is over; planned for when nobody will have answered."""
    told, result, at, over = drill_facts(row), result_facts(row), row.started_at, row.started_at + LASTS
    edit, end = (replace(told, kind=kind, over=None) for kind in (NoticeKind.DRILL_EDIT, NoticeKind.DRILL_OVER))
    for key, place in ((_key(row.id), row.channel), *((_key(row.id, person), person) for person in row.people)):
        yield duty_notice(edit_key(key), place, edit, at, planned=over)
    for way in {way.name for _, way in _ways(desk, row)} & desk.take_ends:
        yield duty_notice(f"{_key(row.id)} over via {way}", outside(way), end, at, planned=over)
    for place in dict.fromkeys((row.channel, row.started_by)):
        yield duty_notice(f"{_key(row.id)} result {place}", place, result, at, planned=over)


async def as_it_stands(
    session: AsyncSession, desk: Desk, told: Drill | DrillResult, place: str
) -> Drill | DrillResult | str:
    """What a notice of a drill says now, or the reason for which it need not be told any more."""
    row = await drills.get(session, told.number)
    if row is None:
        return "there is no such drill"
    told = replace(told, answered_by=row.answered_by or "", answered_at=row.answered_at)
    match told:
        case DrillResult():
            return replace(told, not_sent=await _not_sent(session, desk, row))
        case Drill(kind=NoticeKind.DRILL | NoticeKind.DRILL_DIRECT | NoticeKind.DRILL_OUTSIDE):
            return told if row.answered_at is None else "somebody has answered the drill"
        case Drill(kind=NoticeKind.DRILL_OVER):
            sent = [call for call in await _outside(session, desk, row) if call.place == place and _may_be_there(call)]
            return told if sent else "nobody was called by this way"
    return told


async def _not_sent(session: AsyncSession, desk: Desk, row: duty_tables.Drill) -> tuple[str, ...]:
    """The ways by which the call has been tried and has not gone out."""
    failed = [call for call in await _outside(session, desk, row) if _has_failed(call)]
    return tuple(sorted({way for call in failed if (way := way_of(call.place)) is not None}))


async def _outside(session: AsyncSession, desk: Desk, row: duty_tables.Drill) -> Sequence[tables.Notice]:
    """The calls of a drill by ways outside Slack."""
    names = sorted(desk.roster.named_ways)
    keys = [_outside_key(row.id, person, name) for person in (None, *row.people) for name in names]
    return await outbox.with_keys(session, keys)


def _has_failed(call: tables.Notice) -> bool:
    """Whether it was tried in vain; the time at which it was let go, or for which it is on its way, does not count."""
    untried = call.state in (tables.NoticeState.SENDING, tables.NoticeState.DROPPED)
    return call.state is not tables.NoticeState.SENT and call.attempts > int(untried)


def _may_be_there(call: tables.Notice) -> bool:
    return call.ambiguous or call.state in (tables.NoticeState.SENT, tables.NoticeState.SENDING)


def _ways(desk: Desk, row: duty_tables.Drill) -> Iterator[tuple[str | None, Way]]:
    """The ways of the schedule, which belong to nobody, and those of whoever is called."""
    for way in desk.roster.level_ways.get(row.schedule, ()):
        yield None, way
    for person in row.people:
        for way in desk.roster.ways.get(person, ()):
            yield person, way


def _key(number: int, person: str | None = None) -> str:
    return f"drill {number}" if person is None else f"drill {number} {person}"


def _outside_key(number: int, person: str | None, way: str) -> str:
    return f"{_key(number, person)} via {way}"
