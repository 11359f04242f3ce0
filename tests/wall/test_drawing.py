"""The picture: every clock is on it, each thing where it belongs in time, told by shape and word, and nothing lives."""

import base64
import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from xml.etree import ElementTree as Xml

import pytest
from hypothesis import given, settings

from bot.clocks.contract import PauseReason
from bot.clocks.entries import Entry, Paused, Regraded, Resumed, Taken
from bot.desk.board import Board
from bot.desk.facts import Ticket
from bot.wall.axis import Span
from bot.wall.drawing import STYLE_SOURCE, facts, svg
from tests.slack.nasty import CORPUS, TEXTS
from tests.slack.tickets import ANA, acme
from tests.wall.boards import SATURDAY, board, made, names, weekend

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
AMSTERDAM = "Europe/Amsterdam"
SVG = "{http://www.w3.org/2000/svg}"


class Picture:
    """A picture that was read back."""

    def __init__(self, board: Board, span: Span = Span.HALF_DAY, zone: str = AMSTERDAM) -> None:
        self.text = str(svg(board, zone, span, names))
        [self.root] = Xml.fromstring(self.text).findall(f"{SVG}svg")

    def all(self, kind: str) -> list[Xml.Element]:
        """The elements of a class."""
        return [each for each in self.root.iter() if kind in each.get("class", "").split()]

    def words(self, kind: str) -> list[str]:
        """What the elements of a class say."""
        return [" ".join("".join(each.itertext()).split()) for each in self.all(kind)]

    def place(self, kind: str) -> tuple[float, float]:
        """Where the one stretch of a class lies: its start and end in per cent of the axis."""
        [bar] = self.all(kind)
        start, width = (float(bar.attrib[name].rstrip("%")) for name in ("x", "width"))
        return round(start, 2), round(start + width, 2)


def one(*later: Entry, opened_ago: timedelta, severity: str = "critical", span: Span = Span.HALF_DAY) -> Picture:
    """The picture of one ticket on Saturday."""
    return Picture(
        board([made(7, "SSO login fails", SATURDAY - opened_ago, SATURDAY, *later, severity=severity)]), span
    )


def percent(hours: float, span: float = 12) -> float:
    """Where an instant so many hours from now lies."""
    return round(25 + 100 * hours / span, 2)


@pytest.mark.parametrize("span", list(Span))
def test_every_running_clock_has_a_row_in_the_order_of_the_board(span: Span) -> None:
    picture = Picture(weekend(), span)
    assert picture.words("number") == [f"T-{each.ticket.number}" for each in weekend().running]
    assert len(picture.words("said")) == len(weekend().running)


@pytest.mark.parametrize("span", list(Span))
def test_nothing_is_drawn_outside_of_the_axis(span: Span) -> None:
    picture = Picture(weekend(), span)
    places = [float(each) for each in re.findall(r' (?:x|x1|x2)="(-?[\d.]+)%"', picture.text)]
    ends = [sum(map(float, each)) for each in re.findall(r'x="([\d.]+)%" width="([\d.]+)%"', picture.text)]
    assert places
    assert min(places) >= 0
    assert max([*places, *ends]) <= 100.001


def test_a_bar_goes_from_the_start_to_the_due_time_and_is_filled_to_now() -> None:
    picture = one(opened_ago=5 * MINUTE)
    assert picture.place("given") == (percent(-5 / 60), percent(10 / 60))
    assert picture.place("used") == (percent(-5 / 60), 25.0)
    assert picture.all("late") == []
    assert picture.words("said") == ["in 10 min · due 15:50"]


def test_a_broken_promise_goes_on_in_another_colour_up_to_now_and_says_how_late_it_is() -> None:
    picture = one(opened_ago=75 * MINUTE)
    assert picture.place("used") == (percent(-75 / 60), percent(-1))
    assert picture.place("late") == (percent(-1), 25.0)
    assert picture.words("said") == ["1 h late · was due 14:40"]
    assert len(picture.all("stands-late")) == 1


def test_a_broken_promise_is_told_by_the_shape_of_its_mark_too() -> None:
    marks = [one(opened_ago=ago).all("due")[0][0].attrib["d"] for ago in (5 * MINUTE, 75 * MINUTE)]
    assert marks[0] != marks[1]


