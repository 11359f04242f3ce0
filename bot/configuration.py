"""The configuration file: the contracts in use, who works here, where notices go, and the customers to start with.

It is read like a contract file: every fault at once, its own and those of the contract files that it names, each with
its line and column.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path

from bot.clocks.contract import Contract
from bot.configuration_form import ConfigurationForm, CustomerForm, DigestForm, GapsForm
from bot.contracts.document import Document
from bot.contracts.faults import Fault, Faults, nearest, one_of
from bot.contracts.reader import Reading, read_file, shipped
from bot.contracts.shelf import Shelf
from bot.desk.calendar_feed import Feed
from bot.desk.roster import Roster
from bot.desk.slack_ids import is_group, is_person
from bot.desk.timetable import Timetable
from bot.duty_configuration import check_channel, check_duty, feeds, named_ways, schedule, ways


@dataclass(frozen=True, kw_only=True, slots=True)
class Seed:
    """A customer of the file; `digest` changes when what the file says about them does."""

    key: str
    name: str
    contract: str
    plan: str
    starts: date | None
    ends: date | None
    tam: str | None
    channels: tuple[str, ...]
    contacts: tuple[str, ...]
    digest: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Configuration:
    """What the file says, ready for use."""

    shelf: Shelf
    roster: Roster
    customers: tuple[Seed, ...]
    digest: Timetable | None = None
    gaps: Timetable | None = None
    """When the coming weeks are looked at for hours that nobody covers."""
    feeds: tuple[Feed, ...] = ()
    ways: Mapping[str, Fault] = field(default_factory=dict)
    """The fault of each named way, at the first place that names it, where nothing that can be sent to is behind it."""


def read_configuration(text: str, file: str, folder: Path) -> Configuration:
    """The configuration that a text says; contract files are looked for in `folder`. Raises `Faults`."""
    document = Document(text, file)
    shelf = _shelf(document, folder)
    # Names are checked as they are written, before the form is, so that a slip elsewhere hides no wrong name.
    _check_customers(document, shelf)
    _check_places(document, shelf)
    check_duty(document, shelf, folder)
    for section in ("digest", "gaps"):
        check_channel(document, (section,))
    form = document.read(ConfigurationForm)
    document.settle()
    calendars = feeds(form.on_call, folder)
    roster = _roster(document, form, calendars)
    document.settle()
    return Configuration(
        shelf=shelf,
        roster=roster,
        customers=tuple(_seed(key, each) for key, each in form.customers.items()),
        digest=None if form.digest is None else _timetable(form.digest, form.channels),
        gaps=None if form.gaps is None else _timetable(form.gaps, form.channels),
        feeds=calendars,
        ways=named_ways(document),
    )


def _roster(document: Document, form: ConfigurationForm, calendars: Sequence[Feed]) -> Roster:
    in_calendars = (person for feed in calendars for person in feed.people.values())
    return Roster(
        channels=form.channels,
        leads=frozenset(filter(is_person, form.people.leads)),
        agents=frozenset(filter(is_person, form.people.agents)).union(in_calendars),
        lead_groups=frozenset(filter(is_group, form.people.leads)),
        agent_groups=frozenset(filter(is_group, form.people.agents)),
        schedules={name: schedule(document, name, each) for name, each in form.on_call.items()},
        schedule_channels={name: form.channels[each.channel] for name, each in form.on_call.items()},
        schedule_groups={name: each.user_group for name, each in form.on_call.items() if each.user_group is not None},
        ways={person: ways(each) for person, each in form.ways.items()},
        level_ways={name: ways(each.ways) for name, each in form.on_call.items() if each.ways},
        otherwise=form.otherwise,
        counts_as_customer=form.people.counts_as_customer,
    )


def _shelf(document: Document, folder: Path) -> Shelf:
    """The contract files that can be read; the faults of the others are noted."""
    readings: list[Reading] = []
    written = document.value(("contracts",))
    for index, name in enumerate(written if isinstance(written, list) else ()):
        if not isinstance(name, str):
            continue
        path = folder / name
        if name not in shipped() and not path.is_file():
            expected = f"a file beside this one, or {one_of(shipped())}"
            document.fault(("contracts", index), expected, nearest=nearest(name, shipped()))
            continue
        try:
            readings.append(read_file(name if name in shipped() else path))
        except Faults as found:
            document.faults.extend(found.faults)
    try:
        return Shelf(readings)
    except ValueError as twice:
        document.fault(("contracts",), "one file for each contract and first day", str(twice))
        return Shelf(())


def _check_customers(document: Document, shelf: Shelf) -> None:
    """A customer must have a plan of one of the contracts; a contract whose file is faulty is given the doubt."""
    all_read = bool(shelf.ids) and not document.faults
    named: dict[str, str] = {}
    for key in _keys(document, "customers"):
        name = document.value(("customers", key, "name"))
        first = named.setdefault(str(name).casefold(), key)
        if first != key:
            document.fault(("customers", key, "name"), f"a name of its own, because “{first}” has this one")
        contract = document.value(("customers", key, "contract"))
        plan = document.value(("customers", key, "plan"))
        plans = {name for each in shelf.contracts if each.id == contract for name in each.plans}
        if isinstance(contract, str) and contract not in shelf.ids and all_read:
            place = ("customers", key, "contract")
            document.fault(place, one_of(shelf.ids), nearest=nearest(contract, shelf.ids))
        elif isinstance(plan, str) and plans and plan not in plans:
            document.fault(("customers", key, "plan"), one_of(sorted(plans)), nearest=nearest(plan, plans))


def _check_places(document: Document, shelf: Shelf) -> None:
    """Every channel that a contract posts to must be given here."""
    channels = _keys(document, "channels")
    for channel, contract in sorted({(name, each.id) for each in shelf.contracts for name in _posted_to(each)}):
        if channel not in channels:
            expected = f"the channel “{channel}”, which contract “{contract}” posts to"
            document.fault(("channels",), expected, "no such name")


def _posted_to(contract: Contract) -> Iterator[str]:
    routing = contract.routing
    yield from (routing.triage, routing.warnings, routing.breaches)
    yield from (step.to for step in routing.escalations)


def _keys(document: Document, section: str) -> list[str]:
    """The keys of a section as they are written; none where it is no mapping, which the form will say."""
    written = document.value((section,))
    return list(written) if isinstance(written, dict) else []


def _timetable(form: DigestForm | GapsForm, channels: Mapping[str, str]) -> Timetable:
    return Timetable(at=form.at, zone=form.zone, days=frozenset(form.days), channel=channels[form.channel])


def _seed(key: str, form: CustomerForm) -> Seed:
    written = json.dumps(form.model_dump(), sort_keys=True, default=str)
    return Seed(
        key=key,
        name=form.name,
        contract=form.contract,
        plan=form.plan,
        starts=form.term.starts,
        ends=form.term.ends,
        tam=form.tam,
        channels=form.channels,
        contacts=form.contacts,
        digest=sha256(written.encode()).hexdigest(),
    )
