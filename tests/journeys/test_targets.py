"""Every target of both contracts: due on the card, warned, broken, escalated, each to the right place and person.

Every instant here was found with a calendar on paper, never by the code under test.
"""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from tests.journeys.stage import Begin
from tests.journeys.story import Story, at, called, first_line, posted

OLLY, PIET, MARA, LENA, OMAR, TESS = "U0OLLY", "U0PIET", "U0MARA", "U0LENA", "U0OMAR", "U0TESS"
SECOND = timedelta(seconds=1)
"""What is done at the due instant is still in time, so a promise is broken just after it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One cell of Valimail's table, with a ticket that tells how it counts."""

    clause: str
    customer: str
    severity: str
    priority: str
    target: str
    opened: str
    on_call: str | None
    warned: tuple[str, str, str]
    due: str
    reads: str
    escalated: tuple[str, str]


BASIC = (
    Row(
        # Two working days of twelve hours.
        clause="V04",
        customer="Globex",
        severity="Urgent",
        priority="P1",
        target="24 business hours",
        opened="2026-06-01 09:00-07:00",
        on_call="piet",
        warned=("2026-06-02 09:00-07:00", "2026-06-02 15:00-07:00", "2026-06-03 08:50-07:00"),
        due="2026-06-03 09:00-07:00",
        reads="Wed 3 Jun 09:00 PDT",
        escalated=("2026-06-03 09:30-07:00", "2026-06-03 13:00-07:00"),
    ),
    Row(
        # Thanksgiving and a weekend: six hours on Wednesday, twelve on Friday, six on Monday.
        clause="V04",
        customer="Globex",
        severity="High",
        priority="P2",
        target="24 business hours",
        opened="2026-11-25 12:00-08:00",
        on_call=None,
        warned=("2026-11-27 12:00-08:00", "2026-11-27 18:00-08:00", "2026-11-30 11:50-08:00"),
        due="2026-11-30 12:00-08:00",
        reads="Mon 30 Nov 12:00 PST",
        escalated=("2026-11-30 12:30-08:00", "2026-11-30 16:00-08:00"),
    ),
    Row(
        # The clocks go forward on the Sunday in between: two hours on Friday, twelve on Monday, ten on Tuesday.
        clause="V04",
        customer="Globex",
        severity="Medium",
        priority="P2",
        target="24 business hours",
        opened="2026-03-06 16:00-08:00",
        on_call=None,
        warned=("2026-03-09 16:00-07:00", "2026-03-10 10:00-07:00", "2026-03-10 15:50-07:00"),
        due="2026-03-10 16:00-07:00",
        reads="Tue 10 Mar 16:00 PDT",
        escalated=("2026-03-10 16:30-07:00", "2026-03-10 20:00-07:00"),
    ),
    Row(
        # The clocks go back on the Sunday in between.
        clause="V04",
        customer="Globex",
        severity="Low",
        priority="P3",
        target="24 business hours",
        opened="2026-10-30 17:00-07:00",
        on_call=None,
        warned=("2026-11-02 17:00-08:00", "2026-11-03 11:00-08:00", "2026-11-03 16:50-08:00"),
        due="2026-11-03 17:00-08:00",
        reads="Tue 3 Nov 17:00 PST",
        escalated=("2026-11-03 17:30-08:00", "2026-11-03 21:00-08:00"),
    ),
)
VALICARE = (
    Row(
        # Independence Day is a Saturday and observed on Friday 3 July.
        clause="V06",
        customer="Acme",
        severity="Urgent",
        priority="P1",
        target="1 business hour",
        opened="2026-07-02 17:30-07:00",
        on_call="piet",
        warned=("2026-07-02 18:00-07:00", "2026-07-06 06:15-07:00", "2026-07-06 06:20-07:00"),
        due="2026-07-06 06:30-07:00",
        reads="Mon 6 Jul 06:30 PDT",
        escalated=("2026-07-06 07:00-07:00", "2026-07-06 10:30-07:00"),
    ),
    Row(
        # On-call is paged in the night (V05), the hour is counted from Monday's opening (V06).
        clause="V06",
        customer="Acme",
        severity="Urgent",
        priority="P1",
        target="1 business hour",
        opened="2026-07-11 02:00-07:00",
        on_call="olly",
        warned=("2026-07-13 06:30-07:00", "2026-07-13 06:45-07:00", "2026-07-13 06:50-07:00"),
        due="2026-07-13 07:00-07:00",
        reads="Mon 13 Jul 07:00 PDT",
        escalated=("2026-07-13 07:30-07:00", "2026-07-13 11:00-07:00"),
    ),
    Row(
        # Two hours on Friday, two on the Monday after the clocks went forward.
        clause="V06",
        customer="Acme",
        severity="High",
        priority="P2",
        target="4 business hours",
        opened="2026-03-06 16:00-08:00",
        on_call=None,
        warned=("2026-03-06 18:00-08:00", "2026-03-09 07:00-07:00", "2026-03-09 07:50-07:00"),
        due="2026-03-09 08:00-07:00",
        reads="Mon 9 Mar 08:00 PDT",
        escalated=("2026-03-09 08:30-07:00", "2026-03-09 12:00-07:00"),
    ),
    Row(
        # Christmas Day is a Friday: three hours on Thursday, one on Monday.
        clause="V06",
        customer="Acme",
        severity="Medium",
        priority="P2",
        target="4 business hours",
        opened="2026-12-24 15:00-08:00",
        on_call=None,
        warned=("2026-12-24 17:00-08:00", "2026-12-24 18:00-08:00", "2026-12-28 06:50-08:00"),
        due="2026-12-28 07:00-08:00",
        reads="Mon 28 Dec 07:00 PST",
        escalated=("2026-12-28 07:30-08:00", "2026-12-28 11:00-08:00"),
    ),
    Row(
        # Memorial Day is Monday 25 May: an hour on Friday, twelve on Tuesday, eleven on Wednesday.
        clause="V06",
        customer="Acme",
        severity="Low",
        priority="P3",
        target="24 business hours",
        opened="2026-05-22 17:00-07:00",
        on_call=None,
        warned=("2026-05-26 17:00-07:00", "2026-05-27 11:00-07:00", "2026-05-27 16:50-07:00"),
        due="2026-05-27 17:00-07:00",
        reads="Wed 27 May 17:00 PDT",
        escalated=("2026-05-27 17:30-07:00", "2026-05-27 21:00-07:00"),
    ),
)
VALICARE_PLUS = (
    Row(
        # An hour that is used up at closing time is due at closing time.
        clause="V10",
        customer="Initech",
        severity="Urgent",
        priority="P1",
        target="1 business hour",
        opened="2026-06-01 17:00-07:00",
        on_call="piet",
        warned=("2026-06-01 17:30-07:00", "2026-06-01 17:45-07:00", "2026-06-01 17:50-07:00"),
        due="2026-06-01 18:00-07:00",
        reads="Mon 1 Jun 18:00 PDT",
        escalated=("2026-06-01 18:30-07:00", "2026-06-01 22:00-07:00"),
    ),
    Row(
        # Juneteenth is a Friday: two hours on Thursday, two on Monday.
        clause="V10",
        customer="Initech",
        severity="High",
        priority="P2",
        target="4 business hours",
        opened="2026-06-18 16:00-07:00",
        on_call=None,
        warned=("2026-06-18 18:00-07:00", "2026-06-22 07:00-07:00", "2026-06-22 07:50-07:00"),
        due="2026-06-22 08:00-07:00",
        reads="Mon 22 Jun 08:00 PDT",
        escalated=("2026-06-22 08:30-07:00", "2026-06-22 12:00-07:00"),
    ),
    Row(
        # In the hour that happens twice, the first time; nothing counts before Monday.
        clause="V10",
        customer="Initech",
        severity="Medium",
        priority="P2",
        target="4 business hours",
        opened="2026-11-01 01:30-07:00",
        on_call=None,
        warned=("2026-11-02 08:00-08:00", "2026-11-02 09:00-08:00", "2026-11-02 09:50-08:00"),
        due="2026-11-02 10:00-08:00",
        reads="Mon 2 Nov 10:00 PST",
        escalated=("2026-11-02 10:30-08:00", "2026-11-02 14:00-08:00"),
    ),
    Row(
        # An hour before opening: two whole days, so due at the second day's closing.
        clause="V10",
        customer="Initech",
        severity="Low",
        priority="P3",
        target="24 business hours",
        opened="2026-12-29 05:00-08:00",
        on_call=None,
        warned=("2026-12-29 18:00-08:00", "2026-12-30 12:00-08:00", "2026-12-30 17:50-08:00"),
        due="2026-12-30 18:00-08:00",
        reads="Wed 30 Dec 18:00 PST",
        escalated=("2026-12-30 18:30-08:00", "2026-12-30 22:00-08:00"),
    ),
)


