"""Middleware for any ASGI application: FastAPI, Starlette and their kin."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, MutableMapping

    from watchkeeper.inference.call import Call
    from watchkeeper.inference.tracker import Tracker

    Message = MutableMapping[str, object]
    Receive = Callable[[], Awaitable[Message]]
    Send = Callable[[Message], Awaitable[None]]
    Application = Callable[[Message, Receive, Send], Awaitable[None]]

REFUSED, FAILED = 400, 500


class PredictionMiddleware:
    """Records requests as predictions, from their arrival to the last byte of the answer.

    An answer of 500 or above is an error; one of the 400s was no prediction and is not counted; a
    client that goes away cancelled its own. The path is the whole path, without the root path.
    """

    def __init__(self, app: Application, trackers: Mapping[str, Tracker]) -> None:
        self._app = app
        self._trackers = dict(trackers)

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """One connection."""
        tracker = self._trackers.get(_path(scope)) if scope["type"] == "http" else None
        if tracker is None:
            await self._app(scope, receive, send)
            return
        with tracker.prediction() as call:
            exchange = _Exchange(call, receive, send)
            try:
                await self._app(scope, exchange.receive, exchange.send)
            finally:
                exchange.judge()


class _Exchange:
    """What is seen of one request and its answer."""

    def __init__(self, call: Call, receive: Receive, send: Send) -> None:
        self._call = call
        self._receive = receive
        self._send = send
        self._status = 0
        self._complete = False
        self._gone = False

    async def receive(self) -> Message:
        """Passed on."""
        message = await self._receive()
        if message["type"] == "http.disconnect" and not self._complete:
            self._gone = True
        return message

    async def send(self, message: Message) -> None:
        """Passed on."""
        try:
            await self._send(message)
        except OSError:  # how a server says that nobody listens any more
            self._gone = True
            raise
        if message["type"] == "http.response.start":
            self._status = int(str(message["status"]))
        elif message["type"] == "http.response.body":
            self._complete = not message.get("more_body", False)
            if message.get("body") and not self._complete:
                self._call.first_item()

    def judge(self) -> None:
        """Says how it ended, where no exception does."""
        if self._gone and not self._complete:
            self._call.cancelled()
        elif self._status >= FAILED:
            self._call.failed()
        elif self._status >= REFUSED:
            self._call.refused()


def _path(scope: Message) -> str:
    path, root = str(scope["path"]), str(scope.get("root_path", ""))
    return path.removeprefix(root) if root != "/" else path
