"""Exchanges of shifts: one asks, the other accepts or declines, and two overrides make it so.

The stretches are those that were shown when it was asked for. Where a shift has begun by the time of the answer, the
rest of it is exchanged; where the schedule says something else by then, nothing is.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clocks.schedule import REACH, Override, Schedule, end_in_sight, shifts
from bot.desk.access import Verb, check, role
from bot.desk.desk import Desk
from bot.desk.duty import named
from bot.desk.duty_notices import Stretch, Swap
from bot.desk.duty_refusals import (
    AskedAlreadyError,
    NoShiftError,
    NotYourSwapError,
    ScheduleChangedError,
    StrangerOnCallError,
    SwapAnsweredError,
    SwapOverError,
    SwapWithYourselfError,
)
from bot.desk.duty_requests import AnswerSwap, AskSwap
from bot.desk.duty_telling import duty_notice
from bot.desk.notice_kinds import NoticeKind
from bot.desk.outgoing import edit_key
from bot.desk.overriding import override_row, stand_in, told_in_channel
from bot.desk.records import overrides_from
from storage import inbox, outbox, overrides, swaps
from storage.duty_tables import OnCallSwap, SwapState
from storage.tables import Notice


async def ask_swap(desk: Desk, request: AskSwap, at: datetime) -> Swap:
    """Ask somebody to exchange the asker's present or next shift for their own next one, and for nothing if none comes.

    Only shifts that somebody has alone can be exchanged. The same request again answers the same. Raises
    NotAllowedError, NoSuchScheduleError, StrangerOnCallError, SwapWithYourselfError, NoShiftError, AskedAlreadyError.
    """
    asker, other = request.asker.person, request.other
    async with desk.database.transaction() as session:
        if not await inbox.record(session, request.key, at):
            return await _kept(session, desk, request.key)
        check(Verb.SWAP, role(desk.roster, request.asker))
        if asker == other:
            raise SwapWithYourselfError
        if other not in desk.roster.team:
            raise StrangerOnCallError(person=other)
        schedule = named(desk.roster, request.schedule, asker, other)
        agreed = (await overrides_from(session, desk, at))[schedule.name]
        gives = _own_shift(schedule, agreed, asker, at)
        if gives is None:
            raise NoShiftError(person=asker, schedule=schedule.name)
        takes = _own_shift(schedule, agreed, other, at, begins_later=True)
        await _refuse_twice(session, schedule, asker, other, gives, at)
        row = await swaps.add(session, _row(schedule, asker, other, gives, takes, at))
        facts = _facts(desk, row)
        await outbox.put(session, [duty_notice(_key(row), other, facts, at)])
        await inbox.answer(session, request.key, ticket_id=None, answer={"swap": row.id})
        return facts


async def answer_swap(desk: Desk, request: AnswerSwap, at: datetime) -> Swap:
    """Accept an exchange, decline it, or withdraw it where the asker declines; both learn what became of it.

    The same answer a second time changes nothing. Raises NotYourSwapError, SwapAnsweredError where another answer came
    before, SwapOverError, ScheduleChangedError, and NotAllowedError for whoever has left the team.
    """
    by = request.asker.person
    async with desk.database.transaction() as session:
        check(Verb.SWAP, role(desk.roster, request.asker))
        row = await swaps.load_for_change(session, request.swap)
        if row is None or by not in ((row.asked,) if request.accept else (row.asked, row.asker)):
            raise NotYourSwapError
        state = _state(request, row)
        if row.state is not SwapState.ASKED:
            if row.state is state:
                return _facts(desk, row)
            raise SwapAnsweredError(answer=row.state, by=row.answered_by or row.asked)
        if request.accept:
            await _exchange(session, desk, row, at)
        await swaps.settle(session, row, state, by=by, at=at)
        await outbox.put(session, _answers(desk, row, at))
        return _facts(desk, row)


async def waiting(session: AsyncSession, desk: Desk, person: str, at: datetime) -> Sequence[Swap]:
    """The exchanges that wait for an answer and that a person has asked for or is asked for, the oldest first."""
    rows = await swaps.waiting(session, person, at)
    return [_facts(desk, row) for row in rows if row.schedule in desk.roster.schedules]


def _own_shift(
    schedule: Schedule, agreed: Sequence[Override], person: str, at: datetime, *, begins_later: bool = False
) -> Stretch | None:
    """The present or next shift that somebody has alone, as far as it is not over; with `begins_later` the next one.

    Whoever never hands over has none.
    """
    for shift in shifts(schedule, agreed, at, at + REACH):
        is_own = shift.people == (person,) and end_in_sight(shift, at) is not None
        if is_own and (shift.starts > at or not begins_later):
            return Stretch(starts=shift.starts, ends=shift.ends)
    return None


async def _refuse_twice(
    session: AsyncSession, schedule: Schedule, asker: str, other: str, gives: Stretch, at: datetime
) -> None:
    for each in await swaps.waiting(session, asker, at):
        same_people = (each.schedule, each.asker, each.asked) == (schedule.name, asker, other)
        if same_people and each.gives_ends == gives.ends:
            raise AskedAlreadyError(person=other)


async def _exchange(session: AsyncSession, desk: Desk, row: OnCallSwap, at: datetime) -> None:
    """Let each have the other's shift, as far as it is not over, if the schedule still says what was shown."""
    schedule = desk.roster.schedules.get(row.schedule)
    if schedule is None:
        raise ScheduleChangedError(schedule=row.schedule)
    # Of two exchanges of one shift that are accepted at once the second must see the first.
    await overrides.alone(session)
    agreed = (await overrides_from(session, desk, at))[schedule.name]
    facts, made = _facts(desk, row), []
    for has, gets, stretch in ((row.asker, row.asked, facts.gives), (row.asked, row.asker, facts.takes)):
        if stretch is None:
            continue
        if stretch.ends <= at:
            raise SwapOverError(ended=stretch.ends)
        starts = max(stretch.starts, at)
        found = shifts(schedule, agreed, starts, stretch.ends)
        if [(each.people, each.starts, each.ends) for each in found] != [((has,), starts, stretch.ends)]:
            raise ScheduleChangedError(schedule=schedule.name)
        made.append(Override(person=gets, starts=starts, ends=stretch.ends))
    for override in made:
        kept = await overrides.add(session, override_row(schedule, override, row.asked, at, swap_id=row.id))
        told = stand_in(schedule, agreed, override, row.asked)
        await outbox.put(session, list(told_in_channel(desk, told, f"override {kept.id}", at)))


