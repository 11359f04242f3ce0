"""`chat.*`: post, edit and delete messages."""

from typing import Any

from bot.playground.blockkit import check_message_blocks
from bot.playground.directory import Channel, ChannelKind
from bot.playground.methods.call import Call
from bot.playground.refusals import Json, Refusal
from bot.playground.wire import message_json

LONGEST_POST = 40_000
"""Longer text is cut, with a warning."""
LONGEST_UPDATE = 4_000
LARGEST_METADATA = 8_000
"""Bytes of the JSON of a message's metadata (observed, unpublished)."""


def post_message(call: Call) -> Json:
    """`chat.postMessage`."""
    channel = _destination(call)
    text, blocks = _content(call)
    metadata = _metadata(call)
    thread_ts = _thread(call, channel)
    if call.rate is not None:
        call.rate.admit(channel.id)
    message = call.workspace.say(
        channel=channel,
        user=call.workspace.bot,
        text=text[:LONGEST_POST],
        at=call.at,
        blocks=blocks,
        thread_ts=thread_ts,
        is_broadcast=thread_ts is not None and call.flag("reply_broadcast"),
        metadata=metadata,
    )
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
    text, blocks = _content(call)
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
    channel = call.channel()
    message = call.message(channel)
    if message.user != call.workspace.bot.id:
        raise Refusal("cant_update_message")
    text, blocks = _content(call)
    if len(text) > LONGEST_UPDATE:
        raise Refusal("msg_too_long")
    metadata = _metadata(call)
    edited = call.workspace.messages.change(
        message,
        text=text if call.text("text") else message.text,
        blocks=blocks,
        edited_ts=call.workspace.next_stamp(call.at),
        metadata=message.metadata if metadata is None else metadata,
    )
    return {
        "channel": channel.id,
        "ts": edited.ts,
        "text": edited.text,
        "message": message_json(edited, call.workspace, call.installation, with_metadata=True),
    }


def delete(call: Call) -> Json:
    """`chat.delete`."""
    channel = call.channel()
    message = call.message(channel)
    if message.user != call.workspace.bot.id:
        raise Refusal("cant_delete_message")
    call.workspace.messages.delete(message)
    return {"channel": channel.id, "ts": message.ts}


def get_permalink(call: Call) -> Json:
    """`chat.getPermalink`."""
    channel = call.channel()
    message = call.message(channel, "message_ts")
    place = f"https://{call.workspace.team.domain}.slack.example/archives/{channel.id}"
    return {"channel": channel.id, "permalink": f"{place}/p{message.ts.replace('.', '')}"}


def _destination(call: Call) -> Channel:
    """Where to post: a channel, or a person, who is written to directly."""
    person = call.workspace.users.get(call.text("channel") or "")
    if person is not None:
        return call.workspace.direct(person.id)
    channel = call.channel()
    if channel.is_archived:
        raise Refusal("is_archived")
    may_write_anywhere = "chat:write.public" in call.installation.manifest.scopes
    if call.workspace.bot.id not in channel.members and not (may_write_anywhere and channel.kind is ChannelKind.PUBLIC):
        raise Refusal("not_in_channel")
    return channel


def _content(call: Call) -> tuple[str, tuple[Json, ...]]:
    text = call.text("text") or ""
    given: Any = call.structure("blocks")
    blocks = check_message_blocks(given) if given is not None else ()
    if not text and not blocks:
        raise Refusal("no_text")
    return text, blocks


def _metadata(call: Call) -> Json | None:
    metadata: Any = call.structure("metadata")
    if metadata is None:
        return None
    if not isinstance(metadata, dict):
        raise Refusal("invalid_metadata_format")
    if metadata and not (
        isinstance(metadata.get("event_type"), str) and isinstance(metadata.get("event_payload"), dict)
    ):
        raise Refusal("invalid_metadata_schema")
    if len(str(metadata).encode()) > LARGEST_METADATA:
        raise Refusal("metadata_too_large")
    return metadata


def _thread(call: Call, channel: Channel) -> str | None:
    """The first message of the thread to answer in, also when a reply of it was named."""
    thread_ts = call.text("thread_ts")
    if thread_ts is None:
        return None
    root = call.workspace.messages.get(channel.id, thread_ts)
    if root is None:
        raise Refusal("cannot_reply_to_message")
    return root.thread_ts or root.ts
