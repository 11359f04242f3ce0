"""Messages, windows and home tabs as HTML: every block and element there is, and what surrounds them."""

import json

import pytest

from bot.playground.blockkit import check_view
from bot.playground.blockkit_elements import Surface
from bot.playground.directory import BotKind, User
from bot.playground.methods.windows import new_view
from bot.playground.page.drawing import Drawing
from bot.playground.workspace import Workspace
from bot.slack.cards import card
from tests.playground import kit
from tests.playground.page.drawn import read
from tests.playground.page.seen import NOW, check_whole, drawing_for, on_surface, opened, said
from tests.slack import tickets
from tests.slack.nasty import CORPUS

TAGS = {
    *("article", "p", "b", "span", "div", "header", "footer", "time", "a", "button", "ul", "li", "svg", "path", "img"),
    *("dialog", "form", "h2", "label", "select", "option", "input", "details", "summary", "fieldset"),
    *("strong", "em", "del", "code", "pre", "blockquote", "br"),
}


@pytest.fixture
def ana(workspace: Workspace) -> Drawing:
    """What Ana sees in Los Angeles on a Friday afternoon, fifteen minutes after most of it happened."""
    return drawing_for(workspace, "U0ANA")


def test_the_real_card_is_drawn(workspace: Workspace, ana: Drawing) -> None:
    made = card(tickets.ticket(), tickets.names)
    root = read(ana.message(said(workspace, made.text, "U0BOT", *json.loads(json.dumps(made.blocks)))))
    (offered,) = (block["elements"] for block in made.blocks if block["type"] == "actions")
    row = root.one("div", class_="block-actions")

    check_whole(root)
    assert root.one("h3").words == "🔴 T-12 · SSO login fails for everyone"
    assert "First response due 5:30 PM today" in root.words
    assert [node["data-action"] for node in row.everything if "data-action" in node.attributes] == [
        each["action_id"] for each in offered
    ]
    assert "button-primary" in row.one("button", data_action="take")["class"]


def test_a_message_says_whose_it_is_and_when(workspace: Workspace, ana: Drawing) -> None:
    message = said(workspace, "one *two*", "U0OLLY")
    article = read(ana.message(message)).one("article")

    assert (article["id"], article["data-channel"], article["data-ts"]) == (f"m-{message.ts}", "C0TRIAGE", message.ts)
    assert article.one("b", class_="author").words == "Olly Oncall"
    assert article.one("span", class_="avatar").words == "OO"
    assert article.one("time").words == "4:30 PM"
    assert article.one("time")["title"] == "Friday, June 5th, 2026 at 4:30:00 PM"
    assert article.one("div", class_="text").words == "one two"
    assert read(drawing_for(workspace, "U0OLLY").message(message)).one("time").words == "11:30 PM"


def test_blocks_win_over_the_text(workspace: Workspace, ana: Drawing) -> None:
    root = read(ana.message(said(workspace, "for notifications", "U0BOT", kit.section())))
    assert "for notifications" not in root.words


def test_the_app_and_people_of_other_teams_are_told_apart(workspace: Workspace, ana: Drawing) -> None:
    carl = read(ana.message(said(workspace, "hi", "U0CARL", channel="C0ACME")))
    assert carl.one("span", class_="team").words == "Acme"
    assert carl.all("span", class_="badge") == []
    app = read(ana.message(said(workspace)))
    assert app.one("span", class_="badge").words == "APP"
    assert app.all("span", class_="team") == []
    theirs = drawing_for(workspace, "U0CARL").message(said(workspace, "hi", "U0ANA", channel="C0ACME"))
    assert read(theirs).one("span", class_="team").words == "Northbell"


def test_a_compact_message_leaves_out_whose_it_is(workspace: Workspace, ana: Drawing) -> None:
    root = read(ana.message(said(workspace, "more", "U0OLLY"), compact=True))
    assert root.all("b", class_="author") == root.all("span", class_="avatar") == []
    assert root.one("article")["aria-label"] == "Olly Oncall"
    assert root.one("time").words == "4:30 PM"


