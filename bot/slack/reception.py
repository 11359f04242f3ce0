"""What happens when somebody types, presses, chooses or sends: from a payload to a message or a window.

Nothing here knows Bolt. A request is carried out, and so committed, before this answers; whoever calls acknowledges
afterwards. Refusals are raised as the desk raises them, because only the caller knows where they can be shown.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.clocks.clock import Clock
from bot.clocks.contract import ClockKind
from bot.clocks.explain import explain
from bot.desk import queries
from bot.desk.access import Verb, check, role
from bot.desk.desk import Desk
from bot.desk.facts import Customer, Ticket
from bot.desk.handling import handle
from bot.desk.intake import open_ticket
from bot.desk.overview import overview
from bot.desk.refusals import FieldsMissingError, NoSuchCustomerError, NoSuchSeverityError, NothingToDoError
from bot.desk.requests import Asker, Change, OpenTicket
from bot.slack import answers, grammar, intake_form, modals, payloads, submissions, wording
from bot.slack.actions import Action, Entrance
from bot.slack.blocks import Block, Message
from bot.slack.forms import Draft
from bot.slack.home import home
from bot.slack.people import People

Now = Callable[[], Awaitable[datetime]]

WINDOW_VERBS = {
    Action.REPLY: Verb.REPLY,
    Action.CALLED_BACK: Verb.CALL_BACK,
    Action.REGRADE: Verb.REGRADE,
    Action.CLOSE: Verb.CLOSE,
    Action.REOPEN: Verb.REOPEN,
}
"""The buttons that open a window, and the verb that the window carries out."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Window:
    """A window to open for the person who asked."""

    view: Block


