"""How Alloy is installed: what it may do, and that its text survives the chart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import yamlio
from generator.compiler.stack import sites, values
from generator.packs import alloy
from generator.packs.alloy import config
from generator.packs.alloy.values import STORAGE, literal
from tests.charts import charts, programs
from tests.logs import estate

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

# What the chart does with a text; whatever else is between braces would be evaluated.
TEMPLATE = re.compile(r'\{\{ "\{\{" \}\}')

each_profile = pytest.mark.parametrize("profile", estate.PROFILES)


def tree(profile: str) -> dict[str, Any]:
    """All values of the release, those of other packs included."""
    return values.trees(estate.site(profile), estate.unchanged())["alloy"]


def objects(profile: str) -> tuple[dict[str, Any], ...]:
    """What the real chart makes of the values."""
    chart = charts.had("alloy")
    return programs.rendered("alloy", chart, "monitoring", yamlio.dump(tree(profile)))


def only(kind: str, found: tuple[dict[str, Any], ...], name: str = "alloy") -> dict[str, Any]:
    """The one object of a kind and name."""
    (one,) = (x for x in found if x["kind"] == kind and x["metadata"]["name"] == name)
    return one


@given(st.text(st.sampled_from('{} "x\n')))
def test_a_template_is_written_so_that_it_stays_one(text: str) -> None:
    """After the chart has evaluated it, the text is what it was before, except for tabs."""
    written = literal(text)
    assert "{{" not in TEMPLATE.sub("", written)
    assert TEMPLATE.sub("{{", written) == text


@each_profile
def test_collectors_may_do_no_more_than_they_need(profile: str) -> None:
    """No Secret can be read, nothing changed, and root has no capability."""
    found = tree(profile)
    rules = [*found["rbac"]["rules"], *found["rbac"]["clusterRules"]]
    resources = {name for rule in rules for name in rule["resources"]}
    more = {"namespaces", "prometheusrules"} if profile == "distributed" else set()
    assert resources == {"events", "pods"} | more
    assert {verb for rule in rules for verb in rule["verbs"]} == {"get", "list", "watch"}
    context = found["alloy"]["securityContext"]
    assert context["capabilities"] == {"drop": ["ALL"]}
    assert context["readOnlyRootFilesystem"]
    assert not context["allowPrivilegeEscalation"]


def test_environments_differ_in_few_values() -> None:
    """Name, cluster and sizes; the long text is the same."""
    small, ha = tree("small")["alloy"], tree("ha")["alloy"]
    assert {key for key in small if small[key] != ha[key]} == {"extraEnv", "resources"}
    found = {each["name"]: each["value"] for each in ha["extraEnv"]}
    assert found == {config.CLUSTER: "ml-ha", config.ENVIRONMENT: "ha"}


def test_applications_find_the_receiver() -> None:
    """The addresses lead to the ports that the Service opens."""
    found = alloy.PACK.addresses(estate.site("small"))
    ports = {each["port"] for each in tree("small")["alloy"]["extraPorts"]}
    assert found["otlp.grpc"] == "alloy.monitoring:4317"
    assert found["otlp.http"] == "http://alloy.monitoring:4318"
    assert ports == {4317, 4318}


@each_profile
def test_the_chart_hands_on_our_text(profile: str) -> None:
    """The ConfigMap holds the configuration, for all the braces in it; the indent is of blanks."""
    found = only("ConfigMap", objects(profile))["data"]["config.alloy"]
    text = config.text(estate.site(profile))
    assert "{{ with .Value }}" in found
    assert found.strip() == text.replace("\t", "  ").strip()


def test_the_text_can_be_reviewed() -> None:
    """It stands in the values as it is, line by line."""
    written = yamlio.dump(tree("small"))
    assert '    content: |\n      discovery.kubernetes "pods" {\n        role = "pod"\n' in written


def test_a_service_that_is_off_somewhere_changes_no_text(tmp_path: Path) -> None:
    """Otherwise that environment would have a copy of all of it."""
    off = estate.context(tmp_path, feast="  environments: {ha: {enabled: false}}\n")
    found = {each.environment.name: each for each in sites.sites(off)}
    assert "feast" not in found["ha"].services
    assert config.text(found["ha"]) == config.text(found["small"])


@each_profile
def test_positions_are_kept_on_the_node(profile: str) -> None:
    """A collector for each node, which writes to its own folder of the node and nowhere else."""
    spec = only("DaemonSet", objects(profile))["spec"]["template"]["spec"]
    container = next(each for each in spec["containers"] if each["name"] == "alloy")
    assert f"--storage.path={STORAGE}" in container["args"]
    paths = {each["name"]: each.get("hostPath", {}).get("path") for each in spec["volumes"]}
    writable = {
        paths[each["name"]]
        for each in container["volumeMounts"]
        if not each.get("readOnly") and paths[each["name"]]
    }
    assert writable == {STORAGE}
    assert all(_hardened(each) for each in spec["containers"])


def _hardened(container: Mapping[str, Any]) -> bool:
    context = container["securityContext"]
    return (
        context["readOnlyRootFilesystem"]
        and not context["allowPrivilegeEscalation"]
        and context["capabilities"]["drop"] == ["ALL"]
    )
