from dataclasses import replace

import pytest

from bot.desk.requests import Author
from bot.desk.roster import CountsAsCustomer, Roster
from bot.desk.sides import Side, side, side_in
from tests.slack.tickets import ANA, CARA, LENA, ROSTER, TESS, acme, globex

HOME, THEIRS = "T0NORTHBELL", "T0ACME"
OTTO, NINA = "U0OTTO", "U0NINA"
ACME = acme(tam=TESS, channels=("C0ACME",))
BIRDSONG = globex(contacts=(NINA,))
STRICT = replace(ROSTER, counts_as_customer=CountsAsCustomer.CONTACTS)


def wrote(person: str, team: str = HOME, *, roster: Roster = ROSTER, there: bool = True, **what: bool) -> Side:
    """On which side of Acme's tickets a person stands who writes in Acme's channel, or else in nobody's."""
    return side(roster, ACME, Author(person=person, team=team, **what), home=HOME, here=[ACME] if there else [])


@pytest.mark.parametrize("person", [ANA, LENA, TESS])
def test_the_team_and_the_customers_tam_are_us_wherever_they_write(person: str) -> None:
    assert {wrote(person), wrote(person, there=False), wrote(person, roster=STRICT)} == {Side.US}


def test_another_customers_tam_is_not_us() -> None:
    other = replace(ACME, tam=OTTO)
    author = Author(person=TESS, team=HOME)
    assert side(ROSTER, other, author, home=HOME, here=[other]) is Side.NEITHER


def test_a_contact_is_the_customer_wherever_they_write() -> None:
    assert {wrote(CARA), wrote(CARA, THEIRS), wrote(CARA, there=False), wrote(CARA, roster=STRICT)} == {Side.THEM}


@pytest.mark.complaint(18)
def test_somebody_of_another_workspace_or_a_guest_is_the_customer_in_the_customers_channel() -> None:
    assert wrote(NINA, THEIRS) is Side.THEM
    assert wrote(NINA, guest=True) is Side.THEM


def test_elsewhere_a_stranger_is_nobody() -> None:
    assert wrote(NINA, THEIRS, there=False) is Side.NEITHER
    assert wrote(NINA, there=False, guest=True) is Side.NEITHER


def test_where_only_contacts_count_nobody_else_is_the_customer() -> None:
    assert wrote(NINA, THEIRS, roster=STRICT) is Side.NEITHER


def test_a_colleague_who_is_not_of_the_team_is_neither() -> None:
    assert wrote(OTTO) is Side.NEITHER


@pytest.mark.complaint(30)
@pytest.mark.parametrize("person", [ANA, CARA, OTTO])
def test_what_no_person_wrote_is_neither_whoever_it_is_signed_with(person: str) -> None:
    assert wrote(person, automatic=True) is Side.NEITHER
    assert side_in(ROSTER, Author(person=person, team=HOME, automatic=True), home=HOME, here=[ACME]) is Side.NEITHER


def test_in_a_channel_of_two_customers_the_contact_of_one_is_not_the_other() -> None:
    author = Author(person=NINA, team="T0BIRDSONG")
    assert side(ROSTER, ACME, author, home=HOME, here=[ACME, BIRDSONG]) is Side.NEITHER
    assert side(ROSTER, BIRDSONG, author, home=HOME, here=[ACME, BIRDSONG]) is Side.THEM


@pytest.mark.parametrize(
    ("person", "team", "expected"),
    [
        (ANA, HOME, Side.US),
        (TESS, HOME, Side.US),
        (CARA, THEIRS, Side.THEM),
        (NINA, THEIRS, Side.THEM),
        (OTTO, HOME, Side.NEITHER),
    ],
)
def test_in_a_channel_one_stands_to_the_customers_whose_channel_it_is(person: str, team: str, expected: Side) -> None:
    assert side_in(ROSTER, Author(person=person, team=team), home=HOME, here=[ACME]) is expected


def test_in_a_channel_of_nobody_only_the_team_is_known() -> None:
    assert side_in(ROSTER, Author(person=ANA, team=HOME), home=HOME, here=[]) is Side.US
    assert side_in(ROSTER, Author(person=CARA, team=THEIRS), home=HOME, here=[]) is Side.NEITHER
