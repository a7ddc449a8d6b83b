"""The monitors as objects: where they look, what they may ask for, what an environment changes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import yaml

from generator import catalog
from generator.catalog import Endpoint, Target, TargetKind
from generator.compiler.stack import monitors
from generator.document import validate
from generator.packs import discover
from tests.charts.programs import refused
from tests.monitors.overlays import built, kustomized
from tests.support import shipped as support
from tests.support.specs import BASE, service, write

if TYPE_CHECKING:
    from pathlib import Path

    from generator.pipeline import Build
    from tests.monitors.operating import Object

KINDS = ("ServiceMonitor", "PodMonitor", "Probe")
STACK = "monitoring"
# Its monitor is the chart's.
CHARTED = {"kubelet"}
JOB = re.compile(r'job="([^"]+)"')


@pytest.fixture
def shipped() -> Build:
    """The shipped specs."""
    return support.build()


def objects(found: Build) -> dict[str, Object]:
    """The monitors of the base, by name."""
    every = [
        each
        for document in found.documents
        if document.path.startswith("base/monitors/")
        for each in yaml.load_all(document.body, yaml.CSafeLoader)
    ]
    names = {each["metadata"]["name"]: each for each in every}
    assert len(names) == len(every) > 0
    return names


def endpoints(found: Object) -> list[Object]:
    """What a monitor scrapes."""
    key = "endpoints" if found["kind"] == "ServiceMonitor" else "podMetricsEndpoints"
    return list(found["spec"][key])


def test_every_job_that_a_rule_names_has_a_monitor(shipped: Build) -> None:
    """An alert on a job that nothing scrapes would fire for ever, or never."""
    named = {
        job
        for pack in discover()
        for expr in (*(a.expr for a in pack.alerts), *(s.expr for s in pack.signals))
        for job in JOB.findall(expr)
    }
    ours = {
        each["relabelings"][-1]["replacement"]
        for found in objects(shipped).values()
        for each in endpoints(found)
    }
    probed = {pack.prober.job for pack in discover() if pack.prober}
    assert named - CHARTED <= ours | probed


def test_every_pack_with_metrics_of_its_own_is_scraped() -> None:
    """A service or a runtime without a target would be an empty board."""
    kinds = (catalog.PackKind.SERVICE, catalog.PackKind.RUNTIME, catalog.PackKind.STACK)
    blind = [p.name for p in discover() if p.kind in kinds and p.metrics and not p.targets]
    assert blind == []


def test_the_job_is_set_last(shipped: Build) -> None:
    """No step after it can give a target another job."""
    for found in objects(shipped).values():
        for each in endpoints(found):
            steps = [step.get("targetLabel") for step in each["relabelings"]]
            assert steps.count("job") == 1
            assert steps[-1] == "job"


def test_every_monitor_has_a_limit_and_the_labels_it_is_selected_by(shipped: Build) -> None:
    """No target can flood Prometheus, and Prometheus finds each object as it finds our rules."""
    for found in objects(shipped).values():
        assert found["spec"]["sampleLimit"] > 0
        assert found["metadata"]["labels"]["release"] == "kube-prometheus-stack"


def test_every_step_states_its_action(shipped: Build) -> None:
    """The API server would add a missing one, and Argo CD would see a difference for ever."""
    for found in objects(shipped).values():
        for each in endpoints(found):
            for step in (*each["relabelings"], *each.get("metricRelabelings", ())):
                assert step["action"]


def test_labels_that_tell_series_apart_are_not_dropped(shipped: Build) -> None:
    """From series only copies of our own labels are taken: two that become one are an error."""
    dropped = {
        step["regex"]
        for found in objects(shipped).values()
        for each in endpoints(found)
        for step in each.get("metricRelabelings", ())
        if step["action"] == "labeldrop"
    }
    assert dropped == {"(exported_model_name|exported_model_version)"}


def test_self_signed_certificates_are_accepted_where_they_are_known(shipped: Build) -> None:
    """Only these speak https, and the token goes only to the proxy that asks for one."""
    secure = {name for name, m in objects(shipped).items() if endpoints(m)[0].get("scheme")}
    tokens = {name for name, m in objects(shipped).items() if "bearerTokenFile" in endpoints(m)[0]}
    assert tokens == {"watchkeeper-kserve"}
    assert secure == {
        "watchkeeper-kserve",
        "watchkeeper-kubeflow-trainer",
        "watchkeeper-kubeflow-workflow-controller",
        "watchkeeper-prometheus-operator",
    }


@pytest.mark.parametrize(
    ("kind", "endpoint"),
    [
        (TargetKind.POD, Endpoint("metrics", token=True)),
        (TargetKind.SERVICE, Endpoint("8080")),
        (TargetKind.SERVICE, Endpoint("")),
    ],
)
def test_what_a_kind_cannot_do_is_refused(kind: TargetKind, endpoint: Endpoint) -> None:
    """A token for pods, or a Service's port that is not named, is a mistake in a pack."""
    target = Target("ray", kind, (endpoint,), labels=(("app", "ray"),))
    with pytest.raises(ValueError, match="ray"):
        monitors._endpoint(endpoint, target)


