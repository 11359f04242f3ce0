"""Whether whoever is called at times can be reached: in Slack, and by another way where this installation uses any."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field

from bot.desk.roster import Roster

ONLY_SLACK = "Slack alone would reach them: neither they nor every schedule of theirs has another way"
Absent = Callable[[Collection[str]], Awaitable[Mapping[str, str]]]
"""Asks Slack which of these people cannot be reached there, and why."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reach:
    """Who is hard to reach, by their id, with the reason, and who has no way of their own while Slack works.

    The latter are called by the ways that everybody shares where Slack fails, so that they are reached by whoever has
    that telephone: that is no gap, and somebody should know of it.
    """

    unreachable: Mapping[str, str] = field(default_factory=dict)
    without_own_way: tuple[str, ...] = ()


async def reach(roster: Roster, called: Mapping[str, Collection[str]], absent: Absent | None = None) -> Reach:
    """How those are reached who are called; `called` has them by what a page chain calls: a schedule, leads, a TAM.

    That somebody has no way but Slack is said only where this installation uses other ways at all. Without `absent`
    nobody is asked who is in Slack.
    """
    called_as: dict[str, set[str]] = defaultdict(set)
    for whom, people in called.items():
        for person in people:
            called_as[person].add(whom)
    without = [
        person
        for person, names in sorted(called_as.items())
        if roster.named_ways and not roster.ways.get(person) and not all(roster.level_ways.get(name) for name in names)
    ]
    found = {} if roster.otherwise else dict.fromkeys(without, ONLY_SLACK)
    if absent is not None and called_as:
        found |= await absent(sorted(called_as))
    return Reach(unreachable=dict(sorted(found.items())), without_own_way=tuple(without) if roster.otherwise else ())
