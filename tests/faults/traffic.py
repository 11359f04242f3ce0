"""The people of a run: they open tickets, handle them and write in their threads, and note what they were told."""

import asyncio
import re
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from itertools import count
from random import Random

from bot.playground.messages import Message
from bot.playground.people import Reply
from bot.playground.records import Delivery, Kind, Outcome
from bot.playground.server import LocalSlack
from tests.faults.asked import Asked, Told
from tests.faults.desks import CRITICAL, NORMAL, DeskPlaces, Desks

LONGEST_LIST = 6
"""So many of the newest tickets of a desk are handled, so that the older ones are left to their time."""
MANY_AT_ONCE = 8
"""How many tickets come at once when something fails for a whole customer."""
MOST_DELIVERIES = 5
"""How often Slack is made to deliver an event that is not acknowledged."""

_OPENED = re.compile(r"T-(\d+) is open: ")
_DONE = re.compile(r"T-\d+: ")
_CHANGES = (
    ("taken", "take {ticket} over", 3),
    ("acknowledged", "ack {ticket}", 4),
    ("replied", "reply {ticket} {token}", 3),
    ("updated", "update {ticket} {token}", 3),
    ("regraded", "regrade {ticket} critical {token}", 1),
    ("regraded", "regrade {ticket} normal {token}", 1),
    ("paused", "pause {ticket} third party {token}", 1),
    ("resumed", "resume {ticket}", 1),
    ("resolved", "resolve {ticket} {token}", 1),
    ("objected", "object {ticket} {token}", 1),
    ("closed", "close {ticket} resolved {token}", 1),
    ("reopened", "reopen {ticket} {token}", 1),
)
"""The kind of entry that is asked for, what is typed for it, and how often in comparison."""


