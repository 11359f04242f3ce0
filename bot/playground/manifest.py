"""What the app asked for in its manifest: its scopes, events, commands, shortcuts and tabs."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from ruamel.yaml import YAML

from bot.playground.permissions import faults
from bot.playground.refusals import Refusal


@dataclass(frozen=True, kw_only=True, slots=True)
class Command:
    """One slash command; `escapes` turns typed @names and #channels into Slack's entities."""

    name: str
    description: str = ""
    usage_hint: str = ""
    escapes: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Shortcut:
    """One shortcut; `kind` is `message` (from the menu of a message) or `global` (from the composer)."""

    callback_id: str
    name: str
    kind: str
    description: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifest:
    """The parts of an app manifest that Slack enforces or shows."""

    scopes: frozenset[str]
    events: frozenset[str]
    commands: Mapping[str, Command]
    shortcuts: Mapping[str, Shortcut]
    has_home_tab: bool
    hears_direct_messages: bool
    """Whether people may write to the app in its messages tab; Slack turns that off unless it is asked for."""

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Self:
        """Read the mapping of a manifest file; what is absent is not asked for.

        Raises:
            Refusal: `invalid_manifest` for scopes and events that Slack does not know, and events without their scope.
        """
        features = document.get("features", {})
        tabs = features.get("app_home", {})
        events = document.get("settings", {}).get("event_subscriptions", {})
        scopes = document.get("oauth_config", {}).get("scopes", {}).get("bot", ())
        if details := list(faults(scopes, events.get("bot_events", ()))):
            raise Refusal("invalid_manifest", details=details)
        return cls(
            scopes=frozenset(scopes),
            events=frozenset(events.get("bot_events", ())),
            commands={
                entry["command"]: Command(
                    name=entry["command"],
                    description=entry.get("description", ""),
                    usage_hint=entry.get("usage_hint", ""),
                    escapes=entry.get("should_escape", False),
                )
                for entry in features.get("slash_commands", ())
            },
            shortcuts={
                entry["callback_id"]: Shortcut(
                    callback_id=entry["callback_id"],
                    name=entry["name"],
                    kind=entry["type"],
                    description=entry.get("description", ""),
                )
                for entry in features.get("shortcuts", ())
            },
            has_home_tab=bool(tabs.get("home_tab_enabled", False)),
            hears_direct_messages=bool(
                tabs.get("messages_tab_enabled", False) and not tabs.get("messages_tab_read_only_enabled", True)
            ),
        )

    def shortcuts_of(self, kind: str) -> list[Shortcut]:
        """The shortcuts of one kind, `message` or `global`, in the manifest's order."""
        return [shortcut for shortcut in self.shortcuts.values() if shortcut.kind == kind]

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a manifest file (YAML, of which JSON is a part).

        Raises:
            Refusal: `invalid_manifest`, as `of`.
        """
        return cls.of(YAML(typ="safe").load(path))
