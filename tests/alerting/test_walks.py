"""How often the compiler walks the tree of routes, and that it walks it often enough."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from generator import ir
from generator.compiler.stack import routing
from generator.compiler.stack.routing_walk import reached
from tests.alerting import estate

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from generator.compiler.context import Context

NAMED = 2  # ModelTrafficLow and DataDriftDetected have routes of their own


@pytest.fixture
def compiled(tmp_path: Path) -> Context:
    """The estate of this folder's tests."""
    return estate.context(tmp_path)


def test_alerts_that_no_route_names_are_walked_as_one(
    compiled: Context, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A walk for each alert of each team would take four times as long with twice the teams."""
    walks: list[Mapping[str, str]] = []

    def counted(route: ir.Route, labels: Mapping[str, str]) -> tuple[ir.Route, ...]:
        walks.append(labels)
        return reached(route, labels)

    monkeypatch.setattr(routing, "reached", counted)
    tests = estate.tests("prod", compiled)
    assert len(walks) <= len(tests) * (1 + NAMED) < sum(len(test.alerts) for test in tests)


@pytest.mark.parametrize(
    "alert", ["FeastLatencyHigh", "ModelDriftShareHigh", "KubernetesNodeNotReady"]
)
def test_a_mistake_with_one_alert_is_found(alert: str, compiled: Context) -> None:
    """Though alerts are walked together, one that some node names is walked by itself."""
    assert any(alert in test.alerts for test in estate.tests("prod", compiled))
    found = estate.site("prod", compiled)
    wrong = ir.Route("outside", (ir.Matcher("alertname", "=~", f"{alert}|Other"),))
    tree = replace(found.routing.route, routes=(wrong, *found.routing.route.routes))
    broken = replace(found, routing=replace(found.routing, route=tree))
    with pytest.raises(ValueError, match=rf"{alert}.*but the spec wants"):
        tuple(routing.tests(broken, compiled))
