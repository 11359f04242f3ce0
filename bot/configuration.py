"""The configuration file: the contracts in use, who works here, where notices go, and the customers to start with.

It is read like a contract file: every fault at once, each with its line and column.
"""

import json
import re
from dataclasses import dataclass
from datetime import date, time
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, PlainValidator

from bot.clocks.rotation import Rotation
from bot.contracts.document import Document
from bot.contracts.faults import Faults, nearest, one_of
from bot.contracts.mismatch import Path as Place
from bot.contracts.mismatch import refuse
from bot.contracts.notation import DAYS, DateText, Name, Text, ZoneText
from bot.contracts.reader import shipped
from bot.contracts.shelf import Shelf, stock
from bot.desk.roster import LEADS, TAM, Roster


def _read_channel(value: Any) -> str:
    if isinstance(value, str) and re.fullmatch(r"[CG][A-Z0-9]{2,20}", value):
        return value
    raise refuse("a channel id such as “C0123ABCD” (at the end of the channel's details in Slack)")


def _read_person(value: Any) -> str:
    if isinstance(value, str) and re.fullmatch(r"[UW][A-Z0-9]{2,20}", value):
        return value
    raise refuse("a member id such as “U0123ABCD” (in the person's profile in Slack, under “Copy member ID”)")


@dataclass(frozen=True, kw_only=True, slots=True)
class HandOver:
    """When a shift begins: at a local time, every week on `weekday` (0 is Monday), or every day without one."""

    weekday: int | None
    at: time


def _read_hand_over(value: Any) -> HandOver:
    found = re.fullmatch(r"(?:([a-z]{3})[a-z]* +)?(\d\d):(\d\d)", str(value).strip().lower())
    if found is None or (found[1] and found[1] not in DAYS):
        raise refuse("a day and a time such as “monday 09:00”, or a time such as “09:00” for every day")
    try:
        return HandOver(weekday=DAYS.index(found[1]) if found[1] else None, at=time(int(found[2]), int(found[3])))
    except ValueError:
        raise refuse("a time between 00:00 and 23:59") from None


Channel = Annotated[str, PlainValidator(_read_channel)]
Person = Annotated[str, PlainValidator(_read_person)]
HandOverText = Annotated[HandOver, PlainValidator(_read_hand_over)]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PeopleForm(_Form):
    """The support team; whoever is in a rotation belongs to it anyway."""

    leads: tuple[Person, ...] = Field(min_length=1)
    agents: tuple[Person, ...] = ()


class RotationForm(_Form):
    """People who take turns on call; the first one's shift begins at the hand-over on `starts`."""

    zone: ZoneText
    hand_over: HandOverText
    starts: DateText
    members: tuple[Person, ...] = Field(min_length=1)


class TermForm(_Form):
    """The subscription term; outside it no promise is sold (V22)."""

    starts: DateText | None = None
    ends: DateText | None = None


class CustomerForm(_Form):
    """A customer to start with."""

    name: Text
    contract: Text
    plan: Text
    term: TermForm = TermForm()
    tam: Person | None = None
    channels: tuple[Channel, ...] = ()
    contacts: tuple[Person, ...] = ()


class ConfigurationForm(_Form):
    """The whole file."""

    contracts: tuple[Text, ...] = Field(min_length=1)
    channels: dict[Name, Channel]
    people: PeopleForm
    on_call: dict[Name, RotationForm] = {}
    customers: dict[Text, CustomerForm] = {}


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


def read_configuration(text: str, file: str, folder: Path) -> Configuration:
    """The configuration that a text says; contract files are looked for in `folder`. Raises `Faults`."""
    document = Document(text, file)
    form = document.read(ConfigurationForm)
    shelf = _shelf(document, form, folder)
    roster = Roster(
        channels=form.channels,
        leads=frozenset(form.people.leads),
        agents=frozenset(form.people.agents),
        rotations={name: _rotation(document, name, each) for name, each in form.on_call.items()},
    )
    if shelf is not None:
        _check_names(document, form, shelf)
    document.settle()
    if shelf is None:
        raise Faults(document.faults)
    return Configuration(
        shelf=shelf, roster=roster, customers=tuple(_seed(key, each) for key, each in form.customers.items())
    )


def _shelf(document: Document, form: ConfigurationForm, folder: Path) -> Shelf | None:
    names = shipped()
    try:
        return stock([name if name in names else folder / name for name in form.contracts])
    except Faults as found:
        document.faults.extend(found.faults)
    except ValueError as twice:
        document.fault(("contracts",), "one file for each contract and first day", str(twice))
    return None


def _rotation(document: Document, name: str, form: RotationForm) -> Rotation:
    weekday = form.hand_over.weekday
    if weekday is not None and form.starts.weekday() != weekday:
        document.fault(("on_call", name, "starts"), f"a {DAYS[weekday].capitalize()}, the day of the hand-over")
    return Rotation(
        name=name,
        zone=form.zone,
        members=form.members,
        starts=form.starts,
        hand_over=form.hand_over.at,
        days=1 if weekday is None else 7,
    )


def _check_names(document: Document, form: ConfigurationForm, shelf: Shelf) -> None:
    """Every name that a contract uses must mean something here, and the other way round."""
    for contract in shelf.contracts:
        routing = contract.routing
        used = {routing.triage, routing.warnings, routing.breaches, *(step.to for step in routing.escalations)}
        for channel in sorted(used - form.channels.keys()):
            document.fault(
                ("channels",), f"the channel “{channel}”, which contract “{contract.id}” posts to", "no such name"
            )
        called = {
            step.whom for plan in contract.plans.values() for paging in plan.paging.values() for step in paging.steps
        }
        for whom in sorted(called - form.on_call.keys() - {LEADS, TAM}):
            place: Place = ("on_call",) if form.on_call else ()
            document.fault(place, f"the rotation “{whom}”, which contract “{contract.id}” pages", "no such name")
    for key, customer in form.customers.items():
        place = ("customers", key)
        if customer.contract not in shelf.ids:
            hint = nearest(customer.contract, shelf.ids)
            document.fault((*place, "contract"), one_of(shelf.ids), nearest=hint)
            continue
        plans = {plan for contract in shelf.contracts if contract.id == customer.contract for plan in contract.plans}
        if customer.plan not in plans:
            document.fault((*place, "plan"), one_of(sorted(plans)), nearest=nearest(customer.plan, plans))
        if customer.term.starts and customer.term.ends and customer.term.ends < customer.term.starts:
            document.fault((*place, "term", "ends"), f"a date not before {customer.term.starts}")


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
