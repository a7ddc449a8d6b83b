"""Tracking servers that fail, over REST: bounded in time, visible, and soon right again."""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import pytest
from support.reading import Reading, ended, fresh, of_server, runs

from watchkeeper.mlflow.api import Api, Login
from watchkeeper.mlflow.picture import SourceError, Wanted
from watchkeeper.mlflow.rest import RestSource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from support.tracking import Tracking

RUNS = 25


@dataclass
class Between:
    """A proxy before a real tracking server, which does what a test wants instead of answering."""

    url: str = ""
    target: str = ""
    spoil: Callable[[BaseHTTPRequestHandler, bytes], None] | None = None
    only: str = ""  # a part of the paths that are spoiled
    asked: list[tuple[str, dict[str, str], Any]] = field(default_factory=list)


@contextmanager
def before(target: str) -> Iterator[Between]:
    """Starts one."""
    between = Between(target=target)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            between.asked.append((self.path, dict(self.headers), json.loads(body or b"{}")))
            path = self.path.removeprefix("/api/2.0/mlflow/")
            answer = Api(between.target, Login())._fetch(path, body or None)
            if between.spoil and between.only in self.path:
                between.spoil(self, answer)
            else:
                send(self, answer)

        do_GET = do_POST  # noqa: N815 - the server's name for it

        def log_message(self, *_: object) -> None:
            """Says nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    between.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield between
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def send(handler: BaseHTTPRequestHandler, body: bytes, status: int = 200, **headers: str) -> None:
    """An answer."""
    handler.send_response(status)
    for name, value in {"Content-Length": str(len(body)), **headers}.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(body)


def half(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    """The connection breaks in the middle of a page."""
    send(handler, body[: len(body) // 2], Content_Length=str(len(body)))
    handler.close_connection = True


def drip(handler: BaseHTTPRequestHandler, body: bytes) -> None:
    """A byte now and then, for half a minute."""
    handler.send_response(200)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    for n in range(300):
        try:
            handler.wfile.write(body[n : n + 1])
        except OSError:
            return
        time.sleep(0.1)


def silent(_: BaseHTTPRequestHandler, __: bytes) -> None:
    """No answer before the client is tired of it."""
    time.sleep(3)


SPOILT: dict[str, tuple[Callable[[BaseHTTPRequestHandler, bytes], None], str]] = {
    "error": (lambda to, _: send(to, b"oops", 500), "answer"),
    "throttled": (lambda to, _: send(to, b"", 429, Retry_After="7"), "busy"),
    "unavailable": (lambda to, _: send(to, b"", 503), "busy"),
    "denied": (lambda to, _: send(to, b"", 403), "denied"),
    "no rights": (lambda to, _: send(to, b"{}"), "denied"),
    "garbage": (lambda to, _: send(to, b"<html>\xff"), "answer"),
    "a list": (lambda to, _: send(to, b"[]"), "answer"),
    "other fields": (lambda to, _: send(to, b'{"experiments": [{"id": 1}]}'), "answer"),
    "half": (half, "answer"),
    "drip": (drip, "timeout"),
    "silent": (silent, "timeout"),
    "elsewhere": (lambda to, _: send(to, b"", 302, Location="http://127.0.0.1:9/"), "answer"),
}


@pytest.mark.parametrize("how", SPOILT)
def test_a_bad_answer_is_a_visible_failure(on_sqlite: Tracking, how: str) -> None:
    """It takes no longer than the timeout, what was known stays, and the next reading is right."""
    name = fresh("spoilt")
    on_sqlite.run(on_sqlite.experiment(name), "FAILED", end=2000)
    with before(on_sqlite.url) as between:
        read = of_server(between.url, timeout=1)
        assert runs(read(), name) == {"FAILED": 1}
        between.spoil, reason = SPOILT[how]
        between.only = "experiments/search"
        started = time.monotonic()
        page = read()
        assert time.monotonic() - started < 3
        assert page["mlflow_exporter_up"] == 0
        assert page[f"mlflow_exporter_refresh_failures_total{{reason={reason}}}"] == 1
        assert runs(page, name) == {"FAILED": 1}
        between.spoil = None
        page = read()
    assert page["mlflow_exporter_up"] == 1
    assert runs(page, name) == {"FAILED": 1}


def test_a_first_reading_that_breaks_off_is_not_half_a_reading(
    on_sqlite: Tracking, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Runs of the pages that came are not shown as if they were all."""
    monkeypatch.setattr("watchkeeper.mlflow.rest.PAGE", 10)
    name = fresh("pages")
    experiment = on_sqlite.experiment(name)
    for _ in range(RUNS):
        on_sqlite.run(experiment, "FINISHED", end=2000)
    with before(on_sqlite.url) as between:
        read = of_server(between.url)

        def second(to: BaseHTTPRequestHandler, body: bytes) -> None:
            if between.asked[-1][2].get("page_token"):
                half(to, body)
            else:
                send(to, body)

        between.spoil, between.only = second, "runs/search"
        page = read()
        assert page["mlflow_exporter_up"] == 0
        assert not runs(page, name)
        between.spoil = None
        assert runs(read(), name) == {"FINISHED": RUNS}


