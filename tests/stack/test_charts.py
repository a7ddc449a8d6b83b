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
    """No key stands twice, or below another one that lets everything through."""
    lines = packs.text(chart.keys[major]).splitlines()
    listed = [charts.split(line) for line in lines if line and not line.startswith("#")]
    open_ones = {key[:-1] for key in listed if key[-1] == "*"}
    assert len(listed) == len(set(listed))
    for key in listed:
        assert not any(key[:length] in open_ones for length in range(1, len(key) - 1)), key


def test_the_crds_come_from_their_own_chart() -> None:
    """One release has all ten kinds of the operator."""
    objects = kps.render({}, "prometheus-operator-crds")
    assert {each["kind"] for each in objects} == {"CustomResourceDefinition"}
    assert len(objects) == 10
