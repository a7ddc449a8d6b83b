"""How Alloy is installed: what it may do, and that its text survives the chart."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator import yamlio
from generator.compiler.stack import charts, sites, values
from generator.packs import alloy
from generator.packs.alloy import config
from generator.packs.alloy.values import STORAGE, literal
from tests.logs import estate
from tests.support.command import ROOT, environment

if TYPE_CHECKING:
    from collections.abc import Mapping

HELM = ROOT / ".tools/bin/helm"
CHART = Path(os.environ.get("CHARTS_DIR", ""), "alloy")
# What the chart does with a text; whatever else is between braces would be evaluated.
TEMPLATE = re.compile(r'\{\{ "\{\{" \}\}')

each_profile = pytest.mark.parametrize("profile", estate.PROFILES)
rendered = pytest.mark.skipif(
    not (os.environ.get("CHARTS_DIR") and HELM.is_file()),
    reason="CHARTS_DIR names no folder of charts, or there is no helm: Alloy's was not rendered",
)


def tree(profile: str) -> dict[str, Any]:
    """All values of the release, those of other packs included."""
    return values.trees(estate.site(profile), estate.unchanged())["alloy"]


def objects(profile: str, folder: Path) -> list[dict[str, Any]]:
    """What the real chart makes of the values."""
    path = folder / "values.yaml"
    path.write_text(yamlio.dump(tree(profile)), "utf-8")
    command = [HELM, "template", "alloy", CHART, "--namespace", "monitoring"]
    done = subprocess.run(
        [*map(str, command), "--kube-version", "1.32.0", "-f", str(path)],
        capture_output=True,
        check=False,
        env=environment(),
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return [found for found in yaml.safe_load_all(done.stdout) if found]


def only(kind: str, found: list[dict[str, Any]], name: str = "alloy") -> dict[str, Any]:
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


@rendered
@each_profile
def test_the_chart_hands_on_our_text(profile: str, tmp_path: Path) -> None:
    """The ConfigMap holds the configuration, for all the braces in it; the indent is of blanks."""
    found = only("ConfigMap", objects(profile, tmp_path))["data"]["config.alloy"]
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


@rendered
@each_profile
def test_positions_are_kept_on_the_node(profile: str, tmp_path: Path) -> None:
    """A collector for each node, which writes to its own folder of the node and nowhere else."""
    spec = only("DaemonSet", objects(profile, tmp_path))["spec"]["template"]["spec"]
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


@rendered
def test_keys_are_the_chart_s() -> None:
    """Each key of our list is in the chart's own values, and none that we write is its default."""
    defaults = yaml.safe_load((CHART / "values.yaml").read_text("utf-8"))
    chart = alloy.PACK.charts[0]
    for key in charts.keys(chart, 1):
        here: Any = defaults
        for part in key:
            assert part == "*" or not isinstance(here, dict) or part in here, key
            here = here.get(part) if isinstance(here, dict) else None
    written = dict(values.flatten(tree("ha")))
    same = {path for path, value in written.items() if _at(defaults, path) == value}
    assert same == set()


def _at(found: Any, path: tuple[str, ...]) -> object:  # noqa: ANN401 - YAML has no narrower type
    for part in path:
        found = found.get(part) if isinstance(found, dict) else None
    return found


def _hardened(container: Mapping[str, Any]) -> bool:
    context = container["securityContext"]
    return (
        context["readOnlyRootFilesystem"]
        and not context["allowPrivilegeEscalation"]
        and context["capabilities"]["drop"] == ["ALL"]
    )
