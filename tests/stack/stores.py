"""Environments of each profile as packs see them, and what the real charts make of their values."""

from __future__ import annotations

from typing import TYPE_CHECKING

import yaml

from generator import ir, packs, yamlio
from generator.catalog import Site
from generator.spec.alerting import Alerting
from generator.spec.platform import PlatformEnvironment
from generator.spec.stores import Stack
from tests.charts import charts, programs

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
EVERY = {"alerts.notify.srv": "_http-web._tcp.alertmanager-operated.watch"}  # of several replicas
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
        addresses=ADDRESSES if profile == "small" else {**ADDRESSES, **EVERY},
    )


def pack(name: str) -> Pack:
    """A pack by its name."""
    return next(each for each in packs.discover() if each.name == name)


def values(name: str, found: Site) -> Tree:
    """What a store's pack asks of its own release."""
    return pack(name).values(found)[name]


def render(name: str, found: Site) -> tuple[Tree, ...]:
    """The objects that the real chart makes of the values."""
    installed = next(iter(pack(name).installs(found))).chart
    given = yamlio.dump(values(name, found))
    return programs.rendered(name, charts.had(installed), "watch", given)


def config(objects: tuple[Tree, ...], name: str, key: str) -> Tree:
    """A configuration file inside a ConfigMap."""
    found = next(
        each for each in objects if each["kind"] == "ConfigMap" and each["metadata"]["name"] == name
    )
    loaded: Tree = yaml.safe_load(found["data"][key])
    return loaded


def workloads(objects: tuple[Tree, ...]) -> Mapping[str, Tree]:
    """What runs pods, by name."""
    return {each["metadata"]["name"]: each["spec"] for each in objects if each["kind"] in WORKLOADS}


def containers(objects: tuple[Tree, ...]) -> Iterator[tuple[str, Tree, Tree]]:
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