def test_a_missed_goal_goes_on_too_but_is_marked_as_what_is_due_and_not_as_what_is_broken() -> None:
    picture = one(opened_ago=50 * HOUR, severity="non_critical", span=Span.WEEK)
    assert picture.all("stands-late") == []
    assert picture.words("said") == ["goal missed 1 d 2 h ago · goal Fri 13:40"]
    assert picture.all("due")[0][0].attrib["d"] == one(opened_ago=5 * MINUTE).all("due")[0][0].attrib["d"]


def test_priorities_are_told_by_shape_and_word() -> None:
    shapes = [one(opened_ago=MINUTE, severity=each).all("severity")[0][0] for each in ("urgent", "high", "low")]
    assert len({(each.tag, each.get("d")) for each in shapes}) == 3
    assert [one(opened_ago=MINUTE, severity=each).words("second")[0][:2] for each in ("urgent", "low")] == ["P1", "P3"]


def test_a_pause_is_hatched_and_a_clock_that_stands_still_says_so() -> None:
    friday = SATURDAY - 20 * HOUR
    waiting = Paused(at=friday + HOUR, by=ANA, reason=PauseReason.WAITING_ON_CUSTOMER, text="Which one?")
    still = one(waiting, opened_ago=20 * HOUR, severity="high", span=Span.TWO_DAYS)
    again = one(waiting, Resumed(at=friday + 2 * HOUR, by=ANA), opened_ago=20 * HOUR, severity="low", span=Span.WEEK)
    assert still.place("pause") == (0.0, 25.0)
    assert still.words("said") == ["3 h left · paused since Fri 20:40"]
    assert still.all("due") == []
    assert again.place("pause") == (percent(-19, 168), percent(-18, 168))
    assert "paused" not in again.words("said")[0]


def test_warnings_and_regrades_are_marked_where_they_are() -> None:
    warned = one(opened_ago=5 * MINUTE)
    assert [each.attrib["x1"] for each in warned.all("warning")] == [
        f"{25 + 100 * minutes / 720:.3f}%" for minutes in (2.5, 5, 8)
    ]
    assert warned.words("warning")[0].startswith("warning 50%, 15:42")
    regraded = Regraded(at=SATURDAY - 2 * HOUR, by=ANA, severity="high", impact="Reports fail.")
    assert one(regraded, opened_ago=3 * HOUR, severity="low").words("regrade") == ["regraded 13:40"]


def test_what_lies_outside_is_an_arrow_with_its_time() -> None:
    picture = one(opened_ago=17 * HOUR, severity="low")
    assert picture.words("before") == ["◂ Fri 22:40"]
    assert picture.words("said")[0].endswith("due Tue 22:40 ▸")
    assert picture.place("given") == (0.0, 100.0)
    assert picture.all("due") == []
    assert one(opened_ago=5 * MINUTE).words("before") == []
    assert "▸" not in one(opened_ago=5 * MINUTE).words("said")[0]


def test_closed_hours_are_shaded_in_the_calendar_that_counts() -> None:
    picture = one(opened_ago=20 * HOUR, severity="high", span=Span.WEEK)
    shaded = sum(float(each.attrib["width"].rstrip("%")) for each in picture.all("closed"))
    # The week from Thursday 21:40 to Thursday 21:40 in UTC has five working days of twelve hours.
    assert round(shaded * 168 / 100) == 168 - 60


def test_a_promise_around_the_clock_has_no_closed_hours() -> None:
    assert one(opened_ago=5 * MINUTE, span=Span.WEEK).all("closed") == []


def test_now_is_a_line_with_its_time_in_the_viewers_zone() -> None:
    for zone, told in ((AMSTERDAM, "15:40"), ("America/Los_Angeles", "06:40")):
        picture = Picture(weekend(), zone=zone)
        [now] = picture.all("now")
        assert "".join(now.itertext()).strip() == told
        assert now[0].attrib["x1"] == "25.000%"


def test_an_empty_wall_says_so_calmly() -> None:
    picture = Picture(board([]))
    assert picture.words("empty") == ["No clock is running. Nothing is due."]
    assert "No clock is running." in str(picture.root.findtext(f"{SVG}desc"))
    assert "<table" not in facts(board([]), AMSTERDAM, names)