@pytest.mark.parametrize(
    "row", [*BASIC, *VALICARE, *VALICARE_PLUS], ids=lambda row: f"{row.clause}-{row.severity}-{row.opened[:10]}"
)
@pytest.mark.clause("V06")
@pytest.mark.complaint(35, 39)
async def test_a_valimail_ticket_is_warned_about_broken_and_escalated_where_and_when_the_contract_says(
    begin: Begin, row: Row
) -> None:
    story = await begin(row.opened)
    told = await story.types("ana", f"/ticket new {row.severity} {row.customer}: Mail does not arrive")

    assert f"T-1 is open: {row.priority} {row.severity} for {row.customer}, first response due {row.reads}" in told.text
    assert _due_line(story, "First response") == (
        f"*First response* due <!date^{int(at(row.due).timestamp())}^{{time}} {{date_short_pretty}}|{row.reads}>"
        f" · on time · {row.target} · {row.clause}"
    )
    assert row.reads in story.card().text

    await _omar_takes_it(story, row.on_call)
    await story.trial.move_to(at(row.due) + SECOND)

    warnings = [each for each in story.history() if "⚠️" in first_line(each)]
    assert [posted(each) for each in warnings] == [at(when) for when in row.warned]
    assert all(called(each) == {OMAR} for each in warnings)
    assert all(each.is_broadcast == (row.priority == "P1") for each in warnings), "only P1 reaches the whole channel"

    [breach] = story.told("breaches")
    assert posted(breach) == at(row.due)
    assert "First response broken" in first_line(breach)
    assert called(breach) == {OMAR}
    assert story.told("escalations") == []

    await story.moves_to(row.escalated[1])
    team = {OMAR, TESS} if row.customer == "Initech" else {OMAR}
    for channel, when in zip(("escalations", "leadership"), row.escalated, strict=True):
        [escalation] = story.told(channel)
        assert posted(escalation) == at(when)
        assert "First response still not done" in first_line(escalation)
        assert called(escalation) == team, "whoever has it, and the customer's TAM where there is one"

    assert len(story.told("breaches")) == 1
    assert "*overdue" in _due_line(story, "First response")
    assert f"<!date^{int(at(row.due).timestamp())}^" in _due_line(story, "First response")


