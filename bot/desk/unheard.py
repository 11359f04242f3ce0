"""What Slack has not taken, and whether somebody learns of it in another way: of an alarm somebody must."""

from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.desk.beyond_slack import direct_key, level_key, otherwise_key, own_key, step_key
from bot.desk.desk import Desk
from bot.desk.fallback import ALARMS
from bot.desk.moot import has_left
from bot.desk.notice_kinds import NoticeKind
from bot.desk.notices import from_json
from bot.desk.page_notices import Page
from bot.desk.records import TicketUnreadableError, ticket_of
from storage import audits, tables, tickets


async def unheard(
    session: AsyncSession, desk: Desk, notices: Sequence[tables.Notice], at: datetime
) -> list[tables.Notice]:
    """The alarms among some notices that Slack has not taken of which nobody learns in another way, in their order.

    A call that is over need not be heard any more, and one in a channel is heard by whoever has it directly.
    """
    alarms = [notice for notice in notices if notice.kind in ALARMS]
    heard = {notice.key for notice in await told_otherwise(session, desk, alarms)}
    directly = await _sent(session, [key for notice in alarms for key in _direct_keys(notice)])
    return [
        notice
        for notice in alarms
        if notice.key not in heard
        and directly.isdisjoint(_direct_keys(notice))
        and not await _is_over(session, desk, notice, at)
    ]


async def told_otherwise(session: AsyncSession, desk: Desk, notices: Sequence[tables.Notice]) -> list[tables.Notice]:
    """Those of some notices of which somebody learns in another way, by a notice that was not given up too."""
    others = {
        notice.key: {key async for key in _other_keys(session, desk, notice)} - {notice.key} for notice in notices
    }
    there = await audits.of_keys(session, {key for keys in others.values() for key in keys})
    alive = {each.key for each in there if each.state is not tables.NoticeState.DEAD}
    return [notice for notice in notices if not alive.isdisjoint(others[notice.key])]


async def _other_keys(session: AsyncSession, desk: Desk, notice: tables.Notice) -> AsyncIterator[str]:
    """The keys of the notices by any of which somebody would learn of one; whoever has left learns of nothing."""
    if notice.ticket_id is None:
        return
    roster = desk.roster
    number, plain = f"{notice.ticket_id}:", notice.key.removeprefix(f"{notice.ticket_id}:")
    yield f"{number}undelivered {plain}"
    call = _call(notice)
    if call is None:
        for name in roster.otherwise:
            yield f"{number}outside {plain} via {name}"
        return
    step = step_key(call.cycle, call.step)
    for person in _people(notice, call):
        if not await has_left(session, desk, person):
            for way in roster.ways.get(person, ()):
                yield f"{number}{own_key(step, person, way)}"
    for way in roster.level_ways.get(call.whom, ()):
        yield f"{number}{level_key(step, way)}"
    for name in roster.otherwise:
        yield f"{number}{otherwise_key(step, name)}"


def _direct_keys(notice: tables.Notice) -> Iterable[str]:
    """The keys of the direct messages of a call in a channel."""
    call = _call(notice)
    if call is None or notice.kind != NoticeKind.PAGE:
        return ()
    step = step_key(call.cycle, call.step)
    return [f"{notice.ticket_id}:{direct_key(step, person)}" for person in call.people]


def _people(notice: tables.Notice, call: Page) -> Sequence[str]:
    return [notice.place] if notice.kind == NoticeKind.PAGE_DIRECT else call.people


def _call(notice: tables.Notice) -> Page | None:
    """The facts of a notice that calls people; None of another one, and of one that cannot be read."""
    try:
        told = from_json(notice.body)
    except ValueError:
        return None
    return told if isinstance(told, Page) else None


async def _sent(session: AsyncSession, keys: Sequence[str]) -> set[str]:
    there = await audits.of_keys(session, keys)
    return {each.key for each in there if each.state is tables.NoticeState.SENT}


async def _is_over(session: AsyncSession, desk: Desk, notice: tables.Notice, at: datetime) -> bool:
    call = _call(notice)
    row = None if call is None else await tickets.get(session, call.about.number)
    if call is None or row is None:
        return False
    try:
        ticket = await ticket_of(session, desk, row, at)
    except TicketUnreadableError:
        # Whether it is over cannot be told, and a call too many is better than none.
        return False
    return ticket.has_ended(call.cycle)
