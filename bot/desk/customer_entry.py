"""What people write about a customer, read into the values of a row: every fault at once, each at its detail.

What is read here needs the contracts only; whether a name or a channel is somebody else's is `customer_directory`'s.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.clocks.conduct import Duty
from bot.clocks.contract import Plan
from bot.contracts.faults import nearest, one_of, shown
from bot.contracts.shelf import Shelf
from bot.desk.customer_details import Detail, DetailFault, Written
from bot.desk.facts import DutyState
from bot.desk.slack_ids import CHANNEL_ID, PERSON_ID, is_channel, is_person
from storage import tables

Values = Mapping[Detail, Any]
"""What the columns of a customer's row are to hold."""

LONGEST_NAME = 150
LONGEST_KEY = 60
LONGEST_NOTE = 150
_KEY = re.compile(r"\w(?:[\w.-]*\w)?")
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_BETWEEN_IDS = re.compile(r"[\s,;]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A customer as they were entered: the values of the details that are right, and the faults of the others."""

    values: Values
    faults: tuple[DetailFault, ...]


def read(written: Written, shelf: Shelf, before: tables.Customer | None = None) -> Entry:
    """All details of a customer: those that are written, and those of the row `before` them where there is one."""
    entry = _Reading(written, before)
    entry.take(Detail.NAME, _name)
    if before is None and (written.get(Detail.KEY) or Detail.NAME in entry.values):
        entry.take(Detail.KEY, lambda text: _key(text or key_from(entry.values[Detail.NAME])))
    entry.take(Detail.CONTRACT, lambda text: _one_named(text, {each.id: each.name for each in shelf.contracts}))
    if contract := entry.values.get(Detail.CONTRACT):
        entry.take(Detail.PLAN, lambda text: _plan(text, plans_of(shelf, contract)))
        entry.take(Detail.DUTIES, lambda text: _duties(text, tracked_duties(shelf, contract)))
    entry.take(Detail.TERM_STARTS, _day)
    entry.take(Detail.TERM_ENDS, lambda text: _last_day(text, entry.values.get(Detail.TERM_STARTS)))
    entry.take(Detail.TAM, _tam)
    entry.take(Detail.CHANNELS, lambda text: _ids(text, is_channel, CHANNEL_ID))
    entry.take(Detail.CONTACTS, lambda text: _ids(text, is_person, PERSON_ID))
    return Entry(values=entry.values, faults=tuple(entry.faults))


def values_of(row: tables.Customer) -> Values:
    """What the columns of a customer's row hold."""
    return {detail: getattr(row, detail) for detail in Detail}


def as_written(values: Values) -> Written:
    """A customer as people would write them; `read` reads it into the same values."""
    duties = values[Detail.DUTIES].items()
    listed = {
        Detail.CHANNELS: " ".join(values[Detail.CHANNELS]),
        Detail.CONTACTS: " ".join(values[Detail.CONTACTS]),
        Detail.DUTIES: "\n".join(f"{clause}: {duty['state']} {duty['note']}".rstrip() for clause, duty in duties),
    }
    return {detail: str(values[detail] or "") for detail in Detail} | listed


def key_from(name: str) -> str:
    """The key that a name gives: `Äcme & Söhne` is `acme-sohne`; empty where the name has no letter and no digit."""
    letters = (each for each in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(each))
    return "-".join(re.findall(r"[^\W_]+", "".join(letters)))[:LONGEST_KEY].strip("-")


def plans_of(shelf: Shelf, contract: str) -> Mapping[str, Plan]:
    """The plans of a contract in all its versions, by id and as the newest has them; none of an unknown contract."""
    return {plan.id: plan for each in shelf.contracts if each.id == contract for plan in each.plans.values()}


def tracked_duties(shelf: Shelf, contract: str) -> Mapping[str, Duty]:
    """The duties of a contract that are kept for each customer, by clause (V24-V27)."""
    return {duty.clause: duty for each in shelf.contracts if each.id == contract for duty in each.duties if duty.name}


class _WrongError(Exception):
    """A text that is no such detail; `got` is what was found where it is not the whole text."""

    def __init__(self, expected: str, *, meant: str | None = None, got: str | None = None) -> None:
        super().__init__(expected)
        self.expected = expected
        self.meant = meant
        self.got = got


class _Reading:
    """A customer's details while they are read, and what is wrong with them."""

    def __init__(self, written: Written, before: tables.Customer | None) -> None:
        self.values: dict[Detail, Any] = {} if before is None else dict(values_of(before))
        self._written: Written = dict.fromkeys(Detail, "") | dict(written)
        if before is not None:
            # What is written may not fit what stays: the plan to another contract, the last day to another first one.
            stays = as_written(values_of(before))
            depending = {Detail.PLAN: Detail.CONTRACT, Detail.TERM_ENDS: Detail.TERM_STARTS}
            together = {each: stays[each] for each, on in depending.items() if on in written}
            self._written = together | dict(written)
        self.faults: list[DetailFault] = []

    def take(self, detail: Detail, reading: Callable[[str], Any]) -> None:
        """Read a detail, if it is written; one that is wrong is left out of the values."""
        text = self._written.get(detail)
        if text is None:
            return
        self.values.pop(detail, None)
        try:
            self.values[detail] = reading(text.strip())
        except _WrongError as wrong:
            got = wrong.got or (shown(text.strip()) if text.strip() else "nothing")
            self.faults.append(DetailFault(detail=detail, expected=wrong.expected, got=got, nearest=wrong.meant))


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_NAME:
        raise _WrongError(f"a name of at most {LONGEST_NAME} characters")
    return name


def _key(text: str) -> str:
    if not _KEY.fullmatch(text) or len(text) > LONGEST_KEY:
        raise _WrongError(
            f"at most {LONGEST_KEY} letters, digits, dots and hyphens, such as “acme-2”", meant=key_from(text) or None
        )
    return text


def _one_named(text: str, names: Mapping[str, str]) -> str:
    """The id that a text is, or of what it names."""
    if text in names:
        return text
    for name_id, name in names.items():
        if text.casefold() in (name_id.casefold(), name.casefold()):
            return name_id
    raise _WrongError(one_of(names), meant=nearest(text, names))


def _plan(text: str, plans: Mapping[str, Plan]) -> str:
    return _one_named(text, {plan.id: plan.name for plan in plans.values()})


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise _WrongError("a date such as “2026-12-24”")


def _last_day(text: str, starts: date | None) -> date | None:
    ends = _day(text)
    if starts is not None and ends is not None and ends < starts:
        raise _WrongError(f"a date not before {starts}, on which the term starts")
    return ends


def _tam(text: str) -> str | None:
    if text and not is_person(text):
        raise _WrongError(PERSON_ID)
    return text or None


def _ids(text: str, is_one: Callable[[str], bool], expected: str) -> list[str]:
    ids = list(dict.fromkeys(each for each in _BETWEEN_IDS.split(text) if each))
    for each in ids:
        if not is_one(each):
            raise _WrongError(expected, got=shown(each))
    return ids


def _duties(text: str, tracked: Mapping[str, Duty]) -> dict[str, dict[str, str]]:
    """Duties as they are written, one a line: `V25: done Terry Technical`. What is unknown need not be kept."""
    duties: dict[str, dict[str, str]] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        clause, _, standing = (part.strip() for part in line.partition(":"))
        if clause not in tracked:
            raise _WrongError(
                f"a duty that is kept: {one_of(tracked)}", meant=nearest(clause, tracked), got=shown(line)
            )
        state, _, note = (part.strip() for part in standing.partition(" "))
        if state not in set(DutyState):
            raise _WrongError(
                f"{one_of(DutyState)} behind “{clause}:”", meant=nearest(state, DutyState), got=shown(line)
            )
        if len(note) > LONGEST_NOTE:
            raise _WrongError(f"a note of at most {LONGEST_NOTE} characters", got=shown(note))
        if state != DutyState.UNKNOWN or note:
            duties[clause] = {"state": state, "note": note}
    return duties
