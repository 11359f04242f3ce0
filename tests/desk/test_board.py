"""The board: what runs on open tickets, for the team and for nobody else."""

import pytest
import structlog
from sqlalchemy import update
from sqlmodel import col

from bot.clocks.contract import ClockKind
from bot.desk import board as board_module
from bot.desk.board import Board, board, board_for_whoever_was_let_in
from bot.desk.desk import Desk
from bot.desk.refusals import NotAllowedError
from bot.desk.requests import Asker, CallBack, Close, Reply
from storage import tables
from tests.desk.office import ANA, CARL, DAY, HOUR, LENA, MINUTE, MONDAY, OLLY, OTTO, critical, done, opened


def shown(board: Board) -> list[tuple[int, ClockKind]]:
    return [(each.ticket.number, each.clock.kind) for each in board.running]


async def test_an_office_without_tickets_has_an_empty_board(desk: Desk) -> None:
    assert await board(desk, ANA, MONDAY) == Board(at=MONDAY, running=[])


async def test_every_running_clock_is_on_it_with_what_is_due_next_first(desk: Desk) -> None:
    low, urgent = await opened(desk, severity="low"), await opened(desk)
    bird = await critical(desk)
    await done(desk, Reply, bird, MONDAY + MINUTE, text="We are on it.")

    found = await board(desk, ANA, MONDAY + 2 * MINUTE)

    assert shown(found) == [
        (bird.number, ClockKind.CALL_BACK),
        (urgent.number, ClockKind.FIRST_RESPONSE),
        (bird.number, ClockKind.NEXT_UPDATE),
        (low.number, ClockKind.FIRST_RESPONSE),
    ]
    aims = [each.aim for each in found.running]
    assert aims == sorted(aim for aim in aims if aim is not None)


async def test_what_is_broken_stands_before_what_is_still_to_come(desk: Desk) -> None:
    late, high = await opened(desk), await opened(desk, severity="high")

    found = await board(desk, ANA, MONDAY + 2 * HOUR)

    assert [number for number, _ in shown(found)] == [late.number, high.number]
    assert found.running[0].clock.overdue
    assert found.running[0].aim == MONDAY + HOUR


async def test_it_sorts_by_the_staffed_time_left_and_not_by_the_clock_on_the_wall(desk: Desk) -> None:
    friday_evening = MONDAY + 4 * DAY + 7 * HOUR + 30 * MINUTE
    office_hours, around_the_clock = await opened(desk, friday_evening), await critical(desk, friday_evening)
    agreed = friday_evening + 31 * HOUR
    await done(desk, CallBack, around_the_clock, friday_evening, text="They know.", next_update=agreed)

    found = await board(desk, ANA, friday_evening + HOUR)

    assert [number for number, _ in shown(found)] == [office_hours.number, around_the_clock.number]
    assert found.running[0].aim is not None
    assert found.running[0].aim > agreed


async def test_a_ticket_that_is_closed_is_gone_and_one_that_was_answered_is_only_counted(desk: Desk) -> None:
    closed, answered = await opened(desk), await opened(desk)
    await done(desk, Close, closed, MONDAY, reason="resolved")
    await done(desk, Reply, answered, MONDAY, text="We are on it.")

    found = await board(desk, ANA, MONDAY + MINUTE)

    assert (shown(found), found.idle, found.left_out) == ([], 1, 0)


@pytest.mark.parametrize("asker", [ANA, LENA, OLLY])
async def test_the_whole_team_may_look(desk: Desk, asker: Asker) -> None:
    await opened(desk)
    assert len((await board(desk, asker, MONDAY)).running) == 1


@pytest.mark.parametrize("asker", [CARL, OTTO, Asker(person="")])
async def test_nobody_else_may_not_even_a_customer_with_a_ticket_on_it(desk: Desk, asker: Asker) -> None:
    await opened(desk)
    with pytest.raises(NotAllowedError) as refused:
        await board(desk, asker, MONDAY)
    assert refused.value.verb == "board"


async def test_whoever_was_let_in_by_somebody_else_sees_the_same(desk: Desk) -> None:
    await opened(desk)
    assert await board_for_whoever_was_let_in(desk, MONDAY) == await board(desk, ANA, MONDAY)


async def test_one_ticket_that_cannot_be_read_spoils_nothing(desk: Desk) -> None:
    broken, sound = await opened(desk), await opened(desk)
    async with desk.database.transaction() as session:
        await session.exec(
            update(tables.LedgerEntry).where(col(tables.LedgerEntry.ticket_id) == broken.number).values(kind="?")
        )

    with structlog.testing.capture_logs() as logged:
        found = await board(desk, ANA, MONDAY)

    assert [number for number, _ in shown(found)] == [sound.number]
    assert found.unreadable == 1
    assert [entry["ticket"] for entry in logged] == [broken.number]


async def test_of_very_many_tickets_those_due_next_are_shown_and_the_rest_is_counted(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board_module, "MOST_TICKETS", 2)
    for severity in ("low", "high", "urgent"):
        await opened(desk, severity=severity)

    found = await board(desk, ANA, MONDAY)

    assert [each.ticket.severity.id for each in found.running] == ["urgent", "high"]
    assert found.left_out == 1