@pytest.mark.clause("V04")
async def test_an_urgent_ticket_on_basic_pages_nobody_at_night_but_at_the_opening(begin: Begin) -> None:
    story = await begin("2026-07-11 02:00-07:00")
    await story.types("ana", "/ticket new urgent Globex: Mail does not arrive")
    assert story.paged("olly") == []

    await story.moves_to("2026-07-13 05:59-07:00")
    assert story.paged("olly") == []

    # By the opening on Monday it is 15:00 in Amsterdam, and Piet has taken over from Olly at 09:00.
    await story.moves_to("2026-07-13 06:30-07:00")
    assert [posted(page) for page in story.paged("piet")] == [at("2026-07-13 06:00-07:00")]
    assert [posted(page) for page in story.paged("mara")] == [at("2026-07-13 06:15-07:00")]
    assert [posted(page) for page in story.paged("lena")] == [at("2026-07-13 06:30-07:00")]
    assert story.paged("olly") == []


@dataclass(frozen=True, kw_only=True, slots=True)
class Critical:
    """A critical ticket of Bird's: the call-back, its warnings, and whom it pages while nobody answers."""

    opened: str
    warned: tuple[str, str, str]
    due: str
    reads: str
    paged: tuple[tuple[str, str], ...]
    escalated: tuple[str, str]
    point: str
    """Whom an escalation calls: the account manager in office hours, else whoever is on call (B01, B04)."""


