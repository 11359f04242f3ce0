"""One call of a Web API method, with the questions that every method asks."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from bot.playground.directory import Channel, ChannelKind
from bot.playground.events import Events
from bot.playground.installation import Installation
from bot.playground.json_text import read
from bot.playground.limits import RateLimits
from bot.playground.messages import Message
from bot.playground.refusals import Json, Refusal
from bot.playground.workspace import Workspace

Item = TypeVar("Item")

LONGEST_PAGE = 1000
_STAMP = re.compile(r"\d{1,10}(\.\d{1,6})?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Call:
    """The arguments of a call as they came, and what it acts on."""

    method: str
    args: Json
    workspace: Workspace
    installation: Installation
    events: Events
    rate: RateLimits | None
    at: datetime

    def text(self, name: str) -> str | None:
        """A string argument; None when it is absent or empty."""
        value = self.args.get(name)
        return str(value) if value not in (None, "") else None

    def flag(self, name: str) -> bool:
        """A boolean argument, in JSON or in a form."""
        return str(self.args.get(name, "")).lower() in ("true", "1")

    def structure(self, name: str) -> Any:
        """An argument that is JSON, also where a form carries it as a string; None when it is absent.

        Raises:
            Refusal: `invalid_arguments` when it is no JSON.
        """
        value = self.args.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return read(value)
        except ValueError:
            raise Refusal("invalid_arguments", details=[f"[ERROR] invalid JSON [json-pointer:/{name}]"]) from None

    def stamp(self, name: str, *, refused_as: str) -> str | None:
        """A message time stamp; None when it is absent.

        Raises:
            Refusal: with the given word when it has not the form of one.
        """
        value = self.text(name)
        if value is not None and not _STAMP.fullmatch(value):
            raise Refusal(refused_as)
        return value

    def require_scope(self, *any_of: str) -> None:
        """Check that the manifest asks for one of these scopes.

        Raises:
            Refusal: `missing_scope`, with what is needed and what is there.
        """
        scopes = self.installation.manifest.scopes
        if not scopes.intersection(any_of):
            fields = {"needed": ",".join(any_of), "provided": ",".join(sorted(scopes))}
            raise Refusal("missing_scope", fields=fields)

    def channel(self, *, scope: str | None = None, by_name: bool = False) -> Channel:
        """The conversation whose id (or, where a method takes it, name) is in `channel`.

        `scope` is what must be asked for its kind (`read`, `history`).

        Raises:
            Refusal: `channel_not_found`, also for a private channel that the app is not in; `missing_scope`.
        """
        wanted = self.text("channel") or ""
        channel = self.workspace.channel(wanted) if by_name else self.workspace.channels.get(wanted)
        if channel is None:
            raise Refusal("channel_not_found")
        if channel.kind is not ChannelKind.PUBLIC and self.workspace.bot.id not in channel.members:
            raise Refusal("channel_not_found")
        if scope is not None:
            self.require_scope(f"{channel.kind.value}:{scope}")
        return channel

    def message(self, channel: Channel, argument: str = "ts") -> Message:
        """The message of the channel that an argument names.

        Raises:
            Refusal: `message_not_found`.
        """
        message = self.workspace.messages.get(channel.id, self.text(argument) or "")
        if message is None:
            raise Refusal("message_not_found")
        return message

    def page(
        self, items: Sequence[Item], default: int, *, bad_limit: str = "invalid_arguments"
    ) -> tuple[list[Item], Json]:
        """One page of a list, and the fields that lead to the next; longer pages than Slack gives are cut.

        Raises:
            Refusal: `invalid_cursor`, or the given word for a limit that is no whole number from 1 on.
        """
        cursor = self.text("cursor") or "0"
        if not cursor.isdecimal():
            raise Refusal("invalid_cursor")
        limit = self.text("limit") or str(default)
        if not limit.isdecimal() or int(limit) < 1:
            raise Refusal(bad_limit)
        start = int(cursor)
        stop = start + min(int(limit), LONGEST_PAGE)
        more = str(stop) if stop < len(items) else ""
        return list(items[start:stop]), {"response_metadata": {"next_cursor": more}}
