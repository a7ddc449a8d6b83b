"""Argo CD: whether what is merged is what runs."""

from generator.catalog import Pack, PackKind
from generator.packs.argocd import alerts_apps, alerts_server
from generator.packs.argocd.metrics import METRICS
from generator.packs.argocd.signals import CASES, SIGNALS

PACK = Pack(
    name="argocd",
    kind=PackKind.STACK,
    title="Argo CD",
    metrics=METRICS,
    signals=SIGNALS,
    alerts=(*alerts_server.ALERTS, *alerts_apps.ALERTS),
    cases=CASES,
)
