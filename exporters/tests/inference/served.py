"""A model behind WSGI, for real servers in processes of their own."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from prometheus_client import make_wsgi_app

from watchkeeper.inference import (
    Feedback,
    scrape_registry,
    track_prediction,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

WSGI_METRICS = make_wsgi_app(scrape_registry())
TRACK = track_prediction("churn", "3", classes=["goes", "stays"], feedback=Feedback(minimum=1))


@TRACK
def predict(seconds: float) -> dict[str, object]:
    """A prediction that takes its time."""
    time.sleep(seconds)
    return {"class": "goes", "confidence": 0.9}


def wsgi(environ: dict[str, str], start: Callable[..., object]) -> Iterable[bytes]:
    """A model behind WSGI, which also says which process answered."""
    if environ["PATH_INFO"] == "/metrics":
        return WSGI_METRICS(environ, start)
    if environ["PATH_INFO"] == "/crash":
        os._exit(1)
    predict(float(environ.get("QUERY_STRING") or 0))
    TRACK.record_compared(1, 1)
    start("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]
