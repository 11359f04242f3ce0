"""The manual: for each verb examples that work when copied, and the few that each role needs most."""

from bot.desk.access import ALLOWED, Role, Verb

Example = tuple[str, str]
"""What to type after `/ticket`, and what it does."""

EXAMPLES: dict[str, tuple[Example, ...]] = {
    "new": (
        ("new urgent Acme: SSO login fails for everyone", "opens a ticket in one line"),
        ('new urgent "Acme: Europe": SSO login fails', "for a name with a colon in it"),
        ("new", "opens the form"),
    ),
    "show": (("show 12", "a ticket as it stands"),),
    "list": (
        ("list", "what is open, the next due first"),
        ("list mine", "what you have"),
        ("list unassigned", "what nobody has"),
        ("list breaching page 2", "broken promises, the second page"),
    ),
    "why": (
        ("why 12", "the proof of a due time"),
        ("why 12 next update", "of another clock"),
    ),
    "take": (
        ("take 12", "makes it yours"),
        ("take 12 over", "from whoever has it"),
    ),
    "ack": (("ack 12", "answers a page, so that nobody else is called"),),
    "reply": (("reply 12 We are looking into it.", "answers the customer"),),
    "called": (("called 12 They can log in again.", "records a call-back"),),
    "regrade": (("regrade 12 high Only the reports fail now.", "changes the severity to the current impact"),),
    "close": (
        ("close 12 resolved They confirmed it.", "closes for one of the contract's reasons"),
        ("close 12", "asks for the reason"),
    ),
    "reopen": (("reopen 12 It happens again.", "starts its promises again"),),
    "help": (("help", "shows all that can be typed"),),
}
"""By verb, as the grammar calls it; the most useful example first."""

_SHORT = {
    Verb.NEW: EXAMPLES["new"][0],
    Verb.LIST: EXAMPLES["list"][0],
    Verb.SHOW: EXAMPLES["show"][0],
    Verb.WHY: EXAMPLES["why"][0],
    Verb.TAKE: EXAMPLES["take"][0],
    Verb.REPLY: EXAMPLES["reply"][0],
    Verb.REGRADE: EXAMPLES["regrade"][0],
    Verb.CLOSE: EXAMPLES["close"][0],
    Verb.REOPEN: EXAMPLES["reopen"][0],
    Verb.CALL_BACK: EXAMPLES["called"][0],
    Verb.ACKNOWLEDGE: EXAMPLES["ack"][0],
}
_MOST_LINES = 8


def lines_for(role: Role) -> list[Example]:
    """An example of each thing that a role may do, the most usual first; none for whom nothing is allowed."""
    return _allowed(role)[:_MOST_LINES]


def words_left_out(role: Role) -> list[str]:
    """The words that a role may use besides those of its lines."""
    return [example.split()[0] for example, _ in _allowed(role)[_MOST_LINES:]]


def _allowed(role: Role) -> list[Example]:
    return [example for verb, example in _SHORT.items() if role in ALLOWED[verb]]