@pytest.mark.parametrize(
    "row",
    [
        Critical(
            # A working day; Piet's week.
            opened="2026-06-01 10:00+02:00",
            warned=("2026-06-01 10:07:30+02:00", "2026-06-01 10:10+02:00", "2026-06-01 10:13+02:00"),
            due="2026-06-01 10:15+02:00",
            reads="Mon 1 Jun 10:15 CEST",
            paged=(
                ("piet", "2026-06-01 10:00+02:00"),
                ("mara", "2026-06-01 10:05+02:00"),
                ("tess", "2026-06-01 10:10+02:00"),
                ("lena", "2026-06-01 10:12+02:00"),
            ),
            escalated=("2026-06-01 10:30+02:00", "2026-06-01 11:15+02:00"),
            point="tess",
        ),
        Critical(
            # Ten minutes before the end of Christmas Day; Olly's week.
            opened="2026-12-25 23:50+01:00",
            warned=("2026-12-25 23:57:30+01:00", "2026-12-26 00:00+01:00", "2026-12-26 00:03+01:00"),
            due="2026-12-26 00:05+01:00",
            reads="Sat 26 Dec 00:05 CET",
            paged=(
                ("olly", "2026-12-25 23:50+01:00"),
                ("piet", "2026-12-25 23:55+01:00"),
                ("olly", "2026-12-26 00:00+01:00"),
                ("lena", "2026-12-26 00:02+01:00"),
            ),
            escalated=("2026-12-26 00:20+01:00", "2026-12-26 01:05+01:00"),
            point="olly",
        ),
        Critical(
            # Ten minutes before the clocks go back: 03:00 becomes 02:00.
            opened="2026-10-25 02:50+02:00",
            warned=("2026-10-25 02:57:30+02:00", "2026-10-25 02:00+01:00", "2026-10-25 02:03+01:00"),
            due="2026-10-25 02:05+01:00",
            reads="Sun 25 Oct 02:05 CET",
            paged=(
                ("piet", "2026-10-25 02:50+02:00"),
                ("mara", "2026-10-25 02:55+02:00"),
                ("piet", "2026-10-25 02:00+01:00"),
                ("lena", "2026-10-25 02:02+01:00"),
            ),
            escalated=("2026-10-25 02:20+01:00", "2026-10-25 03:05+01:00"),
            point="piet",
        ),
        Critical(
            # Ten minutes before the clocks go forward: 02:00 becomes 03:00. Olly's week until Monday.
            opened="2026-03-29 01:50+01:00",
            warned=("2026-03-29 01:57:30+01:00", "2026-03-29 03:00+02:00", "2026-03-29 03:03+02:00"),
            due="2026-03-29 03:05+02:00",
            reads="Sun 29 Mar 03:05 CEST",
            paged=(
                ("piet", "2026-03-29 01:50+01:00"),
                ("mara", "2026-03-29 01:55+01:00"),
                ("piet", "2026-03-29 03:00+02:00"),
                ("lena", "2026-03-29 03:02+02:00"),
            ),
            escalated=("2026-03-29 03:20+02:00", "2026-03-29 04:05+02:00"),
            point="piet",
        ),
    ],
    ids=lambda row: row.opened,
)
@pytest.mark.clause("B01", "B04", "B21")
@pytest.mark.complaint(9)
async def test_a_critical_bird_ticket_wants_a_call_back_in_fifteen_minutes_whatever_the_clock_on_the_wall_says(
    begin: Begin, row: Critical
) -> None:
    story = await begin(row.opened)
    await story.takes_the_critical_call()

    assert story.window_text("ana").startswith("Ticket opened")
    due = f"<!date^{int(at(row.due).timestamp())}^{{time}} {{date_short_pretty}}|{row.reads}>"
    assert _due_line(story, "Call-back") == f"*Call-back* due {due} · on time · 15 minutes · B21"
    assert "+31 20 555 0100" in story.card_text()

    await story.trial.move_to(at(row.due) + SECOND)
    for who in {who for who, _ in row.paged}:
        pages = story.calls(who)
        assert [posted(page) for page in pages] == [at(when) for called, when in row.paged if called == who]
        assert all("+31 20 555 0100" in str(page.blocks) for page in pages), "who is paged must know whom to call"
    in_channel = [each for each in story.history() if "📟" in first_line(each)]
    assert [(called(each), each.is_broadcast) for each in in_channel] == [
        ({f"U0{who.upper()}"}, True) for who, _ in row.paged
    ]

    warnings = [each for each in story.history() if "⚠️ *Call-back" in first_line(each)]
    assert [posted(each) for each in warnings] == [at(when) for when in row.warned]
    [breach] = story.told("breaches")
    assert posted(breach) == at(row.due)
    assert "Call-back broken" in first_line(breach)

    await story.moves_to(row.escalated[1])
    for channel, when in zip(("escalations", "leadership"), row.escalated, strict=True):
        [escalation] = story.told(channel)
        assert posted(escalation) == at(when)
        assert "Call-back still not done" in first_line(escalation)
        assert called(escalation) == {f"U0{row.point.upper()}"}, "nobody has it"
    assert len(story.told("breaches")) == 1


