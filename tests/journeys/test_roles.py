"""Who may do what: each role has its help, whose examples work; what is not theirs is refused kindly and privately."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from bot.configuration import read_configuration
from bot.demo.office import CONFIGURATION
from tests.journeys.stage import Begin
from tests.journeys.story import reads

THURSDAY = "2026-07-02 10:00-07:00"
TAM_ONLY = CONFIGURATION.replace("agents: [U0ANA, U0OMAR, U0TESS]", "agents: [U0ANA, U0OMAR]")
GROUPS = CONFIGURATION.replace("leads: [U0LENA]", "leads: [U0LENA, S0LEADS]")


async def test_each_role_is_helped_with_what_it_may_do_and_with_nothing_else(begin: Begin) -> None:
    story = await begin(THURSDAY)

    lead, agent = await story.read("lena", "/ticket help"), await story.read("ana", "/ticket help")
    customer = await story.read("gina", "/ticket help", "globex")
    other = await story.read("otto", "/ticket help", "random")

    for helped in (lead, agent):
        assert "/ticket take 12" in helped
        assert "?take" in helped, "and how it is done in threads"
    assert "/ticket object 12" in customer
    for words in ("/ticket take", "/ticket regrade", "/ticket close", "?take", "digest", "assign"):
        assert words not in customer
    assert "A lead can add you to either." in other
    assert "/ticket " not in other


@pytest.mark.parametrize("who", ["lena", "ana", "gina"])
async def test_every_example_of_the_help_can_be_typed_as_it_stands(begin: Begin, who: str) -> None:
    story = await begin(THURSDAY)
    channel = "globex" if who == "gina" else "triage"
    for _ in range(12):
        await story.types("ana", "/ticket new urgent Globex: SSO login fails for everyone")
    helped = await story.types(who, "/ticket help", channel)
    assert helped.message is not None

    for example in re.findall(r"`(/ticket [^`]+)`", str(helped.message.blocks)):
        told = await story.types(who, example.replace("Acme", "Globex"), channel)
        assert "is not a word I know" not in told.text, example
        assert "goes like this" not in told.text, example
        assert " is for the support team" not in told.text, example


async def test_a_word_that_nobody_knows_gets_the_nearest_and_comes_back(begin: Begin) -> None:
    story = await begin(THURSDAY)

    told = await story.read("ana", "/ticket rgrade 1 high Only the reports fail now.")

    assert "Did you mean “regrade”?" in told
    assert "/ticket rgrade 1 high Only the reports fail now." in told


@pytest.mark.parametrize(
    "words",
    [
        "take 1",
        "assign 1 me",
        "ack 1",
        "reply 1 Hello",
        "update 1 Hello",
        "called 1 Hello",
        "regrade 1 low Fine now.",
        "undo 1",
        "pause 1 customer Later.",
        "resume 1",
        "tried 1 Called.",
        "resolve 1 Done.",
        "close 1 resolved Done.",
        "history 1",
        "digest",
        "customer list",
        "customer edit globex",
    ],
)
async def test_what_is_the_teams_is_refused_to_a_customer_privately_and_their_words_come_back(
    begin: Begin, words: str
) -> None:
    story = await begin(THURSDAY)
    await story.types("ana", "/ticket new urgent Globex: Reports are empty")
    before = [reads(story, each) for each in story.messages()]

    told = await story.types("gina", f"/ticket {words}", "globex")

    assert "is for the support team" in told.text
    assert told.message is not None
    assert told.message.shown_only_to == "U0GINA"
    assert f"/ticket {words}" in reads(story, told.message)
    assert [reads(story, each) for each in story.messages()] == before


async def test_a_customer_may_confirm_object_and_have_it_opened_again_but_only_what_is_theirs(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await story.types("ana", "/ticket new urgent Globex: Reports are empty")
    await story.types("ana", "/ticket new urgent Acme: SSO login fails")
    for number in (1, 2):
        await story.types("ana", f"/ticket resolve {number} It is mended.")

    assert "There is no ticket T-2" in await story.read("gina", "/ticket object 2 No.", "globex")
    await story.types("gina", "/ticket object 1 It fails for half of us.", "globex")
    assert "Gina Guest objected" in story.card_text(1)
    await story.types("ana", "/ticket resolve 1 Now it is.")
    await story.types("gina", "/ticket confirm 1", "globex")
    assert "Closed The customer agreed." in story.card_text(1)
    await story.types("gina", "/ticket reopen 1 It is back.", "globex")
    assert "Gina Guest opened it again" in story.card_text(1)


async def test_only_leads_change_customers(begin: Begin) -> None:
    story = await begin(THURSDAY)

    refused = await story.read("ana", "/ticket customer edit acme")

    assert "for the leads of the support team. Ask one of them to do it." in refused
    assert story.person("ana").modal() is None


@pytest.mark.clause("B01")
async def test_an_account_manager_who_is_not_of_the_team_is_helped_and_may_work_on_their_customers_only(
    begin: Begin,
) -> None:
    story = await begin(THURSDAY, configured=TAM_ONLY)
    await story.types("ana", "/ticket new high Initech: Reports are empty")
    await story.types("ana", "/ticket new high Acme: Reports are empty")

    assert "/ticket take 12" in await story.read("tess", "/ticket help")
    await story.types("tess", "/ticket reply 1 I look into it.")
    assert "Tess Tam answered the customer" in story.card_text(1)
    assert "There is no ticket T-2" in await story.read("tess", "/ticket reply 2 I look into it.")
    assert "is for the support team" in await story.read("tess", "/ticket digest")


async def test_a_user_group_of_slack_says_who_leads_and_a_change_there_holds_at_once(begin: Begin) -> None:
    story = await begin(THURSDAY)
    ana, omar = story.person("ana"), story.person("omar")
    story.trial.office.workspace.add_user_group("leads", id="S0LEADS", members=[omar.user], name="Support leads")
    async with story.trial.down():
        file = read_configuration(GROUPS, "the configuration with a group", Path())
        story.trial.settings = replace(story.trial.settings, configuration=file)
    assert "for the leads" in await story.read("ana", "/ticket customer edit acme")

    await story.person("lena").changes_user_group("leads", [ana.user])
    await story.trial.slack.acknowledged()
    await story.trial.bot.regrouping.pass_at(story.trial.clock())

    await story.types("ana", "/ticket customer edit acme")
    assert ana.modal() is not None
    assert "for the leads" in await story.read("omar", "/ticket customer edit acme")
