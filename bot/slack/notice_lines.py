"""What many notices say alike: the ticket and who has it, whom they call, and the buttons that keep a promise."""

from collections.abc import Sequence

from bot.clocks.contract import ClockKind
from bot.desk.notice_parts import About, PromiseLine
from bot.desk.roster import LEADS, TAM
from bot.slack.actions import Action, promise_value
from bot.slack.blocks import Block, Names, button
from bot.slack.mrkdwn import escape, line, mention
from bot.slack.promises import mark

_LEVELS = {TAM: "the account manager", LEADS: "the leads"}


def level(whom: str) -> str:
    """Whom a step of a page chain calls, as people say it: `the leads`, or a schedule by its name. Not yet escaped."""
    return _LEVELS.get(whom, whom)


def called(first: str, people: Sequence[str]) -> str:
    """The first line, and behind it the people who must act: the only place where anybody is mentioned."""
    return " · ".join([first, " ".join(mention(person) for person in people)] if people else [first])


def named(about: About, link: str | None = None) -> str:
    """The ticket as every notice names it: `🔴 T-12 · P1 Urgent · Acme`, its number leading to the card."""
    severity = escape(f"{about.priority} {about.severity}")
    number = f"T-{about.number}" if link is None else f"<{escape(link)}|T-{about.number}>"
    return f"{mark(about.rank)} {number} · {severity} · {line(about.customer, 100)}"


def owner(about: About, names: Names) -> str:
    """Who has it, as the end of a sentence about the ticket."""
    return "nobody has it yet" if about.assignee is None else f"with {line(names(about.assignee), 80)}"


def take(about: About) -> list[Block]:
    """Taking is offered while nobody has the ticket; whoever wants it from somebody finds that on the card."""
    return [button(Action.TAKE, "Take it", str(about.number))] if about.assignee is None else []


def keep(about: About, promise: PromiseLine) -> list[Block]:
    """The button that keeps the promise, so that nobody has to look for the card first."""
    match promise.kind:
        case ClockKind.CALL_BACK:
            return [button(Action.CALLED_BACK, "Called back", str(about.number))]
        case ClockKind.FIRST_RESPONSE:
            return [button(Action.REPLY, "Reply", str(about.number))]
        case ClockKind.NEXT_UPDATE:
            return [button(Action.UPDATE, "Update", str(about.number))]
        case ClockKind.RESOLUTION:
            return []


def why(about: About, promise: PromiseLine) -> Block:
    """The button that opens the proof of the due time."""
    return button(Action.WHY, "Why", promise_value(about.number, promise.kind, promise.cycle))
