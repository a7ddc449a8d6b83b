"""What a cluster gets of an estate, after Kustomize has put base and overlay together."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import yaml

from generator.pipeline import build
from tests.support.command import tool
from tests.support.specs import write

if TYPE_CHECKING:
    from pathlib import Path

    from tests.monitors.operating import Object


def built(specs: dict[str, str], folder: Path, name: str) -> dict[tuple[str, str], Object]:
    """What a cluster would get of an estate in one environment, by kind and name."""
    found = build(write(folder / "spec", specs), "spec")
    assert found.ok, found.diagnostics
    write(folder, {each.path: each.body for each in found.documents})
    return kustomized(folder / f"overlays/{name}")


def kustomized(overlay: Path) -> dict[tuple[str, str], Object]:
    """The objects of an overlay, as they are applied."""
    done = subprocess.run(
        [tool("kustomize"), "build", str(overlay)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    every = list(yaml.safe_load_all(done.stdout))
    return {(each["kind"], each["metadata"]["name"]): each for each in every}
