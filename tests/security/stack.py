"""An estate with an environment of each profile, and the pods that the real charts make of it."""

from __future__ import annotations

import functools
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator import packs, yamlio
from generator.catalog import PackKind
from generator.compiler import stack
from generator.compiler.context import Context
from generator.compiler.stack import sites
from generator.spec.defaults import merge
from generator.spec.load import Sources, load
from tests.charts import charts, programs
from tests.support import specs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from generator import ir

Tree = dict[str, Any]
PROFILES = ("small", "ha", "distributed")
SERVICES = tuple(pack.name for pack in packs.discover() if pack.kind is PackKind.SERVICE)
NAMESPACE = "watch"
ENVIRONMENTS = "".join(
    f"    - {{name: {name}, cluster: {name}, namespace: {NAMESPACE}, profile: {name}}}\n"
    for name in PROFILES
)
PLATFORM = (
    specs.HEAD.format(kind="Platform", name="platform")
    + f"""\
spec:
  owner: ml-risk
  runbooks: https://runbooks.example.org
  environments:
{ENVIRONMENTS}\
  metrics:
    storage: 200Gi
    remoteWrite:
      - url: https://metrics.example.org/write
        basicAuth: {{username: {{name: write, key: user}}, password: {{name: write, key: word}}}}
        tls:
          ca: {{name: write-tls, key: ca.crt}}
          cert: {{name: write-tls, key: tls.crt}}
          key: {{name: write-tls, key: tls.key}}
      - {{url: https://other.example.org/write, tenant: ml, bearer: {{name: other, key: bearer}}}}
  grafana: {{host: grafana.example.org, ingressClass: nginx, tlsSecret: grafana-tls}}
  objectStore:
    endpoint: s3.example.org
    secret: store
    buckets: {{logs: b-logs, rules: b-rules, traces: b-traces, metrics: b-metrics}}
  kafka: kafka.example.org:9092
  alerting:
    receivers:
      - {{name: pager, type: pagerduty, secretRef: {{name: receivers, key: pager}}}}
      - {{name: chat, type: slack, channel: "#risk", secretRef: {{name: receivers, key: chat}}}}
"""
)
# Made by the operator from its own objects, as its sources have them at the version of the chart.
OPERATED = {"Prometheus": "prometheus", "Alertmanager": "alertmanager"}


@dataclass(frozen=True)
class Pod:
    """A pod as a policy sees it; ``spec`` is empty where the operator makes it."""

    release: str
    name: str
    kind: str
    labels: Mapping[str, str]
    spec: Tree


@functools.cache
def context(text: str = PLATFORM) -> Context:
    """The estate as the compiler reads it."""
    files = {f"services/{name}.yaml": specs.service(name) for name in SERVICES}
    with tempfile.TemporaryDirectory() as folder:
        given = {**specs.BASE, "platform.yaml": text, **files}
        sources = Sources(specs.write(Path(folder) / "spec", given), "spec")
        found, problems = load(sources)
        assert not [each.message for each in problems if each.is_error]
        return Context(found, sources, packs.discover())


@functools.cache
def platform(text: str = PLATFORM) -> ir.Platform:
    """All that is deployed beside rules; packs need not be proven for that."""
    return stack.platform(context(text))


def addresses(profile: str) -> Mapping[str, str]:
    """What the packs offer one another in the environment of a profile, by role."""
    found = next(each for each in sites.sites(context()) if each.environment.name == profile)
    return found.addresses


def release(profile: str, name: str) -> Tree:
    """All values of one release in the environment of a profile."""
    site = next(each for each in platform().sites if each.name == profile)
    found: Tree = {}
    for each in (*platform().values, *site.values):
        if each.release == name:
            found = merge(found, each.values)
    return found


def releases(profile: str, *, managed: bool = True) -> tuple[ir.Release, ...]:
    """What is installed in the environment of a profile."""
    site = next(each for each in platform().sites if each.name == profile)
    return tuple(each for each in site.releases if each.managed is managed)


def rendered(found: ir.Release, profile: str, *more: str) -> tuple[Tree, ...]:
    """The objects that the real chart makes of our values."""
    given = yamlio.dump(release(profile, found.name))
    return programs.rendered(found.name, charts.had(found.chart), found.namespace, given, more)


def every_object(profile: str) -> Iterator[tuple[ir.Release, Tree]]:
    """All objects of all our releases in one environment."""
    for found in releases(profile):
        for each in rendered(found, profile):
            yield found, each


def pods(profile: str) -> Iterator[Pod]:
    """All pods of our releases in one environment."""
    for found, each in every_object(profile):
        name = each["metadata"]["name"]
        template = _template(each)
        if template:
            labels = template["metadata"].get("labels") or {}
            yield Pod(found.name, name, each["kind"], labels, template["spec"])
        elif each["kind"] in OPERATED:
            kind = OPERATED[each["kind"]]
            labels = {
                "app.kubernetes.io/name": kind,
                "operator.prometheus.io/name": name,
                kind: name,
            }
            yield Pod(found.name, name, each["kind"], labels, {})


def _template(found: Tree) -> Tree:
    if found["kind"] == "Pod":
        return found
    spec = found.get("spec") or {}
    if found["kind"] == "CronJob":
        spec = spec["jobTemplate"]["spec"]
    template = spec.get("template") if isinstance(spec, dict) else None
    return template if isinstance(template, dict) and "spec" in template else {}
