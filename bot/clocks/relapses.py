"""When nobody has a ticket any more that somebody had, so that people are paged again.

Only what somebody said to the page itself lapses, an acknowledgement or that they took the ticket. Once they have
spoken to the customer it is not the pager that must keep the promise but the clock of the next update. A ticket that
waits is nobody's move: silence counts from the end of the wait.
"""

from datetime import datetime, timedelta

from bot.clocks.answers import Answer
from bot.clocks.contract import Terms
from bot.clocks.entries import (
    BY_RULE,
    Acknowledged,
    After,
    Attempted,
    Contact,
    Entry,
    Paused,
    Regraded,
    Released,
    Resumed,
    Taken,
    Unacknowledged,
)
from bot.clocks.ledger import History, State
from bot.clocks.paging import Chain

TO_NOTICE = timedelta(minutes=5)
"""How much covered time somebody who is given a ticket has to show that they know of it.

That is long enough for a hand-over in passing to page nobody, and no longer than the first step of a chain should be.
"""
_SIGNS = (Acknowledged, Taken, Contact, Attempted, Regraded, Paused, Resumed)
"""What people do to a ticket that they are working on."""


def relapse(terms: Terms, history: History, chain: Chain) -> Unacknowledged | None:
    """The entry that starts the next chain of a ticket after its newest one, at its instant in UTC; None for none.

    A snooze that is over, and a ticket that its last owner let go of, page again at once, or where its coverage is
    closed then, when that opens. Whoever was given a ticket has `TO_NOTICE`, and whoever acknowledged or took it the
    contract's `silence`, both in covered time. The instant may have passed: then the entry is missing.
    """
    found = None if chain.over else _lapsed(terms, history, chain)
    if found is None:
        return None
    after, at = found
    return Unacknowledged(at=max(at, history.entries[-1].at), by=BY_RULE, after=after)


def _lapsed(terms: Terms, history: History, chain: Chain) -> tuple[After, datetime] | None:
    if chain.answered is None:
        return None if chain.snoozed is None else _covered(terms, chain, After.SNOOZE, chain.snoozed.until)
    if history.state is not State.OPEN or any(history.places(Contact, chain.place, None)):
        return None
    waited_until = max((pause.ended.at for pause in history.pauses if pause.ended), default=chain.raised)
    if isinstance(chain.let_go, Released):
        return _covered(terms, chain, After.RELEASE, max(chain.let_go.at, waited_until))
    if chain.let_go is not None:
        return _covered(terms, chain, After.HAND_OVER, max(chain.let_go.at, waited_until), TO_NOTICE)
    if chain.paging.silence is None:
        return None
    heard_of = max(_last_sign(history, chain.answered), waited_until)
    return _covered(terms, chain, After.SILENCE, heard_of, chain.paging.silence)


def _covered(
    terms: Terms, chain: Chain, after: After, since: datetime, length: timedelta = timedelta()
) -> tuple[After, datetime] | None:
    """The first instant of the chain's coverage at which so much of it has passed since an instant; None for never."""
    coverage = terms.timeline(chain.paging.coverage)
    passed = coverage.add(max(since, chain.raised), length)
    at = None if passed is None else coverage.next_open(passed)
    return None if at is None else (after, at)


def _last_sign(history: History, answered: Answer) -> datetime:
    """When somebody of the team was last seen to work on the ticket, at the earliest with the answer itself."""
    return next((entry.at for entry in reversed(history.entries) if _is_sign(entry)), answered.at)


def _is_sign(entry: Entry) -> bool:
    """Whether a person of the team did it; a wait can also be ended by a rule or by a message of the customer."""
    if isinstance(entry, Resumed):
        return entry.by != BY_RULE and entry.source is None
    return isinstance(entry, _SIGNS) and not (isinstance(entry, Taken) and entry.to != entry.by)
