"""Environments of each profile with every service, as the compiler hands them to packs."""

from __future__ import annotations

import functools
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from generator import packs
from generator.catalog import PackKind
from generator.compiler.context import Context
from generator.compiler.stack import logs, sites
from generator.spec.load import Sources, load
from tests.support import specs

if TYPE_CHECKING:
    from generator import ir
    from generator.catalog import Site

SERVICES = tuple(pack.name for pack in packs.discover() if pack.kind is PackKind.SERVICE)
PROFILES = ("small", "ha", "distributed")
STORES = """\
  rules: {labels: {release: kube-prometheus-stack}}
  kafka: kafka.kafka:9092
  objectStore:
    endpoint: s3.example.org
    buckets: {logs: logs, rules: rules, traces: traces, metrics: metrics}
"""


def context(folder: Path, **services: str) -> Context:
    """The small estate with an environment of each profile; ``services`` add to service specs."""
    environments = "".join(
        f"    - {{name: {name}, cluster: ml-{name}, profile: {name}}}\n" for name in PROFILES
    )
    start, end = specs.PLATFORM.split("    - {name: dev, cluster: dev}\n")
    platform = start + environments + end.partition("\n")[2] + STORES
    platform = platform.replace("{retention: 30d}", "{retention: 30d, storage: 900Gi}")
    files: dict[str, str | bytes] = {**specs.BASE, "platform.yaml": platform}
    files |= {f"services/{n}.yaml": specs.service(n, services.get(n, "")) for n in SERVICES}
    sources = Sources(specs.write(folder, files), "spec")
    found, problems = load(sources)
    assert [each.message for each in problems] == []
    return Context(found, sources, packs.discover())


@functools.cache
def unchanged() -> Context:
    """The estate as it is, for whoever reads no file of it again."""
    with TemporaryDirectory() as folder:
        return context(Path(folder))


@functools.cache
def site(profile: str) -> Site:
    """One environment."""
    return next(each for each in sites.sites(unchanged()) if each.environment.name == profile)


def without(profile: str, *roles: str) -> Site:
    """One environment that lacks some addresses."""
    found = site(profile)
    left = {role: url for role, url in found.addresses.items() if role not in roles}
    return replace(found, addresses=left)


@functools.cache
def rule_sets() -> dict[str, ir.LogRuleSet]:
    """What Loki is told, by pack."""
    return {each.pack: each for each in logs.rule_sets(unchanged())}
