"""The configuration file: the contracts in use, who works here, where notices go, and the customers to start with.

It is read like a contract file: every fault at once, its own and those of the contract files that it names, each with
its line and column.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from bot.clocks.contract import Contract
from bot.clocks.rotation import Rotation
from bot.configuration_form import DIGEST_CHANNEL, ConfigurationForm, CustomerForm, DigestForm, RotationForm
from bot.contracts.document import Document
from bot.contracts.faults import Faults, nearest, one_of
from bot.contracts.reader import Reading, read_file, shipped
from bot.contracts.shelf import Shelf
from bot.desk.roster import LEADS, TAM, Roster
from bot.desk.schedule import Schedule
from bot.desk.slack_ids import is_group, is_person


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
    digest: Schedule | None = None


def read_configuration(text: str, file: str, folder: Path) -> Configuration:
    """The configuration that a text says; contract files are looked for in `folder`. Raises `Faults`."""
    document = Document(text, file)
    shelf = _shelf(document, folder)
    # Names are checked as they are written, before the form is, so that a slip elsewhere hides no wrong name.
    _check_customers(document, shelf)
    _check_places(document, shelf)
    _check_digest(document)
    form = document.read(ConfigurationForm)
    document.settle()
    return Configuration(
        shelf=shelf,
        roster=Roster(
            channels=form.channels,
            leads=frozenset(filter(is_person, form.people.leads)),
            agents=frozenset(filter(is_person, form.people.agents)),
            lead_groups=frozenset(filter(is_group, form.people.leads)),
            agent_groups=frozenset(filter(is_group, form.people.agents)),
            rotations={name: _rotation(name, each) for name, each in form.on_call.items()},
            counts_as_customer=form.people.counts_as_customer,
        ),
        customers=tuple(_seed(key, each) for key, each in form.customers.items()),
        digest=None if form.digest is None else _schedule(form.digest, form.channels),
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
    """Every channel and rotation that a contract uses must be given here, and `leads` and `tam` mean people already."""
    channels, rotations = _keys(document, "channels"), _keys(document, "on_call")
    for channel, contract in sorted({(name, each.id) for each in shelf.contracts for name in _posted_to(each)}):
        if channel not in channels:
            document.fault(
                ("channels",), f"the channel “{channel}”, which contract “{contract}” posts to", "no such name"
            )
    for rotation, contract in sorted({(name, each.id) for each in shelf.contracts for name in _paged(each)}):
        if rotation not in rotations:
            document.fault(
                ("on_call",), f"the rotation “{rotation}”, which contract “{contract}” pages", "no such name"
            )
    for name in sorted({LEADS, TAM}.intersection(rotations)):
        expected = f"another name for a rotation: contracts mean people of their own by “{LEADS}” and “{TAM}”"
        document.fault(("on_call", name), expected, f"“{name}”", at_key=True)


def _check_digest(document: Document) -> None:
    """The digest must go to one of the channels that are given here."""
    channels, digest = _keys(document, "channels"), document.value(("digest",))
    channel = digest.get("channel", DIGEST_CHANNEL) if isinstance(digest, dict) else None
    if isinstance(channel, str) and channel not in channels:
        document.fault(("digest", "channel"), one_of(channels), f"“{channel}”", nearest(channel, channels))


def _posted_to(contract: Contract) -> Iterator[str]:
    routing = contract.routing
    yield from (routing.triage, routing.warnings, routing.breaches)
    yield from (step.to for step in routing.escalations)


def _paged(contract: Contract) -> Iterator[str]:
    for plan in contract.plans.values():
        for paging in plan.paging.values():
            yield from (step.whom for step in paging.steps if step.whom not in (LEADS, TAM))
    tam = contract.routing.tam
    if tam is not None and tam.otherwise not in (LEADS, TAM):
        yield tam.otherwise


def _keys(document: Document, section: str) -> list[str]:
    """The keys of a section as they are written; none where it is no mapping, which the form will say."""
    written = document.value((section,))
    return list(written) if isinstance(written, dict) else []


def _rotation(name: str, form: RotationForm) -> Rotation:
    return Rotation(
        name=name,
        zone=form.zone,
        members=form.members,
        starts=form.starts,
        hand_over=form.hand_over.at,
        days=1 if form.hand_over.weekday is None else 7,
    )


def _schedule(form: DigestForm, channels: Mapping[str, str]) -> Schedule:
    return Schedule(at=form.at, zone=form.zone, days=frozenset(form.days), channel=channels[form.channel])


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
