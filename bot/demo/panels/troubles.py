"""The switches below the guide that let something go wrong, and mend it."""

from markupsafe import Markup

from bot.demo.stage import Stage
from bot.demo.templating import drawn
from bot.demo.trouble import Trouble
from bot.playground.page.panel import Place
from bot.playground.people import Person
from bot.playground.refusals import Json, NotPossible


class Troubles:
    """The panel `trouble`: a switch for each trouble."""

    name = "trouble"
    label = "Trouble"
    place = Place.SIDE

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def is_for(self, person: Person) -> bool:
        """Everybody."""
        return True

    async def html(self, person: Person) -> Markup:
        """The switches as they stand."""
        return drawn("trouble.html", troubles={each: self._stage.is_troubled(each) for each in Trouble})

    async def act(self, person: Person, wanted: Json) -> Json:
        """Turn the switch of the trouble that `switch` names."""
        try:
            trouble = Trouble(str(wanted.get("switch")))
        except ValueError:
            raise NotPossible(f"There is no switch {wanted.get('switch')!r}.") from None
        await self._stage.troubles(trouble, on=not self._stage.is_troubled(trouble))
        return {}
