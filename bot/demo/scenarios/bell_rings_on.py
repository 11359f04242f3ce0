"""The bell rings on: a page that nobody answers goes from one to the next, and comes again where nobody goes on."""

from bot.demo.critical_call import HOW_TO_TAKE_IT, SAID, omar_takes_the_call, piet_calls_back
from bot.demo.recurring import acknowledges, is_acknowledged, the_next_deadline_comes
from bot.demo.scenario import Scenario, Step
from bot.demo.stage import Stage

SNOOZE = "Snooze 15 minutes"
AGAIN = "no sign of life"


async def everybody_is_called(stage: Stage) -> None:
    """Nobody answers, until the lead is called too."""
    while not stage.is_paged("lena"):
        await stage.waits_for_deadline()


async def nothing_happens(stage: Stage) -> None:
    """Whoever acknowledged it has fallen asleep again."""
    while not stage.says("triage", AGAIN):
        await stage.waits_for_deadline()


async def piet_snoozes(stage: Stage) -> None:
    """Piet wants a quarter of an hour to wake up."""
    await stage.presses("piet", stage.page("piet"), SNOOZE)


SCENARIO = Scenario(
    number=10,
    title="The bell rings on",
    summary="A page at night that nobody answers goes to the phone, to the next and to the lead, and is not forgotten.",
    begins="2026-07-15 02:50",
    zone="Europe/Amsterdam",
    steps=(
        Step(
            title="Take the call",
            who="omar",
            place="triage",
            task=HOW_TO_TAKE_IT,
            notice="Piet is on call and is paged in #triage and by a direct message. Piet sleeps, and so does the "
            "computer.",
            done=lambda stage: stage.card_says(),
            act=omar_takes_the_call,
        ),
        Step(
            title="Sleep on",
            who="piet",
            place="phone",
            task="This is Piet's phone, still dark. Press “Next deadline” in the bar at the top.",
            notice="Three minutes after the page the phone rang, as Piet has asked for. After five Olly is paged, the "
            "secondary.",
            done=lambda stage: stage.rings("piet", "Page: T-1"),
            act=the_next_deadline_comes,
        ),
        Step(
            title="Let everybody be called",
            who="lena",
            place="app",
            task="Press “Next deadline” until the lead is paged. It takes three more deadlines.",
            notice="After ten minutes it would be Tess, Birdsong's account manager. At night on-call stands in for her "
            "(B01, B04). After twelve the leads are called, and then it all begins anew.",
            done=lambda stage: stage.is_paged("lena"),
            act=everybody_is_called,
        ),
        Step(
            title="Wake up",
            who="olly",
            place="app",
            task="It is Olly who wakes. Press Acknowledge.",
            notice="The bell stops for everybody: the pages have lost their buttons and say who has it, and the phones "
            "that rang are told that it is over.",
            done=is_acknowledged,
            act=acknowledges("olly"),
        ),
        Step(
            title="Fall asleep again",
            who="olly",
            place="triage",
            task="Nobody calls Bea back. Press “Next deadline” until #triage has no more patience.",
            notice="The call-back is broken and escalated. And half an hour after Olly's last sign of life the "
            "acknowledgement counts no more: the bell rings again, from the first one on.",
            done=lambda stage: stage.says("triage", AGAIN),
            act=nothing_happens,
        ),
        Step(
            title="Ask for a quarter",
            who="piet",
            place="app",
            task=f"Open the menu at the end of the page's buttons and choose “{SNOOZE}”.",
            notice="Nobody is called until then. Then it rings again, unless somebody has it.",
            done=lambda stage: stage.says("triage", "put the page off"),
            act=piet_snoozes,
        ),
        Step(
            title="Call back",
            who="piet",
            place="triage",
            task=f"Press Called back on the card and write down: `{SAID}`",
            notice="Bea was spoken to, too late, and the card says so. Nobody is called any more. `/ticket alerts 1` "
            "shows each page: by which way, when, and who answered it.",
            done=lambda stage: stage.card_says("Call-back broken"),
            act=piet_calls_back,
        ),
    ),
    ending="You have seen a bell that stops for an answer, but neither for sleep nor for good intentions.",
)
