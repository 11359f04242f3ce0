"""From the form of a contract file to the contract that clocks are computed from.

What a form cannot see by itself is checked here: that every name refers to something, that lengths are measured like
the calendar they are counted in, and that every plan promises something for every priority. Each fault is noted at
its place in the document.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta

from bot.clocks.calendar import business_day_length
from bot.clocks.conduct import CloseReason, Term
from bot.clocks.contract import (
    ClockKind,
    Contract,
    Escalation,
    PageStep,
    Paging,
    Plan,
    Promise,
    Routing,
    Severity,
)
from bot.clocks.durations import Target, Unit
from bot.contracts.document import Document
from bot.contracts.faults import nearest, one_of
from bot.contracts.form import ContractForm, PagingForm, PlanForm, PromiseForm
from bot.contracts.mismatch import Path
from bot.contracts.notation import ALWAYS
from bot.contracts.openings import calendars

Promises = dict[str, dict[str, Promise]]
"""By priority, then by kind."""


class Assembly:
    """One contract being put together; faults are noted in its document."""

    def __init__(self, document: Document, form: ContractForm, digest: str) -> None:
        self._document = document
        self._form = form
        self._digest = digest
        self._calendars = calendars(document, form.calendars)
        self._priorities = tuple(dict.fromkeys(severity.priority for severity in form.severities))

    def contract(self) -> Contract:
        """The contract; raises `Faults` with everything that does not fit together."""
        form = self._form
        self._refuse_repeated(("severities",), [severity.id for severity in form.severities])
        self._refuse_repeated(("close_reasons",), [reason.id for reason in form.close_reasons])
        plans = self._plans()
        routing = self._routing()
        self._check_examples(plans)
        self._document.settle()
        return Contract(
            id=form.contract.id,
            name=form.contract.name,
            version=form.contract.version,
            effective=form.contract.effective,
            digest=self._digest,
            calendars=self._calendars,
            severities=tuple(Severity(**dict(severity)) for severity in form.severities),
            plans=plans,
            routing=routing,
            regrade=form.rules.regrade.mode,
            regrade_clause=form.rules.regrade.clause,
            reopen=form.rules.reopen.mode,
            reopen_clause=form.rules.reopen.clause,
            close_reasons=tuple(CloseReason(**dict(reason)) for reason in form.close_reasons),
            calendar_clauses={name: calendar.clause for name, calendar in form.calendars.items()},
            included=_terms(form.scope.included),
            excluded=_terms(form.scope.excluded),
            duties=_terms(form.customer_duties),
            conditions=_terms(form.conditions),
        )

    def _plans(self) -> dict[str, Plan]:
        plans: dict[str, Plan] = {}
        for plan_id, form in self._form.plans.items():
            path: Path = ("plans", plan_id)
            inherited = None
            if form.everything_in is not None:
                self._check_name((*path, "everything_in"), form.everything_in, plans, "a plan written above: ")
                inherited = plans.get(form.everything_in)
            plans[plan_id] = self._plan(plan_id, form, inherited)
        return plans

    def _plan(self, plan_id: str, form: PlanForm, inherited: Plan | None) -> Plan:
        path: Path = ("plans", plan_id)
        promises: Promises = {priority: {} for priority in self._priorities}
        paging: dict[str, Paging] = {}
        services: tuple[Term, ...] = ()
        if inherited is not None:
            promises |= {
                priority: {promise.kind: promise for promise in inherited.promises[priority]}
                for priority in self._priorities
            }
            paging |= inherited.paging
            services = inherited.services
        for priority, kinds in self._own_promises(path, form).items():
            promises[priority] |= kinds
        for priority, chain in form.paging.items():
            paging[priority] = self._paging((*path, "paging", priority), priority, chain)
        for priority, kinds in promises.items():
            if not kinds and (inherited is not None or form.everything_in is None):
                self._document.fault(path, f"a promise for every priority, also for {priority}", "none", at_key=True)
        return Plan(
            id=plan_id,
            name=form.name,
            promises={priority: tuple(kinds.values()) for priority, kinds in promises.items()},
            paging=paging,
            services=(*services, *_terms(form.services)),
            clause=form.clause,
        )

    def _own_promises(self, plan_path: Path, form: PlanForm) -> Promises:
        promises: Promises = {priority: {} for priority in self._priorities}
        for index, written in enumerate(form.promises):
            path = (*plan_path, "promises", index)
            self._check_promise(path, written)
            for priority in self._priorities:
                if priority not in written.targets | written.goals:
                    continue
                if written.kind in promises[priority]:
                    expected = f"one promise of {written.kind} for {priority} in a plan"
                    self._document.fault((*path, "kind"), expected, "a second one")
                promises[priority][written.kind] = _promise(written, priority)
        return promises

    def _check_promise(self, path: Path, written: PromiseForm) -> None:
        if written.calendar != ALWAYS:
            self._check_name((*path, "calendar"), written.calendar, self._calendars, or_else=ALWAYS)
        if not written.targets and not written.goals:
            self._document.fault(path, "the key “targets” or “goals”", "neither")
        for key, lengths in (("targets", written.targets), ("goals", written.goals)):
            for priority, length in lengths.items():
                self._check_name((*path, key, priority), priority, self._priorities, at_key=True)
                self._check_unit((*path, key, priority), length, written.calendar)
        for index, warning in enumerate(written.warnings):
            if warning.before is not None:
                self._check_unit((*path, "warnings", index), warning.before, written.calendar)

    def _paging(self, path: Path, priority: str, form: PagingForm) -> Paging:
        self._check_name(path, priority, self._priorities, at_key=True)
        if form.coverage != ALWAYS:
            self._check_name((*path, "coverage"), form.coverage, self._calendars, or_else=ALWAYS)
        return Paging(
            steps=tuple(
                PageStep(after=self._elapsed((*path, "steps", index, "after"), step.after), whom=step.whom)
                for index, step in enumerate(form.steps)
            ),
            coverage=None if form.coverage == ALWAYS else form.coverage,
            clause=form.clause,
        )

    def _routing(self) -> Routing:
        form = self._form.routing
        for index, escalation in enumerate(form.escalations):
            if escalation.after.unit is Unit.BUSINESS_DAY:
                path = ("routing", "escalations", index, "after")
                self._document.fault(path, "a length in hours or minutes, as it is counted in many calendars")
        return Routing(
            triage=form.triage,
            warnings=form.warnings,
            breaches=form.breaches,
            escalations=tuple(Escalation(after=each.after, to=each.to) for each in form.escalations),
        )

    def _check_examples(self, plans: Mapping[str, Plan]) -> None:
        priorities = {severity.id: severity.priority for severity in self._form.severities}
        for index, example in enumerate(self._form.examples):
            path: Path = ("examples", index)
            self._check_name((*path, "plan"), example.plan, plans)
            self._check_name((*path, "severity"), example.severity, priorities)
            if example.plan not in plans or example.severity not in priorities:
                continue
            promised = [promise.kind for promise in plans[example.plan].promises[priorities[example.severity]]]
            for kind in example.due:
                self._check_name((*path, "due", kind.value), kind, promised, "a promise of this plan: ", at_key=True)
            if example.answered is None and ClockKind.NEXT_UPDATE in example.due:
                expected = "also “answered”, because updates are owed from the first contact on"
                self._document.fault((*path, "due", ClockKind.NEXT_UPDATE.value), expected, at_key=True)
            if example.answered is not None and example.answered < example.opened:
                self._document.fault((*path, "answered"), "an instant not before “opened”")

    def _check_name(
        self,
        path: Path,
        name: str,
        names: Iterable[str],
        what: str = "",
        *,
        or_else: str | None = None,
        at_key: bool = False,
    ) -> None:
        """Note a fault where a name refers to nothing."""
        known = [*names, *([or_else] if or_else else [])]
        if name not in known:
            got = f"“{name}”"
            self._document.fault(path, f"{what}{one_of(known)}", got, nearest(name, known), at_key=at_key)

    def _check_unit(self, path: Path, length: Target, calendar: str) -> None:
        """Note a fault where a length is not measured like the calendar that it is counted in."""
        if length.in_business_time and calendar == ALWAYS:
            expected = "a length around the clock, because no calendar is named here"
            elapsed = replace(length, unit=Unit(length.unit.removeprefix("business ")))
            self._document.fault(path, expected, f"“{length}”", str(elapsed))
        elif not length.in_business_time and calendar != ALWAYS:
            expected = f"a length in business time, because it is counted in {calendar}"
            in_business = replace(length, unit=Unit(f"business {length.unit}"))
            self._document.fault(path, expected, f"“{length}”", str(in_business))
        elif length.unit is Unit.BUSINESS_DAY and calendar in self._calendars:
            try:
                business_day_length(self._calendars[calendar])
            except ValueError:
                self._document.fault(path, f"a calendar with the key “business_day” ({calendar} has none)")

    def _elapsed(self, path: Path, length: Target) -> timedelta:
        if length.in_business_time:
            self._document.fault(path, "a length around the clock", f"“{length}”")
            return timedelta()
        return length.length()

    def _refuse_repeated(self, path: Path, ids: list[str]) -> None:
        for index, each in enumerate(ids):
            if each in ids[:index]:
                self._document.fault((*path, index, "id"), "each id once", f"“{each}” again")


def _terms(lines: Mapping[str, str]) -> tuple[Term, ...]:
    return tuple(Term(text=text, clause=clause) for clause, text in lines.items())


def _promise(written: PromiseForm, priority: str) -> Promise:
    return Promise(
        kind=written.kind,
        target=written.targets.get(priority),
        goal=written.goals.get(priority),
        calendar=None if written.calendar == ALWAYS else written.calendar,
        warnings=written.warnings,
        paused_by=frozenset(written.paused_by),
        clause=written.clause,
    )
