"""No fault of a Pushgateway costs a verdict, or much time; the log tells of each."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from drift.data import columns
from support.servers import free_port

from watchkeeper.drift import pushing
from watchkeeper.drift.results import Place
from watchkeeper.drift.stores import store

if TYPE_CHECKING:
    from collections.abc import Callable

    from drift.data import Bench
    from drift.gateway import Recorder

STATUS, STALE = "model_monitoring_run_status", "model_monitoring_result_stale"
SUCCESS = "model_monitoring_last_success_timestamp_seconds"


@pytest.mark.parametrize(("answer", "tries"), [(500, 3), (429, 3), (400, 1)])
def test_a_gateway_that_refuses_costs_no_verdict(
    bench: Bench,
    recorder: Recorder,
    caplog: pytest.LogCaptureFixture,
    answer: int,
    tries: int,
) -> None:
    """It is asked again where that may help, and the log has its reason."""
    recorder.answers = [answer] * 5
    assert bench.run("--pushgateway", recorder.url) == 0
    assert len(recorder.got) == tries
    said = f"churn: nothing is pushed to {recorder.url}: {answer} pushed metrics are inconsistent"
    assert said in caplog.messages
    assert bench.record()["status"] == "ok"


def test_a_gateway_that_recovers_gets_the_push(bench: Bench, recorder: Recorder) -> None:
    """With the second try."""
    recorder.answers = [503]
    assert bench.run("--pushgateway", recorder.url) == 0
    assert [found[STATUS] for _, _, found in recorder.got] == [1, 1]


def silent(recorder: Recorder) -> tuple[str, str]:
    """A gateway that takes all and never answers, and what is said of it."""
    recorder.answers = [None] * 9
    return recorder.url, "timed out"


def refused(_: Recorder) -> tuple[str, str]:
    """A port where nobody listens."""
    return f"http://127.0.0.1:{free_port()}", "Connection refused"


@pytest.mark.parametrize("gateway", [silent, refused])
def test_a_gateway_that_is_away_costs_no_verdict(
    bench: Bench,
    recorder: Recorder,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    gateway: Callable[[Recorder], tuple[str, str]],
) -> None:
    """Nor does a run wait for it longer than it may."""
    monkeypatch.setattr(pushing, "PATIENCE", 0.05)
    bench.current(age=columns(2000, seed=3, shift=1)["age"])
    url, said = gateway(recorder)
    assert bench.run("--pushgateway", url) == 1
    assert said in caplog.text
    assert bench.result()["drift_detected"]


def test_all_tries_together_are_bounded(
    bench: Bench,
    recorder: Recorder,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Also where each single wait is short enough, or an answer comes byte by byte."""
    monkeypatch.setattr(pushing, "AT_MOST", 0.1)
    assert bench.run("--pushgateway", silent(recorder)[0]) == 0
    assert "no answer in 0.1 seconds" in caplog.text


def test_a_pod_has_time_to_push_before_it_is_killed() -> None:
    """All tries fit into the half minute that it has after SIGTERM."""
    tries = sum(pushing.PAUSES) + len(pushing.PAUSES) * pushing.PATIENCE
    assert tries < pushing.AT_MOST < 25


def test_a_gateway_that_is_gone_is_given_up(
    bench: Bench, recorder: Recorder, caplog: pytest.LogCaptureFixture
) -> None:
    """After three models; the others are judged without waiting for it."""
    recorder.answers = [500] * 99
    place = Place(store(bench.folder / "results"), "churn")
    gateway = pushing.Gateway(recorder.url)
    for _ in range(5):
        gateway.push(place, time.time(), well=True)
    assert len(recorder.got) == pushing.GIVEN_UP * len(pushing.PAUSES)
    assert caplog.messages[-1].endswith("is given up: nothing more is pushed in this run")
    recorder.answers = [400, 400, 200, 400, 400, 200]
    gateway = pushing.Gateway(recorder.url)
    for _ in range(6):
        gateway.push(place, time.time(), well=True)
    assert not recorder.answers


def test_results_that_cannot_be_read_push_nothing(
    bench: Bench, recorder: Recorder, caplog: pytest.LogCaptureFixture
) -> None:
    """What the gateway has grows old, which alerts see; a result that is none is as in serve."""
    assert bench.run() == 0
    place = Place(store(bench.folder / "results"), "churn")
    newest = bench.folder / "results" / "_newest" / "churn.json"
    newest.write_text('{"version": 1}', "utf-8")
    pushing.Gateway(recorder.url).push(place, time.time(), well=True)
    assert (recorder.got[0][2][STALE], SUCCESS in recorder.got[0][2]) == (1, False)
    newest.unlink()
    newest.mkdir()
    pushing.Gateway(recorder.url).push(place, time.time(), well=True)
    assert len(recorder.got) == 1
    assert "IsADirectoryError" in caplog.text
