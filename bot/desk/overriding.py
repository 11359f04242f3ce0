"""Standing in on call: an override puts somebody else on call for a while, and can be taken back.

Anybody of the team may arrange it for anybody of the team, themselves included, because at night nobody waits for a
lead's permission; whoever is concerned is told, and so is the schedule's channel.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from operator import attrgetter

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clocks.schedule import REACH, Override, Schedule, changes_nothing, shifts
from bot.desk.access import Verb, check, role
from bot.desk.desk import Desk
from bot.desk.duty import named
from bot.desk.duty_notices import StandIn
from bot.desk.duty_refusals import (
    NoOverrideError,
    OnCallAnywayError,
    SeveralOverridesError,
    SpanError,
    SpanFault,
    StrangerOnCallError,
)
from bot.desk.duty_requests import SetOverride, WithdrawOverride
from bot.desk.duty_telling import duty_notice
from bot.desk.notices import from_json, to_json
from bot.desk.records import overrides_from
from storage import inbox, outbox, overrides
from storage.duty_tables import OnCallOverride
from storage.tables import Notice

LONGEST = timedelta(days=90)
"""Whoever is away for longer is better taken out of the rotation."""


async def set_override(desk: Desk, request: SetOverride, at: datetime) -> StandIn:
    """Put somebody on call from a moment, at once where that has passed, until another; who stands in for whom.

    The same request again changes nothing and answers the same. Raises NotAllowedError, NoSuchScheduleError,
    StrangerOnCallError, SpanError, OnCallAnywayError, and `storage.database.Unavailable` as `open_ticket` does.
    """
    async with desk.database.transaction() as session:
        if (kept := await _kept(session, request.key, at)) is not None:
            return kept[0]
        check(Verb.OVERRIDE, role(desk.roster, request.asker))
        schedule = named(desk.roster, request.schedule, request.person, request.asker.person)
        if request.person not in desk.roster.team:
            raise StrangerOnCallError(person=request.person)
        wanted = _wanted(request, at)
        agreed = (await overrides_from(session, desk, at))[schedule.name]
        if changes_nothing(schedule, agreed, wanted):
            raise OnCallAnywayError(person=wanted.person, schedule=schedule.name)
        facts = stand_in(schedule, agreed, wanted, request.asker.person)
        row = await overrides.add(session, override_row(schedule, wanted, request.asker.person, at))
        await outbox.put(session, list(_told(desk, facts, f"override {row.id}", at)))
        await _keep(session, request.key, [facts])
        return facts


async def withdraw_override(desk: Desk, request: WithdrawOverride, at: datetime) -> Sequence[StandIn]:
    """Take back the override that is meant, whether it holds or is to come; who need not stand in any more.

    One that came of an exchange is taken back with its other half: nobody keeps the shift that they gave for another.
    Raises NotAllowedError, NoSuchScheduleError, NoOverrideError where there is none, and SeveralOverridesError where it
    was not said which of several is meant: the wrong one would leave somebody asleep whom others count on.
    """
    async with desk.database.transaction() as session:
        if (kept := await _kept(session, request.key, at)) is not None:
            return kept
        check(Verb.OVERRIDE, role(desk.roster, request.asker))
        rows = await _meant(session, desk, request, at)
        for row in rows:
            await overrides.withdraw(session, row, at)
        agreed = await overrides_from(session, desk, at)
        taken_back = []
        for row in rows:
            schedule = desk.roster.schedules[row.schedule]
            facts = stand_in(schedule, agreed[row.schedule], _left(row, at), request.asker.person, withdrawn=True)
            await outbox.put(session, list(_told(desk, facts, f"override {row.id} withdrawn", at)))
            taken_back.append(facts)
        await _keep(session, request.key, taken_back)
        return taken_back


def stand_in(
    schedule: Schedule, agreed: Sequence[Override], override: Override, by: str, *, withdrawn: bool = False
) -> StandIn:
    """What is told of an override: who would be on call without it, by the schedule and what was agreed besides."""
    without = shifts(schedule, agreed, override.starts, override.ends)
    others = dict.fromkeys(person for shift in without for person in shift.people if person != override.person)
    return StandIn(
        schedule=schedule.name,
        zone=schedule.zone,
        person=override.person,
        instead_of=tuple(others),
        by=by,
        starts=override.starts,
        ends=override.ends,
        withdrawn=withdrawn,
        over=override.ends,
    )


def override_row(
    schedule: Schedule, override: Override, by: str, at: datetime, *, swap_id: int | None = None
) -> OnCallOverride:
    """The row that keeps an override."""
    return OnCallOverride(
        schedule=schedule.name,
        person=override.person,
        starts=override.starts,
        ends=override.ends,
        by=by,
        created_at=at,
        swap_id=swap_id,
    )


def told_in_channel(desk: Desk, facts: StandIn, key: str, at: datetime) -> Iterator[Notice]:
    """The one line in the schedule's channel, where it has one."""
    channel = desk.roster.schedule_channels.get(facts.schedule)
    if channel is not None:
        yield duty_notice(key, channel, facts, at)


