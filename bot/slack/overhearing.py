"""What becomes of things that people write and do without asking Belltower: messages, macros, marks and mentions."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from bot.clocks.ledger import State
from bot.desk import queries
from bot.desk.access import Role, Verb, check, role
from bot.desk.ending import customer_may_reopen
from bot.desk.hearing import MACRO, Concern, concern, hear
from bot.desk.sides import Side
from bot.desk.threads import Where, ticket_in
from bot.slack import answers, whispers
from bot.slack.blocks import Message
from bot.slack.grammar import Help
from bot.slack.handling_words import Handle
from bot.slack.macros import Macro, macro
from bot.slack.mrkdwn import as_read
from bot.slack.occurrences import Marked, Spoken
from bot.slack.payloads import Shortcut, Typed
from bot.slack.reception import Reception
from bot.slack.showing import told
from bot.slack.windows import OPENED_BY, Window


@dataclass(frozen=True, kw_only=True, slots=True)
class Overhearing:
    """Hears what is said, and answers whoever should know what came of it: only they see the answer."""

    reception: Reception

    async def heard(self, spoken: Spoken, file_names: Callable[[], Awaitable[tuple[str, ...]]]) -> Message | None:
        """A message that somebody has posted: it is carried out first, and most need no answer.

        Slack is asked for the names of its files, and for who is a guest, only where the message is about a ticket.
        Raises `storage.database.Unavailable`, ThreadNotKnownYetError or NotToldError where it could not be taken in, so
        that Slack delivers it again.
        """
        about = await concern(self.reception.desk, spoken.hear)
        if about is None:
            return None
        if about.where is Where.TRIAGE:
            found = macro(spoken.raw)
            return None if found is None else await self._carried_out(found, about.tickets[0], spoken)
        author = replace(spoken.hear.author, guest=await self._is_guest(spoken, about))
        message = replace(spoken.hear, author=author, files=await file_names())
        outcome = await hear(self.reception.desk, message, await self.reception.now(), about)
        if outcome.recorded:
            self.reception.woken()
        is_macro = about.where is Where.CUSTOMER and message.text.lstrip().startswith(MACRO)
        if is_macro and outcome.side is Side.US and not outcome.recorded:
            return whispers.no_answer(about.tickets[0], message.text)
        return None

    async def marked(self, marked: Marked) -> Message | None:
        """A message that somebody has marked as a ticket; nothing where the channel is no customer's."""
        if not await queries.customers_in(self.reception.desk, marked.message.channel):
            return None
        return await self._offered(marked)

    async def mentioned(self, mention: Marked) -> Message:
        """A mention of the app: in a customer's channel the message may become a ticket, elsewhere help is given.

        Help is given too to whoever says no more than that.
        """
        desk = self.reception.desk
        if mention.for_help or not await queries.customers_in(desk, mention.message.channel):
            return answers.help_for(await queries.asker_role(desk, mention.asker))
        return await self._offered(mention)

    async def thread(self, shortcut: Shortcut) -> Message | Window:
        """The shortcut on a message in a ticket's thread: all that can be done to the ticket."""
        origin = shortcut.draft.origin
        found = origin and origin.ts and await ticket_in(self.reception.desk, origin.channel, origin.ts)
        if not found:
            return whispers.no_ticket_here()
        return await self.reception.windows.next_steps(shortcut.asker, found.ticket, await self.reception.now())

    async def _offered(self, marked: Marked) -> Message:
        """The way to the form for a message, or which ticket it is already, for whoever may know."""
        desk, at = self.reception.desk, await self.reception.now()
        check(Verb.NEW, await queries.asker_role(desk, marked.asker))
        found = await ticket_in(desk, marked.message.channel, marked.head)
        if found is None:
            return answers.offer_form(marked.message)
        ticket = await queries.show(desk, marked.asker, found.ticket, at)
        if ticket.state is not State.CLOSED:
            return whispers.already(ticket)
        is_of_team = role(desk.roster, marked.asker, ticket.customer) is not Role.CUSTOMER
        return whispers.closed(ticket, marked.message, reopens=is_of_team or customer_may_reopen(ticket))

    async def _carried_out(self, found: Macro, ticket: int, spoken: Spoken) -> Message | None:
        """What comes of a macro; one that was mistyped, and one that needs a window, come back with their words."""
        words = spoken.hear.text
        if not found.known:
            return whispers.unknown_macro(found.verb, words)
        line = found.line(ticket)

        async def answered() -> Message | None:
            said = self.reception.read(line)
            if isinstance(said, Help):
                return whispers.macro_help(await queries.asker_role(self.reception.desk, spoken.asker), said.verb)
            answer = await self.reception.typed(Typed(key=spoken.hear.key, asker=spoken.asker, text=line))
            if isinstance(answer, Message):
                return answer
            if not isinstance(said, Handle):
                raise TypeError(f"expected a window to belong to a change, got one for {as_read(line)[:80]!r}")
            return answers.given_back(answers.needs_window(OPENED_BY[said.verb], ticket, line), words)

        return await told(self.reception.people, answered, words)

    async def _is_guest(self, spoken: Spoken, about: Concern) -> bool:
        """Whether somebody of the app's own workspace is a guest there, who may be the customer.

        Of the team nobody need be asked about, and of nobody outside the customers' channels.
        """
        author, team = spoken.hear.author, self.reception.desk.roster.team
        if author.team != spoken.hear.home or author.person in team or not about.here:
            return False
        return await self.reception.people.is_guest(author.person)
