"""What comes first where tickets or clocks are listed: the least staffed time left."""

from datetime import UTC, datetime, timedelta

Urgency = tuple[int, timedelta, datetime]
"""What a list is sorted by, the smallest first."""

_NEVER = datetime.max.replace(tzinfo=UTC)


def urgency(*, overdue: bool, left: timedelta | None, due: datetime | None) -> Urgency:
    """Broken promises first, the longest broken first of all; then by `left`, what has no due time last.

    `left` is the counted time until `due` in the promise's own time, negative once past; None where nothing is due,
    because all is paused or done. Two business hours on a Friday night are less than thirty hours around the clock.
    """
    if left is None or due is None:
        return (2, timedelta(0), _NEVER)
    return (0 if overdue else 1, left, due)
