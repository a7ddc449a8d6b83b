"""An estate whose routing has a bit of everything, compiled as far as Alertmanager needs it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from generator import ir, packs, yamlio
from generator.catalog import Site
from generator.compiler import checks
from generator.compiler.context import Context
from generator.compiler.stack import routing
from generator.emit import amtool
from generator.packs.alertmanager.config import config
from generator.packs.alertmanager.values import values
from generator.spec.load import Sources, load
from tests.support import specs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from generator.diagnostics import Diagnostic
    from generator.spec.platform import PlatformEnvironment

PLATFORM = """\
apiVersion: watchkeeper/v1
kind: Platform
metadata: {name: platform}
spec:
  owner: ml-risk
  runbooks: https://runbooks.example.org
  environments:
    - {name: dev, cluster: dev, paging: false}
    - {name: prod, cluster: prod, profile: ha}
  metrics: {storage: 100Gi}
  alerting:
    url: https://alerts.example.org
    receivers:
      - {name: pager, type: pagerduty, secretRef: {name: receivers, key: pager}}
      - {name: chat, type: slack, channel: "#risk", secretRef: {name: receivers, key: chat}}
      - {name: shop-pager, type: opsgenie, secretRef: {name: shop, key: pager}}
      - {name: shop-chat, type: msteams, secretRef: {name: shop, key: chat}}
      - {name: shop-mail, type: email, channel: shop@example.org}
      - {name: archive, type: webhook, secretRef: {name: receivers, key: archive}}
      - {name: outside, type: webhook, secretRef: {name: receivers, key: outside}}
    smtp: {host: "mail.example.org:587", from: alerts@example.org, username: alerts,
           secretRef: {name: mail, key: password}}
    deadMansSwitch: {receiver: outside, interval: 2m}
    muteTimes:
      - {name: sundays, days: [sunday], start: "00:00", end: "24:00", timeZone: Europe/Berlin}
    routes:
      - {environments: [prod], receiver: archive, continue: true}
      - {service: kubernetes, severity: ticket, receiver: chat, mute: [sundays]}
      - {alert: ModelTrafficLow, tier: "1", severity: page, receiver: pager}
"""
SHOP = """\
apiVersion: watchkeeper/v1
kind: Team
metadata: {name: shop}
spec:
  receivers: {page: shop-pager, ticket: shop-chat}
  timeZone: Europe/Berlin
  workingHours: {start: "08:00", end: "18:00"}
  routes:
    - {alert: DataDriftDetected, receiver: shop-mail}
    - {service: feast, severity: page, receiver: pager}
"""
FEAST = """\
  alerts: {FeastLatencyHigh: {severity: page}, FeastReplicaDown: {disabled: There is one only}}
  environments: {dev: {alerts: {FeastServerDown: {severity: ticket}}}}
"""
FILES = {
    "platform.yaml": PLATFORM,
    "teams/ml-risk.yaml": specs.TEAM,
    "teams/shop.yaml": SHOP,
    "services/feast.yaml": specs.service("feast", FEAST).replace("ml-risk", "shop"),
    "services/mlflow.yaml": specs.service("mlflow"),
    "services/kubernetes.yaml": specs.service("kubernetes"),
    "models/churn.yaml": specs.model("churn", owner="shop"),
}


def context(folder: Path, **changed: str) -> Context:
    """The estate in a folder, with files by the last part of their names changed."""
    files = {
        name: changed.get(name.rpartition("/")[2].removesuffix(".yaml").replace("-", "_"), text)
        for name, text in FILES.items()
    }
    sources = Sources(specs.write(folder / "spec", files), "spec")
    loaded, problems = load(sources)
    assert not problems, problems
    return Context(loaded, sources, packs.discover())


def found(folder: Path, **changed: str) -> tuple[Diagnostic, ...]:
    """What the checks say of it."""
    return tuple(checks.check(context(folder, **changed)))


def environment(name: str, compiled: Context) -> PlatformEnvironment:
    """One environment of the platform."""
    return next(each for each in compiled.platform.environments if each.name == name)


def routed(name: str, compiled: Context) -> ir.Routing:
    """What Alertmanager of one environment is told."""
    return routing.routing(environment(name, compiled), compiled)


def configured(name: str, compiled: Context) -> dict[str, Any]:
    """The same as it is written."""
    return config(routed(name, compiled))


def site(name: str, compiled: Context) -> Site:
    """One environment as packs see it."""
    return Site(
        environment=environment(name, compiled),
        stack=compiled.specs.stacks[name],
        alerting=compiled.platform.alerting,
        services={},
        labels=tuple(compiled.platform.rules.labels.items()),
        routing=routed(name, compiled),
    )


def tests(name: str, compiled: Context) -> tuple[ir.RouteTest, ...]:
    """Who must be told of what."""
    return tuple(routing.tests(site(name, compiled), compiled))


def generated(folder: Path, compiled: Context, names: Iterable[str] = ("dev", "prod")) -> Path:
    """The values and the routing tests of environments, as `generate` would write them."""
    sites = tuple(_lowered(name, compiled) for name in names)
    platform = ir.Platform(sites=sites)
    base = ir.Base((), (), (), (), (), platform=platform)
    texts = {each.path: each.body for each in amtool.base(base)}
    for name in names:
        for release, tree in values(site(name, compiled)).items():
            texts[f"helm/{release}/values-{name}.yaml"] = yamlio.dump(tree)
    return specs.write(folder / "generated", texts)


def _lowered(name: str, compiled: Context) -> ir.Site:
    own = tests(name, compiled)
    return ir.Site(name, "monitoring", "", (), (), routed(name, compiled), own, (), "spec:1")


def labelled(alert: str, labels: Mapping[str, str]) -> dict[str, str]:
    """All labels of an alert."""
    return {"alertname": alert, **labels}
