"""The exporter that a service asks for: one pod, found by the monitor of its pack."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from tests.support import specs
from tests.workloads import estate

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME = "watchkeeper-mlflow-exporter"
SQL = "  exporter: {source: sql, secretRef: {name: store, key: url}, port: 3306}\n"
REST = "  exporter: {metrics: [accuracy, f1], secret: mlflow-login, memory: 1Gi}\n"


def found(folder: Path, exporter: str, environment: str = "prod") -> estate.Objects:
    """What runs beside MLflow."""
    service = specs.service("mlflow", exporter)
    return estate.running(
        estate.tree(folder, platform=estate.platform(), services_mlflow=service), environment
    )


def test_nothing_runs_unless_it_is_asked_for(tmp_path: Path) -> None:
    """A service without an exporter, and models without data, leave an overlay as it was."""
    there = estate.tree(tmp_path, services_mlflow=specs.service("mlflow"))
    assert estate.running(there) == {}


def test_the_server_is_asked_at_its_service(tmp_path: Path) -> None:
    """Without an address it is the Service of MLflow's chart, in its namespace."""
    objects = found(tmp_path, REST)
    pod = estate.pods(objects)["mlflow-exporter"]
    container = estate.container(pod)
    assert container["command"] == ["python", "-m", "watchkeeper.mlflow"]
    assert container["args"] == [
        "--listen=:9101",
        "--tracking-uri=http://mlflow.mlflow:80",
        "--metric=accuracy",
        "--metric=f1",
    ]
    assert container["envFrom"] == [{"secretRef": {"name": "mlflow-login"}}]
    assert "env" not in container
    assert container["resources"]["limits"] == {"memory": "1Gi"}
    assert objects["Deployment", NAME]["spec"]["strategy"] == {"type": "Recreate"}
    assert "replicas" not in objects["Deployment", NAME]["spec"]


def test_the_database_stays_in_its_secret(tmp_path: Path) -> None:
    """Its URL has a password: the pod takes it from the Secret, and no argument names it."""
    container = estate.container(estate.pods(found(tmp_path, SQL))["mlflow-exporter"])
    assert container["args"] == ["--listen=:9101"]
    chosen = {"secretKeyRef": {"name": "store", "key": "url"}}
    assert container["env"] == [{"name": "WATCHKEEPER_MLFLOW_STORE", "valueFrom": chosen}]
    assert container["image"] == estate.IMAGE


def test_its_monitor_finds_it(tmp_path: Path) -> None:
    """Labels, port and selectors of monitor, Service, pod and policy are the same facts."""
    there = estate.tree(
        tmp_path, platform=estate.platform(), services_mlflow=specs.service("mlflow", REST)
    )
    objects = estate.running(there)
    monitors = estate.objects(there["base/monitors/mlflow.yaml"])
    spec = monitors["ServiceMonitor", NAME]["spec"]
    service, pod = objects["Service", NAME], estate.pods(objects)["mlflow-exporter"]
    wanted = spec["selector"]["matchLabels"]
    assert "namespaceSelector" not in spec
    assert wanted.items() <= service["metadata"]["labels"].items()
    assert service["spec"]["selector"] == pod["metadata"]["labels"] == wanted
    (port,) = service["spec"]["ports"]
    assert [each["port"] for each in spec["endpoints"]] == [port["name"]]
    (opened,) = estate.container(pod)["ports"]
    assert port["targetPort"] == opened["name"]
    assert port["port"] == opened["containerPort"]
    policies = estate.objects(there["base/network/mlflow.yaml"])
    policy = policies["NetworkPolicy", NAME]["spec"]
    assert policy["podSelector"]["matchLabels"] == wanted
    assert policy["ingress"][0]["ports"] == [{"port": opened["containerPort"]}]


def test_probes_ask_the_port_that_is_scraped(tmp_path: Path) -> None:
    """Alive and ready are two questions: one restarts the pod, the other only waits."""
    container = estate.container(estate.pods(found(tmp_path, REST))["mlflow-exporter"])
    asked = {
        key: (container[key]["httpGet"]["path"], container[key]["httpGet"]["port"])
        for key in ("livenessProbe", "readinessProbe")
    }
    assert asked == {
        "livenessProbe": ("/healthz", "metrics"),
        "readinessProbe": ("/readyz", "metrics"),
    }


