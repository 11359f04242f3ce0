"""What the steps of a scenario see in Slack, and what people do there when they are shown."""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.demo.ahead import ahead
from bot.demo.pace import Pace
from bot.demo.trouble import Trouble, is_on, turn
from bot.playground.messages import Message
from bot.playground.people import Person
from bot.playground.refusals import NotPossible
from bot.playground.render import message_text, view_text
from bot.playground.views import View
from bot.slack.actions import Field

READER = ZoneInfo("UTC")
_PAGED = "You are paged"
ANSWERED_WITHIN = 5.0
"""Real seconds within which the bot has done what it was asked for."""


class Stage:
    """A trial whose time goes by. After each act everything has been sent that may be sent by then.

    A window that somebody has filled in is looked at, by `look`, before it is sent.
    """

    def __init__(self, pace: Pace) -> None:
        self.pace = pace
        self.look: Callable[[], Awaitable[None]] = _at_once
        self._workspace = pace.trial.office.workspace
        self._begun = pace.now

    def person(self, handle: str) -> Person:
        """Somebody of the office."""
        return self.pace.trial.person(handle)

    @property
    def passed(self) -> timedelta:
        """How much time has passed since the scenario began."""
        return self.pace.now - self._begun

    def wrote(self, handle: str, channel: str, *, times: int = 1) -> bool:
        """Whether this person has written so often in a channel or its threads since the scenario began."""
        person = self.person(handle)
        written = [each for each in self._in_channel(channel) if each.user == person.id and each.at >= self._begun]
        return len(written) >= times

    def says(self, channel: str, *words: str) -> bool:
        """Whether one message of a channel or of its threads has all these words."""
        return any(self._has(each, words) for each in self._in_channel(channel))

    def tells(self, handle: str, *words: str) -> bool:
        """Whether one message that only this person sees has all these words."""
        return any(self._has(each, words) for each in self.person(handle).ephemerals())

    def shows(self, handle: str, *words: str) -> bool:
        """Whether the window that this person has open has all these words."""
        window = self.person(handle).modal()
        return window is not None and all(each in view_text(window, self._workspace, READER) for each in words)

    def home_says(self, handle: str, *words: str) -> bool:
        """Whether the app's home tab, as this person has last opened it, has all these words."""
        tab = self.person(handle).home()
        return tab is not None and all(each in view_text(tab, self._workspace, READER) for each in words)

    def card_says(self, *words: str) -> bool:
        """Whether there is a ticket, and its card has all these words."""
        return any(self._has(each, words) for each in self._cards())

    def message(self, channel: str, handle: str) -> Message:
        """What this person has written last in a channel itself; NotPossible where that is nothing."""
        person = self.person(handle)
        for each in reversed([*self._in_channel(channel)]):
            if each.user == person.id and not each.is_reply:
                return each
        raise NotPossible(f"{person.user.name} has written nothing in #{channel} yet.")

    def card(self) -> Message:
        """The card of the scenario's ticket; NotPossible before there is one."""
        for each in self._cards():
            return each
        raise NotPossible("There is no ticket yet. Take the steps before this one.")

    def is_paged(self, handle: str) -> bool:
        """Whether this person was sent a page that nobody has answered yet."""
        return any(self._has(each, (_PAGED,)) for each in self.person(handle).direct_messages())

    def page(self, handle: str) -> Message:
        """The newest page that this person was sent and nobody has answered; NotPossible where there is none."""
        person = self.person(handle)
        for each in reversed(person.direct_messages()):
            if self._has(each, (_PAGED,)):
                return each
        raise NotPossible(f"{person.user.name} has not been paged.")

    def told(self, handle: str) -> Message:
        """The newest message that only this person sees; NotPossible where there is none."""
        person = self.person(handle)
        for each in reversed(person.ephemerals()):
            return each
        raise NotPossible(f"{person.user.name} has been told nothing yet.")

    def answer(self, channel: str) -> Message:
        """What the app has said last in the threads of a customer's channel; NotPossible where that is nothing."""
        said = [each for each in self._in_channel(channel) if each.is_reply and each.user == self._workspace.bot.id]
        if not said:
            raise NotPossible(f"Nobody has been answered in #{channel} yet. Take the steps before this one.")
        return max(said, key=lambda each: each.at)

    async def writes(self, handle: str, channel: str, text: str, *, under: Message | None = None) -> None:
        """Somebody writes a message, or a reply."""
        await self.person(handle).says(channel, text, under)
        await self._settled()

    async def reacts(self, handle: str, message: Message, emoji: str) -> None:
        """Somebody puts an emoji on a message, named without its colons."""
        await self.person(handle).reacts(message, emoji)
        await self._settled()

    async def types(self, handle: str, line: str, channel: str = "triage") -> None:
        """Somebody types a command."""
        await self.person(handle).types(channel, line)
        await self._settled()

    async def types_at_once(self, handle: str, lines: Iterable[str], channel: str = "triage") -> None:
        """Somebody types commands one right after the other, faster than Slack takes messages."""
        for line in lines:
            await self.person(handle).types(channel, line)
        await self._settled()

    async def presses(self, handle: str, message: Message, button: str) -> None:
        """Somebody presses a button on a message."""
        await self.person(handle).clicks(message, button)
        await self._settled()

    async def opens_home(self, handle: str) -> None:
        """Somebody opens the app's home tab."""
        await self.person(handle).opens_home()
        await self._settled()

    async def makes_ticket_of(self, handle: str, message: Message) -> None:
        """Somebody uses the message shortcut that makes a ticket."""
        await self.person(handle).uses_shortcut("open_ticket", message)
        await self._settled()

    async def chooses(self, handle: str, field: Field, wanted: str) -> None:
        """Somebody makes a choice in the window they have open."""
        person = self.person(handle)
        await person.selects(self._window(person), field, wanted)
        await self._settled()

    async def sends(self, handle: str, values: Mapping[Field, Any]) -> None:
        """Somebody fills in the window they have open and sends it, and closes what it answers."""
        person = self.person(handle)
        filled = await person.fills(self._window(person), {str(each): value for each, value in values.items()})
        await self.look()
        sent = await person.submits(filled)
        if sent.errors:
            raise NotPossible("; ".join(sent.errors.values()))
        await self._settled()
        if sent.view is not None:
            await person.closes(sent.view)

    def rings(self, handle: str, *words: str) -> bool:
        """Whether one message on this person's telephones has all these words."""
        trial = self.pace.trial
        ways = trial.office.configuration.roster.ways.get(self.person(handle).id, ())
        rings = (ring for way in ways for ring in trial.telephones.rings(way.name))
        return any(all(each in f"{ring.title} {ring.text}" for each in words) for ring in rings)

    def is_troubled(self, trouble: Trouble) -> bool:
        """Whether this goes wrong now."""
        return is_on(trouble, self.pace.trial.slack)

    async def troubles(self, trouble: Trouble, *, on: bool) -> None:
        """Something goes wrong from now on, or no longer."""
        turn(trouble, self.pace.trial.slack, on=on)
        await self._settled()

    async def waits(self, length: timedelta) -> None:
        """Time passes."""
        await self.pace.jump(self.pace.now + length)

    async def waits_for_deadline(self) -> None:
        """Time passes until the next deadline; NotPossible where there is none."""
        following = await ahead(self.pace.trial.bot.desk, self.pace.now)
        if following is None:
            raise NotPossible("No clock is running, so there is no next deadline.")
        await self.pace.jump(following.at)

    def _in_channel(self, channel: str) -> Iterator[Message]:
        place = self._workspace.channel(channel)
        for message in self._workspace.messages.in_channel(place.id) if place is not None else ():
            yield message
            yield from self._workspace.messages.replies(message.channel, message.ts)

    def _cards(self) -> Iterator[Message]:
        return (each for each in self._in_channel("triage") if not each.is_reply and self._has(each, ("T-1 ·",)))

    def _has(self, message: Message, words: Sequence[str]) -> bool:
        text = message_text(message, self._workspace, READER)
        return all(each in text for each in words)

    def _window(self, person: Person) -> View:
        window = person.modal()
        if window is None:
            raise NotPossible(f"{person.user.name} has no window open. Take the step before this one.")
        return window

    async def _settled(self) -> None:
        await self.pace.trial.bot.in_flight.drained(ANSWERED_WITHIN)
        await self.pace.settle()


async def _at_once() -> None:
    """Nobody is looking."""
