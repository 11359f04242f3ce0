"""One app as it is installed in a workspace: its ids, its tokens, its manifest."""

import secrets
from dataclasses import dataclass, field

from bot.playground.manifest import Manifest


def _token(prefix: str) -> str:
    return f"{prefix}{secrets.token_hex(12)}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Installation:
    """What the workspace knows about the app; tokens are new at each start."""

    manifest: Manifest
    app_id: str = "A0APP"
    bot_id: str = "B0BOT"
    bot_token: str = field(default_factory=lambda: _token("xoxb-"))
    app_token: str = field(default_factory=lambda: _token("xapp-"))
    signing_secret: str = field(default_factory=lambda: _token(""))
    verification_token: str = "local"  # noqa: S105  (deprecated by Slack and checked by nobody)
