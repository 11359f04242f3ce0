"""Where on the page somebody is: which person looks at which place, with which thread beside it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from bot.playground.directory import Channel
from bot.playground.page.panel import Panel
from bot.playground.people import Person
from bot.playground.refusals import NotPossible
from bot.playground.server import LocalSlack

APP = "app"
"""The place of the direct messages with the app."""
HOME = "home"
"""The place of the app's home tab."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Visit:
    """One person at one place: in a channel, at the home tab (`channel` and `panel` are None), or at a view panel."""

    person: Person
    handle: str
    place: str
    channel: Channel | None = None
    panel: Panel | None = None
    thread: str | None = None
    """The time stamp of the first message of the thread that stands beside."""

    @property
    def is_home(self) -> bool:
        """Whether it is the app's home tab."""
        return self.place == HOME


class Visitors:
    """The people whom one can be, and what each of them may look at."""

    def __init__(self, slack: LocalSlack, people: Mapping[str, Person], panels: Sequence[Panel]) -> None:
        self._slack = slack
        self._people = people
        self._panels = panels

    def person(self, handle: str) -> Person:
        """Who goes by this handle.

        Raises:
            NotPossible: when nobody does.
        """
        if handle not in self._people:
            raise NotPossible(f"there is nobody called {handle!r} here; who is: {', '.join(self._people)}")
        return self._people[handle]

    def visit(self, handle: str, place: str, thread: str | None = None) -> Visit:
        """A person at a place.

        Raises:
            NotPossible: when there is no such person, or no such place for them.
        """
        person = self.person(handle)
        if place == HOME and self._slack.installation.manifest.has_home_tab:
            return Visit(person=person, handle=handle, place=place)
        for panel in self._panels:
            if panel.place.is_view and panel.name == place and panel.is_for(person):
                return Visit(person=person, handle=handle, place=place, panel=panel)
        channel = self.channel(person, place)
        return Visit(person=person, handle=handle, place=place, channel=channel, thread=thread)

    def again(self, visit: Visit) -> Visit:
        """A visit a moment later: its channel may have other members by then.

        Raises:
            NotPossible: when the person is not there any more.
        """
        if visit.channel is None:
            return visit
        return replace(visit, channel=self.channel(visit.person, visit.place))

    def channel(self, person: Person, place: str) -> Channel:
        """The conversation of a place.

        Raises:
            NotPossible: when it is none, or the person is not in it.
        """
        if place == APP:
            return self._slack.workspace.direct(person.id)
        for channel in person.places():
            if channel.name == place:
                return channel
        raise NotPossible(f"{person.user.name} is in no channel #{place}")

    def elsewhere(self, visit: Visit) -> list[Visit]:
        """Everybody at the place of a visit, or where they may not be there, in their first channel."""
        return [self._nearest(handle, visit.place) for handle in self._people]

    def _nearest(self, handle: str, place: str) -> Visit:
        try:
            return self.visit(handle, place)
        except NotPossible:
            places = self.person(handle).places()
            return self.visit(handle, places[0].name if places else APP)


def address(handle: str, place: str, thread: str | None = None) -> str:
    """The page of a person at a place."""
    page = f"/as/{quote(handle)}/{quote(place)}"
    return f"{page}?thread={quote(thread)}" if thread else page
