"""The messages by which people are called for a ticket, the same once they are over, and that nobody is called yet."""

from datetime import datetime

from bot.clocks.entries import BY_RULE
from bot.clocks.explain import CLOCK_NAMES
from bot.desk.notice_kinds import NoticeKind
from bot.desk.page_notices import Held, Page, PageAnswer
from bot.slack.actions import Action, snooze_value
from bot.slack.blocks import Message, Names, actions, button, context, marked, menu, section, spoken
from bot.slack.cards import contact_block
from bot.slack.details import by_name
from bot.slack.mrkdwn import cut, escape, line, printed, when
from bot.slack.notice_lines import called, keep, level, named, owner, take, why
from bot.slack.promises import promised

SNOOZES = {15: "15 minutes", 30: "30 minutes", 60: "1 hour", 240: "4 hours"}
"""For how many minutes a page can be put off by its menu, in words."""
MOST_TITLE = 300
_ENDED_BY = {
    "acknowledged": "acknowledged it",
    "taken": "took it",
    "replied": "answered the customer",
    "updated": "told the customer the progress",
    "called back": "called the customer back",
    "regraded": "regraded it",
    "resolved": "proposed a resolution",
    "closed": "closed it",
}
"""What somebody did that ended a call, by the kind of the entry."""


def call(facts: Page | Held, at: datetime, names: Names, link: str | None) -> Message:
    """The message of a call, or of one that is held."""
    return _page(facts, at, names, link) if isinstance(facts, Page) else _held(facts, names, link)


def _page(facts: Page, at: datetime, names: Names, link: str | None) -> Message:
    """A call; once it is over the same message says so, and has no buttons."""
    about = facts.about
    direct = facts.kind is NoticeKind.PAGE_DIRECT
    whose = "You are paged" if direct else f"Page to {line(level(facts.whom), 60)}"
    whose += "" if facts.round == 1 else f", round {facts.round}"
    if facts.over is not None:
        return _over(facts, facts.over, whose, names, link)
    due = "".join(f" · {CLOCK_NAMES[each.kind]} due {printed(each.aim, each.zone)}" for each in facts.promises[:1])
    first = f"📟 *{whose}* · {named(about, link)}"
    lines = _lines(facts, at, names)
    return Message(
        text=f"{whose} · {named(about)}{due} · {line(about.title, 200)}",
        blocks=[
            section(first if direct else called(first, facts.people)),
            spoken(cut(about.title.strip() or "—", MOST_TITLE)),
            *contact_block(facts.contact),
            *([section("\n".join(lines))] if lines else []),
            actions(
                button(Action.ACKNOWLEDGE, "Acknowledge", str(about.number), primary=True),
                *take(about),
                *(each for promise in facts.promises[:1] for each in (*keep(about, promise), why(about, promise))),
                menu(
                    *(
                        (Action.SNOOZE, f"Snooze {words}", snooze_value(about.number, minutes))
                        for minutes, words in SNOOZES.items()
                    )
                ),
            ),
        ],
    )


def _held(facts: Held, names: Names, link: str | None) -> Message:
    """That nobody is called yet, because the plan's coverage is closed: from when on, whom, and why."""
    first = "Nobody is called yet"
    whom = f"{by_name(facts.people, names) or 'nobody on duty'} ({line(level(facts.whom), 60)})"
    closed = f"the plan pages in {line(facts.coverage, 60)} only ({escape(facts.clause)})"
    if facts.until is None:
        then, until = f"It never opens again: {closed}.", "never"
    else:
        then = f"{whom} is called from {when(facts.until, facts.zone)} on, because {closed}."
        until = f"from {printed(facts.until, facts.zone)} on"
    return Message(
        text=f"{first} · {named(facts.about)} · {until} · {line(facts.about.title, 200)}",
        blocks=[
            section(f"🌙 *{first}* · {named(facts.about, link)}"),
            spoken(cut(facts.about.title.strip() or "—", MOST_TITLE)),
            section(then),
            actions(button(Action.ACKNOWLEDGE, "Acknowledge", str(facts.about.number)), *take(facts.about)),
        ],
    )


def _over(facts: Page, over: PageAnswer, whose: str, names: Names, link: str | None) -> Message:
    """Nobody is mentioned: an edit calls nobody."""
    who = "" if over.by == BY_RULE else f"{line(names(over.by), 80)} "
    ended = f"{who}{_ENDED_BY[over.how]}" if who and over.how in _ENDED_BY else "people were called anew"
    return Message(
        text=f"{whose} · {named(facts.about)} · over: {ended}",
        blocks=[
            section(f"📟 {whose} · {named(facts.about, link)}"),
            spoken(cut(facts.about.title.strip() or "—", MOST_TITLE)),
            context(marked(f"Over: {ended} {when(over.at)}")),
        ],
    )


def _lines(facts: Page, at: datetime, names: Names) -> list[str]:
    """What is promised, who has the ticket, and who is called if nobody answers."""
    lines = [promised(each, at) for each in facts.promises]
    if facts.about.assignee is not None:
        lines.append(f"It is {owner(facts.about, names)}.")
    if facts.following is not None:
        following = by_name(facts.following.people, names) or "nobody on duty"
        whom = line(level(facts.following.whom), 60)
        lines.append(f"If nobody answers: {following} ({whom}) at {when(facts.following.at)}")
    elif facts.over is None:
        lines.append("Nobody else is called after this.")
    return lines
