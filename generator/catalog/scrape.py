"""The steps of relabelling that targets are made of, and how a pod says which model it serves.

Which labels a system puts on its pods is a fact of its pack.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.ir import Relabeling

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.catalog.metric import Metric

# The labels that a pod outside KServe carries: what serves there, and which model in which version.
RUNTIME_LABEL = "watchkeeper.io/runtime"
MODEL_LABEL = "watchkeeper.io/model"
VERSION_LABEL = "watchkeeper.io/model-version"

_POD = "__meta_kubernetes_pod_"
POD_IP = f"{_POD}ip"
CONTAINER = f"{_POD}container_name"
NODE = f"{_POD}node_name"


def pod_label(name: str) -> str:
    """A label of the target's pod, as service discovery names it."""
    return f"{_POD}label_{_sanitized(name)}"


def pod_annotation(name: str) -> str:
    """An annotation of the target's pod, as service discovery names it."""
    return f"{_POD}annotation_{_sanitized(name)}"


def _sanitized(name: str) -> str:
    return re.sub(r"[^a-zA-Z0-9_]", "_", name)


def copy(source: str, target: str, regex: str = "(.+)") -> Relabeling:
    """``target`` becomes the part of ``source`` in parentheses, and stays if nothing matches."""
    return Relabeling((source,), target, regex)


def only(source: str, regex: str) -> Relabeling:
    """No target but those whose ``source`` is this."""
    return Relabeling((source,), regex=regex, action="keep")


def never(source: str, regex: str) -> Relabeling:
    """None of the targets whose ``source`` is this."""
    return Relabeling((source,), regex=regex, action="drop")


def keep(*names: str) -> Relabeling:
    """No metric but these; a name is a regular expression."""
    return only("__name__", _either(names))


def drop(*names: str) -> Relabeling:
    """None of these metrics; a name is a regular expression."""
    return never("__name__", _either(names))


def declared(metrics: Iterable[Metric]) -> tuple[str, ...]:
    """The names of all series of metrics."""
    return tuple(sorted({each.name for metric in metrics for each in metric.series()} - {"up"}))


def without(*labels: str) -> Relabeling:
    """Takes labels away: safe only for those that are the same on all series of a target."""
    return Relabeling(regex=_either(labels), action="labeldrop")


def _either(words: tuple[str, ...]) -> str:
    return words[0] if len(words) == 1 else f"({'|'.join(words)})"


def own(*labels: str) -> tuple[Relabeling, ...]:
    """Labels that the target has too, but what a series says of itself counts.

    Prometheus has renamed the series' own by then.
    """
    return (
        *(copy(f"exported_{label}", label) for label in labels),
        without(*(f"exported_{label}" for label in labels)),
    )


def model(name: str = "", version: str = "") -> tuple[Relabeling, ...]:
    """The model and version of a pod: our labels, else its labels ``name`` and ``version``.

    A version that nobody states is the hash of the pod's template: it changes with each rollout.
    """
    steps = (
        ("pod-template-hash", "model_version"),
        (version, "model_version"),
        (name, "model_name"),
        (MODEL_LABEL, "model_name"),
        (VERSION_LABEL, "model_version"),
    )
    return tuple(copy(pod_label(label), target) for label, target in steps if label)


# Servers that name the model themselves, perhaps several of them, know better than the pod.
MODEL_SAID = own("model_name", "model_version")


def address(port: str | int) -> tuple[Relabeling, ...]:
    """Scrapes a port that no container declares: a number, or the meta label that holds it."""
    source = (POD_IP,) if isinstance(port, int) else (POD_IP, port)
    tail, number = ("", str(port)) if isinstance(port, int) else (";([0-9]+)", "$2")
    return (
        Relabeling(source, "__address__", f"([0-9.]+){tail}", f"$1:{number}"),
        Relabeling(source, "__address__", f"([^;]*:[^;]*){tail}", f"[$1]:{number}"),
    )