async def _meant(
    session: AsyncSession, desk: Desk, request: WithdrawOverride, at: datetime
) -> Sequence[OnCallOverride]:
    """The override that is to be taken back, with the other half of its exchange if it came of one."""
    wanted = named(desk.roster, request.schedule).name if request.schedule else ""
    ahead = await overrides.overlapping(session, [wanted] if wanted else desk.roster.schedules, at, at + REACH)
    standing: dict[int, list[OnCallOverride]] = {}
    firsts: dict[int, int] = {}
    for row in sorted(ahead, key=attrgetter("starts")):
        number = row.id if row.swap_id is None else firsts.setdefault(row.swap_id, row.id)
        standing.setdefault(number, []).append(row)
    meant = {number: rows for number, rows in standing.items() if any(_is_meant(row, request) for row in rows)}
    if not meant:
        raise NoOverrideError(schedule=wanted)
    if len(meant) > 1:
        facts = {number: tuple(_as_it_stands(desk, row, ahead, at) for row in rows) for number, rows in meant.items()}
        raise SeveralOverridesError(standing=facts)
    [rows] = meant.values()
    return rows


def _is_meant(row: OnCallOverride, request: WithdrawOverride) -> bool:
    return request.override in (None, row.id) and request.person in ("", row.person)


def _as_it_stands(desk: Desk, row: OnCallOverride, ahead: Sequence[OnCallOverride], at: datetime) -> StandIn:
    """What an override comes to beside those that were agreed besides."""
    others = [
        _left(each, at)
        for each in sorted(ahead, key=attrgetter("id"))
        if each.schedule == row.schedule and each.id != row.id
    ]
    return stand_in(desk.roster.schedules[row.schedule], others, _left(row, at), row.by)


def _left(row: OnCallOverride, at: datetime) -> Override:
    """What is left of an override from an instant on."""
    return Override(person=row.person, starts=max(row.starts, at), ends=row.ends)


def _told(desk: Desk, facts: StandIn, key: str, at: datetime) -> Iterator[Notice]:
    yield from told_in_channel(desk, facts, key, at)
    for person in (facts.person, *facts.instead_of):
        # Whoever arranges something knows of it.
        if person != facts.by:
            yield duty_notice(f"{key} {person}", person, facts, at)


def _wanted(request: SetOverride, at: datetime) -> Override:
    """The override that is asked for; one that should have begun begins now. Raises SpanError."""
    starts = max(request.starts or at, at)
    if request.ends <= at:
        raise SpanError(fault=SpanFault.PAST)
    if request.ends <= starts:
        raise SpanError(fault=SpanFault.EMPTY)
    if request.ends - starts > LONGEST:
        raise SpanError(fault=SpanFault.TOO_LONG)
    if request.ends > at + REACH:
        raise SpanError(fault=SpanFault.TOO_FAR)
    return Override(person=request.person, starts=starts, ends=request.ends)


async def _kept(session: AsyncSession, key: str, at: datetime) -> Sequence[StandIn] | None:
    """What the request was answered when it came before; None for a new one, which is taken in."""
    if await inbox.record(session, key, at):
        return None
    received = await inbox.received(session, key)
    if received is None or received.answer is None:
        raise LookupError(f"request {key} was taken in, but not what came of it")
    return [facts for facts in map(from_json, received.answer["stand_ins"]) if isinstance(facts, StandIn)]


async def _keep(session: AsyncSession, key: str, facts: Sequence[StandIn]) -> None:
    await inbox.answer(session, key, ticket_id=None, answer={"stand_ins": [to_json(each) for each in facts]})
