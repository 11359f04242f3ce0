"""Every message about drills, made of one text."""

from collections.abc import Iterator
from dataclasses import replace

from bot.desk.duty_notices import Drill, DrillResult
from bot.desk.notice_kinds import NoticeKind
from bot.slack import drills
from bot.slack.blocks import Block, Message
from tests.slack.longest import LATEST, MANY, Longest
from tests.slack.tickets import FRIDAY, LENA, OLLY

EVERYBODY = tuple(f"U0{number:04}" for number in range(MANY))


def drill_faces(of: Longest) -> Iterator[tuple[str, Message | Block]]:
    """Each with the name of the function that makes it."""
    call = Drill(kind=NoticeKind.DRILL, number=999_999_999, schedule=of.word, people=EVERYBODY, asked=LENA, at=FRIDAY)
    result = DrillResult(
        number=999_999_999,
        schedule=of.word,
        people=EVERYBODY,
        asked=LENA,
        at=FRIDAY,
        answered_by=OLLY,
        answered_at=LATEST,
        not_sent=(of.word,) * MANY,
    )
    over = replace(call, kind=NoticeKind.DRILL_EDIT, answered_by=OLLY, answered_at=LATEST)
    for facts in (call, replace(call, kind=NoticeKind.DRILL_DIRECT), over):
        yield "drills.drill", drills.drill(facts, of.names)
    yield "drills.drill_result", drills.drill_result(result, of.names)
    yield "drills.drill_started", drills.drill_started(call, of.names)
    yield "drills.drill_answered", drills.drill_answered(result)
    yield "drills.past", drills.past([result] * 10, of.names, LATEST)
    yield "drills.past", drills.past([], of.names, LATEST)
