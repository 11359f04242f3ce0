"""Why a notice need not be told any more: it would only confuse by now, or call somebody who works here no more."""

from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clocks.clock import Clock
from bot.clocks.paging import Chain
from bot.desk.desk import Desk
from bot.desk.facts import Ticket
from bot.desk.notice_kinds import NoticeKind
from bot.desk.notice_parts import PromiseLine
from bot.desk.notices import AtRisk, Escalation, Facts, GoalMissed, Proposal, Reminder
from bot.desk.page_notices import AlarmOutside, Held, Page
from storage import customers, tables


async def why_moot(session: AsyncSession, desk: Desk, ticket: Ticket, notice: tables.Notice, told: Facts) -> str | None:
    """Why a notice that tells this need not be sent at `ticket.at`; None where it still helps.

    A breach is always told, and a receipt. Whoever was called by name stays called when their shift is over, because
    somebody must answer; only whoever has left the team is not rung any more.
    """
    moot = _overtaken(ticket, told)
    if moot is None and isinstance(told, Page) and await _is_for_nobody(session, desk, notice, told):
        return "whoever it was for is not of the team any more"
    return moot


async def has_left(session: AsyncSession, desk: Desk, person: str) -> bool:
    """Whether somebody surely works here no more: they are not of the team, and manage no customer's account."""
    return not desk.roster.may_have(person) and not await customers.of_tam(session, person)


async def _is_for_nobody(session: AsyncSession, desk: Desk, notice: tables.Notice, call: Page) -> bool:
    """Whether a call is for one person alone, and they have left."""
    match call:
        case Page(kind=NoticeKind.PAGE_DIRECT):
            person = notice.place
        case Page(kind=NoticeKind.PAGE_OUTSIDE, people=(person,)):
            pass
        case _:
            return False
    return await has_left(session, desk, person)


def _overtaken(ticket: Ticket, told: Facts) -> str | None:
    match told:
        case AtRisk() | GoalMissed():
            clock = _clock(ticket, told.promise)
            if clock is None or not clock.live or clock.breached is not None:
                return "the promise is kept, broken or no longer made"
            if told.promise.aim not in (clock.aim, clock.goal):
                return "the due time has changed since"
            if isinstance(told, AtRisk) and _warned_since(told, clock, ticket.at):
                return "a later warning says more"
        case Escalation(promise=promise) | AlarmOutside(what=NoticeKind.ESCALATION, promises=(promise, *_)):
            clock = _clock(ticket, promise)
            if clock is None or not clock.live:
                return "what was promised has been done"
        case Page(over=None):
            if ticket.has_ended(told.cycle):
                return "somebody has the ticket, or it calls for nobody any more"
        case Held():
            chain = ticket.chain(told.cycle)
            if chain is not None and _is_called(chain, ticket.at):
                return "people are called by now, or need not be"
        case Proposal(answer=None) | Reminder():
            proposal = ticket.history.proposal
            if proposal is None or proposal.at != told.since:
                return "the proposal was answered or withdrawn"
        case _:
            pass
    return None


def _is_called(chain: Chain, at: datetime) -> bool:
    """Whether people are called for a paging that was held, or it has ended."""
    return chain.ended is not None or (chain.called_from is not None and chain.called_from <= at)


def _warned_since(told: AtRisk, clock: Clock, at: datetime) -> bool:
    """Whether the next warning's moment has come too: after an outage the last one is enough."""
    come = [str(warn) for warn, moment in clock.warnings if moment <= at]
    return bool(come) and come[-1] != told.warn


def _clock(ticket: Ticket, promise: PromiseLine) -> Clock | None:
    return next((clock for clock in ticket.clocks if clock.kind is promise.kind and clock.cycle == promise.cycle), None)
