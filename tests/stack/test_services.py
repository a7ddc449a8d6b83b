"""Where a service runs."""

from __future__ import annotations

import pytest

from generator.spec.service import ServiceSpec


@pytest.mark.parametrize(
    ("change", "namespace"),
    [
        ({}, "mlflow"),
        ({"prod": {"namespace": "tracking"}}, "tracking"),
        ({"prod": {"enabled": False, "namespace": "tracking"}}, None),
        ({"dev": {"enabled": False}}, "mlflow"),
    ],
    ids=["as everywhere", "moved", "absent", "absent elsewhere"],
)
def test_the_namespace_in_an_environment(
    change: dict[str, dict[str, object]], namespace: str | None
) -> None:
    """An environment may move a service or do without it; others have it as its spec says."""
    spec = ServiceSpec.model_validate(
        {"owner": "ml-risk", "namespace": "mlflow", "environments": change}
    )
    assert spec.within("prod") == namespace
