"""What every window is made of, those that only tell, and what to write beneath an input that is to blame."""

from collections.abc import Collection, Mapping, Sequence

from bot.clocks.clock import Clock
from bot.clocks.explain import Line
from bot.desk.duty_refusals import NoSuchScheduleError, OnCallAnywayError, SpanError, StrangerOnCallError
from bot.desk.facts import Ticket
from bot.desk.refusals import (
    AgreementMissingError,
    AttemptsMissingError,
    CadenceError,
    ContactDoubtfulError,
    CustomerFaultsError,
    FieldsMissingError,
    NoLinkError,
    NoSuchAnswerError,
    NoSuchCustomerError,
    NoSuchDutyError,
    NoSuchPauseReasonError,
    NoSuchReasonError,
    NoSuchWayError,
    NotInForceError,
    NotOfTheTeamError,
    NotSubscribedError,
    NowhereToAskError,
    OtherCustomersMessageError,
    PastInstantError,
    RefusedError,
    ScopeLineMissingError,
    TextMissingError,
    TriageContradictsError,
)
from bot.slack.actions import Callback, Entrance, Field
from bot.slack.blocks import Block, Message, Names, actions, context, link, marked, plain, section
from bot.slack.cards import face
from bot.slack.customer_faults import beneath
from bot.slack.forms import FIELD_OF, Memory
from bot.slack.mrkdwn import cut, escape, inert
from bot.slack.other_clocks import other_clocks
from bot.slack.promises import proof
from bot.slack.wording import refusal

_LONGEST_TITLE = 24
_INSTANTS = {"next update": Field.NEXT_UPDATE, "ETA": Field.ETA, "agreed moment": Field.UNTIL}
_TO_BLAME: Mapping[type[RefusedError], Field] = {
    NoSuchCustomerError: Field.CUSTOMER,
    NotSubscribedError: Field.CUSTOMER,
    NotInForceError: Field.CUSTOMER,
    OtherCustomersMessageError: Field.CUSTOMER,
    NoSuchAnswerError: Field.TRIAGE,
    TriageContradictsError: Field.TRIAGE,
    NotOfTheTeamError: Field.TO,
    CadenceError: Field.CADENCE,
    NoSuchPauseReasonError: Field.PAUSE_REASON,
    NoSuchDutyError: Field.DUTY,
    NowhereToAskError: Field.ASK,
    NoLinkError: Field.LINK,
    NoSuchReasonError: Field.REASON,
    NoSuchWayError: Field.VIA,
    AttemptsMissingError: Field.REASON,
    ScopeLineMissingError: Field.LINE,
    AgreementMissingError: Field.TEXT,
    NoSuchScheduleError: Field.SCHEDULE,
    StrangerOnCallError: Field.STAND_IN,
    OnCallAnywayError: Field.STAND_IN,
    SpanError: Field.STAND_IN_ENDS,
}
"""The input that each of these refusals is about."""


def window(
    title: str, blocks: Sequence[Block], *, callback: Callback, memory: Memory, submit: str | None = None
) -> Block:
    """A window; without `submit` it can only be read and closed."""
    made: Block = {
        "type": "modal",
        "callback_id": callback,
        "private_metadata": str(memory),
        "title": plain(cut(title, _LONGEST_TITLE)),
        "close": plain("Close" if submit is None else "Cancel"),
        "blocks": list(blocks),
    }
    return made if submit is None else {**made, "submit": plain(submit)}


def on_ticket(
    ticket: Ticket,
    title: str,
    blocks: Sequence[Block],
    callback: Callback,
    *,
    submit: str | None = None,
    proposal: int | None = None,
) -> Block:
    """A window about a ticket, which it remembers and names in its title; `proposal` is the one that it answers."""
    memory = Memory(ticket=ticket.number, proposal=proposal)
    return window(f"{title} T-{ticket.number}", blocks, callback=callback, memory=memory, submit=submit)


def about(ticket: Ticket) -> Block:
    """In one grey line, which ticket a window is about."""
    severity = f"{ticket.severity.priority} {ticket.severity.name}"
    words = f"{severity} · {cut(ticket.customer.name, 100)} · {ticket.title}"
    return context(plain(cut(" ".join(words.split()), 300)))


def thread_of(ticket: Ticket) -> str | None:
    """Where the customer reads what is said to them, in words; None for a ticket that came from no message."""
    return None if ticket.origin is None else f"the customer's thread in <#{escape(ticket.origin.channel)}>"


def stays_here() -> Block:
    """That nothing of a window is sent to the customer."""
    return context(plain("It stays in the ticket's thread; nothing is sent to the customer."))


def only_told(ticket: Ticket, what: str) -> Block:
    """That the customer is told what happened, and none of the words."""
    thread = thread_of(ticket)
    if thread is None:
        return context(plain(f"This ticket came from no message, so nothing is sent: tell the customer {what}."))
    return context(marked(f"Your words stay with the team. In {thread} it says only {what}."))


def why(ticket: Ticket, clock: Clock, lines: Sequence[Line]) -> Block:
    """The proof of a due time, to read, and the ways to the other clocks' proofs."""
    blocks = [*(section(text) for text in proof(ticket, clock, lines)), *other_clocks(ticket, clock)]
    return on_ticket(ticket, "Why", blocks, Callback.NOTICE)


def notice(title: str, text: str) -> Block:
    """A window with a few words to read, such as a refusal; `text` is plain and made inert here."""
    return window(title, [section(inert(text, 2_900))], callback=Callback.NOTICE, memory=Memory())


def blamed(error: RefusedError, names: Names, block_ids: Collection[str]) -> dict[str, str]:
    """What to write beneath which input of a window for a refusal; empty where no input shown is to blame."""
    match error:
        case FieldsMissingError(severity=severity, missing=missing):
            words = f"{severity.name} needs this ({severity.clause})."
            to_blame = [(FIELD_OF[asked].value, words) for asked in missing]
        case TextMissingError(what=what):
            to_blame = [(what, refusal(error, names))]
        case PastInstantError(what=what) if what in _INSTANTS:
            to_blame = [(_INSTANTS[what].value, refusal(error, names))]
        case CustomerFaultsError(faults=faults):
            return beneath(faults, block_ids)
        case ContactDoubtfulError(asked=asked):
            to_blame = [(FIELD_OF[asked].value, refusal(error, names))]
        case _ if type(error) in _TO_BLAME:
            to_blame = [(_TO_BLAME[type(error)].value, refusal(error, names))]
        case _:
            to_blame = []
    # A block that is another contract's has its id after the field's name.
    return {block: words for name, words in to_blame for block in block_ids if block.split()[:1] == [name]}


def told(title: str, message: Message) -> Block:
    """A message as a window to read, where it cannot be said in a channel."""
    return window(title, message.blocks, callback=Callback.NOTICE, memory=Memory())


def show(ticket: Ticket, names: Names) -> Block:
    """The ticket as its card has it, with the whole description, to read."""
    return window(f"T-{ticket.number}", face(ticket, names, words=2_900), callback=Callback.NOTICE, memory=Memory())


def wall(url: str) -> Block:
    """The way to the deadline wall: a button that the browser follows."""
    opening = link(Entrance.WALL_LINK, "Open it in the browser", url)
    words = "Every running clock in one picture, made for a screen in the team's room."
    fresh = "Follow the link within ten minutes. After that press “Deadline wall” in App Home again for a new one."
    blocks = [section(words), actions(opening), context(plain(fresh))]
    return window("Deadline wall", blocks, callback=Callback.NOTICE, memory=Memory())
