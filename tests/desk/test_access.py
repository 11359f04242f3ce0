from collections.abc import Awaitable, Callable

import pytest

from bot.clocks.ledger import State
from bot.desk import clientele, lists, queries
from bot.desk.access import ALLOWED, Role, Verb, check, concerned, role
from bot.desk.alerts import alerts
from bot.desk.board import board
from bot.desk.customer_details import Detail
from bot.desk.desk import Desk
from bot.desk.digest import digest_now
from bot.desk.drill import start_drill
from bot.desk.duty import duty_now
from bot.desk.duty_requests import AskSwap, SetOverride, StartDrill
from bot.desk.facts import Customer, Ticket
from bot.desk.handling import VERBS
from bot.desk.overriding import set_override
from bot.desk.refusals import NoSuchCustomerError, NoSuchTicketError, NotAContactError, NotAllowedError
from bot.desk.requests import Asker, Change, EditCustomer, Origin, Take
from bot.desk.roster import Roster
from bot.desk.swapping import ask_swap
from bot.slack.wording import refusal
from tests.desk.office import (
    ANA,
    BEA,
    CARL,
    HOUR,
    LENA,
    MARA,
    MINUTE,
    MONDAY,
    OLLY,
    OTTO,
    PIET,
    TESS,
    TIM,
    configuration,
    critical,
    done,
    gesture,
    opened,
    with_tam,
)
from tests.desk.test_handling import POSSIBLE, WITH, in_state

NORA = Asker(person="U0NORA")
"""The TAM of another customer."""
ACME = Customer(
    id=1,
    key="acme",
    name="Acme",
    contract="valimail",
    plan="valicare",
    channels=("C0ACME",),
    contacts=(CARL.person,),
    tam=TIM.person,
)
EVERY_CELL = [(verb, each) for verb in Verb for each in Role]
WHO = {Role.LEAD: LENA, Role.AGENT: ANA, Role.TAM: TIM, Role.CUSTOMER: BEA, Role.OTHER: OTTO}


def test_a_colleague_of_the_customers_who_is_no_contact_is_told_so_where_the_ticket_stands() -> None:
    colleague = Asker(person=OTTO.person, channel="C0ACME")
    with pytest.raises(NotAContactError) as refused:
        concerned(configuration().roster, colleague, ACME, 12, "C0ACME")
    assert (refused.value.number, refused.value.customer) == (12, "Acme")


@pytest.mark.parametrize(
    ("asked_in", "origin"),
    [
        (None, "C0ACME"),
        ("C0GLOBEX", "C0ACME"),
        ("C0ACME", None),
        ("C0ACME", "C0ACME2"),
        ("C0TRIAGE", "C0TRIAGE"),
    ],
)
def test_anywhere_else_a_ticket_that_is_none_of_theirs_is_as_if_there_were_none(
    asked_in: str | None, origin: str | None
) -> None:
    with pytest.raises(NoSuchTicketError):
        concerned(configuration().roster, Asker(person=OTTO.person, channel=asked_in), ACME, 12, origin)


def test_whoever_a_ticket_is_the_business_of_is_what_they_are_everywhere() -> None:
    assert concerned(configuration().roster, CARL, ACME, 12, None) is Role.CUSTOMER
    assert (
        concerned(configuration().roster, Asker(person=LENA.person, channel="C0ACME"), ACME, 12, "C0ACME") is Role.LEAD
    )


async def test_neither_looking_at_a_ticket_nor_changing_it_is_for_a_colleague_who_is_no_contact(desk: Desk) -> None:
    here = Asker(person=OTTO.person, channel="C0ACME")
    ticket = await opened(desk, origin=Origin(channel="C0ACME", ts="7.0"))
    other = await opened(desk)
    with pytest.raises(NotAContactError):
        await queries.show(desk, here, ticket.number, MONDAY)
    with pytest.raises(NotAContactError):
        await done(desk, Take, ticket, MONDAY, asker=here)
    with pytest.raises(NoSuchTicketError):
        await queries.show(desk, here, other.number, MONDAY)


