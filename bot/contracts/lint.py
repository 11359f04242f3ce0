"""What a valid contract file probably did not mean: warnings, each with a stable rule name and its place.

A file accepts a warning by its rule, with the reason, under `accepts:`; an accepted warning is still shown.
"""

from dataclasses import dataclass
from datetime import date

from bot.contracts.calendar_lint import calendar_remarks
from bot.contracts.document import spelled
from bot.contracts.plan_lint import plan_remarks
from bot.contracts.reader import Reading
from bot.contracts.rules import Remark, Rule


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One warning at one place of a file; `accepted` is the reason that the file gives for it, if it does."""

    file: str
    line: int
    column: int
    path: str
    rule: Rule
    message: str
    accepted: str | None = None

    def __str__(self) -> str:
        accepted = f" (accepted: {self.accepted})" if self.accepted else ""
        return f"{self.file}:{self.line}:{self.column}: {self.path}: {self.message} [{self.rule}]{accepted}"


def lint(reading: Reading, on: date) -> tuple[Finding, ...]:
    """Every warning about a contract file as of a date, in the order of the file; accepted ones carry their reason."""
    remarks = [*calendar_remarks(reading, on), *plan_remarks(reading, on)]
    raised = {remark.rule for remark in remarks}
    for index, accept in enumerate(reading.form.accepts):
        if accept.rule not in raised:
            message = f"nothing in this file raises {accept.rule}"
            remarks.append(Remark(rule=Rule.ACCEPTS_NOTHING, path=("accepts", index), message=message))
    return tuple(sorted((_finding(reading, remark) for remark in remarks), key=lambda each: (each.line, each.column)))


def _finding(reading: Reading, remark: Remark) -> Finding:
    line, column = reading.document.place(remark.path, at_key=remark.at_key)
    reasons = {accept.rule: accept.because for accept in reading.form.accepts}
    return Finding(
        file=reading.document.file,
        line=line,
        column=column,
        path=spelled(remark.path),
        rule=remark.rule,
        message=remark.message,
        accepted=reasons.get(remark.rule),
    )
