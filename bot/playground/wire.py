"""Users, groups, channels, messages, files and views as Slack writes them in JSON, in answers and payloads alike."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.playground.directory import BotKind, Channel, ChannelKind, User, UserGroup
from bot.playground.files import SharedFile
from bot.playground.installation import Installation
from bot.playground.messages import JOINED, Message
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
    answer: Json = {"type": "message", "text": message.text, "ts": message.ts}
    answer |= _author_json(message, workspace, installation)
    if message.blocks:
        answer["blocks"] = list(message.blocks)
    if message.files:
        files = [file_json(file, workspace, shared_in=workspace.channels[file.channel]) for file in message.files]
        answer |= {"subtype": "file_share", "files": files, "upload": False, "display_as_bot": False}
    if message.edited_ts:
        answer["edited"] = {"user": message.user, "ts": message.edited_ts}
    if message.metadata and with_metadata:
        answer["metadata"] = message.metadata
    if message.reactions:
        answer["reactions"] = _reactions(message)
    if message.thread_ts:
        answer |= _thread_json(message, message.thread_ts, workspace, installation)
    replies = workspace.messages.replies(message.channel, message.ts)
    if replies:
        authors = [workspace.users[reply.user] for reply in replies]
        people = sorted({author.id if author.has_account else author.bot_id for author in authors})
        answer |= {
            "thread_ts": message.ts,
            "reply_count": len(replies),
            "reply_users": people,
            "reply_users_count": len(people),
            "latest_reply": replies[-1].ts,
            "is_locked": False,
        }
    return answer


def file_json(file: SharedFile, workspace: Workspace, *, shared_in: Channel | None = None) -> Json:
    """A file as `files.info` gives it, or as a message of a channel carries it.

    A message in a channel shared with another team carries no more of it than its id, and `files.info` has the rest.
    """
    if shared_in is not None and shared_in.shared_with:
        return {
            "id": file.id,
            "mode": "file_access",
            "file_access": "check_file_info",
            "created": 0,
            "timestamp": 0,
            "user": "",
        }
    team = workspace.teams[workspace.users[file.user].team_id]
    private = f"https://files.slack.example/files-pri/{team.id}-{file.id}"
    return {
        "id": file.id,
        "created": file.created,
        "timestamp": file.created,
        "name": file.name,
        "title": file.name,
        "mimetype": file.mimetype,
        "filetype": file.ending or "binary",
        "pretty_type": file.type_name,
        "user": file.user,
        "user_team": team.id,
        "editable": False,
        "size": file.size,
        "mode": "hosted",
        "is_external": False,
        "external_type": "",
        "is_public": workspace.channels[file.channel].kind is ChannelKind.PUBLIC,
        "public_url_shared": False,
        "display_as_bot": False,
        "username": "",
        "url_private": f"{private}/{file.name}",
        "url_private_download": f"{private}/download/{file.name}",
        "media_display_type": "unknown",
        "permalink": f"https://{team.domain}.slack.example/files/{file.user}/{file.id}/{file.name}",
        "permalink_public": f"https://files.slack.example/{team.id}-{file.id}",
        "has_rich_preview": False,
        "file_access": "visible",
    }


def user_group_json(group: UserGroup, workspace: Workspace, *, with_users: bool, with_count: bool) -> Json:
    """A user group as `usergroups.list` gives it; its people and how many they are only where asked for."""
    answer: Json = {
        "id": group.id,
        "team_id": workspace.team.id,
        "is_usergroup": True,
        "is_subteam": True,
        "name": group.name,
        "description": "",
        "handle": group.handle,
        "is_external": False,
        "date_create": CREATED,
        "date_update": changed_seconds(group),
        "date_delete": 0,
        "auto_provision": False,
        "enterprise_subteam_id": "",
        "created_by": None,
        "updated_by": None,
        "deleted_by": None,
        "prefs": {"channels": [], "groups": []},
        "channel_count": 0,
    }
    if with_users:
        answer["users"] = list(group.members)
    if with_count:
        answer["user_count"] = len(group.members)
    return answer


def changed_seconds(group: UserGroup) -> int:
    """When the people of a user group were last changed, in seconds of Unix time."""
    return int(group.changed.timestamp()) if group.changed else CREATED


def bot_profile_json(bot: User, workspace: Workspace, installation: Installation) -> Json:
    """A bot, the app's own or another one's, as its messages carry it."""
    bot_id, app_id = bot_ids(bot, workspace, installation)
    return {
        "id": bot_id,
        "app_id": app_id,
        "team_id": bot.team_id,
        "name": bot.name,
        "deleted": False,
        "updated": CREATED,
        "icons": {},
    }


def bot_ids(bot: User, workspace: Workspace, installation: Installation) -> tuple[str, str]:
    """The bot id and the app id of a bot; empty for whoever has none."""
    if bot.id == workspace.bot.id:
        return installation.bot_id, installation.app_id
    return bot.bot_id, bot.app_id


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


def _author_json(message: Message, workspace: Workspace, installation: Installation) -> Json:
    """What a message says of who wrote it."""
    author = workspace.users[message.user]
    if message.subtype == JOINED:
        return {"subtype": JOINED, "user": author.id}
    if author.bot_kind is BotKind.INTEGRATION:
        return {"subtype": author.bot_kind.value, "username": author.name, "bot_id": author.bot_id}
    answer: Json = {"user": author.id, "team": author.team_id}
    if author.bot_kind is BotKind.SLACKBOT:
        answer["subtype"] = author.bot_kind.value
    elif author.is_bot:
        bot_id, app_id = bot_ids(author, workspace, installation)
        profile = bot_profile_json(author, workspace, installation)
        answer |= {"bot_id": bot_id, "app_id": app_id, "bot_profile": profile}
    else:
        answer["client_msg_id"] = f"client-{message.ts}"
    if author.team_id != workspace.team.id:
        answer |= {"user_team": author.team_id, "source_team": author.team_id}
    return answer


def _thread_json(message: Message, thread_ts: str, workspace: Workspace, installation: Installation) -> Json:
    """What a message says of the thread that it belongs to; one that is sent to the channel too carries its root."""
    root = workspace.messages.get(message.channel, thread_ts)
    answer: Json = {"thread_ts": thread_ts}
    if root is None or not message.is_reply:
        return answer
    if message.is_broadcast:
        return {**answer, "subtype": "thread_broadcast", "root": message_json(root, workspace, installation)}
    if workspace.users[root.user].has_account:
        answer["parent_user_id"] = root.user
    return answer
