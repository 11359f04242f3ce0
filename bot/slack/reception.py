"""What happens when somebody types, presses, chooses or sends: from a payload to a message or a window.

Nothing here knows Bolt. A request is carried out, and so committed, before this answers; whoever calls acknowledges
afterwards. Refusals are raised as the desk raises them, because only the caller knows where they can be shown.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial

from bot.clocks.explain import explain
from bot.desk import queries
from bot.desk.access import Verb, check, role
from bot.desk.assignment import MOST_AT_ONCE, hand_over
from bot.desk.desk import Desk
from bot.desk.duty_requests import SetOverride
from bot.desk.handling import VERBS, handle
from bot.desk.intake import open_ticket
from bot.desk.refusals import (
    AgreementMissingError,
    ContactDoubtfulError,
    FieldsMissingError,
    ScopeLineMissingError,
)
from bot.desk.requests import AddCustomer, Asker, Change, EditCustomer, HandOver, OpenTicket
from bot.slack import answers, gestures, grammar, intake_form, modals, payloads, snoozing, wording
from bot.slack.actions import Action, Entrance
from bot.slack.blocks import Block, Message
from bot.slack.called import ids_by_name
from bot.slack.choices import CloseChange, IntakeChange, RegradeChange
from bot.slack.clientele import Clientele, CustomerChange
from bot.slack.customer_words import Customers
from bot.slack.drill_words import DrillOn, PastDrills
from bot.slack.drilling import Drilling
from bot.slack.forms import Draft
from bot.slack.handling_words import NO_NAMES, Handle, Handover
from bot.slack.home import Passes
from bot.slack.intake_window import IntakeWindow
from bot.slack.links import Links
from bot.slack.list_words import List, Search, UnknownFilter
from bot.slack.lookups import Lookups
from bot.slack.moments import Writer
from bot.slack.on_call_words import StandInOff, StandInWords, SwapWords, WeekOf, WhoIsOnCall
from bot.slack.on_duty import OnDuty
from bot.slack.people import People
from bot.slack.slips import Slip
from bot.slack.submissions import Submission
from bot.slack.windows import WINDOW_VERBS, Redrawn, TicketWindows, Window, asked_about

Now = Callable[[], Awaitable[datetime]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Reception:
    """Answers everything that Slack sends. `woken` is called when a notice has been put that need not wait.

    `regrouped` is called when a user group may have other members. `passes` says when each loop has made its last pass.
    `wall` gives the address at which a person may look at the deadline wall; None where there is no wall. `troubles`
    says in words what is not well besides.
    """

    desk: Desk
    now: Now
    people: People
    links: Links
    woken: Callable[[], None]
    regrouped: Callable[[], None]
    passes: Callable[[], Passes]
    wall: Callable[[str, datetime], str] | None = None
    troubles: Callable[[], Sequence[str]] = tuple

    @property
    def windows(self) -> TicketWindows:
        """The windows about tickets."""
        return TicketWindows(desk=self.desk, people=self.people)

    @property
    def intake(self) -> IntakeWindow:
        """The form that opens a ticket."""
        return IntakeWindow(desk=self.desk, people=self.people)

    @property
    def lookups(self) -> Lookups:
        """Questions about many tickets, or about all that happened to one."""
        return Lookups(desk=self.desk, people=self.people, links=self.links)

    @property
    def clientele(self) -> Clientele:
        """Everything about customers."""
        return Clientele(desk=self.desk, people=self.people)

    @property
    def on_duty(self) -> OnDuty:
        """Everything about being on call."""
        return OnDuty(desk=self.desk, people=self.people, woken=self.woken)

    async def typed(self, typed: payloads.Typed) -> Message | Window:
        """A slash command, or a macro that says the same."""
        by, at = typed.asker, await self.now()
        said = self.read(typed.text)
        if grammar.may_name_somebody(said) and by.person in self.desk.roster.team:
            said = self.read(typed.text, await ids_by_name(self.desk.roster.team, self.people))
        match said:
            case grammar.New():
                request = gestures.opening(said, typed.key, by)
                if request is not None:
                    return await self._open_or_ask(request, at)
                draft = Draft(severity=said.severity, title=said.title, description=said.description)
                return await self.intake.opened(by, draft, said.customer, at)
            case grammar.Show(ticket=number):
                ticket = await queries.show(self.desk, by, number, at)
                return await self.people.render(lambda names: answers.show(ticket, names))
            case List() | Search() | UnknownFilter() | grammar.History() | grammar.Alerts() | grammar.Digest():
                return await self.lookups.answered(said, by, at)
            case grammar.Why(ticket=number, clock=kind, cycle=cycle):
                ticket = await queries.show(self.desk, by, number, at, verb=Verb.WHY)
                clock = asked_about(ticket, kind, cycle)
                return answers.why(ticket, clock, explain(ticket.terms, ticket.history, clock))
            case Handle():
                return await self._change(said, typed.key, by, at)
            case Handover():
                return await self._handed_over(gestures.handover(said, typed.key, by), at, MOST_AT_ONCE)
            case Customers():
                return await self.clientele.typed(said, by, at)
            case WhoIsOnCall() | WeekOf() | StandInWords() | StandInOff() | SwapWords() | Slip():
                return await self.on_duty.typed(said, typed, at)
            case DrillOn() | PastDrills():
                return await Drilling(desk=self.desk, people=self.people, woken=self.woken).typed(said, typed, at)
            case grammar.Help(verb=verb):
                return answers.help_for(await queries.asker_role(self.desk, by), verb)
            case grammar.Unknown():
                return answers.unknown(said)
            case grammar.Incomplete():
                return answers.incomplete(said)

    def read(self, text: str, names: Mapping[str, str] = NO_NAMES) -> grammar.Command:
        """What was typed, by the severities of every contract, ids first, so that the same always reads the same.

        `names` are as in `grammar.read`.
        """
        severities = [severity for contract in self.desk.shelf.contracts for severity in contract.severities]
        words = [(each.id, each.name, each.priority) for each in severities]
        severity_words = tuple(dict.fromkeys(word for sort in zip(*words, strict=True) for word in sort))
        return grammar.read(text, severity_words, names)

    async def pressed(self, press: payloads.Press) -> Message | Window:
        """A button about a ticket."""
        at = await self.now()
        by, number = press.asker, press.ticket
        change = snoozing.pressed(press, at) or gestures.pressed(press)
        if change is not None:
            said = Handle(verb=VERBS[type(change)], ticket=number, proposal=press.entry)
            return await self._handled_or_asked(change, said, at)
        match press.action:
            case Action.WHY:
                return await self.windows.why(press, at)
            case Action.SHOW:
                return await self.windows.show(by, number, at)
            case Action.HISTORY:
                return await self.lookups.history(by, number, at)
            case Action.ALERTS:
                return await self.lookups.alerts(by, number, at)
            case Action.NEXT:
                return await self.windows.next_steps(by, number, at)
        said = Handle(verb=WINDOW_VERBS[press.action], ticket=number, proposal=press.entry)
        return await self.windows.of(said, by, at)

    async def duty_pressed(self, press: payloads.DutyPress) -> Message:
        """A button about duty."""
        return await self.on_duty.pressed(press, await self.now())

    async def entered(self, entered: payloads.Entered, draft: Draft | None = None) -> Window | None:
        """A button that is about no ticket, with the draft of the message it is about; None where nothing is to do."""
        at = await self.now()
        match entered.entrance:
            case Entrance.NEW_TICKET | Entrance.FORM:
                return await self.intake.opened(entered.asker, draft or Draft(origin=entered.about), None, at)
            case Entrance.WALL:
                check(Verb.BOARD, role(self.desk.roster, entered.asker))
                if self.wall is None:
                    return Window(view=modals.notice("Deadline wall", wording.NO_WALL))
                return Window(view=modals.wall(self.wall(entered.asker.person, at)))
            case Entrance.CUSTOMER_EDIT:
                return await self.clientele.edit(entered.asker, entered.customer, at)
            case Entrance.OVERRIDE:
                return self.on_duty.window(entered.asker, StandInWords())
            case Entrance.WALL_LINK:
                return None

    async def home(self, by: Asker) -> Block:
        """App Home as it is for a person now."""
        at, wall = await self.now(), self.wall is not None
        return await self.lookups.home(by, at, wall=wall, passes=self.passes(), troubles=self.troubles())

    async def submitted(self, submission: Submission) -> Message:
        """A window that was sent."""
        at = await self.now()
        if isinstance(submission.request, OpenTicket):
            return await self._opened(submission.request, at)
        if isinstance(submission.request, AddCustomer | EditCustomer):
            return await self.clientele.saved(submission.request, at)
        if isinstance(submission.request, SetOverride):
            return await self.on_duty.saved(submission.request, at)
        return await self._handled(submission.request, at)

    async def intake_changed(self, change: IntakeChange) -> Redrawn:
        """Another customer, severity or answer was chosen in the intake form."""
        return await self.intake.changed(change, await self.now())

    async def regrade_changed(self, change: RegradeChange) -> Redrawn:
        """Another severity was chosen in the regrade window."""
        return await self.windows.regrade_changed(change, await self.now())

    async def close_changed(self, change: CloseChange) -> Redrawn:
        """Another reason was chosen in the close window."""
        return await self.windows.close_changed(change, await self.now())

    async def customer_changed(self, change: CustomerChange) -> Redrawn:
        """Another contract and plan was chosen in a customer's window."""
        return await self.clientele.changed(change, await self.now())

    async def searched(self, suggestion: payloads.Suggestion) -> Block:
        """The customers that fit what has been typed."""
        found = await queries.customers_for(self.desk, suggestion.asker, suggestion.typed)
        return intake_form.customer_options(found)

    async def shortcut(self, shortcut: payloads.Shortcut) -> Window:
        """A message that is to become a ticket."""
        return await self.intake.opened(shortcut.asker, shortcut.draft, None, await self.now())

    async def _open_or_ask(self, request: OpenTicket, at: datetime) -> Message | Window:
        """Open a ticket from one line, or ask in the form for what its severity needs besides."""
        try:
            return await self._opened(request, at)
        except FieldsMissingError as missing:
            draft = Draft(severity=missing.severity.id, title=request.title, description=request.description)
            return await self.intake.opened(request.asker, draft, request.customer, at)

    async def _opened(self, request: OpenTicket, at: datetime) -> Message:
        ticket = await open_ticket(self.desk, request, at)
        self.woken()
        return answers.opened(ticket)

    async def _change(self, said: Handle, key: str, by: Asker, at: datetime) -> Message | Window:
        if said.verb is Verb.SNOOZE:
            return await self._snoozed(said, key, by, at)
        change = gestures.change(said, key, by)
        return await (self.windows.of(said, by, at) if change is None else self._handled_or_asked(change, said, at))

    async def _snoozed(self, said: Handle, key: str, by: Asker, at: datetime) -> Message:
        writer = Writer(at=at, zone=await self.people.zone(by.person) or "UTC")
        change = snoozing.typed(said, key, by, writer)
        if change is None:
            text = f"snooze {said.ticket} {said.text}".rstrip()
            return answers.incomplete(grammar.Incomplete(text=text, verb="snooze"))
        return await self._handled(change, at)

    async def _handled_or_asked(self, change: Change, said: Handle, at: datetime) -> Message | Window:
        """Carry a change out, or ask in a window for what only this ticket, or this person, needs besides.

        The customer confirms without a word, for anybody else the window asks how they agreed.
        """
        try:
            return await self._handled(change, at)
        except (AgreementMissingError, ScopeLineMissingError, FieldsMissingError, ContactDoubtfulError):
            return await self.windows.of(said, change.asker, at)

    async def _handled(self, change: Change, at: datetime) -> Message:
        ticket = await handle(self.desk, change, at)
        self.woken()
        return await self.people.render(lambda names: answers.done(ticket, names, change.asker.person))

    async def _handed_over(self, request: HandOver, at: datetime, most: int | None) -> Message:
        """The first tickets are handed over at once, the others when whoever asked has been told so."""
        handed = await hand_over(self.desk, request, at, most=most)
        self.woken()
        message = await self.people.render(lambda names: answers.handed_over(handed, names))
        return replace(message, rest=partial(self._handed_over, request, at, None)) if handed.left else message
