"""Who may call what: tokens, scopes, required arguments; and that every word said here is one of Slack's."""

import ast
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

import bot.playground
from bot.playground.manifest import Manifest
from bot.playground.methods.door import METHODS
from bot.playground.server import LocalSlack
from bot.playground.workspace import Workspace
from tests.conftest import shared_path
from tests.playground.conftest import MANIFEST, Clock
from tests.playground.methods import (
    test_chat,
    test_conversations,
    test_files,
    test_people,
    test_reactions,
    test_windows,
)

WORDS = {
    method: words
    for module in (test_chat, test_conversations, test_files, test_people, test_reactions, test_windows)
    for method, words in module.WORDS.items()
}
OF_ANY_METHOD = {"invalid_arguments", "invalid_auth", "missing_scope", "not_allowed_token_type", "not_authed"}
"""Words that Slack documents as common to all methods, so that the reference data leaves them out."""
UNLISTED = {
    "expired_url": "seen in answers of response URLs",
    "invalid_url": "seen in answers of response URLs",
    "invalid_manifest": "documented for the methods that take a manifest",
    "ratelimited": "documented with the rate limits: the body of an HTTP 429",
    "unknown_method": "documented for the Web API as a whole",
    "used_url": "seen in answers of response URLs",
}
"""Words that stand in the list of no single method, and where they are from."""
CARRIERS = {"refused_as", "bad_limit", "too_long", "blocks_too_long"}
"""Arguments that hand over the word for a refusal."""


async def refusal(client: AsyncWebClient, method: str, **args: Any) -> SlackApiError:
    with pytest.raises(SlackApiError) as refused:
        await client.api_call(method, json=args)
    return refused.value


async def word(client: AsyncWebClient, method: str, **args: Any) -> str:
    return str((await refusal(client, method, **args)).response["error"])


async def test_a_token_is_asked_for_and_checked(slack: LocalSlack) -> None:
    url = slack.api_url
    assert await word(AsyncWebClient(base_url=url), "auth.test") == "not_authed"
    assert await word(AsyncWebClient(base_url=url, token="xoxb-other"), "auth.test") == "invalid_auth"
    assert await word(AsyncWebClient(base_url=url, token=slack.app_token), "auth.test") == "not_allowed_token_type"
    bot = AsyncWebClient(base_url=url, token=slack.bot_token)
    assert await word(bot, "apps.connections.open") == "not_allowed_token_type"


async def test_the_token_says_who_the_app_is(client: AsyncWebClient) -> None:
    answer = await client.auth_test()
    assert (answer["user_id"], answer["team_id"]) == ("U0BOT", "T0HOME")


async def test_an_unknown_method_and_a_missing_argument_have_their_words(client: AsyncWebClient) -> None:
    assert await word(client, "chat.shout") == "unknown_method"
    refused = await refusal(client, "chat.update", channel="C0TRIAGE")
    assert refused.response["error"] == "invalid_arguments"
    assert refused.response["response_metadata"]["messages"] == ["[ERROR] missing required field: ts"]


async def test_a_scope_that_the_manifest_does_not_ask_for_is_named(client: AsyncWebClient) -> None:
    refused = await refusal(client, "users.lookupByEmail", email="ana.agent@northbell.example")
    assert refused.response["error"] == "missing_scope"
    assert refused.response["needed"] == "users:read.email"
    assert "chat:write" in refused.response["provided"].split(",")


async def test_arguments_may_come_as_a_form_as_json_or_in_the_query(client: AsyncWebClient) -> None:
    by_json = await client.api_call("users.info", json={"user": "U0ANA"})
    by_form = await client.api_call("users.info", data={"user": "U0ANA"})
    by_query = await client.api_call("users.info", http_verb="GET", params={"user": "U0ANA"})
    assert by_json["user"] == by_form["user"] == by_query["user"]


@pytest.mark.parametrize("method", sorted(METHODS))
async def test_each_method_wants_one_of_the_scopes_that_slack_documents(
    method: str, workspace: Workspace, clock: Clock
) -> None:
    documented = set(json.loads(shared_path("slack", "methods.json").read_text())[method]["scopes"])
    no_scopes = replace(Manifest.of(MANIFEST), scopes=frozenset())
    async with LocalSlack(manifest=no_scopes, workspace=workspace, now=clock) as slack:
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.api_url)
        args = dict.fromkeys(METHODS[method].required, "U0ANA")
        await client.api_call(method, json=args) if method == "auth.test" else await refusal(client, method, **args)

    refused = slack.calls[-1].answer
    assert refused is not None
    assert set(refused.get("needed", "").split(",")) - {""} <= documented
    assert (refused.get("error") == "missing_scope") == bool(documented)


@pytest.mark.parametrize("method", sorted(METHODS))
def test_each_method_asks_for_what_slack_asks_for(method: str) -> None:
    documented = json.loads(shared_path("slack", "methods.json").read_text())[method]
    without_a_word = set(documented["required"]) if "no_item_specified" not in documented["errors"] else {"name"}
    assert without_a_word <= set(METHODS[method].required) <= set(documented["args"])


async def test_an_argument_of_another_type_is_refused_with_its_place(client: AsyncWebClient) -> None:
    refused = await refusal(client, "chat.update", channel=3, ts="1.2", text="x")
    assert refused.response["response_metadata"]["messages"] == [
        "[ERROR] must provide a string [json-pointer:/channel]"
    ]


@pytest.mark.parametrize("method", sorted(METHODS))
def test_each_documented_word_is_shown_or_said_why_it_cannot_come(method: str) -> None:
    documented = set(json.loads(shared_path("slack", "methods.json").read_text())[method]["errors"])
    words = WORDS[method]
    happens, cannot = set(words.happens) | words.elsewhere, set(words.cannot)
    assert happens | cannot == documented
    assert not happens & cannot


def test_every_word_that_the_local_slack_says_is_one_of_slacks() -> None:
    documented = json.loads(shared_path("slack", "methods.json").read_text())
    said = {word for source in Path(bot.playground.__file__).parent.rglob("*.py") for word in words_said_in(source)}
    of_methods = {word for method in METHODS for word in documented[method]["errors"]}
    assert said - of_methods - OF_ANY_METHOD == set(UNLISTED)


def words_said_in(source: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(source.read_text())):
        match node:
            case ast.Call(func=ast.Name(id="Refusal"), args=[ast.Constant(value=str(word)), *_]):
                yield word
            case ast.keyword(arg=str(name), value=ast.Constant(value=str(word))) if name in CARRIERS:
                yield word
            case ast.arguments(kwonlyargs=named, kw_defaults=defaults):
                for argument, default in zip(named, defaults, strict=True):
                    if argument.arg in CARRIERS and isinstance(default, ast.Constant):
                        yield str(default.value)
