"""The model of the census behind the standard library's server, recorded by the decorator.

Takes a port and the folder of data.
"""

from __future__ import annotations

import json
import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from demo.data import CENSUS
from demo.learning import Bayes
from watchkeeper.inference import Feedback, scrape_registry, track_prediction

PORT, FOLDER = int(sys.argv[1]), Path(sys.argv[2])
BAYES = Bayes(CENSUS, CENSUS.reference(FOLDER))
REGISTRY = scrape_registry()
TRACK = track_prediction(CENSUS.name, "2015", feedback=Feedback(minimum=30))


@TRACK
def predict(row: dict[str, Any]) -> dict[str, object]:
    """Whether a person works; a hole in a row is an error."""
    return BAYES.predict(row)


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """A scrape."""
        self._answer(HTTPStatus.OK, generate_latest(REGISTRY), CONTENT_TYPE_LATEST)

    def do_POST(self) -> None:
        """A prediction, or what came true of one."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if self.path == "/outcome":
            TRACK.record_outcome(body["id"], body["class"])
            self._answer(HTTPStatus.OK, b"{}")
            return
        try:
            answer = predict(body["row"])
        except KeyError as error:
            self._answer(HTTPStatus.INTERNAL_SERVER_ERROR, json.dumps(str(error)).encode())
            return
        TRACK.record_prediction(body["id"], answer["class"])
        self._answer(HTTPStatus.OK, json.dumps(answer).encode())

    def log_message(self, *_: object) -> None:
        """Says nothing."""

    def _answer(self, status: HTTPStatus, body: bytes, kind: str = "application/json") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", PORT), Handler).serve_forever()
