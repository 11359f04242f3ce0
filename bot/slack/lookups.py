"""Questions about many tickets, or about all that happened to one: read from the desk, answered in a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.desk import lists, queries
from bot.desk.access import Verb
from bot.desk.alerts import alerts as notices_of
from bot.desk.desk import Desk
from bot.desk.digest import digest_now
from bot.desk.overview import overview
from bot.desk.requests import Asker
from bot.desk.sources import sources
from bot.slack import answers, listing
from bot.slack.actions import COMMAND
from bot.slack.alerts import alerts
from bot.slack.blocks import Block, Message
from bot.slack.digest import digest
from bot.slack.grammar import Alerts, Digest, History
from bot.slack.history import history, page_of
from bot.slack.home import Passes, home
from bot.slack.links import Links
from bot.slack.list_words import List, Search, UnknownFilter
from bot.slack.people import People
from bot.slack.windows import Window

Question = List | Search | UnknownFilter | History | Alerts | Digest


@dataclass(frozen=True, kw_only=True, slots=True)
class Lookups:
    """Answers questions; each is refused to whoever may not ask it."""

    desk: Desk
    people: People
    links: Links

    async def answered(self, question: Question, by: Asker, at: datetime) -> Message | Window:
        """The answer to what was typed, or to the button of another page."""
        match question:
            case List(wanted=wanted, page=page):
                listed = await lists.listed(self.desk, by, wanted, at, page=page)
                return await self.people.render(lambda names: listing.listing(listed, names, wanted))
            case Search(words=words, page=page):
                found = await lists.searched(self.desk, by, words, at, page=page)
                return await self.people.render(lambda names: listing.found(found, names, words))
            case UnknownFilter():
                return answers.given_back(listing.unknown_filter(question), f"{COMMAND} {question.text}")
            case History(ticket=number, page=page):
                return await self.history(by, number, at, page)
            case Alerts(ticket=number, page=page):
                return await self.alerts(by, number, at, page)
            case Digest():
                facts = await digest_now(self.desk, by, at)
                return await self.people.render(lambda names: digest(facts, names))

    async def history(self, by: Asker, number: int, at: datetime, page: int = 1) -> Window:
        """Everything that happened to a ticket, with links to the messages it rests on."""
        ticket = await queries.show(self.desk, by, number, at, verb=Verb.HISTORY)
        shown, _ = page_of(ticket, page)
        found = await sources(self.desk, ticket, [each.number for each in shown if each.number is not None])
        known = await self.links.to(found.values())
        links = {number: known[source] for number, source in found.items() if source in known}
        return Window(view=await self.people.render(lambda names: history(ticket, names, links, page=page)))

    async def alerts(self, by: Asker, number: int, at: datetime, page: int = 1) -> Message:
        """What became of every notice of a ticket."""
        found = await notices_of(self.desk, by, number, at, page=page)
        return await self.people.render(lambda names: alerts(found, names))

    async def home(self, by: Asker, at: datetime, *, wall: bool, passes: Passes, troubles: Sequence[str] = ()) -> Block:
        """App Home as it is for a person now."""
        seen = await overview(self.desk, by, at)
        return await self.people.render(lambda names: home(seen, names, wall=wall, passes=passes, troubles=troubles))
