"""The scopes and events that a manifest can ask for, beside what Slack documents."""

import json

import pytest

from bot.playground.permissions import SCOPES, SCOPES_OF_EVENTS, faults
from bot.playground.refusals import Json
from tests.conftest import shared_path

OF_NO_METHOD_AND_NO_EVENT = {
    "chat:write.customize",
    "chat:write.public",
    "commands",
    "conversations.connect:read",
    "incoming-webhook",
    "workflow.steps:execute",
}


def documented(name: str) -> Json:
    entries: Json = json.loads(shared_path("slack", name).read_text(encoding="utf-8"))
    return entries


def test_every_event_takes_the_scopes_that_slack_documents() -> None:
    events = documented("events.json")
    assert {event: set(scopes) for event, scopes in SCOPES_OF_EVENTS.items()} == {
        event: set(facts["scopes"]) for event, facts in events.items()
    }


def test_every_scope_is_one_of_slacks() -> None:
    facts = [*documented("events.json").values(), *documented("methods.json").values()]
    known = {scope for each in facts for scope in each["scopes"]}
    assert known | OF_NO_METHOD_AND_NO_EVENT == SCOPES
    assert not known & OF_NO_METHOD_AND_NO_EVENT


@pytest.mark.parametrize(
    ("scopes", "events", "found"),
    [
        (["reactions:read"], ["reaction_added", "app_home_opened"], []),
        (["groups:read"], ["member_joined_channel"], []),
        (["chat:write", "reactions"], [], ["unknown scope: reactions [json-pointer:/oauth_config/scopes/bot/1]"]),
        ([], ["message.all"], ["unknown event: message.all [json-pointer:/settings/event_subscriptions/bot_events/0]"]),
        (
            ["groups:history"],
            ["message.groups", "message.channels"],
            [
                "message.channels requires the scope channels:history"
                " [json-pointer:/settings/event_subscriptions/bot_events/1]"
            ],
        ),
    ],
)
def test_what_slack_does_not_know_and_what_lacks_its_scope_is_named_with_its_place(
    scopes: list[str], events: list[str], found: list[str]
) -> None:
    assert list(faults(scopes, events)) == found
