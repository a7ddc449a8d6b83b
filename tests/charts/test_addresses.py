"""Each address that any object names is a Service that is there, at a port that it has."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.charts.estate import named

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator import ir
    from tests.charts.charts import Tree
    from tests.charts.estate import Estate

Address = tuple[str, str, int | str]  # namespace, name, and a port by number or name
# Made by the operator, which no render shows: Services that lead to what it runs.
OPERATED = (
    ("prometheus-operated", 9090),
    ("prometheus-operated", "http-web"),
    ("alertmanager-operated", 9093),
    ("alertmanager-operated", "http-web"),
)
SCHEMES = {"http": 80, "https": 443}
# Written by a chart for a part that is switched off, with what says so.
OFF: Mapping[str, str] = {
    "loki-bloom-planner-headless": "bloom_build.enabled is false",
    "loki-bloom-gateway-headless": "bloom_gateway.enabled is false",
}
FEWEST = 5  # addresses of one environment; a test that finds fewer is blind
# The releases whose rules become alerts, with the file that says who is told of them.
RULERS = {"loki": ("loki", "config.yaml"), "mimir": ("mimir-config", "mimir.yaml")}
# Whom they have to tell: a Service that leads to one replica, or the name of all of them.
ONE, EVERY = "kube-prometheus-stack-alertmanager", "alertmanager-operated"


def texts(tree: object) -> Iterator[str]:
    """Everything an object says, at any depth."""
    if isinstance(tree, dict):
        yield from (text for value in tree.values() for text in texts(value))
    elif isinstance(tree, list):
        yield from (text for value in tree for text in texts(value))
    elif isinstance(tree, str):
        yield tree


def said(found: Tree) -> Iterator[str]:
    """Everything an object says, Secrets in clear."""
    yield from texts(found)
    if found["kind"] == "Secret":
        data = found.get("data") or {}
        yield from (base64.b64decode(each).decode("utf-8", "replace") for each in data.values())


def addresses(text: str, namespaces: set[str]) -> Iterator[Address]:
    """The Services that a text leads to."""
    spaces = "|".join(sorted(map(re.escape, namespaces)))
    pod = r"(?:[a-z0-9-]+\.)?"  # one of those behind a headless Service
    host = rf"{pod}([a-z0-9-]+)\.({spaces})(?:\.svc(?:\.cluster\.local\.?)?)?(?::(\d+))?(?![\w.:-])"
    for scheme, name, space, port in re.findall(rf"(?:(https?)://|(?<![\w./@-])){host}", text):
        if scheme or port:
            yield space, name, int(port or SCHEMES[scheme])
    for port, name, space, _ in re.findall(rf"\b_([a-z0-9-]+)\._(?:tcp|udp)\.{host}", text):
        yield space, name, port


def services(found: Estate, site: ir.Site) -> frozenset[Address]:
    """What can be connected to in an environment."""
    known: set[Address] = {(site.namespace, name, port) for name, port in OPERATED}
    for release, each in found.every_object(site):
        if each["kind"] == "Service":
            space = each["metadata"].get("namespace", release.namespace)
            for port in each["spec"]["ports"]:
                for way in (port["port"], port.get("name", "")):
                    known.add((space, each["metadata"]["name"], way))
    return frozenset(known)


def sources(found: Estate, site: ir.Site) -> list[Tree]:
    """Grafana's data sources, as its sidecar writes them."""
    return [
        source
        for _, each in found.every_object(site)
        if each["kind"] == "ConfigMap" and "grafana_datasource" in each["metadata"]["labels"]
        for text in each["data"].values()
        for source in yaml.safe_load(text)["datasources"]
    ]


def test_every_address_leads_to_a_service(found: Estate) -> None:
    """Data sources, stores, probes, whom Prometheus tells: nothing calls what is not there."""
    lost = set()
    for site in found.complete:
        known, seen = services(found, site), set()
        spaces = {site.namespace, *(release.namespace for release in site.releases)}
        objects = [each for _, each in found.every_object(site)] + [*found.overlay(site)]
        for each in objects:
            for address in {a for text in said(each) for a in addresses(text, spaces)}:
                seen.add(address)
                if address not in known and address[1] not in OFF:
                    lost.add(f"{site.name}: {named(each)} leads to {address}")
        assert len(seen) >= FEWEST
    assert not lost


def test_what_evaluates_rules_tells_alertmanager(found: Estate) -> None:
    """An alert of Loki's or Mimir's ruler goes where those of Prometheus go: to each replica."""
    silent = set()
    for site in found.complete:
        (told,) = (o for _, o in found.every_object(site) if o["kind"] == "Alertmanager")
        wanted = {EVERY} if told["spec"]["replicas"] > 1 else {ONE}
        for release, each in found.every_object(site):
            name, file = RULERS.get(release.name, ("", ""))
            if each["kind"] == "ConfigMap" and each["metadata"]["name"] == name:
                ruler = yaml.safe_load(each["data"][file]).get("ruler", {})
                url = ruler.get("alertmanager_url", "")
                led = {service for _, service, _ in addresses(url, {site.namespace})}
                looked_up = ruler.get("enable_alertmanager_discovery") or url.startswith("dnssrv")
                if led != wanted or bool(looked_up) != (wanted == {EVERY}):
                    silent.add(f"{site.name}/{release.name} tells {url or 'nobody'}")
    assert not silent


def test_grafana_knows_each_store_once(found: Estate) -> None:
    """Boards and links name data sources by these uids, so each must be there once."""
    for site in found.complete:
        uids = [each["uid"] for each in sources(found, site)]
        assert sorted(uids) == ["alertmanager", "loki", "prometheus", "tempo"], site.name
        default = [each["uid"] for each in sources(found, site) if each.get("isDefault")]
        assert default == ["prometheus"]


def test_data_sources_lead_to_what_they_are_called(found: Estate) -> None:
    """The source of logs is not the store of traces: each URL is that of its own release."""
    for site in found.complete:
        owners = {
            each["metadata"]["name"]: release.name
            for release, each in found.every_object(site)
            if each["kind"] == "Service"
        }
        metrics = "mimir" if "mimir" in owners.values() else "kube-prometheus-stack"
        wanted = {
            "alertmanager": "kube-prometheus-stack",
            "loki": "loki",
            "prometheus": metrics,
            "tempo": "tempo",
        }
        led = {
            each["uid"]: owners[name]
            for each in sources(found, site)
            for _, name, _ in addresses(each["url"], {site.namespace})
        }
        assert led == wanted, site.name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("http://loki.watch:3100/loki/api/v1/push", [("watch", "loki", 3100)]),
        ("see https://tempo.watch/ and", [("watch", "tempo", 443)]),
        ("tempo.watch.svc.cluster.local:4317", [("watch", "tempo", 4317)]),
        ("dnssrv+http://_web._tcp.x.watch.svc.cluster.local./a", [("watch", "x", "web")]),
        ("alertmanagers.watch.coreos.com", []),
        ("http://a.b.watch.example.org:9090", []),
        ("the name loki.watch alone", []),
    ],
)
def test_addresses_are_told_from_other_words(text: str, expected: list[Address]) -> None:
    """A URL or a name with a port is an address; the name of an API group is not."""
    assert list(addresses(text, {"watch"})) == expected
