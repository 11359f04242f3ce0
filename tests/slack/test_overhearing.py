"""Threads and channels: macros, marks and mentions, each answered to the one person who should know."""

import pytest

from bot.playground.faults import FaultKind
from bot.playground.messages import Message
from bot.playground.records import Outcome
from storage.database import Unavailable
from tests.journeys.stage import Begin, Log
from tests.journeys.story import Story, reads

NOON = "2026-06-05 12:00-07:00"


@pytest.fixture
async def story(begin: Begin) -> Story:
    """Acme's urgent ticket T-1, opened from a message of Carl's in their channel."""
    story = await begin(NOON)
    message = await story.person("carl").says("acme", "SSO login fails for everyone")
    await story.person("ana").uses_shortcut("open_ticket", message)
    await story.selects("ana", "severity", "Urgent (P1)")
    await story.submits("ana")
    return story


async def writes(story: Story, who: str, text: str, under: Message, channel: str = "triage") -> str:
    """Somebody writes into a thread; what they alone are told."""
    before = len(story.person(who).ephemerals())
    await story.person(who).says(channel, text, under)
    await story.settle()
    told = story.person(who).ephemerals()[before:]
    assert all(each.thread_ts == under.ts for each in told)
    return "\n".join(reads(story, each) for each in told)


async def marks(story: Story, who: str, message: Message) -> Message | None:
    """Somebody marks a message with :ticket:; what they alone are told."""
    before = len(story.person(who).ephemerals())
    await story.person(who).reacts(message, "ticket")
    await story.settle()
    return next(iter(story.person(who).ephemerals()[before:]), None)


def told_customer(story: Story) -> str:
    """What stands in the customer's thread."""
    return "\n".join(reads(story, each) for each in story.person("carl").thread(story.person("carl").sees("acme")[0]))


async def test_a_macro_in_the_cards_thread_does_what_the_command_would(story: Story) -> None:
    assert "T-1: you took it." in await writes(story, "omar", "?take", story.card())
    assert "Omar Agent" in story.card_text()

    answer = await writes(story, "omar", "?reply We are looking into it.", story.card())

    assert "you answered the customer" in answer
    assert "We are looking into it." in told_customer(story)


async def test_somebody_is_assigned_in_a_thread_by_mention(story: Story) -> None:
    assert "a window asks for the rest" in await writes(story, "ana", "?assign @nobody-slack-knows", story.card())
    await writes(story, "ana", "?assign @omar", story.card())
    assert "Omar Agent" in story.card_text()


async def test_a_question_in_the_cards_thread_is_answered_in_private(story: Story) -> None:
    assert "first response" in (await writes(story, "ana", "?why", story.card())).casefold()
    told = await writes(story, "ana", "?help", story.card())
    assert "?reply We are looking into it." in told
    assert "?regrade high" in await writes(story, "ana", "?help regrade", story.card())
    assert "/ticket list mine" in await writes(story, "ana", "?help list", story.card())


async def test_a_macro_that_needs_more_comes_back_with_the_button_to_its_window(story: Story) -> None:
    before = len(story.person("omar").ephemerals())
    told = await writes(story, "omar", "?regrade high", story.card())
    assert "?regrade high" in told

    await story.person("omar").clicks(story.person("omar").ephemerals()[before], "Regrade")

    assert story.window("omar").title == "Regrade T-1"
    assert "(•) High (P2)" in story.window_text("omar"), "what was typed already is filled in"


async def test_a_macro_that_was_mistyped_gets_the_nearest_and_changes_nothing(story: Story) -> None:
    told = await writes(story, "omar", "?tkae", story.card())
    assert "Did you mean “?take”?" in told
    assert "nobody yet" in story.card_text()


async def test_a_macro_of_somebody_who_may_not_is_refused_kindly_and_comes_back(story: Story) -> None:
    await story.person("otto").joins("triage")
    told = await writes(story, "otto", "?close resolved", story.card())
    assert "?close resolved" in told
    assert "nobody yet" in story.card_text()
    assert story.notice("1:card")


