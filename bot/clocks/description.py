"""A calendar in words, for proofs and tables."""

from bot.clocks.calendar import Calendar
from bot.clocks.durations import open_hours
from bot.clocks.hours import Week

WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def in_sentence(calendar: Calendar) -> str:
    """A calendar in words: `Mon-Fri 06:00-18:00 America/Los_Angeles; closed on US public holidays (observed)`.

    The hours are those before its first version; versions have lines of their own wherever this is shown.
    """
    parts = [f"{week_in_words(calendar.weekly)} {calendar.zone}"]
    if calendar.holidays is not None:
        place = "-".join(filter(None, (calendar.holidays.country, calendar.holidays.subdivision)))
        observed = " (observed)" if calendar.holidays.observed else ""
        parts.append(f"closed on {place} {' and '.join(calendar.holidays.categories)} holidays{observed}")
    if calendar.closed:
        parts.append("also closed on " + ", ".join(f"{day} ({name})" for day, name in sorted(calendar.closed.items())))
    if calendar.not_closed:
        parts.append("open all the same on " + ", ".join(map(str, sorted(calendar.not_closed))))
    for day, spans in sorted(calendar.special.items()):
        parts.append(f"{day} {', '.join(map(str, spans)) or 'closed'}")
    if calendar.business_day is not None:
        parts.append(f"a business day is {open_hours(calendar.business_day)}")
    return "; ".join(parts)


def week_in_words(week: Week) -> str:
    """Weekly hours, neighbouring weekdays of the same hours together: `Mon-Fri 09:00-17:30, Sat 10:00-14:00`."""
    runs: list[tuple[int, int]] = []
    for weekday in sorted(week):
        if runs and runs[-1][1] == weekday - 1 and week[runs[-1][0]] == week[weekday]:
            runs[-1] = (runs[-1][0], weekday)
        else:
            runs.append((weekday, weekday))
    return (
        ", ".join(
            f"{WEEKDAYS[first]}{f'-{WEEKDAYS[last]}' if last > first else ''} {' and '.join(map(str, week[first]))}"
            for first, last in runs
        )
        or "never open"
    )
