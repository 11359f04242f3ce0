"""manifest.yml and the code say the same: scopes, command, shortcut, events, and ids that do not collide."""

import ast
import json
from collections.abc import Callable
from typing import Any, cast

import jsonschema
from ruamel.yaml import YAML
from slack_bolt.async_app import AsyncApp

from bot.slack.actions import COMMAND, MORE, Action, Callback, DutyAction, Entrance, Field
from bot.slack.in_flight import InFlight
from bot.slack.installation import SCOPES
from bot.slack.listeners import register
from bot.slack.reception import Reception
from tests.conftest import shared_path
from tests.house.tree import ROOT, modules, parsed

MANIFEST = YAML(typ="safe").load(ROOT / "manifest.yml")
EVENTS = MANIFEST["settings"]["event_subscriptions"]["bot_events"]


class Registrations:
    """Stands where Bolt's app would, and notes what is registered: `seen["command"] == {"/ticket"}`."""

    def __init__(self) -> None:
        self.seen: dict[str, set[str]] = {}

    def __getattr__(self, kind: str) -> Callable[..., Callable[[Any], Any]]:
        def registered(subject: object) -> Callable[[Any], Any]:
            if isinstance(subject, str):
                self.seen.setdefault(kind, set()).add(str(subject))
            return lambda listener: listener

        return registered


def registered() -> dict[str, set[str]]:
    app = Registrations()
    register(cast(AsyncApp, app), cast(Reception, None), InFlight())
    return app.seen


def called_methods() -> dict[str, list[str]]:
    """The Web API methods that the code calls, and the scopes of which each needs one."""
    methods = json.loads(shared_path("slack", "methods.json").read_text(encoding="utf-8"))
    by_python_name = {name.replace(".", "_"): name for name in methods}
    named = {
        node.attr
        for path in [*modules("bot/slack"), ROOT / "bot" / "app.py"]
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute)
    }
    return {by_python_name[each]: methods[by_python_name[each]]["scopes"] for each in named & by_python_name.keys()}


def event_scopes() -> set[str]:
    events = json.loads(shared_path("slack", "events.json").read_text(encoding="utf-8"))
    return {scope for event in EVENTS for scope in events[event]["scopes"]}


def test_it_is_what_slack_takes_for_a_manifest() -> None:
    schema = json.loads(shared_path("slack", "manifest.schema.json").read_text(encoding="utf-8"))

    jsonschema.validate(MANIFEST, schema)


def test_it_asks_for_the_scopes_that_the_start_looks_for() -> None:
    asked = MANIFEST["oauth_config"]["scopes"]["bot"]

    assert tuple(asked) == SCOPES
    assert len(set(asked)) == len(asked)


def test_every_method_that_is_called_is_covered_by_a_scope() -> None:
    called = called_methods()

    assert {"auth.test", "chat.postMessage", "views.open"} <= called.keys()
    assert {method for method, scopes in called.items() if scopes and not set(scopes) & set(SCOPES)} == set()


def test_no_scope_is_asked_for_without_need() -> None:
    needed = {scope for scopes in called_methods().values() for scope in scopes}

    assert set(SCOPES) - needed - event_scopes() == {"commands"}


def test_every_event_is_covered_by_a_scope() -> None:
    assert event_scopes() <= set(SCOPES)


def test_command_shortcut_and_events_are_those_that_are_listened_to() -> None:
    seen, features = registered(), MANIFEST["features"]

    assert {command["command"] for command in features["slash_commands"]} == seen["command"] == {COMMAND}
    assert {shortcut["callback_id"] for shortcut in features["shortcuts"]} == seen["shortcut"]
    assert {shortcut["type"] for shortcut in features["shortcuts"]} == {"message"}
    # Messages are subscribed to by the kind of their channel, and come as one sort of event.
    assert {event.split(".")[0] for event in EVENTS} == seen["event"]


def test_every_button_and_every_window_that_sends_something_is_listened_to() -> None:
    seen = registered()

    buttons = {MORE, *map(str, [*Action, *DutyAction, *Entrance])}
    assert buttons <= seen["action"]
    assert seen["action"] | seen["options"] <= buttons | set(map(str, Field))
    assert seen["view"] | seen["shortcut"] == set(map(str, Callback)) - {Callback.NOTICE}


def test_no_two_things_have_the_same_id() -> None:
    ids = [MORE, *Action, *DutyAction, *Entrance, *Field, *Callback]

    # A window, its input and the button that opens it are told apart by where they come back.
    assert len(set(map(str, ids))) == len(ids)


def test_a_home_tab_is_there_to_be_opened_and_nobody_is_invited_to_write_to_the_app() -> None:
    assert "app_home_opened" in EVENTS
    assert MANIFEST["features"]["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": True,
    }


def test_interactions_come_in_and_people_who_are_named_in_a_command_come_with_their_ids() -> None:
    assert MANIFEST["settings"]["interactivity"]["is_enabled"]
    assert MANIFEST["settings"]["socket_mode_enabled"]
    assert all(command["should_escape"] for command in MANIFEST["features"]["slash_commands"])
