"""Slack on paper: keeps what is posted, lets it be found again, and answers as a test has written down before."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import Enum

from bot.desk.outgoing import Outgoing
from bot.desk.sending import Outcome, Refused, Sent


class Kept(Enum):
    """Whether Slack keeps a message for which it does not say so."""

    NO = "no"
    YES = "yes"


Answer = tuple[Outcome | Exception | None, Kept]


def _nothing(_: str) -> None:
    """What happens at a boundary unless a test wants something there."""


@dataclass(kw_only=True)
class PaperSlack:
    """A `Sender`. `boundary` is called with the name of each step in which a process could die."""

    boundary: Callable[[str], None] = _nothing
    posted: list[Outgoing] = field(default_factory=list)
    edited: list[Outgoing] = field(default_factory=list)
    asked_for: list[str] = field(default_factory=list)
    answers: dict[str, deque[Answer]] = field(default_factory=lambda: defaultdict(deque))
    meanwhile: dict[str, deque[Callable[[], Awaitable[None]]]] = field(default_factory=lambda: defaultdict(deque))
    """What happens elsewhere while the next message for a place is on its way."""
    found: dict[str, deque[Outcome | Exception]] = field(default_factory=lambda: defaultdict(deque))

    def will_say(self, place: str, answer: Outcome | Exception, kept: Kept = Kept.NO) -> None:
        """Answer the next message for a place so, and keep it or not; a message is sent where nothing is written."""
        self.answers[place].append((answer, kept))

    def will_take(self, place: str) -> None:
        """Take the next message for a place, before it answers what is written after this."""
        self.answers[place].append((None, Kept.YES))

    def will_find(self, place: str, answer: Outcome | Exception) -> None:
        """Answer the next look-up in a place so, instead of looking."""
        self.found[place].append(answer)

    async def send(self, outgoing: Outgoing) -> Outcome:
        self.boundary(f"before {outgoing.key} is posted")
        await asyncio.sleep(0)
        if self.meanwhile[outgoing.place]:
            await self.meanwhile[outgoing.place].popleft()()
        answer, kept = self.answers[outgoing.place].popleft() if self.answers[outgoing.place] else (None, Kept.YES)
        if kept is Kept.YES:
            (self.posted if outgoing.edits is None else self.edited).append(outgoing)
        await asyncio.sleep(0)
        self.boundary(f"after {outgoing.key} is posted")
        if isinstance(answer, Exception):
            raise answer
        return answer or Sent(channel=outgoing.place, ts=outgoing.edits.ts if outgoing.edits else self.ts(outgoing.key))

    async def find(self, outgoing: Outgoing) -> Outcome:
        self.boundary(f"before {outgoing.key} is looked for")
        self.asked_for.append(outgoing.key)
        await asyncio.sleep(0)
        if self.found[outgoing.place]:
            answer = self.found[outgoing.place].popleft()
            if isinstance(answer, Exception):
                raise answer
            return answer
        if any(message.key == outgoing.key for message in self.posted):
            return Sent(channel=outgoing.place, ts=self.ts(outgoing.key))
        return Refused(error="not there")

    @staticmethod
    def ts(key: str) -> str:
        """Where a message stands: on paper its key says it."""
        return f"ts of {key}"

    def told(self, place: str | None = None) -> list[str]:
        """The keys of what was posted, in all or in one place, in order."""
        return [message.key for message in self.posted if place in (None, message.place)]
