"""A call in the night: a critical issue is called back within a quarter of an hour, and the next promise begins."""

from bot.demo.critical_call import HOW_TO_TAKE_IT, SAID, omar_takes_the_call, piet_calls_back
from bot.demo.recurring import acknowledges, is_acknowledged, the_next_deadline_comes
from bot.demo.scenario import Scenario, Step

SCENARIO = Scenario(
    number=3,
    title="A call in the night",
    summary="A critical issue at three in the morning must be called back within fifteen minutes, day and night.",
    begins="2026-07-15 02:50",
    zone="Europe/Amsterdam",
    steps=(
        Step(
            title="Take the call",
            who="omar",
            place="triage",
            task=HOW_TO_TAKE_IT,
            notice="That all fail makes it Critical (B11), which needs to know whom to call (B20). The call-back is "
            "due in 15 minutes, day and night (B21), and Piet is paged.",
            done=lambda stage: stage.card_says(),
            act=omar_takes_the_call,
        ),
        Step(
            title="Wake up",
            who="piet",
            place="app",
            task="Piet is on call this week. Press Acknowledge on the page.",
            notice="The page has all that Piet needs in bed: what, who, the number, and by when.",
            done=is_acknowledged,
            act=acknowledges("piet"),
        ),
        Step(
            title="Let seven minutes pass",
            who="piet",
            place="triage",
            task="Press “Next deadline” in the bar at the top.",
            notice="Half of the quarter of an hour is gone, and #triage is warned. There are two warnings more.",
            done=lambda stage: stage.says("triage", "Call-back due in") or stage.card_says("Call-back kept"),
            act=the_next_deadline_comes,
        ),
        Step(
            title="Call back",
            who="piet",
            place="triage",
            task=f"Press Called back on the card and write down: `{SAID}`",
            notice="“Call-back kept”. At once the next promise runs: Bea hears from us again within the hour (B23).",
            done=lambda stage: stage.card_says("Call-back kept"),
            act=piet_calls_back,
        ),
    ),
    ending="You have seen a promise that knows no office hours, from the hotline to the call and the update after it.",
)
