"""What was told and what was not, hand-overs and gaps, made of one text: each with the name of its function."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from bot.clocks.contract import ClockKind
from bot.desk import marks
from bot.desk.alerts import Alert, Alerts, Fate
from bot.desk.composing import event_facts
from bot.desk.digest_facts import DigestTicket, Part
from bot.desk.duty_notices import Audit, Gaps, HandOver, Stretch, Uncovered
from bot.desk.notice_kinds import NoticeKind
from bot.desk.page_notices import Page, PageAnswer
from bot.slack import alerts, duty_posts
from bot.slack.blocks import Block, Message
from tests.slack.longest import LATEST, MANY, Longest
from tests.slack.tickets import ANA, FRIDAY

EVERYBODY = tuple(f"U0{number:04}" for number in range(MANY))


def proof_faces(of: Longest) -> Iterator[tuple[str, Message | Block]]:
    """The faces, with as much in them as there can be."""
    yield "alerts.alerts", alerts.alerts(_alerts(of), of.names)
    one = DigestTicket(
        number=999_999_999,
        title=of.text,
        customer=of.word,
        rank=2,
        assignee=ANA,
        clock=ClockKind.FIRST_RESPONSE,
        due=LATEST,
        zone="America/Los_Angeles",
    )
    begins = HandOver(
        schedule=of.word,
        zone="America/Los_Angeles",
        at=LATEST,
        before=(),
        now=EVERYBODY,
        until=LATEST,
        following=EVERYBODY,
        paging=(one,) * 8,
        open=Part(tickets=(one,) * 8, total=999),
    )
    goes_on, is_gap = replace(begins, before=EVERYBODY), replace(begins, before=EVERYBODY, now=(), paging=())
    for facts in (begins, goes_on, is_gap):
        yield "duty_posts.hand_over", duty_posts.hand_over(facts, of.names)
    hole = Uncovered(
        schedule=of.word,
        zone="America/Los_Angeles",
        starts=FRIDAY,
        ends=LATEST,
        customers=(of.word,) * MANY,
        clause=of.word,
        times=999,
        further=(Stretch(starts=FRIDAY, ends=LATEST),) * 3,
    )
    found = Gaps(
        at=FRIDAY,
        until=FRIDAY + timedelta(days=60),
        uncovered=(hole,) * MANY,
        unreachable=dict.fromkeys(EVERYBODY, of.text),
        without_own_way=EVERYBODY,
    )
    yield "duty_posts.gaps", duty_posts.gaps(found, of.names)
    findings = (of.text, f"{marks.place(EVERYBODY[0])} {marks.instant(LATEST)} " * MANY)
    audit = Audit(at=LATEST, findings=findings * MANY, tickets=tuple(range(MANY)))
    yield "duty_posts.audit", duty_posts.audit(audit, of.names)
    for post in (begins, found, audit):
        yield "duty_posts.post", duty_posts.post(post, "C0ACME", of.names)


def _alerts(of: Longest) -> Alerts:
    page = Page(
        kind=NoticeKind.PAGE, about=of.about, whom=of.word, people=EVERYBODY, cycle=1, step=99, round=99, promises=()
    )
    told = Alert(
        kind=NoticeKind.PAGE,
        told=page,
        place="C0ACME",
        planned=FRIDAY,
        fate=Fate.SENT,
        settled=LATEST,
        late=LATEST - FRIDAY,
        reason="",
        together=True,
        seen_at=LATEST,
        seen_by=ANA,
        answered=PageAnswer(by=ANA, how="acknowledged", at=LATEST),
    )
    others = [
        replace(told, fate=fate, told=event_facts(of.open, of.open.last), place=place, reason=of.text)
        for fate in (Fate.WAITING, Fate.LET_GO, Fate.REFUSED)
        for place in (ANA, f"via:{of.word}")
    ]
    return Alerts(ticket=of.open, shown=[told] * 6 + others, total=9_999, page=2, pages=999)
