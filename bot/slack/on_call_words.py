"""What follows `/ticket oncall`: who is on call, a week of a schedule, standing in for somebody, exchanging shifts."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.slack import slips
from bot.slack.handling_words import NOBODY, person
from bot.slack.moments import is_length, is_moment, taken
from bot.slack.mrkdwn import as_read
from bot.slack.slips import Slip
from bot.slack.words import parted

_WEEK = re.compile(r"(?P<schedule>.*?)\s*\b(?:week of (?P<day>.+)|(?P<which>this|next|last) week)", re.IGNORECASE)
_SPAN = {"from": "from", "starting": "from", "until": "until", "till": "until", "to": "until", "for": "for"}
_OTHER_END = {"until": "for", "for": "until"}
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
    """Take an override back: of that person, on that schedule, where they are named."""

    schedule: str = ""
    person: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SwapWords:
    """Ask a person to exchange shifts."""

    person: str
    schedule: str = ""


OnCallWords = WhoIsOnCall | WeekOf | StandInWords | StandInOff | SwapWords | Slip


def read_on_call(rest: str) -> OnCallWords | None:
    """What was meant, `rest` as Slack sends it, or what of it was not understood; None where that cannot be said."""
    word, after = parted(rest)
    match word.casefold():
        case "schedule" | "week" | "calendar" | "rota":
            return _week(as_read(after))
        case "override" | "cover":
            return _stand_in(after.split())
        case "swap" | "exchange":
            return _swap(word, after.split())
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


def _stand_in(words: Sequence[str]) -> StandInWords | StandInOff | Slip:
    if words and words[0].casefold() in _OFF:
        return _off(words[1:])
    who, span, rest = "", dict.fromkeys(_SPAN.values(), ""), []
    while words:
        word, *words = words
        part = _SPAN.get(word.casefold())
        if part is not None and not span[part]:
            span[part], words = taken(words, is_length if part == "for" else is_moment)
            if not span[part]:
                return _not_read(part, word, words, span)
            if span["until"] and span["for"]:
                both = "either “until” or “for”, because both say when it ends"
                return Slip(got=f"{word} {span[part]}", expected=both, instead="")
        elif (found := _person(word)) == NOBODY:
            return slips.nobody(word)
        elif found and who:
            return slips.one_too_many(as_read(word))
        elif found:
            who = found
        elif word.startswith(("@", "<")):
            return slips.nobody(as_read(word))
        else:
            rest.append(word)
    return StandInWords(
        schedule=_schedule(rest), person=who, starts=span["from"], ends=span["until"], lasts=span["for"]
    )


def _off(words: Sequence[str]) -> StandInOff:
    who = next((word for word in words if _person(word) not in ("", NOBODY)), "")
    rest = [word for word in words if word != who]
    return StandInOff(schedule=_schedule(rest), person=_person(who))


def _not_read(part: str, word: str, words: Sequence[str], span: Mapping[str, str]) -> Slip:
    """The slip behind a word that begins a part of the span; the part is left out where another one says the end."""
    ahead = [_SPAN.get(each.casefold(), "") for each in words]
    after = words[: next((index for index, each in enumerate(ahead) if each), None)]
    slip = (slips.no_length if part == "for" else slips.no_moment)(word, after)
    end = _OTHER_END.get(part)
    if end is None or not (span[end] or end in ahead):
        return slip
    # Who says `for primary until 21:00` means the schedule: only the word before its name is too much.
    is_name = slip.got == word or (part == "for" and slip.got.isalpha())
    return replace(slip, got=word if is_name else f"{word} {slip.got}", instead="", nearest="")


def _swap(said: str, words: Sequence[str]) -> SwapWords | Slip:
    people = [word for word in words if _person(word)]
    unknown = [word for word in words if word not in people and word.startswith(("@", "<"))]
    unknown += [word for word in people if _person(word) == NOBODY]
    if unknown:
        return slips.nobody(as_read(unknown[0]))
    if not people:
        return Slip(
            got=said,
            expected="after it somebody whom you choose from the list that comes after “@”",
            instead=f"{said} {slips.SOMEBODY}",
        )
    if len(people) > 1:
        return slips.one_too_many(as_read(people[1]))
    rest = [word for word in words if word not in people and word.casefold() != "with"]
    return SwapWords(person=_person(people[0]), schedule=_schedule(rest))


def _person(word: str) -> str:
    """Whom a word means, as `person` says; an id as it reads in what was given back is one too."""
    return person(word.removeprefix("@"))


def _schedule(words: Sequence[str]) -> str:
    """The name of a schedule in what is left; `on primary` is its name too."""
    named = words[1:] if words and words[0].casefold() == _ON else words
    return as_read(" ".join(named))
