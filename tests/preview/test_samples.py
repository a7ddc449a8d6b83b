"""The made-up day: names that exist, numbers that agree with each other, the same each time."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections import defaultdict
from typing import TYPE_CHECKING

import pytest

from generator.ir.boards import PanelKind
from generator.preview import answers, samples
from generator.preview.samples import counters, words
from generator.preview.samples.labels import Values
from generator.preview.samples.platform import Platform
from generator.preview.samples.wanted import Wanted, wanted
from generator.promql import MetricType
from tests.support.command import ROOT

if TYPE_CHECKING:
    from generator.compiler.context import Context
    from generator.ir.boards import Board
    from generator.preview.answers import Answered
    from generator.preview.prometheus import Prometheus

# Names that only say that they are names; those of cases in the packs are of this kind.
FILLERS = re.compile(r"(\w+)-[ab]|half|idle|others?|born|once|x")
ANSWERING = "feast_feature_server_request_latency_seconds_bucket"
READING = "feast_feature_server_online_store_read_duration_seconds_bucket"
RECONCILED = "controller_runtime_reconcile"
PASSED = "kn_serving_invocation_duration_seconds_count"
TRIALS = "namespace:katib_trials:increase6h"
VALUES = "feast_online_features_status_total"
MISSING = f'{VALUES}{{status="not_found"}}'


def p95(buckets: str) -> str:
    """The 95th percentile of a histogram."""
    return f"histogram_quantile(0.95, sum by (le) (rate({buckets}[5m])))"


def share(part: str, every: str, by: str) -> str:
    """How much of a counter another one is."""
    return f"sum by ({by}) (rate({part}[5m])) / sum by ({by}) (rate({every}[5m]))"


# What holds, by its reason.
AGREE = {
    "a request asks for several values": (
        f"sum(rate({VALUES}[5m])) > sum(rate(feast_feature_server_request_total[5m]))"
    ),
    "reading the store is a part of answering": f"{p95(READING)} < {p95(ANSWERING)}",
    "what is left out is a part": "sum(mlflow_runs) > sum(mlflow_exporter_series_dropped)",
    "who answers requests is scraped": (
        'count(up{job="feast"} == 1) == count(count by (pod) (feast_feature_server_request_total))'
    ),
    "each latency objective is measured": (
        'count(model:slo_error_ratio:rate1h{slo="latency"})'
        ' == count(model:slo_budget:ratio{slo="latency"})'
    ),
    "nodes have memory left": (
        "sum(node_memory_MemAvailable_bytes) / sum(node_memory_MemTotal_bytes) > 0.2"
    ),
}
FAILED = (
    f'sum by (namespace) ({TRIALS}{{outcome!="succeeded"}}) / sum by (namespace) ({TRIALS})',
    share(f'{PASSED}{{http_response_status_code=~"5.."}}', PASSED, "pod"),
    share(f"{RECONCILED}_errors_total", f"{RECONCILED}_total", "controller"),
)
# What the alerts that fire are about.
TRUE = {
    "AirflowImportErrors": "airflow_dag_processing_import_errors > 0",
    "ArgocdAppUnhealthy": 'argocd_app:info:watched{health_status="Degraded"}',
    "ArgocdAutosyncDisabled": 'argocd_app:info:watched{autosync_enabled="false"}',
    "FeastFeaturesNotFound": share(MISSING, VALUES, "feature_view") + " > 0.1",
    "KServeInferenceServiceCrashLooping": "container:waiting:max5m == 1",
    "KubernetesPodCrashLooping": "container:waiting:max5m == 1",
    "KubeflowTrainJobFailed": (
        'kube_job_failed == 1 and on (namespace, job_name) kube_job_owner{owner_kind="JobSet"}'
    ),
    "KubernetesGpuXidError": "gpu:xid_error:last",
    "KubernetesJobFailed": "kube_job_failed == 1",
    "KubernetesPodUnschedulable": "kube_pod_status_unschedulable == 1",
    "MLflowRunStuck": "time() - mlflow_run_oldest_running_timestamp_seconds > 86400",
}


@pytest.fixture(scope="module")
def named(every: tuple[Board, ...], context: Context) -> dict[str, dict[str, set[str]]]:
    """The values of each label that a board shows, by series."""
    platform, asked = Platform.of(context), wanted(every)
    models = {name: platform.model(name) for name in platform.names}
    values = Values(context.packs, models, asked, platform.stated)
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for name, each in asked.items():
        if name in platform.known and not platform.constants(name):
            for labels in values.sets(platform.known[name], each):
                for label in each.shown & labels.keys():
                    found[name][label].add(labels[label])
    return found


def test_no_label_that_is_shown_has_a_made_up_name(named: dict[str, dict[str, set[str]]]) -> None:
    """Nothing is called after its own label, nor as the packs' tests call things."""
    bad = {
        (name, label, value)
        for name, labels in named.items()
        for label, values in labels.items()
        for value in values
        if label != "instance" and FILLERS.fullmatch(value)
    }
    assert bad == set()


