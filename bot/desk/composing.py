"""From a ticket and a milestone to the facts of a notice."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.clocks.clock import Clock
from bot.clocks.contract import Terms
from bot.clocks.entries import Attempted, Entry, Heard, Paused, Regraded, Replied
from bot.clocks.ledger import State
from bot.clocks.milestones import Milestone, MilestoneKind
from bot.desk.facts import Ticket
from bot.desk.notice_kinds import NoticeKind
from bot.desk.notice_parts import About, PromiseLine
from bot.desk.notices import AtRisk, Breach, Escalation, Event, GoalMissed, Reminder
from bot.desk.page_notices import Held, NextPage, Page
from bot.desk.roster import TAM

OnDuty = Callable[[str, datetime], tuple[str, ...]]
"""The people that a page chain's `whom` means at an instant."""


def about(ticket: Ticket) -> About:
    """The ticket as a notice names it."""
    return About(
        number=ticket.number,
        title=ticket.title,
        customer=ticket.customer.name,
        plan=ticket.terms.plan.name,
        severity=ticket.severity.name,
        priority=ticket.severity.priority,
        assignee=ticket.history.assignee,
        rank=ticket.rank,
    )


def promise_line(terms: Terms, clock: Clock) -> PromiseLine:
    """The promise of a clock, due when it was broken or will be; ValueError for one without a due time."""
    aim = clock.breached or clock.aim
    if aim is None:
        raise ValueError(f"{clock.kind} has no due time")
    return _line(terms, clock, promised_length(clock), aim, contractual=clock.promise.target is not None)


def promised_length(clock: Clock) -> str:
    """What was promised: `1 hour`, or `as agreed` where the customer was named an instant."""
    return "as agreed" if clock.anchor.agreed is not None else str(clock.promise.aim)


def goal_line(terms: Terms, clock: Clock) -> PromiseLine:
    """The team's own goal on a clock; ValueError for one without."""
    if clock.goal is None:
        raise ValueError(f"{clock.kind} has no goal")
    return _line(terms, clock, str(clock.promise.goal), clock.goal, contractual=False)


def _line(terms: Terms, clock: Clock, target: str, aim: datetime, *, contractual: bool) -> PromiseLine:
    return PromiseLine(
        kind=clock.kind,
        cycle=clock.cycle,
        target=target,
        calendar=clock.promise.calendar,
        zone=terms.zone(clock.promise.calendar),
        aim=aim,
        contractual=contractual,
        clause=clock.promise.clause,
    )


def promise_lines(ticket: Ticket) -> tuple[PromiseLine, ...]:
    """Every promise on which somebody still has to act, the earliest first."""
    return tuple(promise_line(ticket.terms, clock) for clock in ticket.live_clocks if clock.breached or clock.aim)


def event_facts(ticket: Ticket, entry: Entry) -> Event:
    """The facts of an entry for the thread; for a regrade with what it replaced and the promises from now on."""
    match entry:
        case Regraded():
            before = replaced_severity(ticket, entry)
            return Event(about=about(ticket), entry=entry, before=before, promises=promise_lines(ticket))
        case Paused() | Attempted() if _asked_with_it(ticket, entry):
            # The question stands in the thread already, as what the customer was told.
            return Event(about=about(ticket), entry=replace(entry, text=""))
        case Heard():
            return Event(about=about(ticket), entry=entry, closed=ticket.state is State.CLOSED)
        case _:
            return Event(about=about(ticket), entry=entry)


def _asked_with_it(ticket: Ticket, entry: Paused | Attempted) -> bool:
    """Whether the customer was asked the same in the same gesture."""
    before = ticket.history.entries[max(ticket.history.entries.index(entry) - 1, 0)]
    return isinstance(before, Replied) and (before.at, before.by, before.text) == (entry.at, entry.by, entry.text)


def replaced_severity(ticket: Ticket, entry: Regraded) -> str:
    """The name of the severity that a regrade replaced."""
    regrades = ticket.history.between(Regraded, ticket.history.opened_at, None)
    before = ticket.history.grades[regrades.index(entry)]
    return ticket.terms.contract.severity(before.severity).name


