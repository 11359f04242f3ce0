"""What the app is told of, and what not: by its subscriptions, its scopes, and where it is a member."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.playground.directory import Channel, ChannelKind
from bot.playground.events import Events
from bot.playground.manifest import Manifest
from bot.playground.messages import Message
from bot.playground.records import Records
from bot.playground.workspace import Workspace
from tests.playground.conftest import MANIFEST, Clock

EVENTS = [
    "app_home_opened",
    "app_mention",
    "member_joined_channel",
    "message.channels",
    "message.groups",
    "message.im",
    "reaction_added",
    "reaction_removed",
    "subteam_members_changed",
    "subteam_updated",
]
SCOPES = [*MANIFEST["oauth_config"]["scopes"]["bot"], "usergroups:read"]


@pytest.fixture
def manifest() -> Manifest:
    return Manifest.of(
        {
            "oauth_config": {"scopes": {"bot": SCOPES}},
            "settings": {"event_subscriptions": {"bot_events": EVENTS}},
        }
    )


@pytest.fixture
def heard(records: Records) -> Callable[[], list[str]]:
    """What the app was told of, by type and subtype, oldest first."""

    def heard() -> list[str]:
        told = [each.payload["event"] for each in records.deliveries]
        return [f"{event['type']} {event.get('subtype', '')}".strip() for event in told]

    return heard


@pytest.fixture
def say(workspace: Workspace, clock: Clock) -> Callable[..., Message]:
    def say(channel: Channel, text: str = "x", user: str = "U0ANA", **more: Any) -> Message:
        return workspace.say(channel=channel, user=workspace.users[user], text=text, at=clock(), **more)

    return say


async def test_messages_are_told_of_in_channels_of_every_kind_that_the_app_is_in(
    workspace: Workspace, events: Events, heard: Callable[[], list[str]], say: Callable[..., Message], records: Records
) -> None:
    hidden = workspace.add_channel("war-room", members=[workspace.users["U0ANA"]], kind=ChannelKind.PRIVATE)
    for place in (workspace.channels["C0TRIAGE"], hidden, workspace.direct("U0ANA")):
        await events.posted(say(place))
    await events.posted(say(workspace.channels["C0LOBBY"]))

    assert heard() == ["message"] * 3
    assert [each.payload["event"]["channel_type"] for each in records.deliveries] == ["channel", "group", "im"]


async def test_a_mention_is_an_event_of_its_own_but_not_in_a_direct_conversation_and_not_of_itself(
    workspace: Workspace, events: Events, heard: Callable[[], list[str]], say: Callable[..., Message]
) -> None:
    triage = workspace.channels["C0TRIAGE"]
    await events.posted(say(triage, "<@U0BOT> help"))
    await events.posted(say(workspace.direct("U0ANA"), "<@U0BOT> help"))
    await events.posted(say(triage, "I am <@U0BOT>", "U0BOT"))
    await events.posted(workspace.say_joined(triage, workspace.bot, workspace.messages.in_channel("C0TRIAGE")[0].at))

    assert heard() == ["message", "app_mention", "message", "message", "message channel_join"]


async def test_what_one_person_alone_sees_is_no_event(
    workspace: Workspace, events: Events, heard: Callable[[], list[str]], say: Callable[..., Message]
) -> None:
    whisper = say(workspace.channels["C0TRIAGE"], shown_only_to="U0ANA")
    await events.posted(whisper)
    await events.changed(whisper, whisper)
    await events.deleted(whisper)

    assert heard() == []


async def test_a_message_that_is_lost_at_once_is_not_told_of(
    workspace: Workspace, events: Events, heard: Callable[[], list[str]], say: Callable[..., Message]
) -> None:
    lost = say(workspace.channels["C0TRIAGE"])
    told = events.posted(lost)
    workspace.messages.delete(lost)
    await told

    assert heard() == []


async def test_a_change_of_a_user_group_is_told_as_a_whole_and_by_its_people(
    workspace: Workspace, events: Events, heard: Callable[[], list[str]], clock: Clock
) -> None:
    before = workspace.add_user_group("leads", members=[workspace.users["U0ANA"]])
    await events.group_changed(before, workspace.regroup(before, [workspace.users["U0OLLY"]], clock()))

    assert heard() == ["subteam_updated", "subteam_members_changed"]


async def test_nothing_is_told_of_without_its_subscription_or_its_scope(
    workspace: Workspace,
    manifest: Manifest,
    events_for: Callable[[Manifest], Events],
    heard: Callable[[], list[str]],
    say: Callable[..., Message],
) -> None:
    triage, ana, group = workspace.channels["C0TRIAGE"], workspace.users["U0ANA"], workspace.add_user_group("leads")
    said = say(triage, "<@U0BOT>")

    async def everything_happens(to: Manifest) -> None:
        events = events_for(to)
        for told in (
            events.posted(said),
            events.changed(said, said),
            events.deleted(said),
            events.reaction_added(ana, said, "ticket"),
            events.reaction_removed(ana, said, "ticket"),
            events.joined(ana, triage),
            events.home_opened(ana),
            events.group_changed(group, group),
        ):
            await told

    await everything_happens(manifest)
    assert heard() == [
        *("message", "app_mention", "message message_changed", "message message_deleted"),
        *("reaction_added", "reaction_removed", "member_joined_channel", "app_home_opened"),
        *("subteam_updated", "subteam_members_changed"),
    ]

    await everything_happens(replace(manifest, events=frozenset()))
    await everything_happens(replace(manifest, scopes=frozenset()))
    assert heard()[10:] == ["app_home_opened"], "it takes no scope"


async def test_one_can_see_how_many_are_under_way_and_end_them(
    workspace: Workspace, events: Events, heard: Callable[[], list[str]], say: Callable[..., Message]
) -> None:
    events.posted(say(workspace.channels["C0TRIAGE"]))
    assert events.under_way == 1
    await events.close()

    assert events.under_way == 0
    assert heard() == []
