"""What silences what, asked of a real Alertmanager that runs the generated rules."""

from __future__ import annotations

import itertools
import time
from typing import TYPE_CHECKING

import pytest

from generator.catalog import PackKind
from generator.compiler.stack import routing_silence
from generator.compiler.stack.routing_walk import matches
from tests.alerting import estate
from tests.alerting.alertmanager import alertmanager, heard, names, sink, until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from generator.compiler.context import Context
    from tests.alerting.alertmanager import Alertmanager, Sink

Labels = dict[str, str]
BEAT = {
    "alertname": "Watchdog",
    "severity": "ticket",
    "service": "prometheus",
    "team": "ml-risk",
    "purpose": "watchdog",
}


def page(alert: str, **labels: str) -> Labels:
    """An alert that wakes somebody."""
    return {"alertname": alert, "severity": "page", **labels}


def ticket(alert: str, **labels: str) -> Labels:
    """An alert that can wait."""
    return {"alertname": alert, "severity": "ticket", **labels}


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Context:
    """The estate."""
    return estate.context(tmp_path_factory.mktemp("estate"))


@pytest.fixture
def running(compiled: Context, tmp_path: Path) -> Iterator[tuple[Alertmanager, Sink]]:
    """An Alertmanager of prod, and what it sends."""
    with sink() as sent:
        config = heard(estate.configured("prod", compiled), sent)
        with alertmanager(config, tmp_path) as found:
            yield found, sent


def settled(found: Alertmanager, speaking: list[Labels], silent: list[Labels]) -> None:
    """All fire together, these are suppressed, and the others are not even a moment later.

    Alertmanager takes note of a cause a moment after it has the alert.
    """
    found.post(*speaking, *silent)
    until(lambda: len(found.alerts()) == len((*speaking, *silent)))
    until(lambda: all(found.silent(*silent)), lambda: str(found.silent(*silent)))
    time.sleep(0.3)
    assert not any(found.silent(*speaking)), found.silent(*speaking)


