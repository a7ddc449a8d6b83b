"""The README leaves nothing out."""

from __future__ import annotations

from pathlib import Path

from watchkeeper.mlflow.families import FAMILIES
from watchkeeper.mlflow.picture import REASONS

README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")


def test_every_metric_and_every_reason_is_explained() -> None:
    """Somebody looks them up when an alert fires."""
    missing = [family.name for family in FAMILIES if f"`{family.name}`" not in README]
    assert not missing
    assert not [reason for reason in REASONS if f"| `{reason}` |" not in README]
