"""Posting, editing and deleting, and each of Slack's refusals."""

from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.directory import Posting
from bot.playground.refusals import Json
from bot.playground.server import LocalSlack
from tests.playground.kit import section
from tests.playground.methods.situations import (
    A_PERSONS_TOKEN,
    FILES,
    MOVING,
    NO_SUCH_LIMIT,
    ORGANISATION,
    SLACKS_OWN,
    Scene,
    Situation,
    Words,
    cases,
    refused_as,
)

HELLO = section(5)
HERE: Json = {"channel": "C0TRIAGE", "text": "x"}
FULL = [section(3000)] * 4 + [section(1201)]


async def archived(scene: Scene) -> Json:
    scene.archive()
    return {**HERE, "user": "U0ANA"}


def kept_to(posting: Posting, *, in_thread: bool = False) -> Situation:
    async def prepare(scene: Scene) -> Json:
        root = await scene.posted()
        scene.keep_to(posting)
        return {**HERE, "user": "U0ANA", **({"thread_ts": root["ts"]} if in_thread else {})}

    return prepare


def own(**more: Any) -> Situation:
    async def prepare(scene: Scene) -> Json:
        return {**await scene.posted(), **more}

    return prepare


def anas(**more: Any) -> Situation:
    async def prepare(scene: Scene) -> Json:
        return {**await scene.said(), **more}

    return prepare


async def own_in_an_archive(scene: Scene) -> Json:
    posted = await scene.posted()
    scene.archive()
    return {**posted, "text": "x"}


CONTENT: dict[str, Json] = {
    "invalid_attachments": {"attachments": "{}"},
    "invalid_blocks": {"blocks": [{"type": "teapot"}]},
    "invalid_blocks_format": {"blocks": "{}"},
    "markdown_text_conflict": {"markdown_text": "x", "text": "x"},
    "no_text": {"text": ""},
    "too_many_attachments": {"attachments": [{"text": "x"}] * 101},
}
METADATA: dict[str, Json] = {
    "invalid_metadata_format": {"metadata": "[]"},
    "invalid_metadata_schema": {"metadata": {"event_type": 3}},
    "metadata_too_large": {"metadata": {"event_type": "k", "event_payload": {"k": "v" * 8000}}},
}
WORDS = {
    "chat.postMessage": Words(
        happens={
            **{word: {**HERE, **what} for word, what in (CONTENT | METADATA).items() if word != "invalid_attachments"},
            "as_user_not_supported": {**HERE, "as_user": True},
            "cannot_reply_to_message": {**HERE, "thread_ts": "1.2"},
            "channel_not_found": {**HERE, "channel": "C0LEADS"},
            "is_archived": archived,
            "msg_blocks_too_long": {**HERE, "blocks": FULL},
            "not_in_channel": {**HERE, "channel": "C0LOBBY"},
            "restricted_action": kept_to(Posting.RESTRICTED),
            "restricted_action_non_threadable_channel": kept_to(Posting.WITHOUT_THREADS, in_thread=True),
            "restricted_action_read_only_channel": kept_to(Posting.NONE),
            "restricted_action_thread_only_channel": kept_to(Posting.IN_THREADS_ONLY),
        },
        cannot={
            "app_access_restricted": ORGANISATION,
            "attachment_payload_limit_exceeded": NO_SUCH_LIMIT,
            "draft_already_deleted": A_PERSONS_TOKEN,
            "draft_already_sent": A_PERSONS_TOKEN,
            "draft_has_conflict": A_PERSONS_TOKEN,
            "draft_not_found": A_PERSONS_TOKEN,
            "duplicate_channel_not_found": A_PERSONS_TOKEN,
            "duplicate_message_not_found": A_PERSONS_TOKEN,
            "ekm_access_denied": ORGANISATION,
            "message_limit_exceeded": NO_SUCH_LIMIT,
            "messages_tab_disabled": "apps with `im:write` were seen to write to people whose messages tab is off",
            "metadata_must_be_sent_from_app": A_PERSONS_TOKEN,
            "missing_file_data": FILES,
            "rate_limited": "Slack answers HTTP 429 with `ratelimited`, as the tests of the limits show",
            "restricted_action_thread_locked": "nobody can lock a thread here",
            "send_on_behalf_not_allowed": A_PERSONS_TOKEN,
            "slack_connect_canvas_sharing_blocked": FILES,
            "slack_connect_file_link_sharing_blocked": FILES,
            "slack_connect_lists_sharing_blocked": FILES,
            "team_not_found": ORGANISATION,
            "too_many_contact_cards": FILES,
        },
    ),
    "chat.postEphemeral": Words(
        happens={
            **{word: {**HERE, "user": "U0ANA", **what} for word, what in CONTENT.items()},
            "cannot_reply_to_message": {**HERE, "user": "U0ANA", "thread_ts": "1.2"},
            "channel_not_found": {**HERE, "user": "U0ANA", "channel": "C9"},
            "is_archived": archived,
            "msg_too_long": {**HERE, "user": "U0ANA", "text": "x" * 40_001},
            "not_in_channel": {**HERE, "user": "U0ANA", "channel": "C0LOBBY"},
            "restricted_action": kept_to(Posting.RESTRICTED),
            "user_not_in_channel": {**HERE, "user": "U0CARL"},
        },
        cannot={
            "message_limit_exceeded": NO_SUCH_LIMIT,
            "messages_tab_disabled": "apps with `im:write` were seen to write to people whose messages tab is off",
        },
    ),
    "chat.update": Words(
        happens={
            **{word: own(**{"text": "x", **what}) for word, what in (CONTENT | METADATA).items()},
            "as_user_not_supported": own(text="x", as_user=True),
            "cant_broadcast_message": own(reply_broadcast=True),
            "cant_update_message": anas(text="x"),
            "channel_not_found": own(text="x", channel="triage"),
            "is_inactive": own_in_an_archive,
            "message_not_found": {**HERE, "ts": "1.2"},
            "msg_too_long": own(text="x" * 4001),
            "no_dual_broadcast_content_update": own(text="x", reply_broadcast=True),
        },
        cannot={
            "block_mismatch": A_PERSONS_TOKEN,
            "blocked_file_type": FILES,
            "edit_window_closed": "the workspace lets messages be edited for ever",
            "external_channel_migrating": MOVING,
            "file_deleted": FILES,
            "file_is_deleted": FILES,
            "file_not_found": FILES,
            "file_share_limit_reached": FILES,
            "max_file_sharing_exceeded": FILES,
            "message_limit_exceeded": NO_SUCH_LIMIT,
            "metadata_must_be_sent_from_app": A_PERSONS_TOKEN,
            "posting_to_channel_denied": MOVING,
            "slack_connect_blocked_file_type": FILES,
            "slack_connect_canvas_sharing_blocked": FILES,
            "slack_connect_clip_sharing_blocked": FILES,
            "slack_connect_file_link_sharing_blocked": FILES,
            "slack_connect_file_upload_sharing_blocked": FILES,
            "streaming_state_conflict": "messages are not streamed here",
            "team_not_found": ORGANISATION,
            "unable_to_share_files": FILES,
            "update_failed": SLACKS_OWN,
        },
    ),
    "chat.delete": Words(
        happens={
            "cant_delete_message": anas(),
            "channel_not_found": {"channel": "C9", "ts": "1.2"},
            "message_not_found": {"channel": "C0TRIAGE", "ts": "1.2"},
        }
    ),
    "chat.getPermalink": Words(
        happens={
            "channel_not_found": {"channel": "C9", "message_ts": "1.2"},
            "message_not_found": {"channel": "C0TRIAGE", "message_ts": "1.2"},
        }
    ),
}


