"""A page over the stage's local Slack, with a panel of each kind, and a browser's way to it."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import httpx2
import pytest
from markupsafe import Markup

from bot.playground.page.panel import Panel, Place
from bot.playground.page.site import Page
from bot.playground.people import Person
from bot.playground.refusals import Json, NotPossible
from bot.playground.server import LocalSlack


@dataclass
class Board:
    """A panel for Ana alone, that shows what it was last asked for."""

    name: str
    label: str
    place: Place
    asked: list[Json] = field(default_factory=list)

    def is_for(self, person: Person) -> bool:
        return person.id == "U0ANA"

    async def html(self, person: Person) -> Markup:
        return Markup("<b>{} things</b>").format(len(self.asked))

    async def act(self, person: Person, wanted: Json) -> Json:
        if "jump" not in wanted:
            raise NotPossible("There is nowhere to go.")
        self.asked.append(wanted)
        return {"go": "/as/ana/triage"}


@pytest.fixture
def panels() -> list[Board]:
    return [
        Board(name="time", label="Time", place=Place.TOP),
        Board(name="guide", label="Guide", place=Place.SIDE),
        Board(name="wall", label="Deadline wall", place=Place.WIDE_VIEW),
        Board(name="phone", label="Phone", place=Place.VIEW),
    ]


@pytest.fixture
def page(slack: LocalSlack, panels: list[Panel]) -> Page:
    personas = [slack.workspace.users[each] for each in ("U0ANA", "U0OLLY", "U0CARL")]
    return Page(slack, start="/as/ana/triage", panels=panels, personas=personas)


@pytest.fixture
async def browser(page: Page) -> AsyncIterator[httpx2.AsyncClient]:
    transport = httpx2.ASGITransport(app=page.app)
    async with httpx2.AsyncClient(transport=transport, base_url="http://127.0.0.1:4100") as browser:
        yield browser
