"""What the page's script asks for, as acts of a person; whatever is asked, the answer is JSON."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.playground.forms import Control
from bot.playground.messages import Message
from bot.playground.page.emoji_names import picture
from bot.playground.page.panel import Panel
from bot.playground.page.visit import HOME, Visitors
from bot.playground.people import Person
from bot.playground.records import Delivery, Outcome
from bot.playground.refusals import Json, NotPossible
from bot.playground.server import LocalSlack
from bot.playground.views import View

_COMMAND = re.compile(r"/\S*")


@dataclass(frozen=True, slots=True)
class Asked:
    """The body of a request, read part by part; what is missing or of another type is said in a sentence."""

    body: Any

    def text(self, name: str) -> str:
        """A string that must be there."""
        return str(self._of(name, str, "a text"))

    def text_or_none(self, name: str) -> str | None:
        """A string that may be absent or null."""
        return self.text(name) if self.value(name) is not None else None

    def part(self, name: str) -> "Asked":
        """An object that must be there."""
        return Asked(self._of(name, dict, "an object"))

    def value(self, name: str) -> Any:
        """Whatever is there, None where nothing is."""
        return self.body.get(name) if isinstance(self.body, dict) else None

    def values(self) -> dict[Control, Any]:
        """A form as it stands, by block id and action id; empty where none came along."""
        blocks = {} if self.value("values") is None else self._of("values", dict, "an object")
        if not all(isinstance(actions, dict) for actions in blocks.values()):
            raise NotPossible("`values` holds an object for each block")
        return {Control(block, action): value for block, actions in blocks.items() for action, value in actions.items()}

    def _of(self, name: str, kind: type, words: str) -> Any:
        value = self.value(name)
        if not isinstance(value, kind):
            raise NotPossible(f"`{name}` must be {words}")
        return value


class Acts:
    """Carries out one act of a person after the other."""

    def __init__(self, slack: LocalSlack, visitors: Visitors, panels: Sequence[Panel]) -> None:
        self._slack = slack
        self._visitors = visitors
        self._panels = panels

    async def do(self, person: Person, body: Any) -> Json:
        """Do what was asked; where it cannot be done, the answer has an `error`, a sentence."""
        try:
            return await self._done(person, Asked(body))
        except NotPossible as reason:
            return {"error": str(reason)}

    async def _done(self, person: Person, asked: Asked) -> Json:
        match asked.text("act"):
            case "say":
                return await self._say(person, asked)
            case "press":
                where = await self._where(person, asked)
                return _answered(await person.clicks(where, self._control(asked)))
            case "choose":
                where = await self._where(person, asked)
                return _answered(await person.selects(where, self._control(asked), asked.value("value")))
            case "search":
                where = await self._where(person, asked)
                found = await person.searches(where, self._control(asked), asked.text("typed"))
                return {"options": [{"value": each["value"], "text": each["text"]["text"]} for each in found]}
            case "submit":
                view = await person.holds(self._view(person, asked.text("view")), asked.values())
                return {"errors": dict((await person.submits(view)).errors)}
            case "close":
                await person.closes(self._view(person, asked.text("view")))
            case "shortcut":
                message = self._message(person, asked) if asked.value("ts") is not None else None
                return _answered(await person.uses_shortcut(asked.text("callback"), message))
            case "react":
                await self._react(person, asked)
            case "dismiss":
                person.dismisses(self._message(person, asked))
            case "read":
                await self._read(person, asked.text("place"))
            case "panel":
                return await self._panel(person, asked)
            case other:
                raise NotPossible(f"there is no act {other!r}")
        return {}

    async def _say(self, person: Person, asked: Asked) -> Json:
        channel = self._visitors.channel(person, asked.text("place"))
        text, thread = asked.text("text"), asked.text_or_none("thread")
        command = _COMMAND.match(text)
        if thread is not None:
            if command:
                raise NotPossible(f"{command[0]} is not supported in threads. Sorry!")
            root = self._slack.workspace.messages.get(channel.id, thread)
            if root is None:
                raise NotPossible("the message that this answers is gone")
            await person.says(channel.id, text, root)
        elif command:
            reply = await person.types(channel.id, text)
            if command[0] not in self._slack.installation.manifest.commands:
                raise NotPossible(f"{reply.error}. To send it as a message, begin with a space.")
            if reply.error is not None:
                raise NotPossible(f"{command[0]} failed with the error “{reply.error}”")
        else:
            await person.says(channel.id, text)
        return {}

    async def _react(self, person: Person, asked: Asked) -> None:
        """Put an emoji on a message, or take it off where it is there already."""
        message, emoji = self._message(person, asked), asked.text("emoji")
        if picture(emoji) is None:
            raise NotPossible(f"invalid_name: there is no emoji :{emoji}:")
        if (emoji, person.id) in message.reactions:
            await person.unreacts(message, emoji)
        else:
            await person.reacts(message, emoji)

    async def _read(self, person: Person, place: str) -> None:
        if place == HOME:
            await person.opens_home()
        elif all(panel.name != place for panel in self._panels):
            person.reads(self._visitors.channel(person, place).id)

    async def _panel(self, person: Person, asked: Asked) -> Json:
        name = asked.text("panel")
        for panel in self._panels:
            if panel.name == name and panel.is_for(person):
                wanted = {key: part for key, part in asked.body.items() if key not in ("act", "panel")}
                return await panel.act(person, wanted)
        raise NotPossible(f"there is no panel {name!r}")

    async def _where(self, person: Person, asked: Asked) -> Message | View:
        """What the control stands in; a form is taken over as it stands."""
        where = asked.part("where")
        if where.value("view") is None:
            return self._message(person, where)
        return await person.holds(self._view(person, where.text("view")), asked.values())

    def _view(self, person: Person, view_id: str) -> View:
        view = self._slack.workspace.views.find(view_id=view_id)
        if view is None or view.user != person.id:
            raise NotPossible("this window is not open any more")
        return view

    def _message(self, person: Person, asked: Asked) -> Message:
        channel, ts = asked.text("channel"), asked.text("ts")
        found = person.finds(channel, ts)
        if found is None:
            raise NotPossible("this message is not there any more")
        return found

    def _control(self, asked: Asked) -> Control:
        return Control(asked.text("block"), asked.text("action"))


def _answered(delivery: Delivery | None) -> Json:
    """Nothing where the app took it; else Slack's word, as a person would be told."""
    if delivery is None or delivery.outcome is Outcome.ACKNOWLEDGED:
        return {}
    return {"error": f"The app did not answer: {delivery.outcome.value}"}