@pytest.mark.parametrize(("method", "situation", "word"), cases(WORDS))
async def test_slack_says_its_word(scene: Scene, method: str, situation: Situation, word: str) -> None:
    assert await refused_as(scene, method, situation) == word


async def test_attachments_of_another_form_are_refused_in_a_post_as_well(scene: Scene) -> None:
    assert await refused_as(scene, "chat.postMessage", {**HERE, "attachments": [1]}) == "invalid_attachments"


async def test_a_channel_kept_to_threads_takes_replies_and_one_without_threads_takes_messages(scene: Scene) -> None:
    root = await scene.posted()
    scene.keep_to(Posting.IN_THREADS_ONLY)
    await scene.client.chat_postMessage(**HERE, thread_ts=root["ts"])
    scene.keep_to(Posting.WITHOUT_THREADS)
    await scene.client.chat_postMessage(**HERE)
    assert len(scene.slack.person("Ana Agent").sees("triage")) == 2


async def test_a_reply_can_be_shown_in_the_channel_later_but_once(scene: Scene) -> None:
    root = await scene.posted()
    reply = await scene.posted(thread_ts=root["ts"])
    await scene.client.api_call("chat.update", json={**reply, "reply_broadcast": True})
    assert [m.ts for m in scene.slack.person("Ana Agent").sees("triage")] == [root["ts"], reply["ts"]]
    assert await refused_as(scene, "chat.update", {**reply, "reply_broadcast": True}) == "cant_broadcast_message"


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


async def test_a_deleted_message_is_gone(slack: LocalSlack, client: AsyncWebClient) -> None:
    posted = await client.chat_postMessage(channel="C0TRIAGE", text="a")
    await client.chat_delete(channel="C0TRIAGE", ts=posted["ts"])
    assert slack.person("Ana Agent").sees("triage") == []


async def test_what_one_person_sees_can_be_neither_edited_nor_read_back(scene: Scene) -> None:
    posted = await scene.client.chat_postEphemeral(channel="C0TRIAGE", user="U0ANA", text="for you")
    edit = {"channel": "C0TRIAGE", "ts": posted["message_ts"], "text": "x"}

    assert await refused_as(scene, "chat.update", edit) == "message_not_found"
    assert (await scene.client.conversations_history(channel="C0TRIAGE"))["messages"] == []
    assert [m.text for m in scene.slack.person("Ana Agent").ephemerals()] == ["for you"]


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
