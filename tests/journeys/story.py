"""The words of a journey: what people do in Slack, what they see afterwards, and what time it is."""

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.demo.trial import Trial
from bot.playground.controls import Submission
from bot.playground.messages import Message
from bot.playground.people import Person, Reply
from bot.playground.render import message_text, view_text
from bot.playground.views import View

_MENTION = re.compile(r"<@(U\w+)>")
_READER = ZoneInfo("UTC")
_TICK = timedelta(seconds=15)


WHOM_TO_CALL = {
    "contact": "Bea Customer",
    "phone": "+31 20 555 0100",
    "email": "bea@birdsong.example",
    "description": "Every call has failed since nine.",
}
"""What a critical ticket of Birdsong Mail needs besides its title (B20)."""


def at(text: str) -> datetime:
    """An instant as it is written by hand, with its offset: `2026-07-02 17:30-07:00`."""
    return datetime.fromisoformat(text).astimezone(UTC)


def picked(text: str) -> int:
    """An instant as a window's date and time input has it."""
    return int(at(text).timestamp())


def shown(text: str) -> str:
    """How an instant stands in a message, before Slack shows it to each reader in their own zone."""
    return f"<!date^{picked(text)}^"


class Story:
    """A trial, told in a support lead's words. After every act everything is sent that may be sent by then."""

    def __init__(self, trial: Trial) -> None:
        self.trial = trial

    def person(self, handle: str) -> Person:
        """Somebody of the office: `ana`."""
        return self.trial.person(handle)

    async def types(self, who: str, line: str, channel: str = "triage") -> Reply:
        """Somebody types a command; what they are told in answer."""
        reply = await self.person(who).types(channel, line)
        await self.settle()
        return reply

    async def says(
        self, who: str, channel: str, text: str, thread: Message | None = None, *, files: Sequence[str] = ()
    ) -> Message:
        """Somebody writes a message, in a channel or a thread."""
        message = await self.person(who).says(channel, text, thread, files=files)
        await self.settle()
        return message

    async def asks_for_a_ticket(self, who: str, channel: str, text: str, severity: str) -> Message:
        """A customer writes in their channel, and Ana makes a ticket of it at once; their message."""
        said = await self.says(who, channel, text)
        await self.person("ana").uses_shortcut("open_ticket", said)
        await self.selects("ana", "severity", severity)
        assert not (await self.submits("ana")).errors
        await self.person("ana").closes(self.window("ana"))
        return said

    def answers(self, who: str, message: Message) -> list[str]:
        """What somebody reads in the thread of a message, each as it reads, oldest first."""
        return [reads(self, each) for each in self.person(who).thread(message)]

    def last_answer(self, who: str, message: Message) -> Message:
        """The newest message in the thread of a message."""
        return self.person(who).thread(message)[-1]

    async def takes_the_critical_call(self) -> None:
        """Ana takes down that nothing works for Birdsong Mail, and whom to call back."""
        await self.types("ana", "/ticket new Birdsong Mail: All API calls time out")
        await self.selects("ana", "triage bird", "All API calls, by a time-out or internal error")
        await self.submits("ana", **WHOM_TO_CALL)

    async def read(self, who: str, line: str, channel: str = "triage") -> str:
        """What somebody reads in answer to a command, in the message or in the window that it opens."""
        reply = await self.types(who, line, channel)
        return self.window_text(who) if reply.message is None else reads(self, reply.message)

    async def presses(self, who: str, where: Message | View, button: str) -> str:
        """Somebody presses a button; what they are told privately, or nothing."""
        person = self.person(who)
        before = len(person.ephemerals())
        await person.clicks(where, button)
        await self.settle()
        return "\n".join(reads(self, each) for each in person.ephemerals()[before:])

    async def submits(self, who: str, **values: object) -> Submission:
        """Somebody fills in the window they have open, each input by its block id, and sends it."""
        sent = await self.person(who).submits(self.window(who), values)
        await self.settle()
        return sent

    async def selects(self, who: str, name: str, wanted: str) -> View:
        """Somebody makes a choice in the window they have open; the window as it looks then."""
        await self.person(who).selects(self.window(who), name, wanted)
        await self.settle()
        return self.window(who)

    async def moves_to(self, when: str) -> None:
        """Time passes, deadline by deadline."""
        await self.trial.move_to(at(when))

    async def moves_on(self, minutes: float) -> None:
        """So many minutes pass, deadline by deadline."""
        await self.trial.move_to(self.trial.clock() + timedelta(minutes=minutes))

    async def goes_on(self, minutes: float) -> None:
        """Time passes as it does while Slack does not answer: nobody waits for what is to be sent."""
        bot, clock = self.trial.bot, self.trial.clock
        until = clock() + timedelta(minutes=minutes)
        while clock() < until:
            for each in bot.recurring:
                await each.once(clock())
            await bot.sweep.pass_at(clock())
            await bot.delivery.pass_at(clock())
            clock.forward(_TICK)

    async def settle(self) -> None:
        """Whatever is being answered is answered, and what may be sent is sent."""
        assert await self.trial.bot.in_flight.drained(5.0)
        await self.trial.settle()

    def window(self, who: str) -> View:
        """The window that somebody has open."""
        view = self.person(who).modal()
        assert view is not None, f"{who} has no window open"
        return view

    def window_text(self, who: str) -> str:
        """The window that somebody has open, as it reads."""
        return view_text(self.window(who), self.trial.office.workspace, _READER)

    def notice(self, key: str) -> Message:
        """The one message in Slack that carries this notice; a ticket's card is `1:card`."""
        found = [message for message in self.messages() if key_of(message) == key]
        assert len(found) == 1, f"{key} is in Slack {len(found)} times"
        return found[0]

    def card(self, number: int = 1) -> Message:
        """A ticket's card."""
        return self.notice(f"{number}:card")

    def newest(self) -> int:
        """The number of the newest ticket."""
        keys = (key_of(message) or "" for message in self.messages())
        return max(int(key.removesuffix(":card")) for key in keys if key.endswith(":card"))

    def card_text(self, number: int = 1) -> str:
        """A ticket's card as it reads."""
        return reads(self, self.card(number))

    def history(self, number: int = 1) -> list[Message]:
        """What stands in the thread of a ticket's card, oldest first."""
        return self.person("lena").thread(self.card(number))

    def told(self, channel: str) -> list[Message]:
        """What a channel shows of ours, oldest first, without threads and cards."""
        shown = self.person("lena").sees(channel)
        return [message for message in shown if (key := key_of(message)) and not key.endswith(":card")]

    def paged(self, who: str) -> list[Message]:
        """What somebody was sent directly, oldest first."""
        return self.person(who).direct_messages()

    def calls(self, who: str) -> list[Message]:
        """The pages that somebody was sent directly, oldest first."""
        return [message for message in self.paged(who) if ":page " in (key_of(message) or "")]

    def rung(self) -> list[tuple[str, datetime]]:
        """Whom a page has called directly, and when, in order of time."""
        found = [(posted(page), who) for who in self.trial.office.people._fields for page in self.calls(who)]
        return [(who, when) for when, who in sorted(found)]

    def messages(self) -> list[Message]:
        """Everything in Slack that everybody in its channel sees, replies and direct messages too."""
        kept = self.trial.office.workspace.messages
        channels = list(self.trial.office.workspace.channels)
        shown = [message for channel in channels for message in kept.in_channel(channel)]
        replies = [reply for message in shown for reply in kept.replies(message.channel, message.ts)]
        return list({(message.channel, message.ts): message for message in [*shown, *replies]}.values())


def reads(story: Story, message: Message) -> str:
    """A message as it reads."""
    return message_text(message, story.trial.office.workspace, _READER)


def key_of(message: Message) -> str | None:
    """The notice that a message carries."""
    key: str | None = ((message.metadata or {}).get("event_payload") or {}).get("key")
    return key


def posted(message: Message) -> datetime:
    """When a message was posted, to the second."""
    return datetime.fromtimestamp(int(message.ts.partition(".")[0]), UTC)


def called(message: Message) -> set[str]:
    """The user ids of the people whom a message calls by mention."""
    return set(_MENTION.findall(json.dumps([message.text, message.blocks])))


def first_line(message: Message) -> str:
    """The first line of a message's first block, with its markup."""
    return str(message.blocks[0]["text"]["text"]).split("\n", maxsplit=1)[0]
