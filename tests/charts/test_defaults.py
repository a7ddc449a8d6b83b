"""No release is told what its chart does anyway."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.compiler.stack import values
from tests.charts import charts, estate

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.charts.charts import Tree
    from tests.charts.estate import Estate

# Written although a chart has the same, with the reason.
LOAD_BEARING: Mapping[tuple[str, ...], str] = {
    ("kube-prometheus-stack", "alertmanager", "config"): "half of it and half of the chart's would "
    "route to nobody",
}


def same(chart: str, tree: Tree, own: Tree) -> Iterator[str]:
    """The leaves of ``tree`` that a chart has anyway."""
    theirs = dict(values.flatten(own))
    for path, value in values.flatten(tree):
        here = (chart, *path)
        if any(here[: len(each)] == each for each in LOAD_BEARING):
            continue
        if path in theirs and theirs[path] == value:
            yield ".".join(path)


def test_nothing_that_is_written_is_the_charts_default(found: Estate) -> None:
    """A value equal to the default says nothing today, and the wrong thing once it changes."""
    idle = {
        f"{site.name}/{release.name}: {path}"
        for site, release in found.releases
        if (chart := estate.pin(release).folder)
        for path in same(release.chart, found.values(release), charts.defaults(chart))
    }
    assert not idle


def test_a_default_would_be_found() -> None:
    """The comparison itself sees equal leaves, also those of a chart inside the chart."""
    own = {"a": {"b": 1, "c": []}, "grafana": {"x": {"y": "z"}}}
    tree = {"a": {"b": 1, "c": [1]}, "grafana": {"x": {"y": "z"}}, "new": 1}
    assert list(same("any", tree, own)) == ["a.b", "grafana.x.y"]
