"""Posting, editing and deleting, and each of Slack's refusals."""

import json
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.server import LocalSlack
from tests.conftest import SHARED

METHODS_OF_SLACK = SHARED / "slack" / "methods.json"
HELLO = {"type": "section", "text": {"type": "mrkdwn", "text": "hello"}}


async def word(client: AsyncWebClient, method: str, **args: Any) -> str:
    """The word that the call is refused with, checked to be one that Slack documents for it, or for any method."""
    with pytest.raises(SlackApiError) as refused:
        await client.api_call(method, json=args)
    found = str(refused.value.response["error"])
    if METHODS_OF_SLACK.exists():
        assert found in json.loads(METHODS_OF_SLACK.read_text())[method]["errors"] or found == "missing_scope"
    return found


async def test_a_message_is_kept_in_order_with_a_time_stamp_of_its_own(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    stamps = [(await client.chat_postMessage(channel="#triage", text=str(n)))["ts"] for n in range(5)]
    assert stamps == sorted(set(stamps))
    assert [m.text for m in slack.person("Olly Oncall").sees("triage")] == ["0", "1", "2", "3", "4"]


async def test_a_post_to_a_person_is_a_direct_message(slack: LocalSlack, client: AsyncWebClient) -> None:
    answer = await client.chat_postMessage(channel="U0OLLY", text="you are paged")
    assert answer["channel"].startswith("D")
    assert [m.text for m in slack.person("Olly Oncall").direct_messages()] == ["you are paged"]


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ({"channel": "C9", "text": "x"}, "channel_not_found"),
        ({"channel": "C0LEADS", "text": "x"}, "channel_not_found"),
        ({"channel": "C0LOBBY", "text": "x"}, "not_in_channel"),
        ({"channel": "C0TRIAGE"}, "no_text"),
        ({"channel": "C0TRIAGE", "blocks": [{"type": "teapot"}]}, "invalid_blocks"),
        ({"channel": "C0TRIAGE", "blocks": "{}"}, "invalid_blocks_format"),
        ({"channel": "C0TRIAGE", "text": "x", "thread_ts": "1.2"}, "cannot_reply_to_message"),
        ({"channel": "C0TRIAGE", "text": "x", "metadata": "[]"}, "invalid_metadata_format"),
        ({"channel": "C0TRIAGE", "text": "x", "metadata": {"event_type": 3}}, "invalid_metadata_schema"),
        (
            {
                "channel": "C0TRIAGE",
                "text": "x",
                "metadata": {"event_type": "k", "event_payload": {"k": "v" * 8000}},
            },
            "metadata_too_large",
        ),
    ],
)
async def test_a_post_is_refused_with_the_word(client: AsyncWebClient, args: dict[str, Any], expected: str) -> None:
    assert await word(client, "chat.postMessage", **args) == expected


async def test_an_archived_channel_takes_nothing(slack: LocalSlack, client: AsyncWebClient) -> None:
    slack.workspace.archive(slack.workspace.channels["C0TRIAGE"])
    assert await word(client, "chat.postMessage", channel="C0TRIAGE", text="x") == "is_archived"


async def test_too_long_a_text_is_cut_with_a_warning(slack: LocalSlack, client: AsyncWebClient) -> None:
    answer = await client.chat_postMessage(channel="C0TRIAGE", text="x" * 40_001)
    assert answer["response_metadata"]["warnings"] == ["message_truncated"]
    assert len(slack.person("Ana Agent").sees("triage")[0].text) == 40_000


async def test_an_edit_without_blocks_takes_the_blocks_away_and_keeps_the_metadata(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    metadata = {"event_type": "notice", "event_payload": {"k": "1"}}
    posted = await client.chat_postMessage(channel="C0TRIAGE", text="a", blocks=[HELLO], metadata=metadata)
    await client.chat_update(channel="C0TRIAGE", ts=posted["ts"], text="b")

    [message] = slack.person("Ana Agent").sees("triage")
    assert (message.text, message.blocks, message.metadata) == ("b", (), metadata)
    assert message.edited_ts is not None


async def test_an_edit_with_blocks_alone_keeps_the_text(slack: LocalSlack, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel="C0TRIAGE", text="a")
    await client.api_call("chat.update", json={"channel": "C0TRIAGE", "ts": posted["ts"], "blocks": [HELLO]})

    [message] = slack.person("Ana Agent").sees("triage")
    assert (message.text, len(message.blocks)) == ("a", 1)


async def test_only_what_the_app_wrote_can_be_edited_or_deleted(slack: LocalSlack, client: AsyncWebClient) -> None:
    said = await slack.person("Ana Agent").says("triage", "mine")
    theirs = {"channel": "C0TRIAGE", "ts": said.ts}

    assert await word(client, "chat.update", **theirs, text="x") == "cant_update_message"
    assert await word(client, "chat.delete", **theirs) == "cant_delete_message"
    assert await word(client, "chat.update", channel="C0TRIAGE", ts="1.2", text="x") == "message_not_found"
    assert await word(client, "chat.delete", channel="C0TRIAGE", ts="1.2") == "message_not_found"


async def test_an_edit_longer_than_four_thousand_characters_is_refused(client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel="C0TRIAGE", text="a")
    edit = {"channel": "C0TRIAGE", "ts": posted["ts"], "text": "x" * 4001}
    assert await word(client, "chat.update", **edit) == "msg_too_long"


async def test_a_deleted_message_is_gone(slack: LocalSlack, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel="C0TRIAGE", text="a")
    await client.chat_delete(channel="C0TRIAGE", ts=posted["ts"])
    assert slack.person("Ana Agent").sees("triage") == []


async def test_what_one_person_sees_can_be_neither_edited_nor_read_back(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    posted = await client.chat_postEphemeral(channel="C0TRIAGE", user="U0ANA", text="for you")
    edit = {"channel": "C0TRIAGE", "ts": posted["message_ts"], "text": "x"}

    assert await word(client, "chat.update", **edit) == "message_not_found"
    assert (await client.conversations_history(channel="C0TRIAGE"))["messages"] == []
    assert (
        await word(client, "chat.postEphemeral", channel="C0TRIAGE", user="U0CARL", text="x") == "user_not_in_channel"
    )
    assert [m.text for m in slack.person("Ana Agent").ephemerals()] == ["for you"]


async def test_a_reply_hangs_under_its_message_and_is_shown_in_the_channel_when_broadcast(
    slack: LocalSlack, client: AsyncWebClient
) -> None:
    root = await client.chat_postMessage(channel="C0TRIAGE", text="card")
    await client.chat_postMessage(channel="C0TRIAGE", text="quiet", thread_ts=root["ts"])
    await client.chat_postMessage(channel="C0TRIAGE", text="loud", thread_ts=root["ts"], reply_broadcast=True)

    ana = slack.person("Ana Agent")
    card, loud = ana.sees("triage")
    assert (card.text, loud.text) == ("card", "loud")
    assert [m.text for m in ana.thread(card)] == ["quiet", "loud"]


async def test_a_permalink_leads_to_the_message(client: AsyncWebClient) -> None:
    root = await client.chat_postMessage(channel="C0TRIAGE", text="card")
    link = await client.chat_getPermalink(channel="C0TRIAGE", message_ts=root["ts"])
    assert link["permalink"].endswith(f"/archives/C0TRIAGE/p{root['ts'].replace('.', '')}")
