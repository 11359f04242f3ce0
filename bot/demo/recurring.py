"""What happens in more than one scenario: what people do there, and how one sees that it is done."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.demo.stage import Stage
from bot.slack.actions import Field

Act = Callable[[Stage], Awaitable[None]]
"""Takes a step, through Slack."""


def acknowledges(who: str) -> Act:
    """Somebody who is on call answers the page."""

    async def act(stage: Stage) -> None:
        await stage.presses(who, stage.page(who), "Acknowledge")

    return act


def is_acknowledged(stage: Stage) -> bool:
    """Whether the page is answered: by its button, or because somebody has taken the ticket."""
    return stage.says("triage", "acknowledged the page") or stage.says("triage", "took it")


async def the_next_deadline_comes(stage: Stage) -> None:
    """Time passes until somebody must be told something."""
    await stage.waits_for_deadline()


def makes_a_ticket(
    who: str, channel: str, author: str, *choice: tuple[Field, str], given: Mapping[Field, Any] | None = None
) -> Act:
    """Somebody of the team makes a ticket of what a customer has written last."""

    async def act(stage: Stage) -> None:
        await stage.makes_ticket_of(who, stage.message(channel, author))
        for field, wanted in choice:
            await stage.chooses(who, field, wanted)
        await stage.sends(who, given or {})

    return act


def writes_in_the_thread(who: str, text: str) -> Act:
    """Somebody of the team writes in the thread of the ticket's card."""

    async def act(stage: Stage) -> None:
        await stage.writes(who, "triage", text, under=stage.card())

    return act


def types(who: str, *lines: str, channel: str = "triage") -> Act:
    """Somebody types commands."""

    async def act(stage: Stage) -> None:
        for line in lines:
            await stage.types(who, line, channel)

    return act


def writes(who: str, channel: str, text: str) -> Act:
    """Somebody writes in a channel."""

    async def act(stage: Stage) -> None:
        await stage.writes(who, channel, text)

    return act
