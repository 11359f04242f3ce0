"""The windows about a ticket, each filled in with what was typed: which one a verb needs, and how it looks now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from bot.clocks.clock import Clock
from bot.clocks.contract import ClockKind, IntakeField
from bot.clocks.explain import explain
from bot.desk import queries
from bot.desk.access import Verb, must_follow, role
from bot.desk.desk import Desk
from bot.desk.duty import on_call_now
from bot.desk.ending import standing
from bot.desk.facts import Ticket
from bot.desk.refusals import NothingToDoError
from bot.desk.requests import Asker
from bot.slack import ending_windows, handling_windows, modals, regrade_window
from bot.slack.actions import Action
from bot.slack.blocks import Block
from bot.slack.choices import CloseChange, RegradeChange
from bot.slack.handling_words import ME, NOBODY, Handle
from bot.slack.next_steps import next_steps
from bot.slack.payloads import Press
from bot.slack.people import People

WINDOW_VERBS = {
    Action.REPLY: Verb.REPLY,
    Action.UPDATE: Verb.UPDATE,
    Action.CALLED_BACK: Verb.CALL_BACK,
    Action.REGRADE: Verb.REGRADE,
    Action.ASSIGN: Verb.ASSIGN,
    Action.PAUSE: Verb.PAUSE,
    Action.ATTEMPT: Verb.ATTEMPT,
    Action.RESOLVE: Verb.RESOLVE,
    Action.OBJECT: Verb.OBJECT,
    Action.CLOSE: Verb.CLOSE,
    Action.REOPEN: Verb.REOPEN,
}
"""The buttons that open a window, and the verb that the window carries out."""
OPENED_BY = {verb: action for action, verb in WINDOW_VERBS.items()} | {Verb.CONFIRM: Action.CONFIRM}
"""The button that opens the window of a verb."""


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
class TicketWindows:
    """Draws the windows about tickets. Each is refused to whoever may not do what it is for."""

    desk: Desk
    people: People

    async def of(self, said: Handle, by: Asker, at: datetime) -> Window:
        """The window that asks for what a verb needs, filled in with what was said already.

        Raises NotNowError where the ticket's state does not permit the verb, and ProposalAnsweredError where a proposal
        is answered that stands no more, before anybody has typed anything.
        """
        if said.verb is Verb.REGRADE:
            return Window(view=await self._regrade(by, said.ticket, said.word, at, impact=said.text))
        ticket = await queries.show(self.desk, by, said.ticket, at, verb=said.verb)
        standing(said.proposal, ticket)
        must_follow(said.verb, ticket)
        if said.verb is Verb.ASSIGN:
            return Window(view=await self._assign(ticket, said, by, at))
        text, word = said.text, said.word
        windows: Mapping[Verb, Callable[[], Block]] = {
            Verb.REPLY: lambda: handling_windows.reply(ticket, text=text),
            Verb.UPDATE: lambda: handling_windows.update(ticket, text=text, cadence=said.cadence),
            Verb.CALL_BACK: lambda: handling_windows.called_back(ticket, text=text),
            Verb.PAUSE: lambda: handling_windows.pause(ticket, reason=word, text=text),
            Verb.ATTEMPT: lambda: handling_windows.attempt(ticket, text=text),
            Verb.RESOLVE: lambda: ending_windows.resolve(ticket, text=text, outcome=word),
            Verb.CONFIRM: lambda: ending_windows.confirmation(ticket, text=text),
            Verb.OBJECT: lambda: ending_windows.objection(ticket, text=text),
            Verb.CLOSE: lambda: ending_windows.close(ticket, reason=word, text=text, line=said.line),
            Verb.REOPEN: lambda: ending_windows.reopen(ticket, text=text),
        }
        return Window(view=windows[said.verb]())

    async def next_steps(self, by: Asker, number: int, at: datetime) -> Window:
        """All that the asker can do to a ticket now."""
        ticket = await queries.show(self.desk, by, number, at)
        found = role(self.desk.roster, by, ticket.customer)
        return Window(view=await self.people.render(lambda names: next_steps(ticket, names, found)))

    async def show(self, by: Asker, number: int, at: datetime) -> Window:
        """A ticket as its card has it."""
        ticket = await queries.show(self.desk, by, number, at)
        return Window(view=await self.people.render(lambda names: modals.show(ticket, names)))

    async def why(self, press: Press, at: datetime) -> Window:
        """The proof of the due time that was asked about."""
        ticket = await queries.show(self.desk, press.asker, press.ticket, at, verb=Verb.WHY)
        clock = asked_about(ticket, press.clock, press.cycle)
        return Window(view=modals.why(ticket, clock, explain(ticket.terms, ticket.history, clock)))

    async def regrade_changed(self, change: RegradeChange, at: datetime) -> Redrawn:
        """The regrade window after another severity was chosen in it."""
        by, number, severity = change.asker, change.ticket, change.severity
        view = await self._regrade(by, number, severity, at, impact=change.impact, contact=change.contact)
        return Redrawn(view=view, view_id=change.view_id, view_hash=change.view_hash)

    async def close_changed(self, change: CloseChange, at: datetime) -> Redrawn:
        """The close window after another reason was chosen in it."""
        ticket = await queries.show(self.desk, change.asker, change.ticket, at, verb=Verb.CLOSE)
        view = ending_windows.close(ticket, reason=change.reason, text=change.text, line=change.line)
        return Redrawn(view=view, view_id=change.view_id, view_hash=change.view_hash)

    async def _regrade(
        self,
        by: Asker,
        number: int,
        severity: str,
        at: datetime,
        *,
        impact: str,
        contact: Mapping[IntakeField, str] | None = None,
    ) -> Block:
        preview = await queries.preview_regrade(self.desk, by, number, severity or None, at)
        return await self.people.render(
            lambda names: regrade_window.regrade(preview, names, impact=impact, contact=contact)
        )

    async def _assign(self, ticket: Ticket, said: Handle, by: Asker, at: datetime) -> Block:
        to = by.person if said.word == ME else said.word if said.word != NOBODY else ""
        on_call = await on_call_now(self.desk, at)
        return await self.people.render(
            lambda names: handling_windows.assign(ticket, names, to=to or None, unknown=said.text, on_call=on_call)
        )


def asked_about(ticket: Ticket, kind: ClockKind | None, cycle: int | None = None) -> Clock:
    """The clock that was meant: the one named, else the most urgent live one, else the first.

    Raises NothingToDoError where the ticket has no such clock.
    """
    if kind is None:
        chosen = [*ticket.live_clocks, *ticket.clocks]
    else:
        chosen = [clock for clock in reversed(ticket.clocks) if clock.kind is kind and cycle in (None, clock.cycle)]
    if not chosen:
        covered = ticket.history.covered
        why = "no such promise runs on it" if covered else "it was taken without promises, so that no clock runs on it"
        raise NothingToDoError(why=why, number=ticket.number)
    return chosen[0]
