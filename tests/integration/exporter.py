"""A few synthetic models as a scrape sees them; every number moves as it would in a good hour."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PER_SECOND = 10  # requests


def text(accuracy: Mapping[str, float], seconds: float) -> str:
    """The metrics of models after some seconds of even traffic without a failure."""
    served = PER_SECOND * seconds
    lines = []
    for model, score in accuracy.items():
        who = f'model_name="{model}",model_version="1"'
        lines += [
            f"model_accuracy_score{{{who}}} {score}",
            f'model_prediction_requests_total{{{who},status="success"}} {served}',
            f'model_prediction_requests_total{{{who},status="error"}} 0',
        ]
        lines += [
            f'model_prediction_latency_seconds_bucket{{{who},le="{bound}"}} {served}'
            for bound in ("0.25", "0.5", "1", "+Inf")
        ]
    return "\n".join(lines) + "\n"


@contextmanager
def serving(accuracy: Mapping[str, float]) -> Iterator[int]:
    """Serves the metrics on a free port of the loopback, for as long as the context lasts."""
    start = time.monotonic()

    class Handler(BaseHTTPRequestHandler):
        """Answers every path with the metrics."""

        def do_GET(self) -> None:
            """One scrape."""
            body = text(accuracy, time.monotonic() - start).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/plain; version=0.0.4")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nobody wants to read one line a second."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
