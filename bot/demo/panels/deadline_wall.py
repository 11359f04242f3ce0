"""The deadline wall inside the page, for the team: the same picture that an installation shows on a screen."""

from markupsafe import Markup

from bot.demo.pace import Pace
from bot.demo.templating import drawn
from bot.demo.unbroken import unbroken
from bot.desk.access import ALLOWED, Verb, role
from bot.desk.board import board_for_whoever_was_let_in
from bot.desk.requests import Asker
from bot.playground.page.panel import Place
from bot.playground.people import Person
from bot.playground.refusals import Json, NotPossible
from bot.wall.axis import SPANS, Span
from bot.wall.drawing import facts, svg

OLDEST = 30
"""Seconds of the demo's time for which a picture is good if nothing happens."""


class DeadlineWall:
    """The panel `wall`. Each person chooses how much time they want to see."""

    name = "wall"
    label = "Deadline wall"
    place = Place.WIDE_VIEW

    def __init__(self, pace: Pace) -> None:
        self._pace = pace
        self._spans: dict[str, Span] = {}
        self._drawn: dict[tuple[str, Span], tuple[object, Markup]] = {}

    def is_for(self, person: Person) -> bool:
        """Whether the person is of the team."""
        return role(self._pace.trial.office.configuration.roster, Asker(person=person.id)) in ALLOWED[Verb.BOARD]

    async def html(self, person: Person) -> Markup:
        """The picture and the table as this person sees them."""
        # Every open page asks at every change, so a picture is kept until it would look different, for everybody of
        # the team who reads it in the same zone.
        records = self._pace.trial.slack.records
        state = (int(self._pace.now.timestamp()) // OLDEST, len(records.calls), len(records.deliveries))
        looks = (person.user.zone, self._spans.get(person.id, Span.FIT))
        kept = self._drawn.get(looks)
        if kept is None or kept[0] != state:
            kept = self._drawn[looks] = state, await self._picture(*looks)
        return kept[1]

    async def act(self, person: Person, wanted: Json) -> Json:
        """Show another `span` of time."""
        try:
            self._spans[person.id] = Span(str(wanted.get("span")))
        except ValueError:
            raise NotPossible(f"The wall cannot show {wanted.get('span')!r}.") from None
        return {}

    async def _picture(self, zone: str, span: Span) -> Markup:
        shown = await unbroken(board_for_whoever_was_let_in(self._pace.trial.bot.desk, self._pace.now))
        users = self._pace.trial.office.workspace.users

        def name(user: str) -> str:
            return users[user].name if user in users else user

        return drawn(
            "wall.html",
            picture=svg(shown, zone, span, name),
            facts=facts(shown, zone, name),
            spans=SPANS,
            span=span,
        )
