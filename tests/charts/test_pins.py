"""The charts at hand are those that are installed, at versions that cannot move."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

import pytest

from generator import packs
from generator.compiler.stack import charts as known
from tests.charts import charts, estate

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from generator.catalog import Chart
    from tests.charts.charts import Tree
    from tests.charts.estate import Estate

EVERY = tuple(chart for pack in packs.discover() for chart in pack.charts)
PAIRS = tuple((chart, major) for chart in EVERY for major in chart.keys)
# Keys whose templates reach them from a variable, so that no template has their end in one piece.
REACHED: Mapping[str, tuple[str, ...]] = {
    "loki": ("loki.storage.s3.sse.*", "ruler.automountServiceAccountToken"),
    "mimir-distributed": (
        "compactor.persistentVolume.storageClass",
        "ingester.persistentVolume.storageClass",
        "store_gateway.persistentVolume.storageClass",
    ),
}


def had(chart: Chart) -> Path:
    """The chart at the version that its pack names; skips the test where it is not here."""
    folder = charts.had(chart.name)
    if charts.version(folder) != chart.version:
        pytest.skip(f"the chart at hand is {charts.version(folder)}")
    return folder


def is_read(path: Path, key: tuple[str, ...], own: Tree) -> bool:
    """Whether a chart has a key, lets its parents hold anything, or names it in a template."""
    fixed = key[:-1] if key[-1] == "*" else key
    if charts.at(own, fixed) is not charts.NOTHING:
        return True
    if any(charts.at(own, fixed[:length]) == {} for length in range(1, len(fixed))):
        return True
    part = charts.inside(path).get(fixed[0])
    return named(path, fixed) or (part is not None and named(part, fixed[1:]))


def named(path: Path, key: tuple[str, ...]) -> bool:
    """Whether a template of a chart names the end of a key."""
    word = re.compile(rf"\.{re.escape('.'.join(key[-2:]))}\b")
    found = (each for each in (path / "templates").rglob("*") if each.suffix in (".yaml", ".tpl"))
    return any(word.search(each.read_text("utf-8")) for each in found)


def passed_on(key: tuple[str, ...], every: frozenset[tuple[str, ...]]) -> bool:
    """Whether a key stands below another one whose content the chart hands on as it is."""
    return any((*key[:length], "*") in every - {key} for length in range(1, len(key)))


@pytest.mark.parametrize("chart", EVERY, ids=lambda chart: chart.name)
def test_versions_are_exact_and_of_a_known_major(chart: Chart) -> None:
    """A range would change what is installed while nobody looks."""
    assert re.fullmatch(r"\d+\.\d+\.\d+", chart.version)
    assert int(chart.version.split(".")[0]) in chart.keys


def test_the_charts_at_hand_are_those_that_are_pinned(found: Estate) -> None:
    """A render of another version proves nothing of the one that is installed."""
    pins = {estate.pin(release) for _, release in found.releases}
    other = {
        f"{pin.name} is pinned at {pin.version}, and {charts.version(pin.folder)} is at hand"
        for pin in pins
        if pin.folder and not pin.had
    }
    assert not other


def test_no_chart_is_missing(found: Estate) -> None:
    """What is not rendered is named, and fails the run where CHARTS_REQUIRED says so."""
    pins = {estate.pin(release) for _, release in found.releases}
    lost = sorted(f"{pin.name} {pin.version}" for pin in pins if not pin.folder)
    assert not (lost and os.environ.get("CHARTS_REQUIRED") == "1"), lost
    if lost:
        pytest.skip(f"not rendered, because not had: {', '.join(lost)}")


@pytest.mark.parametrize(("chart", "major"), PAIRS, ids=lambda each: getattr(each, "name", ""))
def test_every_known_key_is_one_that_the_chart_reads(chart: Chart, major: int) -> None:
    """A list with keys of another version would let through what does nothing."""
    path = had(chart)
    if int(chart.version.split(".")[0]) != major:
        pytest.skip(f"the chart at hand is {chart.version}")
    own = charts.defaults(path)
    every = known.keys(chart, major)
    unread = [key for key in every if not passed_on(key, every) and not is_read(path, key, own)]
    assert sorted(map(".".join, unread)) == sorted(REACHED.get(chart.name, ()))
