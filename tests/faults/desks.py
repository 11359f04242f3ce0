"""An office with several desks, each with a contract whose promises are broken within minutes, and its own channels.

Several desks, because a channel takes about one message a second: what one is told must not be all that is tried.
"""

from dataclasses import dataclass
from pathlib import Path

from bot.configuration import Configuration, read_configuration
from bot.playground.directory import Channel, User
from bot.playground.workspace import Workspace

CRITICAL = "critical"
"""The severity whose priority is P1: it calls whoever is on call."""
NORMAL = "normal"
_CONTRACT = """\
contract:
  id: {name}
  name: Contract of {name}
  version: "1"
  effective: 2024-01-01

severities:
  - {{id: critical, name: Critical, priority: P1, definition: Nothing works., clause: F01}}
  - {{id: normal, name: Normal, priority: P2, definition: Something does not work., clause: F01}}

plans:
  care:
    name: Care
    clause: F02
    promises:
      - kind: first_response
        clause: F03
        targets: {{P1: 1 minute, P2: 2 minutes}}
        warnings: [20%, 40%, 75%]
        paused_by: [waiting on third party]
      - kind: next_update
        clause: F04
        targets: {{P1: 1 minute, P2: 2 minutes}}
        warnings: [50%]
        paused_by: [waiting on third party]
    paging:
      P1:
        clause: F05
        coverage: always
        steps:
          - {{after: 0 minutes, whom: primary}}
          - {{after: 1 minute, whom: secondary}}
        repeats: 1
        again_after: 1 minute
        silence: 1 minute

routing:
  triage: {name}_triage
  warnings: {name}_triage
  breaches: {name}_breaches
  escalations:
    - {{after: 0 minutes, to: {name}_breaches}}
    - {{after: 1 minute, to: leadership}}

rules:
  regrade: {{mode: fair, clause: F06}}
  reopen: {{mode: new cycle, clause: F07}}
  agreement: {{after: 1 minute, silence: agrees, clause: F08}}

close_reasons:
  - {{id: resolved, text: The issue has ended., reopens: true, clause: F07}}
"""
_CONFIGURATION = """\
contracts: [{contracts}]

channels:
  triage: C0DUTY
  leadership: C0LEADERSHIP
{channels}
people:
  leads: [U0LENA]
  agents: [U0ANA, U0OMAR]

on_call:
  primary:
    zone: UTC
    hand_over: 09:00
    starts: 2026-01-05
    members: [U0OLLY, U0PIET]
  secondary:
    zone: UTC
    hand_over: 09:00
    starts: 2026-01-05
    members: [U0MARA]

customers:
{customers}"""
_CHANNELS = """\
  {name}_triage: {triage}
  {name}_breaches: {breaches}
"""
_CUSTOMER = """\
  {name}:
    name: {customer}
    contract: {name}
    plan: care
    channels: [{channel}]
    contacts: [{contact}]
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class DeskPlaces:
    """Where one desk works: its customer, who speaks for them, their channel, and the team's own."""

    customer: str
    contact: User
    shared: Channel
    triage: Channel
    breaches: Channel


@dataclass(frozen=True, kw_only=True, slots=True)
class Desks:
    """The workspace, its desks and who works at all of them; `configuration` is the file's text."""

    workspace: Workspace
    places: tuple[DeskPlaces, ...]
    agents: tuple[User, ...]
    on_call: tuple[User, ...]
    configuration: str


def desks(count: int, folder: Path) -> Desks:
    """An office with so many desks; the contracts and the configuration file are written into the folder."""
    workspace = Workspace()

    def member(name: str, *, is_guest: bool = False) -> User:
        first = name.partition(" ")[0]
        return workspace.add_user(name, id=f"U0{first.upper()}", handle=first.lower(), is_restricted=is_guest)

    agents = (member("Ana Agent"), member("Omar Agent"))
    on_call = (member("Olly Oncall"), member("Piet Oncall"), member("Mara Oncall"))
    team = (*agents, *on_call, member("Lena Lead"))
    workspace.add_channel("duty", id="C0DUTY", members=team)
    workspace.add_channel("leadership", id="C0LEADERSHIP", members=team)
    places = []
    for number in range(1, count + 1):
        contact = member(f"Carl{number} Customer", is_guest=True)
        shared = workspace.add_channel(f"customer{number}", id=f"C0SHARED{number}", members=(*team, contact))
        triage = workspace.add_channel(f"triage{number}", id=f"C0TRIAGE{number}", members=team)
        breaches = workspace.add_channel(f"breaches{number}", id=f"C0BREACHES{number}", members=team)
        name = f"desk{number}"
        (folder / f"{name}.yaml").write_text(_CONTRACT.format(name=name), encoding="utf-8")
        places.append(
            DeskPlaces(customer=f"Acme {number}", contact=contact, shared=shared, triage=triage, breaches=breaches)
        )
    configuration = _configuration(places)
    (folder / "belltower.yaml").write_text(configuration, encoding="utf-8")
    return Desks(workspace=workspace, places=tuple(places), agents=agents, on_call=on_call, configuration=configuration)


def configured(office: Desks, folder: Path) -> Configuration:
    """The office's configuration as a process reads it from the folder."""
    return read_configuration(office.configuration, str(folder / "belltower.yaml"), folder)


def _configuration(places: list[DeskPlaces]) -> str:
    channels = customers = ""
    for number, place in enumerate(places, start=1):
        name = f"desk{number}"
        channels += _CHANNELS.format(name=name, triage=place.triage.id, breaches=place.breaches.id)
        customers += _CUSTOMER.format(
            name=name, customer=place.customer, channel=place.shared.id, contact=place.contact.id
        )
    contracts = ", ".join(f"desk{number}.yaml" for number in range(1, len(places) + 1))
    return _CONFIGURATION.format(contracts=contracts, channels=channels, customers=customers)
