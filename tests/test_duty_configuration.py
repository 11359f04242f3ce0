"""What the configuration says of duty: schedules, calendars and ways, and every slip in them with its place."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.clocks.hours import weekly_hours
from bot.clocks.rotation import WEEKLY, Rotation
from bot.clocks.schedule import on_call
from bot.configuration import Configuration, read_configuration
from bot.contracts.document import Document
from bot.contracts.faults import Faults
from bot.contracts.reader import read_file
from bot.contracts.shelf import Shelf
from bot.desk.roster import Way
from bot.duty_configuration import LONGEST_NAME, check_duty

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
REST = """\
contracts: [valimail]
channels: {triage: C0TRIAGE, breaches: C0BREACHES, escalations: C0ESCALATIONS, leadership: C0LEADERSHIP}
people: {leads: [U0LENA], agents: [U0ANA]}
"""
SECONDARY = """\
  secondary: {zone: Europe/Amsterdam, hand_over: 09:00, starts: 2026-01-05, members: [U0PIET]}
"""


def block(kind: str) -> str:
    """An example of the page, which is a whole section of a file."""
    (found,) = re.findall(rf"^```yaml {kind}\n(.*?)^```$", PAGE, re.M | re.S)
    return str(found)


def configuration(text: str, folder: Path = Path()) -> Configuration:
    return read_configuration(REST + text, "belltower.yaml", folder)


def told(text: str, folder: Path = Path()) -> list[str]:
    """The faults, without the file and the line."""
    with pytest.raises(Faults) as refused:
        configuration(text, folder)
    return [str(fault).split(": ", maxsplit=1)[1] for fault in refused.value.faults]


def primary(written: str, more: str = "") -> str:
    return f"on_call:\n  primary: {written}\n{SECONDARY}{more}"


TURNS = "zone: Europe/Amsterdam, hand_over: monday 09:00, starts: 2026-01-05, members: [U0OLLY, U0PIET]"
SOUND = primary(f"{{{TURNS}}}")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a calendar in it, and with a page that asks to sign in."""
    (tmp_path / "secondary.ics").write_text("BEGIN:VCALENDAR\nEND:VCALENDAR\n", encoding="utf-8")
    (tmp_path / "page.ics").write_text("<html>Please sign in</html>", encoding="utf-8")
    return tmp_path


def test_the_page_s_schedules_have_rotations_in_their_order() -> None:
    roster = configuration(block("duty")).roster
    nights, weeks = roster.schedules["primary"].rotations

    assert nights == Rotation(
        name="nights",
        zone="Europe/Amsterdam",
        members=("U0MARA", "U0NOOR"),
        starts=date(2026, 1, 5),
        hand_over=time(22),
        turn=timedelta(days=3),
        hours=weekly_hours(dict.fromkeys(range(5), ("22:00-06:00",))),
    )
    assert (weeks.turn, weeks.hours) == (WEEKLY, None)
    assert [each.zone for each in roster.schedules["secondary"].rotations] == [
        "Europe/Amsterdam",
        "America/Los_Angeles",
    ]
    assert {"U0MARA", "U0NOOR", "U0OLLY", "U0PIET"} <= roster.team


@pytest.mark.parametrize(
    ("at", "who"),
    [
        (datetime(2026, 1, 5, 20, tzinfo=UTC), "U0OLLY"),
        (datetime(2026, 1, 5, 21, tzinfo=UTC), "U0MARA"),
        (datetime(2026, 1, 6, 4, 59, tzinfo=UTC), "U0MARA"),
        (datetime(2026, 1, 6, 5, tzinfo=UTC), "U0OLLY"),
        (datetime(2026, 1, 10, 22, tzinfo=UTC), "U0OLLY"),
        (datetime(2026, 1, 12, 12, tzinfo=UTC), "U0PIET"),
    ],
)
def test_the_first_rotation_that_has_somebody_is_on_call(at: datetime, who: str) -> None:
    shift = on_call(configuration(block("duty")).roster.schedules["primary"], (), at)

    assert shift is not None
    assert shift.people == (who,)


def test_a_schedule_has_a_channel_a_user_group_and_ways_of_its_own() -> None:
    roster = configuration(block("duty")).roster

    assert roster.schedule_channels == {"primary": "C0TRIAGE", "secondary": "C0TRIAGE"}
    assert roster.schedule_groups == {"primary": "S0ONCALL"}
    assert roster.level_ways == {"primary": (Way(name="PAGER_SERVICE", after=timedelta(minutes=5)),)}