def reminder_facts(ticket: Ticket, milestone: Milestone, *, asked: bool) -> Reminder:
    """The facts of a proposed resolution that the customer leaves unanswered; whoever has the ticket should know.

    `asked` is whether the proposal is in Slack, where the customer can answer it.
    """
    unanswered, assignee = milestone.unanswered, ticket.history.assignee
    if unanswered is None:
        raise ValueError(f"{milestone.key} is no milestone of a proposal")
    return Reminder(
        about=about(ticket),
        since=unanswered.proposal.at,
        asked=asked,
        clause=unanswered.clause,
        people=() if assignee is None else (assignee,),
    )


def alert_facts(ticket: Ticket, milestone: Milestone, on_duty: OnDuty) -> AtRisk | GoalMissed | Breach | Escalation:
    """The facts of a milestone of a clock; whoever has the ticket should know.

    Of an escalation also the customer's escalation point should, as it is at `ticket.at` (B01, B04).
    """
    clock, escalation = milestone.clock, milestone.escalation
    if clock is None:
        raise ValueError(f"{milestone.key} is no milestone of a clock")
    assignee = ticket.history.assignee
    owner = () if assignee is None else (assignee,)
    match milestone.kind:
        case MilestoneKind.WARNING:
            return AtRisk(
                about=about(ticket), promise=promise_line(ticket.terms, clock), warn=str(milestone.warn), people=owner
            )
        case MilestoneKind.GOAL:
            return GoalMissed(about=about(ticket), promise=goal_line(ticket.terms, clock), people=owner)
        case MilestoneKind.BREACH:
            done = clock.stopped.at if clock.stopped else None
            return Breach(about=about(ticket), promise=promise_line(ticket.terms, clock), done=done, people=owner)
        case MilestoneKind.ESCALATION if escalation is not None:
            has_point = ticket.customer.tam is not None or ticket.terms.contract.routing.tam is not None
            point = on_duty(TAM, ticket.at) if has_point else ()
            people = tuple(dict.fromkeys((*owner, *point)))
            return Escalation(
                about=about(ticket),
                promise=promise_line(ticket.terms, clock),
                after=str(escalation.after),
                people=people,
            )
        case _:
            raise ValueError(f"{milestone.key} is no milestone of a clock")


def held_facts(ticket: Ticket, milestone: Milestone, on_duty: OnDuty) -> Held:
    """The facts of a paging that was raised outside its coverage: who is called when that opens, as things stand."""
    chain = milestone.chain
    if chain is None or chain.paging.coverage is None:
        raise ValueError(f"{milestone.key} is no milestone of a paging that can be held")
    whom, until = chain.paging.steps[0].whom, chain.called_from
    return Held(
        about=about(ticket),
        whom=whom,
        people=() if until is None else on_duty(whom, until),
        cycle=chain.cycle,
        coverage=chain.paging.coverage,
        until=until,
        zone=ticket.terms.zone(chain.paging.coverage),
        clause=chain.paging.clause,
    )


def page_facts(ticket: Ticket, milestone: Milestone, on_duty: OnDuty, *, direct: bool = False) -> Page:
    """The facts of a step of a paging, with whoever is on duty at `ticket.at` and who comes next.

    Where it takes several people, those who have shown that they have the ticket are not called.
    """
    chain, page = milestone.chain, milestone.page
    if chain is None or page is None:
        raise ValueError(f"{milestone.key} is no milestone of a paging")
    following = next((each for each in chain.pages if each.step > page.step), None)
    return Page(
        kind=NoticeKind.PAGE_DIRECT if direct else NoticeKind.PAGE,
        about=about(ticket),
        whom=page.whom,
        people=tuple(person for person in on_duty(page.whom, ticket.at) if person not in chain.people),
        cycle=chain.cycle,
        step=page.step,
        round=page.round,
        promises=promise_lines(ticket),
        contact=dict(ticket.contact),
        following=None
        if following is None
        else NextPage(whom=following.whom, people=on_duty(following.whom, following.at), at=following.at),
    )
