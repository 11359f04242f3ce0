"""Every reference case, through a compiled calendar: first with its listed dates, then with the named holiday set."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from bot.clocks.calendar import Calendar, HolidaySet, Span, Version
from bot.clocks.timeline import Interval
from tests.conftest import SHARED

Case = Mapping[str, Any]


def cases(name: str) -> list[Any]:
    path = SHARED / "oracle" / name
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [pytest.param(case, id=case["id"]) for case in map(json.loads, lines)]


def spans(rows: Iterable[list[str]]) -> tuple[Span, ...]:
    return tuple(Span.parse(f"{opens}-{closes}")[0] for opens, closes in rows)


def week(rows: Iterable[tuple[int, str, str]]) -> dict[int, tuple[Span, ...]]:
    rows = list(rows)
    return {day: spans([opens, closes] for on, opens, closes in rows if on == day) for day, _, _ in rows}


def calendar_of(case: Case) -> Calendar:
    return Calendar(
        name=case["id"],
        zone=case["tz"],
        weekly=week(case["weekly"]),
        closed={date.fromisoformat(day): "listed" for day in case["holidays"]},
        special={date.fromisoformat(day): spans(rows) for day, rows in case.get("overrides", {}).items()},
        versions=tuple(
            Version(effective=date.fromisoformat(change["effective"]), weekly=week(change["weekly"]))
            for change in case.get("changes", ())
        ),
    )


def answer(calendar: Calendar, case: Case) -> datetime | timedelta | bool | None:
    timeline, start = calendar.timeline, datetime.fromisoformat(case["start"])
    pauses = [
        Interval(datetime.fromisoformat(begin), datetime.fromisoformat(end) if end else None)
        for begin, end in case.get("pauses", ())
    ]
    match case["op"]:
        case "add":
            return timeline.add(start, timedelta(seconds=case["seconds"]), pauses)
        case "elapsed":
            return timeline.elapsed(start, datetime.fromisoformat(case["end"]), pauses)
        case "is_open":
            return timeline.is_open(start)
        case "next_open":
            return timeline.next_open(start)
        case other:
            raise AssertionError(f"unknown operation {other}")


def expected(case: Case) -> datetime | timedelta | bool | None:
    value = case["expected"]
    if case["op"] == "elapsed":
        return timedelta(seconds=value)
    return datetime.fromisoformat(value) if isinstance(value, str) else value


@pytest.mark.parametrize("case", cases("contract_cases.jsonl") + cases("random_cases.jsonl"))
def test_the_reference_case_agrees(case: Case) -> None:
    assert answer(calendar_of(case), case) == expected(case)


@pytest.mark.parametrize("case", cases("contract_cases.jsonl"))
def test_the_contract_case_agrees_with_the_named_holiday_set(case: Case) -> None:
    calendar = replace(calendar_of(case), closed={})
    if case["holidays"]:
        named = HolidaySet(country={"Valimail": "US", "Bird": "NL"}[case["policy"]])
        good_fridays = {
            day for year in (2024, 2025, 2026) for day, name in named.in_year(year).items() if name == "Good Friday"
        }
        office_day = case["policy"] == "Bird" and case.get("variant") != "good_friday_closed"
        calendar = replace(calendar, holidays=named, not_closed=frozenset(good_fridays if office_day else ()))
    assert answer(calendar, case) == expected(case)
