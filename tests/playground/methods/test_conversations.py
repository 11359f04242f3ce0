"""Finding, reading and joining conversations."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.server import LocalSlack
from tests.playground.conftest import Clock
from tests.playground.methods.test_chat import word

NOTICE = {"event_type": "sla_notice", "event_payload": {"k": "T-1:first_response:due"}}


async def test_metadata_is_given_only_when_asked_for(client: AsyncWebClient) -> None:
    root = await client.chat_postMessage(channel="C0TRIAGE", text="card", metadata=NOTICE)
    await client.chat_postMessage(channel="C0TRIAGE", text="due", thread_ts=root["ts"], metadata=NOTICE)

    plain = await client.conversations_history(channel="C0TRIAGE")
    full = await client.conversations_history(channel="C0TRIAGE", include_all_metadata=True)
    thread = await client.conversations_replies(channel="C0TRIAGE", ts=root["ts"], include_all_metadata=True)

    assert "metadata" not in plain["messages"][0]
    assert full["messages"][0]["metadata"] == NOTICE
    assert [m["metadata"] for m in thread["messages"]] == [NOTICE, NOTICE]
    assert (thread["messages"][0]["reply_count"], thread["messages"][1]["bot_id"]) == (1, "B0BOT")


async def test_the_history_is_newest_first_bounded_and_in_pages(client: AsyncWebClient, clock: Clock) -> None:
    stamps = []
    for n in range(5):
        stamps.append((await client.chat_postMessage(channel="C0TRIAGE", text=str(n)))["ts"])
        clock.move(seconds=10)

    async def texts(**args: Any) -> list[str]:
        answer = await client.conversations_history(channel="C0TRIAGE", **args)
        return [m["text"] for m in answer["messages"]]

    assert await texts() == ["4", "3", "2", "1", "0"]
    assert await texts(oldest=stamps[1], latest=stamps[4]) == ["3", "2"]
    assert await texts(oldest=stamps[1], latest=stamps[4], inclusive=True) == ["4", "3", "2", "1"]
    first = await client.conversations_history(channel="C0TRIAGE", limit=2)
    assert [[m["text"] for m in page["messages"]] async for page in first] == [["4", "3"], ["2", "1"], ["0"]]
    assert await word(client, "conversations.history", channel="C0TRIAGE", cursor="x") == "invalid_cursor"


async def test_reading_needs_membership_and_the_scope_of_the_kind(client: AsyncWebClient) -> None:
    assert await word(client, "conversations.history", channel="C0LOBBY") == "not_in_channel"
    assert await word(client, "conversations.history", channel="C0LEADS") == "channel_not_found"
    assert await word(client, "conversations.replies", channel="C0TRIAGE", ts="1.2") == "thread_not_found"
    direct = (await client.conversations_open(users="U0OLLY"))["channel"]["id"]
    assert await word(client, "conversations.info", channel=direct) == "missing_scope"


async def test_a_public_channel_can_be_joined_and_is_listed(slack: LocalSlack, client: AsyncWebClient) -> None:
    await client.conversations_join(channel="C0LOBBY")
    listed = (await client.conversations_list(types="public_channel"))["channels"]

    assert "U0BOT" in slack.workspace.channels["C0LOBBY"].members
    assert {c["name"]: c["is_member"] for c in listed} == {"triage": True, "acme-support": True, "lobby": True}
    assert {c["name"] for c in listed if c["is_ext_shared"]} == {"acme-support"}
    assert (await client.conversations_members(channel="C0LOBBY"))["members"] == ["U0ANA", "U0BOT", "U0OLLY"]
    assert await word(client, "conversations.list", types="planets") == "invalid_types"
    slack.workspace.archive(slack.workspace.channels["C0LOBBY"])
    assert await word(client, "conversations.join", channel="C0LOBBY") == "is_archived"
    direct = slack.workspace.direct("U0ANA").id
    assert await word(client, "conversations.join", channel=direct) == "method_not_supported_for_channel_type"


@pytest.mark.parametrize(
    ("users", "expected"),
    [
        ("", "users_list_not_supplied"),
        ("U9", "user_not_found"),
        ("U0ANA,U0OLLY", "method_not_supported_for_channel_type"),
    ],
)
async def test_a_direct_conversation_needs_one_person(client: AsyncWebClient, users: str, expected: str) -> None:
    assert await word(client, "conversations.open", users=users) == expected


async def test_the_app_reacts_once(slack: LocalSlack, client: AsyncWebClient) -> None:
    said = await slack.person("Ana Agent").says("triage", "help")
    place: dict[str, Any] = {"channel": "C0TRIAGE", "timestamp": said.ts, "name": "eyes"}

    await client.reactions_add(**place)
    [kept] = (await client.conversations_history(channel="C0TRIAGE"))["messages"]
    assert kept["reactions"] == [{"name": "eyes", "users": ["U0BOT"], "count": 1}]
    assert await word(client, "reactions.add", **place) == "already_reacted"
    await client.reactions_remove(**place)
    assert await word(client, "reactions.remove", **place) == "no_reaction"
