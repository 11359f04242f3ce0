"""A storm: twenty tickets within a minute are one message with a line for each, and the urgent one stands by itself."""

from bot.demo.recurring import acknowledges, is_acknowledged, types
from bot.demo.scenario import Scenario, Step
from bot.demo.stage import Stage

CUSTOMERS = ("Acme", "Globex", "Initech")
REPORTED = ("The weekly report is empty", "Invitations arrive late", "Mail is delayed", "The dashboard is slow")
COUNT = 20
URGENT = 13
"""Which of them is the one that must not drown."""
TAKE = "/ticket take 7"


def _opening(number: int) -> str:
    if number == URGENT:
        return "/ticket new urgent Acme: No mail is delivered at all"
    customer = CUSTOMERS[number % len(CUSTOMERS)]
    return f"/ticket new medium {customer}: {REPORTED[number % len(REPORTED)]}"


async def everybody_reports(stage: Stage) -> None:
    """Ana notes down what comes in, as fast as she can type."""
    await stage.types_at_once("ana", [_opening(number) for number in range(1, COUNT + 1)])


SCENARIO = Scenario(
    number=12,
    title="A storm",
    summary="A mail server fails at night: twenty tickets in a minute are one message, but for the one that is urgent.",
    begins="2026-07-15 03:00",
    zone="Europe/Amsterdam",
    steps=(
        Step(
            title="Twenty tickets in a minute",
            who="ana",
            place="triage",
            task="These are many lines to type: press “Show me”, and they are typed for you.",
            notice="One message has a line for each, with the button that shows it. The channel can still be read, and "
            "each promise counts from its own second.",
            done=lambda stage: stage.says("triage", "at once"),
            act=everybody_reports,
        ),
        Step(
            title="Find the urgent one",
            who="piet",
            place="app",
            task="Piet is on call, and was sent one page, not twenty messages. Press Acknowledge on it.",
            notice="What is urgent never goes into a storm's message. Its card and its page stand alone, and go first.",
            done=is_acknowledged,
            act=acknowledges("piet"),
        ),
        Step(
            title="Take one of the others",
            who="omar",
            place="triage",
            task=f"Type: `{TAKE}`",
            notice="Now that somebody acts on it, it has a card of its own, with its buttons and its thread.",
            done=lambda stage: stage.says("triage", "T-7 ·", "Omar Agent took it"),
            act=types("omar", TAKE),
        ),
    ),
    ending="You have seen twenty tickets that wake one person once, and a channel in which one finds the urgent one.",
)
