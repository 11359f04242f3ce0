from dataclasses import replace
from typing import Any

from bot.desk.notice_kinds import NoticeKind
from bot.desk.notice_parts import About
from bot.desk.storm_notices import Storm, StormLine
from bot.desk.storms import MOST_LINES
from bot.slack.mrkdwn import when
from bot.slack.storm import storm
from tests.slack.tickets import OLLY, first_response

HOSTILE = "<!channel> *big* &amp; <@U0X>\nsecond line"


def told(number: int = 12, what: NoticeKind = NoticeKind.CARD, **changes: Any) -> StormLine:
    about = About(
        number=number,
        title="Reports are empty",
        customer="Acme",
        plan="Basic",
        severity="High",
        priority="P2",
        assignee=None,
        rank=1,
    )
    return replace(StormLine(key=f"{number}:card", what=what, about=about), **changes)


def lines(facts: Storm) -> list[str]:
    return [block["text"]["text"] for block in storm(facts).blocks if "accessory" in block]


def test_it_says_how_many_and_of_what_sort_they_are() -> None:
    facts = Storm(lines=(told(1), told(2), told(3, NoticeKind.BREACH)))
    assert storm(facts).text == "3 at once: 2 new tickets, 1 broken promise"


def test_each_line_names_its_ticket_and_has_a_button_that_shows_it() -> None:
    [line] = lines(Storm(lines=(told(),)))
    assert line == "🟠 *T-12* P2 · Acme · Reports are empty"
    [button] = [block["accessory"] for block in storm(Storm(lines=(told(),))).blocks if "accessory" in block]
    assert (button["action_id"], button["value"]) == ("show", "12")


def test_a_line_says_by_when_and_what_is_wrong_where_something_is() -> None:
    promise = first_response()
    due = when(promise.aim, promise.zone)
    new, broken = lines(Storm(lines=(told(promise=promise), told(what=NoticeKind.BREACH, promise=promise))))
    assert new.endswith(f"Reports are empty · due {due}")
    assert broken.endswith(f"Reports are empty · *broken*: first response was due {due}")


def test_who_must_act_is_called_in_the_line_of_their_ticket() -> None:
    [line] = lines(Storm(lines=(told(what=NoticeKind.ESCALATION, people=(OLLY,)),)))
    assert line.endswith(f"Acme · Reports are empty · *still not done* <@{OLLY}>")


def test_what_people_wrote_is_inert_and_stays_in_its_line() -> None:
    hostile = replace(told().about, title=HOSTILE, customer=HOSTILE, severity=HOSTILE)
    [line] = lines(Storm(lines=(told(about=hostile),)))
    assert "<!" not in line
    assert "<@" not in line
    assert "\n" not in line


def test_as_many_lines_as_there_can_be_fit_one_message_however_long_they_are() -> None:
    long = replace(told().about, number=999_999_999, title="&" * 500, customer="&" * 500, severity="&" * 500)
    line = told(about=long, what=NoticeKind.REMINDER, people=("U0123456789A",) * 9)
    facts = Storm(lines=(line,) * MOST_LINES)
    assert len(lines(facts)) == MOST_LINES