def test_people_have_ways_in_the_order_in_which_they_are_taken() -> None:
    made = configuration(block("duty"))
    first, second = Way(name="OLLY_SMS"), Way(name="OLLY_CALL", after=timedelta(minutes=3))

    assert made.roster.ways == {"U0OLLY": (first, second)}
    assert made.roster.otherwise == ("PAGER_SERVICE",)
    assert made.roster.named_ways == {"OLLY_SMS", "OLLY_CALL", "PAGER_SERVICE"}
    assert str(made.ways["OLLY_CALL"]) == (
        "belltower.yaml:39:31: ways.U0OLLY[1].via: expected an address that Apprise understands in the environment "
        "variable OLLY_CALL, got no such variable"
    )


def test_two_ways_may_be_taken_at_the_same_time() -> None:
    ways = configuration(SOUND + "ways: {U0OLLY: [{via: A}, {via: B}]}\n").roster.ways["U0OLLY"]

    assert [way.after for way in ways] == [timedelta(), timedelta()]


def test_a_calendar_comes_from_an_address_or_a_file_and_names_people(folder: Path) -> None:
    made = configuration(block("calendar"), folder)
    web, file = made.feeds

    assert (web.source, file.source) == ("https://calendars.example/on-call.ics", str(folder / "secondary.ics"))
    assert web.people == {"Olly Oncall": "U0OLLY", "piet@acme.example": "U0PIET"}
    assert (web.schedule, web.zone) == ("primary", "Europe/Amsterdam")
    assert made.roster.schedules["primary"].rotations == ()
    assert {"U0OLLY", "U0PIET", "U0MARA"} <= made.roster.team


def test_one_that_is_subscribed_to_is_fetched_by_https_and_known_on_every_machine(folder: Path) -> None:
    written = block("calendar").replace("https:", "webcal:")
    (web, file), (_, elsewhere) = configuration(written, folder).feeds, configuration(written, folder / ".").feeds

    assert web.source == "https://calendars.example/on-call.ics"
    assert replace(file, source="") == replace(elsewhere, source="")


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("absent.ics", "expected the address of a calendar, or a file beside this one, got “absent.ics”"),
        (r'"a\0b.ics"', "expected the address of a calendar, or a file beside this one, got “a\0b.ics”"),
        ("page.ics", "expected a calendar in iCalendar format, got a file that is none"),
        (
            "ftp://olly:hush@calendars.example/a.ics",
            "expected an address that begins with https://, http:// or webcal://, or the path of a file, got an "
            "address, which may be a secret",
        ),
    ],
)
def test_a_calendar_that_cannot_be_read_is_told_without_its_secret(folder: Path, source: str, why: str) -> None:
    assert told(block("calendar").replace("secondary.ics", source), folder) == [f"on_call.secondary.calendar: {why}"]


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        (
            SOUND.replace("secondary:", "tertiary:"),
            ["on_call: expected the on-call schedule “secondary”, which contract “valimail” pages, got no such name"],
        ),
        (
            SOUND + SECONDARY.replace("secondary", "tam"),
            [
                "on_call.tam: expected another name for a schedule: contracts mean people of their own by “leads” and "
                "“tam”, got “tam”"
            ],
        ),
        (
            f"{SOUND}{SECONDARY.replace('secondary', LONGEST_NAME * 'n')}{SECONDARY.replace('secondary', 151 * 'm')}",
            [f"on_call.{151 * 'm'}: expected a name of at most 75 characters, got 151"],
        ),
        (
            primary(f"{{{TURNS}, channel: triag}}"),
            [
                "on_call.primary.channel: expected one of “triage”, “breaches”, “escalations”, “leadership”, got "
                "“triag”; did you mean “triage”?"
            ],
        ),
        (
            primary(f"{{{TURNS}, user_group: U0OLLY}}"),
            [
                "on_call.primary.user_group: expected a user group's id such as “S0123ABCD” (in the menu of the group "
                "in Slack, under “Copy group ID”), got “U0OLLY”"
            ],
        ),
        (
            primary("{zone: Europe/Amsterdam, hand_over: 09:00}"),
            ["on_call.primary: expected the keys “starts” and “members”, got none"],
        ),
        (
            primary(f"{{{TURNS}, calendar: rota.ics}}"),
            [
                "on_call.primary: expected the key “people”, got none",
                "on_call.primary.calendar: expected the address of a calendar, or a file beside this one, got "
                "“rota.ics”",
            ],
        ),
        (
            primary(f"{{{TURNS}, hours: {{mon-fri: 9-5}}}}"),
            [
                "on_call.primary.hours.mon-fri: expected opening hours such as “09:00-17:30” or “09:00-12:00, "
                "13:00-17:00”, got “9-5”"
            ],
        ),
        (
            primary(f"{{{TURNS}, hours: {{mon-fri: 09:00-17:00, fri: 09:00-12:00}}}}"),
            ["on_call.primary.hours.fri: expected each weekday once, got fri again"],
        ),
        (
            primary("{zone: Europe/Amsterdam, rotations: [{NIGHTS}, {NIGHTS}]}").replace(
                "NIGHTS", "name: nights, hand_over: 09:00, starts: 2026-01-05, members: [U0OLLY]"
            ),
            ["on_call.primary.rotations[1].name: expected a name of its own, got “nights”"],
        ),
        (
            SOUND + "ways: {U0NOBODY: [{via: OLLY_SMS}]}\n",
            ["ways.U0NOBODY: expected somebody of the team, got “U0NOBODY”"],
        ),
        (
            SOUND + "ways: {U0OLY: [{via: OLLY_SMS}]}\n",
            ["ways.U0OLY: expected somebody of the team, got “U0OLY”; did you mean “U0OLLY”?"],
        ),
        (
            SOUND + "ways: {U0OLLY: [{via: A}, {after: 3 minutes, via: A}]}\notherwise: [A, A]\n",
            [
                "ways.U0OLLY[1].via: expected each way once, got “A”",
                "otherwise[1]: expected each way once, got “A”",
            ],
        ),
        (
            SOUND + "ways: {U0OLLY: [{after: soon, via: A}]}\n",
            ["ways.U0OLLY[0].after: expected one whole number and one unit, such as “24 business hours”, got “soon”"],
        ),
    ],
)
def test_a_slip_is_told_with_its_place(text: str, faults: list[str]) -> None:
    assert told(text) == faults


