"""What is said outside Slack: one short text, plain enough for a text message or a voice.

It says what it is about and what to do; whoever needs more opens Slack. Whatever people have written is made inert,
because nobody knows what a target makes of it.
"""

from dataclasses import dataclass
from enum import StrEnum

from bot.clocks.explain import CLOCK_NAMES
from bot.clocks.local_time import in_zone
from bot.desk.duty_notices import Audit, Drill
from bot.desk.marks import unmarked
from bot.desk.notice_kinds import NoticeKind
from bot.desk.notice_parts import About, PromiseLine
from bot.desk.outgoing import Outgoing
from bot.desk.page_notices import AlarmOutside, Page, PageOver

MOST = 160
"""Characters of one text message; a longer text is paid and sent as several."""
LEAST_TITLE = 20
"""Characters that are left of a ticket's title however long everything else is."""
LONGEST_NAME = 40
MOST_NUMBERS = 3
_INERT = str.maketrans(dict.fromkeys("<[{", "(") | dict.fromkeys(">]}", ")") | dict.fromkeys("`*_~|\\^", " "))
"""What begins or ends something in the markup of one target or another, and costs more in a text message."""
_TYPED_PLAINLY = str.maketrans(
    dict.fromkeys("“”„«»", '"') | dict.fromkeys("‘’‚", "'") | dict.fromkeys("–—", "-") | {"…": "...", "·": "-"}
)
_ALARMS = {NoticeKind.BREACH: "is broken", NoticeKind.ESCALATION: "is still broken"}


class Tone(StrEnum):
    """How a target is to take a text."""

    CALL = "call"
    """Somebody must act."""
    OVER = "over"
    """Nobody need act any more."""
    TEST = "test"
    """Somebody must answer, and nothing is wrong."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """A text, and a title for targets that have one; `incident` is the same for all that is said of one matter."""

    title: str
    text: str
    incident: str
    tone: Tone = Tone.CALL


def words(outgoing: Outgoing) -> Words:
    """What a notice says outside Slack; ValueError for one that is told in Slack only."""
    again = " (may repeat)" if outgoing.repeat else ""
    match outgoing.facts:
        case Page() as page:
            ending = f"{_due(page.promises)} {_what_to_do(page)}{again}"
            return _about(page.about, "Page: ", ending, incident=_call(page.about, page.cycle))
        case PageOver() as call:
            ending = f" {_answer(call)} Nothing to do."
            return _about(call.about, "Over: ", ending, incident=_call(call.about, call.cycle), tone=Tone.OVER)
        case AlarmOutside() as alarm:
            promise = CLOCK_NAMES[alarm.promises[0].kind].capitalize() if alarm.promises else "A promise"
            what = f"{promise} {_ALARMS.get(alarm.what, 'needs somebody')}"
            ending = f" {what}, and Slack has not taken it: {_plain(alarm.error, LONGEST_NAME)}.{again}"
            incident = f"belltower-T-{alarm.about.number}-{alarm.what.replace(' ', '-')}"
            return _about(alarm.about, "Alarm: ", ending, incident=incident)
        case Audit() as audit:
            return _audit(audit, again)
        case Drill() as drill:
            return _drill(drill, outgoing.kind, again)
        case _:
            raise ValueError(f"notice {outgoing.key} is not told outside Slack")


def _what_to_do(page: Page) -> str:
    """Whoever cannot answer because Slack is down would else look for the button in vain, at every further ring."""
    if page.slack_silent:
        return "Slack does not answer: begin without it, acknowledge later."
    return f"Open Slack: T-{page.about.number}, Acknowledge."


def _audit(audit: Audit, again: str) -> Words:
    """It goes outside Slack for alarms only, so that whoever reads it is the first to know of one."""
    title, ending = "Belltower: an alarm reached nobody", f" Open Slack and look after it.{again}"
    numbers = ", ".join(f"T-{number}" for number in audit.tickets[:MOST_NUMBERS])
    what = f" ({numbers})" if numbers else ""
    left = MOST - len(title) - len(what) - len(ending) - len(": .")
    first = _plain(unmarked(next(iter(audit.findings), "")), max(LEAST_TITLE, left)).removesuffix(".")
    return Words(title=title, text=f"{title}{what}: {first}.{ending}", incident="belltower-audit")


def _drill(drill: Drill, kind: NoticeKind, again: str) -> Words:
    schedule, incident = _plain(drill.schedule, LONGEST_NAME), f"belltower-drill-{drill.number}"
    title = f"DRILL: {schedule}"
    if kind is NoticeKind.DRILL_OVER:
        text = f"DRILL, this is a test: the drill on {schedule} is over. Nothing to do."
        return Words(title=title, text=text, incident=incident, tone=Tone.OVER)
    text = f"DRILL, this is a test: you are called as {schedule}. Open Slack and press Acknowledge.{again}"
    return Words(title=title, text=text, incident=incident, tone=Tone.TEST)


def _about(about: About, first: str, ending: str, *, incident: str, tone: Tone = Tone.CALL) -> Words:
    """A text about a ticket: its title gives way where everything else needs the room."""
    grade, customer = _plain(f"{about.priority} {about.severity}", LONGEST_NAME), _plain(about.customer, LONGEST_NAME)
    title = f"{first}T-{about.number} {grade}, {customer}"
    left = max(LEAST_TITLE, MOST - len(title) - len(ending) - len(": ."))
    return Words(title=title, text=f"{title}: {_plain(about.title, left)}.{ending}", incident=incident, tone=tone)


def _call(about: About, cycle: int) -> str:
    return f"belltower-T-{about.number}-{cycle}"


def _due(promises: tuple[PromiseLine, ...]) -> str:
    """The first promise by its contract's clock: ` Call-back due Mon 10:15 PDT.`"""
    if not promises:
        return ""
    first = promises[0]
    return f" {CLOCK_NAMES[first.kind].capitalize()} due {in_zone(first.aim, first.zone).format('ddd HH:mm zz')}."


def _answer(call: PageOver) -> str:
    if not call.over.by:
        return "It calls for nobody any more."
    return "It is snoozed." if call.over.how == "snoozed" else "Somebody has it."


def _plain(text: str, most: int) -> str:
    """What somebody wrote, in one line of at most so many characters, without markup, links or mentions."""
    quiet = text.translate(_TYPED_PLAINLY).translate(_INERT).replace("://", " ").replace("@", "(at)")
    shown = " ".join("".join(each if each.isprintable() else " " for each in quiet).split())
    return shown if len(shown) <= most else f"{shown[: most - 3].rstrip()}..."
