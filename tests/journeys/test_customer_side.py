"""The customer's side: from a message to a ticket, a receipt, answers, and what never reaches them."""

import pytest

from bot.playground.directory import BotKind
from tests.journeys.stage import Begin
from tests.journeys.story import key_of, reads, shown

THURSDAY = "2026-07-02 10:00-07:00"


@pytest.mark.clause("V02", "B13")
async def test_whoever_of_us_marks_a_customers_message_with_the_ticket_emoji_is_offered_the_form(begin: Begin) -> None:
    story = await begin(THURSDAY)
    said = await story.says("carl", "acme", "SSO login fails for everyone\nSince nine this morning.")

    await story.person("ana").reacts(said, "ticket")
    await story.settle()

    offer = story.person("ana").ephemerals()[-1]
    assert "Shall this message become a ticket?" in offer.text
    assert len(story.person("carl").thread(said)) == 0, "and nobody else sees the question"
    await story.presses("ana", offer, "Open a ticket")
    assert "Title: SSO login fails for everyone" in story.window_text("ana")
    assert "Acme" in story.window_text("ana")
    await story.selects("ana", "severity", "Urgent (P1)")
    await story.submits("ana")
    assert "#acme" in story.card_text()


async def test_the_emoji_means_nothing_elsewhere_and_no_other_emoji_means_anything(begin: Begin) -> None:
    story = await begin(THURSDAY)
    elsewhere = await story.says("otto", "random", "Who has the projector?")
    theirs = await story.says("carl", "acme", "Thank you!")

    await story.person("otto").reacts(elsewhere, "ticket")
    await story.person("ana").reacts(theirs, "tada")
    await story.settle()

    assert story.person("otto").ephemerals() == story.person("ana").ephemerals() == []


@pytest.mark.clause("B13")
async def test_a_customer_of_another_company_mentions_the_bot_and_opens_the_ticket_themselves(begin: Begin) -> None:
    story = await begin(THURSDAY)
    said = await story.says("carl", "acme", "@belltower SSO login fails for everyone")
    offer = story.person("carl").ephemerals()[-1]

    await story.presses("carl", offer, "Open a ticket")
    assert "Title: @Belltower" not in story.window_text("carl")
    await story.selects("carl", "severity", "Urgent (P1)")
    assert "Paged at once" not in story.window_text("carl"), "whom we call is our affair"
    await story.submits("carl", title="SSO login fails for everyone")

    assert "by Carl Customer" in story.card_text()
    assert "T-1" in story.answers("carl", said)[-1]
    assert len(story.paged("piet")) == 1


@pytest.mark.clause("B13")
async def test_the_receipt_says_the_number_the_severity_what_happens_by_when_and_how_to_raise_it(begin: Begin) -> None:
    story = await begin("2026-07-02 17:30-07:00")
    said = await story.asks_for_a_ticket("carl", "acme", "SSO login fails for everyone", "Urgent (P1)")

    [receipt] = story.person("carl").thread(said)
    words = reads(story, receipt)

    assert "We have your request. It is T-1, with the severity Urgent." in words
    assert f"*First response* due {shown('2026-07-06 06:30-07:00')}" in str(receipt.blocks)
    assert "1 business hour · V06" in words
    assert "If Urgent does not fit, or it gets worse, write here" in words
    assert "Piet" not in words, "who is paged is not told"


@pytest.mark.clause("B14")
async def test_a_goal_of_ours_is_no_promise_to_them(begin: Begin) -> None:
    story = await begin("2026-06-01 10:00+02:00")
    said = await story.says("bea", "birdsong", "Which address first?")
    await story.person("ana").uses_shortcut("open_ticket", said)
    await story.selects("ana", "triage bird", "Nothing: a configuration or information request")
    await story.submits("ana")
    assert "First response goal" in story.card_text()

    [receipt] = story.answers("bea", said)

    assert "First response" not in receipt
    assert "goal" not in receipt


