"""The column beside the messages: a scenario, what to do next in it and as whom, and the scenarios to choose from."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog
from markupsafe import Markup

from bot.demo.scenario import Step, address
from bot.demo.scenarios import scenarios
from bot.demo.stage import Stage
from bot.demo.templating import drawn
from bot.playground.page.panel import Place
from bot.playground.people import Person
from bot.playground.refusals import Json, NotPossible

log = structlog.get_logger(__name__)

_PLACES = {"app": "the messages with Belltower", "home": "the Home tab of Belltower"}
"""The places that are no channels, as people call them."""

Begin = Callable[[str], Awaitable[str]]
"""Begins a scenario by its name in a fresh world; answers the address on the page where it begins."""


class Guide:
    """The panel `guide`. It ticks off what is done, whoever does it; a step once done stays done."""

    name = "guide"
    label = "Guide"
    place = Place.SIDE

    def __init__(self, scenario: str, stage: Stage, begin: Begin, *, linger: float = 0.0) -> None:
        """`linger` is for how many real seconds a window that is about to be sent can be looked at."""
        self._name = scenario
        self._scenario = scenarios()[scenario]
        self._stage = stage
        self._begin = begin
        self._reached = 0
        self.linger = linger
        self._showing: asyncio.Task[None] | None = None
        self._can_be_seen = asyncio.Event()
        self._trouble = ""
        stage.look = self._let_look

    @property
    def reached(self) -> int:
        """How many steps are done."""
        steps = self._scenario.steps
        while self._reached < len(steps) and steps[self._reached].done(self._stage):
            self._reached += 1
            self._trouble = ""
        return self._reached

    def is_for(self, person: Person) -> bool:
        """Everybody."""
        return True

    async def html(self, person: Person) -> Markup:
        """The scenario as far as it has come."""
        names = list(scenarios())
        following = names[names.index(self._name) + 1 :][:1]
        reached = self.reached
        current = self._scenario.steps[reached] if reached < len(self._scenario.steps) else None
        return drawn(
            "guide.html",
            name=self._name,
            scenario=self._scenario,
            reached=reached,
            person=person,
            actor=self._stage.person(current.who) if current else person,
            address=address(current) if current else "",
            where=_where(current.place) if current else "",
            is_showing=self._is_showing,
            trouble=self._trouble,
            scenarios=scenarios(),
            following=following,
        )

    async def act(self, person: Person, wanted: Json) -> Json:
        """`show` a step by its number from 0, or `begin` a scenario by its name; answers where to `go` on the page."""
        if "begin" in wanted:
            if wanted["begin"] not in [*scenarios()]:
                raise NotPossible(f"There is no scenario {wanted['begin']!r}.")
            return {"go": await self._begin(wanted["begin"])}
        if wanted.get("show") != self.reached:
            raise NotPossible("This step is done, or not yet to be done.")
        if self._is_showing:
            raise NotPossible("This step is being shown already.")
        step = self._scenario.steps[self.reached]
        self._can_be_seen.clear()
        self._showing = asyncio.create_task(self._show(step))
        # Answered when there is something to see: the page goes there, and finds a window filled in or the step done.
        await self._can_be_seen.wait()
        return {"go": address(step)}

    async def shown(self) -> None:
        """Wait until what is being shown has been."""
        if self._showing is not None:
            await self._showing

    async def close(self) -> None:
        """Show nothing any more."""
        if self._showing is not None:
            self._showing.cancel()
            await asyncio.gather(self._showing, return_exceptions=True)
            self._can_be_seen.set()

    @property
    def _is_showing(self) -> bool:
        return self._showing is not None and not self._showing.done()

    async def _show(self, step: Step) -> None:
        self._trouble = ""
        try:
            await step.act(self._stage)
        except NotPossible as reason:
            self._trouble = str(reason)
        except Exception:
            log.exception("a step could not be shown", step=step.title)
            self._trouble = "It could not be shown. Take the step yourself, or start over."
        finally:
            self._can_be_seen.set()

    async def _let_look(self) -> None:
        self._can_be_seen.set()
        await asyncio.sleep(self.linger)


def _where(place: str) -> str:
    """A place as people call it."""
    return _PLACES.get(place, f"#{place}")
