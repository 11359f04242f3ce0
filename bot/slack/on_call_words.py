"""What follows `/ticket oncall`: who is on call, a week of a schedule, standing in for somebody, exchanging shifts."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.slack.handling_words import NOBODY, person
from bot.slack.moments import is_length, is_moment, taken
from bot.slack.mrkdwn import as_read
from bot.slack.words import parted

_WEEK = re.compile(r"(?P<schedule>.*?)\s*\b(?:week of (?P<day>.+)|(?P<which>this|next|last) week)", re.IGNORECASE)
_SPAN = {"from": "from", "starting": "from", "until": "until", "till": "until", "to": "until", "for": "for"}
_OFF = ("off", "end", "remove", "withdraw")
_ON = "on"


@dataclass(frozen=True, kw_only=True, slots=True)
class WhoIsOnCall:
    """Who is on call, by one schedule or by each."""

    schedule: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class WeekOf:
    """A week of a schedule: the one that `day` lies in, which is a day as it was typed, or `this`, `next`, `last`."""

    schedule: str = ""
    day: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class StandInWords:
    """Put somebody on call. `starts`, `ends` and `lasts` are as they were typed, and empty where they were not."""

    schedule: str = ""
    person: str = ""
    starts: str = ""
    ends: str = ""
    lasts: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class StandInOff:
    """Take an override back."""

    schedule: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SwapWords:
    """Ask a person to exchange shifts."""

    person: str
    schedule: str = ""


OnCallWords = WhoIsOnCall | WeekOf | StandInWords | StandInOff | SwapWords


def read_on_call(rest: str) -> OnCallWords | None:
    """What was meant, `rest` as Slack sends it; None where a person or a time is missing or makes no sense."""
    word, after = parted(rest)
    match word.casefold():
        case "schedule" | "week" | "calendar" | "rota":
            return _week(as_read(after))
        case "override" | "cover":
            return _stand_in(after.split())
        case "swap" | "exchange":
            return _swap(after.split())
        case "next" | "this" | "last":
            return _week(as_read(rest))
        case _:
            return None if word.startswith("<") else WhoIsOnCall(schedule=as_read(rest))


def week_words(schedule: str, day: str) -> str:
    """What is typed for that week of a schedule."""
    return f"oncall schedule {schedule} week of {day}"


def _week(said: str) -> WeekOf:
    rest = " ".join(said.split())
    found = _WEEK.fullmatch(rest)
    if found is None:
        return WeekOf(schedule=rest)
    return WeekOf(schedule=found["schedule"], day=(found["day"] or found["which"]).casefold())


def _stand_in(words: Sequence[str]) -> StandInWords | StandInOff | None:
    if words and words[0].casefold() in _OFF:
        return StandInOff(schedule=_schedule(words[1:]))
    who, span, rest = "", dict.fromkeys(_SPAN.values(), ""), []
    while words:
        word, *words = words
        part = _SPAN.get(word.casefold())
        if part is not None and not span[part]:
            span[part], words = taken(words, is_length if part == "for" else is_moment)
            if not span[part]:
                return None
        elif not who and (found := person(word)):
            who = found
        else:
            rest.append(word)
    if who == NOBODY or (span["until"] and span["for"]) or any(word.startswith(("@", "<")) for word in rest):
        return None
    return StandInWords(
        schedule=_schedule(rest), person=who, starts=span["from"], ends=span["until"], lasts=span["for"]
    )


def _swap(words: Sequence[str]) -> SwapWords | None:
    people = [word for word in words if person(word)]
    if len(people) != 1 or person(people[0]) == NOBODY:
        return None
    rest = [word for word in words if word not in people and word.casefold() != "with"]
    return SwapWords(person=person(people[0]), schedule=_schedule(rest))


def _schedule(words: Sequence[str]) -> str:
    """The name of a schedule in what is left; `on primary` is its name too."""
    named = words[1:] if words and words[0].casefold() == _ON else words
    return as_read(" ".join(named))
