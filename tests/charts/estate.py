"""Whole estates, compiled and written out, and what the real charts make of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from generator import packs
from generator.catalog import PackKind
from generator.compiler import stack
from generator.pipeline import build
from generator.spec.defaults import merge
from tests.argocd.estate import PLATFORM
from tests.charts.charts import Pin
from tests.charts.programs import objects, run, template
from tests.support import specs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from generator import ir
    from generator.spec.stores import Stack

Tree = dict[str, Any]
LESS = "  metrics: {retention: 30d, storage: 200Gi}\n"
# What the specs of this repository leave out.
MORE = """\
  metrics:
    retention: 45d
    storage: 200Gi
    storageClass: fast
    remoteWrite:
      - url: https://metrics.example.org/write
        basicAuth: {username: {name: write, key: user}, password: {name: write, key: word}}
  logs: {retention: 31d, storage: 70Gi, storageClass: fast}
  traces: {retention: 9d, storage: 30Gi, storageClass: fast}
"""


@dataclass(frozen=True, eq=False)
class Estate:
    """What a folder of specs compiles to; ``folder`` holds the tree as the repository would."""

    folder: Path
    sites: tuple[ir.Site, ...]
    stacks: Mapping[str, Stack]
    _texts: dict[tuple[str, ...], str] = field(default_factory=dict)
    _objects: dict[tuple[str, ...], tuple[Tree, ...]] = field(default_factory=dict)

    @property
    def releases(self) -> Iterator[tuple[ir.Site, ir.Release]]:
        """What is installed in each environment, by us or by others."""
        yield from ((site, release) for site in self.sites for release in site.releases)

    def application(self, site: ir.Site, release: ir.Release) -> Tree | None:
        """What Argo CD is told of a release; nothing where somebody else installs it."""
        path = self.folder / f"generated/argocd/{site.name}/{release.name}.yaml"
        return dict(_read(path)) if release.managed and path.is_file() else None

    def values(self, release: ir.Release) -> Tree:
        """All values of a release, as Helm merges its files."""
        files = (self.folder / "generated" / each for each in release.value_files)
        return merge(*(_read(each) or {} for each in files))

    def rendered(self, site: ir.Site, release: ir.Release) -> tuple[Tree, ...]:
        """The objects of a release; none where its chart is not had."""
        key = self.given(site, release)
        if key not in self._objects:
            self._objects[key] = objects(self.text(site, release))
        return self._objects[key]

    def text(self, site: ir.Site, release: ir.Release) -> str:
        """What Helm said when it was first asked."""
        key = self.given(site, release)
        if key not in self._texts:
            self._texts[key] = self.render(site, release)
        return self._texts[key]

    def render(self, site: ir.Site, release: ir.Release) -> str:
        """What Helm says, asked as Argo CD asks it."""
        chart = pin(release).folder
        if chart is None:
            return ""
        files = (f"--values={self.folder}/generated/{each}" for each in release.value_files)
        return template(release.name, chart, release.namespace, *self._crds(site, release), *files)

    def given(self, site: ir.Site, release: ir.Release) -> tuple[str, ...]:
        """All that a render is made of: equal for environments that have the same."""
        texts = (
            (self.folder / "generated" / each).read_text("utf-8") for each in release.value_files
        )
        where = (release.name, release.namespace, release.chart, release.version)
        return (*where, *self._crds(site, release), *texts)

    def _crds(self, site: ir.Site, release: ir.Release) -> tuple[str, ...]:
        """Argo CD takes a chart's folder of CRDs unless told not to."""
        application = self.application(site, release)
        return () if application and _chart(application).get("skipCrds") else ("--include-crds",)

    def every_object(self, site: ir.Site) -> Iterator[tuple[ir.Release, Tree]]:
        """All objects of all releases of one environment."""
        for release in site.releases:
            yield from ((release, each) for each in self.rendered(site, release))

    def overlay(self, site: ir.Site) -> tuple[Tree, ...]:
        """Our own objects of one environment, as Kustomize puts them together."""
        key = (site.name,)
        if key not in self._objects:
            path = f"{self.folder}/generated/overlays/{site.name}"
            self._objects[key] = objects(run("kustomize", "build", path))
        return self._objects[key]

    @property
    def complete(self) -> tuple[ir.Site, ...]:
        """The environments whose charts are all had; skips the test where there is none."""
        found = tuple(
            site for site in self.sites if all(pin(each).folder for each in site.releases)
        )
        if not found:
            pytest.skip("no environment has all its charts")
        return found


def profiles(folder: Path) -> Path:
    """Writes the specs of an estate with every profile and every service."""
    assert LESS in PLATFORM
    names = (each.name for each in packs.discover() if each.kind is PackKind.SERVICE)
    services = {f"services/{name}.yaml": specs.service(name) for name in names}
    platform = {"platform.yaml": PLATFORM.replace(LESS, MORE)}
    return specs.write(folder / "spec", {**specs.BASE, **platform, **services})


def compiled(spec: Path, folder: Path) -> Estate:
    """The estate of a folder of specs, written below ``folder``."""
    found = build(spec, "spec")
    wrong = [f"{each.origin} {each.message}" for each in found.diagnostics if each.is_error]
    assert not wrong, wrong
    specs.write(folder, {f"generated/{each.path}": each.body for each in found.documents})
    sites = stack.platform(found.context).sites
    platform, stacks = found.context.platform, found.context.specs.stacks
    return Estate(folder, sites, {each.name: stacks.get(each.name, platform) for each in sites})


def pin(release: ir.Release) -> Pin:
    """The chart of a release."""
    return Pin(release.repository, release.chart, release.version)


def named(found: Tree) -> str:
    """An object as a person calls it."""
    return f"{found['kind']} {found['metadata']['name']}"


def _chart(application: Tree) -> Tree:
    spec = application["spec"]
    sources = spec.get("sources") or [spec["source"]]
    return dict(next(each for each in sources if "chart" in each)["helm"])


def _read(path: Path) -> Any:  # noqa: ANN401 - YAML has no narrower type
    return yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
