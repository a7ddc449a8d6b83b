"""The shape of a pod that may do nothing but its work, key by key, in the order a reader wants."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from generator.emit.workloads.names import PREFIX, size

if TYPE_CHECKING:
    from generator.emit.workloads.names import Object
    from generator.ir import Labels, Mount, Program, Variable

GROUP = 65532  # the image's user and group: volumes that it writes have to be its own
SCRATCH = "1Gi"


def template(
    name: str, labels: Labels, account: str, program: Program, own: frozenset[str]
) -> Object:
    """A pod; ``own`` are the claims whose names begin as those of our objects do."""
    volumes = [_volume(each, own) for each in program.mounts]
    return {
        "metadata": {"labels": {**dict(program.labels), **dict(labels)}},
        "spec": {
            "serviceAccountName": f"{PREFIX}{account}",
            # Nothing here asks the cluster for anything.
            "automountServiceAccountToken": False,
            "enableServiceLinks": False,
            "securityContext": _security(program),
            "containers": [_container(name, program)],
            **({"volumes": volumes} if volumes else {}),
        },
    }


def _security(program: Program) -> Object:
    found: Object = {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}}
    if any(each.claim and each.writable for each in program.mounts):
        # Shares such as NFS know no fsGroup: there the numbers themselves have to have the right.
        found |= {"runAsUser": GROUP, "runAsGroup": GROUP}
        found |= {"fsGroup": GROUP, "fsGroupChangePolicy": "OnRootMismatch"}
    return found


def _container(name: str, program: Program) -> Object:
    found: Object = {
        "name": name,
        "image": program.image,
        "command": ["python", "-m", program.module],
        "args": list(program.arguments),
    }
    if program.variables:
        found["env"] = [_variable(each) for each in program.variables]
    if program.secrets:
        found["envFrom"] = [{"secretRef": {"name": each}} for each in program.secrets]
    found["resources"] = {
        "requests": {"cpu": f"{program.cpu}m", "memory": size(program.memory)},
        "limits": {"memory": size(program.memory)},
    }
    found["securityContext"] = {
        "allowPrivilegeEscalation": False,
        "capabilities": {"drop": ["ALL"]},
        "readOnlyRootFilesystem": True,
    }
    if program.mounts:
        found["volumeMounts"] = [_mount(each) for each in program.mounts]
    return found


def _variable(found: Variable) -> Object:
    if found.secret:
        chosen = {"name": found.secret, "key": found.key}
        return {"name": found.name, "valueFrom": {"secretKeyRef": chosen}}
    return {"name": found.name, "value": found.value}


def _name(found: Mount) -> str:
    """A volume of a pod is called as the folder it is at, which no two share."""
    return re.sub(r"[^a-z0-9]+", "-", found.path.lower()).strip("-")


def _mount(found: Mount) -> Object:
    readable = {} if found.writable else {"readOnly": True}
    return {"name": _name(found), "mountPath": found.path, **readable}


def _volume(found: Mount, own: frozenset[str]) -> Object:
    if found.claim:
        name = f"{PREFIX}{found.claim}" if found.claim in own else found.claim
        readable = {} if found.writable else {"readOnly": True}
        return {"name": _name(found), "persistentVolumeClaim": {"claimName": name, **readable}}
    if found.lists:
        sources = [{"configMap": {"name": f"{PREFIX}{each}"}} for each in found.lists]
        return {"name": _name(found), "projected": {"sources": sources}}
    return {"name": _name(found), "emptyDir": {"sizeLimit": SCRATCH}}
