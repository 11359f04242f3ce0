"""Being on call, as it is arranged in Slack: who is, who stands in, who exchanges shifts, and whom a page calls."""

from dataclasses import replace

import pytest

from bot.demo.office import CONFIGURATION
from bot.playground.faults import FaultKind
from bot.playground.forms import Control
from bot.playground.messages import Message
from bot.playground.views import View
from tests.journeys.stage import Begin
from tests.journeys.story import Story, called, key_of, picked, reads, shown

MONDAY = "2026-06-01 10:00-07:00"
"""Seven in the evening in Amsterdam: Piet is on call until next Monday at nine there, and then Olly."""
HAND_OVER = "2026-06-08 09:00+02:00"


def by_night(hours: str) -> str:
    """The office, whose first schedule has people in these hours only."""
    first = "    members: [U0OLLY, U0PIET]\n"
    assert first in CONFIGURATION
    return CONFIGURATION.replace(
        "  primary:\n    zone: Europe/Amsterdam\n    hand_over: monday 09:00\n    starts: 2026-01-05\n" + first,
        "  primary:\n    zone: Europe/Amsterdam\n    rotations:\n      - name: nights\n        zone: Europe/Amsterdam\n"
        "        hand_over: monday 09:00\n        starts: 2026-01-05\n        members: [U0OLLY, U0PIET]\n"
        f"        hours: {hours}\n",
    )


def calls_of(story: Story, who: str) -> list[Message]:
    """The pages that somebody was sent directly."""
    return [message for message in story.paged(who) if "page" in (key_of(message) or "")]


def arrangements(story: Story, who: str) -> list[str]:
    """What somebody was told directly about who is on call, each as it reads."""
    pages = {message.ts for message in calls_of(story, who)}
    return [reads(story, message) for message in story.paged(who) if message.ts not in pages]


async def home(story: Story, who: str) -> View:
    """The tab as somebody sees it who opens it now."""
    await story.person(who).opens_home()
    await story.settle()
    tab = story.person(who).home()
    assert tab is not None
    return tab


async def week_of(story: Story, who: str, tab: View, schedule: str) -> None:
    """Somebody presses the button that leads to the week of a schedule."""
    block = next(block for block in tab.blocks if f"*{schedule}*" in str(block.get("text")))
    await story.person(who).clicks(tab, Control(block["block_id"], "list"))
    await story.settle()


def lines(story: Story) -> list[Message]:
    """What the team's channel was told of who stands in."""
    return [message for message in story.told("triage") if (key_of(message) or "").startswith("override")]


async def test_the_team_reads_who_is_on_call_until_when_and_who_is_next(begin: Begin) -> None:
    story = await begin(MONDAY)

    reply = await story.types("ana", "/ticket oncall")

    assert reply.message is not None
    assert reply.message.shown_only_to is not None
    said = str(reply.message.blocks)
    assert f"*primary* Piet Oncall until {shown(HAND_OVER)}" in said
    assert "then Olly Oncall until" in said
    assert "*secondary* Mara Oncall until" in said
    assert "secondary" not in await story.read("ana", "/ticket oncall primary")


@pytest.mark.parametrize("who", ["gina", "otto"])
async def test_customers_and_outsiders_are_told_whom_to_ask(begin: Begin, who: str) -> None:
    story = await begin(MONDAY)
    for line in ("/ticket oncall", "/ticket oncall schedule", "/ticket oncall override @olly until 18:00"):
        said = await story.read(who, line, "globex" if who == "gina" else "random")
        assert "is for the support team" in said
        assert "Piet" not in said


@pytest.mark.complaint(38)
async def test_a_page_calls_whoever_stands_in_and_afterwards_whose_turn_it_is(begin: Begin) -> None:
    story = await begin(MONDAY)

    said = await story.read("lena", "/ticket oncall override @mara until 12:00 primary")

    assert "Mara Oncall, instead of Piet Oncall. Arranged by you." in said
    assert "you, instead of Piet Oncall. Arranged by Lena Lead." in arrangements(story, "mara")[0]
    assert "Mara Oncall, instead of you. Arranged by Lena Lead." in arrangements(story, "piet")[0]
    [line] = lines(story)
    assert "Mara Oncall, instead of Piet Oncall" in reads(story, line)
    assert called(line) == set()
    await story.takes_the_critical_call()
    assert len(calls_of(story, "mara")) == 1
    assert calls_of(story, "piet") == []

    await story.types("ana", "/ticket ack 1")
    await story.moves_to("2026-06-01 12:00-07:00")
    assert "primary Piet Oncall until" in await story.read("ana", "/ticket oncall")
    await story.takes_the_critical_call()
    assert len(calls_of(story, "piet")) == 1