def test_reactions_are_counted_named_and_pressed(workspace: Workspace, ana: Drawing) -> None:
    message = workspace.messages.change(
        said(workspace), reactions=(("eyes", "U0ANA"), ("tada", "U0OLLY"), ("eyes", "U0OLLY"))
    )
    eyes, tada = read(ana.message(message)).all("button", data_does="react")
    assert (eyes.words, eyes["aria-pressed"], eyes["title"]) == ("👀 2", "true", "you, Olly Oncall")
    assert (tada.words, tada["aria-pressed"], tada["aria-label"]) == ("🎉 1", "false", "tada: 1, Olly Oncall")


def test_a_thread_is_summed_up_below_its_first_message_but_not_inside_itself(
    workspace: Workspace, ana: Drawing
) -> None:
    root_message = said(workspace)
    said(workspace, "one", "U0ANA", thread_ts=root_message.ts)
    assert read(ana.message(root_message)).one("a", class_="replies").words == "AA 1 reply last reply today at 4:30 PM"
    said(workspace, "two", "U0OLLY", thread_ts=root_message.ts)
    link = read(ana.message(root_message)).one("a", class_="replies")

    assert (link["href"], link.one("span", class_="replies-count").words) == (f"?thread={root_message.ts}", "2 replies")
    inside = read(ana.message(root_message, in_thread=True))
    assert inside.all("a", data_does="thread") == []
    assert inside.one("article")["id"] == f"t-{root_message.ts}"


def test_a_reply_that_was_also_sent_to_the_channel_says_so_in_both_places(workspace: Workspace, ana: Drawing) -> None:
    root_message = said(workspace, "SSO *login* fails &amp; fails. " + "word " * 40, "U0CARL")
    reply = said(workspace, "breached", thread_ts=root_message.ts, is_broadcast=True)

    note = read(ana.message(reply)).one("p", class_="note")
    assert note.words.startswith("replied to a thread: SSO login fails & fails. word")
    assert note.words.endswith("…")
    assert note.one("a")["href"] == f"?thread={root_message.ts}"
    assert read(ana.message(reply, in_thread=True)).one("p", class_="note").words == "Also sent to the channel"
    workspace.messages.delete(root_message)
    assert "a message that is gone" in read(ana.message(reply)).words


def test_what_only_one_person_sees_says_so_and_can_be_dismissed(workspace: Workspace, ana: Drawing) -> None:
    root = read(ana.message(said(workspace, "psst", shown_only_to="U0ANA")))
    assert "Only visible to you" in root.one("p", class_="note").words
    assert root.one("button", data_does="dismiss").words == "Dismiss"
    assert root.all("div", class_="message-actions") == []


def test_an_edited_message_says_so(workspace: Workspace, ana: Drawing) -> None:
    assert "(edited)" in read(ana.message(workspace.messages.change(said(workspace), edited_ts="1.2"))).words
    assert "(edited)" not in read(ana.message(said(workspace))).words


def test_a_message_can_be_reacted_to_answered_and_used_with_the_apps_shortcuts(
    workspace: Workspace, ana: Drawing
) -> None:
    message = said(workspace)
    actions = read(ana.message(message)).one("div", class_="message-actions")

    assert actions.one("button", data_does="pick-emoji")["aria-label"] == "Add a reaction"
    assert actions.one("a", data_does="thread")["href"] == f"?thread={message.ts}"
    assert actions.one("button", data_does="shortcut")["data-callback"] == "open_ticket"
    without = Drawing(workspace, workspace.users["U0ANA"], NOW).message(message)
    assert read(without).all("button", data_does="menu") == []


def test_a_window_has_a_title_a_way_out_and_a_way_on(workspace: Workspace, ana: Drawing) -> None:
    view = opened(workspace, kit.written(), title={"type": "plain_text", "text": "New ticket"})
    dialog = read(ana.window(view)).one("dialog")

    assert (dialog["data-view"], dialog["data-hash"]) == (view.id, view.hash)
    assert dialog.one("h2").words == "New ticket"
    assert [button.words for button in dialog.one("footer").all("button")] == ["Cancel", "xxxxx"]
    assert [button.attributes.get("aria-label") for button in dialog.all("button", data_does="close")] == [
        "Close",
        None,
    ]