def test_outcomes_are_those_of_their_own_metric(
    named: dict[str, dict[str, set[str]]], context: Context, every: tuple[Board, ...]
) -> None:
    """How something ended is told by its queries, its pack's cases or by name, never by others."""
    cases = "\n".join(
        text
        for pack in context.packs
        for texts in (
            *(case.series for alert in pack.alerts for case in alert.cases),
            *(case.series for case in pack.cases),
        )
        for text in texts
    )
    asked = wanted(every)
    for name, labels in named.items():
        own = "\n".join(line for line in cases.splitlines() if line.startswith(name + "{"))
        for label, values in labels.items():
            if counters.WORN.search(label) and not any(label in row for row in words.sets(name)):
                known = {*words.values(name, label), *asked[name].matched.get(label, ())}
                unknown = {v for v in values - known if f'{label}="{v}"' not in own}
                assert unknown == set(), (name, label)


def test_an_unknown_metric_of_a_user_has_labels_too(context: Context) -> None:
    """A board may read what no pack knows; its series still differ by what is shown."""
    known = Platform.of(context).known["airflow_pool_open_slots"]
    other = type(known)("shop_carts", MetricType.GAUGE, frozenset({"aisle"}), "carts")
    found = Values(context.packs, {}, {}, {}).sets(other, Wanted("shop_carts", shown={"aisle"}))
    assert [each["aisle"] for each in found] == ["aisle-a", "aisle-b"]


def test_percentiles_move(answered: tuple[Answered, ...]) -> None:
    """No line made from buckets is dead flat for a whole day."""
    flat = [
        (each.board.uid, drawn.panel.title, line.name)
        for each in answered
        for drawn in each.panels.values()
        if drawn.panel.kind is PanelKind.GRAPH
        and any("histogram_quantile" in query.expr for query in drawn.panel.queries)
        for line in drawn.series
        if not line.limit and max(v for _, v in line.points) < 1.01 * min(v for _, v in line.points)
    ]
    assert flat == []


def ask(server: Prometheus, query: str) -> list[float]:
    """The newest values of a query."""
    data = server.get("query", query=query, time=samples.END)
    return [float(each["value"][1]) for each in data["result"]]


@pytest.mark.parametrize("why", AGREE)
def test_numbers_side_by_side_agree(server: Prometheus, why: str) -> None:
    """What one panel says is possible beside what another one does."""
    assert ask(server, AGREE[why])


@pytest.mark.parametrize("query", FAILED)
def test_what_no_alert_tells_of_mostly_succeeds(server: Prometheus, query: str) -> None:
    """Failed shares are there, and low."""
    found = ask(server, query)
    assert found
    assert max(found) < 0.25


def test_alerts_that_fire_are_true_of_the_numbers(server: Prometheus) -> None:
    """Each alert of a service that fires has, in the same series, what it is about."""
    data = server.get("query", query='ALERTS{model_name=""}', time=samples.END)
    fires = {each["metric"]["alertname"] for each in data["result"]}
    assert fires == TRUE.keys()
    assert [name for name, query in TRUE.items() if not ask(server, query)] == []


WRITTEN = """
import hashlib, pathlib
from generator.compiler import boards
from generator.pipeline import build
from generator.preview import samples
from generator.preview.samples import series
context = build(pathlib.Path("spec"), "spec").context
some = [each for each in boards.boards(context) if each.uid in {"wk-model", "wk-feast"}]
text = "".join(series.lines(some, context, samples.END))
print(len(text) > 100000, hashlib.sha256(text.encode()).hexdigest())
"""


def test_the_text_of_the_series_is_the_same_each_time() -> None:
    """Two processes, which see sets in another order, write the same bytes."""
    said = [
        subprocess.run(
            [sys.executable, "-c", WRITTEN],
            cwd=ROOT,
            env={**os.environ, "PYTHONHASHSEED": number},
            capture_output=True,
            check=True,
            timeout=120,
        ).stdout
        for number in ("1", "2")
    ]
    assert said[0].startswith(b"True ")
    assert said[0] == said[1]


def test_a_board_asked_twice_shows_the_same(
    answered: tuple[Answered, ...], server: Prometheus
) -> None:
    """No query chooses among equals, which a Prometheus does at random."""
    for each in answered:
        again = answers.answered(each.board, server, samples.END)
        assert again.panels == each.panels, each.board.uid
        assert again.moments == each.moments
