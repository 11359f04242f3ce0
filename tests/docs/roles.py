"""docs/roles.md: who may do what, by the one table that every verb is checked against."""

from bot.desk.access import ALLOWED, Role, Verb
from tests.docs.explained import explained

PAGE = "roles.md"
_TITLES = {Role.LEAD: "lead", Role.AGENT: "agent", Role.TAM: "TAM", Role.CUSTOMER: "customer", Role.OTHER: "others"}


def text() -> str:
    """The page."""
    roles, verbs = explained(Role), explained(Verb)
    lines = [
        "# Who may do what",
        "",
        "Everything that can be asked of Belltower, by command, button, window or message, is checked against one "
        "table. What it does not allow is refused privately, and a ticket that is none of somebody's is answered as if "
        "there were none. "
        "This page is made by `make docs` from that table, `bot/desk/access.py`; "
        "[the configuration](configuration.md#who-is-of-the-team) says who is who.",
        "",
        *(f"- **{_TITLES[role]}**: {_small(roles[role.name])}" for role in Role),
        "",
        "A TAM and a customer see and handle what is theirs only: the tickets of the customers that they look after or "
        "speak for. A TAM also sees who is on call, because they are called themselves. "
        "A customer sees what the contract promises, and neither goals nor whom the team calls.",
        "",
        f"| | {' | '.join(_TITLES.values())} | |",
        f"|---|{':---:|' * len(_TITLES)}---|",
        *(_row(verb, verbs[verb.name]) for verb in Verb),
        "",
    ]
    return "\n".join(lines)


def _row(verb: Verb, said: str) -> str:
    marks = " | ".join("✓" if role in ALLOWED[verb] else "" for role in _TITLES)
    return f"| `{verb}` | {marks} | {said} |"


def _small(sentence: str) -> str:
    return sentence[0].lower() + sentence[1:]
