"""Killed between any two steps, and started again: every ticket is there, every notice has arrived once.

A ticket's story is told once undisturbed, and then once for each step of it at which a process could die: before every
statement, before every commit, between a commit and its acknowledgement, before and after every post and look-up. There
the power goes, and from then on that process does nothing more. A new process on the same database goes on from what
it finds, and Slack delivers again what was not acknowledged.
"""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any, ClassVar, Self

import pytest
from sqlalchemy import Connection, Engine, delete, event
from sqlmodel import select

from bot.desk.desk import Desk
from bot.desk.handling import handle
from bot.desk.hearing import hear
from bot.desk.intake import open_ticket
from bot.desk.notice_kinds import NoticeKind
from bot.desk.outgoing import Outgoing
from bot.desk.requests import Author, Hear, Origin, Pause, Regrade, Reply
from bot.desk.storm_notices import Storm
from bot.watch.claims import LEASE
from bot.watch.delivery import Delivery
from bot.watch.sweep import sweep
from storage import tables
from storage.database import Database
from storage.engines import Engines
from tests.databases import beside
from tests.desk.office import ANA, CARL, HOUR, MINUTE, MONDAY, SECOND, TRIAGE, asking, configuration, desk_on, notices
from tests.storage.rows import still_open
from tests.watch.paper_slack import PaperSlack

MOST_PASSES = 50
PARTS = 4
"""So many tests share the steps of a story, so that several processes can take them."""


class Killed(BaseException):
    """The power is gone. Nothing catches it, as nothing catches a SIGKILL."""


@dataclass(kw_only=True)
class Power:
    """The power of one process: it goes at step `until`, if that is given, and does not come back."""

    until: int | None = None
    steps: int = 0
    cut: str | None = None

    def step(self, name: str) -> None:
        self.steps += 1
        if self.until is not None and self.steps >= self.until:
            self.cut = self.cut or f"step {self.steps}, {name}"
            raise Killed(self.cut)


class Bot:
    """The bot as one process after another on the same database; all that a new one has is what was kept there.

    They share what was compiled of their statements, which takes long and knows nothing of any ticket; no connection.
    """

    def __init__(self, engines: Engines) -> None:
        self.power = Power()
        self._engines = engines
        self._start()

    @classmethod
    @asynccontextmanager
    async def on(cls, url: str) -> AsyncIterator[Self]:
        async with beside(url) as engines:
            bot = cls(engines)
            await desk_on(bot.desk.database)
            with bot._statements_as_steps():
                yield bot

    def step(self, name: str) -> None:
        self.power.step(name)

    async def another_day(self) -> None:
        """No channel remembers what was told there within the last minute, so that no story is the storm of another."""
        async with self.desk.database.transaction() as session:
            await session.exec(delete(tables.Place))

    async def restart(self) -> None:
        self.power = Power()
        await self._engines.dispose()
        self._start()

    def _start(self) -> None:
        database = Database(engines=self._engines, description="the database of the story")
        database.patience = 30.0
        self.desk = Desk(database=database, shelf=configuration().shelf, roster=configuration().roster)

    @contextmanager
    def _statements_as_steps(self) -> Iterator[None]:
        def statement(_connection: object, _cursor: object, text: str, *_: Any) -> None:
            self.step(text)

        def commit(connection: Connection) -> None:
            try:
                self.step("COMMIT")
            except Killed:
                # Nobody else waits for what a dead process holds: its connections are closed for it.
                connection.invalidate()
                raise

        event.listen(Engine, "before_cursor_execute", statement)
        event.listen(Engine, "commit", commit)
        try:
            yield
        finally:
            event.remove(Engine, "before_cursor_execute", statement)
            event.remove(Engine, "commit", commit)


