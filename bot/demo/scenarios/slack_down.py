"""Slack goes down in the middle of a page: the telephones ring, and when Slack is back it tells what is still true."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.demo.recurring import acknowledges, is_acknowledged, the_next_deadline_comes, types
from bot.demo.scenario import Scenario, Step
from bot.demo.stage import Stage
from bot.demo.trouble import Trouble

OPENING = "/ticket new urgent Acme: SSO login fails for everyone"
SWITCH = Trouble.DOWN.value
PATIENCE = timedelta(minutes=2)


def slack(*, is_down: bool) -> Callable[[Stage], Awaitable[None]]:
    """Slack goes down, or comes back."""

    async def act(stage: Stage) -> None:
        await stage.troubles(Trouble.DOWN, on=is_down)

    return act


async def slack_takes_nothing(stage: Stage) -> None:
    """Slack stays down for longer than a page can wait for it."""
    await stage.waits(PATIENCE)


async def a_little_later(stage: Stage) -> None:
    """Slack comes back, and what has waited for it goes out."""
    await stage.troubles(Trouble.DOWN, on=False)
    await stage.waits(PATIENCE)


SCENARIO = Scenario(
    number=11,
    title="Slack goes down",
    summary="Slack is down for ten minutes of the night, in the middle of a page, and people are called all the same.",
    begins="2026-07-16 03:10",
    zone="Europe/Amsterdam",
    steps=(
        Step(
            title="Open a ticket",
            who="ana",
            place="triage",
            task=f"Type: `{OPENING}`",
            notice="It is evening in Los Angeles and night in Amsterdam, where Piet is on call and is paged.",
            done=lambda stage: stage.card_says(),
            act=types("ana", OPENING),
        ),
        Step(
            title="Let Slack go down",
            who="piet",
            place="app",
            task=f"Below this guide, press “{SWITCH}”.",
            notice="Nobody can answer the page in Slack now. Belltower runs elsewhere and goes on counting.",
            done=lambda stage: stage.is_troubled(Trouble.DOWN),
            act=slack(is_down=True),
        ),
        Step(
            title="Look at the phone",
            who="piet",
            place="phone",
            task="Press “Next deadline” in the bar at the top.",
            notice="Piet's phone has rung after three minutes. Ten have passed now, and Olly is to be paged, but Slack "
            "does not take it.",
            done=lambda stage: stage.rings("piet", "Page: T-1"),
            act=the_next_deadline_comes,
        ),
        Step(
            title="Wait a minute",
            who="olly",
            place="phone",
            task="Press ×60 for two or three seconds, and then Pause.",
            notice="Slack has not taken Olly's page for a minute, so the phone rings at once and not after three. "
            "Pages go out twice rather than not at all.",
            done=lambda stage: stage.rings("olly", "Page: T-1"),
            act=slack_takes_nothing,
        ),
        Step(
            title="Let Slack come back",
            who="ana",
            place="triage",
            task=f"Press “{SWITCH}” again, and let a minute pass.",
            notice="What is still true is told late. Slack was asked first whether it had a message already, so that "
            "nothing is there twice.",
            done=lambda stage: stage.says("triage", "Page to secondary"),
            act=a_little_later,
        ),
        Step(
            title="Answer in Slack",
            who="olly",
            place="app",
            task="Press Acknowledge on the page.",
            notice="Both phones are told that it is over. What nobody had heard of by now need not be told any more.",
            done=is_acknowledged,
            act=acknowledges("olly"),
        ),
    ),
    ending="You have seen that a page does not depend on Slack: what is told there may be late, the phone is not.",
)
