"""A due time as a numbered proof, each line with the clause it rests on.

The proof says what was opened and regraded, which promise decides and in which calendar it counts, and then walks from
the instant it counts from to the due time: every stretch that counted and every night, weekend, holiday and pause that
did not. Whoever doubts a due time can check each line against the contract and a calendar on the wall.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.clocks.cadence import next_by_cadence
from bot.clocks.clock import Clock, ClockState
from bot.clocks.contract import ClockKind, Terms
from bot.clocks.description import in_sentence, week_in_words
from bot.clocks.durations import open_hours, parse_target
from bot.clocks.entries import Contact, Objected
from bot.clocks.ledger import History
from bot.clocks.local_time import DATE, MINUTE, SECOND, in_zone, printed
from bot.clocks.proof import Step, StepKind, walk
from bot.clocks.regrade import Leg

CLOCK_NAMES = {
    ClockKind.FIRST_RESPONSE: "first response",
    ClockKind.CALL_BACK: "call-back",
    ClockKind.NEXT_UPDATE: "next update",
    ClockKind.RESOLUTION: "resolution",
}
"""Each kind of clock as people call it."""

_ORIGINS = {
    ClockKind.FIRST_RESPONSE: "the opening",
    ClockKind.CALL_BACK: "the opening",
    ClockKind.NEXT_UPDATE: "the last update",
    ClockKind.RESOLUTION: "the opening",
}

SHOWN_STEPS = 30
"""A walk of more steps is folded in the middle; the line in its place says how much was counted there."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line of a proof, and the clause it rests on, if it rests on one."""

    text: str
    clause: str | None = None


def explain(terms: Terms, history: History, clock: Clock) -> tuple[Line, ...]:
    """The proof of a clock's due time (or goal), told in the zone of its calendar; or why it has none."""
    zone = terms.zone(clock.promise.calendar)
    decided = clock.legs.index(clock.leg) + 1
    return (
        _begun(terms, history, clock, zone),
        *(_regraded(terms, history, clock, leg, zone) for leg in clock.legs[1:decided]),
        *_promise(terms, clock),
        *(_agreed(terms, history, clock, zone) if clock.anchor.agreed else _counted(terms, history, clock, zone)),
        *(_regraded(terms, history, clock, leg, zone) for leg in clock.legs[decided:]),
        *_outcome(clock, zone),
    )


def _begun(terms: Terms, history: History, clock: Clock, zone: str) -> Line:
    first = clock.legs[0]
    severity = terms.contract.severity(first.severity)
    if clock.kind is ClockKind.NEXT_UPDATE:
        begun = f"Customer last updated {printed(first.since, zone)}, severity"
    elif first.since != history.opened_at and history.between(Objected, first.since, first.since):
        begun = f"Customer objected {printed(first.since, zone)}, severity"
    else:
        begun = f"{'Opened' if first.since == history.opened_at else 'Reopened'} {printed(first.since, zone)} as"
    return Line(text=f"{begun} {severity.name} ({severity.priority})", clause=severity.clause)


def _regraded(terms: Terms, history: History, clock: Clock, leg: Leg, zone: str) -> Line:
    severity = terms.contract.severity(leg.severity)
    without = "" if leg.anchors else f", which promises no {CLOCK_NAMES[clock.kind]}"
    undone = any(grade.undo for grade in history.grades if (grade.since, grade.severity) == (leg.since, leg.severity))
    changed = "Put back" if undone else "Regraded"
    text = f"{changed} {printed(leg.since, zone)} to {severity.name} ({severity.priority}){without}"
    return Line(text=text, clause=terms.contract.regrade_clause)


def _promise(terms: Terms, clock: Clock) -> Iterator[Line]:
    promise, name = clock.promise, CLOCK_NAMES[clock.kind]
    severity = clock.severity
    if terms.promise(clock.kind, severity) != promise:
        severity = next(leg.severity for leg in clock.legs if clock.anchor in leg.anchors)
    priority = terms.priority(severity)
    if promise.target is None:
        yield Line(text=f"{terms.plan.name} names no time for the {name} of {priority}", clause=promise.clause)
        yield Line(text=f"The team's own goal is {promise.goal}; to miss it breaks no promise")
    else:
        text = f"{terms.plan.name} promises {priority} a {name} within {promise.target}"
        yield Line(text=text, clause=promise.clause)
    if severity != clock.severity:
        graded = terms.contract.severity(severity).name
        text = f"What was promised as {graded} still holds, because it falls due first"
        yield Line(text=text, clause=terms.contract.regrade_clause)


def _agreed(terms: Terms, history: History, clock: Clock, zone: str) -> Iterator[Line]:
    if clock.anchor.agreed is not None:
        due, cadence = _due(clock, clock.anchor.agreed, zone), _cadence(terms, history, clock)
        agreed = f"Updates every {cadence} were" if cadence else "Another time was"
        yield Line(text=f"{agreed} agreed with the customer. {due}", clause=clock.promise.clause)


def _cadence(terms: Terms, history: History, clock: Clock) -> str | None:
    """The agreed cadence, where it is what the agreed instant follows from."""
    since, agreed = clock.anchor.since, clock.anchor.agreed
    begun = next(each for each in history.between(Contact, since, since) if each.next_update == agreed)
    known = History.of(history.entries[: history.entries.index(begun) + 1])
    if known.cadence is None:
        return None
    follows = next_by_cadence(terms, known.severity, parse_target(known.cadence), since)
    return known.cadence if follows == agreed else None


