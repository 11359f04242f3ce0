"""What a window holds while it is being filled in, and what it remembers of what it is about."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.clocks.contract import IntakeField
from bot.desk.requests import Origin
from bot.slack.actions import Field

FIELD_OF = {
    IntakeField.COMPANY: Field.COMPANY,
    IntakeField.CONTACT: Field.CONTACT,
    IntakeField.PHONE: Field.PHONE,
    IntakeField.EMAIL: Field.EMAIL,
    IntakeField.DESCRIPTION: Field.DESCRIPTION,
}
"""The input in which a form asks for what a severity needs."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """A ticket that is being written; `customer` is a key, `severity` an id, each None until it is chosen.

    `triage` is the answer that decides the severity, where the contract asks for one.
    """

    customer: str | None = None
    customer_name: str | None = None
    severity: str | None = None
    triage: str | None = None
    via: str | None = None
    title: str = ""
    description: str = ""
    contact: Mapping[IntakeField, str] = field(default_factory=dict)
    origin: Origin | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Memory:
    """What a window's private metadata says: the ticket it is about, or the message that a new one comes from.

    Or the key of the customer whom it edits. `proposal` is the number in the ledger of the proposal that it answers.
    """

    ticket: int | None = None
    proposal: int | None = None
    origin: Origin | None = None
    customer: str | None = None

    def __str__(self) -> str:
        if self.customer is not None:
            return json.dumps({"customer": self.customer})
        if self.origin is not None:
            place = {"channel": self.origin.channel, "ts": self.origin.ts}
            return json.dumps({name: value for name, value in place.items() if value is not None})
        about = {"ticket": self.ticket, "proposal": self.proposal}
        return json.dumps({name: value for name, value in about.items() if value is not None})

    @classmethod
    def of(cls, metadata: str) -> "Memory":
        """Read private metadata; raises ValueError where it is none of ours."""
        kept = json.loads(metadata or "{}")
        match kept:
            case {"ticket": int(ticket), "proposal": int(proposal)}:
                return cls(ticket=ticket, proposal=proposal)
            case {"ticket": int(ticket)}:
                return cls(ticket=ticket)
            case {"customer": str(customer)}:
                return cls(customer=customer)
            case {"channel": str(channel), "ts": str(ts)}:
                return cls(origin=Origin(channel=channel, ts=ts))
            case {"channel": str(channel)}:
                return cls(origin=Origin(channel=channel))
            case {} if not kept:
                return cls()
        raise ValueError(f"expected what a window remembers, got {metadata[:80]}")
