"""What the configuration file says of duty, ready for use: schedules, the calendars of some, and ways outside Slack.

What is written is checked against the rest of the file and the contracts, with a fault for each slip.
"""

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from bot.clocks.contract import Contract
from bot.clocks.rotation import DAILY, WEEKLY, Rotation
from bot.clocks.schedule import Schedule
from bot.contracts.document import Document
from bot.contracts.faults import Fault, nearest, one_of
from bot.contracts.mismatch import Path as Place
from bot.contracts.openings import week
from bot.contracts.shelf import Shelf
from bot.desk.calendar_feed import CalendarError, Feed, read_calendar
from bot.desk.roster import LEADS, TAM, Way
from bot.desk.slack_ids import is_group, is_person
from bot.duty_form import TRIAGE, RotationForm, ScheduleForm, WayForm

LONGEST_NAME = 75
"""Characters of a schedule's name: so many are seen where one is chosen in a window, and Slack takes few more."""
_WEB = re.compile(r"(?:https?|webcals?)://[^/\s]+\S*", re.IGNORECASE)


def check_duty(document: Document, shelf: Shelf, folder: Path) -> None:
    """Note what is wrong with names, calendars and ways, by what is written and before the form is checked."""
    schedules = _mapping(document, "on_call")
    _check_chains(document, shelf, schedules)
    for name in sorted({LEADS, TAM}.intersection(schedules)):
        expected = f"another name for a schedule: contracts mean people of their own by “{LEADS}” and “{TAM}”"
        document.fault(("on_call", name), expected, f"“{name}”", at_key=True)
    for name, schedule in schedules.items():
        if len(str(name)) > LONGEST_NAME:
            document.fault(
                ("on_call", name), f"a name of at most {LONGEST_NAME} characters", f"{len(str(name))}", at_key=True
            )
        written = schedule if isinstance(schedule, dict) else {}
        check_channel(document, ("on_call", name))
        _check_calendar(document, name, written.get("calendar"), folder)
        _check_rotations(document, name, written.get("rotations"))
    _check_ways(document)


def check_channel(document: Document, place: Place) -> None:
    """What is written at a place must be told in one of the channels that the file gives."""
    written, channels = document.value(place), _mapping(document, "channels")
    channel = written.get("channel", TRIAGE) if isinstance(written, dict) else None
    if isinstance(channel, str) and channel not in channels:
        document.fault((*place, "channel"), one_of(channels), f"“{channel}”", nearest(channel, channels))


def schedule(document: Document, name: str, form: ScheduleForm) -> Schedule:
    """An on-call schedule; that of a calendar has no shifts until the calendar was read."""
    if form.hand_over is not None and form.starts is not None and form.members is not None:
        # What was read already is not read again.
        only = RotationForm.model_construct(
            name=name,
            hand_over=form.hand_over,
            every=form.every,
            starts=form.starts,
            members=form.members,
            hours=form.hours,
        )
        rotations: tuple[Rotation, ...] = (_rotation(document, ("on_call", name), only, form.zone),)
    else:
        rotations = tuple(
            _rotation(document, ("on_call", name, "rotations", index), each, form.zone)
            for index, each in enumerate(form.rotations or ())
        )
    return Schedule(name=name, zone=form.zone, rotations=rotations)


def feeds(forms: Mapping[str, ScheduleForm], folder: Path) -> tuple[Feed, ...]:
    """Where the calendars of schedules are read from; a path is relative to the folder of the configuration."""
    return tuple(
        Feed(
            schedule=name,
            zone=form.zone,
            source=_source(form.calendar, folder),
            digest=sha256(form.calendar.encode()).hexdigest(),
            people=form.people or {},
        )
        for name, form in forms.items()
        if form.calendar is not None
    )


def ways(forms: tuple[WayForm, ...]) -> tuple[Way, ...]:
    """The ways of a person or a schedule, the soonest first."""
    return tuple(Way(name=each.via, after=each.after) for each in sorted(forms, key=lambda form: form.after))


def named_ways(document: Document) -> dict[str, Fault]:
    """For each way that is named, the fault at its first place where nothing that can be sent to is behind it."""
    found: dict[str, Fault] = {}
    for place, name in _vias(document):
        expected = f"an address that Apprise understands in the environment variable {name}"
        found.setdefault(name, document.fault_at(place, expected, "no such variable"))
    return found


def _check_chains(document: Document, shelf: Shelf, schedules: Mapping[str, Any]) -> None:
    """Every schedule that a contract pages must be given here, with as many people as it needs to acknowledge."""
    for name, paging_it in sorted({(name, each.id) for each in shelf.contracts for name in _paged(each)}):
        if name not in schedules:
            expected = f"the on-call schedule “{name}”, which contract “{paging_it}” pages"
            document.fault(("on_call",), expected, "no such name")
    leads = _people(document.value(("people", "leads")))
    for contract in shelf.contracts:
        for plan, promised in contract.plans.items():
            for priority, paging in promised.paging.items():
                called = {step.whom for step in paging.steps}
                people = {who for whom in called for who in _on_call(schedules.get(whom))}
                people |= leads if LEADS in called else {TAM} & called
                if len(people) < paging.needs and not any(map(is_group, people)) and called <= {*schedules, LEADS, TAM}:
                    who = f"contract “{contract.id}” asks of plan “{plan}” at {priority}"
                    expected = f"{paging.needs} people in these schedules, as many as {who} to acknowledge"
                    document.fault(("on_call",), expected, str(len(people)))


