"""Whether the hours that customers were promised are covered by somebody on call, and whether those can be reached."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.clocks.contract import Contract, Paging, Terms, terms
from bot.clocks.coverage import uncovered
from bot.clocks.timeline import Interval, Timeline
from bot.desk import naming
from bot.desk.desk import Desk
from bot.desk.duty_notices import Gaps, Stretch, Uncovered
from bot.desk.escalation import Overrides
from bot.desk.reach import Absent, reach
from bot.desk.records import overrides_from
from bot.desk.refusals import NotInForceError
from bot.desk.roster import LEADS, TAM, Roster
from storage import customers, tables

AHEAD = timedelta(days=60)
"""How far ahead is looked, if nothing else is said."""
READ_WITHIN = 60.0
"""Seconds that reading all customers may take; nobody is waiting for it."""
_A_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Sold:
    """What customers were sold: a plan of a version of a contract, between two instants, with a TAM or without."""

    digest: str
    plan: str
    start: datetime
    end: datetime
    has_tam: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class _Hole:
    """The stretches of a promise in which a schedule has nobody."""

    schedule: str
    zone: str
    clause: str
    stretches: tuple[Interval, ...]


async def look_ahead(desk: Desk, at: datetime, until: datetime, absent: Absent | None = None) -> Gaps:
    """What nobody covers between two instants, as far as is known at the first, and who is called and hard to reach.

    Every customer counts whose subscription touches the time, with the contract in force when it begins, and so does
    every override that is agreed. Without `absent` nobody is asked who is in Slack.
    """
    async with desk.database.reading(patience=READ_WITHIN) as session:
        overrides = await overrides_from(session, desk, at)
        rows = await customers.everybody(session)
    promised: dict[_Hole, list[str]] = defaultdict(list)
    for sold, names in _sold(desk, rows, at, until).items():
        for hole in set(_holes(desk, sold, overrides)):
            promised[hole] += names
    found = [_told(hole, names) for hole, names in promised.items()]
    reached = await reach(desk.roster, _called_at_times(desk, rows, overrides, at, until), absent)
    return Gaps(
        at=at,
        until=until,
        uncovered=tuple(sorted(found, key=lambda each: (each.starts, each.schedule, each.clause))),
        unreachable=reached.unreachable,
        without_own_way=reached.without_own_way,
    )


def _sold(desk: Desk, rows: Sequence[tables.Customer], at: datetime, until: datetime) -> Mapping[_Sold, list[str]]:
    """The names of the customers by what they were sold, so that it is looked at once for all of them."""
    found: dict[_Sold, list[str]] = defaultdict(list)
    for row in rows:
        if (sold := _sold_to(desk, row, at, until)) is not None:
            found[sold].append(row.name)
    return found


def _sold_to(desk: Desk, row: tables.Customer, at: datetime, until: datetime) -> _Sold | None:
    """What a customer was sold between two instants; None where that is nothing."""
    contract = _in_force(desk, row, at, until)
    if contract is None:
        return None
    # The first and the last day belong to the subscription.
    start = at if row.term_starts is None else max(at, _midnight(contract, row.term_starts))
    end = until if row.term_ends is None else min(until, _midnight(contract, row.term_ends + _A_DAY))
    if start >= end:
        return None
    return _Sold(digest=contract.digest, plan=row.plan, start=start, end=end, has_tam=row.tam is not None)


def _in_force(desk: Desk, row: tables.Customer, at: datetime, until: datetime) -> Contract | None:
    """The contract that a customer has at the first of two instants, or else at the second."""
    for moment in (at, until):
        try:
            return naming.sold_to(desk.shelf, row, moment).contract
        except NotInForceError:
            continue
    return None


def _midnight(contract: Contract, day: date) -> datetime:
    """When a day begins where a contract's people are."""
    return datetime.combine(day, time(), ZoneInfo(contract.zone)).astimezone(UTC)


def _holes(desk: Desk, sold: _Sold, overrides: Overrides) -> Iterator[_Hole]:
    bought = terms(desk.shelf.by_digest(sold.digest), sold.plan)
    for paging in bought.plan.paging.values():
        for name, hours in _called(desk.roster, bought, paging, sold, overrides):
            if hours:
                zone = bought.zone(paging.coverage)
                yield _Hole(schedule=name, zone=zone, clause=paging.clause, stretches=tuple(hours))


def _called(
    roster: Roster, bought: Terms, paging: Paging, sold: _Sold, overrides: Overrides
) -> Iterator[tuple[str, Sequence[Interval]]]:
    """Each schedule that a paging calls, and when it would find nobody on it."""
    coverage = bought.timeline(paging.coverage)
    names = {step.whom for step in paging.steps}
    point = bought.contract.routing.tam
    for name in sorted(names & roster.schedules.keys()):
        yield name, uncovered(coverage, roster.schedules[name], overrides[name], sold.start, sold.end)
    if TAM in names and point is not None and point.otherwise in roster.schedules.keys() - names:
        # Where the customer has a TAM, the schedule is called outside of the TAM's hours only.
        empty = uncovered(coverage, roster.schedules[point.otherwise], overrides[point.otherwise], sold.start, sold.end)
        office = bought.timeline(point.calendar)
        if sold.has_tam:
            empty = tuple(part for each in empty if each.end for part in _outside(office, each.start, each.end))
        yield point.otherwise, empty


def _outside(office: Timeline, start: datetime, end: datetime) -> Iterator[Interval]:
    """The stretches between two instants in which an office is closed."""
    at = start
    for opening in office.intervals(start, end):
        if at < opening.start:
            yield Interval(at, opening.start)
        at = opening.end or end
    if at < end:
        yield Interval(at, end)


def _called_at_times(
    desk: Desk, rows: Sequence[tables.Customer], overrides: Overrides, at: datetime, until: datetime
) -> Mapping[str, set[str]]:
    """Who is called between two instants, by what page chains call: schedules, TAMs, and where nobody is, the leads."""
    called = {LEADS: set(desk.roster.leads), TAM: set[str]()}
    for name, schedule in desk.roster.schedules.items():
        called[name] = {
            *schedule.people,
            *(each.person for each in overrides[name] if each.starts < until and each.ends > at),
        }
    for row in rows:
        sold = None if row.tam is None else _sold_to(desk, row, at, until)
        if row.tam is not None and sold is not None and _calls_tam(desk, sold):
            called[TAM].add(row.tam)
    return called


def _calls_tam(desk: Desk, sold: _Sold) -> bool:
    pagings = terms(desk.shelf.by_digest(sold.digest), sold.plan).plan.paging.values()
    return any(step.whom == TAM for paging in pagings for step in paging.steps)


def _told(hole: _Hole, names: Sequence[str]) -> Uncovered:
    first, *further = hole.stretches
    return Uncovered(
        schedule=hole.schedule,
        zone=hole.zone,
        starts=first.start,
        ends=first.end or first.start,
        customers=tuple(sorted(set(names))),
        clause=hole.clause,
        times=len(hole.stretches),
        further=tuple(Stretch(starts=each.start, ends=each.end or each.start) for each in further),
    )
