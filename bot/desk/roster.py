"""Who works here and where things are posted: the installation's channels, people and on-call schedules, as values."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.clocks.schedule import Override, Schedule, Shift, on_call

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
class Way:
    """How somebody is reached outside Slack: by what the environment variable `name` holds, `after` they were called.

    What it holds is a secret, which only the room that sends there knows.
    """

    name: str
    after: timedelta = timedelta()


@dataclass(frozen=True, kw_only=True, slots=True)
class Roster:
    """`channels` maps the names that contracts use to channel ids; people are Slack user ids.

    Whoever is in one of the `lead_groups` leads, and whoever is in one of the `agent_groups` works on tickets: Slack's
    user groups, by their ids. By the names of `schedules` go the channels in which they are spoken of, the user groups
    that whoever is on call is in, and the ways that a page goes beside those of the people called. `ways` are by
    person, and `otherwise` names those that are taken where Slack itself fails and nobody concerned has any.
    """

    channels: Mapping[str, str]
    leads: frozenset[str] = frozenset()
    agents: frozenset[str] = frozenset()
    lead_groups: frozenset[str] = frozenset()
    agent_groups: frozenset[str] = frozenset()
    schedules: Mapping[str, Schedule] = field(default_factory=dict)
    schedule_channels: Mapping[str, str] = field(default_factory=dict)
    schedule_groups: Mapping[str, str] = field(default_factory=dict)
    ways: Mapping[str, tuple[Way, ...]] = field(default_factory=dict)
    level_ways: Mapping[str, tuple[Way, ...]] = field(default_factory=dict)
    otherwise: tuple[str, ...] = ()
    counts_as_customer: CountsAsCustomer = CountsAsCustomer.CHANNEL
    told_groups: frozenset[str] = frozenset()
    """The user groups of which Slack has told who is in them."""

    @property
    def team(self) -> frozenset[str]:
        """Everybody who works on tickets: leads, agents and whoever is on call at times."""
        on_call_at_times = (schedule.people for schedule in self.schedules.values())
        return self.leads.union(self.agents, *on_call_at_times)

    @property
    def groups(self) -> frozenset[str]:
        """The user groups whose members belong to the team."""
        return self.lead_groups | self.agent_groups

    def may_have(self, person: str) -> bool:
        """Whether somebody works on tickets, or may do so by a user group of which Slack has never told."""
        return person in self.team or not self.groups <= self.told_groups

    @property
    def named_ways(self) -> frozenset[str]:
        """The name of every way that is taken at times."""
        taken = (way.name for ways in (*self.ways.values(), *self.level_ways.values()) for way in ways)
        return frozenset(taken).union(self.otherwise)

    def with_shifts(self, imported: Mapping[str, tuple[Shift, ...]]) -> "Roster":
        """This roster with the shifts that imported calendars give the schedules of these names."""
        schedules = {
            name: replace(schedule, shifts=imported.get(name, schedule.shifts))
            for name, schedule in self.schedules.items()
        }
        return replace(self, schedules=schedules)

    def with_members(self, members: Mapping[str, Iterable[str]]) -> "Roster":
        """This roster with the people of its user groups beside those it has; a group that is not told has nobody."""
        leading, working = (
            frozenset(person for group in groups for person in members.get(group, ()))
            for groups in (self.lead_groups, self.agent_groups)
        )
        told = self.told_groups | (self.groups & members.keys())
        return replace(self, leads=self.leads | leading, agents=self.agents | working, told_groups=told)

    def people(
        self, whom: str, at: datetime, *, overrides: Mapping[str, Sequence[Override]], tam: str | None
    ) -> tuple[str, ...]:
        """The people that a page chain's `whom` means at an instant: a schedule's name, `leads`, or `tam`.

        Where that is nobody (no TAM named, nobody on call), the leads: a page is never sent to no one.
        """
        if whom == TAM and tam is not None:
            return (tam,)
        if whom in self.schedules:
            shift = on_call(self.schedules[whom], overrides.get(whom, ()), at)
            if shift is not None:
                return shift.people
        return tuple(sorted(self.leads))
