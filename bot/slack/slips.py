"""What was not understood of a line that was typed: which words, what could stand there, and how the line could go."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from bot.contracts.faults import one_of
from bot.slack.moments import is_day, is_length, is_moment, taken

A_MOMENT = "friday 09:00"
A_LENGTH = "4 hours"
SOMEBODY = "@olly"
"""What stands in an example where nothing better is known."""
_MOST_NAMES = 10
_NEAR = 0.7
_SHORTEST = 4
"""Letters of a word that may be another one misspelt; of shorter ones too many are alike."""
_DAYS = (
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "today", "tomorrow"),
    *("january", "february", "march", "april", "june", "july", "august", "september", "october", "november"),
    "december",
)
_UNITS = ("minutes", "hours", "days", "weeks")


@dataclass(frozen=True, kw_only=True, slots=True)
class Slip:
    """`got` is what was not understood, and `expected` what can stand there.

    `nearest` is what was probably meant, if anything is near; with `instead` in the place of `got` the line could go.
    """

    got: str
    expected: str
    instead: str
    nearest: str = ""


def mended(typed: str, slip: Slip) -> str:
    """The line as it could go: all that was typed, but for what was not understood."""
    line = " ".join(typed.split())
    found = re.search(rf"(?<!\S){re.escape(slip.got)}(?!\S)", line, re.IGNORECASE)
    if found is None:
        return line
    return " ".join(f"{line[: found.start()]} {slip.instead} {line[found.end() :]}".split())


def no_moment(word: str, after: Sequence[str]) -> Slip:
    """After `word` (`until`) come these words, and they begin with no moment."""
    expected = f"a time after “{word}”, with or without a day, such as “18:00” or “{A_MOMENT}”"
    day, _ = taken(after, is_day)
    if day:
        return Slip(got=day, expected=expected, instead=f"{day} 09:00")
    got, nearest = _respelt(after, _DAYS, is_moment)
    if nearest:
        return Slip(got=got, expected=expected, instead=nearest, nearest=nearest)
    got, nearest = _respelt(after, _DAYS, is_day)
    if nearest:
        return Slip(got=got, expected=expected, instead=f"{nearest} 09:00", nearest=nearest)
    return _replaced(word, after, expected, A_MOMENT)


def no_length(word: str, after: Sequence[str]) -> Slip:
    """After `word` (`for`) come these words, and they begin with no length of time."""
    expected = f"a length of time after “{word}”, such as “{A_LENGTH}” or “2 days”"
    got, nearest = _respelt(after, _UNITS, is_length)
    if nearest:
        return Slip(got=got, expected=expected, instead=nearest, nearest=nearest)
    if after and is_length(f"{after[0]} hours"):
        return Slip(got=after[0], expected=expected, instead=f"{after[0]} hours")
    return _replaced(word, after, expected, A_LENGTH)


def no_day(got: str) -> Slip:
    """What was to name a week is no day."""
    _, nearest = _respelt(got.split(), _DAYS, is_day)
    return Slip(
        got=got, expected="a day, such as “friday” or “2026-12-24”", instead=nearest or "friday", nearest=nearest
    )


def no_such_moment(got: str) -> Slip:
    """It has the form of a moment, and no calendar or clock shows it."""
    return Slip(got=got, expected="a date and a time that there are", instead=A_MOMENT)


def nobody(got: str) -> Slip:
    """Nobody of the workspace is meant by it."""
    return Slip(got=got, expected="somebody whom you choose from the list that comes after “@”", instead=SOMEBODY)


def one_too_many(got: str) -> Slip:
    """Another person where only one can be."""
    return Slip(got=got, expected="one person only", instead="")


def misspelt(words: str, known: Iterable[str], expected: str) -> Slip | None:
    """The first of these words that is near one of those which are known; None where none is."""
    for word in words.split():
        nearest = _near(word, known)
        if nearest:
            return Slip(got=word, expected=expected, instead=nearest, nearest=nearest)
    return None


def no_schedule(got: str, schedules: Sequence[str], *, with_person: bool) -> Slip:
    """It is the name of none of these on-call schedules; without a person it may as well have meant one."""
    found = get_close_matches(got.casefold(), {name.casefold(): name for name in schedules}, n=1, cutoff=_NEAR)
    nearest = next((name for name in schedules if found and name.casefold() == found[0]), "")
    known = f"{one_of(schedules[:_MOST_NAMES])}{' …' if len(schedules) > _MOST_NAMES else ''}"
    if with_person or nearest:
        return Slip(got=got, expected=f"an on-call schedule, {known}", instead=nearest or schedules[0], nearest=nearest)
    return Slip(
        got=got, expected=f"somebody whom you choose after “@”, or an on-call schedule, {known}", instead=SOMEBODY
    )


def _replaced(word: str, after: Sequence[str], expected: str, example: str) -> Slip:
    """The first word gives way to an example; where there is none the example comes behind."""
    if after:
        return Slip(got=after[0], expected=expected, instead=example)
    return Slip(got=word, expected=expected, instead=f"{word} {example}")


def _respelt(words: Sequence[str], known: Iterable[str], form: Callable[[str], bool]) -> tuple[str, str]:
    """The words that have a form once they are spelt like those that are known, and how; empty where none have."""
    right = [_near(word, known) or word for word in words]
    text, _ = taken(right, form)
    return (" ".join(words[: len(text.split())]), text) if text else ("", "")


def _near(word: str, known: Iterable[str]) -> str:
    """The known word that another one is near to, without being it; empty where there is none."""
    if len(word) < _SHORTEST or not word.isalpha() or word.casefold() in known:
        return ""
    return next(iter(get_close_matches(word.casefold(), list(known), n=1, cutoff=_NEAR)), "")
