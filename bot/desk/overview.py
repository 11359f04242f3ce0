"""What one person has to know on arriving: what needs them, what is theirs, who is on call. It changes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.clocks.rotation import Duty, on_call
from bot.desk import queries
from bot.desk.access import Role
from bot.desk.desk import Desk
from bot.desk.queries import Listed, Which
from bot.desk.records import overrides_from
from bot.desk.requests import Asker


@dataclass(frozen=True, kw_only=True, slots=True)
class Overview:
    """How things stand at an instant, as far as they are somebody's business; people are Slack user ids."""

    role: Role
    at: datetime
    leads: Sequence[str]
    """Whom to ask."""
    open: Listed | None = None
    """The open tickets that they may see, the next due first; None for whom no ticket is."""
    mine: Listed | None = None
    """Those of them that they have; None for whoever is not of the team."""
    counts: Mapping[Which, int] = field(default_factory=dict)
    """How many open tickets there are of each sort, for the team."""
    on_call: Mapping[str, Duty | None] = field(default_factory=dict)
    """Who is on call in each rotation, for the team; None where it has not begun."""


async def overview(desk: Desk, asker: Asker, at: datetime) -> Overview:
    """What somebody sees who comes in at `at`; whoever is neither of the team nor a contact sees no ticket."""
    role, leads = await queries.asker_role(desk, asker), tuple(sorted(desk.roster.leads))
    if role is Role.OTHER:
        return Overview(role=role, at=at, leads=leads)
    everything = await queries.listed(desk, asker, Which.OPEN, at)
    if role is Role.CUSTOMER:
        return Overview(role=role, at=at, leads=leads, open=everything)
    return Overview(
        role=role,
        at=at,
        leads=leads,
        open=everything,
        mine=await queries.listed(desk, asker, Which.MINE, at),
        counts=await queries.counted(desk, asker),
        on_call=await _on_call(desk, at),
    )


async def _on_call(desk: Desk, at: datetime) -> Mapping[str, Duty | None]:
    async with desk.database.reading() as session:
        overrides = await overrides_from(session, desk, at)
    return {name: on_call(rotation, overrides[name], at) for name, rotation in desk.roster.rotations.items()}
