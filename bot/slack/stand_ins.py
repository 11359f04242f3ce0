"""What was arranged about being on call, in words: overrides, and exchanges of shifts, asked for and answered."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import islice

from bot.desk.duty_notices import StandIn, Stretch, Swap
from bot.slack.actions import COMMAND, DutyAction
from bot.slack.blocks import Block, Message, Names, actions, button, context, marked, section
from bot.slack.mrkdwn import line, printed, when
from bot.slack.on_call import as_you, people_words

MOST_OVERRIDES = 7
"""Overrides that are shown at once to choose from."""
Shown = Callable[[datetime, str], str]
"""How an instant of a schedule's zone is written: for each reader's clock, or for text that knows no entities."""


def stand_in(facts: StandIn, names: Names, reader: str) -> Message:
    """Who stands in for whom, or need not any more; `reader` is the person or the channel that is told."""
    return _said(lambda shown: _stand_in(facts, as_you(names, reader), shown))


def arranged(done: Sequence[StandIn], names: Names, reader: str, clock: str = "") -> Message:
    """What somebody has just arranged, for them; where they typed times by their `clock`, a zone, it names that zone.

    Slack shows times by the device, which may be elsewhere than Slack says that they are: then they see it at once.
    """
    named, told = as_you(names, reader), "Everybody whom it concerns is told."

    def words(shown: Shown) -> str:
        return "\n".join([*(_stand_in(facts, named, shown, clock) for facts in done), told])

    if not clock:
        return _said(words)
    text = words(lambda at, _: printed(at, clock))
    return Message(text=text, blocks=[section(text)])


def to_choose_from(standing: Mapping[int, Sequence[StandIn]], names: Names) -> list[Block]:
    """Each of several overrides with the button that takes it back; of very many the first."""
    blocks = [
        {
            **section("\n".join(_stand_in(half, names, when) for half in halves)),
            "accessory": button(DutyAction.WITHDRAW_OVERRIDE, "Take it back", str(number)),
        }
        for number, halves in islice(standing.items(), MOST_OVERRIDES)
    ]
    if more := len(standing) - len(blocks):
        words = f"And {more} more: `{COMMAND} oncall override off primary` asks about those of one schedule only."
        blocks.append(context(marked(words)))
    return blocks


def swap(facts: Swap, names: Names, reader: str) -> Message:
    """An exchange of shifts: while it waits for an answer with its buttons, afterwards with what became of it."""
    message = _said(lambda shown: _swap(facts, as_you(names, reader), shown))
    if facts.answer:
        return message
    return Message(text=message.text, blocks=[*message.blocks, swap_buttons(facts, reader)])


def swap_buttons(facts: Swap, reader: str) -> Block:
    """What somebody can do about an exchange that waits: whoever was asked answers, whoever asked takes it back."""
    number = str(facts.number)
    if reader == facts.asker:
        return actions(button(DutyAction.DECLINE_SWAP, "Take it back", number))
    return actions(
        button(DutyAction.ACCEPT_SWAP, "Accept", number, primary=True),
        button(DutyAction.DECLINE_SWAP, "Decline", number),
    )


def _said(words: Callable[[Shown], str]) -> Message:
    return Message(text=words(printed), blocks=[section(words(when))])


def _stand_in(facts: StandIn, names: Names, shown: Shown, clock: str = "") -> str:
    schedule, person = f"*{line(facts.schedule, 80)}*", f"*{line(names(facts.person), 80)}*"
    span = _span(Stretch(starts=facts.starts, ends=facts.ends), facts.zone, shown) + (f" ({clock})" if clock else "")
    others, by = people_words(facts.instead_of, names), line(names(facts.by), 80)
    if facts.withdrawn:
        return f"↩️ On call on {schedule} {span}: {others or 'nobody'} again, not {person}. Taken back by {by}."
    instead = f"instead of {others}" if others else "where nobody was"
    return f"🔁 On call on {schedule} {span}: {person}, {instead}. Arranged by {by}."


def _swap(facts: Swap, names: Names, shown: Shown) -> str:
    asker, asked = line(names(facts.asker), 80), line(names(facts.asked), 80)
    by = asker if facts.answer in ("", "withdrawn") else asked
    first = f"🔁 *Exchange of shifts on {line(facts.schedule, 80)}*, {facts.answer or 'asked for'} by {by}"
    gives = f"• *{asked}*, instead of {asker}, {_span(facts.gives, facts.zone, shown)}"
    if facts.takes is None:
        return f"{first}\n{gives}\n• in return: nothing, because there is no later shift to take"
    return f"{first}\n{gives}\n• *{asker}*, instead of {asked}, {_span(facts.takes, facts.zone, shown)}"


def _span(stretch: Stretch, zone: str, shown: Shown) -> str:
    return f"from {shown(stretch.starts, zone)} until {shown(stretch.ends, zone)}"
