"""Whether somebody is on call in every hour of coverage that was sold."""

from collections.abc import Sequence
from datetime import datetime

from bot.clocks.schedule import Override, Schedule, gaps
from bot.clocks.timeline import Interval, Timeline


def uncovered(
    sold: Timeline, schedule: Schedule, overrides: Sequence[Override], start: datetime, end: datetime
) -> tuple[Interval, ...]:
    """The stretches between two instants that are sold and in which a schedule has nobody, in order."""
    return tuple(
        stretch
        for gap in gaps(schedule, overrides, start, end)
        if gap.end is not None
        for stretch in sold.intervals(gap.start, gap.end)
    )
