"""Who works here and where things are posted: the installation's channels, people and rotations, as values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.clocks.rotation import Override, Rotation, on_call

LEADS = "leads"
"""In a page chain: every lead."""
TAM = "tam"
"""In a page chain: the customer's technical account manager (B01, B04)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Roster:
    """`channels` maps the names that contracts use to channel ids; people are Slack user ids."""

    channels: Mapping[str, str]
    leads: frozenset[str] = frozenset()
    agents: frozenset[str] = frozenset()
    rotations: Mapping[str, Rotation] = field(default_factory=dict)

    @property
    def team(self) -> frozenset[str]:
        """Everybody who works on tickets: leads, agents and whoever takes turns on call."""
        members = (member for rotation in self.rotations.values() for member in rotation.members)
        return self.leads | self.agents | frozenset(members)

    def people(
        self, whom: str, at: datetime, *, overrides: Mapping[str, Sequence[Override]], tam: str | None
    ) -> tuple[str, ...]:
        """The people that a page chain's `whom` means at an instant: a rotation's name, `leads`, or `tam`.

        Where that is nobody (no TAM named, rotation not begun), the leads: a page is never sent to no one.
        """
        if whom == TAM and tam is not None:
            return (tam,)
        if whom in self.rotations:
            duty = on_call(self.rotations[whom], overrides.get(whom, ()), at)
            if duty is not None:
                return (duty.person,)
        return tuple(sorted(self.leads))
