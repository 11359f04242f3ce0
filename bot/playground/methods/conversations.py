"""`conversations.*`: find, read and join conversations."""

from collections.abc import Callable

from bot.playground.directory import ChannelKind
from bot.playground.messages import Message
from bot.playground.methods.call import Call
from bot.playground.refusals import Json, Refusal
from bot.playground.wire import channel_json, message_json

MOST_PEOPLE = 8
"""Of a conversation of several people, beside the one who opens it."""
_KIND_OF_TYPE = {
    "public_channel": ChannelKind.PUBLIC,
    "private_channel": ChannelKind.PRIVATE,
    "im": ChannelKind.DIRECT,
}


def info(call: Call) -> Json:
    """`conversations.info`."""
    channel = call.channel(scope="read")
    return {"channel": channel_json(channel, call.workspace, with_count=call.flag("include_num_members"))}


def list_all(call: Call) -> Json:
    """`conversations.list`: private and direct conversations only where the app is a member."""
    kinds = set()
    for name in (call.text("types") or "public_channel").split(","):
        if name.strip() == "mpim":
            continue
        if name.strip() not in _KIND_OF_TYPE:
            raise Refusal("invalid_types")
        kinds.add(_KIND_OF_TYPE[name.strip()])
    for kind in kinds:
        call.require_scope(f"{kind.value}:read")
    visible = [
        channel
        for channel in call.workspace.channels.values()
        if channel.kind in kinds
        and (channel.kind is ChannelKind.PUBLIC or call.workspace.bot.id in channel.members)
        and not (call.flag("exclude_archived") and channel.is_archived)
    ]
    page, more = call.page(visible, 100, bad_limit="invalid_limit")
    return {"channels": [channel_json(channel, call.workspace, with_count=True) for channel in page], **more}


def members(call: Call) -> Json:
    """`conversations.members`."""
    page, more = call.page(sorted(call.channel(scope="read").members), 100, bad_limit="invalid_limit")
    return {"members": page, **more}


def history(call: Call) -> Json:
    """`conversations.history`: newest first."""
    channel = call.channel(scope="history")
    if call.workspace.bot.id not in channel.members:
        raise Refusal("not_in_channel")
    inside = _span(call)
    wanted = [m for m in call.workspace.messages.newest_first(channel.id) if inside(m)]
    page, more = call.page(wanted, 100)
    return {
        "messages": [_shown(call, message) for message in page],
        "has_more": bool(more["response_metadata"]["next_cursor"]),
        **more,
    }


def replies(call: Call) -> Json:
    """`conversations.replies`: the first message, then its replies, oldest first."""
    channel = call.channel(scope="history")
    root = call.workspace.messages.get(channel.id, call.text("ts") or "")
    if root is None:
        raise Refusal("thread_not_found")
    inside = _span(call)
    wanted = [m for m in call.workspace.messages.replies(channel.id, root.ts) if inside(m)]
    page, more = call.page([root, *wanted], 1000)
    return {
        "messages": [_shown(call, message) for message in page],
        "has_more": bool(more["response_metadata"]["next_cursor"]),
        **more,
    }


def open_direct(call: Call) -> Json:
    """`conversations.open` with one person, or again by the id of a direct conversation."""
    if call.text("channel") is not None:
        channel = call.channel()
        if channel.kind is not ChannelKind.DIRECT:
            raise Refusal("method_not_supported_for_channel_type")
        return {"channel": channel_json(channel, call.workspace)}
    names = [name for name in (call.text("users") or "").split(",") if name]
    if not names:
        raise Refusal("users_list_not_supplied")
    if len(names) > MOST_PEOPLE:
        raise Refusal("too_many_users")
    call.require_scope("im:write" if len(names) == 1 else "mpim:write")
    if len(names) > 1:
        raise Refusal("method_not_supported_for_channel_type")
    person = call.workspace.users.get(names[0])
    if person is None:
        raise Refusal("user_not_found")
    if person.deleted:
        raise Refusal("user_disabled")
    return {"channel": channel_json(call.workspace.direct(person.id), call.workspace)}


def join(call: Call) -> Json:
    """`conversations.join`: public channels only."""
    channel = call.channel()
    if channel.kind is not ChannelKind.PUBLIC:
        raise Refusal("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise Refusal("is_archived")
    if call.workspace.bot.id in channel.members:
        again = {"warning": "already_in_channel", "response_metadata": {"warnings": ["already_in_channel"]}}
        return {"channel": channel_json(channel, call.workspace), **again}
    channel = call.workspace.join(channel, call.workspace.bot)
    call.events.posted(call.workspace.say_joined(channel, call.workspace.bot, call.at))
    call.events.joined(call.workspace.bot, channel)
    return {"channel": channel_json(channel, call.workspace)}


def _span(call: Call) -> Callable[[Message], bool]:
    """Whether a message lies between `oldest` and `latest`, the ends counted only with `inclusive`."""
    oldest = float(call.stamp("oldest", refused_as="invalid_ts_oldest") or 0)
    latest = float(call.stamp("latest", refused_as="invalid_ts_latest") or "inf")
    if call.flag("inclusive"):
        return lambda message: oldest <= float(message.ts) <= latest
    return lambda message: oldest < float(message.ts) < latest


def _shown(call: Call, message: Message) -> Json:
    with_metadata = call.flag("include_all_metadata")
    return message_json(message, call.workspace, call.installation, with_metadata=with_metadata)
