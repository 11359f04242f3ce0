"""What happens when somebody starts a drill, answers one, or asks for the last ones: to a message."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.desk.desk import Desk
from bot.desk.drill import answer_drill, past_drills, start_drill
from bot.desk.duty_requests import AnswerDrill, StartDrill
from bot.slack.blocks import Message
from bot.slack.drill_words import DrillOn, DrillWords, PastDrills
from bot.slack.drills import drill_answered, drill_started, past
from bot.slack.payloads import DutyPress, Typed
from bot.slack.people import People


@dataclass(frozen=True, kw_only=True, slots=True)
class Drilling:
    """Answers everything about drills. Refusals are raised as the desk raises them.

    `woken` is called when a notice has been put that need not wait.
    """

    desk: Desk
    people: People
    woken: Callable[[], None]

    async def typed(self, said: DrillWords, typed: Typed, at: datetime) -> Message:
        """`/ticket drill …`."""
        match said:
            case DrillOn(schedule=schedule):
                request = StartDrill(key=typed.key, asker=typed.asker, schedule=schedule)
                facts = await start_drill(self.desk, request, at)
                self.woken()
                return await self.people.render(lambda names: drill_started(facts, names))
            case PastDrills():
                results = await past_drills(self.desk, typed.asker)
                return await self.people.render(lambda names: past(results, names, at))

    async def answered(self, press: DutyPress, at: datetime) -> Message:
        """The button under a test call."""
        result = await answer_drill(self.desk, AnswerDrill(key=press.key, asker=press.asker, drill=press.number), at)
        self.woken()
        return drill_answered(result)
