"""What a person does in Slack and what they see there; the app is reached only through what Slack would send it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.playground.answers import Answers
from bot.playground.blockkit import check_view
from bot.playground.deliveries import Deliveries
from bot.playground.directory import Channel, ChannelKind, User
from bot.playground.forms import (
    filled,
    find,
    needs_options,
    option,
    options_in,
    refused_before_sending,
    state_of,
)
from bot.playground.manifest import Manifest
from bot.playground.messages import Message
from bot.playground.methods.windows import changed_view, new_view
from bot.playground.mrkdwn import as_entities
from bot.playground.onlooker import Onlooker
from bot.playground.passes import ResponsePass
from bot.playground.payloads import Payloads
from bot.playground.records import Delivery, Kind, Outcome, Records
from bot.playground.refusals import Json, NotPossible, Refusal
from bot.playground.views import View
from bot.playground.workspace import Workspace

TROUBLE = "We had some trouble connecting. Try again?"
"""What Slack shows over a modal when the app does not answer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reply:
    """What a person sees in answer to a command: the message that came with the acknowledgement, or Slack's word."""

    message: Message | None = None
    error: str | None = None

    @property
    def text(self) -> str:
        """The words of the answer, empty where there are none."""
        return self.message.text if self.message else ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Submission:
    """What became of a submitted modal: errors by block id, or the view that came in its place, or nothing left."""

    errors: Mapping[str, str]
    view: View | None

    @property
    def closed(self) -> bool:
        """Whether the modal went away."""
        return not self.errors and self.view is None


