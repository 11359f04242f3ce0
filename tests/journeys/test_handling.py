"""A ticket is worked on: read, taken, answered, regraded, closed, reopened; each step is on its card and thread."""

import pytest

from tests.journeys.stage import Begin
from tests.journeys.story import Story, at, called, first_line, key_of, posted, reads

THURSDAY = "2026-07-02 10:00-07:00"
URGENT = "/ticket new urgent Acme: SSO login fails for everyone"


async def test_show_list_why_and_help_answer_only_the_one_who_asks(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await story.types("ana", URGENT)
    await story.types("ana", "/ticket new low Globex: How do I export reports?")
    before = story.messages()

    shown = await story.types("omar", "/ticket show 1")
    listed = await story.types("omar", "/ticket list")
    why = await story.types("omar", "/ticket why 1")
    helped = await story.types("omar", "/ticket help")

    assert shown.message is not None
    assert "SSO login fails for everyone" in reads(story, shown.message)
    assert listed.text == "2 tickets: open. The least staffed time left first."
    assert listed.message is not None
    first, second = [each for each in reads(story, listed.message).split("\n") if "T-" in each]
    assert "T-1" in first, "what is due next comes first"
    assert "T-2" in second
    assert why.message is not None
    proof = reads(story, why.message)
    assert "1. " in proof
    assert "V06" in proof
    assert "2 Jul" in proof
    assert helped.message is not None
    assert "/ticket new urgent Acme: SSO login fails for everyone" in reads(story, helped.message)
    assert story.messages() == before


async def test_two_people_want_it_one_has_it_and_the_other_can_take_it_over(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await story.types("ana", URGENT)
    card = story.card()

    assert "T-1: you took it." in await story.presses("omar", card, "Take it")
    told = await story.presses("ana", story.card(), "Take over")
    assert "T-1 is with Omar Agent." in told
    assert "Omar Agent" in _field(story, "Owner")

    await story.presses("ana", story.person("ana").ephemerals()[-1], "Take it over")
    assert "Ana Agent" in _field(story, "Owner")
    assert [first_line(each) for each in story.history() if "took it" in first_line(each)] == [
        "Omar Agent took it",
        "Ana Agent took it",
    ]
    assert story.card().ts == card.ts, "there is one card, and it is edited in place"
    assert "nothing to do" in (await story.presses("ana", story.card(), "Take over")).lower()


async def test_a_reply_stops_the_first_response_and_is_kept_in_the_thread(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await story.types("ana", URGENT)

    await story.presses("ana", story.card(), "Reply")
    assert "This ticket came from no message, so nothing is sent" in story.window_text("ana")
    sent = await story.submits("ana", text="We are looking into it.")

    assert sent.closed
    assert "Ana Agent answered the customer" in story.card_text()
    assert "First response kept: done" in story.card_text()
    assert "We are looking into it." in reads(story, story.history()[-1])
    await story.moves_to("2026-07-08 12:00-07:00")
    assert story.told("breaches") == []
    assert not [each for each in story.history() if "⚠️" in first_line(each)]


async def test_a_reply_at_the_due_instant_is_in_time_and_one_a_second_later_is_not(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await story.types("ana", URGENT)
    await story.types("ana", URGENT)

    await story.moves_to("2026-07-02 11:00-07:00")
    await story.types("ana", "/ticket reply 1 We are looking into it.")
    story.trial.clock.move_to(at("2026-07-02 11:00:01-07:00"))
    await story.types("ana", "/ticket reply 2 We are looking into it.")

    [breach] = story.told("breaches")
    assert "T-2" in first_line(breach)


async def test_a_call_back_starts_the_promise_of_updates_for_when_both_sides_agreed(begin: Begin) -> None:
    story = await begin("2026-06-01 10:00+02:00")
    await _critical(story)
    await story.moves_to("2026-06-01 10:12+02:00")

    await story.presses("piet", story.card(), "Called back")
    agreed = int(at("2026-06-01 12:00+02:00").timestamp())
    await story.submits("piet", text="They can send again through SMTP.", next_update=agreed)

    assert story.told("breaches") == []
    assert f"*Next update* due <!date^{agreed}^" in str(story.card().blocks)
    await story.moves_to("2026-06-01 12:00:01+02:00")
    [breach] = story.told("breaches")
    assert "Next update broken" in first_line(breach)
    assert posted(breach) == at("2026-06-01 12:00+02:00")


@pytest.mark.clause("B23")
async def test_updates_are_due_every_hour_where_nothing_else_was_agreed(begin: Begin) -> None:
    story = await begin("2026-06-01 10:00+02:00")
    await _critical(story)
    await story.types("piet", "/ticket called 1 They can send again.")

    for when in ("2026-06-01 10:50+02:00", "2026-06-01 11:50+02:00"):
        await story.moves_to(when)
        await story.types("piet", "/ticket reply 1 We are still at it.")
    await story.moves_to("2026-06-01 12:50:01+02:00")

    [breach] = story.told("breaches")
    assert posted(breach) == at("2026-06-01 12:50+02:00")


@pytest.mark.clause("V31")
async def test_a_regrade_shows_each_due_time_before_and_after_asks_the_impact_and_pages(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await story.types("ana", "/ticket new low Acme: Some reports are empty")
    assert story.paged("piet") == []
    await story.presses("omar", story.card(), "Regrade")
    assert "It is Low now." in story.window_text("omar")

    window = await story.selects("omar", "new_severity", "Urgent (P1)")
    before, after = (int(at(when).timestamp()) for when in ("2026-07-07 10:00-07:00", "2026-07-02 11:00-07:00"))
    drawn = str(window.blocks)
    assert f"<!date^{before}^" in drawn
    assert drawn.index(f"<!date^{before}^") < drawn.index("→") < drawn.index(f"<!date^{after}^")
    assert "Paged at once: Piet Oncall" in story.window_text("omar")
    assert "impact" in (await story.submits("omar")).errors
    await story.submits("omar", impact="No report can be opened by anybody.")

    assert "P1 Urgent" in story.card_text()
    assert f"*First response* due <!date^{after}^" in str(story.card().blocks)
    assert [posted(page) for page in story.paged("piet")] == [at(THURSDAY)]
    told = next(each for each in story.history() if "regraded" in first_line(each))
    assert "Omar Agent regraded it from Low to Urgent (P1)" in first_line(told)
    assert "No report can be opened by anybody." in reads(story, told)
    await story.moves_to("2026-07-02 11:00:01-07:00")
    assert len(story.told("breaches")) == 1


async def test_a_close_collapses_the_card_to_what_became_of_each_promise(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await story.types("ana", URGENT)
    await story.types("ana", "/ticket reply 1 Please log in again.")
    await story.presses("ana", story.card(), "Close")
    await story.submits(
        "ana", reason="The customer's question is answered or the problem has ended.", text="They confirmed it."
    )

    card = story.card_text()
    assert "⚪ T-1 · SSO login fails for everyone" in card
    assert "First response kept: done" in card
    assert card.endswith("[Reopen] [Why this time: first response | History | More…]")
    assert "They confirmed it." in reads(story, story.history()[-1])
    assert "No ticket is open." in (await story.types("ana", "/ticket list")).text
    assert "T-1 is closed" in (await story.types("ana", "/ticket reply 1 One more thing")).text


@pytest.mark.complaint(27)
async def test_a_reopening_starts_the_promise_and_the_paging_anew(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await story.types("ana", URGENT)
    await story.types("ana", "/ticket close 1 resolved They confirmed it.")
    await story.moves_to("2026-07-06 08:00-07:00")
    assert story.told("breaches") == []

    await story.presses("ana", story.card(), "Reopen")
    await story.submits("ana", text="It happens again.")

    assert f"*First response* due <!date^{int(at('2026-07-06 09:00-07:00').timestamp())}^" in str(story.card().blocks)
    # Since Monday 09:00 in Amsterdam it is Olly's week.
    assert [posted(page) for page in story.paged("olly")] == [at("2026-07-06 08:00-07:00")]
    await story.moves_to("2026-07-06 09:00:01-07:00")
    assert len(story.told("breaches")) == 1


async def test_an_acknowledged_page_calls_nobody_else(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await story.types("ana", URGENT)
    [page] = story.paged("piet")

    told = await story.presses("piet", page, "Acknowledge")
    assert "T-1: you acknowledged the page." in told
    await story.moves_to("2026-07-02 10:25-07:00")

    assert story.paged("mara") == story.paged("lena") == []
    assert "Piet Oncall acknowledged the page" in [first_line(each) for each in story.history()]
    assert "nobody is being paged" in await story.read("piet", "/ticket ack 1")


async def test_an_unanswered_page_goes_to_the_next_level_and_then_to_the_leads(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await story.types("ana", URGENT)

    await story.moves_to("2026-07-02 10:25-07:00")

    assert [posted(page) for page in story.paged("piet")] == [at("2026-07-02 10:00-07:00")]
    assert [posted(page) for page in story.paged("mara")] == [at("2026-07-02 10:10-07:00")]
    assert [posted(page) for page in story.paged("lena")] == [at("2026-07-02 10:20-07:00")]
    levels = [(first_line(each).split(" · ")[0], called(each)) for each in story.history() if "📟" in first_line(each)]
    assert levels == [
        ("📟 *Page to primary*", {"U0PIET"}),
        ("📟 *Page to secondary*", {"U0MARA"}),
        ("📟 *Page to the leads*", {"U0LENA"}),
    ]


async def test_everything_that_happens_stands_in_the_cards_thread_in_its_order(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await story.types("ana", "/ticket new high Acme: Reports are empty")
    for line in (
        "take 1",
        "reply 1 We look into it.",
        "regrade 1 low Only one report.",
        "close 1 resolved",
        "reopen 1 No.",
    ):
        await story.types("ana", f"/ticket {line}")

    told = [first_line(each) for each in story.history()]
    assert told == [
        "Ana Agent took it",
        "Ana Agent answered the customer",
        "Ana Agent regraded it from High to Low (P3)",
        "Ana Agent closed it: resolved",
        "Ana Agent opened it again",
    ]
    cards = [each for each in story.messages() if key_of(each) == "1:card"]
    assert len(cards) == 1
    assert cards[0].edited_ts is not None


async def test_the_proof_of_a_broken_promise_opens_from_its_notice(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await story.types("ana", URGENT)
    await story.moves_to("2026-07-02 11:00:01-07:00")
    [breach] = story.told("breaches")

    await story.presses("omar", breach, "Why")

    assert story.window("omar").title == "Why T-1"
    assert "V06" in story.window_text("omar")


async def _critical(story: Story) -> None:
    await story.takes_the_critical_call()


def _field(story: Story, label: str) -> str:
    """The value of a field of the first ticket's card."""
    fields = [each for block in story.card().blocks for each in block.get("fields", [])]
    [found] = [each["text"] for each in fields if each["text"].startswith(f"*{label}*")]
    return str(found)
