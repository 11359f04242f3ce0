"""A ticket is taken: by the form, from a message, in one line; and what is refused is given back with a reason."""

import pytest

from tests.journeys.stage import Begin
from tests.journeys.story import at, called, first_line, posted

THURSDAY = "2026-07-02 17:30-07:00"


@pytest.mark.clause("V17")
async def test_the_form_shows_the_due_time_of_each_severity_before_anything_is_promised(begin: Begin) -> None:
    story = await begin(THURSDAY)
    assert (await story.types("ana", "/ticket")).text == ""
    assert "The severities and due times appear once the customer is chosen." in story.window_text("ana")

    offered = await story.person("ana").searches(story.window("ana"), "customer", "ac")
    assert [each["text"]["text"] for each in offered] == ["Acme"]

    await story.selects("ana", "customer", "Acme")
    form = await story.selects("ana", "severity", "Urgent (P1)")
    urgent = story.window_text("ana")
    assert "The Valimail platform is completely or partially down. (V17)" in urgent
    assert f"<!date^{int(at('2026-07-06 06:30-07:00').timestamp())}^" in str(form.blocks)
    assert "1 business hour · V06" in urgent
    assert "Paged at once: Piet Oncall" in urgent

    form = await story.selects("ana", "severity", "Low (P3)")
    assert f"<!date^{int(at('2026-07-07 17:30-07:00').timestamp())}^" in str(form.blocks)
    assert "24 business hours · V06" in story.window_text("ana")
    assert "Paged at once" not in story.window_text("ana")
    assert story.messages() == [], "nothing is promised, and nobody paged, before the form is sent"


