from datetime import timedelta

import pytest_asyncio

from bot.desk.desk import Desk
from bot.desk.sending import NotSent
from bot.metrics import Metrics
from bot.watch.delivery import Delivery
from bot.watch.sweep import Swept
from storage.database import Database
from tests.desk.office import HOUR, MINUTE, MONDAY, TRIAGE, desk_on, opened
from tests.watch.paper_slack import PaperSlack


@pytest_asyncio.fixture
async def desk(database: Database) -> Desk:
    return await desk_on(database)


async def read(metrics: Metrics) -> dict[str, float]:
    """The numbers by their names and labels."""
    text = (await metrics.text(MONDAY + 3 * HOUR, {"sweep": MONDAY, "delivery": None}, 2)).decode()
    lines = (line.rpartition(" ") for line in text.splitlines() if not line.startswith("#"))
    return {name: float(number) for name, _, number in lines}


async def test_what_became_of_each_notice_and_how_late_it_was_is_counted_by_kind(desk: Desk) -> None:
    metrics, slack = Metrics(desk), PaperSlack()
    await opened(desk, severity="low")
    slack.will_say(TRIAGE, NotSent(error="not reached"))
    delivery = Delivery(desk=desk, sender=slack, rest=timedelta(0), told=metrics.told)
    await delivery.once(MONDAY)
    await delivery.once(MONDAY + MINUTE)

    numbers = await read(metrics)
    assert numbers['belltower_notice_attempts_total{kind="card",outcome="put off"}'] == 1
    assert numbers['belltower_notice_attempts_total{kind="card",outcome="sent"}'] == 1
    assert numbers["belltower_notice_lateness_seconds_sum"] == 60
    assert numbers['belltower_notice_lateness_seconds_bucket{le="60.0"}'] == 1


async def test_what_waits_is_counted_when_somebody_asks(desk: Desk) -> None:
    await opened(desk, severity="high")
    metrics = Metrics(desk)
    metrics.swept(Swept(looked_at=3, told=2, put_off=1))
    numbers = await read(metrics)
    assert numbers["belltower_open_notices"] == 1
    assert numbers["belltower_dead_notices"] == 0
    assert numbers["belltower_overdue_deadlines"] == 1
    assert numbers['belltower_swept_tickets_total{result="looked at"}'] == 3
    assert numbers['belltower_swept_tickets_total{result="put off"}'] == 1


async def test_how_old_a_pass_is_and_how_many_sockets_are_open_can_be_watched(desk: Desk) -> None:
    numbers = await read(Metrics(desk))
    assert numbers['belltower_loop_age_seconds{loop="sweep"}'] == 3 * 3600
    assert numbers['belltower_loop_age_seconds{loop="delivery"}'] == -1
    assert numbers["belltower_open_sockets"] == 2


async def test_two_installations_in_one_process_count_each_for_itself(desk: Desk) -> None:
    one, other = Metrics(desk), Metrics(desk)
    one.swept(Swept(looked_at=3))
    assert 'belltower_swept_tickets_total{result="looked at"}' not in await read(other)


async def test_no_number_names_a_ticket_a_customer_or_a_person(desk: Desk) -> None:
    metrics = Metrics(desk)
    await opened(desk)
    await Delivery(desk=desk, sender=PaperSlack(), rest=timedelta(0), told=metrics.told).once(MONDAY)
    text = " ".join(await read(metrics))
    assert not [word for word in ("Acme", "acme", "U0", "C0", "SSO") if word in text]
