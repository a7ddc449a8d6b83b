"""The lists of keys that values may have, and the chart of the operator's kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from generator import packs
from generator.compiler.stack import charts
from tests.stack import kps

if TYPE_CHECKING:
    from generator.catalog import Chart

PAIRS = tuple(
    (chart, major) for pack in packs.discover() for chart in pack.charts for major in chart.keys
)


@pytest.mark.parametrize(("chart", "major"), PAIRS, ids=lambda each: getattr(each, "name", ""))
def test_a_list_of_keys_has_each_key_once(chart: Chart, major: int) -> None:
    """No key stands twice, or below another one that lets everything through, unless it is ours."""
    listed = charts.entries(chart, major)
    open_ones = {each.key[:-1] for each in listed if each.key[-1] == "*"}
    assert len(listed) == len({each.key for each in listed})
    for key in (each.key for each in listed if not each.harm):
        fixed = key[:-1] if key[-1] == "*" else key
        assert not any(fixed[:length] in open_ones for length in range(1, len(fixed))), key


def test_the_crds_come_from_their_own_chart() -> None:
    """One release has all ten kinds of the operator."""
    objects = kps.render({}, "prometheus-operator-crds")
    assert {each["kind"] for each in objects} == {"CustomResourceDefinition"}
    assert len(objects) == 10


def test_a_chart_says_what_it_renders_if_argo_cd_installs_it() -> None:
    """Argo CD is told the kinds of our charts, and is never asked to install those of others."""
    for pack in packs.discover():
        for chart in pack.charts:
            assert bool(chart.kinds) != chart.by_others, chart.name
