from collections.abc import Awaitable, Callable

import pytest

from bot.desk import queries
from bot.desk.access import ALLOWED, Role, Verb, check, role
from bot.desk.board import board
from bot.desk.desk import Desk
from bot.desk.facts import Customer
from bot.desk.handling import VERBS
from bot.desk.refusals import NoSuchCustomerError, NoSuchTicketError, NotAllowedError
from bot.desk.requests import Asker, Change, Close, Reopen
from bot.desk.roster import Roster
from tests.desk.office import (
    ANA,
    BEA,
    CARL,
    LENA,
    MARA,
    MINUTE,
    MONDAY,
    OLLY,
    OTTO,
    TESS,
    configuration,
    critical,
    done,
    opened,
)
from tests.desk.test_handling import WITH

ACME = Customer(id=1, key="acme", name="Acme", contract="valimail", plan="valicare", contacts=(CARL.person,))
EVERY_CELL = [(verb, each) for verb in Verb for each in Role]
WHO = {Role.LEAD: LENA, Role.AGENT: ANA, Role.CUSTOMER: BEA, Role.OTHER: OTTO}


@pytest.mark.parametrize(
    ("asker", "expected"),
    [
        (LENA, Role.LEAD),
        (ANA, Role.AGENT),
        (TESS, Role.AGENT),
        (OLLY, Role.AGENT),
        (MARA, Role.AGENT),
        (CARL, Role.CUSTOMER),
        (BEA, Role.OTHER),
        (OTTO, Role.OTHER),
        (Asker(person=""), Role.OTHER),
        (Asker(person="U0OTTO", channel="C0TRIAGE"), Role.OTHER),
    ],
)
def test_who_somebody_is_to_a_customer(asker: Asker, expected: Role) -> None:
    assert role(configuration().roster, asker, ACME) is expected


def test_without_a_customer_in_mind_a_contact_is_nobody() -> None:
    assert role(configuration().roster, CARL) is Role.OTHER


def test_an_empty_roster_lets_nobody_in() -> None:
    assert role(Roster(channels={}), ANA) is Role.OTHER


def test_the_table_has_every_verb_and_lets_no_stranger_do_anything() -> None:
    assert set(ALLOWED) == set(Verb)
    assert all(Role.OTHER not in roles for roles in ALLOWED.values())


def test_every_change_has_a_verb_of_its_own() -> None:
    assert len(set(VERBS.values())) == len(VERBS)
    assert set(VERBS.values()) == set(Verb) - {Verb.NEW, Verb.SHOW, Verb.LIST, Verb.BOARD, Verb.WHY}


@pytest.mark.parametrize(("verb", "each"), EVERY_CELL)
def test_what_the_table_does_not_allow_is_refused(verb: Verb, each: Role) -> None:
    if each in ALLOWED[verb]:
        check(verb, each)
        return
    with pytest.raises(NotAllowedError) as refusal:
        check(verb, each)
    assert (refusal.value.verb, refusal.value.role) == (verb, each)


Attempt = Callable[[Desk, Asker, int], Awaitable[object]]


def _change(verb: type[Change]) -> Attempt:
    async def attempt(desk: Desk, asker: Asker, number: int) -> object:
        return await done(desk, verb, number, MONDAY + MINUTE, asker=asker, **WITH[verb])

    return attempt


def _look(verb: Verb) -> Attempt:
    async def attempt(desk: Desk, asker: Asker, number: int) -> object:
        return await queries.show(desk, asker, number, MONDAY, verb=verb)

    return attempt


async def _new(desk: Desk, asker: Asker, _: int) -> object:
    return await critical(desk, asker=asker)


async def _board(desk: Desk, asker: Asker, _: int) -> object:
    return await board(desk, asker, MONDAY)


async def _list(desk: Desk, asker: Asker, _: int) -> object:
    return await queries.listed(desk, asker, queries.Which.OPEN, MONDAY)


ATTEMPTS: dict[Verb, Attempt] = {
    Verb.NEW: _new,
    Verb.LIST: _list,
    Verb.BOARD: _board,
    Verb.SHOW: _look(Verb.SHOW),
    Verb.WHY: _look(Verb.WHY),
    **{name: _change(verb) for verb, name in VERBS.items()},
}


@pytest.mark.parametrize(("verb", "each"), EVERY_CELL)
async def test_the_table_holds_at_the_desk(desk: Desk, verb: Verb, each: Role) -> None:
    ticket = await critical(desk)
    if verb is Verb.REOPEN:
        await done(desk, Close, ticket, MONDAY, reason="resolved")
    attempt = ATTEMPTS[verb]
    if each in ALLOWED[verb]:
        await attempt(desk, WHO[each], ticket.number)
        return
    with pytest.raises((NotAllowedError, NoSuchTicketError, NoSuchCustomerError)):
        await attempt(desk, WHO[each], ticket.number)


@pytest.mark.parametrize("stranger", [CARL, OTTO])
@pytest.mark.parametrize("verb", sorted(set(ATTEMPTS) - {Verb.NEW, Verb.LIST, Verb.BOARD}))
async def test_a_ticket_of_somebody_else_is_answered_as_if_there_were_none(
    desk: Desk, verb: Verb, stranger: Asker
) -> None:
    ticket = await critical(desk)
    if verb is Verb.REOPEN:
        await done(desk, Close, ticket, MONDAY, reason="resolved")
    answers = []
    for number in (ticket.number, ticket.number + 1000):
        with pytest.raises(NoSuchTicketError) as refusal:
            await ATTEMPTS[verb](desk, stranger, number)
        answers.append(refusal.value.number - number)
    assert answers == [0, 0]


async def test_a_customer_may_not_have_their_own_ticket_regraded_by_a_replayed_button(desk: Desk) -> None:
    ticket = await opened(desk)
    for verb in (name for name in VERBS if name is not Reopen):
        with pytest.raises(NotAllowedError):
            await done(desk, verb, ticket, MONDAY, asker=CARL, **WITH[verb])
