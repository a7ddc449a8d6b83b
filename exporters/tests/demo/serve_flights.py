"""The model of flights behind Starlette and uvicorn, recorded by our middleware.

Takes a port and the folder of data.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn
from prometheus_client import make_asgi_app
from starlette.applications import Starlette
from starlette.responses import JSONResponse, StreamingResponse
from starlette.routing import Mount, Route

from demo.data import FLIGHTS
from demo.learning import Bayes
from watchkeeper.inference import PredictionMiddleware, scrape_registry, track_prediction

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request
    from starlette.responses import Response

PORT, FOLDER = int(sys.argv[1]), Path(sys.argv[2])
BAYES = Bayes(FLIGHTS, FLIGHTS.reference(FOLDER))
PAUSE = 0.02  # seconds between two lines, so that a reader has time to go away


async def predict(request: Request) -> Response:
    """Whether a flight will be late. Text that is no JSON is refused; a hole in a row is a 500."""
    try:
        row = await request.json()
    except ValueError:
        return JSONResponse({"error": "this is no JSON"}, 400)
    return JSONResponse(BAYES.predict(row))


async def explain(request: Request) -> Response:
    """The same, line by line."""
    row = await request.json()

    async def lines() -> AsyncIterator[str]:
        for name, label in BAYES.evidence(row):
            yield f"{name} {label}\n"
            await asyncio.sleep(PAUSE)

    return StreamingResponse(lines())


TRACK = track_prediction(FLIGHTS.name, "1")
app = PredictionMiddleware(
    Starlette(
        routes=[
            Route("/predict", predict, methods=["POST"]),
            Route("/explain", explain, methods=["POST"]),
            Mount("/metrics", make_asgi_app(scrape_registry())),
        ]
    ),
    {"/predict": TRACK, "/explain": TRACK},
)

if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=PORT, log_level="warning")
