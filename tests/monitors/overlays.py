"""What a cluster gets of an estate, after Kustomize has put base and overlay together."""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from generator.pipeline import build
from tests.charts.programs import objects, run
from tests.support.specs import write

if TYPE_CHECKING:
    from generator.document import Document
    from tests.monitors.operating import Object


def built(specs: dict[str, str], folder: Path, name: str) -> dict[tuple[str, str], Object]:
    """What a cluster would get of an estate in one environment, by kind and name."""
    write(folder, {each.path: each.body for each in _compiled(tuple(specs.items()))})
    return kustomized(folder / f"overlays/{name}")


@functools.cache
def _compiled(specs: tuple[tuple[str, str], ...]) -> tuple[Document, ...]:
    with tempfile.TemporaryDirectory() as folder:
        found = build(write(Path(folder) / "spec", dict(specs)), "spec")
        assert found.ok, found.diagnostics
        return tuple(found.documents)


def kustomized(overlay: Path) -> dict[tuple[str, str], Object]:
    """The objects of an overlay, as they are applied."""
    every = objects(run("kustomize", "build", str(overlay)))
    return {(each["kind"], each["metadata"]["name"]): each for each in every}
