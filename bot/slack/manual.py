"""The manual: for each verb examples that work when copied, and the few that each role needs most."""

from bot.desk.access import ALLOWED, Role, Verb
from bot.slack.macros import MACROS

Example = tuple[str, str]
"""What to type after `/ticket`, and what it does."""

EXAMPLES: dict[str, tuple[Example, ...]] = {
    "new": (
        ("new urgent Acme: SSO login fails for everyone", "opens a ticket in one line"),
        ('new urgent "Acme: Europe": SSO login fails', "for a name with a colon in it"),
        ("new", "opens the form; “hotline” in place of “new” opens one of the highest priority"),
    ),
    "show": (("show 12", "a ticket as it stands"),),
    "list": (
        ("list", "what is open, the least staffed time left first"),
        ("list mine p1", "of it what you have of priority P1"),
        ("list unassigned", "what nobody has; waiting, resolved and closed do alike"),
        ("list breaching customer:acme page 2", "the second page of a customer's broken promises"),
    ),
    "search": (("search sso login", "finds tickets by their words, closed ones too"),),
    "history": (("history 12", "everything that happened to a ticket"),),
    "alerts": (("alerts 12", "whom it told of a ticket, when, and who has seen it"),),
    "digest": (("digest", "how the day stands"),),
    "why": (
        ("why 12", "the proof of a due time"),
        ("why 12 next update", "of another clock"),
    ),
    "take": (
        ("take 12", "makes it yours"),
        ("take 12 over", "from whoever has it"),
    ),
    "assign": (
        ("assign 12 @omar", "gives it to somebody"),
        ("assign 12 nobody", "gives it back, for whoever is free"),
        ("assign --from @ana to @omar", "hands over all that somebody has; to nobody works too"),
    ),
    "ack": (("ack 12", "answers a page, so that nobody else is called"),),
    "snooze": (
        ("snooze 12 30 minutes", "lets nobody be called for so long; then on-call is called again"),
        ("snooze 12 until 07:00", "or before a moment"),
    ),
    "reply": (("reply 12 We are looking into it.", "answers the customer"),),
    "update": (
        ("update 12 We found the cause.", "tells the customer the progress"),
        ("update 12 every 2 hours: We found the cause.", "and how often they hear from now on"),
        ("update 12", "asks for the ETA and the next update too"),
    ),
    "called": (("called 12 They can log in again.", "records a call-back"),),
    "regrade": (("regrade 12 high Only the reports fail now.", "changes the severity to the current impact"),),
    "undo": (("undo 12", "takes the last regrade back"),),
    "pause": (
        ("pause 12 customer They look for the log files.", "waits for the customer"),
        ("pause 12 third party Their DNS provider has it.", "waits for somebody else"),
        ("pause 12", "asks for whom, and until when"),
    ),
    "resume": (("resume 12", "ends the wait"),),
    "tried": (("tried 12 Left a message on their voicemail.", "counts an attempt to reach the customer"),),
    "resolve": (
        ("resolve 12 The certificate is renewed.", "asks the customer whether it is resolved"),
        ("resolve 12 workaround Use the other login page.", "for a workaround"),
    ),
    "confirm": (
        ("confirm 12", "agrees that it is resolved"),
        ("confirm 12 Carl said so on the phone.", "records how the customer agreed"),
    ),
    "object": (("object 12 It fails for half of us.", "says that it is not resolved"),),
    "close": (
        ("close 12 resolved They confirmed it.", "closes for a reason of the contract; the words are for the team"),
        ("close 12 out_of_scope V24 They want their DNS changed.", "names the line of the contract's scope"),
        ("close 12", "asks for the reason"),
    ),
    "reopen": (("reopen 12 It happens again.", "starts its promises again"),),
    "oncall": (
        ("oncall", "who is on call now, and next"),
        ("oncall schedule", "the week, day by day; “next week” and “week of 2026-12-21” do too"),
        ("oncall override @olly until friday 09:00", "puts somebody on call, by your own clock; “for 4 hours” too"),
        ("oncall override off", "takes that back"),
        ("oncall swap @piet", "asks somebody to exchange shifts with you"),
        ("oncall primary", "of one schedule; the others take its name at the end"),
    ),
    "drill": (
        ("drill", "calls whoever is on call, as a test that is marked as one"),
        ("drill primary", "on one of several schedules"),
        ("drill list", "the last drills: who answered, after how long"),
    ),
    "customer": (
        ("customer list", "who your customers are"),
        ("customer show Acme", "everything about one"),
        ("customer add Hooli", "takes somebody in; for leads"),
        ("customer edit Acme", "changes plan, term, people, duties; for leads"),
    ),
    "help": (("help", "shows all that can be typed"),),
}
"""By verb, as the grammar calls it; the most useful example first."""

