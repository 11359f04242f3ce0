"""What follows `/ticket drill`: a schedule, nothing where there is but one, or a wish to see the last drills."""

from dataclasses import dataclass

_PAST = ("list", "history", "log", "last")


@dataclass(frozen=True, kw_only=True, slots=True)
class DrillOn:
    """Call whoever is on call on a schedule, as a test; empty for the only one."""

    schedule: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class PastDrills:
    """The last drills."""


DrillWords = DrillOn | PastDrills


def read_drill(rest: str) -> DrillWords:
    """What was meant."""
    said = rest.strip()
    return PastDrills() if said.casefold() in _PAST else DrillOn(schedule=said)