def test_whoever_cannot_see_it_is_told_what_it_is_and_how_things_stand() -> None:
    picture = Picture(weekend())
    title, summary = (picture.root.find(f"{SVG}{name}") for name in ("title", "desc"))
    assert title is not None
    assert summary is not None
    assert picture.root.attrib["role"] == "img"
    assert picture.root.attrib["aria-labelledby"].split() == [title.attrib["id"], summary.attrib["id"]]
    assert title.text == "Deadlines at Sat 6 Jun 2026 15:40 CEST"
    assert "13 running clocks: 4 on time, 3 due soon, 5 late, 1 paused." in str(summary.text)
    assert "First: T-49 Acme, first response was due Fri 20:10." in str(summary.text)


def test_the_table_says_everything_that_the_picture_says() -> None:
    table = facts(weekend(), AMSTERDAM, names)
    assert table.count('<th scope="row">') == len(weekend().running)
    for said in ("T-49 A question about the roadmap session", "first response: 24 business hours (V06)"):
        assert said in table
    for said in ("19 h 30 min late", "due soon, in 6 min", "paused, 8 h left", "was due Fri 20:10"):
        assert said in table
    for said in ("around the clock", "business hours, America/Los_Angeles", "Olly Oncall", "nobody yet"):
        assert said in table
    assert f"times in {AMSTERDAM}" in table


def test_what_is_not_in_the_picture_is_counted() -> None:
    told = facts(replace(weekend(), idle=1, left_out=23, unreadable=2), AMSTERDAM, names)
    assert "1 more open ticket has no clock running." in told
    assert "23 more open tickets are not shown" in told
    assert "2 open tickets cannot be read" in told
    assert "cannot be read" not in facts(weekend(), AMSTERDAM, names)


def test_the_style_in_it_is_the_one_that_a_policy_names() -> None:
    [style] = re.findall(r"<style>(.*?)</style>", str(svg(weekend(), AMSTERDAM, Span.FIT, names)), flags=re.DOTALL)
    assert base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() in STYLE_SOURCE


def test_nothing_in_it_comes_from_elsewhere_or_runs() -> None:
    drawn = str(svg(weekend(), AMSTERDAM, Span.FIT, names) + facts(weekend(), AMSTERDAM, names))
    addresses = set(re.findall(r"\w+://[^\"'\s)]+", drawn)) - {SVG.strip("{}")}
    assert addresses == set()
    assert not re.search(r"<script|<image|<foreignObject|\son\w+=|\shref|\sstyle=", drawn)


def _told_by(text: str) -> Ticket:
    return made(7, text, SATURDAY - MINUTE, SATURDAY, Taken(at=SATURDAY, by=ANA, to=ANA), customer=acme(name=text))


def _tags(drawn: str) -> Iterator[str]:
    return (each.tag for each in Xml.fromstring(f"<all>{drawn}</all>").iter())


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_what_people_write_is_shown_and_never_lives(text: str) -> None:
    readable = "".join(each for each in text if each.isprintable())
    for hostile in (readable, f"</text><script>alert(1)</script>{readable}", f'"><img src=x onerror="{readable}'):
        board_of_it = board([_told_by(hostile)])
        drawn = str(svg(board_of_it, AMSTERDAM, Span.FIT, lambda _: hostile))  # noqa: B023 - called at once
        told = str(facts(board_of_it, AMSTERDAM, lambda _: hostile))  # noqa: B023 - called at once
        calm = board([_told_by("calm")])
        assert list(_tags(drawn)) == list(_tags(str(svg(calm, AMSTERDAM, Span.FIT, names))))
        assert list(_tags(told)) == list(_tags(str(facts(calm, AMSTERDAM, names))))


@pytest.mark.parametrize("text", CORPUS)
def test_the_longest_words_are_cut_to_the_room_there_is(text: str) -> None:
    drawn = Picture(board([_told_by("".join(each for each in text if each.isprintable()))]))
    [label] = drawn.all("label")
    assert len(" ".join("".join(label.itertext()).split())) <= 150
