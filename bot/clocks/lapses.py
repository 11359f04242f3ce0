"""What a rule makes happen by itself, if nobody does anything before.

A wait that was agreed on until a moment ends at that moment. The customer's silence on a proposed resolution means
what the contract says: it agrees for them, or it is a reason to remind whoever has the ticket. And people are paged
anew where nobody has a ticket any more: `bot.clocks.relapses` says when.
"""

from dataclasses import dataclass
from datetime import datetime

from bot.clocks.conduct import Silence
from bot.clocks.contract import Terms
from bot.clocks.entries import (
    BY_RULE,
    Acknowledged,
    Confirmed,
    Heard,
    NotAsked,
    Resolved,
    Resumed,
    Snoozed,
    Taken,
    Unacknowledged,
)
from bot.clocks.ledger import History, State
from bot.clocks.paging import PAGING, chains
from bot.clocks.relapses import relapse


@dataclass(frozen=True, kw_only=True, slots=True)
class Lapse:
    """`entry` is what the ledger must be given at the instant `at`, by nobody, because of `clause` if one says so.

    An agreement takes for granted that the customer was asked. Where they were not, `NotAsked` takes its place.
    """

    key: str
    """Unique and stable within the ticket: `pause:1:lapse`, `agreement:2:lapse`, `paging:1:lapse`."""
    at: datetime
    entry: Resumed | Confirmed | Unacknowledged
    clause: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Unanswered:
    """A proposed resolution that needs a person from the instant `at` on, because the customer has not answered it."""

    key: str
    """Unique and stable within the ticket: `agreement:1:reminder`."""
    at: datetime
    proposal: Resolved
    clause: str


def upcoming_lapse(terms: Terms, history: History) -> Lapse | None:
    """What happens next by a rule, at its instant in UTC; None when only people can do something.

    The instant may have passed: then the entry is missing, and has to be made before any other one.
    """
    match history.state:
        case State.OPEN:
            return _paged_anew(terms, history)
        case State.WAITING:
            possible = (_end_of_pause(history), _paged_anew(terms, history))
            return min((each for each in possible if each is not None), key=lambda each: each.at, default=None)
        case State.RESOLVED:
            return _agreement_by_silence(terms, history)
        case _:
            return None


def unanswered(terms: Terms, history: History) -> Unanswered | None:
    """The proposal that silence leaves open, with the instant in UTC to remind somebody; None when there is none.

    Where silence agrees, a customer who wrote something since was not silent, and one who was not asked had nothing to
    answer: what they mean is for a person to find out, so that the reminder takes the place of the agreement.
    """
    agreement, proposal = terms.contract.agreement, history.proposal
    at = _silent_until(terms, history)
    if agreement is None or proposal is None or at is None:
        return None
    if agreement.silence is Silence.AGREES and _is_silence(history):
        return None
    key = f"agreement:{_number_of_proposal(history)}:reminder"
    return Unanswered(key=key, at=at, proposal=proposal, clause=agreement.clause)


def _end_of_pause(history: History) -> Lapse | None:
    paused = history.pauses[-1].began
    if paused.until is None:
        return None
    at = max(paused.until, history.entries[-1].at)
    return Lapse(key=f"pause:{len(history.pauses)}:lapse", at=at, entry=Resumed(at=at, by=BY_RULE))


def _paged_anew(terms: Terms, history: History) -> Lapse | None:
    # Nothing is lost that nobody had, and most tickets page nobody.
    paged = chains(terms, history) if history.last(Acknowledged, Taken, Snoozed) else ()
    entry = relapse(terms, history, paged[-1]) if paged else None
    if entry is None:
        return None
    key = f"{PAGING}:{paged[-1].cycle}:lapse"
    return Lapse(key=key, at=entry.at, entry=entry, clause=paged[-1].paging.clause)


def _agreement_by_silence(terms: Terms, history: History) -> Lapse | None:
    agreement, at = terms.contract.agreement, _silent_until(terms, history)
    if agreement is None or at is None or agreement.silence is Silence.REMINDS or not _is_silence(history):
        return None
    at = max(at, history.entries[-1].at)
    key = f"agreement:{_number_of_proposal(history)}:lapse"
    return Lapse(key=key, at=at, entry=Confirmed(at=at, by=BY_RULE), clause=agreement.clause)


def _silent_until(terms: Terms, history: History) -> datetime | None:
    """When the contract has waited long enough for an answer; None without a proposal, a rule, or any opening."""
    agreement, proposal = terms.contract.agreement, history.proposal
    if agreement is None or proposal is None:
        return None
    length = terms.length(agreement.after, agreement.calendar)
    return terms.timeline(agreement.calendar).add(proposal.at, length)


def _is_silence(history: History) -> bool:
    """Whether nothing is known but that the customer has not answered the newest proposal."""
    return isinstance(history.last(Resolved, Heard, NotAsked), Resolved)


def _number_of_proposal(history: History) -> int:
    return sum(isinstance(entry, Resolved) for entry in history.entries)
