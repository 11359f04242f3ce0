"""A storm: many notices in one message, a line and a button for each, so that the channel can still be read."""

from bot.clocks.explain import CLOCK_NAMES
from bot.desk.notice_kinds import NoticeKind
from bot.desk.notice_parts import PromiseLine
from bot.desk.storm_notices import Storm, StormLine
from bot.slack.actions import Action
from bot.slack.blocks import MOST_BLOCK_TEXT, Block, Message, button, context, plain, section
from bot.slack.mrkdwn import line, mention, when
from bot.slack.promises import mark

_COUNTED = {
    NoticeKind.CARD: ("new ticket", "new tickets"),
    NoticeKind.WARNING: ("warning", "warnings"),
    NoticeKind.GOAL: ("missed goal", "missed goals"),
    NoticeKind.BREACH: ("broken promise", "broken promises"),
    NoticeKind.ESCALATION: ("escalation", "escalations"),
    NoticeKind.REMINDER: ("unanswered proposal", "unanswered proposals"),
}
_WHAT = {
    NoticeKind.WARNING: "*at risk*",
    NoticeKind.GOAL: "*goal missed*",
    NoticeKind.BREACH: "*broken*",
    NoticeKind.ESCALATION: "*still not done*",
    NoticeKind.REMINDER: "*ask the customer again*",
}
"""What each is in its line, before the promise; that a ticket is new goes without saying."""
_TITLES = (40, 10)
"""Characters of each title, tried one after the other until all lines fit the message."""
_MOST_PEOPLE = 3
_AROUND = 1_000
"""Characters of the message that are not in its lines."""


def storm(facts: Storm) -> Message:
    """The message as it is posted, and as it is after each further line; who must act is called in their line."""
    counted = _counted(facts)
    blocks: list[Block] = []
    for title in _TITLES:
        blocks = [_block(each, title) for each in facts.lines]
        if sum(len(each["text"]["text"]) for each in blocks) <= MOST_BLOCK_TEXT - _AROUND:
            break
    why = "So many came within a minute that each has a line here. Its card comes when somebody acts on it."
    return Message(
        text=f"{len(facts.lines)} at once: {counted}",
        blocks=[section(f"🌩️ *{len(facts.lines)} at once* · {counted}"), *blocks, context(plain(why))],
    )


def _counted(facts: Storm) -> str:
    numbers = {kind: sum(each.what is kind for each in facts.lines) for kind in _COUNTED}
    return ", ".join(f"{many} {_COUNTED[kind][many > 1]}" for kind, many in numbers.items() if many)


def _block(told: StormLine, title: int) -> Block:
    about = told.about
    named = f"{mark(about.rank)} *T-{about.number}* {line(about.priority, 20)} · {line(about.customer, 40)}"
    due = "" if told.promise is None else _due(told.promise, told.what)
    became = ": ".join(part for part in (_WHAT.get(told.what, ""), due) if part)
    called = "".join(f" {mention(person)}" for person in told.people[:_MOST_PEOPLE])
    words = f"{named} · {line(about.title, title) or '—'}{f' · {became}' if became else ''}{called}"
    return {**section(words), "accessory": button(Action.SHOW, "Show", str(about.number))}


def _due(promise: PromiseLine, what: NoticeKind) -> str:
    """By when; and of which promise, where the line says that something is wrong with it."""
    past = what in (NoticeKind.BREACH, NoticeKind.ESCALATION, NoticeKind.GOAL)
    verb = ("was due" if past else "due") if promise.contractual else "goal"
    which = "" if what is NoticeKind.CARD else f"{CLOCK_NAMES[promise.kind]} "
    return f"{which}{verb} {when(promise.aim, promise.zone)}"
