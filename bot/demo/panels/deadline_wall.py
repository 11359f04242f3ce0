"""The deadline wall inside the page, for the team: the same picture that an installation shows on a screen."""

from markupsafe import Markup

from bot.demo.pace import Pace
from bot.demo.templating import drawn
from bot.demo.unbroken import unbroken
from bot.desk.board import board
from bot.desk.refusals import NotAllowedError
from bot.desk.requests import Asker
from bot.playground.page.panel import Place
from bot.playground.people import Person
from bot.playground.refusals import Json, NotPossible
from bot.wall.axis import Span
from bot.wall.drawing import facts, svg

SPANS = {Span.HALF_DAY: "12 hours", Span.TWO_DAYS: "2 days", Span.WEEK: "1 week", Span.FIT: "Everything"}
OLDEST = 30
"""Seconds of the demo's time for which a picture is good if nothing happens."""


class DeadlineWall:
    """The panel `wall`. Each person chooses how much time they want to see."""

    name = "wall"
    label = "Deadline wall"
    place = Place.VIEW

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._spans: dict[str, Span] = {}
        self._drawn: dict[str, tuple[object, Markup]] = {}

    async def html(self, person: Person) -> Markup | None:
        """The picture and the table as this person sees them; None for whoever is not of the team."""
        records, span = self._pace.trial.slack.records, self._spans.get(person.id, Span.FIT)
        # Every open page asks at every change, the sidebar too, so a picture is kept until it would look different.
        passed = int(self._pace.now.timestamp()) // OLDEST
        state = (span, passed, len(records.calls), len(records.deliveries))
        kept = self._drawn.get(person.id)
        if kept is not None and kept[0] == state:
            return kept[1]
        try:
            picture = await self._picture(person, span)
        except NotAllowedError:
            return None
        self._drawn[person.id] = (state, picture)
        return picture

    async def act(self, person: Person, wanted: Json) -> Json:
        """Show another `span` of time."""
        try:
            self._spans[person.id] = Span(str(wanted.get("span")))
        except ValueError:
            raise NotPossible(f"The wall cannot show {wanted.get('span')!r}.") from None
        return {}

    async def _picture(self, person: Person, span: Span) -> Markup:
        desk, asker = self._pace.trial.bot.desk, Asker(person=person.id)
        shown = await unbroken(board(desk, asker, self._pace.now))
        users, zone = self._pace.trial.office.workspace.users, person.user.zone

        def name(user: str) -> str:
            return users[user].name if user in users else user

        return drawn(
            "wall.html",
            picture=svg(shown, zone, span, name),
            facts=facts(shown, zone, name),
            spans=SPANS,
            span=span,
        )
