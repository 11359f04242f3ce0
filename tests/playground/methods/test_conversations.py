"""Finding, reading and joining conversations, and each of Slack's refusals."""

from dataclasses import replace
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.refusals import Json
from bot.playground.server import LocalSlack
from tests.playground.conftest import Clock
from tests.playground.methods.situations import (
    GUESTS,
    NO_SUCH_CHANNEL,
    ORGANISATION,
    SLACKS_OWN,
    Scene,
    Situation,
    Words,
    cases,
    refused_as,
)

NOTICE = {"event_type": "sla_notice", "event_payload": {"k": "T-1:first_response:due"}}


async def with_ana(scene: Scene) -> Json:
    return {"channel": scene.slack.workspace.direct("U0ANA").id}


async def archived(scene: Scene) -> Json:
    scene.archive()
    return {"channel": "C0TRIAGE"}


async def of_one_who_left(scene: Scene) -> Json:
    users = scene.slack.workspace.users
    users["U0OLLY"] = replace(users["U0OLLY"], deleted=True)
    return {"users": "U0OLLY"}


def replies(**more: Any) -> Situation:
    async def prepare(scene: Scene) -> Json:
        return {**await scene.posted(), **more}

    return prepare


LIMITED = {"channel_is_limited_access": ORGANISATION}
FILTERED = {"invalid_metadata_filter_keys": "the method documents no argument for a filter"}
WORDS = {
    "conversations.history": Words(
        happens={
            "channel_not_found": {"channel": "C0LEADS"},
            "invalid_cursor": {"channel": "C0TRIAGE", "cursor": "x"},
            "invalid_ts_latest": {"channel": "C0TRIAGE", "latest": "now"},
            "invalid_ts_oldest": {"channel": "C0TRIAGE", "oldest": "-1"},
            "not_in_channel": {"channel": "C0LOBBY"},
        },
        cannot={**LIMITED, **FILTERED},
    ),
    "conversations.info": Words(
        happens={"channel_not_found": {"channel": "triage"}, "missing_scope": with_ana},
        cannot=LIMITED,
    ),
    "conversations.join": Words(
        happens={
            "channel_not_found": {"channel": "C9"},
            "is_archived": archived,
            "method_not_supported_for_channel_type": with_ana,
        },
        elsewhere=frozenset({"missing_scope"}),
        cannot={**LIMITED, "too_many_members": NO_SUCH_CHANNEL},
    ),
    "conversations.list": Words(
        happens={
            "invalid_cursor": {"cursor": "x"},
            "invalid_limit": {"limit": "many"},
            "invalid_types": {"types": "planets"},
            "missing_scope": {"types": "im"},
        },
        cannot={
            "method_not_supported_for_channel_type": NO_SUCH_CHANNEL,
            "missing_argument": ORGANISATION,
        },
    ),
    "conversations.members": Words(
        happens={
            "channel_not_found": {"channel": "C9"},
            "invalid_cursor": {"channel": "C0TRIAGE", "cursor": "x"},
            "invalid_limit": {"channel": "C0TRIAGE", "limit": 0},
            "missing_scope": with_ana,
        },
        cannot={
            "fetch_members_failed": SLACKS_OWN,
            "method_not_supported_for_channel_type": NO_SUCH_CHANNEL,
        },
    ),
    "conversations.open": Words(
        happens={
            "channel_not_found": {"channel": "D9"},
            "method_not_supported_for_channel_type": {"channel": "C0TRIAGE"},
            "missing_scope": {"users": "U0ANA,U0OLLY"},
            "too_many_users": {"users": ",".join(["U0ANA"] * 9)},
            "user_disabled": of_one_who_left,
            "user_not_found": {"users": "U9"},
            "users_list_not_supplied": {"users": ""},
        },
        cannot={
            "invalid_user_combination": NO_SUCH_CHANNEL,
            "not_enough_users": NO_SUCH_CHANNEL,
            "user_not_visible": GUESTS,
        },
    ),
    "conversations.replies": Words(
        happens={
            "channel_not_found": {"channel": "C0LEADS", "ts": "1.2"},
            "invalid_cursor": replies(cursor="x"),
            "invalid_ts_latest": replies(latest="now"),
            "invalid_ts_oldest": replies(oldest="1.1234567"),
            "thread_not_found": {"channel": "C0TRIAGE", "ts": "1.2"},
        },
        elsewhere=frozenset({"missing_scope"}),
        cannot={
            **FILTERED,
            "list_record_comment_fetch_failed": NO_SUCH_CHANNEL,
            "method_not_supported_for_channel_type": NO_SUCH_CHANNEL,
        },
    ),
}


@pytest.mark.parametrize(("method", "situation", "word"), cases(WORDS))
async def test_slack_says_its_word(scene: Scene, method: str, situation: Situation, word: str) -> None:
    assert await refused_as(scene, method, situation) == word


async def test_a_direct_conversation_is_opened_again_by_its_id(scene: Scene) -> None:
    first = (await scene.client.conversations_open(users="U0OLLY"))["channel"]["id"]
    assert (await scene.client.conversations_open(channel=first))["channel"]["id"] == first


async def test_who_is_there_already_joins_with_a_warning(scene: Scene) -> None:
    assert (await scene.client.conversations_join(channel="C0TRIAGE"))["warning"] == "already_in_channel"
    assert "warning" not in (await scene.client.conversations_join(channel="C0LOBBY")).data


async def test_a_page_is_never_longer_than_slack_gives(scene: Scene) -> None:
    await scene.posted()
    assert len((await scene.client.conversations_history(channel="C0TRIAGE", limit=5000))["messages"]) == 1
    assert await refused_as(scene, "conversations.history", {"channel": "C0TRIAGE", "limit": -1}) == "invalid_arguments"


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


async def test_a_public_channel_can_be_joined_and_is_listed(slack: LocalSlack, client: AsyncWebClient) -> None:
    await client.conversations_join(channel="C0LOBBY")
    listed = (await client.conversations_list(types="public_channel"))["channels"]

    assert "U0BOT" in slack.workspace.channels["C0LOBBY"].members
    assert {c["name"]: c["is_member"] for c in listed} == {"triage": True, "acme-support": True, "lobby": True}
    assert {c["name"] for c in listed if c["is_ext_shared"]} == {"acme-support"}
    assert (await client.conversations_members(channel="C0LOBBY"))["members"] == ["U0ANA", "U0BOT", "U0OLLY"]
