"""One platform with an environment of each profile, and its release of kube-prometheus-stack."""

from __future__ import annotations

import functools
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator import packs, yamlio
from generator.compiler import checks
from generator.compiler.context import Context
from generator.compiler.stack import sites, values
from generator.spec.defaults import merge
from generator.spec.load import Sources, load
from tests.charts import charts, programs
from tests.support import specs

if TYPE_CHECKING:
    from collections.abc import Mapping

    from generator.catalog import Site
    from generator.diagnostics import Diagnostic

Tree = dict[str, Any]
RELEASE = "kube-prometheus-stack"
PROFILES = ("small", "ha", "distributed")
ENVIRONMENTS = "".join(
    f"    - {{name: {name}, cluster: ml-{name}, namespace: watch, profile: {name}}}\n"
    for name in PROFILES
)
HEAD = specs.HEAD.format(kind="Platform", name="platform")
ALERTING = """\
  alerting:
    receivers:
      - {name: pager, type: pagerduty, secretRef: {name: receivers, key: pager}}
      - {name: chat, type: slack, channel: "#risk", secretRef: {name: receivers, key: chat}}
"""
METRICS = "metrics: {retention: 45d, storage: 200Gi, storageClass: fast, scrapeInterval: 20s}"
GRAFANA = "grafana: {host: grafana.example.org, ingressClass: nginx, tlsSecret: grafana-tls}"
STORE = (
    "objectStore: {endpoint: s3.example.org, region: eu-1, secret: store, "
    "buckets: {logs: b-logs, rules: b-rules, traces: b-traces, metrics: b-metrics}}"
)
FULL = (METRICS, GRAFANA, STORE, "kafka: kafka.example.org:9092")
SERVICES = ("kubernetes", "kserve")


def platform(*lines: str, environments: str = ENVIRONMENTS) -> str:
    """A platform with some lines more in its ``spec``."""
    start = f"{HEAD}spec:\n  owner: ml-risk\n  runbooks: https://example.org\n  environments:\n"
    return start + environments + ALERTING + "".join(f"  {line}\n" for line in lines)


@functools.cache
def compiled(
    text: str, services: tuple[str, ...] = SERVICES, models: int = 0
) -> tuple[Mapping[str, Tree], tuple[Diagnostic, ...]]:
    """The release's values in each environment of an estate, and what the compiler found."""
    files = {f"services/{name}.yaml": specs.service(name) for name in services}
    files |= {f"models/m{number}.yaml": specs.model(f"m{number}") for number in range(models)}
    context, found = read({**specs.BASE, "platform.yaml": text, **files})
    return {} if found else merged(context), found


def read(files: Mapping[str, str]) -> tuple[Context, tuple[Diagnostic, ...]]:
    """An estate as lowering sees it, and what the compiler found before it came to that."""
    with tempfile.TemporaryDirectory() as folder:
        sources = Sources(specs.write(Path(folder) / "spec", files), "spec")
        loaded, problems = load(sources)
        context = Context(loaded, sources, packs.discover())
        every = (*problems, *checks.check(context))
    return context, tuple(each for each in every if each.is_error)


def site(name: str) -> Site:
    """One environment as packs see it."""
    context, found = read({**specs.BASE, "platform.yaml": platform(*FULL)})
    assert not found
    return next(each for each in sites.sites(context) if each.environment.name == name)


def merged(context: Context) -> Mapping[str, Tree]:
    """By environment, as Helm merges the file that all share and the environment's own."""
    trees = {each.environment.name: values.trees(each, context) for each in sites.sites(context)}
    common, own = values.split(trees, context)
    return {
        name: merge(*(each.values for each in (*common, *files) if each.release == RELEASE))
        for name, files in own.items()
    }


def release(
    name: str, *lines: str, services: tuple[str, ...] = SERVICES, environments: str = ENVIRONMENTS
) -> Tree:
    """All values of the release in one environment."""
    trees, found = compiled(platform(*(lines or FULL), environments=environments), services)
    assert not found, [f"{each.origin} {each.message}" for each in found]
    return trees[name]


def one(profile: str = "small", more: str = "") -> str:
    """The environment ``prod`` alone, for ``environments``."""
    return f"    - {{name: prod, cluster: ml-prod, profile: {profile}{more}}}\n"


def render(tree: Tree, chart: str = RELEASE, *more: str) -> tuple[Tree, ...]:
    """The objects that a real chart makes of values."""
    return programs.rendered(chart, charts.had(chart), "watch", yamlio.dump(tree), more)