async def test_a_time_is_the_writers_and_shown_to_everybody_in_their_own(begin: Begin) -> None:
    story = await begin(MONDAY)
    reply = await story.types("omar", "/ticket oncall override me for primary until 21:00")
    assert reply.message is not None
    assert "“for” was not understood: expected a length of time" in reads(story, reply.message)
    assert "For example: `/ticket oncall override me primary until 21:00`" in reads(story, reply.message)

    reply = await story.types("omar", "/ticket oncall override me until 21:00 on primary")

    assert reply.message is not None
    assert "until Mon 1 Jun 21:00 CEST (Europe/Amsterdam)" in reads(story, reply.message)
    assert shown("2026-06-01 21:00+02:00") in str(lines(story)[0].blocks)
    assert "primary you (standing in) until" in await story.read("omar", "/ticket oncall")


async def test_what_makes_no_sense_or_no_difference_is_said_and_given_back(begin: Begin) -> None:
    story = await begin(MONDAY)
    typed = {
        "override @olly until friday primary": "“friday” was not understood: expected a time after “until”",
        "override @piet until friday 09:00 primary": "Piet Oncall is on call on primary then anyway",
        "override @olly until today 09:00 primary": "That is over already",
        "override @olly until 2026-12-24 09:00 primary": "longer than 90 days",
        "override @otto until friday 09:00 primary": "Otto Outsider is not of the support team",
        "override @ana until friday 09:00": "There are several on-call schedules",
        "override off primary": "There is no override on primary",
        "schedule tertiary": "There is no on-call schedule “tertiary”",
        "schedule week of soon": "“soon” was not understood: expected a day",
        "swap @piet": "There are several on-call schedules",
    }
    for line, told in typed.items():
        said = await story.read("ana", f"/ticket oncall {line}")
        assert told in said, line
        assert line.split("@")[0] in said, "what was typed comes back"
    assert lines(story) == []


async def test_an_override_is_taken_back_and_everybody_concerned_learns_of_it(begin: Begin) -> None:
    story = await begin(MONDAY)
    await story.types("lena", "/ticket oncall override @mara until friday 09:00 primary")

    said = await story.read("piet", "/ticket oncall override off")

    assert "you again, not Mara Oncall. Taken back by you." in said
    assert "Piet Oncall again, not you. Taken back by Piet Oncall." in arrangements(story, "mara")[-1]
    assert "primary Piet Oncall until" in await story.read("ana", "/ticket oncall")


async def test_of_several_overrides_the_one_is_taken_back_whose_button_is_pressed(begin: Begin) -> None:
    story = await begin(MONDAY)
    await story.types("lena", "/ticket oncall override @mara until friday 09:00 primary")
    await story.types("lena", "/ticket oncall override @olly from friday 09:00 until friday 18:00 secondary")

    reply = await story.types("piet", "/ticket oncall override off")

    assert reply.message is not None
    assert "There are several overrides. Which one shall be taken back?" in reads(story, reply.message)
    assert "primary Mara Oncall (standing in)" in await story.read("ana", "/ticket oncall"), "nothing has ended yet"
    [first] = [block["block_id"] for block in reply.message.blocks if "*primary*" in str(block)]
    await story.person("piet").clicks(reply.message, Control(first, "withdraw_override"))
    await story.settle()
    said = reads(story, story.person("piet").ephemerals()[-1])
    assert "you again, not Mara Oncall. Taken back by you." in said
    assert "Olly Oncall. Taken back by you." in await story.read("piet", "/ticket oncall override off @olly")


