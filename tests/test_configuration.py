"""The configuration file as a whole: what it makes, and every fault of it and of its contract files at once."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from bot.app import opened
from bot.clocks.rotation import DAILY, WEEKLY, Rotation
from bot.clocks.schedule import Schedule
from bot.configuration import Configuration, read_configuration
from bot.configuration_notation import Form
from bot.contracts.faults import Faults
from bot.demo.office import CONFIGURATION as OFFICE
from bot.desk.roster import CountsAsCustomer
from bot.desk.timetable import Timetable
from storage import customers
from tests.databases import PATIENT

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
SAMPLE = (ROOT / "deploy" / "belltower.yaml.sample").read_text(encoding="utf-8")
OLD_PLAN, NEW_PLAN = "plan: valicare_plus", "plan: basic"


def blocks(kind: str) -> list[str]:
    return re.findall(rf"^```{kind}\n(.*?)^```$", PAGE, re.M | re.S)


(EXAMPLE,) = blocks("yaml")


def forms(form: type[Form]) -> set[type[Form]]:
    """Every mapping that a file can have, however it came to be one."""
    return {form}.union(*map(forms, form.__subclasses__()))


def configuration(text: str, folder: Path = Path()) -> Configuration:
    return read_configuration(text, "belltower.yaml", folder)


def rotation(made: Configuration, name: str) -> Rotation:
    (only,) = made.roster.schedules[name].rotations
    return only


def told(text: str, folder: Path = Path()) -> list[str]:
    with pytest.raises(Faults) as refused:
        configuration(text, folder)
    return [str(fault) for fault in refused.value.faults]


def changed(old: str, new: str) -> str:
    assert EXAMPLE.count(old) == 1, f"{old!r} is in the example {EXAMPLE.count(old)} times"
    return EXAMPLE.replace(old, new)


def test_the_page_s_example_says_what_it_says() -> None:
    made = configuration(EXAMPLE)
    acme = made.customers[0]

    assert made.shelf.ids == ("valimail",)
    assert made.roster.channels["breaches"] == "C0BREACHES"
    assert made.roster.leads == {"U0LENA"}
    assert made.roster.agents == {"U0ANA", "U0OMAR"}
    primary = Rotation(
        name="primary",
        zone="Europe/Amsterdam",
        members=("U0OLLY", "U0PIET"),
        starts=date(2026, 1, 5),
        hand_over=time(9),
        turn=WEEKLY,
    )
    assert made.roster.schedules["primary"] == Schedule(name="primary", zone="Europe/Amsterdam", rotations=(primary,))
    assert rotation(made, "secondary").turn == DAILY
    assert (acme.key, acme.name, acme.contract, acme.plan) == ("acme", "Acme", "valimail", "valicare_plus")
    assert (acme.starts, acme.ends, acme.tam) == (date(2026, 1, 1), date(2026, 12, 31), "U0TESS")
    assert (acme.channels, acme.contacts) == (("C0ACME",), ("U0CARL",))


def test_a_team_is_made_of_people_and_of_user_groups() -> None:
    text = changed("[U0ANA, U0OMAR]", "[U0ANA, S0AGENTS]").replace("[U0LENA]", "[U0LENA, S0LEADS]")
    roster = configuration(text).roster

    assert roster.team - {"U0OLLY", "U0PIET", "U0MARA"} == {"U0LENA", "U0ANA"}
    assert roster.lead_groups == {"S0LEADS"}
    assert roster.agent_groups == {"S0AGENTS"}


def test_who_counts_as_the_customer_is_a_setting() -> None:
    named = changed("  agents: [", "  counts_as_customer: contacts\n  agents: [")

    assert configuration(EXAMPLE).roster.counts_as_customer is CountsAsCustomer.CHANNEL
    assert configuration(named).roster.counts_as_customer is CountsAsCustomer.CONTACTS


def test_the_digest_comes_when_and_where_the_file_says() -> None:
    written = configuration(EXAMPLE).digest
    assert written == Timetable(at=time(8, 30), zone="Europe/Amsterdam", days=frozenset(range(5)), channel="C0TRIAGE")
    line = 'digest: {at: "08:30", zone: Europe/Amsterdam, days: mon-fri}\n'
    assert configuration(changed(line, "")).digest is None
    shortest = configuration(changed(line, "digest: {at: 08:30, zone: Europe/Amsterdam, channel: breaches}\n")).digest
    assert shortest is not None
    assert (shortest.at, shortest.days, shortest.channel) == (time(8, 30), frozenset(range(5)), "C0BREACHES")


def test_the_gaps_are_told_when_and_where_the_file_says() -> None:
    written = EXAMPLE + "gaps: {at: 10:00, zone: Europe/Amsterdam, channel: breaches}\n"
    assert configuration(EXAMPLE).gaps is None
    assert configuration(written).gaps == Timetable(
        at=time(10), zone="Europe/Amsterdam", days=frozenset({0}), channel="C0BREACHES"
    )
    (fault,) = told(written.replace("channel: breaches", "channel: breach"))
    assert "gaps.channel: expected one of “triage”, “breaches”" in fault


def test_a_digest_goes_to_a_channel_that_is_given_here_and_every_fault_of_it_is_told() -> None:
    line = 'digest: {at: "08:30", zone: Europe/Amsterdam, days: mon-fri}'
    faulty = "digest: {at: 8.30, zone: Europe/Amsterdan, days: weekdays, channel: triag}"
    assert [fault.partition(": ")[2] for fault in told(changed(line, faulty))] == [
        "digest.at: expected a time between 00:00 and 23:59, such as “08:30”, got “8.30”",
        "digest.zone: expected a zone of the IANA database, such as “Europe/Amsterdam”, got “Europe/Amsterdan”; did "
        "you mean “Europe/Amsterdam”?",
        "digest.days: expected weekdays such as “mon-fri”, “sat” or “mon, wed”, got “weekdays”",
        "digest.channel: expected one of “triage”, “breaches”, “escalations”, “leadership”, got “triag”; did you mean "
        "“triage”?",
    ]


def test_the_sample_to_copy_is_sound() -> None:
    made = configuration(SAMPLE)

    assert made.shelf.ids == ("bird", "valimail")
    assert [customer.key for customer in made.customers] == ["acme", "birdsong"]


def test_the_faults_on_the_page_are_those_that_are_told() -> None:
    (faulty,), (expected,) = blocks("yaml faulty"), blocks("text")

    assert told(faulty) == expected.splitlines()


@pytest.mark.parametrize("page", [PAGE, SAMPLE], ids=["page", "sample"])
def test_page_and_sample_name_every_key(page: str) -> None:
    keys = {key for form in forms(Form) for key in form.model_fields}

    assert {key for key in keys if not re.search(rf"\b{key}\b", page)} == set()


def test_every_fault_is_told_at_once_with_its_place() -> None:
    text = """\
