"""Slack's text as HTML for one reader: markup, entities, dates in their zone, emoji; whatever else it says is inert."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from urllib.parse import quote
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from bot.playground.date_words import date_words
from bot.playground.directory import User
from bot.playground.entities import Entity, EntityKind, entity, unescaped
from bot.playground.messages import Message
from bot.playground.mrkdwn import as_read
from bot.playground.page.emoji_names import picture
from bot.playground.refusals import Json
from bot.playground.workspace import Workspace

_NAME = r":[\w+'-]+:(?::skin-tone-[2-6]:)?"
_UNIT = rf"<[^<>\n]+>|`[^`\n]+`|(?<!\w){_NAME}"
_ADDRESS = r"\bhttps?://(?:(?!&[lg]t;)[^\s<>])+(?<![.,;:!?'\"*_~)\]])"


def _emphasis(kind: str, mark: str) -> str:
    """What stands between two marks on one line; a mark inside an entity, code or an emoji's name is none."""
    return rf"(?<!\w){mark}(?=\S)(?P<{kind}>(?>{_UNIT}|[^{mark}\n])+?)(?<=\S){mark}(?!\w)"


_PREFORMATTED = re.compile(r"```\n?(.+?)\n?```", re.DOTALL)
_QUOTED = re.compile(r"(?:&gt;|>) ?")
_QUOTED_TO_THE_END = re.compile(r"(?:&gt;|>){3}\s?")
_ENTITY = re.compile(r"<([^<>\n]+)>")
_EMOJI = re.compile(rf"(?<!\w){_NAME}")
_MARKS = "|".join(
    (
        r"`(?P<code>[^`\n]+)`",
        r"<(?P<entity>[^<>\n]+)>",
        _emphasis("strong", r"\*"),
        _emphasis("em", "_"),
        _emphasis("del", "~"),
        rf"(?P<emoji>(?<!\w){_NAME})",
    )
)
_VERBATIM = re.compile(_MARKS)
_LINKING = re.compile(rf"{_MARKS}|(?P<address>{_ADDRESS})")
_OPENED_BY_A_CLICK = re.compile(r"(?:https?://|mailto:)[^\s\x00-\x1f]+", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reader:
    """Whose eyes a text is for, and when they look."""

    workspace: Workspace
    viewer: User
    now: datetime

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which the reader's dates are printed."""
        return ZoneInfo(self.viewer.zone)


def drawn(text: Json, reader: Reader) -> Markup:
    """A text object, `mrkdwn` or `plain_text`."""
    if text["type"] == "mrkdwn":
        return marked(str(text["text"]), reader, verbatim=bool(text.get("verbatim")))
    return plain(str(text["text"]), emoji=text.get("emoji") is not False)


def spoken(text: Json, reader: Reader) -> str:
    """A text object without any markup, for names and titles that are read aloud."""
    said = str(text["text"])
    if text["type"] == "mrkdwn":
        return with_emoji(as_read(said, reader.workspace, reader.zone))
    return with_emoji(said) if text.get("emoji") is not False else said


def plain(text: str, *, emoji: bool = True) -> Markup:
    """Text exactly as it is, line by line, with emoji for their names unless told otherwise."""
    return _lines(escape(with_emoji(line) if emoji else line) for line in text.split("\n"))


def with_emoji(text: str) -> str:
    """Text with a picture for each emoji's name; unknown names stay."""
    return _EMOJI.sub(lambda found: picture(found[0].strip(":")) or found[0], text)


def marked(text: str, reader: Reader, *, verbatim: bool = False) -> Markup:
    """Slack's markup; unless verbatim, bare addresses become links too."""
    made = Markup()
    for position, part in enumerate(_PREFORMATTED.split(text)):
        if position % 2:
            made += Markup("<pre>{}</pre>").format(_without_markup(part, reader))
            continue
        between = part.removeprefix("\n") if position else part
        made += _paragraphs(between.removesuffix("\n"), reader, verbatim)
    return made


def opens_by_a_click(address: str) -> bool:
    """Whether it is a web or mail address; anything else is never made a link."""
    return _OPENED_BY_A_CLICK.fullmatch(address) is not None


def linked(address: str, words: str | Markup) -> Markup:
    """Words that lead to an address on a click; only the words where it is no web or mail address."""
    if not opens_by_a_click(address):
        return escape(words)
    return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(address, words)


def dated(at: datetime, words: str, reader: Reader) -> Markup:
    """Words for an instant, with the whole date to be found on them."""
    title = date_words("{date_long} at {time_secs}", at, reader.zone)
    return Markup('<time datetime="{}" title="{}">{}</time>').format(at.isoformat(), title, words)


def mentioned(found: Entity, reader: Reader) -> Markup:
    """An entity as a reader sees it: people, channels and broadcasts stand out, dates and links lead somewhere."""
    match found.kind:
        case EntityKind.PERSON:
            mine = " mention-me" if found.target == reader.viewer.id else ""
            return Markup('<span class="mention{}">{}</span>').format(mine, found.words)
        case EntityKind.GROUP:
            group = reader.workspace.groups.get(found.target)
            mine = " mention-me" if group and reader.viewer.id in group.members else ""
            return Markup('<span class="mention{}">{}</span>').format(mine, found.words)
        case EntityKind.BROADCAST:
            return Markup('<span class="mention mention-me">{}</span>').format(found.words)
        case EntityKind.CHANNEL:
            place = reader.workspace.channels.get(found.target)
            if place is None or reader.viewer.id not in place.members:
                return Markup('<span class="mention">{}</span>').format(found.words)
            return Markup('<a class="mention" href="{}">{}</a>').format(quote(place.name), found.words)
        case EntityKind.DATE:
            words = dated(found.at, found.words, reader) if found.at else escape(found.words)
            return linked(found.target, words) if found.target else words
        case EntityKind.LINK:
            message = reader.workspace.at_permalink(found.target)
            if message is not None:
                return _leading_to(message, with_emoji(found.words), reader)
            return linked(found.target, with_emoji(found.words))


def _leading_to(message: Message, words: str, reader: Reader) -> Markup:
    """Words that lead to a message of the workspace, beside its channel; only the words for who may not see it."""
    place = reader.workspace.channels[message.channel]
    if reader.viewer.id not in place.members or not place.name:
        return escape(words)
    head = message.thread_ts or message.ts
    return Markup('<a href="{}?thread={}">{}</a>').format(quote(place.name), head, words)


def _paragraphs(text: str, reader: Reader, verbatim: bool) -> Markup:
    made = Markup()
    for is_quote, lines in groupby(_quotes(text), key=lambda line: line[0]):
        words = _lines(_inline(line, reader, verbatim) for _, line in lines)
        made += Markup("<blockquote>{}</blockquote>").format(words) if is_quote else words
    return made


def _quotes(text: str) -> Iterator[tuple[bool, str]]:
    """The lines of a text, each with whether it is quoted, without the marks that say so."""
    to_the_end = False
    for line in text.split("\n"):
        if not to_the_end and (found := _QUOTED_TO_THE_END.match(line)):
            to_the_end = True
            yield True, line[found.end() :]
        elif not to_the_end and (found := _QUOTED.match(line)):
            yield True, line[found.end() :]
        else:
            yield to_the_end, line


def _inline(line: str, reader: Reader, verbatim: bool) -> Markup:
    made, done = Markup(), 0
    for found in (_VERBATIM if verbatim else _LINKING).finditer(line):
        made += escape(unescaped(line[done : found.start()]))
        made += _mark(found.lastgroup or "", found, reader, verbatim)
        done = found.end()
    return made + escape(unescaped(line[done:]))


def _mark(kind: str, found: re.Match[str], reader: Reader, verbatim: bool) -> Markup:
    said = found[kind]
    match kind:
        case "code":
            return Markup("<code>{}</code>").format(_without_markup(said, reader))
        case "entity":
            return mentioned(entity(said, reader.workspace, reader.zone, reader.now), reader)
        case "emoji":
            return escape(with_emoji(said))
        case "address":
            return linked(unescaped(said), unescaped(said))
    return Markup("<{0}>{1}</{0}>").format(kind, _inline(said, reader, verbatim))


def _without_markup(text: str, reader: Reader) -> str:
    """What code shows: the words of entities, and everything else as it was typed."""
    said, done = "", 0
    for found in _ENTITY.finditer(text):
        resolved = entity(found[1], reader.workspace, reader.zone, reader.now)
        said += unescaped(text[done : found.start()]) + resolved.words
        done = found.end()
    return said + unescaped(text[done:])


def _lines(lines: Iterator[Markup]) -> Markup:
    return Markup("<br>").join(lines)