_SHORT = {
    Verb.NEW: EXAMPLES["new"][0],
    Verb.LIST: EXAMPLES["list"][0],
    Verb.SHOW: EXAMPLES["show"][0],
    Verb.TAKE: EXAMPLES["take"][0],
    Verb.REPLY: EXAMPLES["reply"][0],
    Verb.UPDATE: EXAMPLES["update"][0],
    Verb.REGRADE: EXAMPLES["regrade"][0],
    Verb.CLOSE: EXAMPLES["close"][0],
    Verb.WHY: EXAMPLES["why"][0],
    Verb.SEARCH: EXAMPLES["search"][0],
    Verb.CONFIRM: EXAMPLES["confirm"][0],
    Verb.OBJECT: EXAMPLES["object"][0],
    Verb.REOPEN: EXAMPLES["reopen"][0],
    Verb.PAUSE: EXAMPLES["pause"][0],
    Verb.RESUME: EXAMPLES["resume"][0],
    Verb.RESOLVE: EXAMPLES["resolve"][0],
    Verb.ATTEMPT: EXAMPLES["tried"][0],
    Verb.CALL_BACK: EXAMPLES["called"][0],
    Verb.ACKNOWLEDGE: EXAMPLES["ack"][0],
    Verb.SNOOZE: EXAMPLES["snooze"][0],
    Verb.ASSIGN: EXAMPLES["assign"][0],
    Verb.UNDO: EXAMPLES["undo"][0],
    Verb.HISTORY: EXAMPLES["history"][0],
    Verb.ALERTS: EXAMPLES["alerts"][0],
    Verb.DIGEST: EXAMPLES["digest"][0],
    Verb.ONCALL: EXAMPLES["oncall"][0],
    Verb.DRILL: EXAMPLES["drill"][0],
    Verb.CUSTOMERS: EXAMPLES["customer"][1],
}
MOST_LINES = 8
_NUMBER = "12"
"""The ticket that the examples are about."""


def lines_for(role: Role) -> list[Example]:
    """An example of each thing that a role may do, the most usual first; none for whom nothing is allowed."""
    return _allowed(role)[:MOST_LINES]


def words_left_out(role: Role) -> list[str]:
    """The words that a role may use besides those of its lines."""
    return [example.split()[0] for example, _ in _allowed(role)[MOST_LINES:]]


def hints(role: Role) -> list[str]:
    """What works besides typing commands, for whoever may use it: in threads, and on messages."""
    team, may_open = role in ALLOWED[Verb.REPLY], role in ALLOWED[Verb.NEW]
    in_threads = "In the thread of a ticket's card type ?take, ?reply, ?update …, or ?help: commands do not work there."
    lines = [in_threads] if team else []
    lines += ["To make a message a ticket, react with :ticket:, mention me in it, or use its menu."] if may_open else []
    return lines


def macros_of(verb: str) -> list[Example]:
    """The examples of a verb as they are typed in a ticket's thread, which says which ticket is meant; `?take over`."""
    parts = [(words.split(), meaning) for words, meaning in EXAMPLES[verb]] if verb in MACROS else []
    return [(" ".join([f"?{words[0]}", *words[2:]]), meaning) for words, meaning in parts if words[1:2] == [_NUMBER]]


def macros_for(role: Role) -> list[Example]:
    """An example of each thing that a role may do in a ticket's thread, the most usual first."""
    return [each for example, _ in _allowed(role) for each in macros_of(example.split()[0])[:1]]


def _allowed(role: Role) -> list[Example]:
    return [example for verb, example in _SHORT.items() if role in ALLOWED[verb]]
