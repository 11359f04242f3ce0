"""An office whose people are reached outside Slack too, and what has gone out there."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from bot.desk.desk import Desk
from bot.desk.places import way_of
from bot.desk.requests import Asker
from bot.desk.roster import Way
from storage import tables
from tests.desk.office import MINUTE, PIET, notices

PAGER, PHONE, DESK_PHONE, SIREN = "PIET_PAGER", "PIET_PHONE", "DESK_PHONE", "SIREN"
"""Two of Piet's, one of the schedule that he takes turns on, and the one that is left when Slack fails."""
SLACK_FIRST = {PIET.person: (Way(name=PAGER, after=timedelta()), Way(name=PHONE, after=3 * MINUTE))}


def reached(
    desk: Desk,
    ways: Mapping[str, tuple[Way, ...]] = SLACK_FIRST,
    level: Mapping[str, tuple[Way, ...]] | None = None,
    otherwise: tuple[str, ...] = (SIREN,),
) -> Desk:
    """The desk, whose people have these ways from now on; the pager keeps incidents and takes their end."""
    desk.roster = replace(desk.roster, ways=ways, level_ways=level or {}, otherwise=otherwise)
    desk.take_ends = frozenset({PAGER})
    return desk


def leaves(desk: Desk, asker: Asker) -> None:
    """Somebody is taken out of the configuration: they work here no more; their ways are forgotten in it."""
    gone, roster = {asker.person}, desk.roster
    schedules = {
        name: replace(
            schedule,
            rotations=tuple(
                replace(each, members=tuple(one for one in each.members if one not in gone))
                for each in schedule.rotations
            ),
        )
        for name, schedule in roster.schedules.items()
    }
    desk.roster = replace(roster, leads=roster.leads - gone, agents=roster.agents - gone, schedules=schedules)


async def gone_outside(desk: Desk, ticket: int | None = None) -> list[tuple[str, str, tables.NoticeState]]:
    """The notices for ways outside Slack, as kind, way and state, in the order in which they were put."""
    return [
        (notice.kind, way, notice.state)
        for notice in await notices(desk, ticket)
        if (way := way_of(notice.place)) is not None
    ]
