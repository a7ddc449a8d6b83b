"""The parts find each other: addresses lead to Services, selectors and sidecars to our objects."""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.charts.estate import named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator import ir
    from tests.charts.charts import Tree
    from tests.charts.estate import Estate

RELEASE = "kube-prometheus-stack"
# Made by the operator, which no render shows: Services that lead to what it runs.
OPERATED = (("prometheus-operated", 9090), ("alertmanager-operated", 9093))
SCHEMES = {"http": 80, "https": 443}
SELECTORS = {
    "PrometheusRule": "rule",
    "ServiceMonitor": "serviceMonitor",
    "PodMonitor": "podMonitor",
    "Probe": "probe",
}
# Every environment that is asked for an address has at least these; fewer means a blind test.
FEWEST = 5


def complete(found: Estate) -> Iterator[ir.Site]:
    """The environments whose charts are all had; skips the test where there is none."""
    sites = [site for site in found.sites if not found.lost(site)]
    if not sites:
        pytest.skip("no environment has all its charts")
    yield from sites


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


def addresses(text: str, namespaces: set[str]) -> Iterator[tuple[str, str, int]]:
    """The Services that a text leads to, as (namespace, name, port)."""
    spaces = "|".join(sorted(map(re.escape, namespaces)))
    pattern = (
        rf"(?:(https?)://|(?<![\w./@-]))([a-z0-9-]+)\.({spaces})"
        r"(?:\.svc(?:\.cluster\.local\.?)?)?(?::(\d+))?(?![\w.:-])"
    )
    for scheme, name, space, port in re.findall(pattern, text):
        if scheme or port:
            yield space, name, int(port or SCHEMES[scheme])


def services(found: Estate, site: ir.Site) -> set[tuple[str, str, int]]:
    """What can be connected to in an environment."""
    known = {(site.namespace, name, port) for name, port in OPERATED}
    for release, each in found.every_object(site):
        if each["kind"] == "Service":
            space = each["metadata"].get("namespace", release.namespace)
            ports = (port["port"] for port in each["spec"]["ports"])
            known |= {(space, each["metadata"]["name"], port) for port in ports}
    return known


def one(found: Estate, site: ir.Site, kind: str) -> Tree:
    """The only object of a kind in an environment."""
    (each,) = (each for _, each in found.every_object(site) if each["kind"] == kind)
    return each


def picks(selector: Tree | None, labels: Tree) -> bool:
    """Whether a label selector picks labels; none at all picks nothing."""
    if selector is None:
        return False
    operators = {
        "In": lambda key, values: labels.get(key) in values,
        "NotIn": lambda key, values: labels.get(key) not in values,
        "Exists": lambda key, _: key in labels,
        "DoesNotExist": lambda key, _: key not in labels,
    }
    return selector.get("matchLabels", {}).items() <= labels.items() and all(
        operators[each["operator"]](each["key"], each.get("values", ()))
        for each in selector.get("matchExpressions", ())
    )


def sidecars(found: Estate, site: ir.Site) -> Iterator[tuple[str, str, str, str]]:
    """What reads ConfigMaps by label: its name, the label, its value and the namespace."""
    for release, each in found.every_object(site):
        pod = (each.get("spec") or {}).get("template", {}).get("spec") or {}
        for container in pod.get("containers", ()):
            told = {env["name"]: env.get("value") for env in container.get("env") or ()}
            if "LABEL" in told:
                space = told.get("NAMESPACE") or release.namespace
                yield f"{release.name}/{container['name']}", told["LABEL"], told["LABEL_VALUE"], space


def test_every_address_leads_to_a_service(found: Estate) -> None:
    """Data sources, push and notify URLs: each is a Service that is there, at a port it has."""
    for site in complete(found):
        known, seen = services(found, site), set()
        spaces = {site.namespace, *(release.namespace for release in site.releases)}
        objects = [each for _, each in found.every_object(site)] + [*found.overlay(site)]
        for each in objects:
            for address in {a for text in said(each) for a in addresses(text, spaces)}:
                seen.add(address)
                assert address in known, f"{site.name}: {named(each)} leads to {address}"
        assert len(seen) >= FEWEST


def test_grafana_knows_each_store_once(found: Estate) -> None:
    """Boards and links name data sources by these uids, so each must be there once."""
    for site in complete(found):
        sources = [
            source
            for _, each in found.every_object(site)
            if each["kind"] == "ConfigMap" and "grafana_datasource" in each["metadata"]["labels"]
            for text in each["data"].values()
            for source in yaml.safe_load(text)["datasources"]
        ]
        uids = [each["uid"] for each in sources]
        assert sorted(uids) == ["alertmanager", "loki", "prometheus", "tempo"], site.name
        assert [each["uid"] for each in sources if each.get("isDefault")] == ["prometheus"]
        # What a source says of another one: exemplars to traces, traces to logs.
        linked = {uid for text in texts(sources) for uid in re.findall(r"datasourceUid: (\w+)", text)}
        assert linked <= set(uids)


def test_prometheus_picks_up_all_that_is_ours(found: Estate) -> None:
    """A rule or monitor with a label that nobody selects would never be loaded, without a word."""
    for site in complete(found):
        spec = one(found, site, "Prometheus")["spec"]
        ours = [each for each in found.overlay(site) if each["kind"] in SELECTORS]
        assert {"PrometheusRule", "PodMonitor"} <= {each["kind"] for each in ours}
        for each in ours:
            what = SELECTORS[each["kind"]]
            assert picks(spec[f"{what}Selector"], each["metadata"]["labels"]), named(each)
            # Without labels of a namespace to go by, only "all of them" is sure to have ours.
            assert spec[f"{what}NamespaceSelector"] == {}, named(each)
            assert each["metadata"]["namespace"] == site.namespace, named(each)


def test_each_config_map_of_ours_has_one_reader(found: Estate) -> None:
    """Rules on logs and dashboards: one sidecar picks each up, in the namespace it stands in."""
    for site in complete(found):
        readers = tuple(sidecars(found, site))
        ours = [each for each in found.overlay(site) if each["kind"] == "ConfigMap"]
        assert ours
        for each in ours:
            about = each["metadata"]
            labels = about.get("labels", {}).items()
            by = [who for who, key, value, space in readers if (key, value) in labels]
            assert len(by) == 1, f"{site.name}: {named(each)} is read by {by}"
            spaces = {space for who, *_, space in readers if who in by}
            assert spaces & {about["namespace"], "ALL"}, named(each)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("http://loki.watch:3100/loki/api/v1/push", [("watch", "loki", 3100)]),
        ("see https://tempo.watch/ and", [("watch", "tempo", 443)]),
        ("tempo.watch.svc.cluster.local:4317", [("watch", "tempo", 4317)]),
        ("alertmanagers.watch.coreos.com", []),
        ("http://a.b.watch.example.org:9090", []),
        ("the name loki.watch alone", []),
    ],
)
def test_addresses_are_told_from_other_words(
    text: str, expected: list[tuple[str, str, int]]
) -> None:
    """A URL or a name with a port is an address; the name of an API group is not."""
    assert list(addresses(text, {"watch"})) == expected
