"""Who works here and where things are posted: the installation's channels, people and rotations, as values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from bot.clocks.rotation import Override, Rotation, on_call

LEADS = "leads"
"""In a page chain: every lead."""
TAM = "tam"
"""In a page chain: the customer's technical account manager (B01, B04)."""


class CountsAsCustomer(StrEnum):
    """Who is heard as the customer in a channel that is shared with them."""

    CHANNEL = "channel"
    """Their contacts, and everybody there who is of another workspace or a guest."""
    CONTACTS = "contacts"
    """Their contacts only."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Roster:
    """`channels` maps the names that contracts use to channel ids; people are Slack user ids.

    Whoever is in one of the `lead_groups` leads, and whoever is in one of the `agent_groups` works on tickets: Slack's
    user groups, by their ids.
    """

    channels: Mapping[str, str]
    leads: frozenset[str] = frozenset()
    agents: frozenset[str] = frozenset()
    lead_groups: frozenset[str] = frozenset()
    agent_groups: frozenset[str] = frozenset()
    rotations: Mapping[str, Rotation] = field(default_factory=dict)
    counts_as_customer: CountsAsCustomer = CountsAsCustomer.CHANNEL

    @property
    def team(self) -> frozenset[str]:
        """Everybody who works on tickets: leads, agents and whoever takes turns on call."""
        members = (member for rotation in self.rotations.values() for member in rotation.members)
        return self.leads | self.agents | frozenset(members)

    @property
    def groups(self) -> frozenset[str]:
        """The user groups whose members belong to the team."""
        return self.lead_groups | self.agent_groups

    def with_members(self, members: Mapping[str, Iterable[str]]) -> "Roster":
        """This roster with the people of its user groups beside those it has; a group that is not told has nobody."""
        leading, working = (
            frozenset(person for group in groups for person in members.get(group, ()))
            for groups in (self.lead_groups, self.agent_groups)
        )
        return replace(self, leads=self.leads | leading, agents=self.agents | working)

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
