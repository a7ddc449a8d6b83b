"""Whole estates, compiled and written out, and what the real charts make of them."""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import yaml

from generator.compiler import stack
from generator.pipeline import build
from generator.spec.defaults import merge
from tests.charts.charts import Pin
from tests.support import specs
from tests.support.command import ROOT, tool

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from generator import ir

Tree = dict[str, Any]
LIMIT = 120  # seconds until a program counts as hung


class Loader(yaml.CSafeLoader):
    """Takes a bare ``=``, which the CRDs have in a list and PyYAML has no meaning for."""


Loader.add_constructor("tag:yaml.org,2002:value", lambda _, node: node.value)


@dataclass(frozen=True, eq=False)
class Estate:
    """What a folder of specs compiles to; ``folder`` holds the tree as the repository would."""

    folder: Path
    sites: tuple[ir.Site, ...]
    _known: dict[tuple[str, ...], tuple[Tree, ...]] = field(default_factory=dict)

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
        if key not in self._known:
            self._known[key] = objects(self.render(site, release))
        return self._known[key]

    def render(self, site: ir.Site, release: ir.Release) -> str:
        """What Helm says, asked as Argo CD asks it."""
        chart = pin(release).folder
        if chart is None:
            return ""
        files = [f"--values={self.folder}/generated/{each}" for each in release.value_files]
        how = (f"--namespace={release.namespace}", "--kube-version=1.32.0", *self._crds(site, release))
        # Argo CD never runs the tests of a chart.
        return run("helm", "template", release.name, str(chart), "--skip-tests", *how, *files)

    def given(self, site: ir.Site, release: ir.Release) -> tuple[str, ...]:
        """All that a render is made of: equal for environments that have the same."""
        texts = ((self.folder / "generated" / each).read_text("utf-8") for each in release.value_files)
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
        if (site.name,) not in self._known:
            path = f"{self.folder}/generated/overlays/{site.name}"
            self._known[site.name,] = objects(run("kustomize", "build", path))
        return self._known[site.name,]

    def lost(self, site: ir.Site) -> tuple[str, ...]:
        """The charts of our releases in an environment that could not be had."""
        managed = (each for each in site.releases if each.managed)
        return tuple(each.chart for each in managed if pin(each).folder is None)


def compiled(spec: Path, folder: Path) -> Estate:
    """The estate of a folder of specs, written below ``folder``."""
    found = build(spec, "spec")
    wrong = [f"{each.origin} {each.message}" for each in found.diagnostics if each.is_error]
    assert not wrong, wrong
    specs.write(folder, {f"generated/{each.path}": each.body for each in found.documents})
    return Estate(folder, stack.platform(found.context).sites)


def pin(release: ir.Release) -> Pin:
    """The chart of a release."""
    return Pin(release.repository, release.chart, release.version)


def run(*command: str) -> str:
    """What a program says on stdout; its failure is a failure of the test."""
    name, *words = command
    done = subprocess.run(
        [tool(name), *words],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=LIMIT,
        check=False,
    )
    assert done.returncode == 0, f"{' '.join(command)}: {done.stderr or done.stdout}"
    return done.stdout


def named(found: Tree) -> str:
    """An object as a person calls it."""
    return f"{found['kind']} {found['metadata']['name']}"


def objects(text: str) -> tuple[Tree, ...]:
    """What a text of YAML holds."""
    return tuple(each for each in yaml.load_all(text, Loader) if each)


def _chart(application: Tree) -> Tree:
    spec = application["spec"]
    sources = spec.get("sources") or [spec["source"]]
    return dict(next(each for each in sources if "chart" in each)["helm"])


def _read(path: Path) -> Any:  # noqa: ANN401 - YAML has no narrower type
    return yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)
