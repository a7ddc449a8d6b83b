"""The types a pack is written in.

A pack says what is observed; it never says how an output is written. This package holds no fact
about any system.
"""

from generator.catalog.alert import Alert, AlertSeverity, Case, SignalCase, fires, quiet
from generator.catalog.deploy import (
    Access,
    Chart,
    Endpoint,
    Health,
    Install,
    Peer,
    Prober,
    Relabeling,
    Site,
    Target,
    TargetKind,
    Tree,
    Wave,
    Where,
)
from generator.catalog.logs import Lines, LogAlert, LogPipeline, LogRecord
from generator.catalog.metric import TARGET_LABELS, Metric, counter, gauge, histogram, summary
from generator.catalog.pack import Datum, Own, Pack, PackKind
from generator.catalog.signal import LONG, SHORT, Signal
from generator.catalog.threshold import Bound, ModelThreshold, ServiceThreshold

__all__ = [
    "LONG",
    "SHORT",
    "TARGET_LABELS",
    "Access",
    "Alert",
    "AlertSeverity",
    "Bound",
    "Case",
    "Chart",
    "Datum",
    "Endpoint",
    "Health",
    "Install",
    "Lines",
    "LogAlert",
    "LogPipeline",
    "LogRecord",
    "Metric",
    "ModelThreshold",
    "Own",
    "Pack",
    "PackKind",
    "Peer",
    "Prober",
    "Relabeling",
    "ServiceThreshold",
    "Signal",
    "SignalCase",
    "Site",
    "Target",
    "TargetKind",
    "Tree",
    "Wave",
    "Where",
    "counter",
    "fires",
    "gauge",
    "histogram",
    "quiet",
    "summary",
]
