"""The facts of the notices by which people are called for a ticket, and of what becomes of such a call."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from bot.clocks.contract import IntakeField
from bot.desk.notice_kinds import NoticeKind
from bot.desk.notice_parts import About, PromiseLine


@dataclass(frozen=True, kw_only=True, slots=True)
class NextPage:
    """Who is paged next, and when, if nobody has the ticket by then."""

    whom: str
    people: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class PageAnswer:
    """What ended a call: `by` whom (empty for a rule) and how, in the kind of the ledger's entry, and when."""

    by: str
    how: str
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """People are called because of a severity; `following` comes if nobody answers.

    `cycle` counts the pagings of the ticket from 1, `step` the calls of one paging from 0 on through all its rounds,
    `round` those from 1. `over` is given once the call is over: the same message then goes without its buttons.
    `slack_silent` is whether Slack does not take the call, so that whoever is called elsewhere cannot answer there.
    """

    kind: Literal[NoticeKind.PAGE, NoticeKind.PAGE_DIRECT, NoticeKind.PAGE_OUTSIDE, NoticeKind.PAGE_EDIT]
    about: About
    whom: str
    people: tuple[str, ...]
    cycle: int
    step: int
    round: int = 1
    promises: tuple[PromiseLine, ...]
    contact: Mapping[IntakeField, str] = field(default_factory=dict)
    following: NextPage | None = None
    over: PageAnswer | None = None
    slack_silent: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class PageOver:
    """A call by a way outside Slack is over: whoever was called there need not do anything any more."""

    kind: Literal[NoticeKind.PAGE_OVER] = NoticeKind.PAGE_OVER
    about: About
    cycle: int
    over: PageAnswer


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """Nobody is called before `until`, when the coverage of the plan opens; `clause` says which coverage that is.

    `until` is None where it never opens again.
    """

    kind: Literal[NoticeKind.HELD] = NoticeKind.HELD
    about: About
    whom: str
    people: tuple[str, ...]
    cycle: int
    coverage: str
    until: datetime | None
    zone: str
    clause: str


@dataclass(frozen=True, kw_only=True, slots=True)
class AlarmOutside:
    """A breach, or another alarm, that Slack has not taken: `what` it was, where it was to go, and Slack's word."""

    kind: Literal[NoticeKind.ALARM_OUTSIDE] = NoticeKind.ALARM_OUTSIDE
    about: About
    what: NoticeKind
    place: str
    error: str
    promises: tuple[PromiseLine, ...] = ()


PageFacts = Page | PageOver | Held | AlarmOutside
"""The facts of every notice about a call."""