async def test_the_window_asks_for_the_rest_and_loses_nothing_over_a_mistake(begin: Begin) -> None:
    story = await begin(MONDAY)
    reply = await story.types("ana", "/ticket oncall")
    assert reply.message is not None
    await story.presses("ana", reply.message, "Override")
    filled = {"stand_in": story.trial.office.people.mara.id, "stand_in_ends": picked("2026-06-01 09:00-07:00")}
    await story.selects("ana", "on_call_schedule", "primary")

    refused = await story.submits("ana", **filled)

    assert refused.errors == {"stand_in_ends": "That is over already: an override must end in the future."}
    assert "Who is on call: [U0MARA" in story.window_text("ana")
    sent = await story.submits("ana", stand_in_ends=picked("2026-06-01 18:00-07:00"))
    assert not sent.errors
    assert "Mara Oncall, instead of Piet Oncall. Arranged by you." in story.window_text("ana")
    assert "primary Mara Oncall (standing in)" in await story.read("ana", "/ticket oncall")


async def test_a_line_without_an_end_opens_the_window_with_what_was_said(begin: Begin) -> None:
    story = await begin(MONDAY)
    said = await story.read("ana", "/ticket oncall override @olly from friday 09:00")
    assert "(•) primary" in said
    assert "Who is on call: [U0OLLY" in said
    assert "From (optional): [Choose" not in said


async def test_where_slack_does_not_tell_the_zone_the_window_asks_for_the_moment(begin: Begin) -> None:
    story = await begin(MONDAY)
    story.trial.slack.faults.always("users.info", FaultKind.SERVER_ERROR)
    await story.types("ana", "/ticket oncall override @olly until friday 09:00 primary")
    assert story.window("ana").content["callback_id"] == "override_window"
    assert lines(story) == []


async def test_shifts_are_exchanged_when_the_other_accepts(begin: Begin) -> None:
    story = await begin(MONDAY)

    asked = await story.read("piet", "/ticket oncall swap @olly")
    assert "asked for by you" in asked
    [question] = story.paged("olly")
    assert "you, instead of Piet Oncall" in reads(story, question)
    assert "[Accept] [Decline]" in reads(story, question)
    assert "primary Piet Oncall until" in await story.read("ana", "/ticket oncall"), "nothing is exchanged yet"

    told = await story.presses("olly", question, "Accept")

    assert "accepted by you" in told
    answered = reads(story, story.notice("swap 1"))
    assert "accepted by you" in answered
    assert "[Accept]" not in answered
    assert "accepted by Olly Oncall" in arrangements(story, "piet")[-1]
    assert len(lines(story)) == 2, "one for each stretch"
    await story.takes_the_critical_call()
    assert len(calls_of(story, "olly")) == 1
    await story.types("ana", "/ticket ack 1")
    await story.moves_to(HAND_OVER)
    assert "primary Piet Oncall" in await story.read("ana", "/ticket oncall primary")


async def test_a_double_click_and_a_click_too_late_do_no_harm(begin: Begin) -> None:
    story = await begin(MONDAY)
    await story.types("piet", "/ticket oncall swap @olly")
    [question] = story.paged("olly")
    for button in ("Decline", "Decline", "Accept"):
        await story.person("olly").clicks(question, button)
    await story.settle()

    first, again, late = (reads(story, told) for told in story.person("olly").ephemerals())
    assert "declined by you" in first
    assert "declined by you" in again
    assert "It waits for no answer any more: Olly Oncall has declined it." in late
    assert len([told for told in arrangements(story, "piet") if "declined by Olly Oncall" in told]) == 1
    assert lines(story) == []


async def test_whoever_asked_takes_it_back_and_the_question_loses_its_buttons(begin: Begin) -> None:
    story = await begin(MONDAY)
    reply = await story.types("piet", "/ticket oncall swap @olly")
    assert reply.message is not None
    await story.presses("piet", reply.message, "Take it back")
    question = reads(story, story.notice("swap 1"))
    assert "withdrawn by Piet Oncall" in question
    assert "[Accept]" not in question


async def test_where_the_schedule_has_changed_since_nothing_is_exchanged(begin: Begin) -> None:
    story = await begin(MONDAY)
    await story.types("piet", "/ticket oncall swap @olly")
    await story.types("lena", "/ticket oncall override @mara until friday 09:00 primary")
    question = story.notice("swap 1")
    assert "primary has changed since" in await story.presses("olly", question, "Accept")
    assert "[Accept]" in reads(story, story.notice("swap 1"))


