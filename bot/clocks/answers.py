"""Who has shown that they have a ticket for which people are paged, and who has let go of it again.

Whoever acknowledges a page, takes the ticket for themselves, or speaks to the customer shows that they have it. To be
given it by somebody else shows nothing. Whoever the ticket is taken from and given to nobody, or to somebody else, has
let go of it, with all that they have shown before; so has whoever gives it away. One that takes it over makes nobody
let go: two people who both know of it are one more than were asked for.
"""

from dataclasses import dataclass

from bot.clocks.entries import (
    Acknowledged,
    CalledBack,
    Contact,
    Entry,
    Released,
    Replied,
    Snoozed,
    Taken,
    Updated,
)
from bot.clocks.ledger import History

Answer = Acknowledged | Taken | Replied | Updated | CalledBack
"""The entries by which a person shows that they have a ticket."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Standing:
    """What people have said to one paging, from one place of the ledger to another."""

    people: tuple[str, ...] = ()
    """Who has the ticket now, in the order in which they showed it."""
    answered: Answer | None = None
    """The entry with which enough people had it."""
    snoozed: Snoozed | None = None
    """The newest snooze, where nobody has answered since."""
    let_go: Released | Taken | None = None
    """The entry with which the last of those who had it let go of it, or gave it to somebody who has shown nothing."""
    ended: int | None = None
    """The place of the entry that ended the calling: the answer, or the first snooze before it."""


def standing(history: History, first: int, last: int | None, needs: int) -> Standing:
    """What the entries after the place `first` and before `last` say to a paging that `needs` so many people."""
    has: dict[str, None] = {}
    answered: Answer | None = None
    snoozed: Snoozed | None = None
    let_go: Released | Taken | None = None
    ended: int | None = None
    owner = _owner(history, first)
    for place in range(first + 1, len(history.entries) if last is None else last):
        entry = history.entries[place]
        match entry:
            case Released() | Taken() if gives_away(entry):
                kept_by = entry.to if isinstance(entry, Taken) else None
                has = {person: None for person in has if person == kept_by or person not in (owner, entry.by)}
                let_go = entry if answered is not None and not has else None
            case Acknowledged() | Taken() | Contact():
                has[entry.by] = None
                let_go = None
                if answered is None and len(has) >= needs:
                    answered, snoozed = entry, None
            case Snoozed() if answered is None:
                snoozed = entry
        if ended is None and (answered is not None or snoozed is not None):
            ended = place
        if isinstance(entry, Taken | Released):
            owner = _owner(history, place)
    return Standing(people=tuple(has), answered=answered, snoozed=snoozed, let_go=let_go, ended=ended)


def gives_away(entry: Entry) -> bool:
    """Whether the ticket was given to somebody else, or to nobody: that they have it does not show that they know."""
    return isinstance(entry, Released) or (isinstance(entry, Taken) and entry.to != entry.by)


def _owner(history: History, place: int) -> str | None:
    """Who has the primary responsibility once the entry at a place was made."""
    for entry in reversed(history.entries[: place + 1]):
        if isinstance(entry, Taken | Released):
            return entry.to if isinstance(entry, Taken) else None
    return None
