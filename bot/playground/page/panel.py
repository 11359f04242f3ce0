"""What whoever serves the page adds to it: a bar above, a column beside the messages, a view of its own."""

from enum import StrEnum
from typing import Protocol

from markupsafe import Markup

from bot.playground.people import Person
from bot.playground.refusals import Json


class Place(StrEnum):
    """Where on the page a panel stands."""

    TOP = "top"
    """A bar above everything."""
    SIDE = "side"
    """A column beside the messages."""
    VIEW = "view"
    """The main area, in the place of a channel; listed below the channels."""
    WIDE_VIEW = "wide view"
    """The same, over the whole width: the column makes room for it."""

    @property
    def is_view(self) -> bool:
        """Whether it is a place of the page that one goes to."""
        return self in (Place.VIEW, Place.WIDE_VIEW)


class Panel(Protocol):
    """A part of the page that is not Slack's."""

    name: str
    label: str
    place: Place

    def is_for(self, person: Person) -> bool:
        """Whether it is there for this person."""
        ...

    async def html(self, person: Person) -> Markup:
        """What a person whom it is for sees now."""
        ...

    async def act(self, person: Person, wanted: Json) -> Json:
        """Do what the person asked for in the panel.

        Raises:
            NotPossible: with a sentence for the person.
        """
        ...