@pytest.mark.parametrize(
    "text",
    [
        SOUND + "ways: {U0OLLY: [{via: 'twilio://sid:hush@1'}]}\n",
        SOUND + "ways: {U0OLLY: 'twilio://sid:hush@1'}\n",
        SOUND + "ways: {U0OLLY: ['twilio://sid:hush@1']}\n",
        SOUND + "otherwise: ['twilio://sid:hush@1']\n",
        SOUND + "otherwise: 'twilio://sid:hush@1'\n",
        primary(f"{{{TURNS}, ways: [{{via: 'twilio://sid:hush@1'}}]}}"),
    ],
)
def test_an_address_in_the_place_of_its_name_is_refused_and_not_repeated(text: str) -> None:
    faults = "\n".join(told(text))

    assert "an address, which may be a secret" in faults
    assert "hush" not in faults


def test_a_manager_of_a_customer_may_have_ways_and_so_may_whoever_is_in_a_group() -> None:
    customer = "customers: {acme: {name: Acme, contract: valimail, plan: valicare, tam: U0TESS}}\n"
    assert "U0TESS" in configuration(SOUND + customer + "ways: {U0TESS: [{via: TESS_SMS}]}\n").roster.ways
    in_a_group = REST.replace("[U0ANA]", "[S0AGENTS]") + SOUND + "ways: {U0OMAR: [{via: OMAR_SMS}]}\n"
    assert "U0OMAR" in read_configuration(in_a_group, "belltower.yaml", Path()).roster.ways


@pytest.mark.parametrize(("needs", "enough"), [(1, True), (3, True), (4, False)])
def test_a_chain_can_call_as_many_people_as_it_needs(needs: int, enough: bool) -> None:
    read = read_file("valimail")
    plan = read.contract.plans["valicare"]
    (priority, paging), *_ = plan.paging.items()
    assert {step.whom for step in paging.steps} == {"primary", "secondary", "leads"}
    demanding = replace(
        read.contract, plans={"valicare": replace(plan, paging={priority: replace(paging, needs=needs)})}
    )
    shelf = Shelf([replace(read, contract=demanding)])
    document = Document(REST + SOUND, "belltower.yaml")
    check_duty(document, shelf, Path())

    assert [fault.got for fault in document.faults] == ([] if enough else ["3"])
