"""What the customer reads in their thread: the receipt, answers, proposed resolutions, and what happened to the ticket.

What the contract promises and what was said to them, and nothing that is only the team's: no goal, no page, no impact.
"""

from collections.abc import Sequence
from datetime import datetime

from bot.clocks.entries import BY_RULE, Closed, Confirmed, Entry, Objected, Outcome, Regraded, Reopened
from bot.clocks.explain import CLOCK_NAMES
from bot.desk.notice_parts import PromiseLine
from bot.desk.notices import Answer, News, Proposal, Receipt
from bot.slack.actions import Action, entry_value
from bot.slack.blocks import (
    MOST_SECTION_TEXT,
    Block,
    Message,
    Names,
    actions,
    button,
    context,
    fitting,
    marked,
    paragraphs,
    plain,
    section,
    spoken,
)
from bot.slack.details import eta_words
from bot.slack.events import happened
from bot.slack.mrkdwn import cut, escape, inert, line, printed, when
from bot.slack.promises import promised

MOST_TITLE = 300
MOST_PARTS = 4
_MOST_PROMISES_TEXT = 3_000
_AGREES = {Outcome.RESOLVED: "Yes, it is resolved", Outcome.WORKAROUND: "Yes, that will do for now"}
_HELD = {Outcome.RESOLVED: "held this to be resolved", Outcome.WORKAROUND: "had a workaround for this"}
_HOLDS = {Outcome.RESOLVED: "holds this to be resolved", Outcome.WORKAROUND: "has a workaround for this"}


def told(facts: Answer | Receipt | Proposal | News, at: datetime, names: Names) -> Message:
    """The message of anything that is told to the customer, as it is sent at `at`."""
    match facts:
        case Answer():
            return answer(facts, names)
        case Receipt():
            return receipt(facts, at, names)
        case Proposal():
            return proposal(facts, names)
        case News():
            return news(facts, at, names)


def receipt(facts: Receipt, at: datetime, names: Names) -> Message:
    """That the ticket was taken: its number and severity, what happens by when, and how the severity is raised."""
    about = facts.about
    number, severity = f"T-{about.number}", line(about.severity, 80)
    first = f"We have your request. It is {number}, with the severity {severity}."
    owner = "" if about.assignee is None else f"{line(names(about.assignee), 80)} is your contact."
    if facts.covered:
        lines = _by_when(facts.promises, at)
    else:
        lines = ["Your subscription does not cover today, so no time is promised. The team looks at it all the same."]
    worse = f"If {severity} does not fit, or it gets worse, write here what does not work now and for whom."
    blocks = [
        section(first),
        spoken(cut(about.title.strip() or "—", MOST_TITLE)),
        *_sections([*([owner] if owner else []), *lines]),
        context(marked(f"{worse} Everything that you write in this thread reaches the team.")),
    ]
    return Message(text=f"{first} {_due(facts.promises)}".rstrip(), blocks=blocks)


def answer(facts: Answer, names: Names) -> Message:
    """The words as they were written, with an update when it should be over, and whose they are."""
    number = f"T-{facts.about.number}"
    signed = f"{cut(names(facts.by), 80)} · {number}" if facts.by else number
    lines = []
    if facts.eta is not None:
        lines.append(f"*Expected to be over* by {eta_words(facts.eta, facts.earlier)}")
    if facts.next_update is not None:
        lines.append(f"*You hear from us again* by {when(facts.next_update)}")
    said = f"{'Update: ' if facts.update else ''}{inert(facts.text, 1_000)}"
    return Message(
        text=f"{escape(signed)}: {said}",
        blocks=[*_spoken(facts.text), *_sections(lines), context(plain(signed))],
    )


