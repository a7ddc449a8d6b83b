"""Our own programs in a cluster: a file per pack, and a ConfigMap per list that jobs read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from generator import yamlio
from generator.document import OURS, Document, header, validate
from generator.emit.workloads.jobs import cron_job
from generator.emit.workloads.names import PREFIX
from generator.emit.workloads.servers import deployment, service
from generator.emit.workloads.small import account, claim, policy
from generator.ir import Account, Claim, Job, JobList, Server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.emit.workloads.names import Object
    from generator.ir import Overlay, Workload, Workloads

VERSION = 1  # of the lists, as their reader knows it


def overlay(found: Overlay) -> Iterator[Document]:
    """What runs in one environment."""
    for each in found.workloads:
        path = f"overlays/{found.name}/{each.path}"
        if isinstance(each, JobList):
            yield _list(path, each)
        else:
            yield _file(path, each)


def _file(path: str, found: Workloads) -> Document:
    own = frozenset(each.name for each in found.objects if isinstance(each, Claim))
    objects = [value for each in found.objects for value in _objects(each, own)]
    for value in objects:
        validate(value, __name__)
    body = header(f"generator/packs/{found.pack}", "spec/") + "---\n".join(
        yamlio.dump(value) for value in objects
    )
    return Document(path, body, (f"pack:{found.pack}",))


def _objects(found: Workload, own: frozenset[str]) -> Iterator[Object]:
    match found:
        case Account():
            yield account(found)
        case Claim():
            yield claim(found)
        case Server():
            yield deployment(found, own)
            yield service(found)
        case Job():
            yield cron_job(found, own)
        case _:
            yield policy(found)


def _list(path: str, found: JobList) -> Document:
    """JSON, which is YAML too, with a line per model: a change of one is a change of a line."""
    top = json.dumps({"version": VERSION, **json.loads(found.settings)}).removesuffix("}")
    text = top + ', "models": [\n' + ",\n".join(found.lines) + "\n]}\n"
    value: Object = {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": f"{PREFIX}{found.name}", "labels": dict(OURS)},
        "data": {f"{found.name}.yaml": text},
    }
    validate(value, __name__)
    sources = (*found.sources, f"pack:{found.pack}")
    body = header("spec/", f"generator/packs/{found.pack}") + yamlio.dump(value)
    return Document(path, body, sources)