@pytest.mark.parametrize(
    ("asker", "expected"),
    [
        (LENA, Role.LEAD),
        (ANA, Role.AGENT),
        (TESS, Role.AGENT),
        (OLLY, Role.AGENT),
        (MARA, Role.AGENT),
        (TIM, Role.TAM),
        (CARL, Role.CUSTOMER),
        (BEA, Role.OTHER),
        (OTTO, Role.OTHER),
        (Asker(person=""), Role.OTHER),
        (Asker(person="U0OTTO", channel="C0TRIAGE"), Role.OTHER),
    ],
)
def test_who_somebody_is_to_a_customer(asker: Asker, expected: Role) -> None:
    assert role(configuration().roster, asker, ACME) is expected


def test_without_a_customer_in_mind_their_people_are_nobody() -> None:
    assert role(configuration().roster, CARL) is Role.OTHER
    assert role(configuration().roster, TIM) is Role.OTHER


def test_an_empty_roster_lets_nobody_in() -> None:
    assert role(Roster(channels={}), ANA) is Role.OTHER


def test_the_table_has_every_verb_and_lets_no_stranger_do_anything() -> None:
    assert set(ALLOWED) == set(Verb)
    assert all(Role.OTHER not in roles for roles in ALLOWED.values())


def test_on_a_ticket_a_customer_may_agree_and_disagree_and_ask_for_a_reopening() -> None:
    theirs = {verb for verb in VERBS.values() if Role.CUSTOMER in ALLOWED[verb]}
    assert theirs == {Verb.CONFIRM, Verb.OBJECT, Verb.REOPEN}


@pytest.mark.parametrize(("verb", "each"), EVERY_CELL)
def test_what_the_table_does_not_allow_is_refused(verb: Verb, each: Role) -> None:
    if each in ALLOWED[verb]:
        check(verb, each)
        return
    with pytest.raises(NotAllowedError) as refusal:
        check(verb, each)
    assert (refusal.value.verb, refusal.value.role) == (verb, each)


Attempt = Callable[[Desk, Asker, int], Awaitable[object]]
LATER = MONDAY + MINUTE


def _change(verb: type[Change]) -> Attempt:
    async def attempt(desk: Desk, asker: Asker, number: int) -> object:
        return await done(desk, verb, number, LATER, asker=asker, **WITH[verb])

    return attempt


def _look(verb: Verb) -> Attempt:
    async def attempt(desk: Desk, asker: Asker, number: int) -> object:
        return await queries.show(desk, asker, number, LATER, verb=verb)

    return attempt


async def _new(desk: Desk, asker: Asker, _: int) -> object:
    return await critical(desk, LATER, asker=asker)


async def _list(desk: Desk, asker: Asker, _: int) -> object:
    return await lists.listed(desk, asker, lists.Wanted(), LATER)


async def _search(desk: Desk, asker: Asker, _: int) -> object:
    return await lists.searched(desk, asker, "login", LATER)


async def _board(desk: Desk, asker: Asker, _: int) -> object:
    return await board(desk, asker, LATER)


async def _digest(desk: Desk, asker: Asker, _: int) -> object:
    return await digest_now(desk, asker, LATER)


async def _customers(desk: Desk, asker: Asker, _: int) -> object:
    return await clientele.shown(desk, asker, "birdsong", LATER)


async def _customer_edit(desk: Desk, asker: Asker, _: int) -> object:
    request = EditCustomer(key=gesture(), asker=asker, customer="birdsong", written={Detail.NAME: "Birdsong"})
    return await clientele.edit(desk, request, LATER)


async def _on_call(desk: Desk, asker: Asker, _: int) -> object:
    return await duty_now(desk, asker, LATER)


async def _override(desk: Desk, asker: Asker, _: int) -> object:
    ends = LATER + HOUR
    request = SetOverride(key=gesture(), asker=asker, schedule="primary", person=OLLY.person, starts=None, ends=ends)
    return await set_override(desk, request, LATER)


async def _alerts(desk: Desk, asker: Asker, number: int) -> object:
    return await alerts(desk, asker, number, LATER)


async def _drill(desk: Desk, who: Asker, _: int) -> None:
    await start_drill(desk, StartDrill(key=gesture(), asker=who, schedule="primary"), MONDAY)


