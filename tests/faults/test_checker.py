"""The judge of a fault run finds what is planted in a run that was sound, and nothing in one that was."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import pytest_asyncio

from bot.clocks.entries import Entry
from bot.clocks.ledger import History
from bot.demo.office import office
from bot.demo.story import PACIFIC
from bot.demo.teller import local
from bot.demo.trial import Trial, trial
from bot.desk.notice_kinds import NoticeKind
from storage.tables import NoticeState
from tests.faults.asked import Asked, Told
from tests.faults.checker import Wrong, violations
from tests.faults.evidence import Evidence, Owed, Shown, Trail, gathered

MINUTE = timedelta(minutes=1)
OPENED = local("2026-07-06 09:00", PACIFIC)
TRIAGE, ACME = "C0TRIAGE", "C0ACME"
WARNING = "1:first_response:1:warning 50% turn 0"
PAGES = ("1:paging:1:page 0", "1:paging:1:page 1")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def sound(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    """An urgent ticket that pages, is warned of and is answered, and beside it one of no urgency."""
    asked: list[Asked] = []

    async def types(stage: Trial, who: str, words: str, kind: str, ticket: int | None = None, token: str = "") -> None:
        began, person = stage.clock(), stage.person(who)
        reply = await person.types(TRIAGE, f"/ticket {words} {token}")
        assert reply.text.startswith("T-"), reply
        told = Asked(
            kind=kind, by=person.id, began=began, ended=stage.clock(), told=Told.DONE, ticket=ticket, token=token
        )
        asked.append(told)
        await stage.settle()

    database = f"sqlite:///{tmp_path_factory.mktemp('run') / 'belltower.db'}"
    async with trial(office(), OPENED, database) as stage:
        await types(stage, "ana", "new urgent Acme:", "opened", token="word1end")
        await types(stage, "ana", "new low Globex:", "opened", token="word2end")
        await stage.move_to(OPENED + 12 * MINUTE)
        await types(stage, "olly", "ack 1", "acknowledged", ticket=1)
        await stage.move_to(OPENED + 40 * MINUTE)
        await types(stage, "ana", "reply 1", "replied", ticket=1, token="word3end")
        await stage.settle()
        return await gathered(stage.bot.desk, stage.office.workspace, asked, stage.clock())


def wrongs(evidence: Evidence) -> set[Wrong]:
    return {each.wrong for each in violations(evidence)}


def owed(evidence: Evidence, key: str) -> Owed:
    return next(each for each in evidence.owed if each.key == key)


def shown(evidence: Evidence, key: str) -> Shown:
    return next(each for each in evidence.shown if each.key == key)


def without(evidence: Evidence, key: str) -> Evidence:
    """The same run, as if Slack did not show what the notice of that key tells."""
    return replace(evidence, shown=[each for each in evidence.shown if each.key != key])


def altered(evidence: Evidence, notice: Owed) -> Evidence:
    return replace(evidence, owed=[notice if each.id == notice.id else each for each in evidence.owed])


def rewritten(evidence: Evidence, entries: Sequence[Entry]) -> Evidence:
    """The same run, as if the first ticket's ledger held these entries."""
    first, *others = evidence.trails
    trail = Trail(number=1, title=first.title, terms=first.terms, history=History.of(entries))
    return replace(evidence, trails=[trail, *others])


def test_a_run_that_kept_every_promise_has_nothing_wrong(sound: Evidence) -> None:
    assert violations(sound) == ()
    assert {*PAGES, WARNING} <= {each.key for each in sound.shown}


def test_a_ticket_that_somebody_was_told_of_and_that_is_not_there_is_lost(sound: Evidence) -> None:
    [first, *others] = sound.asked

    assert wrongs(replace(sound, asked=[replace(first, token="word4end"), *others])) == {Wrong.LOST}


