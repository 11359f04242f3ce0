"""A ticket ends by agreement: we propose, the customer says yes or no, and the contract says what silence means."""

import pytest

from bot.playground.messages import Message
from tests.journeys.stage import Begin
from tests.journeys.story import Story, at, called, first_line, posted, reads, shown

THURSDAY = "2026-07-02 10:00-07:00"
TUESDAY = "2026-06-02 10:00+02:00"


@pytest.mark.clause("B17", "B22", "B24")
async def test_the_customer_is_asked_with_two_buttons_and_one_yes_closes_it(begin: Begin) -> None:
    story = await begin(TUESDAY)
    said = await _case(story)
    await story.presses("omar", story.card(), "Propose resolution")
    assert "with two buttons: “Yes, it is resolved” and “No, not yet”" in story.window_text("omar")
    await story.submits("omar", text="The address is set up.")

    proposal = story.last_answer("bea", said)
    assert "Omar Agent holds this to be resolved. Do you agree?" in reads(story, proposal)
    assert "The address is set up." in reads(story, proposal)
    assert "Waits for the customer to agree." in story.card_text()

    assert "you confirmed that it is resolved" in await story.presses("bea", proposal, "Yes, it is resolved")
    assert "Closed The customer agreed." in story.card_text()
    assert "T-1 is closed, as you agreed." in story.answers("bea", said)[-1]
    assert "Bea Customer confirmed that it is resolved" in reads(story, story.history()[-1])


@pytest.mark.clause("B22", "B24")
async def test_a_workaround_is_proposed_as_one(begin: Begin) -> None:
    story = await begin(TUESDAY)
    said = await _case(story)
    await story.presses("omar", story.card(), "Propose resolution")
    await story.submits("omar", outcome="A workaround is in place", text="Send through the other address.")

    proposal = story.last_answer("bea", said)
    assert "Omar Agent has a workaround for this. Do you agree?" in reads(story, proposal)
    await story.presses("bea", proposal, "Yes, that will do for now")

    assert "Workaround Send through the other address." in story.card_text()
    assert "Closed The customer agreed." in story.card_text()


@pytest.mark.clause("B17", "B24")
async def test_a_no_asks_what_is_wrong_and_the_work_and_its_promises_go_on(begin: Begin) -> None:
    story = await begin(THURSDAY)
    said = await story.asks_for_a_ticket("carl", "acme", "SSO login fails for everyone", "Urgent (P1)")
    await story.types("omar", "/ticket take 1")
    await story.types("omar", "/ticket resolve 1 The certificate is renewed.")
    assert "First response kept" in story.card_text(), "a proposal is an answer"
    await story.moves_to("2026-07-02 14:00-07:00")

    await story.presses("carl", story.last_answer("carl", said), "No, not yet")
    assert "text" in (await story.submits("carl", text="")).errors
    await story.submits("carl", text="It fails for half of us.")

    assert "open" in story.card_text()
    assert f"*First response* due {shown('2026-07-02 15:00-07:00')}" in str(story.card().blocks)
    objected = next(each for each in story.history() if "objected" in first_line(each))
    assert "It fails for half of us." in reads(story, objected)
    assert "T-1 is not resolved, and we go on with it." in story.answers("carl", said)[-1]
    assert "Omar Agent" in story.card_text(), "whoever had it has it still"


@pytest.mark.clause("B17", "B24")
async def test_where_both_must_agree_silence_agrees_to_nothing_and_somebody_is_reminded(begin: Begin) -> None:
    story = await begin(TUESDAY)
    await _case(story)
    await story.types("omar", "/ticket take 1")
    await story.presses("omar", story.card(), "Propose resolution")
    assert "you are reminded to ask again; nothing is agreed (B17, B24)" in story.window_text("omar")
    await story.submits("omar", text="The address is set up.")

    await story.moves_to("2026-06-12 10:00+02:00")

    assert "Waits for the customer to agree." in story.card_text(), "ten days of silence close nothing"
    [reminder] = [each for each in story.history() if "⏰" in first_line(each)]
    assert posted(reminder) == at("2026-06-03 10:00+02:00"), "once, after one business day"
    assert called(reminder) == {"U0OMAR"}


