from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.http_mode import signature
from bot.slack.signature import Signature

NOON = datetime(2026, 6, 5, 12, 0, tzinfo=UTC)
SECRET = "a secret of ours"
BODY = b"payload=%7B%7D"


async def now() -> datetime:
    return NOON


def headers(body: bytes = BODY, at: datetime = NOON, secret: str = SECRET) -> dict[str, str]:
    stamp = str(int(at.timestamp()))
    return {"x-slack-request-timestamp": stamp, "x-slack-signature": signature(secret, stamp, body.decode())}


@pytest.mark.parametrize("seconds", [-300, 0, 300])
async def test_what_slack_has_signed_within_five_minutes_is_genuine(seconds: int) -> None:
    assert await Signature(SECRET, now).genuine(headers(at=NOON + timedelta(seconds=seconds)), BODY)


@pytest.mark.parametrize("seconds", [-301, 301, -86_400])
async def test_what_was_signed_longer_ago_or_ahead_is_not(seconds: int) -> None:
    assert not await Signature(SECRET, now).genuine(headers(at=NOON + timedelta(seconds=seconds)), BODY)


async def test_what_somebody_else_signed_is_not() -> None:
    assert not await Signature(SECRET, now).genuine(headers(secret="a guess"), BODY)


async def test_a_body_with_another_bodys_signature_is_not() -> None:
    assert not await Signature(SECRET, now).genuine(headers(b"payload=%7B1%7D"), BODY)


async def test_the_time_belongs_to_what_is_signed() -> None:
    later = headers() | {"x-slack-request-timestamp": str(int(NOON.timestamp()) + 1)}
    assert not await Signature(SECRET, now).genuine(later, BODY)


@given(stamp=st.text(), given_signature=st.text(), body=st.binary())
async def test_nothing_made_up_is_genuine_and_nothing_makes_the_check_fail(
    stamp: str, given_signature: str, body: bytes
) -> None:
    made_up = {"x-slack-request-timestamp": stamp, "x-slack-signature": given_signature}
    right_time = {**made_up, "x-slack-request-timestamp": str(int(NOON.timestamp()))}

    assert not await Signature(SECRET, now).genuine(made_up, body)
    assert not await Signature(SECRET, now).genuine(right_time, body)
    assert not await Signature(SECRET, now).genuine({}, body)