@dataclass(kw_only=True)
class Story:
    """One ticket from `/ticket` to what is told of its last entry."""

    bot: Bot
    title: str
    slack: PaperSlack = field(default_factory=PaperSlack)
    now: datetime = MONDAY
    acknowledged: list[int] = field(default_factory=list)

    acts: ClassVar[tuple[str, ...]]
    told: ClassVar[tuple[str, ...]]
    """What stands in Slack in the end, in alphabetical order."""
    ends_with: ClassVar[str]

    async def tell(self) -> None:
        self.slack.boundary = self.bot.step
        for act in (getattr(self, name) for name in self.acts):
            try:
                await act()
                await self.deliver()
            except* Killed:
                await self.bot.restart()
                self.now += SECOND
                await act()
                await self.deliver()

    async def open(self) -> None:
        request = asking(key=f"{self.title}: open", title=self.title, **self.asked())
        self.acknowledge((await open_ticket(self.bot.desk, request, self.now)).number)

    def asked(self) -> dict[str, Any]:
        return {"origin": Origin(channel="C0ACME", ts=self.title)}

    async def regrade(self) -> None:
        await self.change(Regrade, severity="high", impact="Half of them can log in again.")

    async def breach(self) -> None:
        self.now = max(self.now, MONDAY + 4 * HOUR + 5 * MINUTE)
        await sweep(self.bot.desk, self.now)

    async def reply(self) -> None:
        await self.change(Reply, text="The certificate had run out; please log in again.")

    async def ask(self) -> None:
        await self.change(Pause, reason="waiting on customer", text="Please send us the logs.")

    async def hear(self) -> None:
        number = self.acknowledged[0]
        message = Hear(
            key=f"{self.title}: message",
            home="T0NORTHBELL",
            author=Author(person=CARL.person, team="T0ACME"),
            channel="C0ACME",
            ts=f"{self.title}: message",
            thread=self.slack.ts(f"{number}:receipt 1"),
            text="Here they are.",
        )
        heard = await hear(self.bot.desk, message, self.now)
        assert heard.ticket == number
        self.acknowledge(number)

    async def agree_to_wait(self) -> None:
        await self.change(Pause, reason="agreed", text="They are back at noon.", until=MONDAY + HOUR)

    async def lapse(self) -> None:
        self.now = max(self.now, MONDAY + HOUR)
        await sweep(self.bot.desk, self.now)

    async def change(self, verb: type[Regrade | Reply | Pause], **what: Any) -> None:
        key = f"{self.title}: {verb.__name__} {what}"
        request = verb(key=key, asker=ANA, ticket=self.acknowledged[0], **what)
        self.acknowledge((await handle(self.bot.desk, request, self.now)).number)

    def acknowledge(self, ticket: int) -> None:
        """Slack has its answer and will not deliver the request again."""
        self.bot.step("the acknowledgement")
        self.acknowledged.append(ticket)

    async def deliver(self) -> None:
        """Make passes until nothing is left to send."""
        delivery = Delivery(desk=self.bot.desk, sender=self.slack, rest=timedelta(0))
        for _ in range(MOST_PASSES):
            if await self.waiting() == 0:
                return
            if await delivery.once(self.now) == 0:
                # What is left was claimed by the process that died.
                self.now += LEASE
        raise TimeoutError("the outbox does not empty")

    async def waiting(self) -> int:
        async with self.bot.desk.database.reading() as session:
            return await still_open(session)

    def posted(self) -> list[tuple[str, str]]:
        """Where each message stands and what it tells, in the order of each place."""
        posted = [(message.place, message.key.partition(":")[2]) for message in self.slack.posted]
        return sorted(posted, key=lambda message: message[0])


class BrokenPromise(Story):
    """From `/ticket` to its breach and the answer to the customer."""

    acts = ("open", "regrade", "breach", "reply")
    told = (
        "answer 3",
        "card",
        "entry 2",
        "entry 3",
        "first_response:1:breach",
        "news 2",
        "paging:1:page 0",
        "paging:1:page 0 U0PIET",
        "receipt 1",
    )
    ends_with = "replied"


class Waits(Story):
    """Asked in the channel without a message, so that the thread begins with our receipt; the customer's answer there
    ends one wait, the agreed moment another.
    """

    acts = ("open", "ask", "hear", "agree_to_wait", "lapse")
    told = ("card", "entry 2", "entry 3", "entry 4", "entry 5", "entry 6", "receipt 1")
    ends_with = "resumed"

    def asked(self) -> dict[str, Any]:
        return {"origin": Origin(channel="C0ACME"), "severity": "low"}


