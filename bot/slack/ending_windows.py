"""The windows about how a ticket ends: proposed, agreed on or objected to, closed, and opened again."""

from collections.abc import Sequence

from bot.clocks.conduct import CloseNeed, CloseReason, Silence
from bot.clocks.entries import Attempted, Outcome
from bot.desk.facts import Ticket
from bot.slack.actions import Callback, Field
from bot.slack.blocks import Block, context, fitting, marked, paragraphs, plain, section, spoken
from bot.slack.details import attempts_made
from bot.slack.inputs import LONGEST_OPTION, MOST_RADIO_BUTTONS, choice, option, typed
from bot.slack.modals import about, on_ticket, only_told, thread_of
from bot.slack.mrkdwn import cut, escape, inert, line, web_link, when

_OUTCOMES = {Outcome.RESOLVED: "It is resolved", Outcome.WORKAROUND: "A workaround is in place"}
_MOST_LINES_TEXT = 3_000
_MOST_LINE = 300
_SHORT = 40
"""Characters of an option among many; a window has only so much room, and the chosen one is shown in full."""


def resolve(ticket: Ticket, *, text: str = "", outcome: str = "") -> Block:
    """The window for what the customer is asked to agree to (B17, B22, B24): where it goes, and what silence means."""
    options = [option(each, words) for each, words in _OUTCOMES.items()]
    thread = thread_of(ticket)
    sent = (
        "This ticket came from no message, so nothing is sent: ask the customer, and record here what they say."
        if thread is None
        else f"It is posted in {thread}, with two buttons: “Yes, it is resolved” and “No, not yet”."
    )
    blocks = [
        about(ticket),
        choice(Field.OUTCOME, "How does it stand?", options, chosen=outcome or Outcome.RESOLVED),
        typed(Field.TEXT, "What was done", value=text, lines=True),
        context(marked(f"{sent} {silence(ticket)}")),
    ]
    return on_ticket(ticket, "Resolve", blocks, Callback.RESOLVE, submit="Propose")


def silence(ticket: Ticket) -> str:
    """What it means by the contract when the customer does not answer a proposed resolution, in markup."""
    agreement = ticket.terms.contract.agreement
    if agreement is None:
        return "No clock runs until they answer, and without an answer nothing is agreed."
    if agreement.silence is Silence.AGREES and ticket.origin is not None:
        means = "it counts as agreed and the ticket is closed"
    else:
        means = "you are reminded to ask again; nothing is agreed"
    return f"If they do not answer for {agreement.after}, {means} ({escape(agreement.clause)})."


def confirmation(ticket: Ticket, *, text: str = "") -> Block:
    """The window in which the team records how the customer agreed."""
    blocks = [
        about(ticket),
        *_proposed(ticket),
        typed(Field.TEXT, "Who agreed, and how?", value=text, lines=True, hint="Such as: Carl Customer, on the phone."),
        context(plain("The ticket is closed with it.")),
    ]
    proposal = ticket.history.proposal_number
    return on_ticket(ticket, "Confirm", blocks, Callback.CONFIRM, submit="Confirm", proposal=proposal)


def objection(ticket: Ticket, *, text: str = "") -> Block:
    """The window that asks what is still wrong with a proposed resolution."""
    blocks = [
        about(ticket),
        *_proposed(ticket),
        typed(Field.TEXT, "What is still wrong?", value=text, lines=True),
        context(plain("The ticket is worked on again, and its promises run again as the contract says.")),
    ]
    proposal = ticket.history.proposal_number
    return on_ticket(ticket, "Not resolved", blocks, Callback.OBJECT, submit="Send", proposal=proposal)


def close(ticket: Ticket, *, reason: str = "", text: str = "", line: str = "") -> Block:
    """The window that asks for one of the contract's close reasons, drawn again with what the chosen one needs."""
    reasons = ticket.terms.contract.close_reasons
    chosen = next((each for each in reasons if each.id == reason), None)
    needs = frozenset() if chosen is None else chosen.needs
    options = [_reason(each, among=len(reasons)) for each in reasons]
    blocks = [about(ticket), choice(Field.REASON, "Reason", options, chosen=reason, redraws=True)]
    if chosen is not None and (len(reasons) > MOST_RADIO_BUTTONS or len(chosen.text) > LONGEST_OPTION):
        blocks.append(section(f"*{inert(chosen.text, 1_000)}*\n{escape(_reopening(chosen))}"))
    if CloseNeed.SCOPE_LINE in needs:
        blocks += _scope_lines(ticket, line)
    if chosen is not None and CloseNeed.ATTEMPTS in needs:
        blocks += _attempts(ticket, chosen)
    if CloseNeed.AGREEMENT in needs:
        blocks.append(typed(Field.TEXT, "Who agreed, and when?", value=text, lines=True))
    else:
        blocks.append(typed(Field.TEXT, "In your words, for the team", value=text, lines=True, needed=False))
    blocks.append(only_told(ticket, "that it is closed, and why"))
    return on_ticket(ticket, "Close", blocks, Callback.CLOSE, submit="Close ticket")


def reopen(ticket: Ticket, *, text: str = "") -> Block:
    """The window that asks why a ticket is worked on again."""
    blocks = [about(ticket), typed(Field.TEXT, "Why is it opened again?", value=text, lines=True)]
    return on_ticket(ticket, "Reopen", blocks, Callback.REOPEN, submit="Reopen")


def _proposed(ticket: Ticket) -> list[Block]:
    proposal = ticket.history.proposal
    return [] if proposal is None or not proposal.text.strip() else [spoken(cut(proposal.text, 1_000))]


def _scope_lines(ticket: Ticket, chosen: str) -> list[Block]:
    """What the contract excludes, to choose from; beneath it in full the lines that Slack cuts."""
    excluded = ticket.terms.contract.excluded
    if not excluded:
        return []
    longest = LONGEST_OPTION if len(excluded) <= MOST_RADIO_BUTTONS else _SHORT
    options = [option(each.clause, cut(f"{each.clause}: {each.text}", longest)) for each in excluded]
    shortened = [each for each in excluded if len(f"{each.clause}: {each.text}") > longest]
    full = [f"*{escape(each.clause)}* {inert(each.text, _MOST_LINE)}" for each in shortened]
    return [choice(Field.LINE, "Excluded by", options, chosen=chosen), *_sections(full)]


def _attempts(ticket: Ticket, reason: CloseReason) -> list[Block]:
    made = ticket.history.attempts
    missing = reason.attempts - len(made)
    told = [attempts_made(ticket)]
    if missing > 0:
        more = "one more" if missing == 1 else f"{missing} more"
        told.append(f"It takes {more} before it can be closed for this reason: record each with “Tried to reach them”.")
    return _sections([" ".join(told), *(_attempt(each) for each in made)])


def _attempt(made: Attempted) -> str:
    seen = f" · {web_link(made.link)}" if made.link else ""
    return f"• {when(made.at)} · {line(made.text, _MOST_LINE)}{seen}"


def _reason(reason: CloseReason, *, among: int) -> Block:
    if among > MOST_RADIO_BUTTONS:
        return option(reason.id, cut(reason.text, _SHORT))
    return option(reason.id, reason.text, _reopening(reason))


def _reopening(reason: CloseReason) -> str:
    can = "the customer can have it reopened" if reason.reopens else "final for the customer"
    return f"{reason.clause} · {can}"


def _sections(lines: Sequence[str]) -> list[Block]:
    return [section(text) for text in paragraphs(fitting(lines, _MOST_LINES_TEXT))]
