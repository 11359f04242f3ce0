"""The calendars of a contract file: from what is written to the engine's calendars, with a fault for each slip."""

from collections.abc import Mapping
from dataclasses import replace

from bot.clocks.calendar import Calendar, HolidaySet, Version, Week, business_day_length, weekly_hours
from bot.contracts.document import Document
from bot.contracts.form import CalendarForm, HolidaysForm
from bot.contracts.mismatch import Path
from bot.contracts.notation import ALWAYS, DAYS


def calendars(document: Document, forms: Mapping[str, CalendarForm]) -> dict[str, Calendar]:
    """The calendars by name; what cannot be built is noted in the document and built without the slip."""
    if ALWAYS in forms:
        document.fault(
            ("calendars", ALWAYS), "another name, because “always” means that every second counts", at_key=True
        )
    return {name: _calendar(document, name, form) for name, form in forms.items()}


def _calendar(document: Document, name: str, form: CalendarForm) -> Calendar:
    path: Path = ("calendars", name)
    for index, day in enumerate(form.not_closed):
        if day in form.closed:
            document.fault((*path, "not_closed", index), "a date that is not also under “closed”")
    versions = {version.effective: version for version in form.versions}
    if len(versions) < len(form.versions):
        document.fault((*path, "versions"), "each effective date once", "one of them twice")
    if form.business_day is not None and form.business_day.in_business_time:
        document.fault((*path, "business_day"), "a length around the clock, such as “8 hours”")
        form = form.model_copy(update={"business_day": None})
    calendar = Calendar(
        name=name,
        zone=form.zone,
        weekly=week(document, (*path, "hours"), form.hours),
        holidays=None if form.holidays is None else _holidays(document, (*path, "holidays"), form.holidays),
        closed=form.closed,
        not_closed=frozenset(form.not_closed) - form.closed.keys(),
        special=form.special,
        versions=tuple(
            Version(
                effective=version.effective,
                weekly=week(document, (*path, "versions", index, "hours"), version.hours),
            )
            for index, version in enumerate(form.versions)
            if versions[version.effective] is version
        ),
        business_day=None if form.business_day is None else form.business_day.length(),
    )
    try:
        return replace(calendar, business_day=business_day_length(calendar))
    except ValueError:
        return calendar


def week(document: Document, path: Path, hours: Mapping[tuple[int, ...], tuple[str, ...]]) -> Week:
    """The open hours of each weekday; a weekday that is written twice is noted in the document."""
    rows: dict[int, tuple[str, ...]] = {}
    for written, (weekdays, spans) in zip(document.value(path), hours.items(), strict=True):
        for weekday in weekdays:
            if weekday in rows:
                document.fault((*path, written), "each weekday once", f"{DAYS[weekday]} again", at_key=True)
            rows[weekday] = spans
    return weekly_hours(rows)


def _holidays(document: Document, path: Path, form: HolidaysForm) -> HolidaySet | None:
    """The holiday set, tried part by part so that the fault is noted where the wrong word stands."""
    parts: dict[str, object] = {}
    found = None
    for key, value in form:
        parts[key] = value
        try:
            found = HolidaySet(**parts)  # type: ignore[arg-type]
        except ValueError as error:
            document.fault((*path, key), "what the holidays package knows", str(error))
            return None
    return found
