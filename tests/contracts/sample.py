"""A small contract file without a fault or a warning, and the ways in which tests spoil it."""

from datetime import date

from bot.contracts.faults import Fault, Faults
from bot.contracts.lint import Finding, lint
from bot.contracts.reader import read

TODAY = date(2026, 6, 1)

SAMPLE = """\
contract: {id: acme, name: Acme Support, version: "1", effective: 2026-01-01}
calendars:
  desk:
    clause: A1
    zone: Europe/Amsterdam
    hours:
      mon-fri: 09:00-17:00
    holidays:
      country: NL
severities:
  - {id: urgent, name: Urgent, priority: P1, definition: Nobody can work at all., clause: A2}
  - {id: normal, name: Normal, priority: P2, definition: Anything else that hinders work., clause: A2}
plans:
  gold:
    name: Gold
    clause: A3
    promises:
      - kind: first_response
        clause: A4
        calendar: desk
        targets:
          P1: 1 business hour
          P2: 4 business hours
        warnings: [50%]
    paging:
      P1:
        clause: A5
        coverage: desk
        steps:
          - {after: 0 minutes, whom: primary}
          - {after: 10 minutes, whom: secondary}
        repeats: 1
        again_after: 20 minutes
routing: {triage: triage, warnings: triage, breaches: breaches}
rules:
  regrade: {mode: fair, clause: A6}
  reopen: {mode: new cycle, clause: A7}
close_reasons:
  - {id: resolved, text: The problem has ended., reopens: true, clause: A8}
examples:
  - plan: gold
    severity: urgent
    opened: 2026-06-01 10:00+02:00
    due: {first_response: 2026-06-01 11:00+02:00}
    because: An hour of a working day.
"""


def changed(*edits: tuple[str, str]) -> str:
    """The sample with pieces of its text replaced, each of which stands there exactly once."""
    text = SAMPLE
    for old, new in edits:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the sample"
        text = text.replace(old, new)
    return text


def faults(text: str) -> tuple[Fault, ...]:
    """What the reader says is wrong with a contract file, in order; none where it can be read."""
    try:
        read(text, "acme.yaml")
    except Faults as found:
        return found.faults
    return ()


def messages(text: str) -> list[str]:
    """The faults of a contract file as they are printed."""
    return [str(fault) for fault in faults(text)]


def findings(text: str, on: date = TODAY) -> tuple[Finding, ...]:
    """What the linter says about a contract file that can be read."""
    return lint(read(text, "acme.yaml"), on)
