"""Kustomizations: the base lists every rule set, an overlay adds its data and its patches."""

from __future__ import annotations

import json
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from generator import yamlio
from generator.document import Document, header, validate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.ir import Base, Overlay, Patch, Reference
    from generator.ir.boards import Carried

API = {"apiVersion": "kustomize.config.k8s.io/v1beta1", "kind": "Kustomization"}
GROUP = "monitoring.coreos.com"
SIDECAR = {"grafana_dashboard": "1"}  # what Grafana's sidecar looks for


def base(found: Base) -> Iterator[Document]:
    """The list of everything that all environments share."""
    rules = {f"rules/{each.name}.yaml" for each in found.rule_sets}
    value: dict[str, Any] = {**API, "resources": sorted(rules | found.platform.paths)}
    if boards := sorted((*found.boards, *found.exports), key=attrgetter("uid")):
        # With a hash in the name an old board would stay beside the new one, under the same uid.
        value["generatorOptions"] = {"disableNameSuffixHash": True, "labels": SIDECAR}
        value["configMapGenerator"] = [_board(each) for each in boards]
    yield _document("base", value, ())


def _board(found: Carried) -> dict[str, Any]:
    """One ConfigMap per board: Kubernetes keeps a second copy in an annotation, which is short."""
    return {
        "name": f"watchkeeper-{found.object}",
        "files": [found.path],
        "options": {"annotations": {"grafana_folder": found.folder}},
    }


def overlay(found: Overlay) -> Iterator[Document]:
    """The base, the environment's own objects, and its patches."""
    names = (*found.unchanged, *(rules.name for rules in found.rule_sets))
    value: dict[str, Any] = {
        **API,
        "namespace": found.namespace,
        "resources": [
            "../../base",
            *sorted((*(f"{name}.yaml" for name in names), *(w.path for w in found.workloads))),
        ],
    }
    patches = [*map(_absent, found.absent), *_patches(found.patches)]
    if patches:
        value["patches"] = patches
    yield _document(f"overlays/{found.name}", value, (found.source,))


def _document(folder: str, value: dict[str, Any], sources: tuple[str, ...]) -> Document:
    validate(value, __name__)
    return Document(f"{folder}/kustomization.yaml", header("spec/") + yamlio.dump(value), sources)


def _absent(found: Reference) -> dict[str, Any]:
    gone = {
        "apiVersion": "v1" if found.kind == "ConfigMap" else f"{GROUP}/v1",
        "kind": found.kind,
        "metadata": {"name": f"watchkeeper-{found.name}"},
        "$patch": "delete",
    }
    return {"patch": yamlio.dump(gone)}


def _patches(patches: tuple[Patch, ...]) -> Iterator[dict[str, Any]]:
    for of, each in groupby(sorted(patches, key=attrgetter("of")), attrgetter("of")):
        lines = dict.fromkeys(line for patch in each for line in _operations(patch))
        target = {
            "group": GROUP,
            "version": "v1",
            "kind": of.kind,
            "name": f"watchkeeper-{of.name}",
        }
        yield {"target": target, "patch": "".join(lines)}


def _operations(patch: Patch) -> Iterator[str]:
    """A test that the place is the one meant, then the change: a patch can never land elsewhere."""
    for path, value in patch.expect:
        yield f"- {json.dumps({'op': 'test', 'path': path, 'value': value})}\n"
    change = {"op": "add", "path": patch.path, "value": patch.value}
    yield f"- {json.dumps(change if patch.value else {'op': 'remove', 'path': patch.path})}\n"
