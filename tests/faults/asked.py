"""What people asked for in a run, and what they were told: the checker's half of the story."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Told(StrEnum):
    """What somebody was told about what they asked for."""

    DONE = "done"
    """That it is recorded: it must be there, once."""
    REFUSED = "refused"
    """That it is not: it must not be there."""
    NOTHING = "nothing"
    """No answer came in time: it may be there, but not twice."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """One thing that somebody asked for: an entry of this `kind` in a ledger.

    `token` are words that stand in no other; where a request has no room for words it is known by who asked and when.
    `source` is the time stamp of a message that was heard.
    """

    kind: str
    by: str
    began: datetime
    ended: datetime
    told: Told
    ticket: int | None = None
    token: str = ""
    source: str = ""

    def __str__(self) -> str:
        ticket = "a ticket" if self.ticket is None else f"T-{self.ticket}"
        return f"{self.kind} of {ticket} by {self.by} at {self.began:%H:%M:%S} {self.token or self.source}".rstrip()
