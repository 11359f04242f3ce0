"""The windows in which a ticket is handled: reply, call-back, regrade, close, reopen; and those that only tell."""

from collections.abc import Collection, Sequence

from bot.clocks.clock import Clock
from bot.clocks.conduct import CloseReason
from bot.clocks.contract import ClockKind
from bot.clocks.explain import CLOCK_NAMES, Line
from bot.desk.facts import Ticket
from bot.desk.previews import RegradePreview
from bot.desk.refusals import (
    FieldsMissingError,
    NoSuchCustomerError,
    NoSuchReasonError,
    NotInForceError,
    NotSubscribedError,
    OtherCustomersMessageError,
    PastInstantError,
    RefusedError,
    TextMissingError,
)
from bot.slack.actions import Callback, Entrance, Field
from bot.slack.blocks import Block, Message, Names, actions, context, link, marked, plain, section
from bot.slack.cards import face
from bot.slack.forms import FIELD_OF, Memory
from bot.slack.inputs import choice, instant, option, typed
from bot.slack.mrkdwn import cut, escape, inert, line, when
from bot.slack.promises import clock_name, proof, zone
from bot.slack.severity_choice import severity_choice
from bot.slack.wording import refusal

_LONGEST_TITLE = 24


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


def reply(ticket: Ticket, *, text: str = "") -> Block:
    """The window for an answer to the customer; it says where the answer goes."""
    blocks = [
        _about(ticket),
        typed(Field.TEXT, "Answer", value=text, lines=True, hint=_what_it_keeps(ticket)),
        *_next_update(ticket),
        context(marked(_where_it_goes(ticket))),
    ]
    return _on(ticket, "Reply", blocks, Callback.REPLY, submit="Send" if ticket.origin else "Record")


def called_back(ticket: Ticket, *, text: str = "") -> Block:
    """The window that records that the customer was called back (B21)."""
    blocks = [
        _about(ticket),
        typed(Field.TEXT, "What was said", value=text, lines=True, needed=False),
        *_next_update(ticket),
        _stays_here(),
    ]
    return _on(ticket, "Called back", blocks, Callback.CALLED_BACK, submit="Record")


def regrade(preview: RegradePreview, names: Names, *, impact: str = "") -> Block:
    """The window for a change of severity (V31): the impact it asks for, each due time before and after, the pages."""
    ticket, chosen = preview.ticket, preview.severity
    words = [f"It is {escape(chosen.name)} now. Choose another severity to see what changes."]
    if chosen.id != ticket.severity.id:
        words = _before_and_after(preview) or ["No promise runs on it, so no due time changes."]
        words += [f"Paged at once: {_people(preview.pages, names)}"] if preview.pages else []
    blocks = [
        _about(ticket),
        *severity_choice(ticket.terms.contract, Field.NEW_SEVERITY, chosen=chosen.id),
        section("\n".join(words)),
        typed(Field.IMPACT, "Current impact", value=impact, lines=True, hint="What does not work now, and for whom?"),
        _stays_here(),
    ]
    return _on(ticket, "Regrade", blocks, Callback.REGRADE, submit="Regrade")


def close(ticket: Ticket, *, reason: str = "", text: str = "") -> Block:
    """The window that asks for one of the contract's close reasons."""
    options = [option(each.id, each.text, _reopening(each)) for each in ticket.terms.contract.close_reasons]
    blocks = [
        _about(ticket),
        choice(Field.REASON, "Reason", options, chosen=reason),
        typed(Field.TEXT, "In your words", value=text, lines=True, needed=False),
        _stays_here(),
    ]
    return _on(ticket, "Close", blocks, Callback.CLOSE, submit="Close ticket")


def reopen(ticket: Ticket, *, text: str = "") -> Block:
    """The window that asks why a ticket is worked on again."""
    blocks = [_about(ticket), typed(Field.TEXT, "Why is it opened again?", value=text, lines=True)]
    return _on(ticket, "Reopen", blocks, Callback.REOPEN, submit="Reopen")


