"""How a promise stands, in one line: on a card, in a notice, in an answer."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from bot.clocks.clock import Clock, ClockState
from bot.clocks.contract import ClockKind, Terms
from bot.clocks.durations import Target, in_words
from bot.clocks.entries import BY_RULE, Closed, Confirmed, Outcome, Resolved
from bot.clocks.explain import CLOCK_NAMES, Line
from bot.desk.composing import promised_length
from bot.desk.facts import Ticket
from bot.desk.notice_parts import PromiseLine
from bot.slack.blocks import fitting, paragraphs
from bot.slack.mrkdwn import escape, line, printed, when

_RANK_MARKS = ("🔴", "🟠", "🔵")
_FINISHED_MARK = "⚪"
MOST_PROOF_TEXT = 12_000
"""Characters of a proof that are shown at most, so that a message can carry it."""


def mark(rank: int) -> str:
    """The colour of a priority, 0 being the most urgent."""
    return _RANK_MARKS[min(rank, len(_RANK_MARKS) - 1)]


def ticket_mark(ticket: Ticket) -> str:
    """The colour of a ticket's priority, or of a ticket on which nobody has to act."""
    return mark(ticket.rank) if ticket.history.stretches[-1].interval.end is None else _FINISHED_MARK


def clock_name(kind: ClockKind) -> str:
    """The name of a clock at the beginning of a line: `First response`."""
    return CLOCK_NAMES[kind].capitalize()


def zone(terms: Terms, clock: Clock) -> str:
    """The zone that a clock's due time is printed in."""
    return terms.zone(clock.promise.calendar)


def standing(ticket: Ticket, clock: Clock) -> str:
    """A live clock in one line of markup: when it is due, how it stands at `ticket.at`, the rule and the clause.

    It counts nothing down, because it stays as it is until the next edit.
    """
    parts = [part for part in (_due(ticket, clock), _state(ticket, clock)) if part]
    return f"*{clock_name(clock.kind)}* {' · '.join(parts)} · {rule(promised_length(clock), clock.promise.clause)}"


def outcome(ticket: Ticket, clock: Clock) -> str:
    """An ended clock in one line of markup: kept, broken or ended, with its instants."""
    earlier = " (before it was reopened)" if _of_an_earlier_cycle(ticket, clock) else ""
    name, at = f"*{clock_name(clock.kind)}*{earlier}", clock.breached or clock.aim
    due = "" if at is None else f"due {when(at, zone(ticket.terms, clock))}"
    done = f"done {when(clock.stopped.at, zone(ticket.terms, clock))}" if clock.stopped else "not done"
    match clock.state:
        case ClockState.BREACHED:
            words = f"broken: {due}, {done}"
        case ClockState.MET if clock.promise.target is None and at is not None and clock.stopped:
            kept = "goal met" if clock.stopped.at <= at else "goal missed"
            words = f"{kept}: {due}, {done}"
        case ClockState.MET:
            words = ": ".join(["kept", ", ".join(part for part in (done, due) if part)])
        case _:
            words = "ended before it was due"
    return f"{name} {rule(words, clock.promise.clause)}"


def rule(target: Target | str, clause: str) -> str:
    """What was promised and where it says so, if it does: `1 business hour · V06`."""
    return f"{target} · {line(clause, 100)}" if clause else str(target)


def next_due(ticket: Ticket, show: Callable[[datetime, str], str]) -> str:
    """The next thing due on a ticket, its instant shown by `when` or `printed`: `first response due …`."""
    for clock in ticket.live_clocks:
        at = clock.breached or clock.aim
        if at is not None:
            verb = "goal"
            if clock.promise.target:
                verb = "was due" if at < ticket.at else "due"
            return f"{CLOCK_NAMES[clock.kind]} {verb} {show(at, zone(ticket.terms, clock))}"
    return str(ticket.state) if not ticket.live_clocks else "clocks paused"


def distance(at: datetime, now: datetime) -> str:
    """How far a due time is off: `in 15 min`, `12 min late`, `just now`."""
    if abs((at - now).total_seconds()) < 1:
        return "just now"
    length = in_words(at - now)
    return f"in {length}" if at > now else f"{length} late"


def promised(promise: PromiseLine, at: datetime) -> str:
    """A promise in one line of markup as it stands at an instant: what, by when, the rule and the clause."""
    return f"*{clock_name(promise.kind)}* {by_when(promise, at)}"


