"""Instants as people read them: in a zone, in English whatever the machine speaks, without leading noughts in dates."""

from datetime import datetime

import pendulum

DATE = "ddd D MMM"
MINUTE = "HH:mm"
SECOND = "HH:mm:ss"


def in_zone(at: datetime, zone: str) -> pendulum.DateTime:
    """The same instant on the wall of a zone. It is for printing: instants are compared and counted in UTC."""
    return pendulum.instance(at).in_timezone(zone)


def printed(at: datetime, zone: str, *, year: bool = True) -> str:
    """An instant in a zone: `Mon 6 Jul 2026 06:30 PDT`, with its seconds where it has any."""
    local = in_zone(at, zone)
    date = f"{DATE} YYYY" if year else DATE
    return local.format(f"{date} {SECOND if local.second else MINUTE} zz")
