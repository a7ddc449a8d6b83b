"""What our own pods may do: as little as those of the charts, which tests/security looks at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from generator.emit.workloads.pods import GROUP
from tests.charts.programs import objects, refused, run
from tests.security.network import Caller, allowed
from tests.support import specs
from tests.support.command import ROOT
from tests.workloads import estate

if TYPE_CHECKING:
    from pathlib import Path

PROMETHEUS = Caller({"app.kubernetes.io/name": "prometheus"})
STRANGER = Caller({"app.kubernetes.io/name": "stranger"})
DRIFT = "  drift: {volume: {}, mlflow: {}, claims: {features: /data}, endpoint: 'https://s3.example.org'}\n"
GIT = "  git: {repository: https://git.example.org/watch}\n"


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An estate with everything that can run."""
    return estate.tree(
        tmp_path_factory.mktemp("pods"),
        platform=estate.platform(DRIFT, GIT).replace(
            "- {name: dev, cluster: dev}",
            "- {name: dev, cluster: dev, server: 'https://dev.example.org'}",
        ),
        services_mlflow=specs.service(
            "mlflow", "  exporter: {source: sql, secretRef: {name: s, key: u}}\n"
        ),
        model_churn=estate.compared("churn"),
    )


@pytest.fixture(scope="module")
def running(there: dict[str, str]) -> estate.Objects:
    """What runs in prod."""
    return estate.running(there)


def test_containers_are_confined(running: estate.Objects) -> None:
    """No container gains rights, writes to its own files, or runs as root."""
    pods = estate.pods(running)
    assert pods.keys() == {"mlflow-exporter", "drift-exporter", "drift-daily"}
    for pod in pods.values():
        assert estate.container(pod)["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "capabilities": {"drop": ["ALL"]},
            "readOnlyRootFilesystem": True,
        }
        assert pod["spec"]["securityContext"]["runAsNonRoot"] is True
        assert pod["spec"]["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        assert not {"hostNetwork", "hostPID", "hostIPC"} & pod["spec"].keys()


def test_nobody_can_ask_the_cluster(running: estate.Objects) -> None:
    """Accounts and pods have no token, and no role is there to use one."""
    accounts = [each for (kind, _), each in running.items() if kind == "ServiceAccount"]
    assert len(accounts) == 2
    for each in (*accounts, *(pod["spec"] for pod in estate.pods(running).values())):
        assert each["automountServiceAccountToken"] is False
    assert not {kind for kind, _ in running} & {"Role", "RoleBinding", "ClusterRole"}


def test_memory_is_bounded(running: estate.Objects) -> None:
    """A pod gets what it may take, so it is not the node that runs short."""
    for pod in estate.pods(running).values():
        resources = estate.container(pod)["resources"]
        assert resources["limits"]["memory"] == resources["requests"]["memory"]
        assert resources["requests"]["cpu"]


def test_who_comes_in_and_who_does_not(there: dict[str, str], running: estate.Objects) -> None:
    """Prometheus reaches the port of metrics, strangers do not; a job is reached by nobody."""
    text = "---\n".join(there[f"base/network/{name}.yaml"] for name in ("mlflow", "model-drift"))
    policies = tuple(estate.objects(text).values())
    for name, port in (("mlflow-exporter", 9101), ("drift-exporter", 9109), ("drift-daily", 9109)):
        labels = estate.pods(running)[name]["metadata"]["labels"]
        assert allowed(policies, labels, port, PROMETHEUS) is (name != "drift-daily")
        assert not allowed(policies, labels, port, STRANGER)
        assert not allowed(policies, labels, port + 1, PROMETHEUS)


def test_every_pod_has_exits_of_its_own(running: estate.Objects) -> None:
    """Without a policy a pod could connect to anything."""
    selectors = [
        each["spec"]["podSelector"]["matchLabels"].items()
        for (kind, _), each in running.items()
        if kind == "NetworkPolicy" and each["spec"]["policyTypes"] == ["Egress"]
    ]
    for pod in estate.pods(running).values():
        labels = pod["metadata"]["labels"].items()
        assert any(selector <= labels for selector in selectors)


def test_the_project_allows_what_runs(there: dict[str, str], running: estate.Objects) -> None:
    """Argo CD would refuse a kind that its project does not name."""
    (project,) = estate.objects(there["argocd/project.yaml"]).values()
    allowed_kinds = {
        (each["group"], each["kind"]) for each in project["spec"]["namespaceResourceWhitelist"]
    }
    for each in running.values():
        group = each["apiVersion"].rpartition("/")[0]
        assert (group, each["kind"]) in allowed_kinds


def test_kubernetes_would_take_them(there: dict[str, str], tmp_path: Path) -> None:
    """A built overlay satisfies the schemas of Kubernetes, strictly."""
    for path, body in there.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(body, "utf-8")
    found = objects(run("kustomize", "build", str(tmp_path / "overlays" / "prod")))
    ours = [each for each in found if each["kind"] in ("CronJob", "Deployment", "Service")]
    assert len(ours) == 5
    assert {each["metadata"]["namespace"] for each in ours} == {"monitoring"}
    assert not refused(found)


def test_the_volume_is_that_of_the_image_s_user() -> None:
    """The group that may write the volume is the group of the image."""
    text = (ROOT / "exporters" / "Dockerfile").read_text("utf-8")
    assert re.findall(r"^USER ([0-9]+):([0-9]+)$", text, re.MULTILINE) == [(str(GROUP),) * 2]
