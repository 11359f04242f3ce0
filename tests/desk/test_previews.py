from dataclasses import replace

import pytest

from bot.clocks.conduct import EscalationPoint
from bot.clocks.contract import PageStep
from bot.clocks.entries import Acknowledged
from bot.clocks.schedule import Override
from bot.desk import previews
from bot.desk.desk import Desk
from bot.desk.queries import preview_opening, preview_regrade
from bot.desk.refusals import NotSubscribedError
from bot.desk.requests import Regrade
from bot.desk.roster import TAM
from tests.desk.office import ANA, BEA, HOUR, MARA, MONDAY, OMAR, PIET, configuration, done, opened
from tests.desk.test_telling import stand_in
from tests.slack.tickets import FRIDAY, MINUTE, acme, critical, email_enterprise, globex, ticket, valicare

ROSTER = configuration().roster
HOURS = 60 * MINUTE


def test_an_opening_would_promise_this_and_call_these() -> None:
    preview = previews.opening(ROSTER, acme(), valicare(), "urgent", FRIDAY)
    assert [clock.due for clock in preview.clocks] == [FRIDAY + HOURS]
    assert preview.pages == (PIET.person,)


def test_a_mild_severity_would_call_nobody() -> None:
    assert previews.opening(ROSTER, acme(), valicare(), "low", FRIDAY).pages == ()


def test_whoever_stands_in_would_be_called() -> None:
    override = Override(person=OMAR.person, starts=FRIDAY, ends=FRIDAY + MINUTE)
    preview = previews.opening(
        ROSTER, globex(), email_enterprise(), "critical", FRIDAY, overrides={"primary": [override]}
    )
    assert preview.pages == (OMAR.person,)


def test_a_severity_that_the_contract_does_not_have_is_an_error() -> None:
    with pytest.raises(KeyError):
        previews.opening(ROSTER, acme(), valicare(), "critical", FRIDAY)
    with pytest.raises(KeyError):
        previews.regrade(ROSTER, ticket(), "critical")


def test_a_regrade_shows_the_clocks_before_and_after() -> None:
    preview = previews.regrade(ROSTER, ticket(severity="high"), "urgent")
    assert [clock.severity for clock in preview.before] == ["high"]
    assert [(clock.severity, clock.due) for clock in preview.after] == [("urgent", FRIDAY + HOURS)]
    assert preview.pages == (PIET.person,)


def test_regraded_to_what_it_is_nothing_changes() -> None:
    preview = previews.regrade(ROSTER, ticket(at=FRIDAY + MINUTE), "urgent")
    assert preview.before == preview.after
    assert preview.pages == ()


def test_a_regrade_calls_nobody_for_a_paging_that_goes_on_or_is_over() -> None:
    acknowledged = critical(Acknowledged(at=FRIDAY, by=ANA.person), at=FRIDAY + MINUTE)
    assert previews.regrade(ROSTER, acknowledged, "non_critical").pages == ()


async def test_what_the_form_shows_for_an_opening_is_what_then_happens(desk: Desk) -> None:
    await stand_in(desk, "primary", MARA, MONDAY - HOUR, MONDAY + HOUR)
    preview = await preview_opening(desk, ANA, "acme", "P1", MONDAY)
    ticket = await opened(desk)
    assert preview.clocks == ticket.clocks
    assert preview.pages == (MARA.person,)


async def test_what_the_form_shows_for_a_regrade_is_what_then_happens(desk: Desk) -> None:
    ticket = await opened(desk, severity="high")
    preview = await preview_regrade(desk, ANA, ticket.number, "urgent", MONDAY + HOUR)
    after = await done(desk, Regrade, ticket, MONDAY + HOUR, severity="urgent", impact="Everyone.")
    assert [clock.due for clock in preview.after] == [clock.due for clock in after.live_clocks]


async def test_without_a_severity_the_form_shows_how_it_stands(desk: Desk) -> None:
    ticket = await opened(desk)
    preview = await preview_regrade(desk, ANA, ticket.number, None, MONDAY)
    assert preview.severity == ticket.severity
    assert preview.before == preview.after


@pytest.mark.clause("B11", "B12", "B18")
async def test_the_form_says_which_answer_has_decided_the_severity(desk: Desk) -> None:
    preview = await preview_opening(desk, ANA, "birdsong", "", MONDAY, triage="smtp")
    assert preview.answer is not None
    assert (preview.answer.id, preview.severity.id) == ("smtp", "critical")
    assert (await preview_opening(desk, ANA, "birdsong", "critical", MONDAY)).answer is None


@pytest.mark.clause("V22")
async def test_the_form_says_that_the_subscription_is_over_before_anything_is_sent(desk: Desk) -> None:
    with pytest.raises(NotSubscribedError):
        await preview_opening(desk, ANA, "bygone", "urgent", MONDAY)
    uncovered = previews.opening(ROSTER, acme(), valicare(), "urgent", FRIDAY, covered=False)
    assert (uncovered.covered, uncovered.clocks, uncovered.pages) == (False, (), ())


async def test_a_customers_form_shows_neither_goals_nor_who_would_be_called(desk: Desk) -> None:
    theirs = await preview_opening(desk, BEA, "birdsong", "critical", MONDAY)
    ours = await preview_opening(desk, ANA, "birdsong", "critical", MONDAY)
    assert [clock.due for clock in theirs.clocks] == [clock.due for clock in ours.clocks]
    assert (theirs.pages, ours.pages) == ((), (PIET.person,))
    assert (await preview_opening(desk, BEA, "birdsong", "non_critical", MONDAY)).clocks == ()


def test_a_page_to_the_tam_goes_to_on_call_out_of_office_hours() -> None:
    sold = email_enterprise()
    point = EscalationPoint(calendar="office_hours", otherwise="secondary", clause="B01, B04")
    routing = replace(sold.contract.routing, tam=point)
    paging = replace(sold.plan.paging["P1"], steps=(PageStep(after=0 * MINUTE, whom=TAM),))
    sold = replace(
        sold, contract=replace(sold.contract, routing=routing), plan=replace(sold.plan, paging={"P1": paging})
    )
    assert previews.opening(ROSTER, globex(), sold, "critical", FRIDAY).pages == (MARA.person,)
