"""Standing in on call: an override puts somebody else on call for a while, and can be taken back.

Anybody of the team may arrange it for anybody of the team, themselves included, because at night nobody waits for a
lead's permission; whoever is concerned is told, and so is the schedule's channel.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clocks.schedule import REACH, Override, Schedule, changes_nothing, shifts
from bot.desk.access import Verb, check, role
from bot.desk.desk import Desk
from bot.desk.duty import named
from bot.desk.duty_notices import StandIn
from bot.desk.duty_refusals import NoOverrideError, OnCallAnywayError, SpanError, SpanFault, StrangerOnCallError
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
    """Take back the override that holds on a schedule, or else the next one; who need not stand in any more.

    Without a name it is the only schedule that has any. One that came of an exchange is taken back with its other half:
    nobody keeps the shift that they gave for another. Raises NotAllowedError, NoSuchScheduleError, and NoOverrideError
    where there is none.
    """
    async with desk.database.transaction() as session:
        if (kept := await _kept(session, request.key, at)) is not None:
            return kept
        check(Verb.OVERRIDE, role(desk.roster, request.asker))
        schedule = await _overridden(session, desk, request, at)
        ahead = await overrides.overlapping(session, schedule.name, at, at + REACH)
        # Of those that hold now the last goes before the others; of those to come it is the first.
        holding = [row for row in ahead if row.starts <= at]
        found = holding[-1] if holding else min(ahead, key=lambda row: row.starts, default=None)
        if found is None:
            raise NoOverrideError(schedule=schedule.name)
        rows = [found] if found.swap_id is None else await overrides.of_swap(session, found.swap_id, at)
        for row in rows:
            await overrides.withdraw(session, row, at)
        agreed = (await overrides_from(session, desk, at))[schedule.name]
        taken_back = []
        for row in rows:
            held = Override(person=row.person, starts=max(row.starts, at), ends=row.ends)
            facts = stand_in(schedule, agreed, held, request.asker.person, withdrawn=True)
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


async def _overridden(session: AsyncSession, desk: Desk, request: WithdrawOverride, at: datetime) -> Schedule:
    agreed = {} if request.schedule else await overrides_from(session, desk, at)
    ahead = [name for name, each in agreed.items() if any(override.ends > at for override in each)]
    name = ahead[0] if len(ahead) == 1 else request.schedule
    return named(desk.roster, name, request.asker.person)


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
