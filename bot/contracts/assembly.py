"""From the form of a contract file to the contract that clocks are computed from.

What a form cannot see by itself is checked on the way: that every name refers to something, that lengths are measured
like the calendar they are counted in, and that every plan promises something for every priority. Each fault is noted
at its place in the document.
"""

from collections.abc import Mapping

from bot.clocks.conduct import LapsedMode, Reach, Term
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
from bot.clocks.durations import Unit
from bot.contracts.checks import Checks
from bot.contracts.conduct import agreement, close_reasons, duties, escalation_point, triage
from bot.contracts.document import Document
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
        self._checks = Checks(document, self._calendars)
        self._priorities = tuple(dict.fromkeys(severity.priority for severity in form.severities))

    def contract(self) -> Contract:
        """The contract; raises `Faults` with everything that does not fit together."""
        form = self._form
        self._checks.each_once(("severities",), (severity.id for severity in form.severities))
        plans = self._plans()
        routing = self._routing()
        reasons = close_reasons(self._document, self._checks, form)
        asked = triage(self._checks, form)
        agreed = agreement(self._checks, form.rules.agreement)
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
            close_reasons=reasons,
            calendar_clauses={name: calendar.clause for name, calendar in form.calendars.items()},
            included=_terms(form.scope.included),
            excluded=_terms(form.scope.excluded),
            duties=duties(form.customer_duties),
            conditions=_terms(form.conditions),
            lapsed=form.rules.lapsed.mode if form.rules.lapsed else LapsedMode.REFUSE,
            lapsed_clause=form.rules.lapsed.clause if form.rules.lapsed else "",
            agreement=agreed,
            triage=asked,
        )

    def _plans(self) -> dict[str, Plan]:
        plans: dict[str, Plan] = {}
        for plan_id, form in self._form.plans.items():
            path: Path = ("plans", plan_id)
            inherited = None
            if form.everything_in is not None:
                self._checks.name((*path, "everything_in"), form.everything_in, plans, "a plan written above: ")
                inherited = plans.get(form.everything_in)
            plans[plan_id] = self._plan(plan_id, form, inherited)
        return plans

    def _plan(self, plan_id: str, form: PlanForm, inherited: Plan | None) -> Plan:
        path: Path = ("plans", plan_id)
        promises: Promises = {priority: {} for priority in self._priorities}
        paging: dict[str, Paging] = {}
        services: tuple[Term, ...] = ()
        reached_by = Reach(**dict(form.reached_by)) if form.reached_by else None
        if inherited is not None:
            promises |= {
                priority: {promise.kind: promise for promise in inherited.promises[priority]}
                for priority in self._priorities
            }
            paging |= inherited.paging
            services = inherited.services
            reached_by = reached_by or inherited.reached_by
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
            reached_by=reached_by,
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
        self._checks.calendar((*path, "calendar"), written.calendar)
        if not written.targets and not written.goals:
            self._document.fault(path, "the key “targets” or “goals”", "neither")
        for key, lengths in (("targets", written.targets), ("goals", written.goals)):
            for priority, length in lengths.items():
                self._checks.name((*path, key, priority), priority, self._priorities, at_key=True)
                self._checks.unit((*path, key, priority), length, written.calendar)
        for index, warning in enumerate(written.warnings):
            if warning.before is not None:
                self._checks.unit((*path, "warnings", index), warning.before, written.calendar)

    def _paging(self, path: Path, priority: str, form: PagingForm) -> Paging:
        self._checks.name(path, priority, self._priorities, at_key=True)
        if form.repeats and form.again_after is None:
            self._document.fault((*path, "repeats"), "also “again_after”, which says when the steps come again")
        if form.again_after is not None and not form.repeats:
            self._document.fault((*path, "again_after"), "also “repeats”, which says how often the steps come again")
        return Paging(
            steps=tuple(
                PageStep(after=self._checks.elapsed((*path, "steps", index, "after"), step.after), whom=step.whom)
                for index, step in enumerate(form.steps)
            ),
            coverage=self._checks.calendar((*path, "coverage"), form.coverage),
            repeats=form.repeats,
            again_after=self._checks.elapsed_or_none((*path, "again_after"), form.again_after),
            needs=form.needs,
            silence=self._checks.elapsed_or_none((*path, "silence"), form.silence),
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
            tam=escalation_point(self._checks, form.tam),
        )

    def _check_examples(self, plans: Mapping[str, Plan]) -> None:
        priorities = {severity.id: severity.priority for severity in self._form.severities}
        for index, example in enumerate(self._form.examples):
            path: Path = ("examples", index)
            self._checks.name((*path, "plan"), example.plan, plans)
            self._checks.name((*path, "severity"), example.severity, priorities)
            if example.plan not in plans or example.severity not in priorities:
                continue
            promised = [promise.kind for promise in plans[example.plan].promises[priorities[example.severity]]]
            for kind in example.due:
                self._checks.name((*path, "due", kind.value), kind, promised, "a promise of this plan: ", at_key=True)
            if example.answered is None and ClockKind.NEXT_UPDATE in example.due:
                expected = "also “answered”, because updates are owed from the first contact on"
                self._document.fault((*path, "due", ClockKind.NEXT_UPDATE.value), expected, at_key=True)
            if example.answered is not None and example.answered < example.opened:
                self._document.fault((*path, "answered"), "an instant not before “opened”")


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
