"""A model behind ASGI, for a real server in a process of its own."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from prometheus_client import make_asgi_app
from starlette.applications import Starlette
from starlette.responses import JSONResponse, StreamingResponse
from starlette.routing import Mount, Route

from watchkeeper.inference import PredictionMiddleware, scrape_registry, track_prediction

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request
    from starlette.responses import Response


async def answer(request: Request) -> Response:
    """A request whose answer has the status that was asked for."""
    await asyncio.sleep(float(request.query_params.get("seconds", "0")))
    status = int(request.query_params.get("status", "200"))
    if status == 0:
        raise RuntimeError("the model is broken")
    return JSONResponse({}, status)


async def stream(_: Request) -> Response:
    """Tokens, one by one, for a long time."""

    async def tokens() -> AsyncIterator[str]:
        for _ in range(300):
            yield "token "
            await asyncio.sleep(0.01)

    return StreamingResponse(tokens())


TRACK = track_prediction("http", "1")
app = PredictionMiddleware(
    Starlette(
        routes=[
            Route("/answer", answer),
            Route("/stream", stream),
            Route("/health", answer),
            Mount("/metrics", make_asgi_app(scrape_registry())),
        ]
    ),
    {"/answer": TRACK, "/stream": TRACK},
)
