"""What Slack sends to the app for each thing that happens, in the shape of Slack's own Events API."""

from collections.abc import Callable
from datetime import datetime

from bot.playground.directory import Channel, User, UserGroup
from bot.playground.installation import Installation
from bot.playground.messages import Message
from bot.playground.refusals import Json
from bot.playground.wire import changed_seconds, message_json, user_group_json, view_json
from bot.playground.workspace import Workspace


class EventPayloads:
    """Writes the events for one app; each has an id of its own."""

    def __init__(self, *, workspace: Workspace, installation: Installation, now: Callable[[], datetime]) -> None:
        self._workspace = workspace
        self._installation = installation
        self._now = now

    def message(self, message: Message) -> Json:
        """A message that somebody has posted."""
        return self._of_message(message, {**self._said(message), "event_ts": message.ts})

    def mention(self, message: Message) -> Json:
        """A message that mentions the app."""
        payload = self.message(message)
        payload["event"] = {**payload["event"], "type": "app_mention"}
        del payload["event"]["channel_type"]
        return payload

    def changed(self, before: Message, now: Message) -> Json:
        """A message that was edited, as it stood before and as it stands now."""
        event = {
            "subtype": "message_changed",
            "message": self._said(now),
            "previous_message": self._said(before),
        }
        return self._hidden(now, event)

    def deleted(self, message: Message) -> Json:
        """A message that was taken away."""
        event = {
            "subtype": "message_deleted",
            "previous_message": self._said(message),
            "deleted_ts": message.ts,
        }
        return self._hidden(message, event)

    def reaction(self, event_name: str, user: User, message: Message, emoji: str) -> Json:
        """An emoji put on a message, or taken off it."""
        event: Json = {
            "type": event_name,
            "user": user.id,
            "item": {"type": "message", "channel": message.channel, "ts": message.ts},
            "reaction": emoji,
            "item_user": message.user,
        }
        if not self._workspace.users[message.user].has_account:
            del event["item_user"]
        return self._event(user.team_id, event, self._workspace.channels[message.channel])

    def joined(self, user: User, channel: Channel) -> Json:
        """Somebody who has become a member of a channel."""
        event = {
            "type": "member_joined_channel",
            "user": user.id,
            "channel": channel.id,
            "channel_type": "C",
            "team": user.team_id,
        }
        return self._event(user.team_id, event, channel)

    def home_opened(self, user: User, channel: Channel) -> Json:
        """A person who opens the app's home tab, with what was published there before."""
        event: Json = {"type": "app_home_opened", "user": user.id, "channel": channel.id, "tab": "home"}
        shown = self._workspace.views.home(user.id)
        if shown is not None:
            event["view"] = view_json(shown, self._workspace, self._installation)
        return self._event(user.team_id, event)

    def group_updated(self, group: UserGroup) -> Json:
        """A user group that has changed, as it is now."""
        subteam = user_group_json(group, self._workspace, with_users=True, with_count=True)
        return self._event(self._workspace.team.id, {"type": "subteam_updated", "subteam": subteam})

    def group_members_changed(self, before: UserGroup, now: UserGroup) -> Json:
        """Who has come into a user group, and who has left it."""
        added = [user for user in now.members if user not in before.members]
        removed = [user for user in before.members if user not in now.members]
        event = {
            "type": "subteam_members_changed",
            "subteam_id": now.id,
            "team_id": self._workspace.team.id,
            "date_previous_update": changed_seconds(before),
            "date_update": changed_seconds(now),
            "added_users": added,
            "added_users_count": len(added),
            "removed_users": removed,
            "removed_users_count": len(removed),
        }
        return self._event(self._workspace.team.id, event)

    def _said(self, message: Message) -> Json:
        return message_json(message, self._workspace, self._installation, with_metadata=True)

    def _hidden(self, message: Message, event: Json) -> Json:
        """An event about a message that is shown to nobody as one; it has a time stamp of its own."""
        stamp = self._stamp()
        return self._of_message(message, {"type": "message", **event, "hidden": True, "ts": stamp, "event_ts": stamp})

    def _of_message(self, message: Message, event: Json) -> Json:
        channel = self._workspace.channels[message.channel]
        team = self._workspace.users[message.user].team_id
        return self._event(team, {**event, "channel": channel.id, "channel_type": channel.kind.event_name}, channel)

    def _event(self, team: str, event: Json, channel: Channel | None = None) -> Json:
        """The envelope: whose team it happened in, and for which installation of the app it is."""
        at = self._now()
        return {
            "token": self._installation.verification_token,
            "team_id": team,
            "api_app_id": self._installation.app_id,
            "event": {**event, "event_ts": event.get("event_ts") or self._stamp()},
            "type": "event_callback",
            "event_id": self._workspace.next_id("Ev"),
            "event_time": int(at.timestamp()),
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": self._workspace.team.id,
                    "user_id": self._workspace.bot.id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": bool(channel and channel.shared_with),
            "event_context": f"{event['type']}-{self._workspace.next_id('ctx')}",
        }

    def _stamp(self) -> str:
        return self._workspace.next_stamp(self._now())
