"""A week on call: who is on duty is seen at a glance, changed by two people in two lines, and handed over in words."""

from datetime import timedelta

from bot.demo.recurring import types
from bot.demo.scenario import Scenario, Step
from bot.demo.stage import Stage

WHO = "/ticket oncall"
WEEK = "/ticket oncall schedule primary"
SWAP = "/ticket oncall swap @olly primary"
STAND_IN = "/ticket oncall override @mara from saturday 18:00 until sunday 09:00 primary"
WORK = "/ticket new high Acme: Invitations arrive twice"
DAY = timedelta(days=1)


async def olly_accepts(stage: Stage) -> None:
    """Olly is asked by a direct message."""
    await stage.presses("olly", stage.person("olly").direct_messages()[-1], "Accept")


async def a_day_passes(stage: Stage) -> None:
    """Los Angeles takes over in the evening, and gives back at night."""
    await stage.waits(DAY)


SCENARIO = Scenario(
    number=13,
    title="A week on call",
    summary="Two people exchange a shift, a third one stands in, and at each change the next one reads what is open.",
    begins="2026-07-17 14:00",
    zone="Europe/Amsterdam",
    steps=(
        Step(
            title="See who is on call",
            who="piet",
            place="oncall",
            task=f"Type: `{WHO}`",
            notice="Who now, until when, and who then, by the reader's clock. In the office hours of Los Angeles it "
            "is Mara who is called, and otherwise Piet or Olly.",
            done=lambda stage: stage.tells("piet", "primary you until"),
            act=types("piet", WHO, channel="oncall"),
        ),
        Step(
            title="See the week",
            who="piet",
            place="oncall",
            task=f"Type: `{WEEK}`",
            notice="Seven days, who from when to when. An hour that nobody has would stand there as a gap.",
            done=lambda stage: stage.tells("piet", "primary: Mon 13 Jul to Sun 19 Jul"),
            act=types("piet", WEEK, channel="oncall"),
        ),
        Step(
            title="Ask for a swap",
            who="piet",
            place="oncall",
            task=f"Piet must leave early today. Type: `{SWAP}`",
            notice="The rest of Piet's shift against Olly's next one. Nothing is changed before Olly accepts.",
            done=lambda stage: stage.tells("piet", "Exchange of shifts on primary"),
            act=types("piet", SWAP, channel="oncall"),
        ),
        Step(
            title="Accept it",
            who="olly",
            place="app",
            task="Press Accept on the message.",
            notice="From now on Olly is called. Slack's user group @oncall has Olly in it instead of Piet, and #oncall "
            "is told.",
            done=lambda stage: stage.says("oncall", "On call now, primary", "Olly Oncall"),
            act=olly_accepts,
        ),
        Step(
            title="Let somebody stand in",
            who="lena",
            place="oncall",
            task=f"Type: `{STAND_IN}`",
            notice="Times are those of whoever writes them. Mara and whoever she stands in for are told by a direct "
            "message.",
            done=lambda stage: stage.tells("lena", "Mara Oncall, instead of"),
            act=types("lena", STAND_IN, channel="oncall"),
        ),
        Step(
            title="See the week again",
            who="omar",
            place="oncall",
            task=f"Type: `{WEEK}`",
            notice="Both changes are marked. Whoever is elsewhere in the world reads the same week by their own clock.",
            done=lambda stage: stage.tells("omar", "(standing in)"),
            act=types("omar", WEEK, channel="oncall"),
        ),
        Step(
            title="Leave some work",
            who="omar",
            place="oncall",
            task=f"Type: `{WORK}`",
            notice="It pages nobody, but whoever is next should know of it.",
            done=lambda stage: stage.card_says(),
            act=types("omar", WORK, channel="oncall"),
        ),
        Step(
            title="Hand over",
            who="mara",
            place="oncall",
            task="Press “+1 day” in the bar at the top.",
            notice="At six Mara began, at two in the morning she was done, and each time #oncall was told who has it, "
            "until when, and what is open.",
            done=lambda stage: stage.says("oncall", "On call now, primary", "Mara Oncall", "Invitations arrive twice"),
            act=a_day_passes,
        ),
    ),
    ending="You have seen who is called at any hour, changed without a spreadsheet, and handed over without a meeting.",
)
