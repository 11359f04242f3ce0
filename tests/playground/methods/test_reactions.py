"""The app's emoji, and each of Slack's refusals."""

from typing import Any

import pytest

from bot.playground.refusals import Json
from tests.playground.methods.situations import (
    MOVING,
    NO_SUCH_LIMIT,
    Scene,
    Situation,
    Words,
    cases,
    refused_as,
)

FILE = "the app reacts to messages, not to files and their comments"


def on_a_message(**more: Any) -> Situation:
    async def prepare(scene: Scene) -> Json:
        said = await scene.said()
        return {"channel": "C0TRIAGE", "timestamp": said["ts"], "name": "eyes", **more}

    return prepare


async def reacted(scene: Scene) -> Json:
    said = await scene.said()
    place: Json = {"channel": "C0TRIAGE", "timestamp": said["ts"], "name": "eyes"}
    await scene.client.reactions_add(**place)
    return place


async def in_an_archive(scene: Scene) -> Json:
    said = await scene.said()
    scene.archive()
    return {"channel": "C0TRIAGE", "timestamp": said["ts"], "name": "eyes"}


BOTH: dict[str, Situation] = {
    "bad_timestamp": on_a_message(timestamp="yesterday"),
    "channel_not_found": on_a_message(channel="C9"),
    "invalid_name": on_a_message(name=":eyes:"),
    "message_not_found": on_a_message(timestamp="1.2"),
    "no_item_specified": {"name": "eyes"},
}
LIKEWISE_NOT = {
    "external_channel_migrating": MOVING,
    "no_access": "a message that the app may not see is not found",
    "thread_locked": "nobody can lock a thread here",
}
WORDS = {
    "reactions.add": Words(
        happens={**BOTH, "already_reacted": reacted, "is_archived": in_an_archive},
        cannot={
            **LIKEWISE_NOT,
            "not_reactable": "there is nothing here that takes no reaction",
            "too_many_emoji": NO_SUCH_LIMIT,
            "too_many_reactions": NO_SUCH_LIMIT,
        },
    ),
    "reactions.remove": Words(
        happens={**BOTH, "no_reaction": on_a_message()},
        cannot={**LIKEWISE_NOT, "file_comment_not_found": FILE, "file_not_found": FILE},
    ),
}


@pytest.mark.parametrize(("method", "situation", "word"), cases(WORDS))
async def test_slack_says_its_word(scene: Scene, method: str, situation: Situation, word: str) -> None:
    assert await refused_as(scene, method, situation) == word


async def test_the_app_reacts_and_takes_it_back(scene: Scene) -> None:
    place = await reacted(scene)
    [kept] = (await scene.client.conversations_history(channel="C0TRIAGE"))["messages"]
    await scene.client.reactions_remove(**place)
    [left] = (await scene.client.conversations_history(channel="C0TRIAGE"))["messages"]

    assert kept["reactions"] == [{"name": "eyes", "users": ["U0BOT"], "count": 1}]
    assert "reactions" not in left
