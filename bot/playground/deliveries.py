"""From Slack to the app: send a payload by socket or HTTP, wait for its acknowledgement, record both."""

import asyncio
from time import perf_counter

from bot.playground.faults import Faults
from bot.playground.http_mode import HttpMode
from bot.playground.records import Delivery, Kind, Outcome, Records
from bot.playground.refusals import Json, NobodyListens, NotPossible
from bot.playground.socket_mode import SocketMode


class Deliveries:
    """Delivers to one app: to `request_url` where there is one, else over the socket."""

    def __init__(
        self,
        *,
        socket_mode: SocketMode,
        http_mode: HttpMode,
        records: Records,
        faults: Faults,
        patience: float,
    ) -> None:
        self._socket_mode = socket_mode
        self._http_mode = http_mode
        self._records = records
        self._faults = faults
        self._patience = patience
        self.request_url: str | None = None
        self.under_way = 0
        """How many wait for their acknowledgement now."""

    def require_up(self) -> None:
        """Check that people can do anything.

        Raises:
            NotPossible: while Slack is down.
        """
        if self._faults.is_down:
            raise NotPossible("Slack is down. Nothing can be sent until it is back.")

    async def send(self, kind: Kind, payload: Json, retry_number: int = 0) -> Delivery:
        """Deliver a payload and wait for the acknowledgement, at most `patience` seconds of real time.

        Where the script says so it is held back, or delivered twice at once; the first one is the one returned.
        """
        await self._faults.held_back(kind)
        if self._faults.takes_twice(kind):
            first, _again = await asyncio.gather(
                self._send_once(kind, payload, retry_number), self._send_once(kind, payload, retry_number)
            )
            return first
        return await self._send_once(kind, payload, retry_number)

    async def again(self, delivery: Delivery) -> Delivery:
        """Deliver the same payload once more, as Slack does with events that were not acknowledged."""
        return await self.send(delivery.kind, delivery.payload, delivery.retry_number + 1)

    async def _send_once(self, kind: Kind, payload: Json, retry_number: int) -> Delivery:
        ack: Json | None = None
        seconds: float | None = None
        started = perf_counter()
        self.under_way += 1
        try:
            async with asyncio.timeout(self._patience):
                ack = await self._carry(kind, payload, retry_number)
            seconds = perf_counter() - started
            outcome = Outcome.ACKNOWLEDGED
        except TimeoutError:
            outcome = Outcome.TIMED_OUT
        except NobodyListens:
            outcome = Outcome.NOBODY
        finally:
            self.under_way -= 1
            self._faults.delivered()
        return self._records.add_delivery(
            Delivery(
                kind=kind,
                payload=payload,
                outcome=outcome,
                ack=ack,
                seconds=seconds,
                retry_number=retry_number,
            )
        )

    async def _carry(self, kind: Kind, payload: Json, retry_number: int) -> Json | None:
        if self.request_url is not None:
            return await self._http_mode.send(self.request_url, kind, payload, retry_number)
        return await self._socket_mode.send(kind, payload, retry_number)
