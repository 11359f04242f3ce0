"""What a developer is shown of the wire."""

from bot.playground.installation import Installation
from bot.playground.manifest import Manifest
from bot.playground.page.exchanges import LAST, Exchanges
from bot.playground.records import ApiCall, Delivery, Kind, Outcome, Records
from bot.playground.refusals import Refusal

INSTALLATION = Installation(manifest=Manifest.of({}))


def call(method: str = "chat.postMessage", **more: object) -> ApiCall:
    return ApiCall(**{"method": method, "args": {}, "answer": {"ok": True}, "status": 200, **more})  # type: ignore[arg-type]


def test_a_refusal_says_slacks_word_and_what_it_says_beside() -> None:
    records = Records()
    refused = Refusal("invalid_blocks", details=["[ERROR] too long [json-pointer:/blocks/0]"]).answer()
    records.add_call(call(seconds=0.0124))
    records.add_call(call(answer=refused))
    records.add_call(call(answer=None, status=None, fault="hang"))
    exchanges = Exchanges(records, INSTALLATION)
    lost, wrong, fine = exchanges.newest_first()

    assert (fine.outcome, fine.is_refusal, fine.milliseconds) == ("ok", False, 12)
    assert (wrong.outcome, wrong.details) == ("invalid_blocks", ("[ERROR] too long [json-pointer:/blocks/0]",))
    assert (lost.outcome, lost.is_refusal, lost.answered) == ("hang", True, "")
    assert (exchanges.count, exchanges.refusals) == (3, 2)


def test_a_delivery_says_what_happened_and_what_became_of_it() -> None:
    records = Records()
    deliveries = [
        Delivery(kind=Kind.COMMAND, payload={"command": "/ticket", "text": "list"}, outcome=Outcome.TIMED_OUT),
        Delivery(
            kind=Kind.EVENT, payload={"event": {"type": "app_mention"}}, outcome=Outcome.ACKNOWLEDGED, seconds=0.02
        ),
        Delivery(
            kind=Kind.INTERACTION,
            payload={"type": "block_actions", "actions": [{"action_id": "take"}]},
            outcome=Outcome.NOBODY,
        ),
        Delivery(
            kind=Kind.INTERACTION,
            payload={"type": "block_suggestion", "action_id": "owner"},
            outcome=Outcome.ACKNOWLEDGED,
        ),
        Delivery(kind=Kind.INTERACTION, payload={"type": "view_submission"}, outcome=Outcome.ACKNOWLEDGED, ack={}),
    ]
    for each in deliveries:
        records.add_delivery(each)
    records.refuse(deliveries[-1], Refusal("invalid_arguments", details=["[ERROR] no title"]))
    shown = [*Exchanges(records, INSTALLATION).newest_first()][::-1]

    assert [(each.name, each.outcome) for each in shown] == [
        ("/ticket list", "operation_timeout"),
        ("app_mention", "ok"),
        ("block_actions take", "dispatch_failed"),
        ("block_suggestion owner", "ok"),
        ("view_submission", "invalid_arguments"),
    ]
    assert shown[-1].details == ("[ERROR] no title",)
    assert [each.number for each in shown] == [1, 2, 3, 4, 5]


def test_no_secret_is_shown() -> None:
    records = Records()
    secret = INSTALLATION.bot_token
    args = {"token": "abc-token", "text": f"my token is {secret}"}
    url = "ws://127.0.0.1:1/link?ticket=s3cret-Ticket_9&app_id=A0APP"
    records.add_call(call("apps.connections.open", args=args, answer={"ok": True, "url": url}))
    [shown] = Exchanges(records, INSTALLATION).newest_first()

    for hidden in ("abc-token", secret, "s3cret"):
        assert hidden not in shown.asked + shown.answered
    assert "app_id=A0APP" in shown.answered


def test_only_the_last_hundred_are_shown_and_only_what_is_new() -> None:
    records = Records()
    for number in range(LAST + 20):
        records.add_call(call(f"method.{number}"))
    exchanges = Exchanges(records, INSTALLATION)

    assert [each.number for each in exchanges.newest_first()] == [*range(LAST + 20, 20, -1)]
    assert [each.name for each in exchanges.newest_first(after=LAST + 18)] == ["method.119", "method.118"]