contracts: [bird, missing.yaml]
channels:
  triage: "#support"
  breaches: C0BREACHES
  escalations: C0ESCALATIONS
people:
  leads: [U0LENA]
  agent: [U0ANA]
on_call:
  primary:
    zone: Europe/Amsterdan
    hand_over: monday 09:00
    starts: 2026-01-06
    members: [U0OLLY, "@piet"]
  tam:
    zone: Europe/Amsterdam
    hand_over: 25:00
    starts: 2026-01-06
    members: []
customers:
  birdsong:
    name: Birdsong Mail
    contract: bird
    plan: email_enterprize
    term: {starts: 2026-02-01, ends: 2026-01-01}
"""

    assert [fault.removeprefix("belltower.yaml:") for fault in told(text)] == [
        "1:19: contracts[1]: expected a file beside this one, or one of “bird”, “valimail”, got “missing.yaml”",
        "2:1: channels: expected the channel “leadership”, which contract “bird” posts to, got no such name",
        "3:11: channels.triage: expected a channel id such as “C0123ABCD” (at the end of the channel's details in "
        "Slack), got “#support”",
        "8:3: people.agent: expected one of “leads”, “agents”, “counts_as_customer”, got the key “agent”; did you mean "
        "“agents”?",
        "9:1: on_call: expected the on-call schedule “secondary”, which contract “bird” pages, got no such name",
        "11:11: on_call.primary.zone: expected a zone of the IANA database, such as “Europe/Amsterdam”, got "
        "“Europe/Amsterdan”; did you mean “Europe/Amsterdam”?",
        "13:13: on_call.primary.starts: expected a Monday, the day of the hand-over, got “2026-01-06”",
        "14:23: on_call.primary.members[1]: expected a member id such as “U0123ABCD” (in the person's profile in "
        "Slack, under “Copy member ID”), got “@piet”",
        "15:3: on_call.tam: expected another name for a schedule: contracts mean people of their own by “leads” and "
        "“tam”, got “tam”",
        "17:16: on_call.tam.hand_over: expected a time between 00:00 and 23:59, got “25:00”",
        "19:14: on_call.tam.members: expected 1 or more entries, got an empty list",
        "24:11: customers.birdsong.plan: expected “email_enterprise”, got “email_enterprize”; did you mean "
        "“email_enterprise”?",
        "25:38: customers.birdsong.term.ends: expected a date not before 2026-02-01, on which the term starts, got "
        "“2026-01-01”",
    ]


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("contract: valimail", "contract: valimial", "customers.acme.contract: expected “valimail”, got “valimial”;"),
        ("contracts: [valimail]", "contracts: []", "contracts: expected 1 or more entries"),
        ("contracts: [valimail]", "contracts: valimail", "contracts: expected a list, got “valimail”"),
        ("contracts: [valimail]", "contracts: [5, valimail]", "contracts[0]: expected text"),
        ("  breaches: C0BREACHES\n", "", "channels: expected the channel “breaches”, which contract “valimail”"),
        ("  leads: [U0LENA]", "  leads: []", "people.leads: expected 1 or more entries"),
        ("  leads: [U0LENA]", "  leads: [S0LEADS]", "people.leads: expected a person among them"),
        ("  leads: [U0LENA]", "  leads: [U0LENA, '@leads']", "people.leads[1]: expected a member id"),
        ("  agents:", "  counts_as_customer: guests\n  agents:", "expected one of “channel”, “contacts”, got “guests”"),
        (
            "  secondary:",
            "  second:",
            "on_call: expected the on-call schedule “secondary”, which contract “valimail” pages",
        ),
        ("  agents:", "  leads:", "people.leads: expected each key once, got “leads” again (first on line 10)"),
        ("    tam: U0TESS\n", "    tam: Tess\n", "customers.acme.tam: expected a member id"),
        ("    name: Acme\n", "", "customers.acme: expected the key “name”, got none"),
        ("[C0ACME]", "[D0ACME]", "customers.acme.channels[0]: expected a channel id"),
    ],
)
def test_a_slip_is_the_one_fault_that_is_told(old: str, new: str, fault: str) -> None:
    (line,) = told(changed(old, new))

    assert re.match(r"belltower\.yaml:\d+:\d+: ", line)
    assert fault in line


def test_an_empty_file_and_one_that_is_no_mapping_are_refused() -> None:
    assert told("") == ["belltower.yaml:1:1: expected a mapping of keys to values, got nothing"]
    assert told("- a list\n") == ["belltower.yaml:1:1: expected a mapping of keys to values, got a list"]


def test_a_contract_file_is_found_beside_the_configuration(tmp_path: Path) -> None:
    shipped = (ROOT / "bot" / "contracts" / "valimail.yaml").read_text(encoding="utf-8")
    (tmp_path / "terms").mkdir()
    (tmp_path / "terms" / "ours.yaml").write_text(shipped.replace("id: valimail", "id: ours", 1), encoding="utf-8")
    text = EXAMPLE.replace("[valimail]", "[terms/ours.yaml]").replace("contract: valimail", "contract: ours")

    assert configuration(text, tmp_path).shelf.ids == ("ours",)


def test_faults_of_contract_files_come_with_those_of_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "first.yaml").write_text("contract: 5\n", encoding="utf-8")
    (tmp_path / "second.yaml").write_text("contract: [\n", encoding="utf-8")
    text = changed("[valimail]", "[first.yaml, second.yaml]").replace("U0TESS", "Tess")

    lines = told(text, tmp_path)

    assert {line.split(":")[0].removeprefix(f"{tmp_path}/") for line in lines} == {
        "first.yaml",
        "second.yaml",
        "belltower.yaml",
    }
    # Whether a customer's contract is one of the two that cannot be read is not known, so nothing is said about it.
    assert not any("customers.acme.contract" in line for line in lines)


def test_two_files_for_the_same_contract_and_day_are_refused(tmp_path: Path) -> None:
    shipped = (ROOT / "bot" / "contracts" / "valimail.yaml").read_text(encoding="utf-8")
    (tmp_path / "again.yaml").write_text(shipped + "\n# the same once more\n", encoding="utf-8")

    (line,) = told(changed("[valimail]", "[valimail, again.yaml]"), tmp_path)

    assert "contracts: expected one file for each contract and first day" in line


EFFECTS: list[tuple[str, str, Callable[[Configuration], object]]] = [
    ("[valimail]", "[valimail, bird]", lambda made: made.shelf.ids),
    ("C0TRIAGE", "C0OTHER", lambda made: made.roster.channels),
    ("[U0LENA]", "[U0OTHER]", lambda made: made.roster.leads),
    ("  agents: [U0ANA, U0OMAR]\n", "", lambda made: made.roster.agents),
    ("hand_over: 09:00", "hand_over: 10:00", lambda made: rotation(made, "secondary").hand_over),
    ("hand_over: monday 09:00", "hand_over: 09:00", lambda made: rotation(made, "primary").turn),
    ("[U0PIET, U0MARA]", "[U0MARA, U0PIET]", lambda made: rotation(made, "secondary").members),
    ("name: Acme", "name: Acme Inc", lambda made: made.customers[0].name),
    (OLD_PLAN, NEW_PLAN, lambda made: made.customers[0].plan),
    ("{starts: 2026-01-01, ends", "{ends", lambda made: made.customers[0].starts),
    (", ends: 2026-12-31", "", lambda made: made.customers[0].ends),
    ("    tam: U0TESS\n", "", lambda made: made.customers[0].tam),
    ("    channels: [C0ACME]\n", "", lambda made: made.customers[0].channels),
    ("    contacts: [U0CARL]\n", "", lambda made: made.customers[0].contacts),
]


@pytest.mark.parametrize(("old", "new", "read"), EFFECTS, ids=[old.strip() for old, _, _ in EFFECTS])
def test_each_key_has_its_effect(old: str, new: str, read: Callable[[Configuration], object]) -> None:
    assert read(configuration(changed(old, new))) != read(configuration(EXAMPLE))


@pytest.mark.parametrize("key", ["zone", "starts"])
def test_zone_and_first_day_of_a_rotation_have_their_effect(key: str) -> None:
    other = {"zone": ("Europe/Amsterdam", "Asia/Tokyo"), "starts": ("2026-01-05", "2026-01-12")}[key]
    made, was = (configuration(text) for text in (EXAMPLE.replace(*other), EXAMPLE))

    for name in was.roster.schedules:
        assert getattr(rotation(made, name), key) != getattr(rotation(was, name), key)


@pytest.mark.parametrize(("old", "new"), [(old, new) for old, new, read in EFFECTS[7:]])
def test_the_digest_of_a_customer_changes_with_their_entry(old: str, new: str) -> None:
    (was,), (now,) = configuration(EXAMPLE).customers, configuration(changed(old, new)).customers

    assert was.digest != now.digest


def test_the_digest_of_a_customer_stays_when_only_others_change() -> None:
    more = EXAMPLE + "  globex:\n    {plan: basic, contract: valimail, name: Globex}\n"
    (was,), (now, _) = configuration(EXAMPLE).customers, configuration(more).customers

    assert was == now


NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


async def _now() -> datetime:
    return NOON


async def _plan_after_a_start(url: str, text: str, *, then: str | None = None) -> str:
    """Start on a database; the plan that Acme has then. With `then` somebody gives them another plan meanwhile."""
    async with opened(url, configuration(text), _now) as (desk, _):
        desk.database.patience = PATIENT
        async with desk.database.transaction() as session:
            acme = await customers.find(session, "acme")
            assert acme is not None
            plan = acme.plan
            acme.plan = then or plan
            session.add(acme)
        return plan


async def test_a_changed_customer_stays_changed_until_the_file_says_something_new(empty_database_url: str) -> None:
    assert await _plan_after_a_start(empty_database_url, EXAMPLE, then="valicare") == "valicare_plus"
    assert await _plan_after_a_start(empty_database_url, EXAMPLE) == "valicare"
    assert await _plan_after_a_start(empty_database_url, changed(OLD_PLAN, NEW_PLAN)) == "basic"


async def test_a_customer_who_is_taken_out_of_the_file_stays(empty_database_url: str) -> None:
    await _plan_after_a_start(empty_database_url, EXAMPLE)
    emptied = replace(configuration(EXAMPLE), customers=())

    async with opened(empty_database_url, emptied, _now) as (desk, _), desk.database.reading(PATIENT) as session:
        assert await customers.find(session, "acme") is not None


def test_two_customers_of_one_name_are_a_fault() -> None:
    with pytest.raises(Faults, match="expected a name of its own, because “acme” has this one"):
        read_configuration(OFFICE.replace("name: Globex", "name: ACME"), "belltower.yaml", Path())