@pytest.mark.parametrize("kind", ["acknowledged", "replied"])
def test_an_entry_that_somebody_was_told_of_and_that_is_not_there_is_lost(sound: Evidence, kind: str) -> None:
    kept = [entry for entry in sound.trails[0].history.entries if entry.kind != kind]

    assert Wrong.LOST in wrongs(rewritten(sound, kept))


def test_a_reply_that_was_recorded_twice_is_found(sound: Evidence) -> None:
    entries = sound.trails[0].history.entries

    assert Wrong.TWICE in wrongs(rewritten(sound, [*entries, entries[-1]]))


def test_what_was_recorded_although_its_asker_was_told_otherwise_is_found(sound: Evidence) -> None:
    *others, last = sound.asked

    assert wrongs(replace(sound, asked=[*others, replace(last, told=Told.REFUSED)])) == {Wrong.UNTRUE}
    assert wrongs(replace(sound, asked=[*others, replace(last, told=Told.NOTHING)])) == set()


@pytest.mark.parametrize("key", [WARNING, *PAGES, "1:card", "2:card"])
def test_what_counts_as_sent_and_is_not_in_slack_is_missed(sound: Evidence, key: str) -> None:
    assert wrongs(without(sound, key)) == {Wrong.MISSED}


@pytest.mark.parametrize(("key", "moot_after"), [(PAGES[0], 12), (PAGES[1], 12), (WARNING, 40)])
def test_a_milestone_that_nobody_ever_put_is_missed_if_later_ones_were(
    sound: Evidence, key: str, moot_after: int
) -> None:
    later = OPENED + moot_after * MINUTE - MINUTE / 2
    other = replace(owed(sound, PAGES[0]), id=1000, key="9:later", ticket=None, state=NoticeState.DROPPED)
    never_put = [each for each in sound.owed if each.key != key]
    nobody_had_time = replace(without(sound, key), owed=never_put)
    somebody_had = replace(nobody_had_time, owed=[*never_put, replace(other, planned_at=later, put_at=later)])

    assert wrongs(somebody_had) == {Wrong.MISSED}
    if key != PAGES[0]:
        assert wrongs(nobody_had_time) == set()


def test_a_milestone_that_is_due_at_the_end_and_was_not_put_is_missed(sound: Evidence) -> None:
    at_the_warning = replace(sound, until=OPENED + 31 * MINUTE, asked=[])
    never_put = [each for each in sound.owed if each.key != WARNING]

    assert Wrong.MISSED in wrongs(replace(without(at_the_warning, WARNING), owed=never_put))


@pytest.mark.parametrize(
    ("state", "missed"),
    [
        (NoticeState.PENDING, True),
        (NoticeState.SENDING, True),
        (NoticeState.DEAD, True),
        (NoticeState.DROPPED, False),
    ],
)
def test_what_was_never_told_is_missed_unless_it_was_overtaken(
    sound: Evidence, state: NoticeState, missed: bool
) -> None:
    left = altered(without(sound, WARNING), replace(owed(sound, WARNING), state=state))

    assert wrongs(left) == ({Wrong.MISSED} if missed else set())


def test_a_card_is_never_overtaken(sound: Evidence) -> None:
    dropped = altered(without(sound, "2:card"), replace(owed(sound, "2:card"), state=NoticeState.DROPPED))

    assert wrongs(dropped) == {Wrong.MISSED}


def test_what_is_put_after_the_end_of_a_run_need_not_be_told_yet(sound: Evidence) -> None:
    last = replace(owed(sound, "2:card"), put_at=sound.until + MINUTE, state=NoticeState.PENDING)

    assert wrongs(altered(without(sound, "2:card"), last)) == set()


def test_a_message_that_stands_in_slack_twice_is_found(sound: Evidence) -> None:
    copy = replace(shown(sound, WARNING), ts=sound.shown[-1].ts)

    assert wrongs(replace(sound, shown=[*sound.shown, copy])) == {Wrong.DOUBLED}


