"""Selectors and sidecars of the charts find the objects of our overlays."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.charts.estate import named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator import ir
    from tests.charts.charts import Tree
    from tests.charts.estate import Estate

MONITORS = {"ServiceMonitor": "serviceMonitor", "PodMonitor": "podMonitor", "Probe": "probe"}
SYNC = re.compile(
    r'mimir\.rules\.kubernetes "\w+" \{.*?rule_selector \{\s*match_labels = \{(.*?)\}', re.DOTALL
)
PAIR = re.compile(r'"?([\w./-]+)"?\s*=\s*"([^"]*)"')


def one(found: Estate, site: ir.Site, kind: str) -> Tree:
    """The only object of a kind in an environment."""
    (each,) = (each for _, each in found.every_object(site) if each["kind"] == kind)
    return each


def picks(selector: Tree | None, labels: Tree) -> bool:
    """Whether a label selector picks labels; none at all picks nothing."""
    if selector is None:
        return False
    return selector.get("matchLabels", {}).items() <= labels.items() and all(
        holds(each, labels) for each in selector.get("matchExpressions", ())
    )


def holds(expression: Tree, labels: Tree) -> bool:
    """Whether labels fulfil one expression of a selector."""
    value, values = labels.get(expression["key"]), expression.get("values", ())
    match expression["operator"]:
        case "In":
            return value in values
        case "NotIn":
            return value not in values
        case "Exists":
            return value is not None
        case other:
            assert other == "DoesNotExist"
            return value is None


def evaluators(found: Estate, site: ir.Site) -> dict[str, Tree]:
    """The selectors of all that rules are evaluated by: Prometheus, and Mimir through Alloy."""
    selectors: dict[str, Tree] = {
        "prometheus": one(found, site, "Prometheus")["spec"]["ruleSelector"]
    }
    for release, each in found.every_object(site):
        if release.name == "alloy" and each["kind"] == "ConfigMap":
            for text in each["data"].values():
                for labels in SYNC.findall(text):
                    selectors["mimir"] = {"matchLabels": dict(PAIR.findall(labels))}
    return selectors


def sidecars(found: Estate, site: ir.Site) -> Iterator[tuple[str, tuple[str, str], str]]:
    """What reads ConfigMaps by label: its name, the label with its value, and the namespace."""
    for release, each in found.every_object(site):
        pod = (each.get("spec") or {}).get("template", {}).get("spec") or {}
        for container in pod.get("containers", ()):
            told = {env["name"]: env.get("value") for env in container.get("env") or ()}
            if "LABEL" in told:
                label = (told["LABEL"], told.get("LABEL_VALUE") or "")
                who = f"{each['metadata']['name']}/{container['name']}"
                yield who, label, told.get("NAMESPACE") or release.namespace


def services(found: Estate, site: ir.Site, spaces: list[str]) -> Iterator[tuple[Tree, set[str]]]:
    """The labels and the named ports of all Services in some namespaces."""
    for release, each in found.every_object(site):
        about = each["metadata"]
        if each["kind"] == "Service" and about.get("namespace", release.namespace) in spaces:
            yield about.get("labels", {}), {port.get("name") for port in each["spec"]["ports"]}


def test_prometheus_scrapes_all_that_is_ours(found: Estate) -> None:
    """A monitor with a label that nobody selects would never be loaded, without a word."""
    for site in found.complete:
        spec = one(found, site, "Prometheus")["spec"]
        ours = [each for each in found.overlay(site) if each["kind"] in MONITORS]
        assert {each["kind"] for each in ours} >= {"PodMonitor", "Probe"}
        for each in ours:
            what = MONITORS[each["kind"]]
            assert picks(spec[f"{what}Selector"], each["metadata"]["labels"]), named(each)
            # Whatever labels a namespace has, it is one of them.
            assert spec[f"{what}NamespaceSelector"] == {}, named(each)


def test_each_service_monitor_finds_a_port(found: Estate) -> None:
    """Where a chart makes Services that a monitor is for, one has its labels and its port."""
    lost, seen = set(), 0
    for site in found.complete:
        for each in found.overlay(site):
            if each["kind"] != "ServiceMonitor":
                continue
            spaces = each["spec"].get("namespaceSelector", {}).get("matchNames", [site.namespace])
            mine = tuple(services(found, site, spaces))
            if not mine:
                continue
            seen += 1
            ports = {end["port"] for end in each["spec"]["endpoints"]}
            if not any(
                picks(each["spec"]["selector"], labels) and ports <= p for labels, p in mine
            ):
                lost.add(each["metadata"]["name"])
    # What another operator makes of its own objects, no chart has.
    assert lost == ({"watchkeeper-feast-operator"} if seen else set())


def test_each_rule_is_evaluated_once(found: Estate) -> None:
    """By Prometheus, or by Mimir where that is the store: never by both, and never by nobody."""
    for site in found.complete:
        selectors = evaluators(found, site)
        stores = {release.name for release in site.releases}
        expected = ["mimir"] if "mimir" in stores else ["prometheus"]
        rules = [each for each in found.overlay(site) if each["kind"] == "PrometheusRule"]
        assert len(rules) > 10
        for each in rules:
            labels = each["metadata"]["labels"]
            by = [who for who, selector in selectors.items() if picks(selector, labels)]
            assert by == expected, f"{site.name}: {named(each)} is evaluated by {by}"


def test_each_config_map_of_ours_has_a_reader(found: Estate) -> None:
    """Rules on logs and dashboards: one sidecar picks each up, in the namespace it stands in."""
    for site in found.complete:
        readers = tuple(sidecars(found, site))
        ours = [each for each in found.overlay(site) if each["kind"] == "ConfigMap"]
        assert ours
        for each in ours:
            about = each["metadata"]
            by = [
                who
                for who, label, space in readers
                if label in about["labels"].items() and space in (about["namespace"], "ALL")
            ]
            assert len(by) == 1, f"{site.name}: {named(each)} is read by {by}"


def test_selectors_are_understood() -> None:
    """Labels and expressions must all hold; a selector that is absent picks nothing."""
    wants = {
        "matchLabels": {"a": "1"},
        "matchExpressions": [{"key": "b", "operator": "In", "values": ["x", "y"]}],
    }
    assert picks(wants, {"a": "1", "b": "y", "c": "z"})
    assert not picks(wants, {"a": "1", "b": "z"})
    assert not picks(wants, {"b": "x"})
    assert picks({}, {})
    assert not picks(None, {"a": "1"})
