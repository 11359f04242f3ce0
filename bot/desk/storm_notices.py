"""The facts of a message that tells several notices at once."""

from dataclasses import dataclass
from typing import Literal

from bot.desk.notice_kinds import NoticeKind
from bot.desk.notice_parts import About, PromiseLine


@dataclass(frozen=True, kw_only=True, slots=True)
class StormLine:
    """A notice in one line: its key, what it is, the ticket it is about, the promise, and who must act."""

    key: str
    what: NoticeKind
    about: About
    promise: PromiseLine | None = None
    people: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Storm:
    """Notices of one channel, in the order in which they are told."""

    kind: Literal[NoticeKind.STORM] = NoticeKind.STORM
    lines: tuple[StormLine, ...] = ()
