"""When each promise on a ticket would fall due, and why, as lines of text."""

from collections.abc import Iterator
from datetime import datetime

from bot.clocks.clock import evaluate
from bot.clocks.contract import Contract, Severity, terms
from bot.clocks.entries import Opened
from bot.clocks.explain import CLOCK_NAMES, explain
from bot.clocks.ledger import History
from bot.clocks.local_time import printed
from bot.contracts.faults import nearest, one_of


def due_lines(contract: Contract, plan: str, severity: str, opened: datetime, *, why: bool) -> Iterator[str]:
    """A line for each promise of a ticket opened at that instant; with `why`, its numbered proof beneath.

    Raises LookupError, in words, for a plan or a severity that the contract does not have.
    """
    sold = terms(contract, _plan(contract, plan))
    history = History.of([Opened(at=opened, by="", severity=_severity(contract, severity).id)])
    clocks = evaluate(sold, history, opened)
    if not clocks:
        yield f"{sold.plan.name} has no promise that begins when a ticket is opened as {severity}."
    for clock in clocks:
        sort = "due" if clock.promise.target else "goal"
        zone = sold.zone(clock.promise.calendar)
        when = "never, as the calendar stands" if clock.aim is None else printed(clock.aim, zone)
        yield f"{CLOCK_NAMES[clock.kind]}: {sort} {when} ({clock.promise.aim}, {clock.promise.clause})"
        for number, line in enumerate(explain(sold, history, clock) if why else (), start=1):
            clause = f"  [{line.clause}]" if line.clause else ""
            yield f"  {number:>2}. {line.text}{clause}"


def _plan(contract: Contract, name: str) -> str:
    for plan in contract.plans.values():
        if name.casefold() in (plan.id.casefold(), plan.name.casefold()):
            return plan.id
    hint = nearest(name, contract.plans)
    meant = f"; did you mean “{hint}”?" if hint else ""
    raise LookupError(f"no plan “{name}” in {contract.id}, expected {one_of(contract.plans)}{meant}")


def _severity(contract: Contract, name: str) -> Severity:
    for severity in contract.severities:
        if name.casefold() in (severity.id.casefold(), severity.name.casefold()):
            return severity
    ids = [severity.id for severity in contract.severities]
    hint = nearest(name, ids)
    meant = f"; did you mean “{hint}”?" if hint else ""
    raise LookupError(f"no severity “{name}” in {contract.id}, expected {one_of(ids)}{meant}")
