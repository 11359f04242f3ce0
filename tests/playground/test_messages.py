"""Messages in their order, and threads."""

from datetime import UTC, datetime, timedelta

from bot.playground.workspace import Workspace

AT = datetime(2026, 7, 2, 17, 30, tzinfo=UTC)


def test_a_deleted_reply_leaves_the_thread_and_the_channel(workspace: Workspace) -> None:
    place, ana = workspace.channels["C0TRIAGE"], workspace.users["U0ANA"]
    root = workspace.say(channel=place, user=ana, text="root", at=AT)
    reply = workspace.say(channel=place, user=ana, text="re", at=AT, thread_ts=root.ts, is_broadcast=True)
    later = workspace.say(channel=place, user=ana, text="later", at=AT + timedelta(seconds=1))
    messages = workspace.messages

    assert messages.replies(place.id, root.ts) == [reply]
    assert [*messages.newest_first(place.id)] == [later, reply, root]
    messages.delete(reply)
    assert messages.replies(place.id, root.ts) == []
    assert messages.in_channel(place.id) == [root, later]
    assert messages.get(place.id, reply.ts) is None


def test_only_news_of_others_is_unread(workspace: Workspace) -> None:
    place = workspace.channels["C0TRIAGE"]
    old = workspace.say(channel=place, user=workspace.users["U0OLLY"], text="old", at=AT)
    assert workspace.unread("U0ANA", place.id) == [old]
    workspace.mark_read("U0ANA", place.id)
    workspace.say(channel=place, user=workspace.users["U0ANA"], text="mine", at=AT)
    new = workspace.say(channel=place, user=workspace.bot, text="new", at=AT)

    assert workspace.unread("U0ANA", place.id) == [new]


def test_a_message_knows_when_it_was_written_and_who_reacted_how(workspace: Workspace) -> None:
    at = AT + timedelta(microseconds=123_456)
    message = workspace.say(channel=workspace.channels["C0TRIAGE"], user=workspace.bot, text="card", at=at)
    reactions = (("eyes", "U0OLLY"), ("tada", "U0ANA"), ("eyes", "U0ANA"))
    reacted = workspace.messages.change(message, reactions=reactions)

    assert reacted.at == at
    assert reacted.people_by_emoji == {"eyes": ["U0OLLY", "U0ANA"], "tada": ["U0ANA"]}
    assert message.people_by_emoji == {}