async def test_what_was_typed_stays_in_the_form_when_a_choice_redraws_it(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await story.types("ana", "/ticket")
    await story.person("ana").fills(story.window("ana"), {"title": "SSO login fails", "description": "Since nine."})

    await story.selects("ana", "customer", "Acme")
    await story.selects("ana", "severity", "High (P2)")

    assert "Title: SSO login fails" in story.window_text("ana")
    assert "Since nine." in story.window_text("ana")
    sent = await story.submits("ana")
    assert sent.view is not None
    assert sent.view.title == "Ticket opened"
    assert "T-1 is open: P2 High for Acme." in story.window_text("ana")
    assert "Since nine." in story.card_text()


@pytest.mark.clause("B20")
async def test_a_critical_ticket_cannot_be_sent_without_the_ways_to_call_back(begin: Begin) -> None:
    story = await begin("2026-06-01 10:00+02:00")
    await story.types("ana", "/ticket new critical Birdsong Mail: All API calls time out")
    await story.selects("ana", "triage", "All API calls and all SMTP injections")
    form = story.window_text("ana")
    assert "Title: All API calls time out" in form
    assert "Company: Birdsong Mail" in form
    assert "Call-back due" in form

    sent = await story.submits("ana", contact="Bea Customer", email="bea@birdsong.example", description="All of them.")
    assert set(sent.errors) == {"phone"}
    sent = await story.submits("ana", phone="   ")
    assert set(sent.errors) == {"phone"}
    assert story.messages() == []

    await story.submits("ana", phone="+31 20 555 0100")
    assert "T-1 is open: P1 Critical for Birdsong Mail." in story.window_text("ana")
    assert "bea@birdsong.example" in story.card_text(), "what was typed before the error has been kept"


async def test_another_contracts_customer_brings_that_contracts_severities_with_nothing_chosen(begin: Begin) -> None:
    story = await begin("2026-06-01 10:00+02:00")
    await story.types("ana", "/ticket new urgent Acme:")
    assert "(•) Urgent (P1)" in story.window_text("ana")

    await story.selects("ana", "customer", "Birdsong Mail")

    form = story.window_text("ana")
    assert "What fails at this moment?: ( ) All API calls" in form
    assert "(•)" not in form
    sent = await story.submits("ana", title="All API calls time out")
    assert list(sent.errors) == ["triage bird"]


async def test_a_message_becomes_a_ticket_and_the_answer_goes_to_its_thread(begin: Begin) -> None:
    story = await begin(THURSDAY)
    said = await story.person("carl").says("acme", "SSO login fails for everyone\nSince nine this morning.")

    await story.person("ana").uses_shortcut("open_ticket", said)
    form = story.window_text("ana")
    assert "Title: SSO login fails for everyone" in form
    assert "Acme" in form, "the customer whose channel it is"
    await story.selects("ana", "severity", "Urgent (P1)")
    await story.submits("ana")
    assert "#acme" in story.card_text()

    await story.presses("ana", story.card(), "Reply")
    assert "It is posted in the customer's thread in #acme." in story.window_text("ana")
    await story.submits("ana", text="We are looking into it.")

    receipt, answer = story.person("carl").thread(said)
    assert "We have your request." in receipt.text
    assert "We are looking into it." in answer.text
    assert "kept" not in str(answer.blocks), "the customer's thread has the answer and nothing of ours"


async def test_a_message_of_nobody_we_know_of_opens_the_form_with_the_customer_to_be_chosen(begin: Begin) -> None:
    story = await begin(THURSDAY)
    said = await story.person("otto").says("random", "Is mail down?")

    await story.person("ana").uses_shortcut("open_ticket", said)

    assert "[Type a name ▾]" in story.window_text("ana")


async def test_an_outsider_is_told_at_once_that_tickets_are_not_theirs_to_open(begin: Begin) -> None:
    story = await begin(THURSDAY)
    said = await story.person("otto").says("random", "Is mail down?")

    told = await story.types("otto", "/ticket", "random")
    await story.person("otto").uses_shortcut("open_ticket", said)

    refused = "“new” is for the support team and the customer's own contacts. A lead can add you to either."
    assert told.text == refused
    assert story.person("otto").ephemerals()[-1].text == refused
    assert story.person("otto").modal() is None


async def test_one_line_is_enough_and_the_receipt_says_what_is_due_when(begin: Begin) -> None:
    story = await begin(THURSDAY)

    told = await story.types("ana", "/ticket new urgent Acme: SSO login fails for everyone")

    assert told.text == "T-1 is open: P1 Urgent for Acme, first response due Mon 6 Jul 06:30 PDT."
    assert told.message is not None
    assert told.message.shown_only_to == "U0ANA"
    further = "Waiting | Propose resolution | Why this time: first response | Close | More…"
    assert f"[Take it] [Reply] [Regrade] [{further}]" in story.card_text()
    assert story.card().channel == "C0TRIAGE"
    [page] = story.paged("piet")
    assert posted(page) == at(THURSDAY)
    assert first_line(page) == "📟 *You are paged* · 🔴 T-1 · P1 Urgent · Acme"
    assert called(page) == set(), "whoever reads a direct message need not be called in it"


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        (
            "new urgent Acne: SSO login fails",
            "There is no customer “Acne” that you can open tickets for. Did you mean Acme?",
        ),
        (
            "new critical Acme: SSO login fails",
            "“critical” does not name one severity of this customer's contract. Choose Urgent (P1), High (P2),",
        ),
        (
            "new urgent Bygone: SSO login fails",
            "Bygone has no subscription today (it runs from 1 January 2024 until 31 December 2025)",
        ),
        ("new urgent Zzyzx: SSO login fails", "There is no customer “Zzyzx” that you can open tickets for."),
        ("nwe urgent Acme: SSO login fails", "“nwe” is not a word I know. Did you mean “new”?"),
        ("take", "“take” goes like this: `/ticket take 12` makes it yours."),
        ("show 99", "There is no ticket T-99 that you can see."),
    ],
)
async def test_what_cannot_be_done_is_refused_with_a_reason_and_nothing_is_stored(
    begin: Begin, line: str, refusal: str
) -> None:
    story = await begin(THURSDAY)

    told = await story.types("ana", f"/ticket {line}")

    assert refusal in told.text
    assert story.messages() == []
    assert "No ticket is open." in (await story.types("ana", "/ticket list")).text


@pytest.mark.parametrize("line", ["new urgent Acne: SSO login fails", "new urgent Bygone: SSO login fails", "show 99"])
async def test_a_refused_line_comes_back_as_it_was_typed_so_that_it_can_be_mended(begin: Begin, line: str) -> None:
    story = await begin(THURSDAY)

    told = await story.types("ana", f"/ticket {line}")

    assert told.message is not None
    assert told.message.blocks[-1]["text"] == {"type": "plain_text", "text": f"/ticket {line}", "emoji": False}


async def test_a_customer_whose_term_has_ended_is_refused_in_the_form_beneath_its_name(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await story.types("ana", "/ticket new urgent Bygone:")

    sent = await story.submits("ana", title="SSO login fails")

    assert list(sent.errors) == ["customer"]
    assert "has no subscription today" in sent.errors["customer"]
    assert "Title: SSO login fails" in story.window_text("ana")