class Person(Onlooker):
    """Somebody in the workspace; every act waits for the app's acknowledgement, not for what it does afterwards."""

    def __init__(
        self,
        *,
        user: User,
        workspace: Workspace,
        manifest: Manifest,
        payloads: Payloads,
        deliveries: Deliveries,
        answers: Answers,
        records: Records,
        now: Callable[[], datetime],
    ) -> None:
        super().__init__(user, workspace)
        self._manifest = manifest
        self._payloads = payloads
        self._deliveries = deliveries
        self._answers = answers
        self._records = records
        self._now = now

    async def types(self, channel: str, line: str) -> Reply:
        """Type a slash command into a channel.

        Raises:
            NotPossible: outside the channel, or for people of another team, whose commands do not reach us.
        """
        place = self._place(channel)
        name, _, text = line.partition(" ")
        if self.user.team_id != self._workspace.team.id:
            raise NotPossible(f"{self.user.name} is of another team; {name} is not offered to them")
        command = self._manifest.commands.get(name)
        if command is None:
            return Reply(error=f"{name} is not a valid command")
        said = as_entities(text, self._workspace) if command.escapes else text
        payload = self._payloads.command(self.user, place, name, said)
        delivery = await self._deliveries.send(Kind.COMMAND, payload)
        if delivery.outcome is not Outcome.ACKNOWLEDGED:
            return Reply(error=delivery.outcome.value)
        if not delivery.ack:
            return Reply()
        given = ResponsePass(user=self.id, channel=place.id, issued=self._now())
        return self._shown(delivery.ack, given)

    async def clicks(self, where: Message | View, name: str) -> Delivery:
        """Press a button, named by its action id or its words, in a message, a modal or the home tab."""
        where = self._as_it_is_now(where)
        block, element = find(where.blocks, name)
        if element["type"] != "button":
            raise NotPossible(f"{name!r} is no button but {element['type']}")
        action: Json = {key: element[key] for key in ("type", "text", "value", "style", "url") if key in element}
        return await self._acts(where, block, element, action)

    async def selects(self, where: Message | View, name: str, wanted: Any) -> Delivery | None:
        """Choose in a menu, by value or by words; in an input that dispatches nothing, only the form changes."""
        where = self._as_it_is_now(where)
        block, element = find(where.blocks, name)
        if element["type"] == "overflow":
            chosen = option(element["options"], wanted)
            return await self._acts(where, block, element, {"type": "overflow", "selected_option": chosen})
        state = await self._state(where, block, element, wanted)
        if isinstance(where, View):
            where = self._workspace.views.change(where, values=filled(where.values, block, element, state))
        if block["type"] == "input" and not block.get("dispatch_action", False):
            return None
        return await self._acts(where, block, element, state)

    async def searches(self, where: Message | View, name: str, typed: str) -> list[Json]:
        """Type into a menu whose options come from the app; the options that it then offers."""
        where = self._as_it_is_now(where)
        block, element = find(where.blocks, name)
        return await self._offered(where, block, element, typed)

    async def fills(self, view: View, values: Mapping[str, Any]) -> View:
        """Fill in a form, each input named by its label, block id or action id."""
        for name, wanted in values.items():
            await self.selects(view, name, wanted)
        return self._open(view)

    async def submits(self, view: View, values: Mapping[str, Any] | None = None) -> Submission:
        """Fill in a modal and submit it; Slack's own checks come before the app is asked."""
        view = await self.fills(view, values or {})
        if view.content.get("submit") is None:
            raise NotPossible(f"the modal {view.title!r} has nothing to submit")
        faults = refused_before_sending(view.blocks, view.values)
        if faults:
            return Submission(errors=faults, view=view)
        delivery = await self._deliveries.send(Kind.INTERACTION, self._payloads.submission(self.user, view))
        if delivery.outcome is not Outcome.ACKNOWLEDGED:
            return Submission(errors={"": TROUBLE}, view=view)
        return self._after_submission(view, delivery.ack or {})

    async def closes(self, view: View) -> None:
        """Close a modal with its cross or its cancel button."""
        view = self._open(view)
        cleared = bool(view.content.get("clear_on_close", False))
        if cleared:
            self._workspace.views.clear(self.id)
        else:
            self._workspace.views.close(view)
        if view.content.get("notify_on_close", False):
            payload = self._payloads.closing(self.user, view, is_cleared=cleared)
            await self._deliveries.send(Kind.INTERACTION, payload)

    async def uses_shortcut(self, callback_id: str, message: Message | None = None) -> Delivery:
        """Use a shortcut of the manifest, on a message or from the search bar."""
        wanted = "global" if message is None else "message"
        if self._manifest.shortcuts.get(callback_id) != wanted:
            raise NotPossible(f"the manifest has no {wanted} shortcut {callback_id!r}")
        if message is None:
            payload = self._payloads.global_shortcut(self.user, callback_id)
        else:
            self._place(message.channel)
            payload = self._payloads.message_shortcut(self.user, callback_id, message)
        return await self._deliveries.send(Kind.INTERACTION, payload)

    async def says(self, channel: str, text: str, thread: Message | None = None) -> Message:
        """Write a message; the app hears of it where it subscribed and is a member."""
        place = self._place(channel)
        if place.is_archived:
            raise NotPossible(f"#{place.name} is archived")
        message = self._workspace.say(
            channel=place,
            user=self.user,
            text=as_entities(text, self._workspace),
            at=self._now(),
            thread_ts=(thread.thread_ts or thread.ts) if thread else None,
        )
        self._records.tell()
        await self._tell_of(f"message.{place.kind.value}", place, self._payloads.message_event(message))
        if f"<@{self._workspace.bot.id}>" in message.text:
            mention = self._payloads.message_event(message)
            mention["event"] = {**mention["event"], "type": "app_mention"}
            del mention["event"]["channel_type"]
            await self._tell_of("app_mention", place, mention)
        return message

    async def reacts(self, message: Message, emoji: str) -> None:
        """Put an emoji on a message."""
        place = self._place(message.channel)
        now = self._workspace.messages.get(message.channel, message.ts)
        if now is None:
            raise NotPossible("the message is gone")
        self._workspace.messages.change(now, reactions=(*now.reactions, (emoji, self.id)))
        event = {
            "type": "reaction_added",
            "user": self.id,
            "item": {"type": "message", "channel": message.channel, "ts": message.ts},
            "reaction": emoji,
            "item_user": message.user,
        }
        await self._tell_of("reaction_added", place, self._payloads.event(self.user, event, place))

    async def joins(self, channel: str) -> None:
        """Become a member of a public channel."""
        place = self._workspace.channel(channel)
        if place is None or place.kind is not ChannelKind.PUBLIC:
            raise NotPossible(f"there is no open channel {channel!r}")
        place = self._workspace.join(place, self.user)
        event = {
            "type": "member_joined_channel",
            "user": self.id,
            "channel": place.id,
            "channel_type": "C",
            "team": self.user.team_id,
        }
        await self._tell_of("member_joined_channel", place, self._payloads.event(self.user, event, place))

    async def opens_home(self) -> View | None:
        """Open the app's home tab; the app may publish a fresh one after that."""
        place = self._workspace.direct(self.id)
        event = {"type": "app_home_opened", "user": self.id, "channel": place.id, "tab": "home"}
        await self._tell_of("app_home_opened", place, self._payloads.event(self.user, event))
        return self.home()

    async def _acts(self, where: Message | View, block: Json, element: Json, action: Json) -> Delivery:
        named = {**action, "action_id": element["action_id"], "block_id": block["block_id"]}
        if isinstance(where, View):
            payload = self._payloads.view_action(self.user, where, named)
        else:
            payload = self._payloads.message_action(self.user, where, named)
        return await self._deliveries.send(Kind.INTERACTION, payload)

    async def _state(self, where: Message | View, block: Json, element: Json, wanted: Any) -> Json:
        if element["type"] == "external_select":
            offered = [] if wanted is None else await self._offered(where, block, element, str(wanted))
        elif element["type"] == "multi_external_select":
            offered = [o for each in wanted for o in await self._offered(where, block, element, str(each))]
        else:
            offered = options_in(element) if needs_options(element) else []
        return state_of(element, wanted, offered)

    async def _offered(self, where: Message | View, block: Json, element: Json, typed: str) -> list[Json]:
        if not element["type"].endswith("external_select"):
            raise NotPossible(f"{element['type']} cannot be searched")
        payload = self._payloads.suggestion(self.user, where, block, element, typed)
        delivery = await self._deliveries.send(Kind.INTERACTION, payload)
        return options_in(delivery.ack or {})

    def _shown(self, ack: Json, given: ResponsePass) -> Reply:
        try:
            return Reply(message=self._answers.show(ack, given))
        except Refusal as refusal:
            return Reply(error=refusal.word)

    def _after_submission(self, view: View, ack: Json) -> Submission:
        """Do what the acknowledgement of a submission says; a view that Slack refuses leaves the modal as it is."""
        views = self._workspace.views
        try:
            match ack.get("response_action"):
                case "errors":
                    return Submission(errors=ack["errors"], view=view)
                case "update":
                    content = check_view(ack["view"], "modal")
                    return Submission(errors={}, view=changed_view(self._workspace, view, content))
                case "push":
                    content = check_view(ack["view"], "modal")
                    return Submission(errors={}, view=views.push(new_view(self._workspace, self.id, content)))
                case "clear":
                    views.clear(self.id)
                case _:
                    views.close(view)
        except Refusal:
            return Submission(errors={"": TROUBLE}, view=view)
        return Submission(errors={}, view=None)

    async def _tell_of(self, event_name: str, place: Channel, payload: Json) -> None:
        if event_name in self._manifest.events and self._workspace.bot.id in place.members:
            await self._deliveries.send(Kind.EVENT, payload)
