"""What the app asks of Slack, with the scripted faults in between; every call is recorded."""

from collections.abc import Callable
from time import perf_counter

from bot.playground.answers import Answers
from bot.playground.faults import STORING, Fault, FaultKind, Faults
from bot.playground.installation import Installation
from bot.playground.methods.door import WebApi
from bot.playground.records import ApiCall, Records
from bot.playground.refusals import Json, Refusal
from bot.playground.socket_mode import SocketMode
from bot.playground.workspace import Workspace

RESPONSE_URL = "response_url"
"""The name that answers by response URL go by, in records and in scripts of faults."""


class Calls:
    """Takes calls of Web API methods and answers by response URL."""

    def __init__(
        self,
        *,
        workspace: Workspace,
        installation: Installation,
        api: WebApi,
        answers: Answers,
        socket_mode: SocketMode,
        faults: Faults,
        records: Records,
        link_url: Callable[[], str],
    ) -> None:
        self._workspace = workspace
        self._installation = installation
        self._api = api
        self._answers = answers
        self._socket_mode = socket_mode
        self._faults = faults
        self._records = records
        self._link_url = link_url

    @property
    def scopes(self) -> frozenset[str]:
        """The scopes that the app was granted."""
        return self._installation.manifest.scopes

    async def method(self, name: str, token: str | None, args: Json) -> ApiCall:
        """A call of a Web API method."""
        if name == "apps.connections.open":
            return await self._met(name, args, lambda: self._open_connection(token))
        return await self._met(name, args, lambda: self._api.answer(name, token, args))

    async def response(self, name: str, body: Json) -> ApiCall:
        """An answer by the response URL of this name."""

        def take() -> Json:
            self._answers.by_url(name, body)
            return {"ok": True}

        return await self._met(RESPONSE_URL, body, take)

    def _open_connection(self, token: str | None) -> Json:
        self._api.check_token(token, self._installation.app_token)
        ticket = self._socket_mode.issue_ticket()
        return {"ok": True, "url": f"{self._link_url()}?ticket={ticket}&app_id={self._installation.app_id}"}

    async def _met(self, method: str, args: Json, act: Callable[[], Json]) -> ApiCall:
        """Let the call meet its fault, and record what came of both."""
        fault = self._faults.met_by(method, args)
        answer: Json | None = None
        retry_after = None
        started = perf_counter()
        try:
            if fault.kind is FaultKind.HANG:
                await self._hang()
            if fault.kind in STORING:
                answer = act()
            if fault.kind is FaultKind.STORE_THEN_HANG:
                await self._hang()
            status, answer = self._spoiled(fault, answer)
            retry_after = fault.retry_after if status == 429 else None
        except Refusal as refusal:
            status, answer, retry_after = refusal.status, refusal.answer(), refusal.retry_after
        call = ApiCall(
            method=method,
            args=args,
            answer=answer,
            status=status,
            retry_after=retry_after,
            fault=None if fault.kind is FaultKind.NONE else fault.kind.value,
            seconds=None if status is None else perf_counter() - started,
        )
        self._records.add_call(call)
        return call

    async def _hang(self) -> None:
        self._records.tell()
        await self._faults.hang()

    def _spoiled(self, fault: Fault, answer: Json | None) -> tuple[int | None, Json | None]:
        """The status and the answer once the fault has done its work; neither when the connection is to be closed."""
        match fault.kind:
            case FaultKind.REFUSE:
                raise Refusal(fault.word)
            case FaultKind.RATE_LIMIT | FaultKind.STORE_THEN_RATE_LIMIT:
                return 429, {"ok": False, "error": "ratelimited"}
            case FaultKind.SERVER_ERROR | FaultKind.STORE_THEN_SERVER_ERROR:
                return 500, {"ok": False, "error": "internal_error"}
            case FaultKind.CLOSE | FaultKind.STORE_THEN_CLOSE:
                return None, None
            case FaultKind.OK_WITHOUT_STORING:
                self._lose(answer or {})
        return 200, answer

    def _lose(self, answer: Json) -> None:
        message = self._workspace.messages.get(answer.get("channel", ""), answer.get("ts", ""))
        if message is not None:
            self._workspace.messages.delete(message)
