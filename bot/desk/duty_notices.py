"""The facts of the notices about duty, which are about no single ticket: shifts, swaps, drills, gaps, audits.

They are kept with their notice until it is delivered; `over` is when one is of no use to anybody any more.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.desk.digest_facts import NONE, DigestTicket, Part
from bot.desk.notice_kinds import NoticeKind


@dataclass(frozen=True, kw_only=True, slots=True)
class HandOver:
    """On a schedule's shift ends and another begins at `at`; the open work goes along.

    `before` and `now` are the people, nobody where there is a gap; `until` is when the new shift ends, and `following`
    who comes then.
    """

    kind: Literal[NoticeKind.HAND_OVER] = NoticeKind.HAND_OVER
    schedule: str
    zone: str
    at: datetime
    before: tuple[str, ...]
    now: tuple[str, ...]
    until: datetime | None
    following: tuple[str, ...] = ()
    paging: tuple[DigestTicket, ...] = ()
    """The tickets for which somebody is being called and nobody has answered."""
    open: Part = NONE
    """The other open tickets that the next shift should know of, the next due first."""
    over: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Stretch:
    """A part of a schedule, from `starts` until just before `ends`."""

    starts: datetime
    ends: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Uncovered:
    """Customers who were promised an hour that nobody covers: of which schedule, from when until when, how often."""

    schedule: str
    zone: str
    starts: datetime
    ends: datetime
    customers: tuple[str, ...]
    clause: str
    times: int = 1
    """How many such stretches there are."""
    further: tuple[Stretch, ...] = ()
    """Those after the first, or as many of them as are told."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Gaps:
    """What a look at the coming weeks has found: hours without anybody, and people who cannot be reached."""

    kind: Literal[NoticeKind.GAPS] = NoticeKind.GAPS
    at: datetime
    until: datetime
    uncovered: tuple[Uncovered, ...] = ()
    unreachable: Mapping[str, str] = field(default_factory=dict)
    """Why somebody who is called at times cannot be reached, by their id."""
    without_own_way: tuple[str, ...] = ()
    """Who has no way of their own beside Slack, so that only those for the case that Slack fails are left."""
    over: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Drill:
    """A test call of whoever is on call on a schedule; `asked` is who started it, `answered` by whom and when."""

    kind: Literal[
        NoticeKind.DRILL,
        NoticeKind.DRILL_DIRECT,
        NoticeKind.DRILL_OUTSIDE,
        NoticeKind.DRILL_OVER,
        NoticeKind.DRILL_EDIT,
    ]
    number: int
    schedule: str
    people: tuple[str, ...]
    asked: str
    at: datetime
    answered_by: str = ""
    answered_at: datetime | None = None
    over: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class DrillResult:
    """How a test call ended: somebody answered at `answered_at`, or nobody did in time.

    `not_sent` are the ways outside Slack by which it has not gone out.
    """

    kind: Literal[NoticeKind.DRILL_RESULT] = NoticeKind.DRILL_RESULT
    number: int
    schedule: str
    people: tuple[str, ...]
    asked: str
    at: datetime
    answered_by: str = ""
    answered_at: datetime | None = None
    not_sent: tuple[str, ...] = ()
    over: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Swap:
    """`asker` asks `asked` to be on call instead of them during `gives`, and offers `takes` in return, if anything.

    `answer` is what became of it; an edit without it only says that it is too late to answer.
    """

    kind: Literal[NoticeKind.SWAP, NoticeKind.SWAP_EDIT] = NoticeKind.SWAP
    number: int
    schedule: str
    zone: str
    asker: str
    asked: str
    gives: Stretch
    takes: Stretch | None = None
    answer: str = ""
    over: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class StandIn:
    """Somebody learns what others arranged: `person` is on call from `starts` until `ends`, instead of `instead_of`."""

    kind: Literal[NoticeKind.STAND_IN] = NoticeKind.STAND_IN
    schedule: str
    zone: str
    person: str
    instead_of: tuple[str, ...]
    by: str
    starts: datetime
    ends: datetime
    withdrawn: bool = False
    over: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Audit:
    """What should have happened by `at` and did not: in words for each finding, and the tickets they are about.

    Places and instants in the words are marked.
    """

    kind: Literal[NoticeKind.AUDIT] = NoticeKind.AUDIT
    at: datetime
    findings: tuple[str, ...]
    tickets: tuple[int, ...] = ()
    keys: tuple[str, ...] = ()
    """By which the same findings are known again, so that they are not told twice."""
    over: datetime | None = None


DutyFacts = HandOver | Gaps | Drill | DrillResult | Swap | StandIn | Audit
"""The facts of every notice that is about no single ticket, but for the day's digest."""
