"""`chat.*`: post, edit and delete messages."""

from bot.playground.directory import Channel, ChannelKind, Posting
from bot.playground.messages import Message
from bot.playground.methods.call import Call
from bot.playground.methods.content import content, metadata
from bot.playground.refusals import Json, Refusal
from bot.playground.wire import message_json

LONGEST_POST = 40_000
"""Longer text is cut, with a warning; what one person sees is refused."""
LONGEST_UPDATE = 4_000


def post_message(call: Call) -> Json:
    """`chat.postMessage`."""
    _as_the_app(call)
    channel = _destination(call)
    text, blocks = content(call, blocks_too_long="msg_blocks_too_long")
    kept = metadata(call)
    thread_ts = _thread(call, channel)
    _check_posting(channel, thread_ts)
    if call.rate is not None:
        call.rate.admit_message(channel.id)
    message = call.workspace.say(
        channel=channel,
        user=call.workspace.bot,
        text=text[:LONGEST_POST],
        at=call.at,
        blocks=blocks,
        thread_ts=thread_ts,
        is_broadcast=thread_ts is not None and call.flag("reply_broadcast"),
        metadata=kept,
    )
    call.events.posted(message)
    answer: Json = {
        "channel": channel.id,
        "ts": message.ts,
        "message": message_json(message, call.workspace, call.installation, with_metadata=True),
    }
    if len(text) > LONGEST_POST:
        answer["response_metadata"] = {"warnings": ["message_truncated"]}
    return answer


def post_ephemeral(call: Call) -> Json:
    """`chat.postEphemeral`: shown to one person, never edited, not in the history."""
    channel = _destination(call)
    text, blocks = content(call)
    if len(text) > LONGEST_POST:
        raise Refusal("msg_too_long")
    if channel.posting is Posting.RESTRICTED:
        raise Refusal("restricted_action")
    reader = call.workspace.users.get(call.text("user") or "")
    if reader is None or reader.id not in channel.members:
        raise Refusal("user_not_in_channel")
    message = call.workspace.say(
        channel=channel,
        user=call.workspace.bot,
        text=text,
        at=call.at,
        blocks=blocks,
        thread_ts=_thread(call, channel),
        shown_only_to=reader.id,
    )
    return {"message_ts": message.ts}


def update(call: Call) -> Json:
    """`chat.update`: text without blocks takes the blocks away; metadata that is not given stays."""
    _as_the_app(call)
    channel = call.channel()
    message = call.message(channel)
    if message.user != call.workspace.bot.id:
        raise Refusal("cant_update_message")
    if channel.is_archived:
        raise Refusal("is_inactive")
    if call.flag("reply_broadcast"):
        return _updated(call, message, _broadcast(call, message))
    text, blocks = content(call)
    if len(text) > LONGEST_UPDATE:
        raise Refusal("msg_too_long")
    kept = metadata(call)
    edited = call.workspace.messages.change(
        message,
        text=text if call.text("text") else message.text,
        blocks=blocks,
        edited_ts=call.workspace.next_stamp(call.at),
        metadata=message.metadata if kept is None else kept,
    )
    return _updated(call, message, edited)


def delete(call: Call) -> Json:
    """`chat.delete`."""
    channel = call.channel()
    message = call.message(channel)
    if message.user != call.workspace.bot.id:
        raise Refusal("cant_delete_message")
    call.workspace.messages.delete(message)
    call.events.deleted(message)
    return {"channel": channel.id, "ts": message.ts}


def get_permalink(call: Call) -> Json:
    """`chat.getPermalink`."""
    channel = call.channel()
    message = call.message(channel, "message_ts")
    return {"channel": channel.id, "permalink": call.workspace.permalink(message)}


def _as_the_app(call: Call) -> None:
    if call.flag("as_user"):
        raise Refusal("as_user_not_supported")


def _destination(call: Call) -> Channel:
    """Where to post: a channel, or a person, who is written to directly."""
    person = call.workspace.users.get(call.text("channel") or "")
    if person is not None:
        return call.workspace.direct(person.id)
    channel = call.channel(by_name=True)
    if channel.is_archived:
        raise Refusal("is_archived")
    may_write_anywhere = "chat:write.public" in call.installation.manifest.scopes
    if call.workspace.bot.id not in channel.members and not (may_write_anywhere and channel.kind is ChannelKind.PUBLIC):
        raise Refusal("not_in_channel")
    return channel


def _thread(call: Call, channel: Channel) -> str | None:
    """The first message of the thread to answer in, also when a reply of it was named."""
    thread_ts = call.text("thread_ts")
    if thread_ts is None:
        return None
    root = call.workspace.messages.get(channel.id, thread_ts)
    if root is None:
        raise Refusal("cannot_reply_to_message")
    return root.thread_ts or root.ts


def _check_posting(channel: Channel, thread_ts: str | None) -> None:
    """Keep to what the channel's managers let the app post there."""
    if channel.posting is Posting.RESTRICTED:
        raise Refusal("restricted_action")
    if channel.posting is Posting.NONE:
        raise Refusal("restricted_action_read_only_channel")
    if channel.posting is Posting.IN_THREADS_ONLY and thread_ts is None:
        raise Refusal("restricted_action_thread_only_channel")
    if channel.posting is Posting.WITHOUT_THREADS and thread_ts is not None:
        raise Refusal("restricted_action_non_threadable_channel")


def _broadcast(call: Call, message: Message) -> Message:
    """Show a reply in its channel as well, which goes together with no other change."""
    if any(call.text(name) for name in ("text", "blocks", "markdown_text", "attachments")):
        raise Refusal("no_dual_broadcast_content_update")
    if not message.is_reply or message.is_broadcast:
        raise Refusal("cant_broadcast_message")
    return call.workspace.messages.change(message, is_broadcast=True)


def _updated(call: Call, before: Message, message: Message) -> Json:
    call.events.changed(before, message)
    return {
        "channel": message.channel,
        "ts": message.ts,
        "text": message.text,
        "message": message_json(message, call.workspace, call.installation, with_metadata=True),
    }
