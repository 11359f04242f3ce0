"""When a customer hears again who is updated every so often."""

from datetime import datetime

from bot.clocks.contract import ClockKind, Terms
from bot.clocks.durations import parse_target


def next_by_cadence(terms: Terms, severity: str, cadence: str, at: datetime) -> datetime | None:
    """When the next update is owed after one given `at`, where `cadence` (`2 hours`) was agreed on; in UTC.

    Business time passes in the calendar of the severity's promise of updates; where that counts every second, or none
    is made, in the contract's first calendar. None where no opening follows. Raises ValueError for a cadence that is
    no target, or one in business time where the contract has no calendar.
    """
    every = parse_target(cadence)
    if not every.in_business_time:
        return at + every.length()
    promise = terms.promise(ClockKind.NEXT_UPDATE, severity)
    named = promise.calendar if promise is not None else None
    calendar = named or next(iter(terms.contract.calendars), None)
    if calendar is None:
        raise ValueError(f"{cadence} needs a calendar, and {terms.contract.name} has none")
    return terms.timeline(calendar).add(at, terms.length(every, calendar))