async def test_a_ticket_that_was_opened_without_a_message_begins_its_own_thread_with_the_receipt(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await story.types("gina", "/ticket new high globex: Reports are empty", "globex")

    [receipt] = [each for each in story.person("gina").sees("globex") if "T-1" in each.text]
    await story.types("omar", "/ticket reply 1 Which ones?")
    assert "Which ones?" in story.answers("gina", receipt)[-1]
    await story.says("gina", "globex", "The weekly ones.", receipt)

    assert "The weekly ones." in reads(story, story.history()[-1])


async def test_what_the_customer_writes_in_the_thread_comes_to_us_with_the_names_of_its_files(begin: Begin) -> None:
    story = await begin(THURSDAY)
    said = await story.asks_for_a_ticket("carl", "acme", "SSO login fails for everyone", "Urgent (P1)")

    await story.says("carl", "acme", "Here is the <log>.", said, files=["login.log", "screen.png"])
    await story.says("carl", "acme", "", said, files=["second.log"])

    first, second = story.history()[-2:]
    assert "The customer wrote (Carl Customer)" in reads(story, first)
    assert "Here is the <log>." in reads(story, first)
    assert "Files login.log, screen.png" in reads(story, first)
    assert "Files second.log" in reads(story, second)
    await story.presses("omar", second, "Reply")
    assert story.window("omar").title == "Reply T-1"


@pytest.mark.complaint(40)
async def test_what_we_write_among_ourselves_stays_among_ourselves(begin: Begin) -> None:
    story = await begin(THURSDAY)
    said = await story.asks_for_a_ticket("carl", "acme", "SSO login fails for everyone", "Urgent (P1)")
    before = story.answers("carl", said)

    await story.says("omar", "triage", "They always forget the certificate.", story.card())
    await story.types("omar", "/ticket take 1")
    await story.types("omar", "/ticket pause 1 customer They look for it, slowly.")
    await story.types("omar", "/ticket resume 1 Never mind.")
    await story.types("omar", "/ticket tried 1 Nobody picks up, as usual.")

    assert story.answers("carl", said) == before
    assert "First response due" in story.card_text(), "and it is no answer to them either"


async def test_an_answer_that_is_typed_in_their_thread_is_one_and_is_not_posted_twice(begin: Begin) -> None:
    story = await begin(THURSDAY)
    said = await story.asks_for_a_ticket("carl", "acme", "SSO login fails for everyone", "Urgent (P1)")

    await story.says("omar", "acme", "We renew the certificate now.", said)

    assert "First response kept" in story.card_text()
    assert "Omar Agent answered the customer in their thread" in reads(story, story.history()[-1])
    assert len([each for each in story.answers("carl", said) if "We renew the certificate" in each]) == 1


@pytest.mark.complaint(40)
async def test_a_macro_that_slips_into_their_thread_is_no_answer_and_whoever_typed_it_is_told(begin: Begin) -> None:
    story = await begin(THURSDAY)
    said = await story.asks_for_a_ticket("carl", "acme", "SSO login fails for everyone", "Urgent (P1)")

    await story.says("omar", "acme", "?close resolved they are a nuisance", said)

    told = story.person("omar").ephemerals()[-1]
    assert "it does not count as an answer, and nothing was done" in told.text
    assert "?close resolved they are a nuisance" in reads(story, told)
    assert "First response due" in story.card_text()


@pytest.mark.complaint(30)
@pytest.mark.parametrize("kind", list(BotKind))
async def test_no_bot_and_no_automatic_reply_ever_stops_a_clock(begin: Begin, kind: BotKind) -> None:
    story = await begin(THURSDAY)
    said = await story.asks_for_a_ticket("carl", "acme", "SSO login fails for everyone", "Urgent (P1)")
    story.trial.office.workspace.add_bot("Weekly form", kind=kind)

    await story.trial.slack.bot("Weekly form").says("acme", "Thank you for your message, we answer soon.", said)
    await story.settle()

    assert f"*First response* due {shown('2026-07-02 11:00-07:00')}" in str(story.card().blocks)
    await story.moves_to("2026-07-02 11:00:01-07:00")
    assert len(story.told("breaches")) == 1


@pytest.mark.complaint(30)
async def test_a_colleague_who_is_not_of_the_team_stops_no_clock_and_ends_no_wait(begin: Begin) -> None:
    story = await begin(THURSDAY)
    said = await story.says("gina", "globex", "Reports are empty")
    await story.person("ana").uses_shortcut("open_ticket", said)
    await story.selects("ana", "severity", "High (P2)")
    await story.submits("ana")
    await story.person("otto").joins("globex")

    await story.says("otto", "globex", "I have that too!", said)
    assert "First response due" in story.card_text()
    await story.types("omar", "/ticket pause 1 customer Which reports?")
    await story.says("otto", "globex", "All of them.", said)
    assert "waiting on customer" in story.card_text()


async def test_a_second_mark_on_the_same_thread_says_which_ticket_it_is_already(begin: Begin) -> None:
    story = await begin(THURSDAY)
    said = await story.asks_for_a_ticket("carl", "acme", "SSO login fails for everyone", "Urgent (P1)")
    more = await story.says("carl", "acme", "And the reports too.", said)

    await story.person("omar").reacts(more, "ticket")
    await story.settle()

    told = story.person("omar").ephemerals()[-1]
    assert "This is T-1 already." in told.text
    assert [key_of(each) for each in story.messages() if (key_of(each) or "").endswith(":card")] == ["1:card"]


async def test_the_customer_sees_their_own_tickets_and_no_word_that_was_written_for_us(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await story.types("gina", "/ticket new high globex: Reports are empty", "globex")
    await story.types("ana", "/ticket new urgent Acme: SSO login fails for everyone")
    await story.types("omar", "/ticket regrade 1 medium They exaggerate.")
    await story.types("omar", "/ticket pause 1 customer They are slow.")

    listed = await story.read("gina", "/ticket list", "globex")
    shown_to_her = await story.read("gina", "/ticket show 1", "globex")

    assert "T-1" in listed
    assert "T-2" not in listed
    for words in ("exaggerate", "They are slow"):
        assert words not in listed + shown_to_her
    assert "for the support team" in await story.read("gina", "/ticket history 1", "globex")


@pytest.mark.clause("V02")
async def test_how_it_reached_us_is_one_of_the_plans_ways_and_stands_on_the_card(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await story.types("ana", "/ticket new low Globex: How do I export reports?")
    assert "V02" not in story.card_text(1), "nobody has to say it"
    await story.types("ana", "/ticket new low Globex:")
    assert "Reached us by (V02)" in story.window_text("ana")

    await story.submits("ana", **{"via basic": "the messenger in the application", "title": "And how do I import?"})

    assert "the messenger in the application (V02)" in story.card_text(2)


@pytest.mark.clause("B13", "B19")
async def test_a_case_by_email_and_a_call_on_the_hotline_are_told_apart(begin: Begin) -> None:
    story = await begin("2026-06-01 10:00+02:00")
    for number, way in enumerate(("email", "the Severity 1 hotline"), start=1):
        await story.types("ana", "/ticket new Birdsong Mail: Which address first?")
        await story.person("ana").fills(story.window("ana"), {"via email_enterprise": way})
        await story.selects("ana", "triage bird", "Nothing: a configuration or information request")
        await story.submits("ana")
        await story.person("ana").closes(story.window("ana"))

        assert f"{way} (B13, B19)" in story.card_text(number), "the choice stays when the form is drawn again"
