"""The metrics of one model to a Pushgateway, after its run.

What is pushed stays until the next push: nothing here takes back a value whose job died, so alerts
have to look at the times that are pushed with it. The exporter does better, as it judges how old
a result is at each scrape.

A run neither fails nor waits for long because of it.
"""

from __future__ import annotations

import contextlib
import http.client
import logging
import queue
import threading
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from watchkeeper.drift import families as f
from watchkeeper.drift.exposition import CONTENT_TYPE, MISFITS, of_model, understood, written
from watchkeeper.drift.jobs import NAME
from watchkeeper.drift.records import FAILED, RUNNING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from watchkeeper.drift.results import Place

log = logging.getLogger("watchkeeper.drift")

JOB = "watchkeeper-drift"
# A pod that is to stop has half a minute: all tries together fit into it.
PATIENCE = 5.0  # seconds that the gateway may be silent
PAUSES = (0.0, 1.0, 2.0)  # seconds before each try
AT_MOST = 20.0  # seconds for all of them, also of a gateway that answers byte by byte
GIVEN_UP = 3  # models in succession: then a gateway is gone, and the others are not to wait for it
PASSING = {HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS}


@dataclass(slots=True)
class Gateway:
    """A Pushgateway; ``failed`` counts the models in succession that it did not take."""

    url: str
    failed: int = 0

    def push(self, place: Place, began: float, *, well: bool) -> None:
        """Replaces all that the gateway has of a model, after a run of it has ended."""
        if self.failed >= GIVEN_UP or not NAME.fullmatch(place.model):
            return
        try:
            reason = self._pushed(place, began, well=well)
        except Exception as error:  # noqa: BLE001 - whatever goes wrong, the verdict stands
            reason = f"{type(error).__name__}: {error}"
        if not reason:
            self.failed = 0
            return
        self.failed += 1
        log.error("%s: nothing is pushed to %s: %s", place.model, self.url, reason)
        if self.failed == GIVEN_UP:
            log.error("%s is given up: nothing more is pushed in this run", self.url)

    def _pushed(self, place: Place, began: float, *, well: bool) -> str:
        run = place.run()
        if elsewhere(run, began):
            return ""
        body = told(place, run if well else failed(run, began), time.time())
        # Names need no escapes: they are letters, digits, dots, dashes and underscores.
        target = f"{self.url.rstrip('/')}/metrics/job/{JOB}/{f.MODEL}/{place.model}"
        return bounded(target, body)


def complaint(url: str) -> str:
    """Why this is no address of a gateway, or nothing."""
    try:
        parts = urlsplit(url)
        known = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:
        known = False
    if not known:
        return "is no address of a Pushgateway: write http://HOST:9091"
    return "shows its login to everybody who lists processes" if "@" in parts.netloc else ""


def elsewhere(run: Mapping[str, Any] | None, began: float) -> bool:
    """Whether another run of this model goes on, which pushes when it ends."""
    return bool(run and run.get("status") == RUNNING and float(run["started_at"]) < began)


def failed(run: Mapping[str, Any] | None, began: float) -> Mapping[str, Any] | None:
    """The record of a run without a verdict, which need not have come to write it itself."""
    if run is None or run.get("status") == FAILED:
        return run
    if float(run.get("finished_at", 0)) >= began:
        return run  # of another run that has ended meanwhile
    return {**run, "status": FAILED}


def told(place: Place, run: Mapping[str, Any] | None, now: float) -> bytes:
    """What the exporter would show of this model."""
    result = place.newest()
    try:
        understood(result or {})
    except MISFITS:
        result = None
    found = list(of_model(place.model, run, result, now))
    there = {sample.family for sample in found}
    return written(found, [family for family in f.FAMILIES if family in there])


def bounded(target: str, body: bytes) -> str:
    """Delivers within a time, or says why not; the thread of a late one ends with the process."""
    said: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=lambda: said.put(delivered(target, body)), daemon=True).start()
    try:
        return said.get(timeout=AT_MOST)
    except queue.Empty:
        return f"no answer in {AT_MOST:g} seconds"


def delivered(target: str, body: bytes) -> str:
    """Nothing once a gateway has taken it, else why it has not."""
    reason = ""
    for pause in PAUSES:
        time.sleep(pause)
        reason, again = put(target, body)
        if not again:
            break
    return reason


def because(error: urllib.error.HTTPError) -> str:
    """What a gateway says of a push that it does not take, as far as it says it."""
    with error, contextlib.suppress(OSError, http.client.HTTPException):
        return " ".join(error.read(300).decode(errors="replace").split())
    return ""


def put(target: str, body: bytes) -> tuple[str, bool]:
    """Why one try failed, if so, and whether another one may do better."""
    request = urllib.request.Request(target, body, {"Content-Type": CONTENT_TYPE}, method="PUT")  # noqa: S310 - http or https, as `complaint` demands
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE):  # noqa: S310 - the address was checked when it was set
            return "", False
    except urllib.error.HTTPError as error:
        again = error.code in PASSING or error.code >= HTTPStatus.INTERNAL_SERVER_ERROR
        return f"{error.code} {because(error)}".strip(), again
    except (OSError, http.client.HTTPException) as error:
        return str(error) or type(error).__name__, True