async def test_where_the_contract_says_so_silence_agrees_and_the_customer_knew_it_beforehand(begin: Begin) -> None:
    story = await begin(THURSDAY)
    said = await story.asks_for_a_ticket("carl", "acme", "SSO login fails for everyone", "Urgent (P1)")
    await story.types("omar", "/ticket resolve 1 The certificate is renewed.")
    # Two working days of twelve hours; the Friday is Independence Day as it is observed.
    proposal = str(story.last_answer("carl", said).blocks)
    assert f"Without an answer by {shown('2026-07-07 10:00-07:00')}" in proposal
    assert "it counts as agreed and is closed" in proposal

    await story.moves_to("2026-07-07 09:59-07:00")
    assert "Waits for the customer to agree." in story.card_text()
    await story.moves_to("2026-07-07 10:00-07:00")

    assert "Their silence counts as agreement (house rule)." in story.card_text()
    assert "nobody objected to the proposed resolution" in story.answers("carl", said)[-1]
    await story.presses("carl", story.last_answer("carl", said), "Open it again")
    await story.submits("carl", text="I was away, and it still fails.")
    assert "Carl Customer opened it again" in story.card_text()


@pytest.mark.complaint(28)
async def test_thanks_after_the_proposal_start_no_clock_and_a_word_of_theirs_is_no_silence(begin: Begin) -> None:
    story = await begin(THURSDAY)
    said = await story.asks_for_a_ticket("carl", "acme", "SSO login fails for everyone", "Urgent (P1)")
    await story.types("omar", "/ticket resolve 1 The certificate is renewed.")

    await story.says("carl", "acme", "Thanks! I will try it tomorrow.", said)
    await story.moves_to("2026-07-10 10:00-07:00")

    assert "Waits for the customer to agree." in story.card_text(), "who writes is not silent"
    assert story.told("breaches") == []
    assert [each for each in story.history() if "⏰" in first_line(each)], "so somebody must find out what they meant"


async def test_the_team_records_an_agreement_only_with_the_words_of_who_agreed(begin: Begin) -> None:
    story = await begin(TUESDAY)
    await _case(story)
    await story.types("omar", "/ticket resolve 1 The address is set up.")

    await story.presses("omar", story.card(), "Confirm")
    assert "Who agreed, and how?" in story.window_text("omar")
    assert "text" in (await story.submits("omar")).errors
    await story.submits("omar", text="Bea, on the phone at eleven.")

    assert "Closed The customer agreed. Bea, on the phone at eleven." in story.card_text()


async def test_nobody_but_the_customer_and_the_team_can_answer_for_them(begin: Begin) -> None:
    story = await begin(TUESDAY)
    said = await _case(story)
    await story.types("omar", "/ticket resolve 1 The address is set up.")
    proposal = story.last_answer("bea", said)
    await story.person("otto").joins("birdsong")

    told = await story.presses("otto", proposal, "Yes, it is resolved")

    assert "Only the support team and Birdsong Mail's named contacts can do that with T-1." in told
    assert "A lead of the support team can add you" in told
    assert "Waits for the customer to agree." in story.card_text()


async def test_an_answer_that_comes_twice_or_too_late_changes_nothing(begin: Begin) -> None:
    story = await begin(TUESDAY)
    said = await _case(story)
    await story.types("omar", "/ticket resolve 1 The address is set up.")
    proposal = story.last_answer("bea", said)
    for button in ("Yes, it is resolved", "Yes, it is resolved", "No, not yet"):
        # Three presses before Slack has shown that the first one was taken.
        await story.person("bea").clicks(proposal, button)
    await story.settle()

    told = [reads(story, each) for each in story.person("bea").ephemerals()]
    assert sum("That proposal was answered already, or withdrawn. T-1 is closed" in each for each in told) == 2
    assert sum("confirmed that it is resolved" in first_line(each) for each in story.history()) == 1


async def test_a_proposal_loses_its_buttons_once_it_is_answered_and_the_next_one_has_its_own(begin: Begin) -> None:
    story = await begin(TUESDAY)
    said = await _case(story)
    await story.types("omar", "/ticket resolve 1 The address is set up.")
    first = story.last_answer("bea", said)
    await story.presses("bea", first, "No, not yet")
    await story.submits("bea", text="It bounces.")

    asked = next(each for each in story.answers("bea", said) if "The address is set up." in each)
    assert "Omar Agent held this to be resolved." in asked
    assert "It was objected to, and we go on with it." in asked
    assert "Yes, it is resolved" not in asked

    await story.types("omar", "/ticket resolve 1 It does not bounce any more.")
    await story.presses("bea", story.last_answer("bea", said), "Yes, it is resolved")
    assert "Closed The customer agreed." in story.card_text()


async def _case(story: Story) -> Message:
    """Bea's message, of which Ana made a ticket that is not critical."""
    said = await story.says("bea", "birdsong", "Please set up another address")
    await story.person("ana").uses_shortcut("open_ticket", said)
    await story.selects("ana", "triage bird", "Nothing: a configuration or information request")
    assert not (await story.submits("ana")).errors
    return said
