"""Customers come and change: a lead keeps them in Slack, the team looks them up, and running promises stay as sold."""

from tests.journeys.stage import Begin
from tests.journeys.story import Story, reads

THURSDAY = "2026-07-02 10:00-07:00"


async def test_a_lead_takes_a_customer_in_and_the_team_can_open_tickets_for_them_at_once(begin: Begin) -> None:
    story = await begin(THURSDAY)

    await story.types("lena", "/ticket customer add Hooli")
    await story.selects("lena", "customer_plan", "valimail valicare")
    await story.submits(
        "lena",
        **{
            "customer_starts": "2026-01-01",
            "customer_tam": "U0TESS",
            "customer_contacts": ["U0OTTO"],
            "customer_channels": ["C0RANDOM"],
            "customer_duty V25": "done",
            "customer_note V25": "Terry Technical",
        },
    )

    assert "Hooli is a customer now." in story.window_text("lena")
    shown = await _read(story, "ana", "/ticket customer show hooli")
    assert "current, from 1 January 2026" in shown
    assert "Tess Tam" in shown
    assert "Otto Outsider" in shown
    assert "V25 technical representative: done · Terry Technical" in shown
    assert "P1 Urgent: first response 1 business hour · V06" in shown
    opened = await story.types("ana", "/ticket new urgent hooli: SSO login fails")
    assert "T-1 is open" in opened.text
    assert "T-1" in await _read(story, "ana", "/ticket customer show hooli")


async def test_every_slip_is_told_beneath_its_input_and_nothing_typed_is_lost(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await story.types("lena", "/ticket customer add globex")

    refused = await story.submits(
        "lena",
        customer_plan="valimail basic",
        customer_key="two words",
        customer_starts="2026-07-01",
        customer_ends="2026-06-30",
        customer_channels=["C0ACME"],
        customer_ids="carl",
    )

    assert refused.errors == {
        "customer_key": (
            "Expected at most 60 letters, digits, dots and hyphens, such as “acme-2”, got “two words”. "
            "Did you mean “two-words”?"
        ),
        "customer_name": "Expected a name of its own, because “globex” has this one, got “globex”.",
        "customer_ends": "Expected a date not before 2026-07-01, on which the term starts, got “2026-06-30”.",
        "customer_channels": "Expected a channel of theirs, because this is Acme's, got “C0ACME”.",
        "customer_ids": (
            "Expected a member id such as “U0123ABCD” (in the person's profile in Slack, under “Copy member ID”), "
            "got “carl”."
        ),
    }
    assert "two words" in story.window_text("lena")
    mended = {"customer_name": "Hooli", "customer_key": "", "customer_ends": "2027-06-30"}
    await story.submits("lena", **mended, customer_channels=[], customer_ids="U0GAVIN C0HOOLI")
    assert "Hooli is a customer now." in story.window_text("lena")
    assert "#C0HOOLI" in story.window_text("lena")


async def test_a_customer_who_changes_plan_keeps_the_running_promises_and_gets_the_new_ones_next(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await story.types("ana", "/ticket new urgent Acme: SSO login fails for everyone")

    await story.types("lena", "/ticket customer show acme")
    await story.presses("lena", story.person("lena").ephemerals()[-1], "Edit")
    assert "One ticket is open; it keeps the contract and the plan" in story.window_text("lena")
    assert "What the customer must do" in story.window_text("lena")
    window = await story.selects("lena", "customer_plan", "bird email_enterprise")
    assert not [block for block in window.blocks if block["block_id"].startswith("customer_duty")]
    await story.submits("lena")

    assert "Acme is changed." in story.window_text("lena")
    assert "Valicare" in await _read(story, "ana", "/ticket show 1")
    await story.moves_to("2026-07-02 11:00:01-07:00")
    assert len(story.told("breaches")) == 1, "the promise that was sold when it was opened is kept or broken"
    refused = await story.types("ana", "/ticket new urgent Acme: Again")
    assert "does not name one severity of this customer's contract" in refused.text


async def test_the_team_finds_customers_by_how_they_begin_and_by_what_they_nearly_typed(begin: Begin) -> None:
    story = await begin(THURSDAY)

    listed = await _read(story, "ana", "/ticket customer list b")
    assert "2 customers that begin with “b”" in listed
    assert "⚠️ ended 31 December 2025" in listed
    assert "Did you mean Acme?" in await _read(story, "ana", "/ticket customer show acne")
    said = await _read(story, "ana", "/ticket customer shwo acme")
    assert "`/ticket customer show Acme`" in said
    assert "/ticket customer shwo acme" in said, "what was typed comes back"


async def test_agents_look_leads_change_and_nobody_else_is_told_anything(begin: Begin) -> None:
    story = await begin(THURSDAY)

    assert "[Edit]" not in await _read(story, "ana", "/ticket customer show acme")
    assert "for the leads" in await _read(story, "ana", "/ticket customer edit acme")
    assert "for the leads" in await _read(story, "omar", "/ticket customer add Hooli")
    for line in ("/ticket customer list", "/ticket customer show acme", "/ticket customer edit acme"):
        refused = await story.types("otto", line, "random")
        assert "Carl Customer" not in refused.text
        assert "for the support team" in refused.text


async def test_what_was_changed_in_slack_is_still_there_after_the_next_start(begin: Begin) -> None:
    story = await begin(THURSDAY)
    await story.types("lena", "/ticket customer edit globex")
    await story.submits("lena", customer_tam="U0TESS")

    async with story.trial.down():
        pass

    assert "Tess Tam" in await _read(story, "ana", "/ticket customer show globex")


async def _read(story: Story, who: str, line: str) -> str:
    """What somebody reads in answer to a command."""
    reply = await story.types(who, line)
    assert reply.message is not None, reply.error
    return reads(story, reply.message)
