"""An invented support office: its people, its channels, its on-call schedules, and a customer for each plan.

Both contracts that Belltower ships are in use. The same office serves the demo and the journey tests, with as little
duty as can be in `CONFIGURATION`, and with all of it in `AROUND_THE_CLOCK`.
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
    gina: User
    otto: User


class Channels(NamedTuple):
    """Where the team reads and where it meets its customers."""

    triage: Channel
    breaches: Channel
    escalations: Channel
    leadership: Channel
    oncall: Channel
    acme: Channel
    birdsong: Channel
    globex: Channel
    random: Channel


class Office(NamedTuple):
    """A workspace and the configuration that fits it."""

    workspace: Workspace
    people: People
    channels: Channels
    configuration: Configuration


_HOUSE = """\
contracts: [valimail, bird]

channels:
  triage: C0TRIAGE
  breaches: C0BREACHES
  escalations: C0ESCALATIONS
  leadership: C0LEADERSHIP
  oncall: C0ONCALL

people:
  leads: [U0LENA]
  agents: [U0ANA, U0OMAR, U0TESS]
"""
_WEEKLY_TURNS = """\
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
"""
_FOLLOWING_THE_SUN = """\
on_call:
  primary:
    zone: Europe/Amsterdam
    channel: oncall
    user_group: S0ONCALL
    rotations:
      - name: Los Angeles
        zone: America/Los_Angeles
        hand_over: 09:00
        starts: 2026-01-05
        members: [U0MARA]
        hours: {mon-fri: "09:00-17:00"}
      - name: Amsterdam
        hand_over: monday 09:00
        starts: 2026-01-05
        members: [U0OLLY, U0PIET]
  secondary:
    zone: Europe/Amsterdam
    channel: oncall
    hand_over: monday 09:00
    starts: 2026-01-05
    members: [U0PIET, U0OLLY]

ways:
  U0OLLY: [{after: 3 minutes, via: OLLY_PHONE}]
  U0PIET: [{after: 3 minutes, via: PIET_PHONE}]
  U0MARA: [{after: 3 minutes, via: MARA_PHONE}]
  U0TESS: [{after: 3 minutes, via: TESS_PHONE}]
  U0LENA: [{after: 3 minutes, via: LENA_PHONE}]
otherwise: [LENA_PHONE]

gaps: {at: "10:00", zone: Europe/Amsterdam, channel: oncall}
"""
_CUSTOMERS = """\
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
    channels: [C0GLOBEX]
    contacts: [U0GINA]
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
CONFIGURATION = f"{_HOUSE}\n{_WEEKLY_TURNS}\n{_CUSTOMERS}"
AROUND_THE_CLOCK = f"{_HOUSE}\n{_FOLLOWING_THE_SUN}\n{_CUSTOMERS}"
"""The same, where Los Angeles is called in its office hours, and a page that nobody answers rings telephones."""


def office(configured: str = CONFIGURATION) -> Office:
    """A fresh office. Acme and Birdsong Mail have workspaces of their own (Slack Connect); Globex has a guest here."""
    workspace = Workspace(Team(id="T0NORTHBELL", name="Northbell", domain="northbell"))
    acme = workspace.add_team(Team(id="T0ACME", name="Acme", domain="acme"))
    birdsong = workspace.add_team(Team(id="T0BIRDSONG", name="Birdsong Mail", domain="birdsong"))

    def member(name: str, title: str, zone: str, team: Team | None = None, *, is_guest: bool = False) -> User:
        first = name.split(maxsplit=1)[0]
        return workspace.add_user(
            name,
            id=f"U0{first.upper()}",
            handle=first.lower(),
            title=title,
            zone=zone,
            team=team,
            is_restricted=is_guest,
        )

    people = People(
        ana=member("Ana Agent", "Support agent", "America/Los_Angeles"),
        omar=member("Omar Agent", "Support agent", "Europe/Amsterdam"),
        lena=member("Lena Lead", "Support lead", "America/Los_Angeles"),
        tess=member("Tess Tam", "Technical account manager", "Europe/Amsterdam"),
        olly=member("Olly Oncall", "On-call engineer", "Europe/Amsterdam"),
        piet=member("Piet Oncall", "On-call engineer", "Europe/Amsterdam"),
        mara=member("Mara Oncall", "On-call engineer", "America/Los_Angeles"),
        carl=member("Carl Customer", "Customer with Valicare", "America/Los_Angeles", acme),
        bea=member("Bea Customer", "Customer of Bird's", "Europe/Amsterdam", birdsong),
        gina=member("Gina Guest", "Customer with Basic, a guest here", "America/Los_Angeles", is_guest=True),
        otto=member("Otto Outsider", "Works here, not in support", "UTC"),
    )
    team = people[:7]

    def channel(name: str, topic: str, *members: User, shared_with: Team | None = None) -> Channel:
        shared = [shared_with] if shared_with else []
        place = f"C0{name.upper()}"
        return workspace.add_channel(name, id=place, topic=topic, members=[*team, *members], shared_with=shared)

    channels = Channels(
        triage=channel("triage", "Every ticket has its card here"),
        breaches=channel("breaches", "Promises that were broken"),
        escalations=channel("escalations", "Promises that are still not done"),
        leadership=channel("leadership", "What must not wait"),
        oncall=channel("oncall", "Who is on call, and who takes over"),
        acme=channel("acme", "Shared with Acme", people.carl, shared_with=acme),
        birdsong=channel("birdsong", "Shared with Birdsong Mail", people.bea, shared_with=birdsong),
        globex=channel("globex", "With Globex's guest", people.gina),
        random=channel("random", "Everything else", people.otto),
    )
    workspace.add_user_group("oncall", id="S0ONCALL", name="On call", members=[people.olly])
    configuration = read_configuration(configured, "the office's configuration", Path())
    return Office(workspace=workspace, people=people, channels=channels, configuration=configuration)