def test_a_line_of_a_storm_counts_as_told_once(sound: Evidence) -> None:
    storm = replace(shown(sound, "2:card"), key="storm", words="T-2 opened")
    told = replace(owed(sound, "2:card"), bundle="storm")
    notice = replace(owed(sound, "2:card"), id=1000, key="storm", kind=NoticeKind.STORM, ticket=None, lane="storm")
    folded = altered(without(sound, "2:card"), told)
    folded = replace(folded, owed=[*folded.owed, notice], shown=[*folded.shown, storm])

    assert wrongs(folded) == set()
    assert wrongs(replace(folded, shown=[*folded.shown, shown(sound, "2:card")])) == {Wrong.DOUBLED}
    silent = replace(storm, words="T-3 opened")
    assert wrongs(replace(folded, shown=[*folded.shown[:-1], silent])) == {Wrong.MISSED}


def test_two_notices_of_a_ticket_that_changed_places_are_found(sound: Evidence) -> None:
    first, second = (shown(sound, key) for key in PAGES)
    swapped = [replace(first, ts=second.ts), replace(second, ts=first.ts)]
    others = [each for each in sound.shown if each.key not in PAGES]

    assert Wrong.ORDER in wrongs(replace(sound, shown=[*others, *swapped]))


def test_a_page_that_had_to_wait_for_something_less_urgent_is_found(sound: Evidence) -> None:
    page, card = owed(sound, PAGES[1]), owed(sound, "2:card")
    later = replace(card, id=1000, key="9:card", ticket=9, lane="9", put_at=page.put_at + MINUTE)

    def with_it_at(instant: datetime) -> Evidence:
        stands = replace(shown(sound, "2:card"), key="9:card", ts=f"{instant.timestamp():.6f}")
        return replace(sound, owed=[*sound.owed, replace(later, planned_at=instant)], shown=[*sound.shown, stands])

    before, after = shown(sound, PAGES[1]).at - timedelta(seconds=1), shown(sound, PAGES[1]).at + MINUTE
    assert wrongs(with_it_at(before)) == {Wrong.URGENCY}
    assert wrongs(with_it_at(after)) == set()


def test_what_was_told_before_its_time_is_found(sound: Evidence) -> None:
    warned = owed(sound, WARNING)

    assert wrongs(altered(sound, replace(warned, planned_at=warned.planned_at + MINUTE))) == {Wrong.EARLY}


def test_a_storms_message_may_stand_before_its_later_lines_are_due(sound: Evidence) -> None:
    card = owed(sound, "2:card")
    storm = replace(shown(sound, "2:card"), key="storm", words="T-2 opened")
    row = replace(card, id=1000, key="storm", kind=NoticeKind.STORM, ticket=None, lane="storm", planned_at=sound.until)
    line = replace(card, bundle="storm", planned_at=OPENED + MINUTE, settled_at=OPENED + 2 * MINUTE)
    folded = altered(without(sound, "2:card"), line)
    folded = replace(folded, owed=[*folded.owed, row], shown=[*folded.shown, storm])

    assert wrongs(folded) == set()
    assert wrongs(altered(folded, replace(line, settled_at=OPENED))) == {Wrong.EARLY}


def test_a_page_after_somebody_has_acknowledged_is_without_a_reason(sound: Evidence) -> None:
    page = owed(sound, PAGES[1])

    assert Wrong.UNFOUNDED in wrongs(altered(sound, replace(page, put_at=page.put_at + 10 * MINUTE)))


def test_a_message_that_no_notice_stands_for_is_without_a_reason(sound: Evidence) -> None:
    stray = replace(shown(sound, WARNING), key="1:stray")

    assert wrongs(replace(sound, shown=[*sound.shown, stray])) == {Wrong.UNFOUNDED}


def test_a_card_that_does_not_show_the_last_change_is_stale(sound: Evidence) -> None:
    card = shown(sound, "1:card")
    stale = [replace(card, edited_at=OPENED) if each is card else each for each in sound.shown]

    assert wrongs(replace(sound, shown=stale)) == {Wrong.STALE}