def test_an_endless_list_of_pages_has_an_end(on_sqlite: Tracking) -> None:
    """A server that repeats itself is not read for ever."""
    with before(on_sqlite.url) as between:
        between.spoil = lambda to, _: send(to, b'{"experiments": [], "next_page_token": "a"}')
        page = of_server(between.url)()
    assert page["mlflow_exporter_refresh_failures_total{reason=answer}"] == 1
    assert len(between.asked) == 2


def test_the_wish_of_a_busy_server_is_heard(on_sqlite: Tracking) -> None:
    """What it says in Retry-After is the least wait."""
    with before(on_sqlite.url) as between:
        between.spoil = SPOILT["throttled"][0]
        with pytest.raises(SourceError) as caught:
            RestSource(Api(between.url, Login()), Wanted()).read()
    assert caught.value.wait == 7


@pytest.mark.parametrize(
    ("login", "header"),
    [
        (Login("t"), "Bearer t"),
        (Login("", "ann", "pw"), "Basic YW5uOnB3"),
        (Login(), None),
    ],
)
def test_requests_say_who_asks(on_sqlite: Tracking, login: Login, header: str | None) -> None:
    """With a token, or with a name and a password; neither is ever printed."""
    with before(on_sqlite.url) as between:
        Reading(RestSource(Api(between.url, login), Wanted()))()
    assert {headers.get("Authorization") for _, headers, _ in between.asked} == {header}
    assert "pw" not in repr(login)
    assert "token" not in repr(login)


def test_only_what_may_have_changed_is_read(on_sqlite: Tracking) -> None:
    """A handful of requests, and none for all runs, until it is time to look at all again."""
    with before(on_sqlite.url) as between:
        read = of_server(between.url)
        read()
        between.asked.clear()
        page = read()
    searches = [body for path, _, body in between.asked if path.endswith("runs/search")]
    assert len(between.asked) <= 9
    assert all(body["filter"] or body["run_view_type"] == "DELETED_ONLY" for body in searches)
    reconciled = page["mlflow_exporter_last_reconcile_timestamp_seconds"]
    assert reconciled < page["mlflow_exporter_last_success_timestamp_seconds"]


def test_what_no_question_finds_is_found_when_all_is_read(on_sqlite: Tracking) -> None:
    """An imported run has times of long ago; the next full reading has it."""
    name = fresh("imported")
    experiment = on_sqlite.experiment(name)
    rarely, always = (of_server(on_sqlite.url, reconcile=seconds) for seconds in (3600, 1e-9))
    rarely(), always()
    on_sqlite.run(experiment, "FAILED", start=1000, end=2000)
    assert ended(rarely(), name) == {}
    assert ended(always(), name) == {"FAILED": 1}


def test_runs_that_end_out_of_sight_are_asked_for(on_sqlite: Tracking) -> None:
    """Without an end, or with one of long ago: they no longer run, so their end is looked up."""
    name = fresh("unseen")
    experiment = on_sqlite.experiment(name)
    killed, imported = (on_sqlite.run(experiment) for _ in range(2))
    read = of_server(on_sqlite.url)
    assert runs(read(), name) == {"RUNNING": 2}
    on_sqlite.update(killed, "KILLED")
    on_sqlite.update(imported, "FINISHED", 2000)
    assert runs(read(), name) == {"KILLED": 1, "FINISHED": 1}


def test_a_new_experiment_is_read_whole(on_sqlite: Tracking) -> None:
    """Also where it was imported with runs of long ago."""
    name = fresh("whole")
    read = of_server(on_sqlite.url)
    read()
    on_sqlite.run(on_sqlite.experiment(name), "FAILED", start=1000, end=2000)
    assert runs(read(), name) == {"FAILED": 1}
