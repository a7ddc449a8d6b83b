"""Tracking servers that fail, over REST: bounded in time, visible, and soon right again."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from support.between import before, drip, half, send, silent
from support.reading import Reading, ended, fresh, of_server, runs

from watchkeeper.mlflow.api import Api, Login
from watchkeeper.mlflow.picture import SourceError, Wanted
from watchkeeper.mlflow.rest import RestSource

if TYPE_CHECKING:
    from collections.abc import Callable
    from http.server import BaseHTTPRequestHandler

    from support.tracking import Tracking

RUNS = 25


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
        read = of_server(between.url, sweep=3600)
        read()
        between.asked.clear()
        page = read()
    searches = [body for path, _, body in between.asked if path.endswith("runs/search")]
    assert len(between.asked) <= 12
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


def test_what_has_no_time_is_found_in_turn(on_sqlite: Tracking) -> None:
    """Deleted, restored, opened again, closed without an end: within a sweep, in small parts."""
    names = [fresh("swept") for _ in range(4)]
    experiments = [on_sqlite.experiment(name) for name in names]
    ran = [on_sqlite.run(key, "FAILED", end=2000) for key in experiments[:3]]
    ran.append(on_sqlite.run(experiments[3]))
    on_sqlite.call("runs/delete", run_id=ran[1])
    with before(on_sqlite.url) as between:
        source = RestSource(Api(between.url, Login()), Wanted(), sweep=300)
        read = Reading(source)
        first = read()
        assert [runs(first, name) for name in names] == [
            {"FAILED": 1},
            {},
            {"FAILED": 1},
            {"RUNNING": 1},
        ]
        on_sqlite.call("runs/delete", run_id=ran[0])
        on_sqlite.call("runs/restore", run_id=ran[1])
        on_sqlite.update(ran[2], "RUNNING")
        on_sqlite.update(ran[3], "KILLED")
        between.asked.clear()
        for _ in range(10):
            source._read_at -= 30  # as if the readings were half a minute apart
            page = read()
    assert [runs(page, name) for name in names] == [
        {},
        {"FAILED": 1},
        {"RUNNING": 1},
        {"KILLED": 1},
    ]
    known = len({*source._lives})
    parts = [
        len(body["experiment_ids"])
        for _, _, body in between.asked
        if body.get("run_view_type") == "DELETED_ONLY"
    ]
    assert parts
    assert max(parts) <= known / 10 + 2


def test_half_a_page_of_changes_loses_no_change(on_sqlite: Tracking) -> None:
    """Whichever request breaks, the next reading has what the broken one was to bring."""
    name = fresh("broken")
    experiment = on_sqlite.experiment(name)
    run = on_sqlite.run(experiment, "FAILED", end=2000)
    with before(on_sqlite.url) as between:
        read = of_server(between.url)
        read()
        asked = len(between.asked)
        on_sqlite.call("runs/delete", run_id=run)
        for broken in range(asked):
            count = iter(range(100))
            between.spoil = lambda to, body, count=count, broken=broken: (
                half if next(count) == broken else send
            )(to, body)
            assert read()["mlflow_exporter_up"] == 0, broken
        between.spoil = None
        page = read()
    assert not runs(page, name)
    assert ended(page, name) == {"FAILED": 1}


def test_versions_are_read_when_their_models_changed(on_sqlite: Tracking) -> None:
    """A version that was made or deleted shows at once; else nobody asks for all of them."""
    name = fresh("versions")
    run = on_sqlite.run(on_sqlite.experiment(fresh("made")), "FINISHED", end=2000)
    on_sqlite.model(name, run)
    series = f"mlflow_model_versions{{model={name}}}"
    with before(on_sqlite.url) as between:
        read = of_server(between.url)
        assert read()[series] == 1
        between.asked.clear()
        assert read()[series] == 1
        assert not [path for path, _, _ in between.asked if "model-versions" in path]
        on_sqlite.call("model-versions/create", name=name, source=f"runs:/{run}/m", run_id=run)
        assert read()[series] == 2
        on_sqlite.call("model-versions/delete", "DELETE", name=name, version="1")
        assert read()[series] == 1
