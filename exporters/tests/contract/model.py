"""A process with one model that has shown everything the library can report. Takes a port."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING

from prometheus_client import start_http_server

from watchkeeper.inference import Feedback, scrape_registry, track_prediction

if TYPE_CHECKING:
    from collections.abc import Iterator

TRACK = track_prediction("churn", "3", feedback=Feedback(minimum=1))


@TRACK
def predict() -> dict[str, object]:
    """A prediction that says how sure it is."""
    return {"class": "stays", "confidence": 0.9}


@TRACK
def stream() -> Iterator[str]:
    """A prediction in parts."""
    yield from ("a", "b")


if __name__ == "__main__":
    predict()
    list(stream())
    TRACK.record_compared("stays", "stays")
    start_http_server(int(sys.argv[1]), "127.0.0.1", scrape_registry())
    threading.Event().wait()
