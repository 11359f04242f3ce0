"""What a form cannot see by itself: whether a name refers to something, and a length is measured like its calendar."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta

from bot.clocks.calendar import Calendar, business_day_length
from bot.clocks.durations import Target, Unit
from bot.contracts.document import Document
from bot.contracts.faults import nearest, one_of
from bot.contracts.mismatch import Path
from bot.contracts.notation import ALWAYS


class Checks:
    """The checks of one contract; each notes its fault in the document, at the path of what it looks at."""

    def __init__(self, document: Document, calendars: Mapping[str, Calendar]) -> None:
        self._document = document
        self._calendars = calendars

    def calendar(self, path: Path, name: str) -> str | None:
        """The calendar meant by a name, None for “always”; a fault where there is none of that name."""
        if name == ALWAYS:
            return None
        self.name(path, name, self._calendars, or_else=ALWAYS)
        return name

    def name(
        self,
        path: Path,
        name: str,
        names: Iterable[str],
        what: str = "",
        *,
        or_else: str | None = None,
        at_key: bool = False,
    ) -> None:
        """A fault where a name refers to nothing."""
        known = [*names, *([or_else] if or_else else [])]
        if name not in known:
            got = f"“{name}”"
            self._document.fault(path, f"{what}{one_of(known)}", got, nearest(name, known), at_key=at_key)

    def unit(self, path: Path, length: Target, calendar: str) -> None:
        """A fault where a length is not measured like the calendar that it is counted in."""
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

    def elapsed(self, path: Path, length: Target) -> timedelta:
        """The length in real time; a fault where it is business time."""
        if length.in_business_time:
            self._document.fault(path, "a length around the clock", f"“{length}”")
            return timedelta()
        return length.length()

    def elapsed_or_none(self, path: Path, length: Target | None) -> timedelta | None:
        """The same of a length that need not be given."""
        return None if length is None else self.elapsed(path, length)

    def each_once(self, path: Path, ids: Iterable[str]) -> None:
        """A fault at each of the list at `path` whose id another one above it has."""
        known: set[str] = set()
        for index, each in enumerate(ids):
            if each in known:
                self._document.fault((*path, index, "id"), "each id once", f"“{each}” again")
            known.add(each)
