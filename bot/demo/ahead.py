"""What comes next: the first of all deadlines, in words."""

from dataclasses import dataclass
from datetime import datetime

from bot.clocks.explain import CLOCK_NAMES
from bot.clocks.milestones import Milestone, MilestoneKind, upcoming
from bot.clocks.paging import PAGING
from bot.desk.desk import Desk
from bot.desk.records import ticket_of
from bot.slack.notice_lines import level
from storage import deadlines, tickets


@dataclass(frozen=True, kw_only=True, slots=True)
class Ahead:
    """The next deadline: when it comes, on which ticket (and in which zone that counts), and what is told then."""

    at: datetime
    ticket: int
    zone: str
    what: str


async def ahead(desk: Desk, now: datetime) -> Ahead | None:
    """The next deadline of all tickets; None when no clock runs."""
    async with desk.database.reading() as session:
        first = await deadlines.first(session)
        row = await tickets.get(session, first.ticket_id) if first is not None else None
        if first is None or row is None:
            return None
        ticket = await ticket_of(session, desk, row, now)
    following = upcoming(ticket.terms, ticket.history, ticket.clocks, ticket.chains, ticket.at)
    meant = (each for each in following if (each.runs_on, each.at) == (first.clock, first.due))
    what = next(map(_told, meant), "what should have been told already")
    return Ahead(at=first.due, ticket=row.id, zone=ticket.terms.contract.zone, what=what)


def _told(milestone: Milestone) -> str:
    """What is told at a milestone: `first response, warning`, `page to secondary`."""
    if milestone.page is not None:
        return f"page to {level(milestone.page.whom)}"
    promise = CLOCK_NAMES[milestone.clock.kind] if milestone.clock is not None else "promise"
    match milestone.kind:
        case MilestoneKind.BREACH:
            return f"{promise}, due"
        case MilestoneKind.ESCALATION if milestone.escalation is not None:
            return f"{promise}, still not done: #{milestone.escalation.to}"
        case MilestoneKind.LAPSE if milestone.runs_on.startswith(PAGING):
            return "paged again, if nobody has it"
        case _:
            return f"{promise}, {milestone.kind}"
