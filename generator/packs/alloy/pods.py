"""The logs of the pods of a node: which files are read, and whose they are.

Files, not the API of Kubernetes: a file is still whole when its pod has crashed, reading goes on
where it stopped, and neither the API server nor the kubelet carries the lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.alloy import Attribute, Block, Call, Reference
from generator.catalog import stages
from generator.catalog.scrape import CONTAINER, NODE, copy, pod_annotation, pod_label
from generator.ir import Relabeling
from generator.packs.alloy import lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.alloy import Value
    from generator.catalog import LogPipeline

NODE_NAME = Call("sys.env", ("HOSTNAME",))  # the chart sets it to the name of the node
_UID = "__meta_kubernetes_pod_uid"
# The first of these that a pod has is its app.
_NAMES = (pod_label("app.kubernetes.io/name"), pod_label("app"), pod_label("k8s-app"), CONTAINER)
_FIELDS = (
    Relabeling((), "job", replacement="pods"),
    copy("__meta_kubernetes_namespace", "namespace"),
    Relabeling(_NAMES, "app", "^;*([^;]+).*"),
    copy(CONTAINER, "container"),
    copy("__meta_kubernetes_pod_name", "pod"),
    copy(NODE, "node"),
    Relabeling((_UID, CONTAINER), "__path__", "(.+);(.+)", "/var/log/pods/*$1/$2/*.log"),
    # The folder of a static pod is named by the hash of its manifest.
    Relabeling(
        (pod_annotation("kubernetes.io/config.hash"), CONTAINER),
        "__path__",
        "(.+);(.+)",
        "/var/log/pods/*$1/$2/*.log",
    ),
)


def blocks(pipelines: tuple[LogPipeline, ...], receiver: Reference) -> Iterator[Block]:
    """From the pods of the node to the lines that are written."""
    fields = tuple(field for each in pipelines for field in each.fields)
    yield Block("discovery.kubernetes", "pods", (Attribute("role", "pod"), _this_node()))
    yield Block(
        "discovery.relabel",
        "pods",
        (
            Attribute("targets", Reference("discovery.kubernetes.pods.targets")),
            *(_rule(each) for each in (*_FIELDS, *fields)),
        ),
    )
    yield Block(
        "loki.source.file",
        "pods",
        (
            Attribute("targets", Reference("discovery.relabel.pods.output")),
            Attribute("forward_to", (Reference("loki.process.pods.receiver"),)),
            Block("file_match", body=(Attribute("enabled", value=True),)),
        ),
    )
    yield Block(
        "loki.process",
        "pods",
        (
            Attribute("forward_to", (receiver,)),
            *lines.first(),
            *(stages.match(each.match, *each.stages) for each in pipelines if each.stages),
            *lines.last(_metadata(fields)),
        ),
    )


def _metadata(fields: tuple[Relabeling, ...]) -> tuple[str, ...]:
    """What packs take from pods and that is no label of all lines."""
    known = (*lines.LABELS, *lines.POD)
    return tuple(dict.fromkeys(each.target for each in fields if each.target not in known))


def _this_node() -> Block:
    field = Call("string.format", ("spec.nodeName=%s", NODE_NAME))
    return Block("selectors", body=(Attribute("role", "pod"), Attribute("field", field)))


def _rule(step: Relabeling) -> Block:
    """What differs from Alloy's defaults, which are those of Prometheus."""
    found: tuple[tuple[str, Value], ...] = (
        ("source_labels", step.source),
        ("separator", step.separator),
        ("regex", step.regex),
        ("target_label", step.target),
        ("replacement", step.replacement),
        ("action", step.action),
    )
    return Block("rule", body=tuple(Attribute(name, value) for name, value in found if value))