def test_it_connects_to_what_it_reads_and_nothing_else(tmp_path: Path) -> None:
    """Names, and then the namespace of the server, or the port of what is named."""
    ways = {
        "{}": [estate.inside("mlflow")],
        "{address: 'https://mlflow.example.org'}": [{"ports": [{"port": 443}]}],
        "{address: 'http://mlflow.example.org:5000/x'}": [{"ports": [{"port": 5000}]}],
        "{address: 'http://tracking.ml.svc.cluster.local:80'}": [estate.inside("ml")],
        "{address: 'http://tracking.ml:80'}": [estate.inside("ml"), {"ports": [{"port": 80}]}],
        "{address: 'http://tracking'}": [estate.inside("monitoring")],
        "{address: 'http://10.0.0.5:5000'}": [{"ports": [{"port": 5000}]}],
        "{source: sql, secretRef: {name: s, key: u}}": [{"ports": [{"port": 5432}]}],
        "{source: sql, secretRef: {name: s, key: u}, port: 3306}": [{"ports": [{"port": 3306}]}],
    }
    for number, (exporter, wanted) in enumerate(ways.items()):
        objects = found(tmp_path / str(number), f"  exporter: {exporter}\n")
        spec = objects["NetworkPolicy", f"{NAME}-exits"]["spec"]
        names, *rest = spec["egress"]
        assert {"port": 53, "protocol": "UDP"} in names["ports"]
        assert rest == wanted
        assert spec["policyTypes"] == ["Egress"]


def test_an_environment_may_have_its_own(tmp_path: Path) -> None:
    """Another exporter in one environment, another namespace, or no service at all."""
    more = (
        "  environments:\n    dev: {namespace: sandbox, exporter: {}}\n    prod: {enabled: false}\n"
    )
    there = estate.tree(
        tmp_path, platform=estate.platform(), services_mlflow=specs.service("mlflow", SQL + more)
    )
    dev = estate.running(there, "dev")
    args = estate.container(estate.pods(dev)["mlflow-exporter"])["args"]
    assert "--tracking-uri=http://mlflow.sandbox:80" in args
    assert estate.running(there, "prod") == {}


def test_a_change_touches_the_lines_that_it_is_about(tmp_path: Path) -> None:
    """A new image is one line of each program in each environment."""
    service = specs.service("mlflow", SQL)
    one, two = (
        estate.tree(tmp_path / tag, platform=text, services_mlflow=service)
        for tag, text in (
            ("a", estate.platform()),
            ("b", estate.platform().replace(":0.1.0", ":0.2.0")),
        )
    )
    changed = [path for path in two if one[path] != two[path] and path.startswith("overlays/")]
    assert changed == ["overlays/dev/workloads/mlflow.yaml", "overlays/prod/workloads/mlflow.yaml"]
    for path in changed:
        lines = zip(one[path].splitlines(), two[path].splitlines(), strict=True)
        assert sum(old != new for old, new in lines) == 1


def test_the_page_of_systems_names_its_files(tmp_path: Path) -> None:
    """Whoever looks for the exporter finds where it runs."""
    there = estate.tree(
        tmp_path, platform=estate.platform(), services_mlflow=specs.service("mlflow", SQL)
    )
    page = there["systems.md"].split("\n## mlflow-exporter\n")[1].split("\n## ")[0]
    assert "(overlays/prod/workloads/mlflow.yaml)" in page
    assert yaml.safe_load(there["overlays/prod/workloads/mlflow.yaml"].split("---\n")[0])


def test_an_exporter_that_nobody_asks_for_is_not_missed(tmp_path: Path) -> None:
    """The alert on its absence is taken out where none runs, also if a spec says more of it."""
    more = (
        "  environments:\n"
        "    dev: {exporter: {}, alerts: {MLflowExporterGone: {for: 20m}}}\n"
        "    prod: {alerts: {MLflowExporterGone: {disabled: nobody looks here}}}\n"
    )
    there = estate.tree(
        tmp_path, platform=estate.platform(), services_mlflow=specs.service("mlflow", more)
    )
    rules = yaml.safe_load(there["base/rules/mlflow.yaml"])["spec"]["groups"]
    places = {
        f"/spec/groups/{i}/rules/{j}": rule.get("alert")
        for i, group in enumerate(rules)
        for j, rule in enumerate(group["rules"])
    }
    (gone,) = (path for path, alert in places.items() if alert == "MLflowExporterGone")
    changed = {name: list(rule_patches(there, name)) for name in ("dev", "prod")}
    assert changed["dev"] == [("add", f"{gone}/for", "20m")]
    assert changed["prod"] == [("remove", gone, None)]


def rule_patches(found: dict[str, str], environment: str) -> Iterator[tuple[str, str, str | None]]:
    """What an overlay changes in rules."""
    overlay = yaml.safe_load(found[f"overlays/{environment}/kustomization.yaml"])
    for each in overlay.get("patches", []):
        if each.get("target", {}).get("kind") == "PrometheusRule":
            for change in yaml.safe_load(each["patch"]):
                if change["op"] != "test":
                    yield change["op"], change["path"], change.get("value")


def test_pages_of_a_server_need_more_memory_than_rows(tmp_path: Path) -> None:
    """Without a word of the spec the exporter has room for the largest page."""
    limits = {"  exporter: {}\n": "512Mi", SQL: "256Mi"}
    for number, (exporter, wanted) in enumerate(limits.items()):
        pod = estate.pods(found(tmp_path / str(number), exporter))["mlflow-exporter"]
        assert estate.container(pod)["resources"]["limits"] == {"memory": wanted}
