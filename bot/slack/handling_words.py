"""What is typed to handle a ticket: what follows `take 12`, `pause 12`, `close 12` …, read into one value."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.clocks.contract import PauseReason
from bot.clocks.entries import Outcome
from bot.desk.access import Verb
from bot.desk.slack_ids import is_person
from bot.slack.mrkdwn import as_read
from bot.slack.words import letters, parted, severity_meant

ALIASES = {
    "take": ("claim", "mine"),
    "assign": ("give", "hand"),
    "ack": ("acknowledge",),
    "snooze": ("sleep",),
    "reply": ("answer", "respond"),
    "update": ("progress",),
    "called": ("call", "callback", "call-back"),
    "regrade": ("grade", "severity", "upgrade", "downgrade"),
    "undo": ("revert",),
    "pause": ("wait", "waiting", "hold"),
    "resume": ("continue", "unpause"),
    "tried": ("attempt", "attempted"),
    "resolve": ("solve", "solved", "done", "fixed"),
    "confirm": ("confirmed", "agree"),
    "object": ("disagree",),
    "close": ("finish",),
    "reopen": (),
}
"""The words that handle a ticket, each with others that mean the same."""
CHANGES = {
    "take": Verb.TAKE,
    "assign": Verb.ASSIGN,
    "ack": Verb.ACKNOWLEDGE,
    "snooze": Verb.SNOOZE,
    "reply": Verb.REPLY,
    "update": Verb.UPDATE,
    "called": Verb.CALL_BACK,
    "regrade": Verb.REGRADE,
    "undo": Verb.UNDO,
    "pause": Verb.PAUSE,
    "resume": Verb.RESUME,
    "tried": Verb.ATTEMPT,
    "resolve": Verb.RESOLVE,
    "confirm": Verb.CONFIRM,
    "object": Verb.OBJECT,
    "close": Verb.CLOSE,
    "reopen": Verb.REOPEN,
}
"""The verb of each of those words."""
OVER = "over"
"""The word after `take 12` that takes the ticket from whoever has it."""
NOBODY = "nobody"
"""The word after `assign 12` that gives the ticket back."""
ME = "me"
"""The word after `assign 12` for whoever types it."""

NO_NAMES: Mapping[str, str] = MappingProxyType({})
"""Where nobody can be called by a mere name."""

_MENTION = re.compile(r"<@(\w+)(?:\|[^<>]*)?>", re.ASCII)
_CADENCE = re.compile(r"every\s+(\d+\s+(?:business\s+)?[a-z]+)\s*(?:[:：,]|$)", re.IGNORECASE)
_PAUSES = re.compile(r"(?:waiting on |on |for )?(?:the )?(customer|third[-_ ]?party|agreed)\b[:：,]?", re.IGNORECASE)
_WORKAROUND = re.compile(r"workaround\b[:：,]?", re.IGNORECASE)
_CLAUSE = re.compile(r"[A-Z]\d{2,3}[:：,]?", re.ASCII)
_PAUSE_REASONS = {
    "customer": PauseReason.WAITING_ON_CUSTOMER,
    "thirdparty": PauseReason.WAITING_ON_THIRD_PARTY,
    "agreed": PauseReason.AGREED,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Handle:
    """Change a ticket. `text` is what is said, `word` the one thing that the verb asks besides.

    It is the severity of a regrade, the reason of a closing or a pause, the outcome of a resolution, whom a ticket is
    assigned to, or `over`; where nobody is known to be meant, `text` says whom. `line` is the scope line of a closing,
    `cadence` how often the customer hears from now on, `link` where an attempt can be seen. What was not said is empty.
    `proposal` is the one that a button answers.
    """

    verb: Verb
    ticket: int
    word: str = ""
    text: str = ""
    line: str = ""
    cadence: str = ""
    link: str = ""
    proposal: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Handover:
    """Give every ticket of one person to another, or with None to nobody; each is a user id, or `me`."""

    of: str
    to: str | None


def handling(
    word: str, ticket: int, said: str, more: str, severities: Collection[str], names: Mapping[str, str] = NO_NAMES
) -> Handle:
    """The change of a ticket that a word asks for; `said` is the rest of its line, `more` the lines after it.

    Both are as Slack sends them, because only there a person who was mentioned has an id; `names` are as in `person`.
    """
    verb = CHANGES[word]
    if verb is Verb.ASSIGN:
        # A mere name counts only as a whole, because there may be another Omar than the one of the team.
        whom = person(parted(said)[0]) or person(said, names)
        return Handle(verb=verb, ticket=ticket, word=whom, text="" if whom else as_read(said))
    first, lines = as_read(said), as_read(more)
    found = _Said.of(verb, first, severities)
    text = "\n".join(part for part in (found.text, lines) if part)
    return Handle(
        verb=verb,
        ticket=ticket,
        word=found.word,
        text=text,
        line=found.line,
        cadence=found.cadence,
        link=found.link,
    )


def handover(said: str, names: Mapping[str, str] = NO_NAMES) -> Handover | None:
    """`--from @ana to @omar`: who hands over, and to whom; None where it is not said in so many words.

    A telephone makes one long dash of two short ones.
    """
    match said.split():
        case [option, of, to, whom] if option.casefold() in _FROM and to.casefold() == "to":
            giver, taker = person(of, names), person(whom, names)
            if giver not in ("", NOBODY) and taker:
                return Handover(of=giver, to=None if taker == NOBODY else taker)
    return None


def hands_over(said: str) -> bool:
    """Whether all that somebody has is to be handed over, and not one ticket."""
    return parted(said)[0].casefold() in _FROM


def person(word: str, names: Mapping[str, str] = NO_NAMES) -> str:
    """Whom a word means: a user id, `nobody` or `me`; empty where Slack knows nobody of that name.

    `names` are the ids of those who can be called by a mere name, by that name in small letters.
    """
    mentioned = _MENTION.fullmatch(word)
    if mentioned:
        return mentioned[1]
    plain = word.casefold().rstrip(".,")
    if plain in (NOBODY, ME):
        return plain
    return word if is_person(word) else names.get(plain.removeprefix("@"), "")


_FROM = frozenset({"--from", "—from", "–from", "from"})


@dataclass(frozen=True, kw_only=True, slots=True)
class _Said:
    """The parts of what follows a ticket's number, on the first line."""

    text: str
    word: str = ""
    line: str = ""
    cadence: str = ""
    link: str = ""

    @classmethod
    def of(cls, verb: Verb, rest: str, severities: Collection[str]) -> "_Said":
        match verb:
            case Verb.REGRADE:
                word, text = parted(rest)
                word = word.rstrip(":,")
                return cls(word=severity_meant(word, severities) or word, text=text)
            case Verb.CLOSE:
                word, text = parted(rest)
                line, after = parted(text)
                if _CLAUSE.fullmatch(line):
                    return cls(word=word.rstrip(":,"), line=line.rstrip(":：,"), text=after)
                return cls(word=word.rstrip(":,"), text=text)
            case Verb.PAUSE if found := _PAUSES.match(rest):
                return cls(word=_PAUSE_REASONS[letters(found[1])], text=rest[found.end() :].strip())
            case Verb.RESOLVE if found := _WORKAROUND.match(rest):
                return cls(word=Outcome.WORKAROUND, text=rest[found.end() :].strip())
            case Verb.UPDATE if found := _CADENCE.match(rest):
                return cls(cadence=found[1], text=rest[found.end() :].strip())
            case Verb.ATTEMPT:
                link = rest.rpartition(" ")[2]
                if link.startswith(("https://", "http://")):
                    return cls(text=rest.removesuffix(link).strip(), link=link)
                return cls(text=rest)
            case Verb.TAKE:
                return cls(text="", word=OVER if rest.casefold() == OVER else "")
        return cls(text=rest)
