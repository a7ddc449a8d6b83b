"""What is written for a chart is read by it, is not its default, and is of a known version."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
import yaml

from generator import packs
from generator.compiler.stack import charts, values
from generator.spec.defaults import merge
from tests.stack import kps

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from generator.catalog import Chart

MINE = tuple(
    chart for pack in packs.discover() if pack.name == "prometheus" for chart in pack.charts
)
PAIRS = tuple((chart, major) for chart in MINE for major in chart.keys)
# Written although the chart has the same, with the reason.
LOAD_BEARING: Mapping[tuple[str, ...], str] = {
    ("alertmanager", "config"): "half of it and half of the chart's would route to nobody",
}
NOTHING = object()


def folder(chart: Chart) -> Path:
    """The real chart at a major version that we know; skips the test where it is not had."""
    path = kps.charts() / chart.name
    if not path.is_dir():
        pytest.skip(f"{chart.name} is not below CHARTS_DIR")
    return path


def defaults(path: Path) -> kps.Tree:
    """The values of a chart, with those of the charts inside it below their names."""
    inside = {
        each.parent.name: yaml.safe_load(each.read_text("utf-8")) or {}
        for each in sorted(path.glob("charts/*/values.yaml"))
    }
    return merge(inside, yaml.safe_load((path / "values.yaml").read_text("utf-8")))


def at(tree: kps.Tree, path: tuple[str, ...]) -> object:
    """What stands at a path; nothing where there is no such path."""
    found: object = tree
    for part in path:
        if not isinstance(found, dict) or part not in found:
            return NOTHING
        found = found[part]
    return found


def same(tree: kps.Tree, own: kps.Tree) -> Iterator[tuple[str, ...]]:
    """The leaves of ``tree`` that a chart has anyway."""
    for path, value in values.flatten(tree):
        if any(path[: len(each)] == each for each in LOAD_BEARING):
            continue
        if at(own, path) == value:
            yield path


def is_read(path: Path, key: tuple[str, ...], own: kps.Tree) -> bool:
    """Whether a chart has a key, lets its parents hold anything, or names it in a template."""
    fixed = key[:-1] if key[-1] == "*" else key
    if at(own, fixed) is not NOTHING:
        return True
    if any(at(own, fixed[:length]) == {} for length in range(1, len(fixed))):
        return True
    inside = path / "charts" / fixed[0]
    return named(path, fixed) or named(inside, fixed[1:])


def named(path: Path, key: tuple[str, ...]) -> bool:
    """Whether a template of a chart names a key."""
    word = re.compile(rf"\.{re.escape('.'.join(key))}\b")
    found = (each for each in (path / "templates").rglob("*") if each.suffix in (".yaml", ".tpl"))
    return any(word.search(each.read_text("utf-8")) for each in found)


@pytest.mark.parametrize("profile", kps.PROFILES)
def test_nothing_that_is_written_is_the_charts_default(profile: str) -> None:
    """A value equal to the default says nothing today, and the wrong thing once it changes."""
    own = defaults(folder(next(chart for chart in MINE if chart.name == kps.RELEASE)))
    assert list(same(kps.release(profile), own)) == []


def test_a_default_would_be_found() -> None:
    """The comparison itself sees equal leaves, also those of a chart inside the chart."""
    own = {"a": {"b": 1, "c": []}, "grafana": {"x": {"y": "z"}}}
    tree = {"a": {"b": 1, "c": [1]}, "grafana": {"x": {"y": "z"}}, "new": 1}
    assert list(same(tree, own)) == [("a", "b"), ("grafana", "x", "y")]


@pytest.mark.parametrize(("chart", "major"), PAIRS, ids=lambda each: getattr(each, "name", ""))
def test_every_known_key_is_one_that_the_chart_reads(chart: Chart, major: int) -> None:
    """A list with keys of another version would let through what does nothing."""
    path = folder(chart)
    about = yaml.safe_load((path / "Chart.yaml").read_text("utf-8"))
    if int(about["version"].split(".")[0]) != major:
        pytest.skip(f"the chart below CHARTS_DIR is {about['version']}")
    own = defaults(path)
    unread = [key for key in charts.keys(chart, major) if not is_read(path, key, own)]
    assert sorted(unread) == []


@pytest.mark.parametrize(("chart", "major"), PAIRS, ids=lambda each: getattr(each, "name", ""))
def test_a_list_of_keys_has_each_key_once(chart: Chart, major: int) -> None:
    """No key stands twice, or below another one that lets everything through."""
    lines = packs.text(chart.keys[major]).splitlines()
    listed = [charts.split(line) for line in lines if line and not line.startswith("#")]
    open_ones = {key[:-1] for key in listed if key[-1] == "*"}
    assert len(listed) == len(set(listed))
    for key in listed:
        assert not any(key[:length] in open_ones for length in range(1, len(key) - 1)), key


@pytest.mark.parametrize("chart", MINE, ids=lambda chart: chart.name)
def test_versions_are_exact_and_of_a_known_major(chart: Chart) -> None:
    """A range would change what is installed while nobody looks."""
    assert re.fullmatch(r"\d+\.\d+\.\d+", chart.version)
    assert int(chart.version.split(".")[0]) in chart.keys


def test_the_checked_version_is_the_one_that_is_installed() -> None:
    """The charts that these tests render are those that we pin."""
    for chart in MINE:
        about = yaml.safe_load((folder(chart) / "Chart.yaml").read_text("utf-8"))
        assert about["version"] == chart.version


def test_the_crds_come_from_their_own_chart(tmp_path: Path) -> None:
    """One release has all ten kinds of the operator."""
    objects = kps.render({}, tmp_path, "prometheus-operator-crds")
    assert {each["kind"] for each in objects} == {"CustomResourceDefinition"}
    assert len(objects) == 10
