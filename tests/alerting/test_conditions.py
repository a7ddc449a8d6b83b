"""What a route may say of the alerts that it takes."""

from __future__ import annotations

from typing import Any

import pytest

from generator.compiler.stack.routing_wanted import conditions
from generator.spec.alerting import Match, Route


@pytest.mark.parametrize("name", sorted({*Match.model_fields, "team"} - {"environments"}))
def test_whatever_can_be_matched_is_a_condition(name: str) -> None:
    """No field of a match is forgotten when routes are made."""
    written: dict[str, Any] = {"receiver": "chat", name: "any"}
    assert list(conditions(Route.model_construct(None, **written))) == [(name, "any")]


def test_where_alerts_go_is_no_condition() -> None:
    """Receivers, mute times and environments are not looked for on alerts."""
    route = Route.model_validate(
        {"receiver": "chat", "mute": ["sundays"], "environments": ["prod"], "continue": True}
    )
    assert list(conditions(route)) == []
