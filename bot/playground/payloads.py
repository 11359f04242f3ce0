"""What Slack sends to the app for each command and interaction of a person, in the shape of Slack's own requests."""

from collections.abc import Callable
from datetime import datetime

from bot.playground.directory import Channel, ChannelKind, User
from bot.playground.forms import starting_values
from bot.playground.installation import Installation
from bot.playground.messages import Message
from bot.playground.passes import ResponsePass
from bot.playground.refusals import Json
from bot.playground.views import View
from bot.playground.wire import message_json, view_json
from bot.playground.workspace import Workspace


class Payloads:
    """Writes the requests to one app; every interaction gets its own trigger id and response URL."""

    def __init__(
        self,
        *,
        workspace: Workspace,
        installation: Installation,
        now: Callable[[], datetime],
        respond_url: Callable[[str], str],
    ) -> None:
        self._workspace = workspace
        self._installation = installation
        self._now = now
        self._respond_url = respond_url

    def command(self, user: User, channel: Channel, command: str, text: str) -> Json:
        """A slash command."""
        team = self._workspace.teams[user.team_id]
        return {
            "token": self._installation.verification_token,
            "team_id": team.id,
            "team_domain": team.domain,
            "channel_id": channel.id,
            "channel_name": _shown_name(channel),
            "user_id": user.id,
            "user_name": user.handle,
            "command": command,
            "text": text,
            "api_app_id": self._installation.app_id,
            "is_enterprise_install": "false",
            "response_url": self._response_url(user, channel),
            "trigger_id": self._trigger(user),
        }

    def message_action(self, user: User, message: Message, action: Json) -> Json:
        """A button or a menu in a message."""
        channel = self._workspace.channels[message.channel]
        ephemeral = message.shown_only_to is not None
        container: Json = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": channel.id,
            "is_ephemeral": ephemeral,
        }
        if message.thread_ts:
            container["thread_ts"] = message.thread_ts
        payload = {
            **self._interaction("block_actions", user),
            "container": container,
            "channel": {"id": channel.id, "name": _shown_name(channel)},
            "response_url": self._response_url(user, channel, message),
            "trigger_id": self._trigger(user),
            "state": {"values": _chosen(message, action)},
            "actions": [{**action, "action_ts": self._stamp()}],
        }
        if not ephemeral:
            payload["message"] = message_json(message, self._workspace, self._installation, with_metadata=True)
        return payload

    def view_action(self, user: User, view: View, action: Json) -> Json:
        """A button or a menu in a modal or a home tab."""
        return {
            **self._interaction("block_actions", user),
            "container": {"type": "view", "view_id": view.id},
            "trigger_id": self._trigger(user),
            "view": self._view(view),
            "actions": [{**action, "action_ts": self._stamp()}],
        }

    def suggestion(self, user: User, where: Message | View, block: Json, element: Json, typed: str) -> Json:
        """Text typed into a menu whose options the app gives."""
        payload = {
            **self._interaction("block_suggestion", user),
            "action_id": element["action_id"],
            "block_id": block["block_id"],
            "value": typed,
        }
        if isinstance(where, View):
            return {
                **payload,
                "container": {"type": "view", "view_id": where.id},
                "view": self._view(where),
            }
        channel = self._workspace.channels[where.channel]
        return {
            **payload,
            "container": {"type": "message", "message_ts": where.ts, "channel_id": channel.id},
            "channel": {"id": channel.id, "name": _shown_name(channel)},
            "message": message_json(where, self._workspace, self._installation, with_metadata=True),
        }

    def submission(self, user: User, view: View) -> Json:
        """A submitted modal."""
        return {
            **self._interaction("view_submission", user),
            "trigger_id": self._trigger(user),
            "view": self._view(view),
            "response_urls": [],
        }

    def closing(self, user: User, view: View, *, is_cleared: bool) -> Json:
        """A modal that was closed without submitting; `is_cleared` when the whole stack went."""
        return {
            **self._interaction("view_closed", user),
            "view": self._view(view),
            "is_cleared": is_cleared,
            "response_urls": [],
        }

    def message_shortcut(self, user: User, callback_id: str, message: Message) -> Json:
        """A shortcut from the menu of a message."""
        channel = self._workspace.channels[message.channel]
        return {
            **self._interaction("message_action", user),
            "callback_id": callback_id,
            "channel": {"id": channel.id, "name": _shown_name(channel)},
            "message_ts": message.ts,
            "message": message_json(message, self._workspace, self._installation, with_metadata=True),
            "response_url": self._response_url(user, channel, message),
            "trigger_id": self._trigger(user),
            "action_ts": self._stamp(),
        }

    def global_shortcut(self, user: User, callback_id: str) -> Json:
        """A shortcut from the search bar or the lightning menu."""
        return {
            **self._interaction("shortcut", user),
            "callback_id": callback_id,
            "trigger_id": self._trigger(user),
            "action_ts": self._stamp(),
        }

    def _interaction(self, kind: str, user: User) -> Json:
        team = self._workspace.teams[user.team_id]
        person = {"id": user.id, "username": user.handle, "name": user.handle, "team_id": user.team_id}
        return {
            "type": kind,
            "team": {"id": team.id, "domain": team.domain},
            "user": person,
            "api_app_id": self._installation.app_id,
            "token": self._installation.verification_token,
            "enterprise": None,
            "is_enterprise_install": False,
        }

    def _view(self, view: View) -> Json:
        return view_json(view, self._workspace, self._installation)

    def _stamp(self) -> str:
        return self._workspace.next_stamp(self._now())

    def _trigger(self, user: User) -> str:
        return self._workspace.passes.issue_trigger(user.id, self._now())

    def _response_url(self, user: User, channel: Channel, message: Message | None = None) -> str:
        given = ResponsePass(
            user=user.id,
            channel=channel.id,
            issued=self._now(),
            message_ts=message.ts if message else None,
            message_is_ephemeral=message is not None and message.shown_only_to is not None,
        )
        return self._respond_url(self._workspace.passes.issue_response(given))


def _chosen(message: Message, action: Json) -> Json:
    """What is chosen in a message's menus; Slack keeps none of it, so that only the last act counts."""
    values = starting_values(message.blocks)
    kept = values.get(action["block_id"], {})
    if action["action_id"] in kept:
        kept[action["action_id"]] = {name: value for name, value in action.items() if not name.endswith("_id")}
    return values


def _shown_name(channel: Channel) -> str:
    """The channel's name as payloads give it: private and direct ones are not named."""
    return {
        ChannelKind.PUBLIC: channel.name,
        ChannelKind.PRIVATE: "privategroup",
        ChannelKind.DIRECT: "directmessage",
    }[channel.kind]
