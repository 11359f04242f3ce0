"""What the app asked for in its manifest: its scopes, events, commands and shortcuts."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from ruamel.yaml import YAML


@dataclass(frozen=True, kw_only=True, slots=True)
class Command:
    """One slash command; `escapes` turns typed @names and #channels into Slack's entities."""

    name: str
    escapes: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifest:
    """The parts of an app manifest that Slack enforces."""

    scopes: frozenset[str]
    events: frozenset[str]
    commands: Mapping[str, Command]
    shortcuts: Mapping[str, str]

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Self:
        """Read the mapping of a manifest file; what is absent is not asked for."""
        features = document.get("features", {})
        events = document.get("settings", {}).get("event_subscriptions", {})
        return cls(
            scopes=frozenset(document.get("oauth_config", {}).get("scopes", {}).get("bot", ())),
            events=frozenset(events.get("bot_events", ())),
            commands={
                entry["command"]: Command(name=entry["command"], escapes=entry.get("should_escape", False))
                for entry in features.get("slash_commands", ())
            },
            shortcuts={entry["callback_id"]: entry["type"] for entry in features.get("shortcuts", ())},
        )

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a manifest file (YAML, of which JSON is a part)."""
        return cls.of(YAML(typ="safe").load(path))