def proposal(facts: Proposal, names: Names) -> Message:
    """A proposed resolution, with a button to agree and one to object, and what it means to press neither.

    Once it waits for no answer any more, the buttons are gone and it says what became of it.
    """
    number, who = f"T-{facts.about.number}", line(names(facts.by), 80)
    if facts.answer is not None:
        asked, over = f"{who} {_HELD[facts.outcome]}.", _over(facts.answer)
        return Message(
            text=f"{number} · {asked} {over}",
            blocks=[section(asked), *_spoken(facts.text), context(marked(f"{over} · {number}"))],
        )
    first, value = f"{who} {_HOLDS[facts.outcome]}. Do you agree?", entry_value(facts.about.number, facts.number)
    if facts.agreed_at is None:
        silence = "Until you answer it stays open."
    else:
        clause = f" ({line(facts.clause, 100)})" if facts.clause else ""
        silence = f"Without an answer by {when(facts.agreed_at)} it counts as agreed and is closed{clause}."
    return Message(
        text=f"{number} · {first}",
        blocks=[
            section(first),
            *_spoken(facts.text),
            actions(
                button(Action.CONFIRM, _AGREES[facts.outcome], value, primary=True),
                button(Action.OBJECT, "No, not yet", value),
            ),
            context(marked(f"{silence} You can also write here. · {number}")),
        ],
    )


def _over(answer: Entry) -> str:
    match answer:
        case Confirmed(by=by) if by == BY_RULE:
            return "Nobody objected in time, so it counts as agreed."
        case Confirmed():
            return "It was agreed to."
        case Objected():
            return "It was objected to, and we go on with it."
        case Closed():
            return "It needs no answer any more: the ticket is closed."
        case _:
            return "It was withdrawn, and we go on with it."


def news(facts: News, at: datetime, names: Names) -> Message:
    """What happened to their ticket, what is due by when from now on, and after its end how it is opened again."""
    first = _happened(facts, names)
    blocks = _sections([first, *_by_when(facts.promises, at)])
    if isinstance(facts.entry, Closed | Confirmed):
        blocks += _afterwards(facts)
    return Message(text=f"{first} {_due(facts.promises)}".rstrip(), blocks=blocks)


def _happened(facts: News, names: Names) -> str:
    number, severity = f"T-{facts.about.number}", line(facts.about.severity, 80)
    match facts.entry:
        case Regraded(undo=True):
            return f"{number} has the severity {severity} again."
        case Regraded():
            before = f" It was {line(facts.before, 80)}." if facts.before else ""
            return f"{number} has the severity {severity} now.{before}"
        case Closed():
            because = f": {line(facts.reason, 300)}" if facts.reason else "."
            return f"{number} is closed{because}"
        case Confirmed(by=by) if by == BY_RULE:
            return f"{number} is closed: nobody objected to the proposed resolution."
        case Confirmed():
            return f"Thank you. {number} is closed, as you agreed."
        case Objected():
            return f"Thank you for telling us. {number} is not resolved, and we go on with it."
        case Reopened():
            return f"{number} is open again, and we go on with it."
        case entry:
            return f"{number}: {happened(entry, names)}."


def _afterwards(facts: News) -> list[Block]:
    if not facts.reopens:
        return [context(plain("This is final. If you need something else, open another ticket."))]
    words = "If it is not over, have it opened again with the button, or write here."
    return [actions(button(Action.REOPEN, "Open it again", str(facts.about.number))), context(plain(words))]


def _by_when(promises: Sequence[PromiseLine], at: datetime) -> list[str]:
    """The contract's promises in lines; a goal is the team's own and stays there."""
    return [promised(each, at) for each in promises if each.contractual]


def _due(promises: Sequence[PromiseLine]) -> str:
    """The next promise for a notification, which knows no reader's zone."""
    kept = [each for each in promises if each.contractual]
    return f"Next: {CLOCK_NAMES[kept[0].kind]} by {printed(kept[0].aim, kept[0].zone)}." if kept else ""


def _spoken(text: str) -> list[Block]:
    """What was said, in as many parts as a message may have; blank text is none, which Slack would refuse."""
    if not text.strip():
        return []
    parts = [text[start : start + MOST_SECTION_TEXT] for start in range(0, len(text), MOST_SECTION_TEXT)]
    return [spoken(part) for part in parts[:MOST_PARTS]]


def _sections(lines: Sequence[str]) -> list[Block]:
    return [section(text) for text in paragraphs(fitting(lines, _MOST_PROMISES_TEXT))]
