"""An invented support office: its people, its channels, its on-call rotation, and a customer for each plan.

Both contracts that Belltower ships are in use. The same office serves the demo and the journey tests.
"""

from pathlib import Path
from typing import NamedTuple

from bot.configuration import Configuration, read_configuration
from bot.playground.directory import Channel, Team, User
from bot.playground.workspace import Workspace


class People(NamedTuple):
    """Who works here, who is on call, who is a customer, and somebody who is neither."""

    ana: User
    omar: User
    lena: User
    tess: User
    olly: User
    piet: User
    mara: User
    carl: User
    bea: User
    otto: User


class Channels(NamedTuple):
    """Where the team reads and where it meets its customers."""

    triage: Channel
    breaches: Channel
    escalations: Channel
    leadership: Channel
    acme: Channel
    birdsong: Channel
    random: Channel


class Office(NamedTuple):
    """A workspace and the configuration that fits it."""

    workspace: Workspace
    people: People
    channels: Channels
    configuration: Configuration


CONFIGURATION = """\
contracts: [valimail, bird]

channels:
  triage: C0TRIAGE
  breaches: C0BREACHES
  escalations: C0ESCALATIONS
  leadership: C0LEADERSHIP

people:
  leads: [U0LENA]
  agents: [U0ANA, U0OMAR, U0TESS]

on_call:
  primary:
    zone: Europe/Amsterdam
    hand_over: monday 09:00
    starts: 2026-01-05
    members: [U0OLLY, U0PIET]
  secondary:
    zone: Europe/Amsterdam
    hand_over: monday 09:00
    starts: 2026-01-05
    members: [U0PIET, U0MARA]

customers:
  acme:
    name: Acme
    contract: valimail
    plan: valicare
    channels: [C0ACME]
    contacts: [U0CARL]
  globex:
    name: Globex
    contract: valimail
    plan: basic
  initech:
    name: Initech
    contract: valimail
    plan: valicare_plus
    tam: U0TESS
  birdsong:
    name: Birdsong Mail
    contract: bird
    plan: email_enterprise
    tam: U0TESS
    channels: [C0BIRDSONG]
    contacts: [U0BEA]
  bygone:
    name: Bygone
    contract: valimail
    plan: valicare
    term: {starts: 2024-01-01, ends: 2025-12-31}
"""


def office() -> Office:
    """A fresh office; its customers Acme and Birdsong Mail come from workspaces of their own, by Slack Connect."""
    workspace = Workspace(Team(id="T0NORTHBELL", name="Northbell", domain="northbell"))
    acme = workspace.add_team(Team(id="T0ACME", name="Acme", domain="acme"))
    birdsong = workspace.add_team(Team(id="T0BIRDSONG", name="Birdsong Mail", domain="birdsong"))

    def member(name: str, zone: str, team: Team | None = None) -> User:
        return workspace.add_user(name, id=f"U0{name.split(maxsplit=1)[0].upper()}", zone=zone, team=team)

    people = People(
        ana=member("Ana Agent", "America/Los_Angeles"),
        omar=member("Omar Agent", "Europe/Amsterdam"),
        lena=member("Lena Lead", "America/Los_Angeles"),
        tess=member("Tess Tam", "Europe/Amsterdam"),
        olly=member("Olly Oncall", "Europe/Amsterdam"),
        piet=member("Piet Oncall", "Europe/Amsterdam"),
        mara=member("Mara Oncall", "America/Los_Angeles"),
        carl=member("Carl Customer", "America/Los_Angeles", acme),
        bea=member("Bea Customer", "Europe/Amsterdam", birdsong),
        otto=member("Otto Outsider", "UTC"),
    )
    team = people[:7]

    def channel(name: str, *members: User, shared_with: Team | None = None) -> Channel:
        shared = [shared_with] if shared_with else []
        return workspace.add_channel(name, id=f"C0{name.upper()}", members=[*team, *members], shared_with=shared)

    channels = Channels(
        triage=channel("triage"),
        breaches=channel("breaches"),
        escalations=channel("escalations"),
        leadership=channel("leadership"),
        acme=channel("acme", people.carl, shared_with=acme),
        birdsong=channel("birdsong", people.bea, shared_with=birdsong),
        random=channel("random", people.otto),
    )
    configuration = read_configuration(CONFIGURATION, "the office's configuration", Path())
    return Office(workspace=workspace, people=people, channels=channels, configuration=configuration)
