"""What the local Slack takes from an app manifest."""

from pathlib import Path

import pytest

from bot.playground.manifest import Manifest
from bot.playground.refusals import Refusal

WRITTEN = """\
features:
  slash_commands:
    - {command: /ticket, description: Tickets, should_escape: false}
  shortcuts:
    - {name: Make a ticket, type: message, callback_id: make}
oauth_config:
  scopes:
    bot: [chat:write, commands]
settings:
  event_subscriptions:
    bot_events: [app_home_opened]
"""


def test_a_manifest_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "manifest.yml"
    path.write_text(WRITTEN)
    manifest = Manifest.load(path)

    assert manifest.scopes == {"chat:write", "commands"}
    assert manifest.events == {"app_home_opened"}
    assert not manifest.commands["/ticket"].escapes
    assert [shortcut.name for shortcut in manifest.shortcuts_of("message")] == ["Make a ticket"]
    assert manifest.shortcuts_of("global") == []
    assert not manifest.has_home_tab
    assert not manifest.hears_direct_messages


def test_what_is_absent_is_not_asked_for() -> None:
    manifest = Manifest.of({})
    assert not any((manifest.scopes, manifest.events, manifest.commands, manifest.shortcuts))


def test_scopes_and_events_that_slack_does_not_know_are_refused_all_at_once() -> None:
    asked = {
        "oauth_config": {"scopes": {"bot": ["reactions"]}},
        "settings": {"event_subscriptions": {"bot_events": ["message.all", "reaction_added"]}},
    }
    with pytest.raises(Refusal, match="invalid_manifest") as refused:
        Manifest.of(asked)
    assert [detail.partition(" [")[0] for detail in refused.value.details] == [
        "unknown scope: reactions",
        "unknown event: message.all",
        "reaction_added requires the scope reactions:read",
    ]
