"""The instants at which somebody must be told, from the ledger, the clocks and the pagings of a ticket.

`passed` gives what must have been told by an instant: each milestone has a key that never changes, so that telling
it once can be made a constraint of the database. `upcoming` gives what to wake up for.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.clocks.clock import Clock, ClockState
from bot.clocks.contract import Escalation, Terms, Warn
from bot.clocks.lapses import Unanswered, unanswered, upcoming_lapse
from bot.clocks.ledger import History
from bot.clocks.paging import PAGING, Chain, Page

BROKEN_AFTER = timedelta(microseconds=1)
"""A promise is kept up to and including its due instant, so it is broken one microsecond later."""


class MilestoneKind(StrEnum):
    """What there is to tell."""

    WARNING = "warning"
    """A share of the target is used up, or little time is left."""
    GOAL = "goal"
    """The team's own goal has passed; the contract is not broken."""
    BREACH = "breach"
    """The promise is broken."""
    ESCALATION = "escalation"
    """The promise has stayed broken for a time that the contract's routing names."""
    PAGE = "page"
    """The next person in the chain is to be paged."""
    HELD = "held"
    """Nobody is to be paged yet, because the severity's coverage is closed."""
    REMINDER = "reminder"
    """The customer has left a proposed resolution unanswered for as long as the contract waits."""
    LAPSE = "lapse"
    """A rule of the contract makes an entry by itself. That is what to wake up for; the entry is what is told."""


_OVERTAKEN = frozenset({MilestoneKind.WARNING, MilestoneKind.GOAL})
"""What need not be told any more once a later one of these has passed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Milestone:
    """One thing to tell at one instant: of a `clock`, of a `chain`, or of an `unanswered` proposal."""

    kind: MilestoneKind
    key: str
    """Unique and stable within the ticket: `first_response:1:breach`."""
    at: datetime
    clock: Clock | None = None
    chain: Chain | None = None
    warn: Warn | None = None
    page: Page | None = None
    escalation: Escalation | None = None
    unanswered: Unanswered | None = None

    @property
    def runs_on(self) -> str:
        """What is being waited for, and which time that is: a clock's kind, a paging, a pause, an agreement."""
        return self.key.rsplit(":", 1)[0]


def passed(
    terms: Terms, history: History, clocks: Iterable[Clock], pagings: Iterable[Chain], at: datetime
) -> tuple[Milestone, ...]:
    """Everything that must have been told by an instant, in the order in which it came.

    What no longer helps is left out: a warning or goal once a later one has passed or the promise is broken; an
    escalation once the promised thing was done; a page once somebody has the ticket, or once the same step has come
    again in a later round; that paging is held once it has begun; a reminder once the customer has answered. A breach
    is never left out.
    """
    found: list[Milestone] = []
    for clock in clocks:
        reached = sorted((each for each in _of_clock(terms, clock) if each.at <= at), key=lambda each: each.at)
        found += [each for each in reached if each.kind in _OVERTAKEN][-1:]
        found += [each for each in reached if each.kind not in _OVERTAKEN]
    for chain in pagings:
        found += _newest_of_each_step(chain, [each for each in _of_chain(terms, chain, at) if each.at <= at])
    found += [reminder for reminder in _of_proposal(terms, history) if reminder.at <= at]
    return tuple(sorted(found, key=lambda milestone: milestone.at))


def upcoming(
    terms: Terms, history: History, clocks: Iterable[Clock], pagings: Iterable[Chain], at: datetime
) -> tuple[Milestone, ...]:
    """The next milestone of each live clock, paging and proposal after an instant, as things stand, and the next lapse.

    A lapse whose instant has passed is given too: it stays something to wake up for until its entry has been made.
    """
    following: list[Milestone] = []
    of_clocks = (_of_clock(terms, clock) for clock in clocks)
    of_chains = (_of_chain(terms, chain, at) for chain in pagings)
    for milestones in (*of_clocks, *of_chains, _of_proposal(terms, history)):
        later = [milestone for milestone in milestones if milestone.at > at]
        following += [min(later, key=lambda milestone: milestone.at)] if later else []
    lapse = upcoming_lapse(terms, history)
    if lapse is not None:
        following.append(Milestone(kind=MilestoneKind.LAPSE, key=lapse.key, at=lapse.at))
    return tuple(following)


def _of_proposal(terms: Terms, history: History) -> Iterator[Milestone]:
    proposal = unanswered(terms, history)
    if proposal is not None:
        yield Milestone(kind=MilestoneKind.REMINDER, key=proposal.key, at=proposal.at, unanswered=proposal)


def _of_clock(terms: Terms, clock: Clock) -> Iterator[Milestone]:
    prefix, turn = f"{clock.kind}:{clock.cycle}", f"turn {clock.turn}"
    # A regrade can set a due time that is already past; nobody could have been told before the regrade.
    told_from = clock.leg.since
    # Of a clock that stands still nobody can say when it is due, so nobody is warned until it goes on.
    if clock.live and clock.state not in (ClockState.PAUSED, ClockState.BREACHED):
        for warn, at in clock.warnings:
            key = f"{prefix}:warning {warn} {turn}"
            yield Milestone(kind=MilestoneKind.WARNING, key=key, at=max(at, told_from), clock=clock, warn=warn)
        if clock.goal is not None:
            missed = max(clock.goal + BROKEN_AFTER, told_from)
            yield Milestone(kind=MilestoneKind.GOAL, key=f"{prefix}:goal {turn}", at=missed, clock=clock)
    due = clock.breached or (clock.due if clock.live else None)
    if due is None:
        return
    broken = max(due + BROKEN_AFTER, told_from)
    yield Milestone(kind=MilestoneKind.BREACH, key=f"{prefix}:breach", at=broken, clock=clock)
    for step, escalation in enumerate(terms.contract.routing.escalations if clock.live else (), start=1):
        calendar = clock.promise.calendar if escalation.after.in_business_time else None
        after = terms.timeline(calendar).add(due, terms.length(escalation.after, calendar))
        if after is not None:
            yield Milestone(
                kind=MilestoneKind.ESCALATION,
                key=f"{prefix}:escalation {step}",
                at=max(after, broken),
                clock=clock,
                escalation=escalation,
            )


def _of_chain(terms: Terms, chain: Chain, at: datetime) -> Iterator[Milestone]:
    """What a paging has to tell, as things stand at an instant.

    Outside its coverage nobody is called, also for a step that came while it was open and that nobody was there to
    tell: it waits until the coverage opens.
    """
    if chain.ended is not None:
        return
    prefix = f"{PAGING}:{chain.cycle}"
    if chain.held:
        yield Milestone(kind=MilestoneKind.HELD, key=f"{prefix}:held", at=chain.raised, chain=chain)
    opens = terms.timeline(chain.paging.coverage).next_open(at)
    if opens is None:
        return
    for page in chain.pages:
        comes = page.at if opens == at else max(page.at, opens)
        yield Milestone(kind=MilestoneKind.PAGE, key=f"{prefix}:page {page.step}", at=comes, chain=chain, page=page)


def _newest_of_each_step(chain: Chain, reached: Iterable[Milestone]) -> Iterable[Milestone]:
    """What there still is to tell of a chain: of each step its newest call, and before the first that it is held."""
    steps = len(chain.paging.steps)
    called = {each.page.step % steps: each for each in reached if each.page is not None}
    return called.values() if called else reached