@dataclass(frozen=True, kw_only=True, slots=True)
class Redrawn:
    """A window that is open already, as it is to look now; `view_hash` is of the drawing that was chosen in."""

    view: Block
    view_id: str
    view_hash: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Reception:
    """Answers everything that Slack sends. `woken` is called when a notice has been put that need not wait.

    `wall` gives the address at which a person may look at the deadline wall; None where there is no wall.
    """

    desk: Desk
    now: Now
    people: People
    woken: Callable[[], None]
    wall: Callable[[str, datetime], str] | None = None

    async def typed(self, typed: payloads.Typed) -> Message | Window:
        """A slash command."""
        by, at = typed.asker, await self.now()
        said = grammar.read(typed.text, self._severity_words())
        match said:
            case grammar.New():
                request = payloads.requested(said, typed.key, by)
                if isinstance(request, OpenTicket):
                    return await self._open_or_ask(request, at)
                draft = Draft(severity=said.severity, title=said.title, description=said.description)
                return await self._intake(by, draft, said.customer, at)
            case grammar.Show(ticket=number):
                ticket = await queries.show(self.desk, by, number, at)
                return await self.people.render(lambda names: answers.show(ticket, names))
            case grammar.List(which=which, page=page):
                listed = await queries.listed(self.desk, by, which, at, page=page)
                return await self.people.render(lambda names: answers.listing(listed, names, which=which))
            case grammar.Why(ticket=number, clock=kind):
                ticket = await queries.show(self.desk, by, number, at, verb=Verb.WHY)
                clock = _asked_about(ticket, kind, None)
                return answers.why(ticket, clock, explain(ticket.terms, ticket.history, clock))
            case grammar.Handle():
                change = payloads.requested(said, typed.key, by)
                if change is None or isinstance(change, OpenTicket):
                    return await self._window(said.verb, by, said.ticket, at, word=said.word, text=said.text)
                return await self._handled(change, at)
            case grammar.Help(verb=verb):
                return answers.help_for(await queries.asker_role(self.desk, by), verb)
            case grammar.Unknown():
                return answers.unknown(said)
            case grammar.Incomplete():
                return answers.incomplete(said)

    async def pressed(self, press: payloads.Press) -> Message | Window:
        """A button of a card or a notice."""
        at = await self.now()
        change = payloads.pressed(press)
        if change is not None:
            return await self._handled(change, at)
        if press.action is Action.WHY:
            ticket = await queries.show(self.desk, press.asker, press.ticket, at, verb=Verb.WHY)
            clock = _asked_about(ticket, press.clock, press.cycle)
            return Window(view=modals.why(ticket, clock, explain(ticket.terms, ticket.history, clock)))
        if press.action is Action.SHOW:
            shown = await queries.show(self.desk, press.asker, press.ticket, at)
            return Window(view=await self.people.render(lambda names: modals.show(shown, names)))
        return await self._window(WINDOW_VERBS[press.action], press.asker, press.ticket, at)

    async def entered(self, entered: payloads.Entered) -> Window | None:
        """A button of App Home that is about no ticket; None where there is nothing to do."""
        at = await self.now()
        match entered.entrance:
            case Entrance.NEW_TICKET:
                return await self._intake(entered.asker, Draft(), None, at)
            case Entrance.WALL:
                check(Verb.BOARD, role(self.desk.roster, entered.asker))
                if self.wall is None:
                    return Window(view=modals.notice("Deadline wall", wording.NO_WALL))
                return Window(view=modals.wall(self.wall(entered.asker.person, at)))
            case Entrance.WALL_LINK:
                return None

    async def home(self, by: Asker) -> Block:
        """App Home as it is for a person now."""
        seen = await overview(self.desk, by, await self.now())
        return await self.people.render(lambda names: home(seen, names, wall=self.wall is not None))

    async def submitted(self, submission: submissions.Submission) -> Message:
        """A window that was sent."""
        at = await self.now()
        if isinstance(submission.request, OpenTicket):
            return await self._opened(submission.request, at)
        return await self._handled(submission.request, at)

    async def intake_changed(self, change: submissions.IntakeChange) -> Redrawn:
        """Another customer or severity was chosen in the intake form."""
        view = await self._form(change.asker, change.draft, await self.now())
        return Redrawn(view=view, view_id=change.view_id, view_hash=change.view_hash)

    async def regrade_changed(self, change: submissions.RegradeChange) -> Redrawn:
        """Another severity was chosen in the regrade window."""
        preview = await queries.preview_regrade(
            self.desk, change.asker, change.ticket, change.severity, await self.now()
        )
        view = await self.people.render(lambda names: modals.regrade(preview, names, impact=change.impact))
        return Redrawn(view=view, view_id=change.view_id, view_hash=change.view_hash)

    async def searched(self, suggestion: payloads.Suggestion) -> Block:
        """The customers that fit what has been typed."""
        found = await queries.customers_for(self.desk, suggestion.asker, suggestion.typed)
        return intake_form.customer_options(found)

    async def shortcut(self, shortcut: payloads.Shortcut) -> Window:
        """A message that is to become a ticket."""
        return await self._intake(shortcut.asker, shortcut.draft, None, await self.now())

    async def mentioned(self, mention: payloads.Mention) -> Message:
        """Somebody has mentioned the app; what can be typed is all it says."""
        return answers.help_for(await queries.asker_role(self.desk, mention.asker))

    async def _open_or_ask(self, request: OpenTicket, at: datetime) -> Message | Window:
        """Open a ticket from one line, or ask in the form for what its severity needs besides."""
        try:
            return await self._opened(request, at)
        except FieldsMissingError as missing:
            draft = Draft(severity=missing.severity.id, title=request.title, description=request.description)
            return await self._intake(request.asker, draft, request.customer, at)

    async def _opened(self, request: OpenTicket, at: datetime) -> Message:
        receipt = await open_ticket(self.desk, request, at)
        self.woken()
        return answers.opened(receipt.ticket)

    async def _handled(self, change: Change, at: datetime) -> Message:
        handled = await handle(self.desk, change, at)
        self.woken()
        return await self.people.render(lambda names: answers.done(handled.ticket, names, change.asker.person))

    async def _intake(self, by: Asker, draft: Draft, customer: str | None, at: datetime) -> Window:
        """The form, filled in with what is known: a customer who was named, or the only one the asker can mean.

        Refused to whoever could choose no customer in it.
        """
        check(Verb.NEW, await queries.asker_role(self.desk, by))
        known: Customer | None
        if customer is not None:
            known = await self._named(by, customer, at)
        else:
            known = await queries.customer_in(self.desk, by)
        if known is not None:
            draft = replace(draft, customer=known.key, customer_name=known.name)
        return Window(view=await self._form(by, draft, at))

    async def _named(self, by: Asker, customer: str, at: datetime) -> Customer | None:
        try:
            return (await queries.sold_to(self.desk, by, customer, at))[0]
        except NoSuchCustomerError:
            return None

    async def _form(self, by: Asker, draft: Draft, at: datetime) -> Block:
        if draft.customer is None:
            return await self.people.render(lambda names: intake_form.intake(draft, names))
        _, terms = await queries.sold_to(self.desk, by, draft.customer, at)
        try:
            preview = (
                await queries.preview_opening(self.desk, by, draft.customer, draft.severity, at)
                if draft.severity
                else None
            )
        except NoSuchSeverityError:
            preview = None
        chosen = replace(draft, severity=preview.severity.id if preview else None)
        return await self.people.render(lambda names: intake_form.intake(chosen, names, terms=terms, preview=preview))

    async def _window(
        self, verb: Verb, by: Asker, number: int, at: datetime, *, word: str = "", text: str = ""
    ) -> Window:
        """The window that asks for what a verb needs, filled in with what was typed."""
        if verb is Verb.REGRADE:
            preview = await queries.preview_regrade(self.desk, by, number, word or None, at)
            return Window(view=await self.people.render(lambda names: modals.regrade(preview, names, impact=text)))
        ticket = await queries.show(self.desk, by, number, at, verb=verb)
        windows: Mapping[Verb, Callable[[], Block]] = {
            Verb.REPLY: lambda: modals.reply(ticket, text=text),
            Verb.CALL_BACK: lambda: modals.called_back(ticket, text=text),
            Verb.CLOSE: lambda: modals.close(ticket, reason=word, text=text),
            Verb.REOPEN: lambda: modals.reopen(ticket, text=text),
        }
        return Window(view=windows[verb]())

    def _severity_words(self) -> tuple[str, ...]:
        """Every word for a severity, ids first, so that the same typing always reads the same."""
        severities = [severity for contract in self.desk.shelf.contracts for severity in contract.severities]
        words = [(each.id, each.name, each.priority) for each in severities]
        return tuple(dict.fromkeys(word for of_one_sort in zip(*words, strict=True) for word in of_one_sort))


def _asked_about(ticket: Ticket, kind: ClockKind | None, cycle: int | None) -> Clock:
    """The clock that was meant: the one named, else the most urgent live one, else the first."""
    if kind is None:
        chosen = [*ticket.live_clocks, *ticket.clocks]
    else:
        chosen = [clock for clock in reversed(ticket.clocks) if clock.kind is kind and cycle in (None, clock.cycle)]
    if not chosen:
        raise NothingToDoError(why="no such promise runs on it", number=ticket.number)
    return chosen[0]
