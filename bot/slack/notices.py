"""The messages that the desk owes the team: warnings, breaches, escalations, events, reminders, and the card.

The first line says what it is and how late or early; who must act is called there and nowhere else.
"""

from datetime import datetime, timedelta

from bot.clocks.durations import in_words
from bot.clocks.entries import Entry, Heard, Regraded, Taken
from bot.clocks.explain import CLOCK_NAMES
from bot.desk.digest_facts import Digest
from bot.desk.duty_notices import Audit, Drill, DrillResult, Gaps, HandOver, StandIn, Swap
from bot.desk.notice_kinds import NoticeKind
from bot.desk.notices import (
    Answer,
    AtRisk,
    Breach,
    Escalation,
    Event,
    GoalMissed,
    News,
    Proposal,
    Receipt,
    Reminder,
    Undelivered,
)
from bot.desk.outgoing import Outgoing
from bot.desk.page_notices import AlarmOutside, Held, Page, PageOver
from bot.desk.places import way_of
from bot.desk.storm_notices import Storm
from bot.slack import calls, customer_notices, duty_posts
from bot.slack.actions import Action
from bot.slack.blocks import (
    MOST_SECTION_TEXT,
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
from bot.slack.cards import card
from bot.slack.digest import digest
from bot.slack.events import added, happened, said
from bot.slack.mrkdwn import cut, escape, line, mention, printed, when
from bot.slack.notice_lines import called, keep, named, owner, take, why
from bot.slack.promises import by_when, clock_name, distance, promised
from bot.slack.storm import storm

TOLD_LATE_AFTER = timedelta(seconds=60)
"""A notice that leaves later than this after its time says so."""
LONGEST_SPEECH = 1_500
MOST_TITLE = 300


def notice(outgoing: Outgoing, names: Names, link: str | None = None) -> Message:
    """The message of a notice as it is sent at `outgoing.at`; ValueError for one that has neither ticket nor facts.

    `link` leads to the message that an event rests on, or to the ticket's card, from where it cannot be seen.
    """
    if outgoing.ticket is not None:
        return card(outgoing.ticket, names)
    match outgoing.facts:
        case Event() as facts:
            message = _event(facts, outgoing.at, names, link if outgoing.source else None)
        case Answer() | Receipt() | Proposal() | News() as facts:
            return customer_notices.told(facts, outgoing.at, names)
        case Reminder() as facts:
            message = _reminder(facts, link)
        case Page() | Held() as facts:
            message = calls.call(facts, outgoing.at, names, link)
        case Digest() as facts:
            message = digest(facts, names)
        case HandOver() | Gaps() | Audit() | StandIn() | Swap() | Drill() | DrillResult() as facts:
            message = duty_posts.post(facts, outgoing.place, names)
        case Storm() as facts:
            message = storm(facts)
        case Undelivered() as facts:
            message = _undelivered(facts, names)
        case AtRisk() | GoalMissed() | Breach() | Escalation() as facts:
            message = _alert(facts, outgoing.at, names, link)
        case None | PageOver() | AlarmOutside():
            raise ValueError(f"notice {outgoing.key} has nothing to tell in Slack")
    # A promise is broken a moment after it was due; people count in whole seconds.
    late = timedelta(seconds=round((outgoing.at - outgoing.planned).total_seconds()))
    if late <= TOLD_LATE_AFTER:
        return message
    told = f"Told {in_words(late)} late: Belltower was not running or could not reach Slack."
    return Message(text=f"{message.text} · {told}", blocks=[*message.blocks, context(plain(told))])


def _event(event: Event, at: datetime, names: Names, source: str | None) -> Message:
    """What happened; `source` leads to the message in which it was said."""
    line_of_event = _happened(event, names)
    words = said(event.entry)
    read_there = "" if source is None else f" · <{escape(source)}|read it there>"
    lines = [
        f"{_calling(event.entry, names) or line_of_event}{_after_the_end(event)}{read_there}",
        *added(event.entry),
        *(promised(each, at) for each in event.promises),
    ]
    blocks = [section(text) for text in paragraphs(fitting(lines, MOST_SECTION_TEXT))]
    if words.strip():
        blocks.append(spoken(cut(words, LONGEST_SPEECH)))
    if isinstance(event.entry, Heard):
        number = str(event.about.number)
        answer = button(Action.REOPEN, "Reopen", number) if event.closed else button(Action.REPLY, "Reply", number)
        blocks.append(actions(answer))
    return Message(text=f"T-{event.about.number} · {line_of_event}", blocks=blocks)


def _happened(event: Event, names: Names) -> str:
    if isinstance(event.entry, Regraded) and event.before:
        by, what = line(names(event.entry.by), 80), "took the regrade back," if event.entry.undo else "regraded it"
        grades = f"from {escape(event.before)} to {escape(event.about.severity)} ({escape(event.about.priority)})"
        return f"{by} {what} {grades}"
    return happened(event.entry, names)


def _calling(entry: Entry, names: Names) -> str:
    """Whoever is given a ticket by somebody else hears of it, because nobody else tells them."""
    if isinstance(entry, Taken) and entry.to != entry.by:
        return f"{line(names(entry.by), 80)} gave it to {mention(entry.to)}"
    return ""


def _after_the_end(event: Event) -> str:
    """Whoever had a ticket that is closed hears that the customer writes again, because nothing runs on it any more."""
    if not event.closed:
        return ""
    return " · the ticket is closed" + (f" · {mention(event.about.assignee)}" if event.about.assignee else "")


def _alert(facts: AtRisk | GoalMissed | Breach | Escalation, at: datetime, names: Names, link: str | None) -> Message:
    about, promise = facts.about, facts.promise
    first = _first_line(facts, at)
    return Message(
        text=f"{first} · {named(about)} · due {printed(promise.aim, promise.zone)} · {line(about.title, 200)}",
        blocks=[
            section(called(f"{_sign(facts)} *{first}* · {named(about, link)}", facts.people)),
            spoken(cut(about.title.strip() or "—", MOST_TITLE)),
            context(marked(f"{by_when(promise, at)} · {owner(about, names)}")),
            actions(*take(about), *keep(about, promise), why(about, promise)),
        ],
    )


def _first_line(facts: AtRisk | GoalMissed | Breach | Escalation, at: datetime) -> str:
    name, off = clock_name(facts.promise.kind), distance(facts.promise.aim, at)
    match facts:
        case AtRisk(warn=warn):
            used = f" ({warn} of the time used)" if warn.endswith("%") else ""
            return f"{name} {'due' if facts.promise.contractual else 'goal'} {off}{used}"
        case GoalMissed():
            return f"Our goal for the {CLOCK_NAMES[facts.promise.kind]} is missed, {off}; no promise is broken"
        case Breach(done=done) if done is not None:
            return f"{name} broken, done {distance(facts.promise.aim, done)}"
        case Breach():
            return f"{name} broken, {off}"
        case Escalation():
            return f"{name} still not done, {off}"


def _sign(facts: AtRisk | GoalMissed | Breach | Escalation) -> str:
    return "⚠️" if isinstance(facts, AtRisk | GoalMissed) else "🚨"


def _reminder(facts: Reminder, link: str | None) -> Message:
    """That the customer has not said whether they agree, to whoever should ask again."""
    number = str(facts.about.number)
    first = f"The customer has not said whether T-{number} is resolved"
    if facts.asked:
        asked = f"They were asked {when(facts.since)}, and nothing is agreed ({escape(facts.clause)}). Ask them again."
    else:
        asked = f"It was proposed {when(facts.since)}, and they were not asked in Slack. Ask them another way."
    return Message(
        text=f"{first} · {line(facts.about.customer, 100)} · {line(facts.about.title, 200)}",
        blocks=[
            section(called(f"⏰ *{first}* · {named(facts.about, link)}", facts.people)),
            section(asked),
            actions(
                button(Action.REPLY, "Reply", number),
                button(Action.CONFIRM, "Confirm", number),
                button(Action.REOPEN, "Reopen", number),
                button(Action.ATTEMPT, "Tried to reach them", number),
            ),
        ],
    )


_UNDELIVERED = {
    NoticeKind.ANSWER: "The answer did not reach the customer",
    NoticeKind.RECEIPT: "The receipt did not reach the customer",
    NoticeKind.PROPOSAL: "The proposed resolution did not reach the customer",
    NoticeKind.NEWS: "What happened was not told to the customer",
    NoticeKind.PAGE_DIRECT: "The page did not arrive",
    NoticeKind.PAGE_OUTSIDE: "The page did not arrive",
    NoticeKind.PAGE_OVER: "The end of the page was not told",
    NoticeKind.ALARM_OUTSIDE: "The alarm did not arrive",
}
_NOT_INVITED = ("not_in_channel", "channel_not_found")
"""Slack's words for a channel that the app is no member of; a private one it does not even find."""


def _undelivered(facts: Undelivered, names: Names) -> Message:
    """That a notice could not be posted, and what to do about it; the person who was called is named, not mentioned."""
    what = _UNDELIVERED.get(facts.what, f"The {facts.what} could not be posted")
    first = f"🚨 *{what}* · {named(facts.about)}"
    mended = "Invite me there and say it again" if facts.error in _NOT_INVITED else "Tell them another way"
    help_ = f"{_refusing(facts.place, names)}: {line(facts.error, 200)}. {mended}."
    return Message(text=f"{what} · {named(facts.about)} · {escape(facts.error)}", blocks=[section(f"{first}\n{help_}")])


def _refusing(place: str, names: Names) -> str:
    way = way_of(place)
    if way is not None:
        return f"The way {line(way, 80)} has not taken it"
    where = f"<#{escape(place)}>" if place.startswith(("C", "G")) else line(names(place), 80)
    return f"Slack refuses it in {where}"
