"""Macros: what is typed after `/ticket`, typed after a `?` in a ticket's thread, where Slack takes no commands.

The thread says which ticket is meant: `?take` in the thread of T-12 is `/ticket take 12`.
"""

import re
from dataclasses import dataclass
from difflib import get_close_matches

from bot.slack.handling_words import ALIASES as HANDLING

_QUESTIONS = {"show": (), "why": ("explain", "due"), "alerts": ("alert", "notices"), "help": ("commands", "usage")}
_ALIASES = {**HANDLING, **_QUESTIONS}
MACROS = tuple(_ALIASES)
"""The verbs that can be typed in a thread; each has aliases."""

_VERB_OF = {word: verb for verb, others in _ALIASES.items() for word in (verb, *others)}
_MACRO = re.compile(r"\?([A-Za-z][A-Za-z-]*)(?=[\s:,]|$)")
_TICKET = re.compile(r"(?:T-|#)\d{1,9}(?!\w)|\d{1,9}$", re.ASCII | re.IGNORECASE)
_NEARLY = 0.75
"""How like a verb a word must be to be one that was mistyped."""
_ASKED = frozenset({"how", "what", "when", "where", "which", "who"})
"""Words of people's own questions, some of which are much like a verb."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Macro:
    """A macro: `verb` is the one that its word means, or the one it is nearest to where it means none."""

    text: str
    verb: str
    known: bool
    said: str

    def line(self, ticket: int) -> str:
        """What would be typed after `/ticket` for this ticket, or for one that is named all the same: `?take T-7`."""
        if self.verb == "help" or _TICKET.match(self.said):
            return f"{self.verb} {self.said}".strip()
        return f"{self.verb} {ticket} {self.said}".strip()


def macro(text: str) -> Macro | None:
    """The macro that a message is, as Slack sends it; None for any other message."""
    found = _MACRO.match(text.strip())
    if found is None:
        return None
    word = found[1].casefold()
    said = text.strip()[found.end() :].lstrip(":, \t")
    if word in _VERB_OF:
        return Macro(text=text, verb=_VERB_OF[word], known=True, said=said)
    near = [] if word in _ASKED else get_close_matches(word, _VERB_OF, n=1, cutoff=_NEARLY)
    return Macro(text=text, verb=_VERB_OF[near[0]], known=False, said=said) if near else None
