"""What can be made to go wrong in the demo, to see what becomes of a page then."""

from enum import StrEnum

from bot.playground.server import LocalSlack

CHANNEL = "triage"


class Trouble(StrEnum):
    """What goes wrong, and stays so until it is mended; the value is how it is said."""

    DOWN = "Slack is down"
    """For everybody: the app and people alike."""
    REMOVED = f"The bot is removed from #{CHANNEL}"
    """And can post nothing there."""


def is_on(trouble: Trouble, slack: LocalSlack) -> bool:
    """Whether this goes wrong now."""
    match trouble:
        case Trouble.DOWN:
            return slack.faults.is_down
        case Trouble.REMOVED:
            channel = slack.workspace.channel(CHANNEL)
            return channel is not None and slack.workspace.bot.id not in channel.members


def turn(trouble: Trouble, slack: LocalSlack, *, on: bool) -> None:
    """Let it go wrong from now on, or no longer."""
    channel = slack.workspace.channel(CHANNEL)
    match trouble:
        case Trouble.DOWN if on:
            slack.goes_down()
        case Trouble.DOWN:
            slack.comes_back()
        case Trouble.REMOVED if channel is not None:
            change = slack.workspace.leave if on else slack.workspace.join
            change(channel, slack.workspace.bot)
            slack.records.tell()
