"""A contract as a page to read: what each plan promises, how it is counted, who is paged; each line with its clause."""

from collections.abc import Iterable, Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.clocks.conduct import Agreement, CloseNeed, CloseReason, Duty, LapsedMode, Silence, Term
from bot.clocks.contract import ClockKind, Contract, Paging, Plan, Promise
from bot.clocks.description import in_sentence, week_in_words
from bot.clocks.durations import in_words

_CLAUSE = "dim"


def page(contract: Contract) -> RenderableType:
    """The whole contract, to be printed by rich at a width of 100 or more."""
    return Group(*_sections(contract))


def _sections(contract: Contract) -> Iterator[RenderableType]:
    heading = Text(contract.name, style="bold")
    yield heading.append(f"   version {contract.version}, in force from {contract.effective}", style="not bold dim")
    yield from _section("Promises", _promises(contract))
    yield from _section("How they are counted", _lines(_counting(contract)))
    yield from _section("Paging", _lines(_paging(contract)))
    yield from _section("Calendars", _lines(_calendars(contract)))
    yield from _section("Severities", _severities(contract))
    yield from _section("Triage", _lines(_triage(contract)))
    yield from _section("When things change", _lines(_rules(contract)))
    for plan in contract.plans.values():
        yield from _section(f"Services: {plan.name}", _lines(_terms([*_ways(plan), *_own_services(contract, plan)])))
    for title, terms in (
        ("In scope", contract.included),
        ("Out of scope", contract.excluded),
        ("What the customer must do", map(_duty, contract.duties)),
        ("Other terms", contract.conditions),
    ):
        yield from _section(title, _lines(_terms(terms)))


def _section(title: str, body: Table) -> Iterator[RenderableType]:
    """A titled part of the page; nothing at all where it has no lines."""
    if body.row_count:
        yield Text(f"\n{title}", style="bold")
        yield Padding(body, (0, 0, 0, 2))


def _lines(rows: Iterable[tuple[str, str, str]]) -> Table:
    """Rows of a subject, what is said of it, and the clause that says so."""
    table = _table()
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    table.add_column(style=_CLAUSE, justify="right")
    for row in rows:
        table.add_row(*map(Text, row))
    return table


def _table(*, header: bool = False) -> Table:
    return Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, show_header=header, expand=True)


def _promises(contract: Contract) -> Table:
    plans = contract.plans.values()
    table = _table(header=True)
    table.add_column("", no_wrap=True)
    for plan in plans:
        table.add_column(Text(plan.name), header_style="bold", ratio=1)
    for kind in ClockKind:
        promised = {priority: [_promise(plan, priority, kind) for plan in plans] for priority in contract.priorities}
        rows = {priority: promises for priority, promises in promised.items() if any(promises)}
        if rows:
            table.add_row(Text(_spoken(kind), style="italic"))
        for priority, promises in rows.items():
            names = ", ".join(each.name for each in contract.severities if each.priority == priority)
            table.add_row(f"{priority}  {names}", *(_cell(each) if each else "" for each in promises))
    return table


def _promise(plan: Plan, priority: str, kind: ClockKind) -> Promise | None:
    return next((each for each in plan.promises[priority] if each.kind is kind), None)


def _cell(promise: Promise) -> Text:
    cell = Text(str(promise.target) if promise.target else f"goal: {promise.goal}")
    if promise.target and promise.goal:
        cell.append(f", goal: {promise.goal}")
    return cell.append(f"  {promise.clause}", style=_CLAUSE)


def _counting(contract: Contract) -> Iterator[tuple[str, str, str]]:
    clauses: dict[tuple[str, str], dict[str, None]] = {}
    for plan in contract.plans.values():
        for promise in (each for promises in plan.promises.values() for each in promises):
            clauses.setdefault((_spoken(promise.kind), _way_of_counting(promise)), {})[promise.clause] = None
    for (kind, way), named in clauses.items():
        yield kind, way, ", ".join(named)


def _way_of_counting(promise: Promise) -> str:
    parts = ["every second counts" if promise.calendar is None else f"in {promise.calendar}"]
    if promise.warnings:
        parts.append(f"warns at {', '.join(map(str, promise.warnings))}")
    if promise.paused_by:
        parts.append(f"stands still while {' or '.join(sorted(promise.paused_by))}")
    return "; ".join(parts)


