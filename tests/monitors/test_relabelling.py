"""Our monitors in a real Prometheus: what is scraped, and what its series are called then.

Targets are made up as service discovery describes real pods; every pod answers with the families
that the packs declare of it, and with some that must not be kept.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from generator.packs import discover
from tests.monitors.scene import NAMED
from tests.monitors.scene_models import IDENTITY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.monitors.scene import Seen

ADDED = {"instance", "job", "namespace", "pod", "container", "endpoint", "service"}
UNBOUNDED = {"server_address", "pid", "workflow", "running_lora_adapters", "path"}
# The chart's own monitor scrapes the kubelet; jobs of the drift monitor end before any scrape;
# what a probe says has a test of its own.
ELSEWHERE = ("container_", "kubelet_", "model_data_drift_", "model_monitoring_", "probe_")


def test_each_pod_is_scraped_once_for_each_job_and_no_other_is(seen: Seen) -> None:
    """No namesake, transformer, sidecar, twin of a Service or foreign namespace is scraped."""
    found = Counter(
        (
            each["labels"]["job"],
            each["discoveredLabels"]["__meta_kubernetes_pod_name"],
            int(each["scrapeUrl"].split("/")[2].rpartition(":")[2]),
        )
        for each in seen.active
    )
    wanted = Counter((job, pod.name, port) for pod in NAMED for job, port in pod.wanted)
    assert found == wanted


def test_each_target_answers_where_it_was_asked(seen: Seen) -> None:
    """Address, port and path are right, and no answer is larger than its limit."""
    assert {each["scrapeUrl"]: each["lastError"] for each in seen.active if each["lastError"]} == {}


def test_targets_carry_the_namespace_of_their_pod(seen: Seen) -> None:
    """``up`` has the labels that the rules group by; no monitor's own namespace gets in."""
    for each in seen.active:
        meta, labels = each["discoveredLabels"], each["labels"]
        assert labels["namespace"] == meta["__meta_kubernetes_namespace"]
        if labels["job"] != "kube-state-metrics":
            assert labels["pod"] == meta["__meta_kubernetes_pod_name"]
        assert set(labels) <= ADDED | {"node", "model_name", "model_version"}


@pytest.mark.parametrize(("pod", "job"), IDENTITY)
def test_series_say_which_model_in_which_version(seen: Seen, pod: str, job: str) -> None:
    """What a server says of itself counts, else our labels on its pod, else what rolled it out."""
    found = seen.of(pod, job)
    assert found
    names = {(each.get("model_name", ""), each.get("model_version", "")) for each in found}
    assert names == IDENTITY[pod, job]


def test_every_model_series_has_a_model_and_a_version(seen: Seen) -> None:
    """A series without them could belong to anybody; those of a process may."""
    nameless = [
        each
        for each in seen.series
        if each["job"].startswith("runtime_")
        and not each["__name__"].startswith(("process_", "scrape_", "up"))
        and not (each.get("model_name") and each.get("model_version"))
    ]
    assert nameless == []


def test_nothing_unbounded_is_kept(seen: Seen) -> None:
    """No label holds a client's Host, a process id or a run, and no label was renamed in vain."""
    labels = {name for each in seen.series for name in each}
    assert labels & UNBOUNDED == set()
    assert {name for name in labels if name.startswith("exported_model")} == set()
    names = {each["__name__"] for each in seen.series}
    assert not names & {"airflow_dag_a_b_duration_count", "argocd_app_k8s_request_total"}
    began = {name for name in names if name.endswith("_created")}
    assert began <= {name for name, _ in _declared()}


def _declared() -> Iterator[tuple[str, set[str]]]:
    """All that is scraped: not what Loki counts from log lines and writes to Prometheus."""
    counted = {each.record for pack in discover() for each in pack.log_records}
    for pack in discover():
        for metric in pack.metrics:
            if metric.name not in {"up", *counted} and not metric.name.startswith(ELSEWHERE):
                for series in metric.series():
                    yield series.name, {*metric.labels}


def test_what_the_packs_declare_arrives_with_its_labels(seen: Seen) -> None:
    """Every series that a pack's rules may read is there, with each label that the pack names."""
    arrived: dict[str, list[set[str]]] = {}
    for each in seen.series:
        arrived.setdefault(each["__name__"], []).append(set(each))
    for name, labels in _declared():
        assert name in arrived
        for found in arrived[name]:
            assert labels <= found, name


def test_objects_keep_their_own_labels(seen: Seen) -> None:
    """kube-state-metrics speaks of other pods, and never of its own."""
    found = seen.of("kube-state-metrics-0", "kube-state-metrics")
    for each in found:
        assert each["namespace"] in ("theirs", "monitoring")
        assert each.get("pod", "their-pod") == "their-pod"
        assert each.get("container", "theirs") == "theirs"
    assert {each["namespace"] for each in found if "pod" in each} == {"theirs"}


def test_a_route_is_not_mistaken_for_a_port(seen: Seen) -> None:
    """Feast's label endpoint says which route was asked, not which port was scraped."""
    found = [
        each for each in seen.series if each["__name__"] == "feast_feature_server_request_total"
    ]
    assert {each["endpoint"] for each in found} == {"endpoint"}