def by_when(promise: PromiseLine, at: datetime) -> str:
    """A promise as `promised` has it, where its name has been said already: `due …`, the rule and the clause."""
    verb = "goal"
    if promise.contractual:
        verb = "was due" if promise.aim < at else "due"
    return f"{verb} {when(promise.aim, promise.zone)} · {rule(promise.target, promise.clause)}"


def proof(ticket: Ticket, clock: Clock, lines: Sequence[Line]) -> Iterator[str]:
    """The proof of a due time in numbered lines of markup, in texts that each fit a block.

    Its head has the due time both in the reader's zone and in the one that the lines count in.
    """
    numbered = [
        f"{number}. {line(each.text, 500)}{f' · {escape(each.clause)}' if each.clause else ''}"
        for number, each in enumerate(lines, start=1)
    ]
    aim = clock.breached or clock.aim
    head = f"*T-{ticket.number} · {clock_name(clock.kind)}*"
    if aim is not None:
        counted_in = zone(ticket.terms, clock)
        sort = "due" if clock.promise.target else "goal"
        head += f", {sort} {when(aim, counted_in)} ({printed(aim, counted_in)}, as counted below)"
    yield from paragraphs(fitting([head, *numbered], MOST_PROOF_TEXT))


def ending(ticket: Ticket) -> list[str]:
    """How a finished ticket ended or is to end, in lines: what was proposed, who agreed, the contract's reason."""
    history, contract = ticket.history, ticket.terms.contract
    match history.last(Resolved, Confirmed, Closed):
        case Resolved() as proposed:
            return [_proposed(proposed), "*Waits* for the customer to agree."]
        case Confirmed() as agreed:
            proposal = history.last(Resolved)
            by = "" if contract.agreement is None else _named(contract.agreement.clause)
            who = f"Their silence counts as agreement{by}." if agreed.by == BY_RULE else "The customer agreed."
            said = f" {line(agreed.text, 300)}" if agreed.text.strip() else ""
            return [*([] if proposal is None else [_proposed(proposal)]), f"*Closed* {who}{said}"]
        case Closed() as closed:
            reason = next((each for each in contract.close_reasons if each.id == closed.reason), None)
            because = line(closed.reason, 300) if reason is None else f"{line(reason.text, 300)}{_named(reason.clause)}"
            excluded = next((each for each in contract.excluded if each.clause == closed.line), None)
            named = [] if excluded is None else [f"*Excluded* {line(excluded.text, 300)}{_named(excluded.clause)}"]
            return [f"*Closed* {because}", *named]
    return []


def _named(clause: str) -> str:
    return f" ({escape(clause)})" if clause else ""


def _proposed(proposal: Resolved) -> str:
    sort = "Workaround" if proposal.outcome is Outcome.WORKAROUND else "Resolved"
    return f"*{sort}* {line(proposal.text, 300) or '—'}"


def _of_an_earlier_cycle(ticket: Ticket, clock: Clock) -> bool:
    """Whether the ticket was reopened since, and the same promise made again. Updates follow each other anyway."""
    alike = [each for each in ticket.clocks if each.kind is clock.kind and each.kind is not ClockKind.NEXT_UPDATE]
    return any(each.cycle > clock.cycle for each in alike)


def _due(ticket: Ticket, clock: Clock) -> str:
    aim = clock.breached or clock.aim
    if aim is None:
        return ""
    at = when(aim, zone(ticket.terms, clock))
    if clock.promise.target is None:
        return f"goal {at}"
    if clock.overdue:
        return f"*overdue* since {at}"
    goal = "" if clock.goal is None else f" (our goal {when(clock.goal, zone(ticket.terms, clock))})"
    return f"due {at}{goal}"


def _state(ticket: Ticket, clock: Clock) -> str:
    if clock.state is ClockState.PAUSED:
        since = next(pause.start for pause in reversed(clock.pauses) if pause.end is None)
        return f"paused since {when(since, zone(ticket.terms, clock))}"
    if clock.breached is not None:
        return ""
    if clock.goal is not None and clock.goal < ticket.at:
        return "goal missed"
    if any(at <= ticket.at for _, at in clock.warnings):
        return "due soon"
    return "on time"