def _answers(desk: Desk, row: OnCallSwap, at: datetime) -> list[Notice]:
    """What became of it, in the message that asked for it, and to the asker unless they did it."""
    facts = _facts(desk, row)
    edited = duty_notice(edit_key(_key(row)), row.asked, _facts(desk, row, NoticeKind.SWAP_EDIT), at)
    if row.answered_by == row.asker:
        return [edited]
    return [edited, duty_notice(f"{_key(row)} answer", row.asker, facts, at)]


def _state(request: AnswerSwap, row: OnCallSwap) -> SwapState:
    if request.accept:
        return SwapState.ACCEPTED
    return SwapState.DECLINED if request.asker.person == row.asked else SwapState.WITHDRAWN


def _key(row: OnCallSwap) -> str:
    return f"swap {row.id}"


def _row(schedule: Schedule, asker: str, other: str, gives: Stretch, takes: Stretch | None, at: datetime) -> OnCallSwap:
    return OnCallSwap(
        schedule=schedule.name,
        asker=asker,
        asked=other,
        gives_starts=gives.starts,
        gives_ends=gives.ends,
        takes_starts=takes.starts if takes else None,
        takes_ends=takes.ends if takes else None,
        asked_at=at,
    )


def _facts(desk: Desk, row: OnCallSwap, kind: Literal[NoticeKind.SWAP, NoticeKind.SWAP_EDIT] = NoticeKind.SWAP) -> Swap:
    takes = None
    if row.takes_starts is not None and row.takes_ends is not None:
        takes = Stretch(starts=row.takes_starts, ends=row.takes_ends)
    schedule = desk.roster.schedules.get(row.schedule)
    is_asked = row.state is SwapState.ASKED
    return Swap(
        kind=kind,
        number=row.id,
        schedule=row.schedule,
        zone="UTC" if schedule is None else schedule.zone,
        asker=row.asker,
        asked=row.asked,
        gives=Stretch(starts=row.gives_starts, ends=row.gives_ends),
        takes=takes,
        answer="" if is_asked else row.state,
        over=min(row.gives_ends, row.takes_ends or row.gives_ends) if is_asked else None,
    )


async def _kept(session: AsyncSession, desk: Desk, key: str) -> Swap:
    received = await inbox.received(session, key)
    row = None if received is None or received.answer is None else await swaps.get(session, received.answer["swap"])
    if row is None:
        raise LookupError(f"request {key} was taken in, but not what came of it")
    return _facts(desk, row)
