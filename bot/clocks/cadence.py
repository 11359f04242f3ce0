"""When a customer hears again who is updated every so often."""

from datetime import datetime

from bot.clocks.contract import ClockKind, Terms
from bot.clocks.durations import Target


def next_by_cadence(terms: Terms, severity: str, every: Target, at: datetime) -> datetime | None:
    """When the next update is owed after one given `at`, where it was agreed to give one `every` so often; in UTC.

    Business time passes in the calendar in which the severity's updates are promised. None where those count every
    second, or are not promised, so that business time has no meaning there, and where no opening follows.
    """
    promise = terms.promise(ClockKind.NEXT_UPDATE, severity)
    calendar = promise.calendar if promise is not None else None
    if every.in_business_time and calendar is None:
        return None
    counted_in = calendar if every.in_business_time else None
    return terms.timeline(counted_in).add(at, terms.length(every, counted_in))
