"""Which systems are observed, and by which files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from generator import ir
from generator.catalog import PackKind
from generator.compiler import workloads
from generator.compiler.lower_rules import slug
from generator.compiler.stack import logs, monitors, policies, probes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from generator.catalog import Pack
    from generator.compiler.context import Context
    from generator.compiler.stack.values import Given

# What people look for first: what they use, what watches it, and only then what all models share.
ORDER = (PackKind.SERVICE, PackKind.STACK, PackKind.RUNTIME, PackKind.MODEL)
Output = tuple[str, str]


def systems(
    context: Context, sites: tuple[ir.Site, ...], asked: Mapping[str, Iterable[Given]]
) -> Iterator[ir.System]:
    """One per pack that takes part, and one per exporter that a pack has scraped as its own job.

    ``asked`` are the values that packs ask for in each environment.
    """
    scraped = tuple(monitors.monitors(context))
    given = tuple(_given(asked, sites))
    running = tuple(_running(context))
    rest = (*_of(context), *running, *_installed(context, sites))
    packs = sorted(context.active(), key=lambda each: (ORDER.index(each.kind), each.title.lower()))
    for pack in packs:
        own = tuple(each for each in scraped if each.pack == pack.name)
        values = tuple(each for each in given if each.pack == pack.name)
        more = ((what, path) for name, what, path in rest if name == pack.name)
        files = _sorted((*_rules(pack), *_monitors(own), *_values(values), *more))
        if files or pack.by_hand:
            pages = len(pack.alerts) + len(pack.log_alerts)
            yield ir.System(pack.name, pack.title, files, pack.by_hand, pages)
        for job in sorted({each.job for each in own} - {pack.name}):
            there = _monitors(each for each in own if each.job == job)
            parts = _values(each for each in values if each.has(job))
            programs = ((what, path) for name, what, path in running if name == pack.name)
            yield ir.System(job, job, _sorted((*_rules(pack), *there, *parts, *programs)))


@dataclass(frozen=True, slots=True)
class _Given:
    """What a pack gives to one release in one environment: the keys at the top, and the files."""

    pack: str
    keys: tuple[str, ...]
    files: tuple[str, ...]

    def has(self, job: str) -> bool:
        """Whether a part of the chart is what is scraped as ``job``."""
        return any(key == job or key.endswith(f"-{job}") for key in self.keys)


def _given(asked: Mapping[str, Iterable[Given]], sites: tuple[ir.Site, ...]) -> Iterator[_Given]:
    """Everything that packs give to releases, their own or not."""
    files = {(site.name, each.name): each.value_files for site in sites for each in site.releases}
    for environment, every in asked.items():
        for each in every:
            found = files.get((environment, each.release), ())
            yield _Given(each.pack, tuple(each.tree), found if each.tree else ())


def _values(found: Iterable[_Given]) -> Iterator[Output]:
    for each in found:
        yield from (("Values", path) for path in each.files)


def _rules(pack: Pack) -> Iterator[Output]:
    if pack.thresholds or pack.signals or pack.alerts:
        yield "Rules", f"base/rules/{slug(pack.name)}.yaml"


def _monitors(found: Iterable[ir.Monitor]) -> Iterator[Output]:
    for each in found:
        yield "Monitors", f"base/{each.path}"


def _of(context: Context) -> Iterator[tuple[str, str, str]]:
    """(pack, what, path) of the other objects of the base."""
    for probe in probes.probes(context):
        yield probe.pack, "Probes", f"base/{probe.path}"
    for policy in policies.policies(context):
        yield policy.pack, "Network policies", f"base/{policy.path}"
    for rules in logs.rule_sets(context):
        yield rules.pack, "Log rules", f"base/{rules.path}"


def _running(context: Context) -> Iterator[tuple[str, str, str]]:
    """(pack, what, path) of our own programs; how many jobs there are hangs on the models."""
    for environment in context.platform.environments:
        for each in workloads.workloads(environment.name, (), context):
            yield each.pack, "Runs", f"overlays/{environment.name}/{each.path}"


def _installed(context: Context, sites: tuple[ir.Site, ...]) -> Iterator[tuple[str, str, str]]:
    """(pack, what, path) of the releases that Argo CD is told to install."""
    for site in sites if context.platform.git else ():
        for release in site.releases:
            if release.managed:
                yield release.pack, "Installed by", f"argocd/{site.name}/{release.name}.yaml"


def _sorted(found: Iterable[Output]) -> tuple[Output, ...]:
    return tuple(sorted(set(found)))
