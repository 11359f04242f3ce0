"""Slack's rich text as HTML: sections, lists, quotes, preformatted text, and what stands in them."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

from bot.playground.date_words import date_words, instant_of
from bot.playground.entities import entity
from bot.playground.page.emoji_names import picture
from bot.playground.page.words import Reader, dated, linked, mentioned
from bot.playground.refusals import Json

_STYLES = (("code", "code"), ("strike", "del"), ("underline", "u"), ("italic", "em"), ("bold", "strong"))
_DEEPEST_LIST = 8
_MARK_OF_ENTITY: Mapping[str, Callable[[Json], str]] = {
    "user": lambda part: f"@{part.get('user_id', '')}",
    "channel": lambda part: f"#{part.get('channel_id', '')}",
    "usergroup": lambda part: f"!subteam^{part.get('usergroup_id', '')}",
    "broadcast": lambda part: f"!{part.get('range', '')}",
}


def rich_text(elements: Sequence[Any], reader: Reader) -> Markup:
    """The elements of a `rich_text` block; Slack's later kinds, which are unknown here, show nothing."""
    return Markup().join(_paragraph(each, reader) for each in elements if isinstance(each, dict))


def _paragraph(element: Json, reader: Reader) -> Markup:
    match element.get("type"):
        case "rich_text_section":
            return Markup('<div class="rich-section">{}</div>').format(_inline(element, reader))
        case "rich_text_quote":
            return Markup("<blockquote>{}</blockquote>").format(_inline(element, reader))
        case "rich_text_preformatted":
            return Markup("<pre>{}</pre>").format(_inline(element, reader))
        case "rich_text_list":
            return _list(element, reader)
    return Markup()


def _list(element: Json, reader: Reader) -> Markup:
    """One list; deeper lists follow it as lists of their own, each with its indent, as Slack sends them."""
    indent = element.get("indent")
    deep = min(indent, _DEEPEST_LIST) if isinstance(indent, int) and indent > 0 else 0
    items = Markup().join(Markup("<li>{}</li>").format(_inline(each, reader)) for each in _parts(element))
    if element.get("style") != "ordered":
        return Markup('<ul class="indent-{}">{}</ul>').format(deep, items)
    offset = element.get("offset")
    start = offset + 1 if isinstance(offset, int) else 1
    return Markup('<ol class="indent-{}" start="{}">{}</ol>').format(deep, start, items)


def _inline(element: Json, reader: Reader) -> Markup:
    return Markup().join(_styled(each, _words(each, reader)) for each in _parts(element))


def _parts(element: Json) -> list[Json]:
    found = element.get("elements")
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list | tuple) else []


def _words(part: Json, reader: Reader) -> Markup:
    kind = part.get("type")
    match kind:
        case "text":
            return _broken(str(part.get("text", "")))
        case "link":
            address = str(part.get("url", ""))
            return linked(address, _broken(str(part.get("text") or address)))
        case "emoji":
            name, tone = str(part.get("name", "")), part.get("skin_tone")
            return escape(picture(name, tone if isinstance(tone, int) else None) or f":{name}:")
        case "date":
            return _date(part, reader)
        case "color":
            return _colour(str(part.get("value", "")))
        case str() if kind in _MARK_OF_ENTITY:
            return mentioned(entity(_MARK_OF_ENTITY[kind](part), reader.workspace, reader.zone), reader)
    return Markup()


def _date(part: Json, reader: Reader) -> Markup:
    at = instant_of(part.get("timestamp"))
    if at is None:
        return escape(part.get("fallback") or "")
    words = dated(at, date_words(str(part.get("format", "{date}")), at, reader.zone, reader.now), reader)
    return linked(str(part["url"]), words) if part.get("url") else words


def _colour(value: str) -> Markup:
    """A colour's value with a swatch of it, where it is one."""
    digits = value.removeprefix("#")
    if len(digits) not in (3, 6) or any(each not in "0123456789abcdefABCDEF" for each in digits):
        return escape(value)
    return Markup(
        '<svg class="swatch" viewBox="0 0 1 1" aria-hidden="true"><rect width="1" height="1" fill="#{}"/></svg>{}'
    ).format(digits, value)


def _styled(part: Json, words: Markup) -> Markup:
    style = part.get("style")
    if not isinstance(style, Mapping):
        return words
    for name, tag in _STYLES:
        if style.get(name):
            words = Markup("<{0}>{1}</{0}>").format(tag, words)
    return words


def _broken(text: str) -> Markup:
    return Markup("<br>").join(escape(line) for line in text.split("\n"))
