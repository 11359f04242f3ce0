"""The ways from one proof to those of the ticket's other clocks, ended ones too."""

from bot.clocks.clock import Clock, ClockState
from bot.clocks.explain import CLOCK_NAMES
from bot.desk.facts import Ticket
from bot.slack.actions import Action
from bot.slack.blocks import Block, button, section
from bot.slack.promises import clock_name

MOST_OTHERS = 8
"""Other clocks that are offered at most, those that began last."""
_STATES = {
    ClockState.RUNNING: "running",
    ClockState.PAUSED: "paused",
    ClockState.MET: "kept",
    ClockState.BREACHED: "broken",
    ClockState.CANCELLED: "ended before it was due",
}


def other_clocks(ticket: Ticket, clock: Clock) -> list[Block]:
    """A line for each other clock with the button that puts its proof in the place of this one."""
    others = [each for each in ticket.clocks if each != clock]
    newest = sorted(others, key=lambda each: each.started)[-MOST_OTHERS:]
    return [_line(ticket, each) for each in newest]


def _line(ticket: Ticket, clock: Clock) -> Block:
    again = f" {clock.cycle}" if clock.cycle > 1 else ""
    words = f"why {ticket.number} {CLOCK_NAMES[clock.kind]} {clock.cycle}"
    text = f"*{clock_name(clock.kind)}{again}* · {_STATES[clock.state]}"
    return {**section(text), "accessory": button(Action.LIST, "Why", words)}
