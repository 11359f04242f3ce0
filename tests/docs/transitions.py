"""docs/tickets.md: what may follow what on a ticket, by the one table that every entry is folded through."""

import re
from collections.abc import Iterator
from typing import get_args

from bot.clocks.entries import After, Entry
from bot.clocks.ledger import TRANSITIONS, State
from tests.docs.explained import explained

PAGE = "tickets.md"
_KINDS = {kind.__dataclass_fields__["kind"].default: kind for kind in get_args(Entry)}


def text() -> str:
    """The page."""
    states = explained(State)
    lines = [
        "# What may happen to a ticket",
        "",
        "A ticket is a ledger: entries that are appended in the order in which things happened, and never changed. Its "
        "state, its severity and all of its clocks are computed from them. What may follow what is one table, and "
        "what it does not allow is refused with what is possible instead. This page is made by `make docs` from that "
        "table, `bot/clocks/ledger.py`.",
        "",
        "```mermaid",
        "stateDiagram-v2",
        *_arrows(),
        "```",
        "",
        *(f"- **{state}**: {_small(states[state.name])}" for state in State),
        "",
        f"| | {' | '.join(State)} | |",
        f"|---|{':---:|' * len(State)}---|",
        *map(_row, _KINDS),
        "",
        "An arrow leads to the state that follows, a dot leaves the state as it is, and what has neither is refused. A "
        "ticket begins with `opened`. `resumed` and `confirmed` may be entered by nobody, where a rule makes them: at "
        "the moment until which a wait was agreed on, and when the contract takes the customer's silence on a proposed "
        "resolution for agreement. `unacknowledged` and `paged` never are entered by a person.",
        "",
        "## When people are called again",
        "",
        "A page is answered by an acknowledgement, by taking the ticket, or by speaking to the customer. Only the "
        "first two can be lost again: what `unacknowledged` comes after is one of these.",
        "",
        *(f"- **{After[name]}**: {_small(why)}" for name, why in explained(After).items()),
        "",
        "It comes while the severity's coverage is open, on an open ticket, and a snooze also ends on one that waits. "
        "Once the customer was answered, updated or called back, the clock of the next update takes over.",
        "",
    ]
    return "\n".join(lines)


def _arrows() -> Iterator[str]:
    """What leads from one state to another; the names of several entries that do stand together."""
    for state, allowed in TRANSITIONS.items():
        for target in State:
            kinds = [kind for kind, leads_to in allowed.items() if leads_to is target]
            if kinds:
                yield f"    {state or '[*]'} --> {target}: {', '.join(kinds)}"
    yield f"    {State.CLOSED} --> [*]"


def _row(kind: str) -> str:
    cells = (_cell(TRANSITIONS[state], kind) for state in State)
    said, *_ = re.split(r"[.;](?:\s|$)", str(_KINDS[kind].__doc__))
    return f"| `{kind}` | {' | '.join(cells)} | {said}. |"


def _cell(allowed: dict[str, State | None], kind: str) -> str:
    if kind not in allowed:
        return ""
    leads_to = allowed[kind]
    return "·" if leads_to is None else f"→ {leads_to}"


def _small(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]
