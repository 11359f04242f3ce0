"""The auditor: one pass looks whether what should have happened did, and says what did not, without a flood."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar

import structlog
from sqlmodel.ext.asyncio.session import AsyncSession

from bot.desk import audit
from bot.desk.audit import Finding
from bot.desk.desk import Desk
from bot.desk.duty_notices import Audit
from bot.desk.duty_telling import duty_notice
from bot.desk.marks import unmarked
from bot.desk.notices import from_json
from bot.desk.places import outside
from storage import audits, outbox, tables

log = structlog.get_logger(__name__)

IN_TURN = 100
"""Tickets that are worked out in one pass because it is their turn."""
CHANGED = 100
"""Those that are worked out in every pass, of the ones that somebody works on or is called for."""
LATELY = timedelta(days=1)
AGAIN = timedelta(hours=1)
"""How long after a finding was told it is told again, if it is still there."""
MOST_AN_HOUR = 12
"""Audits that are told within an hour; of more only the log knows, and the gauges."""
MOST_TOLD = 9
"""Findings that one audit tells; of more there is the number."""
READ_WITHIN = 20.0
"""Seconds that a pass may read; nobody is waiting for it."""
TOP_RANK = 0
"""What is wrong with alerting is told before everything else."""


@dataclass(kw_only=True, slots=True)
class Auditor:
    """The audits of one worker. However many workers make passes, a finding is told once an hour.

    What a pass finds is one message: in a channel where tickets are worked on, and to every lead. Another way than
    Slack is taken for alarms of which nobody has learned and for nothing else, and not twice for the same one.

    `findings` are those of the last pass, in words, `grave` is whether something of the highest priority is overdue.
    Whoever has just started has not made up for a standstill yet, so that the first passes look at nothing.
    """

    name: ClassVar[str] = "audit"
    desk: Desk
    findings: tuple[str, ...] = ()
    grave: bool = False
    _first: datetime | None = None
    _turn: int = 0
    """The ticket up to which all have had their turn."""

    async def once(self, at: datetime) -> int:
        """Look at what is late, what was lost and whose turn it is; how many notices were put for it."""
        if self._first is None or at < self._first:
            self._first = at
        # As long as the notices may wait: an alarm among them goes another way before it is said that it has not.
        if at - self._first < audit.PATIENCE:
            return 0
        found = await self._found(at)
        for finding in found:
            log.error("an audit has found something", finding=finding.key, what=unmarked(finding.words))
        self.findings = tuple(finding.words for finding in found)
        self.grave = any(finding.grave for finding in found)
        if not found:
            return 0
        async with self.desk.database.transaction() as session:
            told = [*await self._told(session, found, at), *self._rung(found, at)]
            return len(await outbox.put(session, told))

    async def next(self, at: datetime) -> datetime | None:
        """There is never anything to wait for."""
        return None

    async def _found(self, at: datetime) -> list[Finding]:
        async with self.desk.database.reading(patience=READ_WITHIN) as session:
            found = [*await audit.late(session, self.desk, at), *await audit.lost(session, self.desk, at)]
            in_turn = await audits.open_after(session, self._turn, IN_TURN)
            lately = await audits.changed_lately(session, at - LATELY, CHANGED)
            numbers = sorted({*in_turn, *lately})
            doubtful = await audit.doubtful(session, self.desk, numbers, at)
        self._turn = in_turn[-1] if len(in_turn) == IN_TURN else 0
        made_good = [await audit.made_good(self.desk, number, at) for number in doubtful]
        return [*found, *(finding for finding in made_good if finding is not None)]

    async def _told(self, session: AsyncSession, found: Sequence[Finding], at: datetime) -> list[tables.Notice]:
        """One message, for a channel and every lead, of what was not told within the hour.

        Its key is the next one of this hour, so that of several workers one tells, and the others see what it told.
        """
        hours = [each.replace(minute=0, second=0, microsecond=0) for each in (at, at - AGAIN)]
        this_hour, last_hour = ([f"audit {hour.isoformat()} {n}" for n in range(MOST_AN_HOUR)] for hour in hours)
        before = await audits.of_keys(session, [*this_hour, *last_hour])
        known = {key for notice in before if notice.put_at > at - AGAIN for key in _keys(notice)}
        new = [finding for finding in found if finding.key not in known]
        taken = {notice.key for notice in before}
        key = next((key for key in this_hour if key not in taken), None)
        if not new or key is None:
            return []
        facts = _facts(new, at)
        to_leads = [_notice(f"{key} {lead}", lead, facts, at) for lead in sorted(self.desk.roster.leads)]
        return [_notice(key, self._channel(new), facts, at), *to_leads]

    def _channel(self, found: Sequence[Finding]) -> str:
        """A channel where tickets are worked on, if possible one to which everything gets through."""
        names = sorted({contract.routing.triage for contract in self.desk.shelf.contracts})
        channels = [self.desk.roster.channels[name] for name in names]
        closed = {place for finding in found for place in finding.places}
        return next((channel for channel in channels if channel not in closed), channels[0])

    def _rung(self, found: Sequence[Finding], at: datetime) -> Iterator[tables.Notice]:
        """The alarms that are told by other ways than Slack, in which nobody would learn of them: all in one call."""
        alarms = [finding for finding in found if finding.alarm]
        for name in self.desk.roster.otherwise if alarms else ():
            yield _notice(f"audit of {alarms[0].alarm} via {name}", outside(name), _facts(alarms, at), at)


def _facts(found: Sequence[Finding], at: datetime) -> Audit:
    """What an audit tells: the first of many findings, and how many there are besides."""
    words = [finding.words for finding in found[:MOST_TOLD]]
    more = len(found) - MOST_TOLD
    words += [f"There are {more} more findings; the log has them all"] if more > 0 else []
    return Audit(
        at=at,
        findings=tuple(words),
        tickets=tuple(dict.fromkeys(number for finding in found[:MOST_TOLD] for number in finding.tickets)),
        keys=tuple(finding.key for finding in found),
        over=at + audit.LOST_SINCE,
    )


def _notice(key: str, place: str, facts: Audit, at: datetime) -> tables.Notice:
    notice = duty_notice(key, place, facts, at)
    notice.priority_rank = TOP_RANK
    return notice


def _keys(notice: tables.Notice) -> Sequence[str]:
    """The keys of the findings that an audit has told."""
    facts = from_json(notice.body)
    return facts.keys if isinstance(facts, Audit) else ()
