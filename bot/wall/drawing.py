"""The picture of all running clocks on an axis of time, and the same facts as a table.

Pure: a board and a zone in, markup out. Places along the axis are percentages and all else is in ems, so that the
picture fills whatever it is put into and its words are never stretched.
"""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from bot.clocks.local_time import printed
from bot.desk.board import Board
from bot.wall.axis import Axis, Span
from bot.wall.rows import Names, Row, Standing, moment, row

ROW_HEIGHT, AXIS_HEIGHT = 3.2, 2.9
"""Ems."""
_LONGEST_LINE = 40
"""Characters that fit beside a row."""
_LAST_BEGINNING = 0.55
"""Words that would begin further to the right end there instead."""
_NEAR_NOW = 0.07
"""An hour closer to now than this share of the axis would stand under the time that it is now."""

TEMPLATES = Environment(
    loader=PackageLoader("bot.wall"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
"""The templates of the wall; whatever goes into them is escaped."""
_STYLE = Markup((Path(__file__).parent / "static" / "picture.css").read_text(encoding="utf-8"))  # noqa: S704 - our own
STYLE_SOURCE = f"'sha256-{base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()}'"
"""What a Content-Security-Policy has to name for the style that the picture carries in it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Bar:
    """A stretch of the axis, as shares of it, and what it means in words."""

    start: float
    end: float
    words: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """A place on the axis and what it means in words."""

    share: float
    words: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawn:
    """A row with its places on the axis; what lies outside of it is None or left out."""

    row: Row
    closed: Sequence[Bar]
    given: Bar | None
    used: Bar | None
    late: Bar | None
    pauses: Sequence[Bar]
    warnings: Sequence[Mark]
    regrades: Sequence[Mark]
    goal: Mark | None
    due: Mark | None
    said_at: float
    """Where the words stand that say when it is due."""
    begun_before: str
    """When it was started, if that is before the axis begins."""
    due_after: bool
    """Whether it falls due after the axis ends."""

    @property
    def to_the_left(self) -> bool:
        """Whether the words end where they stand, because there is no room to begin there."""
        return self.said_at > _LAST_BEGINNING


def svg(board: Board, zone: str, span: Span, names: Names) -> Markup:
    """The picture of a board, in a zone (an IANA name); it carries its own style, which follows the viewer's scheme."""
    axis = Axis.of(board, span, zone)
    rows = [_drawn(row(each, board.at, zone, names), axis, board.at) for each in board.running]
    now, hours = axis.share(board.at), axis.hours()
    drawn = TEMPLATES.get_template("picture.html").render(
        rows=rows,
        days=axis.days(),
        hours=hours,
        hour_labels=[tick for tick in hours if abs(tick.share - now) > _NEAR_NOW],
        now=now,
        now_label=moment(board.at, board.at, zone),
        at=printed(board.at, zone),
        standing=Standing,
        counts={each: sum(drawn.row.standing is each for drawn in rows) for each in Standing},
        cut=_cut,
        room=_LONGEST_LINE,
        spacing=lambda count, most: -(-count // most),
        top=AXIS_HEIGHT,
        height=ROW_HEIGHT,
        style=_STYLE,
    )
    return Markup(drawn)  # noqa: S704 - from our own template, which escapes


def facts(board: Board, zone: str, names: Names) -> Markup:
    """What the picture shows as a table, what its signs mean, and what is not in it."""
    rows = [row(each, board.at, zone, names) for each in board.running]
    drawn = TEMPLATES.get_template("facts.html").render(board=board, rows=rows, zone=zone)
    return Markup(drawn)  # noqa: S704 - from our own template, which escapes


def _drawn(row: Row, axis: Axis, at: datetime) -> Drawn:
    clock, aim = row.running.clock, row.running.aim
    until = aim if aim is not None else at
    return Drawn(
        row=row,
        closed=_closed(row, axis),
        given=_bar(axis, clock.started, until),
        used=_bar(axis, clock.started, min(until, at)),
        late=None if aim is None else _bar(axis, aim, at),
        pauses=[
            bar
            for pause in clock.pauses
            if (bar := _bar(axis, pause.start, min(pause.end or at, until), "paused")) is not None
        ],
        warnings=[
            Mark(share=axis.share(warned), words=f"warning {warn}, {moment(warned, at, axis.zone)}")
            for warn, warned in clock.warnings
            if axis.shows(warned)
        ],
        regrades=[
            Mark(share=axis.share(leg.since), words=f"regraded {moment(leg.since, at, axis.zone)}")
            for leg in clock.legs[1:]
            if axis.shows(leg.since)
        ],
        goal=_goal(row, axis, at),
        due=Mark(share=axis.share(aim), words=row.due) if aim is not None and axis.shows(aim) else None,
        said_at=min(axis.share(max(until, at)), 1.0),
        begun_before="" if clock.started >= axis.start else moment(clock.started, at, axis.zone),
        due_after=aim is not None and aim > axis.end,
    )


def _closed(row: Row, axis: Axis) -> Sequence[Bar]:
    """When the calendar that the clock counts in is closed; never for a promise around the clock."""
    timeline = row.running.ticket.terms.timeline(row.running.clock.promise.calendar)
    bounds = [axis.start]
    for opening in timeline.intervals(axis.start, axis.end):
        bounds += [opening.start, opening.end or axis.end]
    bounds.append(axis.end)
    pairs = list(pairwise(bounds))[::2]
    return [bar for start, end in pairs if (bar := _bar(axis, start, end)) is not None]


def _goal(row: Row, axis: Axis, at: datetime) -> Mark | None:
    """The team's own goal, where the contract's due time is another."""
    goal = row.running.clock.goal
    if goal is None or row.running.clock.promise.target is None or not axis.shows(goal):
        return None
    return Mark(share=axis.share(goal), words=f"our goal {moment(goal, at, axis.zone)}")


def _bar(axis: Axis, start: datetime, end: datetime, words: str = "") -> Bar | None:
    first, last = max(axis.share(start), 0.0), min(axis.share(end), 1.0)
    return Bar(start=first, end=last, words=words) if first < last else None


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
