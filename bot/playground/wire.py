"""Users, channels, messages and views as Slack writes them in JSON, in answers and in payloads alike."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.playground.directory import Channel, ChannelKind, User
from bot.playground.installation import Installation
from bot.playground.messages import Message
from bot.playground.refusals import Json
from bot.playground.views import View
from bot.playground.workspace import Workspace

CREATED = 1_700_000_000
"""When everything here was made, in seconds of Unix time."""


def user_json(user: User, workspace: Workspace, at: datetime) -> Json:
    """A user as `users.info` gives it.

    People of another team come without their address; they are strangers unless they share a channel with the app.
    """
    offset = at.astimezone(ZoneInfo(user.zone)).utcoffset()
    profile: Json = {
        "real_name": user.name,
        "display_name": user.name,
        "real_name_normalized": user.name,
        "display_name_normalized": user.name,
        "title": user.title,
        "team": user.team_id,
    }
    answer: Json = {
        "id": user.id,
        "team_id": user.team_id,
        "name": user.handle,
        "real_name": user.name,
        "deleted": user.deleted,
        "tz": user.zone,
        "tz_label": user.zone,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "profile": profile,
        "is_admin": user.is_admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": user.is_restricted,
        "is_ultra_restricted": user.is_ultra_restricted,
        "is_bot": user.is_bot,
        "is_app_user": False,
    }
    if user.team_id != workspace.team.id:
        shared = any({user.id, workspace.bot.id} <= channel.members for channel in workspace.channels.values())
        return {**answer, "is_stranger": not shared}
    profile["email"] = user.email
    return answer


def channel_json(channel: Channel, workspace: Workspace, *, with_count: bool = False) -> Json:
    """A conversation as `conversations.info` gives it; how many its members are only where it is asked for."""
    answer: Json = {
        "id": channel.id,
        "created": CREATED,
        "is_im": channel.kind is ChannelKind.DIRECT,
        "is_archived": channel.is_archived,
        "context_team_id": workspace.team.id,
        "updated": CREATED,
    }
    if channel.kind is ChannelKind.DIRECT:
        others = channel.members - {workspace.bot.id}
        return {**answer, "user": min(others), "is_org_shared": False}
    shared = sorted(channel.shared_with)
    return {
        **answer,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": channel.kind is ChannelKind.PUBLIC,
        "is_group": channel.kind is ChannelKind.PRIVATE,
        "is_mpim": False,
        "is_private": channel.kind is ChannelKind.PRIVATE,
        "is_member": workspace.bot.id in channel.members,
        "is_shared": bool(shared),
        "is_ext_shared": bool(shared),
        "is_org_shared": False,
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "shared_team_ids": [workspace.team.id, *shared],
        **({"num_members": len(channel.members)} if with_count else {}),
    }


def message_json(
    message: Message, workspace: Workspace, installation: Installation, *, with_metadata: bool = False
) -> Json:
    """A message as `conversations.history` gives it."""
    author = workspace.users[message.user]
    answer: Json = {
        "type": "message",
        "user": message.user,
        "text": message.text,
        "ts": message.ts,
        "team": author.team_id,
    }
    if message.user == workspace.bot.id:
        answer |= {
            "bot_id": installation.bot_id,
            "app_id": installation.app_id,
            "bot_profile": bot_profile_json(workspace, installation),
        }
    else:
        answer["client_msg_id"] = f"client-{message.ts}"
    if message.blocks:
        answer["blocks"] = list(message.blocks)
    if message.is_broadcast:
        answer["subtype"] = "thread_broadcast"
    if message.edited_ts:
        answer["edited"] = {"user": message.user, "ts": message.edited_ts}
    if message.metadata and with_metadata:
        answer["metadata"] = message.metadata
    if message.reactions:
        answer["reactions"] = _reactions(message)
    if message.thread_ts:
        answer["thread_ts"] = message.thread_ts
    replies = workspace.messages.replies(message.channel, message.ts)
    if replies:
        answer |= {
            "thread_ts": message.ts,
            "reply_count": len(replies),
            "reply_users": sorted({reply.user for reply in replies}),
            "reply_users_count": len({reply.user for reply in replies}),
            "latest_reply": replies[-1].ts,
            "is_locked": False,
        }
    return answer


def bot_profile_json(workspace: Workspace, installation: Installation) -> Json:
    """The app's bot as its messages carry it."""
    return {
        "id": installation.bot_id,
        "app_id": installation.app_id,
        "team_id": workspace.team.id,
        "name": workspace.bot.name,
        "deleted": False,
        "updated": CREATED,
        "icons": {},
    }


def view_json(view: View, workspace: Workspace, installation: Installation) -> Json:
    """A view as `views.open` answers with it and as interactions carry it; its team is that of who looks at it."""
    return {
        "private_metadata": "",
        "callback_id": "",
        "external_id": "",
        "clear_on_close": False,
        "notify_on_close": False,
        "submit": None,
        "close": None,
        **view.content,
        "id": view.id,
        "team_id": workspace.users[view.user].team_id,
        "state": {"values": view.values},
        "hash": view.hash,
        "previous_view_id": view.previous_id,
        "root_view_id": view.root_id,
        "app_id": installation.app_id,
        "app_installed_team_id": workspace.team.id,
        "bot_id": installation.bot_id,
    }


def _reactions(message: Message) -> list[Json]:
    return [{"name": name, "users": users, "count": len(users)} for name, users in message.people_by_emoji.items()]