def why(ticket: Ticket, clock: Clock, lines: Sequence[Line]) -> Block:
    """The proof of a due time, to read."""
    blocks = [section(text) for text in proof(ticket, clock, lines)]
    return _on(ticket, "Why", blocks, Callback.NOTICE)


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
        case NoSuchCustomerError() | NotSubscribedError() | NotInForceError() | OtherCustomersMessageError():
            to_blame = [(Field.CUSTOMER.value, refusal(error, names))]
        case PastInstantError():
            to_blame = [(Field.NEXT_UPDATE.value, refusal(error, names))]
        case NoSuchReasonError():
            to_blame = [(Field.REASON.value, refusal(error, names))]
        case _:
            to_blame = []
    return {name: words for name, words in to_blame if name in block_ids}


def _on(ticket: Ticket, title: str, blocks: Sequence[Block], callback: Callback, submit: str | None = None) -> Block:
    memory = Memory(ticket=ticket.number)
    return window(f"{title} T-{ticket.number}", blocks, callback=callback, memory=memory, submit=submit)


def _about(ticket: Ticket) -> Block:
    severity = f"{ticket.severity.priority} {ticket.severity.name}"
    about = f"{severity} · {cut(ticket.customer.name, 100)} · {ticket.title}"
    return context(plain(cut(" ".join(about.split()), 300)))


def _stays_here() -> Block:
    return context(plain("It stays in the ticket's thread; nothing is sent to the customer."))


def _what_it_keeps(ticket: Ticket) -> str:
    """Which promises an answer keeps; a call-back is not among them."""
    live = {clock.kind for clock in ticket.live_clocks}
    kept = [CLOCK_NAMES[kind] for kind in (ClockKind.FIRST_RESPONSE, ClockKind.NEXT_UPDATE) if kind in live]
    words = [f"It counts as the {' and the '.join(kept)}."] if kept else []
    words += ["The call-back is owed all the same."] if ClockKind.CALL_BACK in live else []
    return " ".join(words)


def _next_update(ticket: Ticket) -> list[Block]:
    promise = ticket.terms.promise(ClockKind.NEXT_UPDATE, ticket.severity.id)
    if promise is None:
        return []
    hint = f"Only if you agreed on a time. Otherwise within {promise.aim} ({promise.clause})."
    return [instant(Field.NEXT_UPDATE, "Next update", hint=hint)]


def _where_it_goes(ticket: Ticket) -> str:
    if ticket.origin is None:
        return "This ticket came from no message, so nothing is sent: tell the customer, and keep here what you said."
    return f"It is posted in the thread that the ticket came from, in <#{escape(ticket.origin.channel)}>."


def _before_and_after(preview: RegradePreview) -> list[str]:
    before = {clock.kind: clock for clock in preview.before}
    after = {clock.kind: clock for clock in preview.after}
    lines = []
    for kind in ClockKind:
        if kind in before or kind in after:
            was, will_be = (_due(preview.ticket, clocks.get(kind)) for clocks in (before, after))
            change = was if was == will_be else f"{was} → {will_be}"
            lines.append(f"*{clock_name(kind)}* {change}")
    return lines


def _due(ticket: Ticket, clock: Clock | None) -> str:
    if clock is None:
        return "not promised"
    at = clock.breached or clock.aim
    if at is None:
        return "paused"
    sort = "broken" if clock.breached else "due" if clock.promise.target else "goal"
    return f"{sort} {when(at, zone(ticket.terms, clock))}"


def _people(people: Sequence[str], names: Names) -> str:
    return ", ".join(line(names(person), 80) for person in people)


def _reopening(reason: CloseReason) -> str:
    can = "the customer can have it reopened" if reason.reopens else "final for the customer"
    return f"{reason.clause} · {can}"


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