CASES = {
    "a page silences its ticket": (
        page("ModelErrorBudgetBurnFast", model_name="a", slo="latency"),
        [ticket("ModelErrorBudgetBurnFast", model_name="a", slo="latency")],
        [ticket("ModelErrorBudgetBurnFast", model_name="b", slo="latency")],
    ),
    "fast burn silences slow burn of the same objective": (
        page("ModelErrorBudgetBurnFast", model_name="a", slo="latency", tier="1"),
        [
            ticket("ModelErrorBudgetBurnSlow", model_name="a", slo="latency", tier="1"),
            ticket("ModelErrorBudgetExhausted", model_name="a", slo="latency", tier="1"),
        ],
        [
            ticket("ModelErrorBudgetBurnSlow", model_name="a", slo="availability"),
            ticket("ModelErrorBudgetBurnSlow", model_name="b", slo="latency"),
            ticket("ModelTrainingStale", model_name="a"),
            ticket("DataDriftDetected", model_name="a", feature="age"),
        ],
    ),
    "a full volume is no longer one that fills up": (
        page("KubernetesVolumeFull", namespace="n", persistentvolumeclaim="v", resource="bytes"),
        [
            ticket(
                "KubernetesVolumeFillingUp",
                namespace="n",
                persistentvolumeclaim="v",
                resource="bytes",
            ),
        ],
        [
            ticket(
                "KubernetesVolumeFillingUp",
                namespace="n",
                persistentvolumeclaim="w",
                resource="bytes",
            ),
        ],
    ),
    "a dead service silences its own alerts and no model's": (
        page("MLflowDown", service="mlflow", job="mlflow"),
        [
            ticket("MLflowLatencyHigh", service="mlflow", namespace="mlflow"),
            page("MLflowServerErrors", service="mlflow", namespace="mlflow"),
        ],
        [
            page("FeastServerDown", service="feast", job="feast"),
            page("ModelErrorBudgetBurnFast", model_name="a", slo="latency"),
            page("ModelMetricsAbsent", model_name="a"),
            ticket("ModelFreshnessUnknown", model_name="a", age="trained"),
        ],
    ),
    "a dead service that is but a ticket silences no page": (
        ticket("MLflowDown", service="mlflow", job="mlflow"),
        [ticket("MLflowLatencyHigh", service="mlflow", namespace="mlflow")],
        [page("MLflowServerErrors", service="mlflow", namespace="mlflow")],
    ),
    "what depends on a dead service, though not that it is dead too": (
        page("LokiDown", service="loki", job="loki"),
        [
            ticket("AlloyLogEntriesDropped", service="alloy", job="alloy"),
            ticket("LokiDiscardedSamples", service="loki", reason="x", tenant="t"),
            page("LokiWalDiskFull", service="loki", pod="p"),
        ],
        [page("AlloyDown", service="alloy", job="alloy"), BEAT],
    ),
    "targets of a job whose own alert says more": (
        page("FeastServerDown", service="feast", job="feast"),
        [ticket("PrometheusTargetDown", service="prometheus", job="feast", namespace="feast")],
        [
            ticket("PrometheusTargetDown", service="prometheus", job="mlflow", namespace="m"),
            BEAT,
        ],
    ),
    "a model that reports nothing: what was measured before": (
        page("ModelMetricsAbsent", model_name="a", tier="1"),
        [
            ticket("DataDriftDetected", model_name="a", feature="age"),
            ticket("ModelConfidenceLow", model_name="a"),
            page("ModelAccuracyDegraded", model_name="a", metric="accuracy"),
        ],
        [
            ticket("DataDriftDetected", model_name="b", feature="age"),
            page("ModelErrorBudgetBurnFast", model_name="a", slo="latency"),
            page("ModelPredictionStale", model_name="a"),
            ticket("ModelTrainingStale", model_name="a"),
        ],
    ),
    "a model that is missed by a ticket alone still pages": (
        ticket("ModelMetricsAbsent", model_name="a", tier="2"),
        [ticket("ModelConfidenceLow", model_name="a")],
        [page("ModelAccuracyDegraded", model_name="a", metric="accuracy")],
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_who_is_silent(
    case: tuple[Labels, list[Labels], list[Labels]], running: tuple[Alertmanager, Sink]
) -> None:
    """The source speaks, what follows from it is suppressed, and everything else is not."""
    source, silent, speaking = case
    settled(running[0], [source, *speaking], silent)


def test_nobody_is_told_of_what_is_silent(running: tuple[Alertmanager, Sink]) -> None:
    """What is suppressed does not arrive; what is not arrives once, at its own receivers."""
    found, sent = running
    shop = {"team": "shop", "model_name": "a"}
    found.post(
        page("ModelMetricsAbsent", **shop),
        page("ModelAccuracyDegraded", **shop, metric="f1"),
        ticket("ModelConfidenceLow", **shop),
        page("HighPredictionLatency", **shop),
        BEAT,
    )
    until(lambda: {"shop-pager", "archive", "outside"} <= {p[1:] for p, _ in sent.arrived})
    until(lambda: all(len(names(sent.at(each))) >= 2 for each in ("archive", "shop-pager")))
    loud = ["HighPredictionLatency", "ModelMetricsAbsent"]
    assert sorted(names(sent.at("shop-pager"))) == loud
    assert sorted(names(sent.at("archive"))) == loud
    assert sent.at("shop-chat") == []
    assert set(names(sent.at("outside"))) == {"Watchdog"}


def test_the_end_of_the_cause_ends_the_silence(running: tuple[Alertmanager, Sink]) -> None:
    """What was silent and still fires is told as soon as what silenced it is over."""
    found, sent = running
    cause = page("MLflowDown", service="mlflow", job="mlflow", team="ml-risk")
    effect = ticket("MLflowLatencyHigh", service="mlflow", namespace="mlflow", team="ml-risk")
    settled(found, [cause], [effect])
    found.post(cause, ends="2020-01-01T00:00:00Z")
    until(lambda: names(sent.at("chat")))
    assert names(sent.at("chat")) == ["MLflowLatencyHigh"]


def test_no_page_is_ever_silenced_by_a_ticket(compiled: Context) -> None:
    """In every rule that can silence a page, what silences it is a page."""
    for name in ("dev", "prod"):
        for rule in estate.routed(name, compiled).inhibitions:
            target, source = (
                {m.label: m.value for m in each} for each in (rule.target, rule.source)
            )
            assert target["severity"] in ("page", "ticket")
            assert target["severity"] == "ticket" or source["severity"] == "page"


def test_the_heartbeat_is_never_silenced(
    compiled: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No rule takes it, and a pack that would silence it stops the compiler."""
    for rule in estate.routed("prod", compiled).inhibitions:
        assert not matches(rule.target, BEAT)
    monkeypatch.setattr(routing_silence, "_follows", lambda *_: True)
    with pytest.raises(ValueError, match="the heartbeat"):
        estate.routed("prod", compiled)


def test_death_never_silences_death(compiled: Context) -> None:
    """What says that a whole service is gone is a target of no rule of another service."""
    dead = {name for pack in compiled.packs for name in pack.dead}
    assert len(dead) > 5
    for rule, name in itertools.product(estate.routed("prod", compiled).inhibitions, dead):
        found = {"alertname": name, "severity": "page"}
        assert not matches(rule.target, found), rule


def test_alerts_that_say_that_a_service_is_dead_exist(compiled: Context) -> None:
    """The names in `dead` and `depends` of every pack are names of alerts and packs."""
    every = {pack.name for pack in compiled.packs}
    for pack in compiled.packs:
        assert set(pack.dead) <= {alert.name for alert in pack.alerts}
        assert set(pack.depends) <= every - {pack.name}
    depends = {pack.name for pack in compiled.packs if "models" in pack.depends}
    assert {"model_quality", "model_drift", "model_confidence"} <= depends
    assert all(pack.kind is PackKind.MODEL for pack in compiled.packs if pack.name in depends)


def test_an_alert_that_is_off_is_in_no_rule(compiled: Context) -> None:
    """Rules name only what can fire in the environment."""
    text = repr(estate.routed("prod", compiled).inhibitions)
    assert "FeastServerDown" in text
    assert "FeastReplicaDown" not in text
    assert "Airflow" not in text