def _paging(contract: Contract) -> Iterator[tuple[str, str, str]]:
    for plan in contract.plans.values():
        for priority, paging in plan.paging.items():
            yield f"{priority}  {plan.name}", _chain(paging), paging.clause
            yield from (("", line, "") for line in _bell(paging))
    tam = contract.routing.tam
    if tam is not None:
        called = f"the customer's TAM {_when_open(tam.calendar)}, otherwise {tam.otherwise}"
        yield "escalations call", called, tam.clause


def _chain(paging: Paging) -> str:
    steps = ", ".join(step.whom + (f" after {in_words(step.after)}" if step.after else "") for step in paging.steps)
    return f"{_when_open(paging.coverage)}: {steps}"


def _bell(paging: Paging) -> Iterator[str]:
    """What keeps the bell ringing, and what starts it again."""
    if paging.again_after is not None:
        times = "once more" if paging.repeats == 1 else f"{paging.repeats} times more"
        yield f"{times}, each {in_words(paging.again_after)} after the last step"
    anew = "" if paging.silence is None else f"; anew after {in_words(paging.silence)} of silence"
    yield ("until somebody has it" if paging.needs == 1 else f"until {paging.needs} people have it") + anew


def _when_open(calendar: str | None) -> str:
    return "around the clock" if calendar is None else f"in {calendar}"


def _calendars(contract: Contract) -> Iterator[tuple[str, str, str]]:
    for name, calendar in contract.calendars.items():
        yield name, in_sentence(calendar), contract.calendar_clauses.get(name, "")
        for version in calendar.versions:
            yield "", f"from {version.effective}: {week_in_words(version.weekly)}", ""


def _severities(contract: Contract) -> Table:
    return _lines(
        (f"{severity.priority}  {severity.name}", severity.definition, severity.clause)
        for severity in contract.severities
    )


def _triage(contract: Contract) -> Iterator[tuple[str, str, str]]:
    if contract.triage is not None:
        yield "?", contract.triage.question, ""
        for answer in contract.triage.answers:
            yield contract.severity(answer.severity).name, answer.text, answer.clause


def _rules(contract: Contract) -> Iterator[tuple[str, str, str]]:
    yield "regrade", contract.regrade.value, contract.regrade_clause
    yield "reopen", contract.reopen.value, contract.reopen_clause
    for reason in contract.close_reasons:
        yield "close", _closing(reason), reason.clause
    if contract.agreement is not None:
        yield "silence", _silence(contract.agreement), contract.agreement.clause
    refused = contract.lapsed is LapsedMode.REFUSE
    yield "lapsed", "a ticket is refused" if refused else "a ticket is taken without promises", contract.lapsed_clause


def _closing(reason: CloseReason) -> str:
    needs = {
        CloseNeed.AGREEMENT: " Needs the customer's agreement.",
        CloseNeed.ATTEMPTS: f" Needs {reason.attempts} attempts to reach the customer.",
        CloseNeed.SCOPE_LINE: " Needs the line of the scope.",
    }
    needed = "".join(words for need, words in needs.items() if need in reason.needs)
    return reason.text + needed + ("" if reason.reopens else " Not reopened.")


def _silence(agreement: Agreement) -> str:
    agrees = agreement.silence is Silence.AGREES
    meaning = "the customer agrees" if agrees else "somebody is reminded, and nothing is agreed"
    counted = "" if agreement.calendar is None else f" in {agreement.calendar}"
    return f"on a proposed resolution for {agreement.after}{counted}: {meaning}"


def _duty(duty: Duty) -> Term:
    return Term(text=f"{duty.name}: {duty.text}", clause=duty.clause) if duty.name else duty


def _ways(plan: Plan) -> tuple[Term, ...]:
    """How a customer turns to support."""
    if plan.reached_by is None:
        return ()
    return (Term(text=f"Reached by {', '.join(plan.reached_by.ways.values())}.", clause=plan.reached_by.clause),)


def _own_services(contract: Contract, plan: Plan) -> tuple[Term, ...]:
    """The services that no plan above already has."""
    above: set[Term] = set()
    for each in contract.plans.values():
        if each.id == plan.id:
            break
        above |= set(each.services)
    return tuple(term for term in plan.services if term not in above)


def _terms(terms: Iterable[Term]) -> Iterator[tuple[str, str, str]]:
    return (("·", term.text, term.clause) for term in terms)


def _spoken(kind: str) -> str:
    return kind.replace("_", " ")
