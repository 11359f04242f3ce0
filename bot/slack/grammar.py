"""What a person types after `/ticket`, read into values. Reading never fails: what makes no sense is a value too.

The grammar knows words, not customers or tickets; whether those exist is decided at the desk.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from difflib import get_close_matches

from bot.clocks.contract import ClockKind
from bot.desk.access import Verb
from bot.desk.queries import Which


@dataclass(frozen=True, kw_only=True, slots=True)
class New:
    """Open a ticket. What was not said is None or empty, and a form asks for it."""

    severity: str | None = None
    customer: str | None = None
    title: str = ""
    description: str = ""

    @property
    def complete(self) -> bool:
        """Whether a ticket can be opened without a form."""
        return bool(self.severity and self.customer and self.title)


@dataclass(frozen=True, kw_only=True, slots=True)
class Show:
    """Show one ticket."""

    ticket: int


@dataclass(frozen=True, kw_only=True, slots=True)
class List:
    """List tickets; pages count from 1."""

    which: Which = Which.OPEN
    page: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Why:
    """Prove a due time; without a clock the most urgent one."""

    ticket: int
    clock: ClockKind | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Handle:
    """Change a ticket. `word` is the severity of a regrade or the reason of a closing, `text` all that follows."""

    verb: Verb
    ticket: int
    word: str = ""
    text: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Help:
    """Explain everything, or one verb."""

    verb: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Unknown:
    """The first word is no verb; `nearest` is one that is like it."""

    text: str
    word: str
    nearest: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Incomplete:
    """The verb was understood, what must follow it was not."""

    text: str
    verb: str


Command = New | Show | List | Why | Handle | Help | Unknown | Incomplete

_ALIASES = {
    "new": ("open", "create", "add"),
    "show": ("view", "status"),
    "list": ("ls", "tickets"),
    "why": ("explain", "due"),
    "take": ("assign", "claim", "mine"),
    "ack": ("acknowledge",),
    "reply": ("answer", "respond"),
    "called": ("call", "callback", "call-back"),
    "regrade": ("grade", "severity", "upgrade", "downgrade"),
    "close": ("resolve", "done"),
    "reopen": (),
    "help": ("?", "commands", "usage"),
}
VERBS = tuple(_ALIASES)
"""The verbs that help speaks of; each has aliases."""

_VERB_OF = {word: verb for verb, others in _ALIASES.items() for word in (verb, *others)}
_CHANGES = {
    "take": Verb.TAKE,
    "ack": Verb.ACKNOWLEDGE,
    "reply": Verb.REPLY,
    "called": Verb.CALL_BACK,
    "regrade": Verb.REGRADE,
    "close": Verb.CLOSE,
    "reopen": Verb.REOPEN,
}
_LISTS = {which.value: which for which in Which}
_QUOTES = str.maketrans("“”„«»‘’", '"' * 5 + "''")
_QUOTED = re.compile(r'"([^"]*)"\s*:?\s*')
_TICKET = re.compile(r"(?:t-?|#)?(\d{1,9})", re.IGNORECASE | re.ASCII)
# A colon parts customer and title; one inside an address (https://…) or a time (10:30) does not.
_COLON = re.compile(r"[:：](?!//|\d)")
_SHORTEST_PREFIX = 3


def read(text: str, severities: Collection[str]) -> Command:
    """What was typed, as a value. `severities` are all words for one: ids, names and priorities of every contract."""
    lines = text.strip().splitlines()
    if not lines:
        return New()
    first, rest = _parted(lines[0])
    more = "\n".join(lines[1:]).strip()
    match _VERB_OF.get(first.casefold()):
        case None:
            near = get_close_matches(first.casefold()[:40], _VERB_OF, n=1)
            return Unknown(text=text, word=first, nearest=_VERB_OF[near[0]] if near else None)
        case "new":
            return _new(rest, more, severities)
        case "list":
            return _list(rest, text)
        case "help":
            return Help(verb=_VERB_OF.get(rest.casefold()))
        case verb:
            return _on_ticket(verb, rest, more, text, severities)


def _new(rest: str, description: str, severities: Collection[str]) -> New:
    word, after = _parted(rest)
    severity = _severity(word.rstrip(":,"), severities)
    rest = after if severity else rest
    quoted = _QUOTED.match(rest.translate(_QUOTES))
    if quoted:
        customer, title = quoted[1].strip(), rest[quoted.end() :]
    else:
        customer, title = _at_colon(rest)
    return New(severity=severity, customer=customer or None, title=title.strip(), description=description)


def _at_colon(rest: str) -> tuple[str, str]:
    found = _COLON.search(rest)
    return (rest[: found.start()].strip(), rest[found.end() :]) if found else ("", rest)


def _severity(word: str, severities: Collection[str]) -> str | None:
    """The severity that a word is or begins; too short a beginning could as well begin a customer's name."""
    wanted = _letters(word)
    begun = [each for each in severities if wanted and _letters(each).startswith(wanted)]
    exact = [each for each in begun if _letters(each) == wanted]
    if exact:
        return exact[0]
    meant = {_letters(each) for each in begun}
    return begun[0] if len(meant) == 1 and len(wanted) >= _SHORTEST_PREFIX else None


def _letters(word: str) -> str:
    """A word without what people write differently: case, hyphens, underscores, spaces."""
    return re.sub(r"[-_\s]", "", word.casefold())


def _list(rest: str, text: str) -> Command:
    which, page = Which.OPEN, 1
    words = iter(rest.casefold().split())
    for word in words:
        if word in {"page", "p"}:
            word = next(words, "")  # noqa: PLW2901
        if word in _LISTS:
            which = _LISTS[word]
        elif word.isascii() and word.isdigit() and 0 < len(word) < 6:
            page = max(int(word), 1)
        else:
            return Incomplete(text=text, verb="list")
    return List(which=which, page=page)


def _on_ticket(verb: str, rest: str, more: str, text: str, severities: Collection[str]) -> Command:
    number, after = _parted(rest)
    found = _TICKET.fullmatch(number.rstrip(":,"))
    if found is None:
        return Incomplete(text=text, verb=verb)
    ticket = int(found[1])
    if verb == "show":
        return Show(ticket=ticket)
    if verb == "why":
        return Why(ticket=ticket, clock=_clock(after))
    word = ""
    if verb in ("regrade", "close"):
        word, after = _parted(after)
        word = word.rstrip(":,")
    if verb == "regrade":
        word = _severity(word, severities) or word
    said = "\n".join(part for part in (after, more) if part)
    return Handle(verb=_CHANGES[verb], ticket=ticket, word=word, text=said)


def _clock(words: str) -> ClockKind | None:
    """The clock that is meant by `first response`, `response`, `call-back`, `update` …"""
    wanted = _letters(words)
    return next((kind for kind in ClockKind if wanted and wanted in _letters(kind)), None)


def _parted(text: str) -> tuple[str, str]:
    """The first word, and what follows it; every kind of white space parts words."""
    parts = text.split(maxsplit=1)
    return (parts[0] if parts else "", parts[1].strip() if len(parts) > 1 else "")
