"""What a person types after `/ticket`, read into values. Reading never fails: what makes no sense is a value too.

The grammar knows words, not customers or tickets; whether those exist is decided at the desk.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from bot.clocks.contract import ClockKind
from bot.desk.access import Verb
from bot.slack.customer_words import Customers, read_customers
from bot.slack.drill_words import DrillWords, read_drill
from bot.slack.handling_words import ALIASES as HANDLING
from bot.slack.handling_words import CHANGES, NO_NAMES, Handle, Handover, handling, handover, hands_over
from bot.slack.list_words import List, Search, UnknownFilter, page_meant, read_list, read_search
from bot.slack.mrkdwn import as_read
from bot.slack.on_call_words import OnCallWords, read_on_call
from bot.slack.words import letters, parted, severity_meant


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
class Why:
    """Prove a due time; without a clock the most urgent one, without a cycle the newest of its kind."""

    ticket: int
    clock: ClockKind | None = None
    cycle: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class History:
    """Show everything that happened to one ticket; pages count from 1."""

    ticket: int
    page: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Alerts:
    """Show what became of every notice of one ticket; pages count from 1."""

    ticket: int
    page: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Digest:
    """Show the day's digest now."""


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


Command = (
    New
    | Show
    | List
    | UnknownFilter
    | Search
    | Why
    | History
    | Alerts
    | Digest
    | Handle
    | Handover
    | Customers
    | OnCallWords
    | DrillWords
    | Help
    | Unknown
    | Incomplete
)

_HOTLINE = "hotline"
"""Opens a ticket of the highest priority, as somebody does who would otherwise call the hotline (B18, B19)."""
_HIGHEST = "P1"
_ALIASES = {
    "new": ("open", "create", "add", _HOTLINE),
    "show": ("view", "status"),
    "list": ("ls", "tickets"),
    "search": ("find",),
    "why": ("explain", "due"),
    "history": ("log",),
    "alerts": ("alert", "notices"),
    "digest": ("summary",),
    **HANDLING,
    "drill": ("fire-drill", "exercise"),
    "oncall": ("on-call", "duty", "rota"),
    "customer": ("customers", "client", "clients"),
    "help": ("?", "commands", "usage"),
}
VERBS = tuple(_ALIASES)
"""The verbs that help speaks of; each has aliases."""

_VERB_OF = {word: verb for verb, others in _ALIASES.items() for word in (verb, *others)}
_QUOTES = str.maketrans("“”„«»‘’", '"' * 5 + "''")
_QUOTED = re.compile(r'"([^"]*)"\s*:?\s*')
_CYCLE = re.compile(r"(.*\S)\s+(\d{1,4})", re.ASCII | re.DOTALL)
_TICKET = re.compile(r"(?:t-?|#)?(\d{1,9})", re.IGNORECASE | re.ASCII)
# A colon parts customer and title; one inside an address (https://…) or a time (10:30) does not.
_COLON = re.compile(r"[:：](?!//|\d)")


def read(text: str, severities: Collection[str], names: Mapping[str, str] = NO_NAMES) -> Command:
    """What was typed, as a value; `text` is as Slack sends it, with ids in place of the people who were mentioned.

    `severities` are all words for one: ids, names and priorities of every contract. `names` are the ids of those who
    can be called by a mere name, by that name in small letters.
    """
    sent = text.strip().splitlines()
    if not sent:
        return New()
    said = as_read(text)
    first, rest = parted(as_read(sent[0]))
    more = "\n".join(sent[1:]).strip()
    match _VERB_OF.get(first.casefold()):
        case None:
            near = get_close_matches(first.casefold()[:40], _VERB_OF, n=1)
            return Unknown(text=said, word=first, nearest=_VERB_OF[near[0]] if near else None)
        case "new":
            severity = _HIGHEST if first.casefold() == _HOTLINE else None
            return _new(rest, as_read(more), severities, severity)
        case "list":
            return read_list(parted(sent[0])[1], said, severities, names)
        case "search":
            return read_search(rest) or Incomplete(text=said, verb="search")
        case "customer":
            return read_customers(rest) or Incomplete(text=said, verb="customer")
        case "oncall":
            return read_on_call(parted(sent[0])[1]) or Incomplete(text=said, verb="oncall")
        case "drill":
            return read_drill(rest)
        case "digest":
            return Digest()
        case "help":
            return Help(verb=_VERB_OF.get(rest.casefold()))
        case "show" | "why" | "history" | "alerts" as verb:
            return _on_ticket(verb, rest) or Incomplete(text=said, verb=verb)
        case verb:
            handled = _handling(verb, parted(sent[0])[1], more, severities, names)
            return handled or Incomplete(text=said, verb=verb)


def may_name_somebody(command: Command) -> bool:
    """Whether what was read may hold a mere name, so that it is worth the while to read it again with names."""
    match command:
        case UnknownFilter():
            return True
        case Handle(verb=Verb.ASSIGN, text=text):
            return bool(text)
        case Incomplete(verb=verb):
            return CHANGES.get(verb) is Verb.ASSIGN
    return False


def _new(rest: str, description: str, severities: Collection[str], highest: str | None) -> New:
    word, after = parted(rest)
    named = None if highest else severity_meant(word.rstrip(":,"), severities)
    rest = after if named else rest
    quoted = _QUOTED.match(rest.translate(_QUOTES))
    if quoted:
        customer, title = quoted[1].strip(), rest[quoted.end() :]
    else:
        customer, title = _at_colon(rest)
    return New(severity=highest or named, customer=customer or None, title=title.strip(), description=description)


def _at_colon(rest: str) -> tuple[str, str]:
    found = _COLON.search(rest)
    return (rest[: found.start()].strip(), rest[found.end() :]) if found else ("", rest)


def _on_ticket(verb: str, rest: str) -> Show | Why | History | Alerts | None:
    """A question about a ticket; None where no ticket is named."""
    number, after = parted(rest)
    ticket = _number(number)
    if ticket is None:
        return None
    match verb:
        case "show":
            return Show(ticket=ticket)
        case "history":
            return History(ticket=ticket, page=page_meant(after) or 1)
        case "alerts":
            return Alerts(ticket=ticket, page=page_meant(after) or 1)
        case _:
            words, cycle = _counted(after)
            return Why(ticket=ticket, clock=_clock(words), cycle=cycle)


def _handling(
    verb: str, rest: str, more: str, severities: Collection[str], names: Mapping[str, str]
) -> Handle | Handover | None:
    """A change of a ticket, or of all that somebody has; None where neither is named."""
    if CHANGES[verb] is Verb.ASSIGN and hands_over(rest):
        return handover(rest, names)
    number, after = parted(rest)
    ticket = _number(as_read(number))
    return None if ticket is None else handling(verb, ticket, after, more, severities, names)


def _number(word: str) -> int | None:
    found = _TICKET.fullmatch(word.rstrip(":,"))
    return int(found[1]) if found else None


def _counted(words: str) -> tuple[str, int | None]:
    """Words and the number behind them, if there is one."""
    found = _CYCLE.fullmatch(words)
    return (found[1], int(found[2])) if found else (words, None)


def _clock(words: str) -> ClockKind | None:
    """The clock that is meant by `first response`, `response`, `call-back`, `update` …"""
    wanted = letters(words)
    return next((kind for kind in ClockKind if wanted and wanted in letters(kind)), None)
