"""Who is on call, now and next, by which schedule; and which schedule somebody means. It changes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel.ext.asyncio.session import AsyncSession

from bot.clocks.schedule import Schedule, Shift, following, on_call
from bot.desk.access import Role, Verb, check, role
from bot.desk.desk import Desk
from bot.desk.duty_refusals import NoSuchScheduleError
from bot.desk.records import overrides_from
from bot.desk.requests import Asker
from bot.desk.roster import Roster
from storage import customers


@dataclass(frozen=True, kw_only=True, slots=True)
class OnCall:
    """The present shift of a schedule and the next that others have; None where nobody is on call, or will be."""

    now: Shift | None
    following: Shift | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DutyNow:
    """Who is on call at an instant, by each schedule that was asked about; `leads` are called where nobody is."""

    at: datetime
    schedules: Mapping[str, OnCall]
    leads: Sequence[str]


async def duty_now(desk: Desk, asker: Asker, at: datetime, schedule: str = "") -> DutyNow:
    """Who is on call at an instant, by every schedule or by the one of that name, for the team and account managers.

    Raises NotAllowedError, and NoSuchScheduleError where none has that name.
    """
    async with desk.database.reading() as session:
        await may_see(session, desk, asker)
        wanted = named(desk.roster, schedule).name if schedule else None
        found = await standing(session, desk, at)
    shown = {name: each for name, each in found.items() if wanted in (None, name)}
    return DutyNow(at=at, schedules=shown, leads=tuple(sorted(desk.roster.leads)))


async def may_see(session: AsyncSession, desk: Desk, asker: Asker) -> None:
    """Raise NotAllowedError for whoever may not see who is on call: any customer's account manager may."""
    found = role(desk.roster, asker)
    if found is Role.OTHER and await customers.of_tam(session, asker.person):
        found = Role.TAM
    check(Verb.ONCALL, found)


async def on_call_now(desk: Desk, at: datetime) -> tuple[str, ...]:
    """Who is on call at an instant, by any schedule, each of them once."""
    async with desk.database.reading() as session:
        found = await standing(session, desk, at)
    present = (schedule.now for schedule in found.values() if schedule.now is not None)
    return tuple(dict.fromkeys(person for shift in present for person in shift.people))


async def standing(session: AsyncSession, desk: Desk, at: datetime) -> Mapping[str, OnCall]:
    """Who is on call by each schedule of the desk at an instant."""
    overrides = await overrides_from(session, desk, at)
    return {
        name: OnCall(now=on_call(schedule, overrides[name], at), following=following(schedule, overrides[name], at))
        for name, schedule in desk.roster.schedules.items()
    }


def named(roster: Roster, text: str, *people: str) -> Schedule:
    """The schedule of that name, however it is written, or whose name alone begins so.

    Where no name is given it is the only one there is, or else the only one that one of `people` takes turns on, the
    first of them first. Raises NoSuchScheduleError where none or several may be meant.
    """
    wanted = text.casefold()
    known = {name.casefold(): schedule for name, schedule in roster.schedules.items()}
    if wanted in known:
        return known[wanted]
    found = [schedule for name, schedule in known.items() if name.startswith(wanted)]
    if not text and len(found) > 1:
        theirs = ([schedule for schedule in found if person in schedule.people] for person in people)
        found = next((each for each in theirs if len(each) == 1), found)
    if len(found) != 1:
        raise NoSuchScheduleError(text=text, schedules=tuple(roster.schedules))
    return found[0]
