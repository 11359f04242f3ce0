"""Messages and windows as text, exactly as a terminal shows them."""

from datetime import UTC, datetime
from textwrap import dedent
from typing import Any
from zoneinfo import ZoneInfo

from bot.playground.blockkit import check_message_blocks, check_view
from bot.playground.messages import Message
from bot.playground.methods.windows import new_view
from bot.playground.refusals import Json
from bot.playground.render import channel_text, message_text, thread_text, view_text
from bot.playground.workspace import Workspace

PACIFIC = ZoneInfo("America/Los_Angeles")
AT = datetime(2026, 7, 3, 0, 30, tzinfo=UTC)


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def marked(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def button(text: str, action_id: str) -> Json:
    return {"type": "button", "action_id": action_id, "text": plain(text)}


def posted(workspace: Workspace, text: str, *blocks: Json, **more: Any) -> Message:
    kept = check_message_blocks(list(blocks))
    place = workspace.channels["C0TRIAGE"]
    return workspace.say(channel=place, user=workspace.bot, text=text, at=AT, blocks=kept, **more)


def expected(text: str) -> str:
    return dedent(text).strip("\n")


def test_a_card_reads_calmly(workspace: Workspace) -> None:
    due = f"<!date^{int(AT.timestamp()) + 3600}^{{date_short_pretty}} {{time}}|later>"
    card = posted(
        workspace,
        "Ticket 17",
        {"type": "header", "text": plain("Urgent · 17 · SSO login fails")},
        {
            "type": "section",
            "fields": [marked("*Customer*\nAcme"), marked("*Owner*\n<@U0ANA>"), marked("*Channel*\n<#C0ACME>")],
        },
        {"type": "section", "text": marked(f"First response due {due}"), "accessory": button("Why", "why")},
        {"type": "context", "elements": [marked("Opened by <@U0OLLY> &amp; shown &lt;!here&gt;")]},
        {"type": "divider"},
        {"type": "actions", "elements": [button("Take it", "take"), button("Regrade", "regrade")]},
    )

    assert message_text(card, workspace, PACIFIC) == expected(
        """
        Belltower · 17:30
        Urgent · 17 · SSO login fails
        Customer   Owner
        Acme       @Ana Agent
        Channel
        #acme-support
        First response due Jul 2, 2026 6:30 PM
        [Why]
          Opened by @Olly Oncall & shown <!here>
        ────────────────────────────────
        [Take it] [Regrade]
        """
    ).replace("Customer   Owner", "Customer        Owner").replace("Acme       @", "Acme            @")


def test_a_thread_hangs_below_its_message(workspace: Workspace) -> None:
    card = posted(workspace, "card")
    posted(workspace, "*Taken* by <@U0ANA>", thread_ts=card.ts)
    posted(workspace, "breached\nby one hour", thread_ts=card.ts, is_broadcast=True)

    assert thread_text(card, workspace, PACIFIC) == expected(
        """
        Belltower · 17:30
        card
          │ Belltower · 17:30
          │ Taken by @Ana Agent
          │ Belltower · 17:30 · also sent to the channel
          │ breached
          │ by one hour
        """
    )
    assert channel_text("C0TRIAGE", workspace, PACIFIC) == expected(
        """
        Belltower · 17:30
        card

        Belltower · 17:30 · also sent to the channel
        breached
        by one hour
        """
    )


def test_a_message_for_one_person_says_so(workspace: Workspace) -> None:
    whisper = posted(workspace, "only <!here> is you", shown_only_to="U0ANA")
    assert message_text(whisper, workspace, PACIFIC) == "Belltower · 17:30 · only visible to you\nonly @here is you"


def test_a_form_shows_what_is_filled_in_and_what_is_wrong(workspace: Workspace) -> None:
    options = [{"text": plain(word), "value": word.lower()} for word in ("Urgent", "High")]
    content = check_view(
        {
            "type": "modal",
            "title": plain("New ticket"),
            "submit": plain("Create"),
            "close": plain("Cancel"),
            "blocks": [
                {
                    "type": "input",
                    "block_id": "customer",
                    "label": plain("Customer"),
                    "element": {"type": "external_select", "action_id": "c", "placeholder": plain("Search")},
                },
                {
                    "type": "input",
                    "block_id": "severity",
                    "label": plain("Severity"),
                    "hint": plain("As the contract says"),
                    "element": {
                        "type": "radio_buttons",
                        "action_id": "s",
                        "options": options,
                        "initial_option": options[1],
                    },
                },
                {
                    "type": "input",
                    "block_id": "note",
                    "label": plain("Note"),
                    "optional": True,
                    "element": {"type": "plain_text_input", "action_id": "n", "initial_value": "<hello>"},
                },
            ],
        },
        "modal",
    )
    form = workspace.views.open(new_view(workspace, "U0ANA", content))

    assert view_text(form, workspace, PACIFIC, {"customer": "Choose one."}) == expected(
        """
        New ticket
        ────────────────────────────────
        Customer: [Search ▾]
          ! Choose one.
        Severity: ( ) Urgent  (•) High
          As the contract says
        Note (optional): <hello>
        ────────────────────────────────
        [Cancel] [Create]
        """
    )


def test_every_kind_of_block_and_element_reads_as_something(workspace: Workspace) -> None:
    high = {"text": plain("High"), "value": "high"}
    picture = {"type": "image", "image_url": "https://example.test/a.png", "alt_text": "a chart"}
    rich = {
        "type": "rich_text_section",
        "elements": [{"type": "text", "text": "rich "}, {"type": "text", "text": "words"}],
    }
    message = posted(
        workspace,
        "all",
        {
            "type": "actions",
            "elements": [
                {"type": "overflow", "action_id": "o", "options": [high, {"text": plain("Low"), "value": "low"}]},
                {"type": "static_select", "action_id": "s", "options": [high]},
                {"type": "checkboxes", "action_id": "c", "options": [high]},
                {"type": "datepicker", "action_id": "d", "placeholder": plain("Pick a day")},
            ],
        },
        {"type": "section", "text": plain("*as typed*"), "accessory": picture},
        {"type": "context", "elements": [picture, plain("beside it")]},
        {**picture, "title": plain("Chart")},
        {"type": "markdown", "text": "# title\nbody"},
        {"type": "rich_text", "elements": [rich]},
    )
    workspace.messages.change(message, reactions=(("eyes", "U0ANA"),), edited_ts="1.2")

    assert channel_text("C0TRIAGE", workspace, PACIFIC) == expected(
        """
        Belltower · 17:30 · edited
        [High | Low] [Choose ▾] ( ) High [Pick a day ▾]
        *as typed*
        [picture: a chart]
          a chart beside it
        [picture: a chart]
        # title
        body
        rich words
        :eyes:
        """
    )


def test_a_home_tab_has_no_frame(workspace: Workspace) -> None:
    content = check_view({"type": "home", "blocks": [{"type": "section", "text": marked("Quiet.")}]}, "home")
    home = workspace.views.publish(new_view(workspace, "U0ANA", content))
    assert view_text(home, workspace, PACIFIC) == "Quiet."


def test_a_message_with_a_file_names_it(workspace: Workspace) -> None:
    place, ana = workspace.channels["C0TRIAGE"], workspace.users["U0ANA"]
    file = workspace.upload("bounces.csv", channel=place, user=ana, at=AT)
    words = workspace.say(channel=place, user=ana, text="see", at=AT, files=(file,))
    alone = workspace.say(channel=place, user=ana, text="", at=AT, files=(file,))

    assert message_text(words, workspace, PACIFIC) == "Ana Agent · 17:30\nsee\n  bounces.csv (CSV)"
    assert message_text(alone, workspace, PACIFIC) == "Ana Agent · 17:30\n  bounces.csv (CSV)"
