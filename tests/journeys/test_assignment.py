"""Somebody has each ticket: it is taken, given and handed over, and what nobody has is found and does not get lost."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.configuration import read_configuration
from bot.demo.office import CONFIGURATION
from tests.journeys.stage import Begin
from tests.journeys.story import WHOM_TO_CALL, Story, called, first_line

THURSDAY = "2026-07-02 10:00-07:00"
LESS_ANA = CONFIGURATION.replace("agents: [U0ANA, U0OMAR, U0TESS]", "agents: [U0OMAR, U0TESS]")
LESS_TESS = CONFIGURATION.replace("agents: [U0ANA, U0OMAR, U0TESS]", "agents: [U0ANA, U0OMAR]")


@pytest.mark.clause("B16")
async def test_whoever_has_it_is_the_customers_contact_and_is_called_when_it_gets_late(begin: Begin) -> None:
    story = await begin(THURSDAY)
    said = await story.asks_for_a_ticket("carl", "acme", "SSO login fails for everyone", "Urgent (P1)")
    await story.types("omar", "/ticket take 1")
    await story.types("omar", "/ticket reply 1 I look into it.")
    assert "Omar Agent · T-1" in story.answers("carl", said)[-1]

    await story.types("ana", "/ticket new urgent Acme: Reports are empty")
    await story.types("omar", "/ticket take 2")
    await story.moves_to("2026-07-02 10:30-07:00")
    [warning] = [each for each in story.history(2) if "⚠️" in first_line(each)]
    assert called(warning) == {"U0OMAR"}
    assert story.paged("mara") == [], "and nobody else is called any more"


@pytest.mark.clause("B16")
async def test_the_customer_reads_in_their_home_who_their_contact_is(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await story.asks_for_a_ticket("carl", "acme", "SSO login fails for everyone", "Urgent (P1)")
    await story.types("lena", "/ticket assign 1 @omar")

    await story.person("carl").opens_home()
    await story.settle()
    home = story.person("carl").home()
    assert home is not None
    assert "Omar Agent" in str(home.blocks)


async def test_somebody_is_meant_by_a_mere_name_that_they_alone_have(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await story.types("ana", "/ticket new urgent Acme: SSO login fails for everyone")

    await story.types("lena", "/ticket assign 1 omar")
    assert "Omar Agent" in story.card_text()
    assert "1 ticket: open, with Omar Agent." in (await story.types("lena", "/ticket list omar")).text

    several = await story.read("lena", "/ticket list of:agent")
    assert "“of:agent” narrows no list. To name a person, type @ and choose them from what Slack offers." in several
    assert "/ticket list of:agent" in several
    await story.types("lena", "/ticket assign 1 zoe")
    assert "“zoe” is the name of nobody in the team, or of several." in story.window_text("lena")


async def test_the_teams_names_are_nothing_to_whoever_is_not_of_it(begin: Begin) -> None:
    story = await begin(THURSDAY)
    assert "“omar” narrows no list." in (await story.read("otto", "/ticket list omar", "random"))


async def test_a_lead_gives_it_to_somebody_and_back_to_nobody(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await story.types("ana", "/ticket new urgent Acme: SSO login fails for everyone")

    await story.types("lena", "/ticket assign 1 @omar")
    assert "Lena Lead gave it to <@U0OMAR>" in first_line(story.history()[-1])
    assert "Omar Agent" in story.card_text()
    await story.presses("lena", story.card(), "More…")
    await story.presses("lena", story.window("lena"), "Assign")
    assert "Omar Agent has it." in story.window_text("lena")
    await story.submits("lena", to=None)

    assert "nobody yet" in story.card_text()
    assert "gave it back: nobody has it" in first_line(story.history()[-1])
    assert "it is theirs already" not in (await story.types("lena", "/ticket assign 1 @ana")).text


async def test_only_somebody_of_the_team_can_be_given_a_ticket(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await story.types("ana", "/ticket new urgent Acme: SSO login fails for everyone")

    refused = await story.read("lena", "/ticket assign 1 @otto")

    assert "Otto Outsider is not of the support team" in refused
    assert "nobody yet" in story.card_text()


async def test_what_nobody_has_is_one_list(begin: Begin) -> None:
    story = await begin(THURSDAY)
    for title in ("SSO login fails", "Reports are empty", "The export hangs"):
        await story.types("ana", f"/ticket new high Acme: {title}")
    await story.types("omar", "/ticket take 2")

    listed = await story.read("lena", "/ticket list unassigned")

    assert "2 tickets: open, that nobody has." in listed
    assert "SSO login fails" in listed
    assert "The export hangs" in listed
    assert "Reports are empty" not in listed


async def test_all_that_somebody_has_is_handed_over_in_one_line_when_they_leave(begin: Begin) -> None:
    story = await begin(THURSDAY)
    for title in ("SSO login fails", "Reports are empty", "The export hangs", "Old"):
        await story.types("ana", f"/ticket new high Acme: {title}")
    for number in (1, 2, 4):
        await story.types("ana", f"/ticket take {number}")
    await story.types("ana", "/ticket pause 2 customer Which report?")
    await story.types("ana", "/ticket close 4 resolved Done.")

    told = await story.types("lena", "/ticket assign --from @ana to @omar")

    assert "2 tickets of Ana Agent's: Omar Agent has them now. T-1, T-2." in told.text
    for number in (1, 2):
        assert "Omar Agent" in story.card_text(number)
        assert "Lena Lead gave it to <@U0OMAR>" in first_line(story.history(number)[-1])
    assert "nobody yet" in story.card_text(3)
    assert "Ana Agent has no open ticket" in (await story.types("lena", "/ticket assign --from @ana to @omar")).text


async def test_whoever_hands_very_many_over_is_told_of_the_first_at_once_and_of_all_when_it_is_done(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.slack.reception.MOST_AT_ONCE", 2)
    story = await begin(THURSDAY)
    for number in (1, 2, 3, 4):
        await story.types("ana", "/ticket new high Acme: SSO login fails")
        await story.types("ana", f"/ticket take {number}")

    told = await story.types("lena", "/ticket assign --from @ana to @omar")

    assert "2 tickets of Ana Agent's: Omar Agent has them now. T-1, T-2. 2 more follow" in told.text
    assert "4 tickets of Ana Agent's" in story.person("lena").ephemerals()[-1].text
    assert all("Omar Agent" in story.card_text(number) for number in (1, 2, 3, 4))


async def test_nobodys_tickets_are_orphaned_by_a_change_of_the_configuration(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await story.types("ana", "/ticket new urgent Acme: SSO login fails")
    await story.types("ana", "/ticket take 1")
    async with story.trial.down():
        file = read_configuration(LESS_ANA, "the changed configuration", Path())
        story.trial.settings = replace(story.trial.settings, configuration=file)

    assert "There is no ticket T-1 that you can see." in (await story.types("ana", "/ticket take 1")).text
    listed = await story.read("lena", "/ticket list of:@ana")
    assert "T-1" in listed
    told = await story.types("lena", "/ticket assign --from @ana to nobody")

    assert "1 ticket of Ana Agent's: nobody has them now. T-1." in told.text
    assert "T-1" in await story.read("lena", "/ticket list unassigned")


@pytest.mark.clause("B01", "B04")
async def test_an_escalation_calls_the_account_manager_in_office_hours(begin: Begin) -> None:
    story = await begin("2026-06-01 10:00+02:00")
    await _critical(story)

    await story.moves_to("2026-06-01 10:30:01+02:00")

    [escalation] = story.told("escalations")
    assert "U0TESS" in called(escalation)


@pytest.mark.clause("B01", "B04")
async def test_an_escalation_at_night_calls_whoever_is_on_call_then(begin: Begin) -> None:
    story = await begin("2026-06-01 22:00+02:00")
    await _critical(story)

    await story.moves_to("2026-06-01 22:30:01+02:00")

    [escalation] = story.told("escalations")
    assert called(escalation) == {"U0PIET"}


@pytest.mark.clause("B01")
async def test_the_account_manager_sees_their_customers_and_may_take_what_is_theirs(begin: Begin) -> None:
    story = await begin(THURSDAY, configured=LESS_TESS)
    await story.types("ana", "/ticket new high Initech: Reports are empty")
    await story.types("ana", "/ticket new high Acme: Reports are empty")

    listed = await story.read("tess", "/ticket list")
    assert "T-1" in listed
    assert "T-2" not in listed
    await story.types("tess", "/ticket take 1")
    assert "Tess Tam" in story.card_text(1)
    assert "There is no ticket T-2 that you can see." in (await story.types("tess", "/ticket take 2")).text


async def _critical(story: Story) -> None:
    await story.types("ana", "/ticket new Birdsong Mail: All API calls time out")
    await story.selects("ana", "triage bird", "All API calls, by a time-out or internal error")
    assert not (await story.submits("ana", **WHOM_TO_CALL)).errors