async def _swap(desk: Desk, asker: Asker, _: int) -> object:
    if asker.person in desk.roster.team:
        takes_a_turn = SetOverride(
            key=gesture(), asker=LENA, schedule="primary", person=asker.person, starts=None, ends=LATER + HOUR
        )
        await set_override(desk, takes_a_turn, LATER)
    return await ask_swap(desk, AskSwap(key=gesture(), asker=asker, schedule="primary", other=PIET.person), LATER)


LOOKS = (Verb.SHOW, Verb.WHY, Verb.HISTORY)
ATTEMPTS: dict[Verb, Attempt] = {
    Verb.NEW: _new,
    Verb.LIST: _list,
    Verb.SEARCH: _search,
    Verb.BOARD: _board,
    Verb.DIGEST: _digest,
    Verb.ONCALL: _on_call,
    Verb.OVERRIDE: _override,
    Verb.SWAP: _swap,
    Verb.DRILL: _drill,
    Verb.ALERTS: _alerts,
    Verb.CUSTOMERS: _customers,
    Verb.CUSTOMER_EDIT: _customer_edit,
    **{verb: _look(verb) for verb in LOOKS},
    **{name: _change(verb) for verb, name in VERBS.items()},
}
ON_A_TICKET = sorted({*LOOKS, Verb.ALERTS, *VERBS.values()})


async def ready_for(desk: Desk, verb: Verb) -> Ticket:
    """A ticket of Birdsong Mail in a state in which the verb is possible, whoever asks; Tim is its TAM."""
    await with_tam(desk, "birdsong", TIM)
    change = next((each for each, name in VERBS.items() if name is verb), None)
    return await in_state(desk, next(state for state in State if change is None or change in POSSIBLE[state]))


def test_every_verb_is_tried_at_the_desk() -> None:
    assert set(ATTEMPTS) == set(Verb)
    assert set(WHO) == set(Role)


@pytest.mark.parametrize(("verb", "each"), EVERY_CELL)
async def test_the_table_holds_at_the_desk(desk: Desk, verb: Verb, each: Role) -> None:
    ticket, attempt = await ready_for(desk, verb), ATTEMPTS[verb]
    if each in ALLOWED[verb]:
        await attempt(desk, WHO[each], ticket.number)
        return
    with pytest.raises((NotAllowedError, NoSuchTicketError, NoSuchCustomerError)) as refused:
        await attempt(desk, WHO[each], ticket.number)
    assert len(refusal(refused.value, str)) > len("“new” is for them.")


@pytest.mark.parametrize("stranger", [CARL, OTTO, NORA])
@pytest.mark.parametrize("verb", ON_A_TICKET)
async def test_a_ticket_of_somebody_else_is_answered_as_if_there_were_none(
    desk: Desk, verb: Verb, stranger: Asker
) -> None:
    """Whoever speaks for another customer, is the TAM of another one, or is none of both."""
    await with_tam(desk, "globex", NORA)
    ticket = await ready_for(desk, verb)
    answers = []
    for number in (ticket.number, ticket.number + 1000):
        with pytest.raises(NoSuchTicketError) as refused:
            await ATTEMPTS[verb](desk, stranger, number)
        answers.append(refused.value.number - number)
    assert answers == [0, 0]


async def test_a_customer_may_not_have_their_own_ticket_regraded_by_a_replayed_button(desk: Desk) -> None:
    ticket = await opened(desk)
    for verb in (each for each, name in VERBS.items() if Role.CUSTOMER not in ALLOWED[name]):
        with pytest.raises(NotAllowedError):
            await done(desk, verb, ticket, MONDAY, asker=CARL, **WITH[verb])


@pytest.mark.clause("B01", "B04")
async def test_a_tam_who_is_not_of_the_team_opens_and_handles_what_is_their_customers(desk: Desk) -> None:
    await with_tam(desk, "birdsong", TIM)
    ticket = await critical(desk, asker=TIM)
    assert (await done(desk, Take, ticket, LATER, asker=TIM)).history.assignee == TIM.person
    with pytest.raises(NoSuchCustomerError) as refused:
        await opened(desk, asker=TIM)
    assert refused.value.nearest == ["Birdsong Mail"]
