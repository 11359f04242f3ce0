from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.clocks.conduct import EscalationPoint
from bot.clocks.contract import Terms
from bot.clocks.schedule import Override
from bot.desk.escalation import called, escalation_point
from bot.desk.requests import Asker
from bot.desk.roster import LEADS, TAM
from tests.desk.office import HOUR, LENA, MONDAY, OLLY, OMAR, PIET, TESS, configuration
from tests.slack.tickets import email_enterprise, globex

ROSTER = configuration().roster
MORNING = MONDAY - 7 * HOUR
"""Noon on a Monday in Amsterdam."""
CLOSING = MORNING + timedelta(hours=5, minutes=30)
"""Half past five."""


def sold(point: EscalationPoint | None) -> Terms:
    terms = email_enterprise()
    return replace(terms, contract=replace(terms.contract, routing=replace(terms.contract.routing, tam=point)))


IN_OFFICE_HOURS = sold(EscalationPoint(calendar="office_hours", otherwise="primary", clause="B01, B04"))


@pytest.mark.clause("B01", "B04")
@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (MORNING, TESS),
        (CLOSING - timedelta(microseconds=1), TESS),
        (CLOSING, PIET),
        (MONDAY, PIET),
        (MORNING - timedelta(days=1), OLLY),
    ],
)
def test_the_tam_is_the_escalation_point_in_office_hours_and_on_call_otherwise(at: datetime, expected: Asker) -> None:
    assert escalation_point(IN_OFFICE_HOURS, ROSTER, globex(), at, {}) == (expected.person,)


@pytest.mark.clause("B01", "B04")
def test_whoever_stands_in_for_on_call_is_the_escalation_point_at_night() -> None:
    stand_in = {"primary": [Override(person=OMAR.person, starts=MONDAY - HOUR, ends=MONDAY + HOUR)]}
    assert escalation_point(IN_OFFICE_HOURS, ROSTER, globex(), MONDAY, stand_in) == (OMAR.person,)


def test_without_a_tam_on_call_is_the_escalation_point_at_any_time() -> None:
    assert escalation_point(IN_OFFICE_HOURS, ROSTER, globex(tam=None), MORNING, {}) == (PIET.person,)


@pytest.mark.parametrize("at", [MORNING, MONDAY])
def test_where_the_contract_names_no_hours_the_tam_is_it_at_any_time(at: datetime) -> None:
    always = sold(EscalationPoint(calendar=None, otherwise="primary", clause="B01"))
    for terms in (always, sold(None)):
        assert escalation_point(terms, ROSTER, globex(), at, {}) == (TESS.person,)


def test_without_any_rule_and_any_tam_the_leads_are_called() -> None:
    assert escalation_point(sold(None), ROSTER, globex(tam=None), MONDAY, {}) == (LENA.person,)


@pytest.mark.parametrize(("whom", "expected"), [(TAM, PIET), ("primary", PIET), (LEADS, LENA)])
def test_a_page_that_calls_the_tam_follows_the_same_rule(whom: str, expected: Asker) -> None:
    assert called(IN_OFFICE_HOURS, ROSTER, globex(), whom, MONDAY, {}) == (expected.person,)
