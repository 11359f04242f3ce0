"""Tables of refusals: for each method, what makes Slack say each word that it documents, and which cannot come here."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.directory import Posting
from bot.playground.refusals import Json
from bot.playground.server import LocalSlack

if TYPE_CHECKING:
    from tests.playground.conftest import Clock

SLACKS_OWN = "a fault of Slack's own; `Faults` scripts it"
FILES = "the app shares neither files nor canvases, lists or contact cards"
ORGANISATION = "only in an organisation of several workspaces"
A_PERSONS_TOKEN = "only with a person's token, and the app has none"
NO_SUCH_LIMIT = "where Slack sets this limit is not published"
GUESTS = "only for guests, and the app is none"
MOVING = "only while another organisation moves a shared channel"
NO_SUCH_CHANNEL = "there are no conversations of this kind here"
NOT_PAGED = "the method takes no cursor or limit"


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A local Slack with the team of the other tests in it, and a client of the app."""

    slack: LocalSlack
    client: AsyncWebClient
    clock: "Clock"

    async def posted(self, **more: Any) -> Json:
        """Where the app's own message is."""
        answer = await self.client.chat_postMessage(channel="C0TRIAGE", text="card", **more)
        return {"channel": "C0TRIAGE", "ts": str(answer["ts"])}

    async def said(self) -> Json:
        """Where a message of Ana's is."""
        message = await self.slack.person("Ana Agent").says("triage", "help")
        return {"channel": "C0TRIAGE", "ts": message.ts}

    def archive(self) -> None:
        """Close the channel for writing."""
        self.slack.workspace.archive(self.slack.workspace.channels["C0TRIAGE"])

    def keep_to(self, posting: Posting) -> None:
        """Let the app post so much into the channel."""
        channels = self.slack.workspace.channels
        channels["C0TRIAGE"] = replace(channels["C0TRIAGE"], posting=posting)

    def trigger(self) -> str:
        """A trigger id of something that Ana has just done."""
        return self.slack.workspace.passes.issue_trigger("U0ANA", self.clock())


Situation = Json | Callable[[Scene], Awaitable[Json]]
"""The arguments of a call, or what is done before it and then gives its arguments."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """The error words of one method: those that happen and when, those shown by a test of their own, and the rest."""

    happens: Mapping[str, Situation] = field(default_factory=dict)
    elsewhere: frozenset[str] = frozenset()
    cannot: Mapping[str, str] = field(default_factory=dict)


def cases(table: Mapping[str, Words]) -> list[Any]:
    """One test for each word that happens."""
    return [
        pytest.param(method, situation, word, id=f"{method}-{word}")
        for method, words in table.items()
        for word, situation in words.happens.items()
    ]


async def refused_as(scene: Scene, method: str, situation: Situation) -> str:
    """The word that the call is refused with."""
    args = await situation(scene) if callable(situation) else situation
    with pytest.raises(SlackApiError) as refused:
        await scene.client.api_call(method, json=args)
    return str(refused.value.response["error"])
