"""What a contract's severities, promises and paging probably did not mean."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from itertools import combinations, pairwise

from bot.clocks.calendar import Calendar
from bot.clocks.contract import Plan, Promise, Terms, Warn, terms
from bot.clocks.durations import Target, Unit, in_words, open_hours
from bot.clocks.timeline import Timeline
from bot.contracts.form import PromiseForm
from bot.contracts.mismatch import Path
from bot.contracts.notation import ALWAYS
from bot.contracts.reader import Reading
from bot.contracts.rules import Remark, Rule

_MINUTE = timedelta(minutes=1)
_YEAR = timedelta(days=366)
_TIME_TO_BEGIN = timedelta(minutes=5)


def plan_remarks(reading: Reading, on: date) -> Iterator[Remark]:
    """Everything about the severities and plans of a file, as of a date."""
    yield from _severities(reading)
    proved = {example.plan for example in reading.form.examples}
    for plan_id, plan in reading.contract.plans.items():
        sold = terms(reading.contract, plan_id)
        if plan_id not in proved:
            message = "has no example, so nobody has written down what its due times should be"
            yield Remark(rule=Rule.NO_EXAMPLES, path=("plans", plan_id), message=message)
        for index, written in enumerate(reading.form.plans[plan_id].promises):
            path: Path = ("plans", plan_id, "promises", index)
            yield from _lengths(path, written, sold)
            yield from _warnings(path, written, sold)
        yield from _priorities(reading, plan)
        yield from _order(reading, plan, sold)
        yield from _pages(reading, plan)
        yield from _coverage(reading, plan, sold, on)


def _severities(reading: Reading) -> Iterator[Remark]:
    for index, severity in enumerate(reading.form.severities):
        words = severity.definition.casefold().strip(" .").split()
        if len(words) < 3:
            message = "people choose a severity by its definition; this one says too little to choose by"
            yield Remark(rule=Rule.VAGUE_SEVERITY, path=("severities", index, "definition"), message=message)
        triage = reading.contract.triage
        if triage is not None and severity.id not in {answer.severity for answer in triage.answers}:
            message = "no answer of the triage question decides this severity"
            yield Remark(rule=Rule.SEVERITY_WITHOUT_ANSWER, path=("severities", index), message=message)


def _lengths(path: Path, written: PromiseForm, sold: Terms) -> Iterator[Remark]:
    calendar = None if written.calendar == ALWAYS else sold.contract.calendars[written.calendar]
    for key, lengths in (("targets", written.targets), ("goals", written.goals)):
        for priority, target in lengths.items():
            day = _working_day(calendar) if calendar else None
            if day and target.unit is not Unit.BUSINESS_DAY and target.length() > day:
                days = f"{target.length() / day:.1f}".removesuffix(".0")
                message = f"{target} are {days} working days of {open_hours(day)}"
                yield Remark(rule=Rule.LONGER_THAN_IT_LOOKS, path=(*path, key, priority), message=message)
    for priority in written.goals.keys() & written.targets.keys():
        goal, target = written.goals[priority], written.targets[priority]
        if _length(sold, goal, written) >= _length(sold, target, written):
            message = f"a goal of {goal} is no stricter than the target of {target}"
            yield Remark(rule=Rule.GOAL_BEYOND_TARGET, path=(*path, "goals", priority), message=message)


def _working_day(calendar: Calendar) -> timedelta:
    """The length of a business day, or of the longest day where the days differ and none is declared."""
    weeks = [calendar.weekly, *(version.weekly for version in calendar.versions)]
    days = [sum((span.length for span in spans), timedelta()) for week in weeks for spans in week.values()]
    return calendar.business_day or max(days, default=timedelta())


def _warnings(path: Path, written: PromiseForm, sold: Terms) -> Iterator[Remark]:
    for priority, aim in (written.goals | written.targets).items():
        length = _length(sold, aim, written)
        moments = [_moment(warning, length, sold, written) for warning in written.warnings]
        for index, moment in enumerate(moments):
            here = (*path, "warnings", index)
            if moment < _MINUTE:
                when = "before" if moment < timedelta() else "in the minute of"
                message = f"for {priority} ({aim}) this warning would come {when} the opening"
                yield Remark(rule=Rule.WARNING_AT_OPENING, path=here, message=message)
            elif any(moment // _MINUTE == earlier // _MINUTE for earlier in moments[:index]):
                message = f"for {priority} ({aim}) this warning comes in the same minute as another"
                yield Remark(rule=Rule.WARNING_TWICE, path=here, message=message)


def _priorities(reading: Reading, plan: Plan) -> Iterator[Remark]:
    for priority, promises in plan.promises.items():
        if all(promise.target is None for promise in promises):
            names = [each.name for each in reading.contract.severities if each.priority == priority]
            message = f"{priority} ({', '.join(names)}) has goals only, so that nothing there is ever a breach"
            yield Remark(rule=Rule.NO_TARGET, path=("plans", plan.id), message=message)


def _order(reading: Reading, plan: Plan, sold: Terms) -> Iterator[Remark]:
    """Compare each promise with the same promise at milder priorities."""
    rows = [(priority, each) for priority in reading.contract.priorities for each in plan.promises[priority]]
    for (urgent, stricter), (mild, milder) in combinations(rows, 2):
        if stricter.kind is not milder.kind or urgent == mild:
            continue
        path = _written_at(reading, plan.id, mild, milder)
        if stricter.aim.in_business_time and not milder.aim.in_business_time:
            message = f"{mild} is counted around the clock, but the more urgent {urgent} in business time"
            yield Remark(rule=Rule.UNIT_MIX, path=path, message=message)
        elif stricter.calendar == milder.calendar and (
            sold.length(milder.aim, milder.calendar) < sold.length(stricter.aim, stricter.calendar)
        ):
            message = f"{milder.aim} for {mild} is stricter than {stricter.aim} for the more urgent {urgent}"
            yield Remark(rule=Rule.MILDER_IS_STRICTER, path=path, message=message)


def _pages(reading: Reading, plan: Plan) -> Iterator[Remark]:
    for priority in reading.form.plans[plan.id].paging:
        paging = plan.paging[priority]
        path: Path = ("plans", plan.id, "paging", priority)
        for index, (earlier, later) in enumerate(pairwise(paging.steps), start=1):
            if later.after <= earlier.after:
                message = f"{later.whom} is paged no later than {earlier.whom}, who stands above"
                yield Remark(rule=Rule.PAGES_OUT_OF_ORDER, path=(*path, "steps", index), message=message)
        if not paging.repeats:
            message = "the steps are gone through once; without “repeats” the bell stops although nobody has answered"
            yield Remark(rule=Rule.PAGES_ONCE, path=path, message=message, at_key=True)
        if paging.silence is not None and paging.silence < _TIME_TO_BEGIN:
            message = f"whoever acknowledges is paged again after {in_words(paging.silence)}, while they still read"
            yield Remark(rule=Rule.SILENCE_TOO_SHORT, path=(*path, "silence"), message=message)


def _coverage(reading: Reading, plan: Plan, sold: Terms, on: date) -> Iterator[Remark]:
    """Compare when people may be paged with when the clocks of that priority run."""
    start = datetime.combine(on, time(), UTC)
    for priority, paging in plan.paging.items():
        duty = sold.timeline(paging.coverage)
        path: Path = ("plans", plan.id)
        if priority in reading.form.plans[plan.id].paging:
            path = (*path, "paging", priority)
        for promise in plan.promises[priority]:
            running = sold.timeline(promise.calendar)
            counted = f"{promise.kind.replace('_', ' ')} counts {_in_calendar(promise.calendar)} ({promise.clause})"
            paged = f"people may be paged {_in_calendar(paging.coverage)} ({paging.clause})"
            message = f"{priority}: {paged}, but {counted}"
            if _outside(duty, running, start):
                yield Remark(rule=Rule.COVERAGE_WIDER_THAN_CLOCK, path=path, message=message)
            if _outside(running, duty, start):
                yield Remark(rule=Rule.COVERAGE_NARROWER_THAN_CLOCK, path=path, message=message)


def _outside(one: Timeline, other: Timeline, start: datetime) -> bool:
    """Whether in the coming year `one` is ever open while `other` is not."""
    horizon = start + _YEAR
    for interval in one.intervals(start, horizon):
        end = interval.end or horizon
        if other.elapsed(interval.start, end) < end - interval.start:
            return True
    return False


def _in_calendar(name: str | None) -> str:
    return "around the clock" if name is None else f"in {name}"


def _length(sold: Terms, target: Target, written: PromiseForm) -> timedelta:
    return sold.length(target, None if written.calendar == ALWAYS else written.calendar)


def _moment(warning: Warn, length: timedelta, sold: Terms, written: PromiseForm) -> timedelta:
    """How much of the target has been counted when a warning comes."""
    if warning.before is not None:
        return length - _length(sold, warning.before, written)
    share = warning.share or Fraction()
    return length * share.numerator / share.denominator


def _written_at(reading: Reading, plan_id: str, priority: str, promise: Promise) -> Path:
    """Where the aim of a promise is written: in this plan, or else the plan that takes it over."""
    for index, written in enumerate(reading.form.plans[plan_id].promises):
        for key, lengths in (("targets", written.targets), ("goals", written.goals)):
            if written.kind is promise.kind and priority in lengths:
                return ("plans", plan_id, "promises", index, key, priority)
    return ("plans", plan_id)