def _counted(terms: Terms, history: History, clock: Clock, zone: str) -> Iterator[Line]:
    promise, since = clock.promise, clock.anchor.since
    calendar, clause = terms.calendar(promise.calendar), promise.clause
    if calendar is None or promise.calendar is None:
        yield Line(text="Every second counts, around the clock", clause=clause)
    else:
        clause = terms.contract.calendar_clauses.get(promise.calendar, clause)
        yield Line(text=f"Counted in {promise.calendar.replace('_', ' ')}: {in_sentence(calendar)}", clause=clause)
        for version in calendar.versions:
            yield Line(text=f"From {version.effective} on: {week_in_words(version.weekly)}", clause=clause)
    if clock.leg is not clock.legs[0]:
        origin = "the regrade" if since != clock.legs[0].since else _ORIGINS[clock.kind]
        yield Line(text=f"Counted from {origin}, {printed(since, zone)}", clause=terms.contract.regrade_clause)
    length = terms.length(promise.aim, promise.calendar)
    walked = walk(calendar, since, length, clock.pauses)
    for step in _folded(tuple(_to_the_second(walked.steps))):
        if step.kind is StepKind.PAUSED:
            yield _paused(terms, history, clock, step, zone)
        else:
            yield Line(text=_step(step, zone), clause=clause)
    if walked.due is None:
        yield Line(text="So it does not fall due as things stand")
        return
    yield Line(text=f"{_due(clock, walked.due, zone)}: {open_hours(length)} counted", clause=promise.clause)
    if promise.target is not None and clock.goal is not None:
        goal = f"The team's own goal of {promise.goal} is {printed(clock.goal, zone)}; to miss it breaks no promise"
        yield Line(text=goal)


def _to_the_second(steps: Iterable[Step]) -> Iterator[Step]:
    """The steps as they are printed: instants cut to the second, and lengths that add up to what stands there."""
    total = timedelta()
    for step in steps:
        start, end = step.start.replace(microsecond=0), step.end and step.end.replace(microsecond=0)
        counted = end - start if end and step.kind is StepKind.COUNTED else timedelta()
        total += counted
        yield replace(step, start=start, end=end, counted=counted, total=total)


def _folded(steps: tuple[Step, ...]) -> Iterator[Step]:
    if len(steps) <= SHOWN_STEPS:
        yield from steps
        return
    head, tail = steps[: SHOWN_STEPS // 2], steps[-SHOWN_STEPS // 2 :]
    between = steps[len(head) : -len(tail)]
    yield from head
    yield Step(
        kind=StepKind.CLOSED,
        start=between[0].start,
        end=between[-1].end,
        label=f"{len(between)} more steps of the same kind",
        counted=between[-1].total - head[-1].total,
        total=between[-1].total,
    )
    yield from tail


def _step(step: Step, zone: str) -> str:
    if step.counted:
        folded = "" if step.kind is StepKind.COUNTED else f", {step.label}"
        return f"{_stretch(step, zone)}{folded}: {open_hours(step.counted)} counted, {open_hours(step.total)} in all"
    return f"{_stretch(step, zone)}: not counted, {step.label}"


def _paused(terms: Terms, history: History, clock: Clock, step: Step, zone: str) -> Line:
    """A pause with its reasons; a ticket that was finished in between waited for nobody."""
    reasons = [
        pause.reason
        for pause in history.pauses
        if pause.reason in clock.promise.paused_by
        and (step.end is None or pause.interval.start < step.end)
        and (pause.interval.end is None or pause.interval.end > step.start)
    ]
    if not reasons:
        text = f"{_stretch(step, zone)}: not counted, the ticket was finished"
        return Line(text=text, clause=terms.contract.reopen_clause or None)
    text = f"{_stretch(step, zone)}: {step.label}, {' and '.join(dict.fromkeys(reasons))}"
    return Line(text=text, clause=clock.promise.clause)


def _outcome(clock: Clock, zone: str) -> Iterator[Line]:
    name, clause = CLOCK_NAMES[clock.kind].capitalize(), clock.promise.clause
    match clock.state:
        case ClockState.MET if clock.stopped is not None:
            kept = "kept"
            if clock.promise.target is None:
                kept = "after the goal" if clock.goal is not None and clock.stopped.at > clock.goal else "goal met"
            yield Line(text=f"{name} {printed(clock.stopped.at, zone)}: {kept}", clause=clause)
        case ClockState.BREACHED if clock.stopped is not None:
            yield Line(text=f"{name} {printed(clock.stopped.at, zone)}: late, the promise was broken", clause=clause)
        case ClockState.BREACHED if clock.breached is not None:
            yield Line(text=f"Not done by {printed(clock.breached, zone)}: the promise is broken", clause=clause)
        case ClockState.CANCELLED if clock.ended is not None:
            yield Line(text=f"Ended {printed(clock.ended, zone)} without being kept or broken")
        case _:
            return


def _due(clock: Clock, at: datetime, zone: str) -> str:
    cancelled = clock.state is ClockState.CANCELLED
    if clock.promise.target is not None:
        return f"{'It would have been due' if cancelled else 'Due'} {printed(at, zone)}"
    return f"The goal {'would have been' if cancelled else 'is'} {printed(at, zone)}"


def _stretch(step: Step, zone: str) -> str:
    end = "on" if step.end is None else f"to {_until(step.start, step.end, zone)}"
    return f"{printed(step.start, zone)} {end}"


def _until(start: datetime, end: datetime, zone: str) -> str:
    """The end of a stretch, without what it shares with its start: the date or the year, and the zone."""
    first, last = in_zone(start, zone), in_zone(end, zone)
    if first.tzname() != last.tzname() or first.year != last.year:
        return printed(end, zone)
    date = "" if first.date() == last.date() else f"{DATE} "
    return last.format(f"{date}{SECOND if last.second else MINUTE}")