async def test_a_macro_comes_back_when_the_database_is_away(
    story: Story, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    del log
    database = story.trial.bot.desk.database
    with monkeypatch.context() as broken:
        broken.setattr(type(database), "transaction", lambda *_, **__: _away())
        await story.person("omar").says("triage", "?take", story.card())
        assert await story.trial.bot.in_flight.drained(5.0)
    told = reads(story, story.person("omar").ephemerals()[-1])
    assert "not recorded" in told
    assert "?take" in told


def _away() -> object:
    raise Unavailable("the database is away")


async def test_words_in_the_cards_thread_stay_internal(story: Story) -> None:
    for text in ("They should check their DNS.", "?!", "?what do they mean"):
        assert await writes(story, "omar", text, story.card()) == ""
    assert "DNS" not in told_customer(story)
    assert "answered" not in story.card_text()


async def test_a_macro_in_the_customers_thread_does_nothing_and_is_no_answer(story: Story) -> None:
    head = story.person("omar").sees("acme")[0]

    told = await writes(story, "omar", "?close resolved", head, "acme")

    assert "does not count as an answer" in told
    assert "?close resolved" in told
    assert "answered" not in story.card_text()
    assert "closed" not in story.card_text().casefold()


async def test_a_question_mark_of_the_customers_is_heard_like_any_other_word(story: Story) -> None:
    head = story.person("carl").sees("acme")[0]
    assert await writes(story, "carl", "?reply to me please", head, "acme") == ""
    assert "?reply to me please" in "\n".join(reads(story, each) for each in story.history())


async def test_the_teams_words_in_the_customers_thread_are_an_answer(story: Story) -> None:
    head = story.person("omar").sees("acme")[0]
    assert await writes(story, "omar", "We are looking into it.", head, "acme") == ""
    assert "Omar Agent answered the customer" in story.card_text()


async def test_what_the_team_says_to_the_app_in_the_customers_thread_is_no_answer(story: Story) -> None:
    head = story.person("omar").sees("acme")[0]
    assert "This is T-1 already" in await writes(story, "omar", "@belltower what now?", head, "acme")
    assert "answered" not in story.card_text()


async def test_a_customer_of_another_workspace_opens_a_ticket_with_a_mark(story: Story) -> None:
    message = await story.person("carl").says("acme", "Reports are empty\nsince nine")
    offer = await marks(story, "carl", message)
    assert offer is not None

    await story.person("carl").clicks(offer, "Open a ticket")
    assert "Title: Reports are empty" in story.window_text("carl")
    await story.selects("carl", "severity", "High (P2)")
    await story.submits("carl")

    assert "Reports are empty" in story.card_text(2)
    await writes(story, "carl", "Only for some of us.", message, "acme")
    assert "Only for some of us." in "\n".join(reads(story, each) for each in story.history(2))


async def test_a_reply_that_is_marked_becomes_a_ticket_of_its_thread(story: Story) -> None:
    head = await story.person("carl").says("acme", "Good morning")
    reply = await story.person("carl").says("acme", "Reports are empty", head)
    offer = await marks(story, "ana", reply)
    assert offer is not None
    assert offer.thread_ts == head.ts

    await story.person("ana").clicks(offer, "Open a ticket")

    assert f'"ts": "{head.ts}"' in story.window("ana").content["private_metadata"]
    assert "Title: Reports are empty" in story.window_text("ana")


async def test_a_message_that_has_a_ticket_says_which_when_it_is_marked_again(story: Story) -> None:
    told = await marks(story, "ana", story.person("ana").sees("acme")[0])
    assert told is not None
    assert "This is T-1 already" in told.text


async def test_in_the_thread_of_a_closed_ticket_a_mark_leads_to_reopening_it_or_to_another(story: Story) -> None:
    await story.types("ana", "/ticket close 1 resolved They confirmed it.")
    head = story.person("carl").sees("acme")[0]
    reply = await story.person("carl").says("acme", "Now reports are empty", head)
    told = await marks(story, "carl", reply)
    assert told is not None
    assert "This was T-1, which is closed" in told.text
    assert "Open it again" in reads(story, told)

    await story.person("carl").clicks(told, "Open a ticket")
    await story.selects("carl", "severity", "High (P2)")
    await story.submits("carl")

    assert "Now reports are empty" in story.card_text(2)
    reply = await story.person("carl").says("acme", "And slow", head)
    told = await marks(story, "carl", reply)
    assert told is not None
    assert "This is T-2 already" in told.text


async def test_a_customer_is_offered_to_reopen_only_what_was_not_closed_for_good(story: Story) -> None:
    await story.types("ana", "/ticket close 1 out_of_scope V24 They want their DNS changed.")
    head = story.person("carl").sees("acme")[0]
    for who, offered in (("carl", False), ("ana", True)):
        told = await marks(story, who, head)
        assert told is not None
        assert ("Open it again" in reads(story, told)) is offered


async def test_about_talk_that_concerns_no_ticket_slack_is_asked_nothing(story: Story, log: Log) -> None:
    log.expects("a request failed")
    for method in ("users.info", "files.info"):
        story.trial.slack.faults.always(method, FaultKind.CLOSE)
    await story.person("otto").joins("acme")

    head = await story.person("otto").says("acme", "Lunch?", files=["menu.pdf"])
    assert story.trial.slack.deliveries[-1].outcome is Outcome.ACKNOWLEDGED
    assert "could not be" not in log.text

    await story.person("otto").says("acme", "Is T-1 about lunch?", head)
    assert story.trial.slack.deliveries[-1].outcome is not Outcome.ACKNOWLEDGED, "who speaks of a ticket must be known"


async def test_a_mention_in_a_customers_channel_offers_the_form_with_its_words(story: Story) -> None:
    before = len(story.person("carl").ephemerals())
    await story.person("carl").says("acme", "@belltower Reports are empty")
    await story.settle()
    told = story.person("carl").ephemerals()[before:]
    assert len(told) == 1, "the mention and the message are one thing"

    await story.person("carl").clicks(told[0], "Open a ticket")

    assert "Title: Reports are empty" in story.window_text("carl")


@pytest.mark.parametrize("words", ["", " help", " Help?"])
async def test_a_mention_that_says_nothing_else_is_answered_with_help_for_a_customer_too(
    story: Story, words: str
) -> None:
    before = len(story.person("carl").ephemerals())
    await story.person("carl").says("acme", f"@belltower{words}")
    await story.settle()
    [told] = story.person("carl").ephemerals()[before:]
    assert "/ticket new" in reads(story, told)


async def test_a_mention_in_the_customers_thread_is_heard_and_names_the_ticket(story: Story) -> None:
    head = story.person("carl").sees("acme")[0]
    assert "This is T-1 already" in await writes(story, "carl", "@belltower any news?", head, "acme")
    assert sum("any news?" in reads(story, each) for each in story.history()) == 1


async def test_whoever_may_not_open_tickets_is_told_so_kindly(story: Story) -> None:
    await story.person("otto").joins("globex")
    before = len(story.person("otto").ephemerals())
    await story.person("otto").says("globex", "@belltower what is this?")
    await story.settle()
    assert "A lead can add you" in reads(story, story.person("otto").ephemerals()[before])


async def test_a_mention_among_ourselves_is_answered_with_help(story: Story) -> None:
    before = len(story.person("ana").ephemerals())
    await story.person("ana").says("triage", "@belltower hello")
    await story.settle()
    assert "/ticket new" in reads(story, story.person("ana").ephemerals()[before])


@pytest.mark.parametrize("where", ["acme", "triage"])
async def test_the_shortcut_in_either_thread_shows_all_that_can_be_done(story: Story, where: str) -> None:
    head = story.person("omar").sees("acme")[0] if where == "acme" else story.card()
    reply = await story.person("omar").says(where, "see below", head)

    await story.person("omar").uses_shortcut("ticket_next", reply)
    listed = story.window_text("omar")
    assert "Propose resolution" in listed

    await story.person("omar").clicks(story.window("omar"), "Reply")
    assert story.window("omar").title == "Reply T-1", "it lies on the list"
    await story.submits("omar", text="We are on it.")
    assert story.person("omar").modal() is None, "the list has nothing more to say"


async def test_what_is_done_from_the_list_is_said_in_its_window(story: Story) -> None:
    await story.person("omar").uses_shortcut("ticket_next", story.card())
    await story.person("omar").clicks(story.window("omar"), "Take it")
    await story.settle()
    assert "you took it" in story.window_text("omar")


async def test_the_shortcut_on_a_message_without_a_ticket_says_how_to_open_one(story: Story) -> None:
    message = await story.person("omar").says("triage", "lunch?")
    await story.person("omar").uses_shortcut("ticket_next", message)
    await story.settle()
    assert "No ticket belongs to this thread" in story.person("omar").ephemerals()[-1].text
