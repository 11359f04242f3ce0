"""One notice on its way to one place in Slack."""

from dataclasses import dataclass
from datetime import datetime

from bot.desk.facts import Posted, Ticket
from bot.desk.notice_kinds import NoticeKind
from bot.desk.notices import Facts

_EDIT = " edit"


def edit_key(key: str) -> str:
    """The key of the notice that changes the message of another, by that one's key."""
    return f"{key}{_EDIT}"


def edited_key(key: str) -> str:
    """The other way round: whose message it is that a notice changes, by its key."""
    return key.removesuffix(_EDIT)


@dataclass(frozen=True, kw_only=True, slots=True)
class Outgoing:
    """One notice on its way to one place in Slack.

    `thread` is the message to answer in, `edits` the message to change; `ticket` is given for cards, `facts` for all
    others. `card` is where the ticket's card stands, for a notice of the team's that is not in its thread; `source` is
    the message that an event rests on. `planned` is when it should have been told, `at` when it is being sent: the
    difference is its lateness.
    """

    key: str
    kind: NoticeKind
    place: str
    at: datetime
    planned: datetime
    ticket: Ticket | None = None
    facts: Facts | None = None
    thread: str | None = None
    broadcast: bool = False
    card: Posted | None = None
    source: Posted | None = None
    edits: Posted | None = None
    repeat: bool = False
    """Whether an earlier attempt may have arrived."""
    since: datetime
    """When the notice was put; an earlier message in the channel cannot be this one."""