async def check(story: Story, undisturbed: list[tuple[str, str]]) -> None:
    """All that a person can see is as if nothing had happened."""
    assert story.posted() == undisturbed
    [number] = set(story.acknowledged)
    card = story.slack.ts(f"{number}:card")
    assert {message.thread for message in story.slack.posted if _belongs_to_card(message)} == {card}
    shown = story.slack.edited[-1].ticket
    assert shown is not None
    assert shown.last.kind == story.ends_with
    async with story.bot.desk.database.reading() as session:
        found = await session.exec(select(tables.Ticket.id).where(tables.Ticket.title == story.title))
        assert found.all() == [number]
    assert {notice.state for notice in await notices(story.bot.desk, number)} <= {"sent", "dropped"}


def _belongs_to_card(message: Outgoing) -> bool:
    return message.place == TRIAGE and message.kind is not NoticeKind.CARD


@pytest.mark.timeout(300)
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize(("told", "least"), [(BrokenPromise, 150), (Waits, 150)])
async def test_killed_at_any_step_no_ticket_is_lost_and_no_notice_is_missing_or_told_twice(
    database_url: str, told: type[Story], least: int, part: int
) -> None:
    async with Bot.on(database_url) as bot:
        bot.power = Power()
        undisturbed = told(bot=bot, title="Undisturbed")
        await undisturbed.tell()
        steps, expected = bot.power.steps, undisturbed.posted()
        assert sorted(key for _, key in expected) == list(told.told)
        await check(undisturbed, expected)

        for step in count(1 + part, PARTS):
            await bot.another_day()
            power = bot.power = Power(until=step)
            story = told(bot=bot, title=f"Killed at step {step}")
            await story.tell()
            bot.power = Power()
            try:
                await check(story, expected)
            except AssertionError as different:
                different.add_note(f"killed at {power.cut}")
                raise
            if power.cut is None:
                break
        assert step >= steps > least


@dataclass(kw_only=True)
class ManyAtOnce:
    """Seven tickets in one minute, and two more after their storm has been told."""

    bot: Bot
    title: str
    slack: PaperSlack = field(default_factory=PaperSlack)
    now: datetime = MONDAY
    cards: list[str] = field(default_factory=list)
    power: Power = field(default_factory=Power)

    async def tell(self) -> None:
        for many in (7, 2):
            for _ in range(many):
                request = asking(key=f"{self.title}: {len(self.cards)}", title=self.title, severity="low")
                self.cards.append(f"{(await open_ticket(self.bot.desk, request, self.now)).number}:card")
            self.bot.power, power = self.power, self.bot.power
            self.slack.boundary = self.bot.step
            try:
                await self.deliver()
            except* Killed:
                await self.bot.restart()
                self.power = Power(cut=self.power.cut)
                await self.deliver()
            self.bot.power = power

    async def deliver(self) -> None:
        delivery = Delivery(desk=self.bot.desk, sender=self.slack, rest=timedelta(0))
        for _ in range(MOST_PASSES):
            async with self.bot.desk.database.reading() as session:
                if await still_open(session) == 0:
                    return
            if await delivery.once(self.now) == 0:
                self.now += LEASE
        raise TimeoutError("the outbox does not empty")


@pytest.mark.timeout(300)
async def test_killed_at_any_step_a_storm_is_one_message_with_a_line_for_each_ticket(database_url: str) -> None:
    async with Bot.on(database_url) as bot:
        for step in count(1):
            bot.power = Power()
            await bot.another_day()
            story = ManyAtOnce(bot=bot, title=f"Killed at step {step}", power=Power(until=step))
            await story.tell()
            told = [*story.slack.posted, *story.slack.edited][-1].facts
            try:
                assert [message.kind for message in story.slack.posted] == [NoticeKind.STORM]
                assert isinstance(told, Storm)
                assert [line.key for line in told.lines] == story.cards
            except AssertionError as different:
                different.add_note(f"killed at {story.power.cut}")
                raise
            if story.power.cut is None:
                break
        assert step > 60
