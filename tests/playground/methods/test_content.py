"""What an app says in a message: the sum of its text, and the two ways of saying it in blocks."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.methods.content import MOST_ATTACHMENTS
from bot.playground.server import LocalSlack
from tests.playground.kit import section

FULL = [section(3000)] * 4 + [section(1200)]


async def test_markdown_is_kept_as_the_block_that_it_stands_for(slack: LocalSlack, client: AsyncWebClient) -> None:
    await client.api_call("chat.postMessage", json={"channel": "C0TRIAGE", "markdown_text": "**due**"})
    [message] = slack.person("Ana Agent").sees("triage")
    assert [(block["type"], block["text"]) for block in message.blocks] == [("markdown", "**due**")]


async def test_a_hundred_attachments_are_taken_without_a_text(slack: LocalSlack, client: AsyncWebClient) -> None:
    attachments = [{"text": "x"}] * MOST_ATTACHMENTS
    await client.api_call("chat.postMessage", json={"channel": "C0TRIAGE", "attachments": attachments})
    assert len(slack.person("Ana Agent").sees("triage")) == 1


async def test_blocks_that_say_too_much_have_the_word_that_each_method_documents(client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel="C0TRIAGE", text="x", blocks=FULL)
    more = {"channel": "C0TRIAGE", "text": "x", "blocks": [*FULL, section(1)]}
    words = {}
    for method, where in {
        "chat.postMessage": {},
        "chat.postEphemeral": {"user": "U0ANA"},
        "chat.update": {"ts": posted["ts"]},
    }.items():
        with pytest.raises(SlackApiError) as refused:
            await client.api_call(method, json={**more, **where})
        words[method] = refused.value.response["error"]

    assert words == {
        "chat.postMessage": "msg_blocks_too_long",
        "chat.postEphemeral": "msg_too_long",
        "chat.update": "msg_too_long",
    }