def _paged(contract: Contract) -> Iterator[str]:
    for plan in contract.plans.values():
        for paging in plan.paging.values():
            yield from (step.whom for step in paging.steps if step.whom not in (LEADS, TAM))
    tam = contract.routing.tam
    if tam is not None and tam.otherwise not in (LEADS, TAM):
        yield tam.otherwise


def _check_calendar(document: Document, name: str, source: object, folder: Path) -> None:
    if not isinstance(source, str) or _WEB.fullmatch(source):
        return
    place = ("on_call", name, "calendar")
    if "://" in source:
        document.fault(place, "an address that begins with https://, http:// or webcal://, or the path of a file")
        return
    try:
        read_calendar((folder / source).read_text(encoding="utf-8"))
    except (CalendarError, UnicodeError):
        document.fault(place, "a calendar in iCalendar format", "a file that is none")
    except (OSError, ValueError):  # A ValueError is raised for what no path can have in it.
        document.fault(place, "the address of a calendar, or a file beside this one")


def _check_rotations(document: Document, name: str, rotations: object) -> None:
    named: set[str] = set()
    for index, rotation in enumerate(rotations if isinstance(rotations, list) else ()):
        own = rotation.get("name") if isinstance(rotation, dict) else None
        if isinstance(own, str) and own in named:
            document.fault(("on_call", name, "rotations", index, "name"), "a name of its own")
        named.add(str(own))


def _check_ways(document: Document) -> None:
    """Ways are of people of the team, and each is taken once; who is in a user group is not known here."""
    team = _team(document)
    for person in _mapping(document, "ways"):
        if is_person(person) and person not in team and not any(map(is_group, team)):
            document.fault(("ways", person), "somebody of the team", f"“{person}”", nearest(person, team), at_key=True)
    taken: set[tuple[Place, str]] = set()
    for place, name in _vias(document):
        # Of `ways[0].via` and `otherwise[0]` alike, what stands before the number is whose ways these are.
        whose = place[: next(index for index, step in enumerate(place) if isinstance(step, int))]
        if (whose, name) in taken:
            document.fault(place, "each way once")
        taken.add((whose, name))


def _team(document: Document) -> set[str]:
    """Whoever the file says may be called, people and user groups alike."""
    schedules = (_on_call(each) for each in _mapping(document, "on_call").values())
    managers = _people([each.get("tam") for each in _mapping(document, "customers").values() if isinstance(each, dict)])
    leads, agents = (_people(document.value(("people", key))) for key in ("leads", "agents"))
    return leads.union(agents, managers, *schedules)


def _on_call(written: object) -> set[str]:
    """Everybody whom a schedule names."""
    if not isinstance(written, dict):
        return set()
    rotations = written.get("rotations")
    people = written.get("people")
    return _people(written.get("members")).union(
        _people(list(people.values()) if isinstance(people, dict) else None),
        *(_on_call(each) for each in (rotations if isinstance(rotations, list) else ())),
    )


def _people(written: object) -> set[str]:
    return {each for each in (written if isinstance(written, list) else ()) if isinstance(each, str)}


def _vias(document: Document) -> Iterator[tuple[Place, str]]:
    """Every place at which a way is named."""
    lists: list[Place] = [("ways", person) for person in _mapping(document, "ways")]
    lists += [("on_call", name, "ways") for name in _mapping(document, "on_call")]
    for place in lists:
        written = document.value(place)
        for index in range(len(written) if isinstance(written, list) else 0):
            via = document.value((*place, index, "via"))
            if isinstance(via, str):
                yield (*place, index, "via"), via
    otherwise = document.value(("otherwise",))
    for index, name in enumerate(otherwise if isinstance(otherwise, list) else ()):
        if isinstance(name, str):
            yield ("otherwise", index), name


def _rotation(document: Document, place: Place, form: RotationForm, zone: str) -> Rotation:
    return Rotation(
        name=form.name,
        zone=form.zone or zone,
        members=form.members,
        starts=form.starts,
        hand_over=form.hand_over.at,
        turn=form.every or (DAILY if form.hand_over.weekday is None else WEEKLY),
        hours=None if form.hours is None else week(document, (*place, "hours"), form.hours),
    )


def _source(calendar: str, folder: Path) -> str:
    """What is fetched: calendars that are subscribed to by `webcal` are answered by HTTPS."""
    if _WEB.fullmatch(calendar):
        return re.sub(r"^webcals?:", "https:", calendar, flags=re.IGNORECASE)
    return str(folder / calendar)


def _mapping(document: Document, section: str) -> dict[str, Any]:
    """A section as it is written; empty where it is no mapping, which the form will say."""
    written = document.value((section,))
    return written if isinstance(written, dict) else {}
