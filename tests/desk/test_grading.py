import pytest

from bot.clocks.contract import IntakeField
from bot.desk.desk import Desk
from bot.desk.notice_kinds import NoticeKind
from bot.desk.notices import from_json
from bot.desk.page_notices import Page
from bot.desk.refusals import (
    ContactDoubtfulError,
    FieldsMissingError,
    NoSuchSeverityError,
    NothingToDoError,
    TextMissingError,
)
from bot.desk.requests import Close, Regrade, Reopen, Undo
from storage import tables
from tests.desk.office import CONTACT, HOUR, LENA, MINUTE, MONDAY, critical, done, notices, opened, rows

LATER = MONDAY + 5 * MINUTE


@pytest.mark.clause("V31")
async def test_a_regrade_gives_the_new_due_time_and_rank(desk: Desk) -> None:
    ticket = await opened(desk, severity="high")
    after = await done(desk, Regrade, ticket, LATER, severity="P1", impact="Now for everyone.")
    assert (after.severity.id, after.rank) == ("urgent", 0)
    assert [clock.due for clock in after.live_clocks] == [LATER + HOUR]


@pytest.mark.clause("V31")
async def test_a_regrade_names_the_current_impact(desk: Desk) -> None:
    ticket = await opened(desk)
    with pytest.raises(TextMissingError) as refused:
        await done(desk, Regrade, ticket, LATER, severity="high", impact=" ")
    assert refused.value.what == "impact"


async def test_an_unknown_severity_is_refused_and_so_is_the_one_that_it_has(desk: Desk) -> None:
    ticket = await opened(desk)
    with pytest.raises(NoSuchSeverityError):
        await done(desk, Regrade, ticket, LATER, severity="worst", impact="Everything.")
    with pytest.raises(NothingToDoError) as refused:
        await done(desk, Regrade, ticket, LATER, severity="P1", impact="Everything.")
    assert refused.value.why == "it is Urgent already"


@pytest.mark.clause("V31")
@pytest.mark.parametrize(("given", "wrong"), [("urgent", "low"), ("low", "urgent"), ("high", "medium")])
async def test_undone_a_regrade_leaves_the_due_times_as_they_were(desk: Desk, given: str, wrong: str) -> None:
    ticket = await opened(desk, severity=given)
    dues = [clock.due for clock in ticket.live_clocks]
    await done(desk, Regrade, ticket, LATER, severity=wrong, impact="A slip.")
    after = await done(desk, Undo, ticket, LATER + MINUTE, asker=LENA)
    assert after.severity.id == given
    assert [clock.due for clock in after.live_clocks] == dues
    assert (after.history.grades[-1].undo, after.last.by) == (True, LENA.person)


async def test_an_old_undo_takes_back_nothing_that_came_after_it(desk: Desk) -> None:
    ticket = await opened(desk)
    first = await done(desk, Regrade, ticket, LATER, severity="low", impact="A slip.")
    number = len(first.history.entries)
    await done(desk, Regrade, ticket, LATER, severity="high", impact="Worse.", asker=LENA)
    with pytest.raises(NothingToDoError) as refused:
        await done(desk, Undo, ticket, LATER, regrade=number)
    assert refused.value.why == "its severity has been changed again since then"
    assert (await done(desk, Undo, ticket, LATER, regrade=number + 1)).severity.id == "low"


async def test_what_was_undone_cannot_be_undone_again(desk: Desk) -> None:
    ticket = await opened(desk)
    await done(desk, Regrade, ticket, LATER, severity="low", impact="A slip.")
    await done(desk, Undo, ticket, LATER)
    with pytest.raises(NothingToDoError) as refused:
        await done(desk, Undo, ticket, LATER)
    assert refused.value.why == "the last change of severity was taken back already"


async def test_of_two_regrades_the_last_one_is_undone_and_then_no_more(desk: Desk) -> None:
    ticket = await opened(desk)
    for severity in ("high", "low"):
        await done(desk, Regrade, ticket, LATER, severity=severity, impact="It is less.")
    assert (await done(desk, Undo, ticket, LATER)).severity.id == "high"
    with pytest.raises(NothingToDoError):
        await done(desk, Undo, ticket, LATER)


async def test_without_a_regrade_there_is_nothing_to_undo(desk: Desk) -> None:
    ticket = await opened(desk)
    with pytest.raises(NothingToDoError) as refused:
        await done(desk, Undo, ticket, LATER)
    assert refused.value.why == "its severity has not been changed since it was opened"


async def test_a_regrade_of_before_a_reopening_stands(desk: Desk) -> None:
    ticket = await opened(desk)
    await done(desk, Regrade, ticket, LATER, severity="low", impact="It is less.")
    await done(desk, Close, ticket, LATER, reason="resolved", text="Carl agreed.")
    await done(desk, Reopen, ticket, LATER, text="It is back.")
    with pytest.raises(NothingToDoError):
        await done(desk, Undo, ticket, LATER)


@pytest.mark.clause("B20", "B21")
async def test_raised_to_critical_a_ticket_needs_whom_to_call_and_the_page_has_the_number(desk: Desk) -> None:
    ticket = await opened(desk, customer="birdsong", severity="non_critical")
    worse = {"severity": "critical", "impact": "All API calls fail."}
    before = await rows(desk, tables.Notice)
    with pytest.raises(FieldsMissingError) as refused:
        await done(desk, Regrade, ticket, LATER, **worse, contact={IntakeField.PHONE: CONTACT[IntakeField.PHONE]})
    assert set(refused.value.missing) == set(CONTACT) - {IntakeField.PHONE}
    assert refused.value.ticket == ticket.number
    assert await rows(desk, tables.Notice) == before

    after = await done(desk, Regrade, ticket, LATER, **worse, contact=CONTACT)

    assert (after.severity.id, after.contact) == ("critical", CONTACT)
    pages = [from_json(each.body) for each in await notices(desk, ticket) if each.kind == NoticeKind.PAGE]
    assert [page.contact for page in pages if isinstance(page, Page)] == [CONTACT]


@pytest.mark.clause("B20")
async def test_a_number_at_which_nobody_could_be_called_is_refused_at_a_regrade_too(desk: Desk) -> None:
    ticket = await opened(desk, customer="birdsong", severity="non_critical")
    useless = {**CONTACT, IntakeField.PHONE: "see profile"}
    with pytest.raises(ContactDoubtfulError):
        await done(desk, Regrade, ticket, LATER, severity="critical", impact="All calls fail.", contact=useless)


async def test_whom_to_call_stays_with_the_ticket_when_it_is_lowered_raised_again_or_undone(desk: Desk) -> None:
    ticket = await critical(desk)
    for severity in ("non_critical", "critical"):
        after = await done(desk, Regrade, ticket, LATER, severity=severity, impact="It has changed.")
        assert after.contact == CONTACT
    assert (await done(desk, Undo, ticket, LATER)).contact == CONTACT


async def test_what_is_given_at_a_regrade_replaces_what_was_known_and_a_blank_does_not(desk: Desk) -> None:
    ticket = await critical(desk)
    given = {IntakeField.PHONE: " +31 20 555 0199 ", IntakeField.EMAIL: "  "}
    after = await done(desk, Regrade, ticket, LATER, severity="non_critical", impact="It is less.", contact=given)
    assert after.contact == {**CONTACT, IntakeField.PHONE: "+31 20 555 0199"}