def test_a_window_on_top_of_another_leads_back_to_it(workspace: Workspace, ana: Drawing) -> None:
    below = opened(workspace, kit.written(), title={"type": "plain_text", "text": "Below"})
    content = check_view({"type": "modal", "title": kit.plain(), "blocks": [kit.section()]}, "modal")
    above = workspace.views.push(new_view(workspace, "U0ANA", content))

    assert [each.attributes.get("aria-label") for each in read(ana.window(above)).all("button", data_does="close")] == [
        "Back to Below",
        "Close",
        None,
    ]
    assert read(ana.window(above)).all("button", type="submit") == []
    assert len(read(ana.window(below)).all("button", data_does="close")) == 2


def test_a_home_tab_is_a_section_of_its_own(workspace: Workspace) -> None:
    section = on_surface(workspace, Surface.HOME, kit.section()).one("section")
    assert section["data-view"]
    assert section["data-hash"]


@pytest.mark.parametrize(
    ("name", "initials"), [("Ana Agent", "AA"), ("Cher", "C"), ("Jo van der Berg", "JV"), ("<b> & Co", "C"), ("…", "")]
)
def test_a_person_has_a_square_with_initials(workspace: Workspace, ana: Drawing, name: str, initials: str) -> None:
    user: User = workspace.add_user(name)
    assert read(ana.avatar(user)).one("span", class_="avatar").words == initials


@pytest.mark.parametrize("nasty", CORPUS)
def test_nasty_text_is_inert_wherever_it_stands(workspace: Workspace, nasty: str) -> None:
    short = nasty[:24].strip() or "x"
    words = {"type": "plain_text", "text": short}
    marked = {"type": "mrkdwn", "text": nasty[:3_000]}
    options = [{"text": words, "value": short}]
    person = workspace.add_user(short, id="U0NASTY")
    view = opened(
        workspace,
        {"type": "section", "text": marked, "accessory": {"type": "overflow", "options": options}},
        kit.form_input({"type": "static_select", "options": options, "placeholder": words}, hint=words, block_id=short),
        kit.written(initial_value=nasty[:3_000], placeholder=words, action_id=short),
        title=words,
        submit=words,
    )
    message = said(workspace, nasty, person.id, {"type": "section", "text": {**marked, "type": "plain_text"}})
    plain_message = said(workspace, nasty, person.id, shown_only_to="U0ANA")

    drawing = drawing_for(workspace, "U0ANA")
    for html in (drawing.window(view), drawing.message(message), drawing.message(plain_message)):
        for node in read(html).everything:
            assert node.tag in TAGS
            assert not [name for name in node.attributes if name.startswith("on") or name == "style"]
            assert node.attributes.get("href", "?thread").startswith(("http://", "https://", "mailto:", "?thread"))


def test_other_bots_are_marked_as_apps_but_do_not_look_like_ours(workspace: Workspace, ana: Drawing) -> None:
    workspace.add_bot("Weekly form", kind=BotKind.INTEGRATION)
    flow = workspace.user("Weekly form")
    assert flow is not None
    root = read(ana.message(said(workspace, "a form was filled in", flow.id)))

    assert root.one("span", class_="badge").words == "APP"
    assert root.one("span", class_="avatar").words == "WF"
    assert read(ana.message(said(workspace))).one("span", class_="avatar-app").all("svg")


def test_a_file_is_drawn_by_its_name_and_type_also_without_a_word(workspace: Workspace, ana: Drawing) -> None:
    place, carl = workspace.channels["C0ACME"], workspace.users["U0CARL"]
    file = workspace.upload("<b>bounces.csv", channel=place, user=carl, at=NOW)
    root = read(ana.message(said(workspace, "", "U0CARL", channel="C0ACME", files=(file,))))

    check_whole(root)
    assert root.one("li", class_="file").words == "▤<b>bounces.csvCSV"
    assert root.all("div", class_="text") == []


def test_who_has_come_in_is_said_quietly(workspace: Workspace, ana: Drawing) -> None:
    joined = workspace.say_joined(workspace.channels["C0TRIAGE"], workspace.users["U0OLLY"], NOW)
    root = read(ana.message(joined))

    assert root.one("b", class_="author").words == "Olly Oncall"
    assert root.one("div", class_="joined").words == "joined #triage."
