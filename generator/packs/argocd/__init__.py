"""Argo CD: whether what is merged is what runs."""

from generator.catalog import Pack, PackKind
from generator.packs.argocd import alerts_apps, alerts_server
from generator.packs.argocd.metrics import METRICS
from generator.packs.argocd.signals import CASES, SIGNALS
from generator.packs.argocd.targets import BY_HAND, TARGETS

PACK = Pack(
    name="argocd",
    kind=PackKind.STACK,
    title="Argo CD",
    dead=("ArgocdDown",),
    metrics=METRICS,
    signals=SIGNALS,
    alerts=(*alerts_server.ALERTS, *alerts_apps.ALERTS),
    cases=CASES,
    targets=TARGETS,
    by_hand=BY_HAND,
)
