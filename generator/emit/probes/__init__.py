"""Probes: one file per pack."""

from __future__ import annotations

from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from generator import yamlio
from generator.document import OURS, of_pack, validate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.document import Document
    from generator.ir import Base, Labels, Probe


def base(found: Base) -> Iterator[Document]:
    """The probes of each pack; they carry the labels that Prometheus selects objects by."""
    by_pack = sorted(found.platform.probes, key=attrgetter("path", "name"))
    for path, each in groupby(by_pack, attrgetter("path")):
        probes = tuple(each)
        yield of_pack(path, probes[0].pack, (_probe(one, found.selector) for one in probes))


def _probe(found: Probe, selector: Labels) -> str:
    value: dict[str, Any] = {
        "apiVersion": "monitoring.coreos.com/v1",
        "kind": "Probe",
        "metadata": {
            "name": f"watchkeeper-{found.name}",
            "labels": {**OURS, **dict(selector)},
        },
        "spec": {
            "jobName": found.job,
            "prober": {"url": found.prober},
            "module": found.module,
            "targets": {
                "staticConfig": {"static": list(found.targets), "labels": {"system": found.pack}}
            },
        },
    }
    validate(value, __name__)
    return yamlio.dump(value)
