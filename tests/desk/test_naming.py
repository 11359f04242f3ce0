import pytest

from bot.clocks.contract import PauseReason
from bot.contracts.reader import load
from bot.desk import naming
from bot.desk.desk import Desk
from bot.desk.refusals import (
    NoSuchCustomerError,
    NoSuchDutyError,
    NoSuchPauseReasonError,
    NoSuchReasonError,
    NoSuchSeverityError,
)
from bot.desk.requests import Asker
from tests.desk.office import CARL, LENA, OTTO, TIM, configuration, with_tam


@pytest.mark.parametrize(
    ("text", "meant"), [("critical", "critical"), ("non-critical", "non_critical"), ("NON CRITICAL", "non_critical")]
)
def test_case_and_punctuation_of_a_severity_do_not_matter(text: str, meant: str) -> None:
    assert naming.severity(load("bird"), text).id == meant


@pytest.mark.parametrize("text", ["", "P9", "crit", "🔥"])
def test_what_is_no_severity_is_refused_with_all_that_are(text: str) -> None:
    with pytest.raises(NoSuchSeverityError) as refusal:
        naming.severity(load("bird"), text)
    assert [severity.id for severity in refusal.value.severities] == ["critical", "non_critical"]


@pytest.mark.parametrize("text", ["out_of_scope", "Out of scope", "OUT-OF-SCOPE"])
def test_a_close_reason_is_known_by_its_id(text: str) -> None:
    assert naming.close_reason(load("valimail"), text).id == "out_of_scope"


def test_an_unknown_close_reason_is_refused_with_all_that_are_known() -> None:
    with pytest.raises(NoSuchReasonError) as refusal:
        naming.close_reason(load("bird"), "bored")
    assert refusal.value.reasons == ["resolved", "workaround", "out_of_scope"]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("waiting on customer", PauseReason.WAITING_ON_CUSTOMER),
        ("Customer", PauseReason.WAITING_ON_CUSTOMER),
        ("third_party", PauseReason.WAITING_ON_THIRD_PARTY),
        ("on third  party", PauseReason.WAITING_ON_THIRD_PARTY),
        ("agreed", PauseReason.AGREED),
    ],
)
def test_a_reason_to_wait_is_known_by_its_last_words(text: str, meant: PauseReason) -> None:
    assert naming.pause_reason(text) is meant


@pytest.mark.parametrize("text", ["", " ", "er", "waiting", "party customer"])
def test_what_is_no_reason_to_wait_is_refused_with_all_that_are(text: str) -> None:
    with pytest.raises(NoSuchPauseReasonError) as refusal:
        naming.pause_reason(text)
    assert refusal.value.reasons == tuple(PauseReason)


def test_a_duty_is_known_by_its_clause() -> None:
    assert naming.duty(load("valimail"), " v26 ").clause == "V26"
    with pytest.raises(NoSuchDutyError) as refusal:
        naming.duty(load("valimail"), "V22")
    assert refusal.value.duties == load("valimail").duties


async def test_a_tam_means_customers_of_theirs_and_is_told_of_no_other(desk: Desk) -> None:
    await with_tam(desk, "globex", TIM)
    async with desk.database.reading() as session:
        assert (await naming.customer_for(session, desk.roster, TIM, "Globex")).key == "globex"
        with pytest.raises(NoSuchCustomerError) as refusal:
            await naming.customer_for(session, desk.roster, TIM, "acme")
    assert refusal.value.nearest == ["Globex"]


@pytest.mark.parametrize("text", ["globex", "GLOBEX", " Globex "])
async def test_the_team_may_mean_any_customer(desk: Desk, text: str) -> None:
    async with desk.database.reading() as session:
        assert (await naming.customer_for(session, desk.roster, LENA, text)).key == "globex"


async def test_a_contact_means_one_of_their_own_by_key_or_name(desk: Desk) -> None:
    async with desk.database.reading() as session:
        own = await naming.customer(session, "acme")
        for text in ("acme", "ACME "):
            assert await naming.customer_for(session, desk.roster, CARL, text) is own


@pytest.mark.parametrize("asker", [CARL, OTTO])
async def test_nobody_else_learns_whether_a_customer_exists(desk: Desk, asker: Asker) -> None:
    answers = []
    async with desk.database.reading() as session:
        for text in ("globex", "Glombex", "no such name"):
            with pytest.raises(NoSuchCustomerError) as refusal:
                await naming.customer_for(session, desk.roster, asker, text)
            answers.append(tuple(refusal.value.nearest))
    assert len(set(answers)) == 1


@pytest.mark.parametrize("text", ["9" * 18, "9" * 40, "٣٣٣", "0"])
async def test_a_number_that_is_nobodys_is_a_name_that_is_nobodys(desk: Desk, text: str) -> None:
    async with desk.database.reading() as session:
        with pytest.raises(NoSuchCustomerError):
            await naming.customer(session, text)


async def test_a_beginning_that_several_share_is_no_customer_but_names_them(desk: Desk) -> None:
    async with desk.database.reading() as session:
        with pytest.raises(NoSuchCustomerError) as refusal:
            await naming.customer(session, "b")
    assert refusal.value.nearest == ["Birdsong Mail", "Bygone"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Urgent", {"urgent"}),
        ("non critical", {"non_critical"}),
        ("p1", {"urgent", "critical"}),
        ("awful", set()),
    ],
)
def test_a_word_may_mean_severities_of_several_contracts(text: str, expected: set[str]) -> None:
    assert naming.severity_ids(configuration().shelf.contracts, text) == expected
