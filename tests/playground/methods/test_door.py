"""Who may call what: tokens, scopes, required arguments; and that every word we refuse with is one of Slack's."""

import ast
import json
from pathlib import Path
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground import methods
from bot.playground.manifest import Manifest
from bot.playground.methods.door import METHODS
from bot.playground.server import LocalSlack
from bot.playground.workspace import Workspace
from tests.conftest import shared_path
from tests.playground.conftest import MANIFEST, Clock

UNDOCUMENTED_EVERYWHERE = {"invalid_arguments", "not_allowed_token_type"}
"""Words that Slack answers with for any method and that its pages leave out of the single method's list."""


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
    no_scopes = Manifest.of({**MANIFEST, "oauth_config": {"scopes": {"bot": []}}})
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
    assert set(documented["required"]) <= set(METHODS[method].required)
    assert set(METHODS[method].required) <= set(documented["args"])


def test_every_word_in_the_code_is_documented_for_a_method_there() -> None:
    documented = json.loads(shared_path("slack", "methods.json").read_text())
    known = UNDOCUMENTED_EVERYWHERE | {"unknown_method", "not_authed", "invalid_auth", "ratelimited"}
    known |= {word for method in METHODS for word in documented[method]["errors"]}
    for source in Path(methods.__file__).parent.glob("*.py"):
        assert words_refused_with(source) <= known, source.name


def words_refused_with(source: Path) -> set[str]:
    calls = (node for node in ast.walk(ast.parse(source.read_text())) if isinstance(node, ast.Call))
    return {
        call.args[0].value
        for call in calls
        if isinstance(call.func, ast.Name)
        and call.func.id == "Refusal"
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    }
