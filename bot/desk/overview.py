"""What one person has to know on arriving: what needs them, what is theirs, who is on call. It changes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.desk import lists, queries
from bot.desk.access import Role
from bot.desk.desk import Desk
from bot.desk.duty import OnCall, standing
from bot.desk.duty_notices import Swap
from bot.desk.lists import Listed, Wanted, Which
from bot.desk.requests import Asker
from bot.desk.swapping import waiting
from bot.desk.tally import Tally, tally
from storage import outbox

LATELY = timedelta(days=30)
"""How far back promises are counted."""
MOST_COUNTED = 500
"""Tickets whose promises are counted at most: somebody is waiting for the tab."""
STILL_NEWS = timedelta(days=7)
"""For how long a notice that could not be delivered is spoken of."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Overview:
    """How things stand at an instant, as far as they are somebody's business; people are Slack user ids."""

    role: Role
    at: datetime
    leads: Sequence[str]
    """Whom to ask."""
    person: str = ""
    """Whose overview it is."""
    open: Listed | None = None
    """The open tickets that they may see, the least staffed time left first; None for whom no ticket is."""
    resolved: Listed | None = None
    """Those of a customer that wait for their agreement; None for the team."""
    mine: Listed | None = None
    """Those of the open tickets that they have; None for whoever is not of the team."""
    counts: Mapping[Which, int] = field(default_factory=dict)
    """How many tickets there are of each sort, for the team."""
    on_call: Mapping[str, OnCall] = field(default_factory=dict)
    """Who is on call by each schedule, for the team."""
    swaps: Sequence[Swap] = ()
    """The exchanges of shifts that wait for an answer and that they have asked for or are asked for."""
    promises: Tally | None = None
    """What was kept and broken lately, for the team."""
    undelivered: int = 0
    """Notices that could not be delivered lately, for the team."""


async def overview(desk: Desk, asker: Asker, at: datetime) -> Overview:
    """What somebody sees who comes in at `at`; whoever is neither of the team nor a contact sees no ticket.

    A technical account manager sees their customers' tickets, and of the team's no more than a customer does.
    """
    role, leads = await queries.asker_role(desk, asker), tuple(sorted(desk.roster.leads))
    if role is Role.OTHER:
        return Overview(role=role, at=at, leads=leads)
    everything = await lists.listed(desk, asker, Wanted(), at)
    if role is Role.CUSTOMER:
        resolved = await lists.listed(desk, asker, Wanted(which=frozenset({Which.RESOLVED})), at)
        return Overview(role=role, at=at, leads=leads, open=everything, resolved=resolved)
    mine = await lists.listed(desk, asker, Wanted(which=frozenset({Which.MINE})), at)
    if role is Role.TAM:
        return Overview(role=role, at=at, leads=leads, open=everything, mine=mine)
    counts = await lists.counted(desk, asker)
    async with desk.database.reading() as session:
        return Overview(
            role=role,
            at=at,
            leads=leads,
            person=asker.person,
            open=everything,
            mine=mine,
            counts=counts,
            on_call=await standing(session, desk, at),
            swaps=await waiting(session, desk, asker.person, at),
            promises=await tally(session, desk, at - LATELY, at, most=MOST_COUNTED),
            undelivered=await outbox.dead_count(session, at - STILL_NEWS),
        )
