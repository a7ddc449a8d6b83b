"""Small estates and exactly what they lead to, one golden file per output.

Only what an estate is about is kept. What every estate has alike (rules, tests, runbooks) stands
once, in generated/, so that a new pack does not rewrite the goldens of estates that lack it.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from syrupy.extensions.base import AbstractSyrupyExtension
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from generator.pipeline import build

if TYPE_CHECKING:
    from syrupy.assertion import SnapshotAssertion
    from syrupy.location import PyTestLocation
    from syrupy.types import SnapshotIndex

HERE = Path(__file__).resolve().parent
ABOUT = {
    "minimal": ("overlays/", "base/kustomization.yaml"),
    "overrides": ("overlays/",),
    "runtimes": ("overlays/prod/data-models", "overlays/prod/kustomization.yaml"),
}


class Mirror(SingleFileSnapshotExtension):
    """A golden file lies below ``<case>/expected`` where its output lies below generated/."""

    _write_mode = WriteMode.TEXT
    file_extension = "yaml"

    @classmethod
    def get_snapshot_name(cls, *, test_location: PyTestLocation, index: SnapshotIndex = 0) -> str:
        """The test and the path of the output, of which syrupy's own name loses the slashes."""
        return AbstractSyrupyExtension.get_snapshot_name(test_location=test_location, index=index)

    @classmethod
    def get_location(cls, *, test_location: PyTestLocation, index: SnapshotIndex) -> str:
        """The golden file of one output."""
        del test_location
        return str(HERE / str(index))

    @classmethod
    def matches_test_location(
        cls, *, test_location: PyTestLocation, snapshot_location: str
    ) -> bool:
        """Golden files belong to the tests of this module, whatever their names."""
        del test_location
        return Path(snapshot_location).is_relative_to(HERE)


def outputs(case: str) -> dict[str, str]:
    """What the estate leads to and is about, by path."""
    found = build(HERE / case / "spec", "spec")
    assert [str(each.origin) + each.message for each in found.diagnostics] == []
    return {each.path: each.body for each in found.documents if each.path.startswith(ABOUT[case])}


def test_every_estate_is_compiled() -> None:
    """A folder without an entry above would prove nothing."""
    assert sorted(ABOUT) == sorted(path.parent.name for path in HERE.glob("*/spec"))


@pytest.mark.parametrize("case", ABOUT)
def test_an_estate_leads_to_its_goldens(case: str, snapshot: SnapshotAssertion) -> None:
    """Every output has the bytes of its golden file."""
    golden = snapshot.use_extension(Mirror)
    for path, body in outputs(case).items():
        assert body == golden(name=f"{case}/expected/{path}")


@pytest.mark.parametrize("case", ABOUT)
def test_an_estate_has_no_golden_too_many(case: str) -> None:
    """A golden file without an output is stale, which the comparison above cannot see."""
    root = HERE / case / "expected"
    kept = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    assert kept == outputs(case).keys()
