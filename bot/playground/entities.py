"""What stands between `<` and `>` in Slack's text: mentions, channels, broadcasts, dates and links."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.playground.date_words import date_words, instant_of
from bot.playground.workspace import Workspace


class EntityKind(StrEnum):
    """What an entity stands for."""

    PERSON = "person"
    """A mention of somebody; the target is the user id."""
    CHANNEL = "channel"
    """A channel; the target is its id."""
    BROADCAST = "broadcast"
    """Everybody here, or in the channel."""
    GROUP = "group"
    """A user group; the target is its id."""
    DATE = "date"
    """An instant in the reader's zone; the target is an address, where it leads to one."""
    LINK = "link"
    """A link; the target is its address."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entity:
    """One entity: the words that a person reads, and what it leads to."""

    kind: EntityKind
    words: str
    target: str = ""
    at: datetime | None = None
    """The instant of a date, where it can be read."""


def escaped(text: str) -> str:
    """Text as Slack keeps it, so that nothing in it is an entity."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescaped(text: str) -> str:
    """Text with Slack's three escapes undone, once."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def entity(inside: str, workspace: Workspace, zone: ZoneInfo, now: datetime | None = None) -> Entity:
    """What the text between `<` and `>` stands for, to a reader in this zone."""
    body, _, label = inside.partition("|")
    label = unescaped(label)
    match body[:1]:
        case "@":
            user = workspace.users.get(body[1:])
            return Entity(kind=EntityKind.PERSON, words=f"@{user.name if user else label or body[1:]}", target=body[1:])
        case "#":
            place = workspace.channels.get(body[1:])
            words = f"#{place.name if place and place.name else label or body[1:]}"
            return Entity(kind=EntityKind.CHANNEL, words=words, target=body[1:])
        case "!" if body.startswith("!date^"):
            return _date(body, label, zone, now)
        case "!" if body.startswith("!subteam^"):
            group = workspace.groups.get(body.removeprefix("!subteam^"))
            named = group.handle if group else label.removeprefix("@") or body.removeprefix("!subteam^")
            return Entity(kind=EntityKind.GROUP, words=f"@{named}", target=body.removeprefix("!subteam^"))
        case "!":
            return Entity(kind=EntityKind.BROADCAST, words=f"@{label.removeprefix('@') or body.removeprefix('!')}")
    return Entity(kind=EntityKind.LINK, words=label or unescaped(body), target=unescaped(body))


def _date(body: str, fallback: str, zone: ZoneInfo, now: datetime | None) -> Entity:
    _, stamp, form, *link = [*body.split("^", 3), ""][:4]
    at = instant_of(stamp) if stamp.isdecimal() else None
    words = date_words(unescaped(form), at, zone, now) if at else fallback
    return Entity(kind=EntityKind.DATE, words=words or fallback, target=unescaped("".join(link)), at=at)