@pytest.mark.clause("B14")
async def test_a_non_critical_bird_ticket_has_a_goal_that_can_be_missed_but_no_promise_that_can_be_broken(
    begin: Begin,
) -> None:
    # Half past four on a Friday; Monday is King's Day. A business day is eight and a half hours.
    story = await begin("2026-04-24 16:30+02:00")
    told = await story.types("ana", "/ticket new non-critical Birdsong Mail: Which IP should we warm up first?")

    assert "first response goal Tue 28 Apr 16:30 CEST" in told.text
    due = f"<!date^{int(at('2026-04-28 16:30+02:00').timestamp())}^"
    assert f"*First response* goal {due}" in _due_line(story, "First response")
    assert story.paged("olly") == story.paged("piet") == []

    await story.presses("omar", story.card(), "Take it")
    await story.moves_to("2026-04-28 16:30:01+02:00")
    told_in_thread = [(posted(each), first_line(each)) for each in story.history() if "⚠️" in first_line(each)]
    assert [when for when, _ in told_in_thread] == [
        at("2026-04-28 12:15+02:00"),
        at("2026-04-28 14:22:30+02:00"),
        at("2026-04-28 16:00+02:00"),
        at("2026-04-28 16:30+02:00"),
    ]
    assert "Our goal for the first response is missed" in told_in_thread[-1][1]
    assert "no promise is broken" in told_in_thread[-1][1]
    assert called(story.history()[-1]) == {OMAR}

    await story.moves_to("2026-05-29 12:00+02:00")
    assert [story.told(channel) for channel in ("breaches", "escalations", "leadership")] == [[], [], []]


async def _omar_takes_it(story: Story, on_call: str | None) -> None:
    """Whoever is on call is paged for a P1 and nobody else; then Omar has it, and nobody is paged any more."""
    pages = {who: len(story.paged(who)) for who in ("olly", "piet", "mara", "lena")}
    assert pages == {who: int(who == on_call) for who in pages}
    in_channel = [each for each in story.history() if "📟" in first_line(each)]
    assert [called(each) for each in in_channel] == ([{f"U0{on_call.upper()}"}] if on_call else [])
    await story.presses("omar", story.card(), "Take it")


def _due_line(story: Story, clock: str) -> str:
    """The card's line on one clock, with its markup."""
    sections = [block for block in story.card().blocks if block["type"] == "section" and "text" in block]
    said = "\n".join(section["text"]["text"] for section in sections)
    [line] = [each for each in said.split("\n") if each.startswith(f"*{clock}*")]
    return line