@dataclass(kw_only=True)
class Traffic:
    """The people at all desks. `rest` is how many seconds one of them rests between two acts, on average."""

    slack: LocalSlack
    office: Desks
    now: Callable[[], datetime]
    random: Random
    rest: float
    asked: list[Asked] = field(default_factory=list)
    _tickets: dict[str, list[int]] = field(default_factory=dict)
    _tokens: Iterator[int] = field(default_factory=count)
    _stopped: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self, seconds: float) -> None:
        """Let everybody act for so long; whoever is at it then is waited for."""
        acts = [
            partial(each, place) for place in self.office.places for each in (self._agent_acts, self._customer_acts)
        ]
        acting = asyncio.gather(*(self._acts(act) for act in acts))
        await asyncio.wait([acting], timeout=seconds)
        self._stopped.set()
        await acting

    async def delivered_again(self) -> None:
        """Let Slack deliver what was not acknowledged again, and some of what was, as it may."""
        for _ in range(MOST_DELIVERIES):
            unheard = [tries[-1] for tries in self._events().values() if not _acknowledged(tries)]
            for delivery in unheard:
                await self.slack.redeliver(delivery)
        heard = [tries[0] for tries in self._events().values()]
        for delivery in self.random.sample(heard, min(len(heard), 20)):
            await self.slack.redeliver(delivery)

    def told(self) -> list[Asked]:
        """What was asked for, with what came of it in the end.

        A message counts once Slack's event of it was acknowledged. Of a request that came twice only one was answered
        by what its asker has seen, so a refusal says nothing there.
        """
        heard = {tries[0].payload["event"]["ts"] for tries in self._events().values() if _acknowledged(tries)}
        twice = self._typed_twice()
        final = []
        for asked in self.asked:
            if asked.source and asked.source in heard:
                final.append(replace(asked, told=Told.DONE))
            elif asked.told is Told.REFUSED and any(asked.token in line for line in twice):
                final.append(replace(asked, told=Told.NOTHING))
            else:
                final.append(asked)
        return final

    async def _acts(self, act: Callable[[], Awaitable[None]]) -> None:
        while not self._stopped.is_set():
            await act()
            try:
                async with asyncio.timeout(self.random.expovariate(1 / self.rest)):
                    await self._stopped.wait()
            except TimeoutError:
                continue

    async def _agent_acts(self, place: DeskPlaces) -> None:
        chance = self.random.random()
        if chance < 0.02:
            await asyncio.gather(*(self._opens(place, NORMAL) for _ in range(MANY_AT_ONCE)))
        elif chance < 0.2 or not self._tickets.get(place.customer):
            await self._opens(place, self.random.choice((CRITICAL, CRITICAL, NORMAL)))
        else:
            await self._changes(place)

    async def _customer_acts(self, place: DeskPlaces) -> None:
        """Write in the thread of one of their tickets: the customer, or somebody of the team."""
        thread = self._thread(place)
        if thread is None:
            return
        ticket, message = thread
        who, kind = self.random.choice([(place.contact, "heard"), (self.random.choice(self.office.agents), "replied")])
        began, token = self.now(), self._token()
        said = await self.slack.person(who.id).says(place.shared.id, token, message)
        self.asked.append(
            Asked(
                kind=kind,
                by=who.id,
                began=began,
                ended=self.now(),
                told=Told.NOTHING,
                ticket=ticket,
                token=token,
                source=said.ts,
            )
        )

    async def _opens(self, place: DeskPlaces, severity: str) -> None:
        """Open a ticket: some are handled, some only acknowledged, and some are left to their time."""
        channel = self.random.choice((place.shared, place.triage)).id
        words = f"new {severity} {place.customer}: {{token}}"
        found = _OPENED.match(await self._types("opened", words, channel=channel, ticket=None))
        if found is None:
            return
        ticket, fate = int(found[1]), self.random.random()
        if fate < 0.6:
            self._tickets.setdefault(place.customer, []).append(ticket)
        elif fate < 0.85:
            await self._types("acknowledged", "ack {ticket}", channel=place.triage.id, ticket=ticket)

    async def _changes(self, place: DeskPlaces) -> None:
        ticket = self.random.choice(self._tickets[place.customer][-LONGEST_LIST:])
        [(kind, words, _)] = self.random.choices(_CHANGES, [weight for _, _, weight in _CHANGES])
        await self._types(kind, words, channel=place.triage.id, ticket=ticket)

    async def _types(self, kind: str, words: str, *, channel: str, ticket: int | None) -> str:
        """Type a command and note what was told; the answer's words."""
        who = self.random.choice((*self.office.agents, *self.office.on_call))
        token = self._token() if "{token}" in words else ""
        line = f"/ticket {words.format(ticket=ticket, token=token)}"
        began = self.now()
        reply = await self.slack.person(who.id).types(channel, line)
        asked = Asked(
            kind=kind, by=who.id, began=began, ended=self.now(), told=_told(reply), ticket=ticket, token=token
        )
        self.asked.append(asked)
        return reply.text

    def _token(self) -> str:
        return f"word{next(self._tokens):06d}end"

    def _thread(self, place: DeskPlaces) -> tuple[int, Message] | None:
        """One of the newest tickets, and the message under which the customer is spoken with about it, if any."""
        receipts = {f"{number}:receipt 1": number for number in self._tickets.get(place.customer, [])[-LONGEST_LIST:]}
        said = self.slack.workspace.messages.in_channel(place.shared.id)
        begun = [(receipts[key], message) for message in said if (key := _key(message)) in receipts]
        return self.random.choice(begun) if begun else None

    def _events(self) -> dict[str, list[Delivery]]:
        """Every delivery of each message that somebody wrote, by the event's id."""
        found: dict[str, list[Delivery]] = {}
        for each in self.slack.deliveries:
            if each.kind is Kind.EVENT and each.payload["event"]["type"] == "message":
                found.setdefault(each.payload["event_id"], []).append(each)
        return found

    def _typed_twice(self) -> list[str]:
        lines = Counter(each.payload["text"] for each in self.slack.deliveries if each.kind is Kind.COMMAND)
        return [line for line, times in lines.items() if times > 1]


def _told(reply: Reply) -> Told:
    if reply.message is None:
        return Told.NOTHING
    return Told.DONE if _OPENED.match(reply.text) or _DONE.match(reply.text) else Told.REFUSED


def _acknowledged(tries: list[Delivery]) -> bool:
    return any(each.outcome is Outcome.ACKNOWLEDGED for each in tries)


def _key(message: Message) -> str | None:
    key: str | None = ((message.metadata or {}).get("event_payload") or {}).get("key")
    return key
