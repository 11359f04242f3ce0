"""What is typed after `list` and `search`, read into one value, and written again for the button of another page."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches

from bot.desk.lists import Wanted, Which
from bot.slack.handling_words import ME, NO_NAMES, NOBODY, person
from bot.slack.mrkdwn import as_read
from bot.slack.words import severity_meant

_QUOTES = str.maketrans("“”„«»", '"' * 5)
_WORD = re.compile(r'(?:<[^<>]*>|"[^"]*"|[^\s"])+')
_NAMED = re.compile(r"(customer|of)[:：](.*)", re.IGNORECASE | re.DOTALL)
_PRIORITY = re.compile(r"[pP]([1-9])", re.ASCII)
_WHICH = {
    **{which.value: which for which in Which},
    "my": Which.MINE,
    "all": Which.OPEN,
    "overdue": Which.BREACHING,
    "breached": Which.BREACHING,
    "broken": Which.BREACHING,
    "unowned": Which.UNASSIGNED,
    "paused": Which.WAITING,
    "done": Which.CLOSED,
}
_KNOWN = (*_WHICH, "page", "customer:", "of:", "p1", "p2", "p3")


EVERYTHING_OPEN = Wanted()


@dataclass(frozen=True, kw_only=True, slots=True)
class List:
    """List tickets; pages count from 1."""

    wanted: Wanted = EVERYTHING_OPEN
    page: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Search:
    """Find tickets by their words; pages count from 1."""

    words: str
    page: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class UnknownFilter:
    """A word after `list` that narrows nothing; `nearest` is one that is like it."""

    text: str
    word: str
    nearest: str | None


def read_list(
    rest: str, text: str, severities: Collection[str], names: Mapping[str, str] = NO_NAMES
) -> List | UnknownFilter:
    """What follows `list`; `rest` is as Slack sends it, `text` all that was typed, as it reads; `names` by `person`."""
    found = List()
    words = iter(_WORD.findall(rest.translate(_QUOTES)))
    for word in words:
        if word.casefold() in ("page", "p"):
            page = _page(next(words, ""))
            narrowed = None if page is None else replace(found, page=page)
        else:
            narrowed = _narrowed(found, word, severities, names)
        if narrowed is None:
            plain = as_read(word)
            near = get_close_matches(plain.casefold()[:40], _KNOWN, n=1)
            return UnknownFilter(text=text, word=plain, nearest=near[0] if near else None)
        found = narrowed
    return found


def list_words(wanted: Wanted, page: int) -> str:
    """The words that `read_list` reads into the same: what a button for another page carries, and what can be typed."""
    return " ".join([*_words(wanted), *([f"page {page}"] if page > 1 else [])])


def read_search(rest: str) -> Search | None:
    """What follows `search`: the words, and at the end the page; None without a word."""
    words = rest.split()
    page = page_meant(" ".join(words[-2:])) if len(words) > 2 else None
    if page is not None:
        return Search(words=" ".join(words[:-2]), page=page)
    return Search(words=" ".join(words)) if words else None


def search_words(words: str, page: int) -> str:
    """The words that `read_search` reads into the same."""
    return f"{words} page {page}"


def page_meant(words: str) -> int | None:
    """The page that `page 2` means; None where no page is meant."""
    match words.casefold().split():
        case ["page", number]:
            return _page(number)
    return None


def _words(wanted: Wanted) -> Iterator[str]:
    yield from (which.value for which in Which if which in wanted.which)
    if wanted.priority is not None:
        yield f"p{wanted.priority}"
    if wanted.severity is not None:
        yield _whole(wanted.severity)
    if wanted.customer is not None:
        yield f"customer:{_whole(wanted.customer)}"
    if wanted.owner is not None:
        yield f"of:{wanted.owner}"


def _whole(name: str) -> str:
    """A name as one word."""
    return f'"{name}"' if len(name.split()) > 1 else name


def _narrowed(found: List, word: str, severities: Collection[str], names: Mapping[str, str]) -> List | None:
    """The list narrowed by a word, or None for a word that narrows nothing."""
    wanted, plain = found.wanted, word.strip('"').rstrip(",")
    page, which, priority = _page(plain), _WHICH.get(plain.casefold()), _PRIORITY.fullmatch(plain)
    if which is not None:
        return replace(found, wanted=replace(wanted, which=wanted.which | {which}))
    if page is not None:
        return replace(found, page=page)
    if priority is not None:
        return replace(found, wanted=replace(wanted, priority=int(priority[1])))
    if severity := severity_meant(plain, severities):
        return replace(found, wanted=replace(wanted, severity=severity))
    named = _NAMED.fullmatch(word)
    if named and named[1].casefold() == "customer":
        customer = as_read(named[2].strip('"')).strip()
        return replace(found, wanted=replace(wanted, customer=customer)) if customer else None
    return _owned(found, named[2] if named else word, names)


def _owned(found: List, word: str, names: Mapping[str, str]) -> List | None:
    """The list of one person's tickets, or of nobody's."""
    wanted, whose = found.wanted, person(word.strip('"').removeprefix("@"), names)
    if whose == ME:
        return replace(found, wanted=replace(wanted, which=wanted.which | {Which.MINE}))
    if whose == NOBODY:
        return replace(found, wanted=replace(wanted, which=wanted.which | {Which.UNASSIGNED}))
    return replace(found, wanted=replace(wanted, owner=whose)) if whose else None


def _page(word: str) -> int | None:
    return max(int(word), 1) if word.isascii() and word.isdigit() and len(word) < 6 else None
