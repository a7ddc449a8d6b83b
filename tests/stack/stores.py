"""Environments of each profile as packs see them, and what the real charts make of their values."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from generator import ir, packs, yamlio
from generator.catalog import Site
from generator.spec.alerting import Alerting
from generator.spec.platform import PlatformEnvironment
from generator.spec.stores import Stack
from tests.support.command import ROOT, environment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator.catalog import Pack, Tree

PROFILES = ("small", "ha", "distributed")
STORES = ("loki", "tempo", "mimir")
BUCKETS = {"logs": "b-logs", "rules": "b-rules", "traces": "b-traces", "metrics": "b-metrics"}
STORE = {"endpoint": "s3.eu-central-1.amazonaws.com", "region": "eu-central-1", "buckets": BUCKETS}
STACK = {
    "logs": {"retention": "31d", "storage": "70Gi", "storageClass": "fast"},
    "traces": {"retention": "9d", "storage": "30Gi"},
    "metrics": {"retention": "45d"},
    "grafana": {"host": "grafana.example.org"},
    "objectStore": {**STORE, "secret": "object-store"},
    "kafka": "kafka.kafka:9092",
}
ADDRESSES = {
    "alerts.notify": "http://alertmanager.watch:9093",
    "metrics.write": "http://metrics.watch/write",
}
WORKLOADS = ("Deployment", "StatefulSet", "DaemonSet", "Job")


def site(profile: str, **changes: object) -> Site:
    """An environment; ``changes`` replace parts of the stack, and ``None`` takes one away."""
    stack = {key: value for key, value in {**STACK, **changes}.items() if value is not None}
    where = {"name": "prod", "cluster": "ml-prod", "namespace": "watch", "profile": profile}
    return Site(
        environment=PlatformEnvironment.model_validate(where),
        stack=Stack.model_validate(stack),
        alerting=Alerting.model_validate(
            {
                "receivers": [
                    {
                        "name": "x",
                        "type": "slack",
                        "channel": "#x",
                        "secretRef": {"name": "a", "key": "b"},
                    }
                ]
            }
        ),
        services={},
        labels=(),
        routing=ir.Routing(ir.Route(""), ()),
        addresses=ADDRESSES,
    )


def pack(name: str) -> Pack:
    """A pack by its name."""
    return next(each for each in packs.discover() if each.name == name)


def values(name: str, found: Site) -> Tree:
    """What a store's pack asks of its own release."""
    return pack(name).values(found)[name]


def chart(name: str, found: Site) -> Path:
    """The folder of the chart that a store is installed with; skips the test when it is not had."""
    installed = next(iter(pack(name).installs(found))).chart
    folder = os.environ.get("CHARTS_DIR")
    if not folder:
        pytest.skip("CHARTS_DIR does not say where the charts are")
    path = Path(folder) / installed
    if not path.is_dir():
        pytest.skip(f"{installed} is not below CHARTS_DIR")
    return path


def render(name: str, found: Site, folder: Path) -> list[Tree]:
    """The objects that the real chart makes of the values."""
    path = chart(name, found)
    given = folder / f"{name}.yaml"
    given.write_text(yamlio.dump(values(name, found)), "utf-8")
    command = ["helm", "template", name, str(path), "-n", "watch", "--kube-version", "1.32.0"]
    done = run(*command, "-f", str(given))
    assert done.returncode == 0, done.stdout
    return [each for each in yaml.safe_load_all(done.stdout) if each and not _is_test(each)]


def _is_test(found: Tree) -> bool:
    """Helm runs these on demand, and Argo CD never does."""
    return (found["metadata"].get("annotations") or {}).get("helm.sh/hook") == "test"


def run(*command: str, text: str = "") -> subprocess.CompletedProcess[str]:
    """A finished program, with all it said in one text."""
    return subprocess.run(
        command,
        env=environment(),
        cwd=ROOT,
        input=text,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


def config(objects: list[Tree], name: str, key: str) -> Tree:
    """A configuration file inside a ConfigMap."""
    found = next(
        each for each in objects if each["kind"] == "ConfigMap" and each["metadata"]["name"] == name
    )
    loaded: Tree = yaml.safe_load(found["data"][key])
    return loaded


def workloads(objects: list[Tree]) -> Mapping[str, Tree]:
    """What runs pods, by name."""
    return {each["metadata"]["name"]: each["spec"] for each in objects if each["kind"] in WORKLOADS}


def containers(objects: list[Tree]) -> Iterator[tuple[str, Tree, Tree]]:
    """Every container, with the pod it is in and a name to tell it by."""
    for name, spec in workloads(objects).items():
        pod = spec["template"]["spec"]
        for each in (*pod.get("initContainers", ()), *pod["containers"]):
            yield f"{name}/{each['name']}", pod, each


INSTALLED = tuple(
    (profile, name)
    for profile in PROFILES
    for name in STORES
    if any(pack(name).installs(site(profile)))
)