def test_an_object_with_a_foreign_field_is_refused() -> None:
    """The emitter writes what its schema lists and nothing else."""
    with pytest.raises(ValueError, match="monitors"):
        validate({"kind": "PodMonitor", "spec": {"endpoints": []}}, "generator.emit.monitors")


AIRFLOW = ("PodMonitor", "watchkeeper-airflow")
SANDBOX = "  environments: {dev: {namespace: sandbox}}\n"
OFF = "  environments: {prod: {enabled: false}}\n"


def selected(found: Object) -> Object:
    """Where a monitor looks for targets."""
    return dict(found["spec"].get("namespaceSelector", {}))


def test_a_service_is_looked_for_where_its_spec_says(tmp_path: Path) -> None:
    """In its namespace, though the monitor itself lives with the stack; models live anywhere."""
    found = built({**BASE, "airflow.yaml": service("airflow")}, tmp_path, "prod")
    assert selected(found[AIRFLOW]) == {"matchNames": ["airflow"]}
    assert selected(found["PodMonitor", "watchkeeper-loki"]) == {}
    assert selected(found["PodMonitor", "watchkeeper-runtime-kserve"]) == {"any": True}
    assert {each["metadata"]["namespace"] for each in found.values()} == {STACK}


def test_another_namespace_in_an_environment_is_patched(tmp_path: Path) -> None:
    """A monitor that looks there is moved, in that environment only; our exporter is not there."""
    specs = {**BASE, "mlflow.yaml": service("mlflow", SANDBOX)}
    for name, namespace in (("dev", "sandbox"), ("prod", "mlflow")):
        found = built(specs, tmp_path / name, name)
        assert selected(found["PodMonitor", "watchkeeper-mlflow"]) == {"matchNames": [namespace]}
        assert selected(found["ServiceMonitor", "watchkeeper-mlflow-exporter"]) == {}


def test_a_patch_refuses_a_monitor_that_it_does_not_expect(tmp_path: Path) -> None:
    """A base that was edited by hand breaks the build, rather than being patched by chance."""
    built({**BASE, "airflow.yaml": service("airflow", SANDBOX)}, tmp_path, "dev")
    monitor = tmp_path / "base/monitors/airflow.yaml"
    monitor.write_text(monitor.read_text("utf-8").replace("- airflow", "- other"), "utf-8")
    with pytest.raises(AssertionError, match="test"):
        kustomized(tmp_path / "overlays/dev")


def test_nothing_of_a_service_that_is_off_is_left(tmp_path: Path) -> None:
    """Its monitors, probes and log rules are gone in that environment, with its rules.

    Policies stay: they select nothing then.
    """
    names = [pack.name for pack in discover() if pack.kind is catalog.PackKind.SERVICE]
    specs = {**BASE, **{f"{name}.yaml": service(name, OFF) for name in names}}
    there, gone = built(specs, tmp_path / "dev", "dev"), built(specs, tmp_path / "prod", "prod")
    for name in names:
        assert ("PrometheusRule", f"watchkeeper-{name}") in there
        left = {kind for kind, found in gone if found.startswith(f"watchkeeper-{name}")}
        assert left <= {"NetworkPolicy"}
    assert ("ConfigMap", "watchkeeper-logs-airflow") in there
    assert ("ConfigMap", "watchkeeper-logs-airflow") not in gone
    assert ("PodMonitor", "watchkeeper-loki") in gone


def test_a_part_of_the_stack_without_a_spec_is_looked_for_in_the_stack(tmp_path: Path) -> None:
    """Argo CD is watched in any case; only its spec says that it lives elsewhere."""
    found = built(BASE, tmp_path, "prod")
    assert selected(found["PodMonitor", "watchkeeper-argocd-server"]) == {}
    assert AIRFLOW not in found


@pytest.mark.parametrize("name", ["dev", "staging", "prod"])
def test_objects_are_valid_for_the_operator(name: str, shipped: Build, tmp_path: Path) -> None:
    """Each monitor and probe, as patched, satisfies the operator's own schema."""
    write(tmp_path, {each.path: each.body for each in shipped.documents})
    found = [
        each
        for (kind, _), each in kustomized(tmp_path / f"overlays/{name}").items()
        if kind in KINDS
    ]
    assert found
    assert not refused(found)
