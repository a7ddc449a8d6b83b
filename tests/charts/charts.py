"""Where the real charts are: CHARTS_DIR, or what was pulled or unpacked before."""

from __future__ import annotations

import os
import tarfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from generator import packs
from generator.spec.defaults import merge
from tests.support.command import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Tree = dict[str, Any]
NOTHING = object()
CACHE = ROOT / ".tools/charts"


@dataclass(frozen=True, order=True)
class Pin:
    """A chart at the version that is installed."""

    repository: str
    name: str
    version: str

    @property
    def pulled(self) -> Path:
        """The folder it is in when it was pulled or unpacked."""
        return CACHE / f"{self.name}-{self.version}" / self.name

    @property
    def folder(self) -> Path | None:
        """The chart: at the pinned version if there is one, else any that is at hand."""
        found = tuple(self._found())
        exact = (each for each in found if version(each) == self.version)
        return next(exact, found[0] if found else None)

    @property
    def had(self) -> bool:
        """Whether it is here at the pinned version."""
        return self.folder is not None and version(self.folder) == self.version

    def _found(self) -> Iterator[Path]:
        given = os.environ.get("CHARTS_DIR")
        if given and (Path(given) / self.name / "Chart.yaml").is_file():
            yield Path(given) / self.name
        packed = Path(given or ".") / f"{self.name}-{self.version}.tgz"
        if given and packed.is_file() and not self.pulled.is_dir():
            with tarfile.open(packed) as found:
                found.extractall(self.pulled.parent, filter="data")
        if (self.pulled / "Chart.yaml").is_file():
            yield self.pulled


def needed() -> None:
    """Skips the test where there is no chart at all."""
    if not os.environ.get("CHARTS_DIR") and not CACHE.is_dir():
        pytest.skip("no chart is had: set CHARTS_DIR, or let make charts pull them")


def pinned(name: str) -> Pin:
    """The chart of a name, as its pack has it."""
    found = next(each for pack in packs.discover() for each in pack.charts if each.name == name)
    return Pin(found.repository, found.name, found.version)


def had(name: str) -> Path:
    """The folder of a chart; skips the test where the chart is not had."""
    folder = pinned(name).folder
    if folder is None:
        pytest.skip(f"{name} is not had: CHARTS_DIR does not lead to it, and nobody pulled it")
    return folder


def at(tree: Tree, path: tuple[str, ...]) -> object:
    """What stands at a path; ``NOTHING`` where there is no such path."""
    found: object = tree
    for part in path:
        if not isinstance(found, dict) or part not in found:
            return NOTHING
        found = found[part]
    return found


def version(chart: Path) -> str:
    """The version that a chart says it is."""
    return str(yaml.safe_load((chart / "Chart.yaml").read_text("utf-8"))["version"])


def inside(chart: Path) -> Mapping[str, Path]:
    """The charts inside a chart, by the key that their values stand below."""
    about = yaml.safe_load((chart / "Chart.yaml").read_text("utf-8"))
    every = {each.get("alias") or each["name"]: each for each in about.get("dependencies", ())}
    folders = {key: chart / "charts" / each["name"] for key, each in every.items()}
    return {key: folder for key, folder in folders.items() if folder.is_dir()}


def defaults(chart: Path) -> Tree:
    """The values of a chart, with those of the charts inside it below their keys."""
    file = chart / "values.yaml"
    own = (yaml.safe_load(file.read_text("utf-8")) if file.is_file() else None) or {}
    parts = {key: defaults(folder) for key, folder in inside(chart).items()}
    return merge(parts, {key: value for key, value in own.items() if value is not None})
