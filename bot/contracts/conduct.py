"""What a contract says about a ticket besides its clocks: from the form, with a fault for each slip."""

from collections.abc import Mapping

from bot.clocks.conduct import Agreement, CloseNeed, CloseReason, Duty, EscalationPoint, Triage, TriageAnswer
from bot.contracts.checks import Checks
from bot.contracts.document import Document
from bot.contracts.form import AgreementForm, CloseReasonForm, ContractForm, DutyForm, EscalationPointForm
from bot.contracts.mismatch import Path


def close_reasons(document: Document, checks: Checks, form: ContractForm) -> tuple[CloseReason, ...]:
    """Why a ticket may be closed; a fault where a need cannot be met, or a number of attempts is for nothing."""
    checks.each_once(("close_reasons",), (reason.id for reason in form.close_reasons))
    for index, reason in enumerate(form.close_reasons):
        path: Path = ("close_reasons", index)
        if CloseNeed.ATTEMPTS in reason.needs and reason.attempts is None:
            document.fault((*path, "needs"), "also the key “attempts”, which says how many are needed", "none")
        if CloseNeed.ATTEMPTS not in reason.needs and reason.attempts is not None:
            document.fault((*path, "attempts"), "“attempts” among the “needs” of this reason", "a number only")
        if CloseNeed.SCOPE_LINE in reason.needs and not form.scope.excluded:
            document.fault((*path, "needs"), "lines under “scope.excluded” that can be named", "none")
    return tuple(map(_close_reason, form.close_reasons))


def triage(checks: Checks, form: ContractForm) -> Triage | None:
    """The question that decides a severity, if the contract asks one; a fault where an answer names no severity."""
    if form.triage is None:
        return None
    severities = [severity.id for severity in form.severities]
    checks.each_once(("triage", "answers"), (answer.id for answer in form.triage.answers))
    for index, answer in enumerate(form.triage.answers):
        checks.name(("triage", "answers", index, "severity"), answer.severity, severities)
    answers = tuple(TriageAnswer(**dict(answer)) for answer in form.triage.answers)
    return Triage(question=form.triage.question, answers=answers)


def agreement(checks: Checks, form: AgreementForm | None) -> Agreement | None:
    """What silence on a proposed resolution means, if the contract says so."""
    if form is None:
        return None
    path: Path = ("rules", "agreement")
    checks.unit((*path, "after"), form.after, form.calendar)
    calendar = checks.calendar((*path, "calendar"), form.calendar)
    return Agreement(after=form.after, calendar=calendar, silence=form.silence, clause=form.clause)


def escalation_point(checks: Checks, form: EscalationPointForm | None) -> EscalationPoint | None:
    """When the customer's TAM is the escalation point and who is otherwise, if the contract has one."""
    if form is None:
        return None
    calendar = checks.calendar(("routing", "tam", "calendar"), form.calendar)
    return EscalationPoint(calendar=calendar, otherwise=form.otherwise, clause=form.clause)


def duties(lines: Mapping[str, DutyForm]) -> tuple[Duty, ...]:
    """What the customer must do, by clause."""
    return tuple(Duty(text=line.text, clause=clause, name=line.name) for clause, line in lines.items())


def _close_reason(form: CloseReasonForm) -> CloseReason:
    return CloseReason(
        id=form.id,
        text=form.text,
        reopens=form.reopens,
        clause=form.clause,
        needs=frozenset(form.needs),
        attempts=form.attempts or 0,
    )
