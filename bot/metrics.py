"""What an installation says of itself in numbers, for Prometheus: by kind, never by customer, ticket or person."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.desk.desk import Desk
from bot.desk.sending import NotSent, Outcome, Refused, Sent, Unknown
from bot.watch.claims import Claimed
from bot.watch.sweep import Swept
from storage import deadlines, outbox

DEAD_WITHIN = timedelta(hours=24)
"""For how long a notice that was given up is counted."""
_SECONDS = (0.5, 1, 2, 5, 10, 30, 60, 300, 900, 3600)


class Metrics:
    """The numbers of one process; those of the database are asked for when they are read."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._registry = CollectorRegistry()
        self._attempts = Counter(
            "belltower_notice_attempts",
            "Attempts to tell a notice, by its kind and what became of it.",
            ["kind", "outcome"],
            registry=self._registry,
        )
        self._lateness = Histogram(
            "belltower_notice_lateness_seconds",
            "How long after its time a notice was told.",
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._looked_at = Counter(
            "belltower_swept_tickets", "Tickets whose deadline had come.", ["result"], registry=self._registry
        )
        self._open = Gauge("belltower_open_notices", "Notices still to be told.", registry=self._registry)
        self._dead = Gauge("belltower_dead_notices", "Notices given up within a day.", registry=self._registry)
        self._overdue = Gauge(
            "belltower_overdue_deadlines", "Deadlines that have come and were not looked at.", registry=self._registry
        )
        self._age = Gauge(
            "belltower_loop_age_seconds",
            "How long ago a loop last made a pass; -1 before its first.",
            ["loop"],
            registry=self._registry,
        )
        self._sockets = Gauge("belltower_open_sockets", "Open connections to Slack.", registry=self._registry)

    def told(self, claimed: Claimed, outcome: Outcome, at: datetime) -> None:
        """Count an attempt, and how late it was where the notice is in its place."""
        self._attempts.labels(kind=claimed.outgoing.kind.value, outcome=_word(outcome)).inc()
        if isinstance(outcome, Sent):
            self._lateness.observe(max(0.0, (at - claimed.outgoing.planned).total_seconds()))

    def swept(self, swept: Swept) -> None:
        """Count the tickets of a pass."""
        self._looked_at.labels(result="looked at").inc(swept.looked_at)
        self._looked_at.labels(result="put off").inc(swept.put_off)

    async def text(self, at: datetime, passes: Mapping[str, datetime | None], open_sockets: int) -> bytes:
        """All numbers as they are at `at`, as Prometheus reads them; raises storage's `Unavailable`."""
        async with self._desk.database.reading() as session:
            self._open.set(await outbox.owed(session, at))
            self._dead.set(await outbox.dead_count(session, at - DEAD_WITHIN))
            self._overdue.set(await deadlines.overdue(session, at))
        for loop, last in passes.items():
            self._age.labels(loop=loop).set(-1 if last is None else (at - last).total_seconds())
        self._sockets.set(open_sockets)
        return generate_latest(self._registry)


def _word(outcome: Outcome) -> str:
    match outcome:
        case Sent():
            return "sent"
        case NotSent():
            return "put off"
        case Unknown():
            return "unknown"
        case Refused():
            return "refused"
