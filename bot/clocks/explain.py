"""A due time as a numbered proof, each line with the clause it rests on.

The proof says what was opened and regraded, which promise decides and in which calendar it counts, and then walks from
the instant it counts from to the due time: every stretch that counted and every night, weekend, holiday and pause that
did not. Whoever doubts a due time can check each line against the contract and a calendar on the wall.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from bot.clocks.clock import Clock, ClockState
from bot.clocks.contract import ClockKind, Terms
from bot.clocks.description import in_sentence
from bot.clocks.durations import open_hours
from bot.clocks.ledger import History
from bot.clocks.proof import Step, StepKind, walk

CLOCK_NAMES = {
    ClockKind.FIRST_RESPONSE: "first response",
    ClockKind.CALL_BACK: "call-back",
    ClockKind.NEXT_UPDATE: "next update",
    ClockKind.RESOLUTION: "resolution",
}
"""Each kind of clock as people call it."""

SHOWN_STEPS = 30
"""A walk of more steps is folded in the middle; the line in its place says how much was counted there."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line of a proof, and the clause it rests on, if it rests on one."""

    text: str
    clause: str | None = None


def explain(terms: Terms, history: History, clock: Clock) -> tuple[Line, ...]:
    """The proof of a clock's due time (or goal), told in the zone of its calendar; or why it has none."""
    calendar = terms.calendar(clock.promise.calendar)
    zone = ZoneInfo(calendar.zone) if calendar else _zone_of(terms)
    return (
        *_grading(terms, history, clock, zone),
        *_promise(terms, clock),
        *(_agreed(clock, zone) if clock.anchor.agreed else _counted(terms, clock, zone)),
        *_outcome(clock, zone),
    )


def _zone_of(terms: Terms) -> tzinfo:
    """Where every second counts no zone does; the contract's first calendar says where its people are."""
    for calendar in terms.contract.calendars.values():
        return ZoneInfo(calendar.zone)
    return UTC


def _grading(terms: Terms, history: History, clock: Clock, zone: tzinfo) -> Iterator[Line]:
    first, *later = clock.legs
    severity = terms.contract.severity(first.severity)
    begun = "Reopened" if clock.kind is not ClockKind.NEXT_UPDATE else "The customer was told the progress"
    begun = "Opened" if first.since == history.opened_at else begun
    graded = f"{severity.name} ({severity.priority})"
    yield Line(text=f"{begun} {_at(first.since, zone)} as {graded}", clause=severity.clause)
    for leg in later:
        severity = terms.contract.severity(leg.severity)
        text = f"Regraded {_at(leg.since, zone)} to {severity.name} ({severity.priority})"
        if not leg.anchors:
            text += f", which promises no {CLOCK_NAMES[clock.kind]}"
        yield Line(text=text, clause=terms.contract.regrade_clause)


def _promise(terms: Terms, clock: Clock) -> Iterator[Line]:
    promise, name = clock.promise, CLOCK_NAMES[clock.kind]
    if promise.target is None:
        yield Line(text=f"{terms.plan.name} names no time for the {name}", clause=promise.clause)
        yield Line(text=f"The team's own goal is {promise.goal}; to miss it breaks no promise")
    else:
        priority = terms.priority(clock.severity)
        promised = f"{terms.plan.name} promises {priority} a {name} within {promise.target}"
        yield Line(text=promised, clause=promise.clause)
    calendar = terms.calendar(promise.calendar)
    if calendar is None or promise.calendar is None:
        yield Line(text="Every second counts, around the clock")
    else:
        clause = terms.contract.calendar_clauses.get(promise.calendar)
        yield Line(text=f"Counted in {promise.calendar.replace('_', ' ')}: {in_sentence(calendar)}", clause=clause)


def _agreed(clock: Clock, zone: tzinfo) -> Iterator[Line]:
    if clock.anchor.agreed is not None:
        yield Line(text=f"Agreed with the customer for {_at(clock.anchor.agreed, zone)}")


def _counted(terms: Terms, clock: Clock, zone: tzinfo) -> Iterator[Line]:
    promise, since = clock.promise, clock.anchor.since
    if since != clock.legs[0].since:
        yield Line(text=f"Counted from the regrade, {_at(since, zone)}", clause=terms.contract.regrade_clause)
    length = terms.length(promise.aim, promise.calendar)
    walked = walk(terms.calendar(promise.calendar), since, length, clock.pauses)
    yield from (_step(step, zone) for step in _folded(walked.steps))
    if walked.due is None:
        yield Line(text="So it does not fall due as things stand")
    else:
        verb = "Due" if promise.target is not None else "The goal is"
        yield Line(text=f"{verb} {_at(walked.due, zone)}: {open_hours(length)} counted", clause=promise.clause)


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


def _step(step: Step, zone: tzinfo) -> Line:
    start = _at(step.start, zone)
    end = "on" if step.end is None else f"to {_until(step.start, step.end, zone)}"
    if step.counted:
        folded = "" if step.kind is StepKind.COUNTED else f", {step.label}"
        return Line(text=f"{start} {end}{folded}: {open_hours(step.counted)} counted, {open_hours(step.total)} in all")
    stopped = "not counted: " if step.kind is not StepKind.PAUSED else ""
    return Line(text=f"{start} {end}: {stopped}{step.label}")


def _outcome(clock: Clock, zone: tzinfo) -> Iterator[Line]:
    name = CLOCK_NAMES[clock.kind].capitalize()
    match clock.state:
        case ClockState.MET if clock.stopped is not None:
            yield Line(text=f"{name} {_at(clock.stopped.at, zone)}: kept")
        case ClockState.BREACHED if clock.stopped is not None:
            yield Line(text=f"{name} {_at(clock.stopped.at, zone)}: late, the promise was broken")
        case ClockState.BREACHED if clock.breached is not None:
            yield Line(text=f"Not done by then: the promise is broken since {_at(clock.breached, zone)}")
        case ClockState.CANCELLED if clock.ended is not None:
            yield Line(text=f"Ended {_at(clock.ended, zone)} without being kept or broken")
        case _:
            return


def _at(at: datetime, zone: tzinfo) -> str:
    local = at.astimezone(zone)
    seconds = ":%S" if local.second else ""
    return f"{local:%a} {local.day} {local:%b %Y %H:%M}{local.strftime(seconds)} {local.tzname()}"


def _until(start: datetime, end: datetime, zone: tzinfo) -> str:
    """The end of a stretch; on the same local date as its start only the time of day."""
    first, last = start.astimezone(zone), end.astimezone(zone)
    if first.date() == last.date() and first.tzname() == last.tzname():
        return f"{last:%H:%M:%S}" if last.second else f"{last:%H:%M}"
    return _at(end, zone)
