"""One estate with an environment of each profile, and what Argo CD would make of it."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import yaml

from generator.pipeline import build
from tests.support import specs
from tests.support.command import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Object = dict[str, Any]  # a Kubernetes object, as YAML has it

PLATFORM = """\
apiVersion: watchkeeper/v1
kind: Platform
metadata: {name: platform}
spec:
  owner: ml-risk
  runbooks: https://runbooks.example.org
  git: {repository: https://git.example.org/observability, revision: release}
  environments:
    - {name: dev, cluster: dev, server: "https://dev.example.org:6443"}
    - {name: prod, cluster: prod, server: "https://prod.example.org:6443", profile: ha}
    - name: scale
      cluster: scale
      server: https://scale.example.org:6443
      namespace: observability
      profile: distributed
      controlPlane: scraped
  metrics: {retention: 30d, storage: 200Gi}
  grafana: {host: grafana.example.org, ingressClass: nginx, tlsSecret: grafana-tls}
  objectStore:
    endpoint: s3.example.org
    buckets: {logs: logs, rules: rules, traces: traces, metrics: metrics}
    secret: object-store
  kafka: kafka.example.org:9092
  alerting:
    receivers:
      - {name: pager, type: pagerduty, secretRef: {name: receivers, key: pager}}
      - {name: chat, type: slack, channel: "#risk", secretRef: {name: receivers, key: chat}}
"""
ENVIRONMENTS = ("dev", "prod", "scale")


def compile_into(folder: Path) -> dict[str, str]:
    """The tree of the estate by path, its specs below ``folder``."""
    services = {
        f"services/{path.stem}.yaml": specs.service(path.stem)
        for path in (ROOT / "spec/services").glob("*.yaml")
    }
    files = {**specs.BASE, "platform.yaml": PLATFORM, **services}
    found = build(specs.write(folder / "spec", files), "spec")
    assert [f"{each.origin} {each.message}" for each in found.diagnostics if each.is_error] == []
    return {each.path: each.body for each in found.documents}


def applications(tree: dict[str, str], environment: str) -> list[Object]:
    """The applications that an environment is made of."""
    return [
        each
        for path, body in sorted(tree.items())
        if path.startswith(f"argocd/{environment}/")
        for each in loaded(body)
    ]


def project(tree: dict[str, str]) -> Object:
    """What confines them."""
    return dict(yaml.safe_load(tree["argocd/project.yaml"]))


def sources(application: Object) -> list[Object]:
    """Where its objects come from, whatever the form it is said in."""
    spec = application["spec"]
    return list(spec.get("sources") or [spec["source"]])


def chart(application: Object) -> Object | None:
    """The source that is a chart."""
    return next((each for each in sources(application) if "chart" in each), None)


def objects(files: dict[str, str], *folders: str) -> Iterator[tuple[str, Object]]:
    """The Kubernetes objects below some folders."""
    for path, body in files.items():
        if path.startswith(folders) and path.endswith(".yaml"):
            yield from ((path, each) for each in loaded(body))


@functools.cache
def loaded(body: str) -> tuple[Object, ...]:
    """The objects of a file; nobody may change them."""
    return tuple(each for each in yaml.load_all(body, yaml.CSafeLoader) if each)
