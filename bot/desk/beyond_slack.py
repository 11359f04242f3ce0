"""Calls that go out beside Slack: to each person by their own ways, by a schedule's ways, and their end."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clocks.entries import BY_RULE, Acknowledged, CalledBack, Replied, Snoozed, Taken, Updated
from bot.clocks.milestones import MilestoneKind
from bot.clocks.paging import PAGING, Chain
from bot.desk.composing import about
from bot.desk.desk import Desk
from bot.desk.facts import Ticket
from bot.desk.notice_kinds import NoticeKind
from bot.desk.notices import from_json
from bot.desk.owed import owed
from bot.desk.page_notices import Page, PageAnswer, PageOver
from bot.desk.places import outside, way_of
from bot.desk.roster import Roster, Way
from storage import alarms, outbox, tables
from storage.tables import NoticeState


def step_key(cycle: int, step: int) -> str:
    """The key of the step of a call, by which the milestone is known that it belongs to."""
    return f"{PAGING}:{cycle}:{MilestoneKind.PAGE} {step}"


def direct_key(step: str, person: str) -> str:
    """The key of a step's direct message to a person."""
    return f"{step} {person}"


def own_key(step: str, person: str, way: Way) -> str:
    """The key of a step's call to a person by a way of theirs."""
    return f"{direct_key(step, person)} via {way.name}"


def level_key(step: str, way: Way) -> str:
    """The key of a step's call by a way of its schedule, which belongs to no single person."""
    return f"{step} via {way.name}"


def otherwise_key(step: str, name: str) -> str:
    """The key of a step's call by a way for the case that Slack fails and nobody called has one."""
    return f"{step} otherwise via {name}"


def outside_pages(
    roster: Roster, row: tables.Ticket, ticket: Ticket, step: str, call: Page, at: datetime
) -> list[tables.Notice]:
    """The calls that go out beside those in Slack for the step of that key, which came at `at`, each after its time."""
    found = [page_by(row, ticket, level_key(step, way), call, way, at) for way in roster.level_ways.get(call.whom, ())]
    for person in call.people:
        ways = roster.ways.get(person, ())
        found += [page_by(row, ticket, own_key(step, person, way), call, way, at, person) for way in ways]
    return found


def page_by(
    row: tables.Ticket, ticket: Ticket, key: str, call: Page, way: Way, at: datetime, person: str | None = None
) -> tables.Notice:
    """One call by a way: of `person`, or of nobody in particular. It tells nobody how the customer is reached."""
    people = () if person is None else (person,)
    told = replace(call, kind=NoticeKind.PAGE_OUTSIDE, people=people, contact={}, following=None)
    return owed(row, ticket, key, told, place=outside(way.name), planned=at + way.after)


async def is_slack_silent(session: AsyncSession, call: Page) -> bool:
    """Whether Slack has been tried in vain for a call that goes elsewhere, and has not taken it since."""
    step = f"{call.about.number}:{step_key(call.cycle, call.step)}"
    in_slack = await outbox.with_keys(session, [step, *(direct_key(step, person) for person in call.people)])
    if any(notice.state is NoticeState.SENT for notice in in_slack):
        return False
    return any(notice.error and notice.state in (NoticeState.PENDING, NoticeState.SENDING) for notice in in_slack)


async def ends(session: AsyncSession, desk: Desk, row: tables.Ticket, ticket: Ticket) -> Iterable[tables.Notice]:
    """For each call that is over, its end for every way that was told of it and takes one.

    It is asked for again when a call on its way has arrived, so that none stays open which was on its way at the end.
    """
    over = {chain.cycle: chain for chain in ticket.chains if chain.ended is not None}
    if not over or not desk.take_ends:
        return []
    found: dict[str, tables.Notice] = {}
    for notice in await alarms.may_have_gone(session, row.id, NoticeKind.PAGE_OUTSIDE):
        told, way = from_json(notice.body), way_of(notice.place)
        if isinstance(told, Page) and told.cycle in over and way in desk.take_ends:
            end = PageOver(about=about(ticket), cycle=told.cycle, over=_answer(over[told.cycle]))
            key = f"{PAGING}:{told.cycle}:over via {way}"
            found[key] = owed(row, ticket, key, end, place=notice.place)
    return found.values()


def _answer(chain: Chain) -> PageAnswer:
    match chain.answered or chain.snoozed:
        case Acknowledged() | Taken() | Snoozed() | Replied() | Updated() | CalledBack() as entry:
            return PageAnswer(by=entry.by, how=entry.kind, at=entry.at)
    return PageAnswer(by=BY_RULE, how="over", at=chain.ended or chain.raised)


def at_once(way: str) -> Way:
    """A way that is taken without waiting."""
    return Way(name=way, after=timedelta())
