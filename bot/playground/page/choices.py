"""What can be chosen in a menu: the options that the app gave, or the people and conversations of the workspace."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from bot.playground.directory import Channel, ChannelKind
from bot.playground.page.words import Reader, drawn, spoken
from bot.playground.refusals import Json


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """Something that can be chosen; `name` is its words without markup."""

    value: str
    name: str
    words: Markup
    description: Markup | None = None
    chosen: bool = False
    url: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Choices under a common name, or under none."""

    name: str | None
    choices: Sequence[Choice]


def choices(element: Json, state: Json, held: Any, reader: Reader) -> Sequence[Group]:
    """What an element offers, in its groups; of one whose options the app searches for, only what it holds."""
    chosen = frozenset(held) if isinstance(held, list) else frozenset((held,))
    kind = element["type"].removeprefix("multi_")
    if kind in _OF_THE_WORKSPACE:
        return (Group(name=None, choices=[*_OF_THE_WORKSPACE[kind](element, reader, chosen)]),)
    if element.get("option_groups"):
        return [
            Group(name=spoken(group["label"], reader), choices=[*_options(group["options"], reader, chosen)])
            for group in element["option_groups"]
        ]
    options = element.get("options") or state.get("selected_options") or [state.get("selected_option")]
    return (Group(name=None, choices=[*_options(options, reader, chosen)]),)


def _options(options: Sequence[Json | None], reader: Reader, chosen: Collection[Any]) -> Iterator[Choice]:
    for option in options:
        if option is None:
            continue
        described = option.get("description")
        yield Choice(
            value=option["value"],
            name=spoken(option["text"], reader),
            words=drawn(option["text"], reader),
            description=drawn(described, reader) if described else None,
            chosen=option["value"] in chosen,
            url=option.get("url"),
        )


def _people(_element: Json, reader: Reader, chosen: Collection[Any]) -> Iterator[Choice]:
    """Everybody of the reader's own team, and those of other teams who share a channel with them."""
    theirs = [place for place in reader.workspace.channels.values() if reader.viewer.id in place.members]
    together = frozenset(member for place in theirs for member in place.members)
    for user in sorted(reader.workspace.users.values(), key=lambda each: each.name):
        if not user.is_bot and not user.deleted and (user.team_id == reader.viewer.team_id or user.id in together):
            yield _named(user.id, user.name, chosen)


def _channels(_element: Json, reader: Reader, chosen: Collection[Any]) -> Iterator[Choice]:
    yield from _places(reader, chosen, (ChannelKind.PUBLIC,))


def _conversations(element: Json, reader: Reader, chosen: Collection[Any]) -> Iterator[Choice]:
    wanted = element.get("filter", {}).get("include") or _WORDS_OF_FILTERS
    yield from _places(reader, chosen, [kind for word, kind in _WORDS_OF_FILTERS.items() if word in wanted])


def _places(reader: Reader, chosen: Collection[Any], kinds: Collection[ChannelKind]) -> Iterator[Choice]:
    """The conversations of these kinds that the reader is in, and the open channels of their own team."""
    at_home = reader.viewer.team_id == reader.workspace.team.id
    for place in reader.workspace.channels.values():
        is_open = at_home and place.kind is ChannelKind.PUBLIC
        if place.kind in kinds and (is_open or reader.viewer.id in place.members):
            yield _named(place.id, _title(place, reader), chosen)


def _title(place: Channel, reader: Reader) -> str:
    if place.kind is not ChannelKind.DIRECT:
        return f"#{place.name}"
    others = sorted(reader.workspace.users[member].name for member in place.members - {reader.viewer.id})
    return ", ".join(others) or reader.viewer.name


def _named(value: str, name: str, chosen: Collection[Any]) -> Choice:
    return Choice(value=value, name=name, words=escape(name), chosen=value in chosen)


_WORDS_OF_FILTERS = {"public": ChannelKind.PUBLIC, "private": ChannelKind.PRIVATE, "im": ChannelKind.DIRECT}
_OF_THE_WORKSPACE: Mapping[str, Callable[[Json, Reader, Collection[Any]], Iterator[Choice]]] = {
    "users_select": _people,
    "channels_select": _channels,
    "conversations_select": _conversations,
}
