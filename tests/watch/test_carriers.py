"""A notice for Slack goes to Slack, and every other by the way that it names."""

from bot.desk.places import outside
from bot.desk.sending import Sent
from bot.watch.carriers import Carriers
from tests.pager.calls import outgoing
from tests.watch.paper_slack import PaperSlack


async def test_each_place_has_its_own_carrier() -> None:
    slack, others = PaperSlack(), PaperSlack()
    carriers = Carriers(slack=slack, outside=others)
    for place in ("U0OLLY", outside("OLLY_PHONE"), "C0TRIAGE"):
        notice = outgoing(place=place, key=place)
        assert isinstance(await carriers.send(notice), Sent)
        assert isinstance(await carriers.find(notice), Sent)
    assert (slack.told(), others.told()) == (["U0OLLY", "C0TRIAGE"], [outside("OLLY_PHONE")])
    assert (slack.asked_for, others.asked_for) == (["U0OLLY", "C0TRIAGE"], [outside("OLLY_PHONE")])