async def test_the_week_shows_who_is_on_call_day_by_day_by_the_readers_clock(begin: Begin) -> None:
    story = await begin(MONDAY)
    await story.types("lena", "/ticket oncall override @tess from wednesday 12:00 until thursday 09:00 primary")

    reply = await story.types("omar", "/ticket oncall schedule primary")

    assert reply.message is not None
    said = reads(story, reply.message)
    assert "Mon 1 Jun · today\n00:00–09:00  Olly Oncall\n09:00–24:00  Piet Oncall\nTue 2 Jun\nall day  Piet" in said
    assert "Wed 3 Jun\n00:00–21:00  Piet Oncall\n21:00–24:00  Tess Tam (standing in)" in said
    assert "Times are those of Europe/Amsterdam." in said
    await story.presses("omar", reply.message, "Next week")
    turned = story.person("omar").ephemerals()[-1]
    assert "primary: Mon 8 Jun to Sun 14 Jun 2026" in reads(story, turned)
    assert "primary: Mon 8 Jun" in await story.read("omar", "/ticket oncall next week")


async def test_a_gap_is_shown_and_its_pages_go_to_the_leads(begin: Begin) -> None:
    story = await begin(MONDAY, configured=by_night("{mon-sun: 22:00-06:00}"))
    now = await story.read("ana", "/ticket oncall primary")
    assert "primary nobody, so its pages go to the leads until" in now
    assert "then Piet Oncall until" in now
    assert "Where nobody is on call the leads are called: Lena Lead." in now
    assert "⚠️ nobody, the leads are called" in await story.read("ana", "/ticket oncall schedule primary")
    await story.takes_the_critical_call()
    assert len(calls_of(story, "lena")) == 1


async def test_a_hand_over_in_the_middle_of_a_chain_calls_the_new_shift_with_its_next_step(begin: Begin) -> None:
    story = await begin("2026-06-07 23:57-07:00")
    await story.takes_the_critical_call()
    assert len(calls_of(story, "piet")) == 1, "the first step is told to whoever is on call by then"
    await story.moves_to("2026-06-08 00:03-07:00")
    assert len(calls_of(story, "piet")) == 2, "from nine in Amsterdam Piet is second, and Mara is not"
    assert calls_of(story, "olly") == calls_of(story, "mara") == []


async def test_app_home_says_that_you_are_on_call_and_leads_to_the_week(begin: Begin) -> None:
    story = await begin(MONDAY)
    tab = await home(story, "piet")
    assert f"*primary* you until {shown(HAND_OVER)}" in str(tab.blocks)

    await week_of(story, "piet", tab, "primary")

    assert "primary: Mon 1 Jun to Sun 7 Jun 2026" in story.window_text("piet")
    await story.presses("piet", story.window("piet"), "Next week")
    assert "primary: Mon 8 Jun to Sun 14 Jun 2026" in story.window_text("piet")


async def test_app_home_shows_the_exchange_that_waits_for_your_answer(begin: Begin) -> None:
    story = await begin(MONDAY)
    await story.types("piet", "/ticket oncall swap @olly")
    assert "Take it back" in str((await home(story, "piet")).blocks)
    assert "Exchange of shifts" not in str((await home(story, "mara")).blocks)

    await story.presses("olly", await home(story, "olly"), "Accept")

    assert "accepted by you" in story.window_text("olly")
    assert "Exchange of shifts" not in str((await home(story, "olly")).blocks)


async def test_the_user_group_follows_whoever_is_on_call(begin: Begin) -> None:
    story = await begin(MONDAY)
    trial, people = story.trial, story.trial.office.people
    trial.office.workspace.add_user_group("oncall", id="S0ONCALL", members=[people.ana])
    roster = replace(trial.settings.configuration.roster, schedule_groups={"primary": "S0ONCALL"})
    trial.settings = replace(trial.settings, configuration=replace(trial.settings.configuration, roster=roster))
    async with trial.down():
        pass
    [grouping] = [each for each in trial.bot.further if each.name == "on-call groups"]

    async def members() -> set[str]:
        await grouping.pass_at(trial.clock())
        await story.settle()
        return set(trial.office.workspace.groups["S0ONCALL"].members)

    assert await members() == {people.piet.id}
    await story.types("lena", "/ticket oncall override @mara until 12:00 primary")
    assert await members() == {people.mara.id}
    await story.moves_to(HAND_OVER)
    assert await members() == {people.olly.id}
