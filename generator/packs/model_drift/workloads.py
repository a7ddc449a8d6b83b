"""The jobs that look for drift, a schedule each, and the exporter of what they found."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from generator.catalog.workloads import (
    DNS,
    Account,
    Claim,
    Exits,
    Job,
    Mount,
    Program,
    Server,
    Variable,
    Way,
    ways,
)
from generator.packs.model_drift.targets import EXPORTER, JOBS, LABELS, PORT
from generator.spec.workloads import Identity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from generator.catalog.workloads import Ground, Workload
    from generator.spec.workloads import DriftJobs, Schedule

MODULE = "watchkeeper.drift"
ACCOUNT = "drift"
CLAIM = "drift-results"
VOLUME = "/results"
CONFIG = "/etc/watchkeeper/drift"
SCRATCH = "/tmp"  # noqa: S108 - in the pod, a volume of its own
NO_VERDICT = 2  # the status of a run that another try would not mend
PER_POD = 50  # models; a run takes some seconds each
MOST_PODS = 20
START_WITHIN = 1800  # seconds; later than that, the next time counts
KEPT = 86400  # seconds that an ended job and its log stay
SERVING = 512 * 2**20
TRACKING = "mlflow"  # the service that results may be logged to
CPU, JOB_CPU = 50, 500  # thousandths of a core
S3 = "s3"
CLOUD = Way((443,))
# Where clouds tell pods who they are: link-local, on ports of their own.
IDENTITY = Way((80, 988), network="169.254.0.0/16")


def workloads(ground: Ground) -> Iterable[Workload]:
    """One job per schedule that a model is on, and one exporter of all results."""
    drift = ground.stack.drift
    if drift is None:
        return
    volume = drift.volume
    yield Account(ACCOUNT, tuple(drift.identity.annotations.items()))
    if volume:
        yield Claim(CLAIM, volume.size, volume.storage_class or "", volume.access_mode)
    yield _server(drift, ground)
    for name, schedule in sorted(drift.known().items()):
        if ground.models.get(name):
            yield _job(name, schedule, drift, ground)
    exits = _exits(drift, ground)
    yield Exits(EXPORTER, LABELS, exits)
    yield Exits(JOBS[0][1], JOBS, tuple(dict.fromkeys((*exits, *_to_mlflow(drift, ground)))))


def _job(name: str, schedule: Schedule, drift: DriftJobs, ground: Ground) -> Job:
    pods = min(MOST_PODS, -(-ground.models[name] // PER_POD))
    return Job(
        name=f"drift-{name}",
        labels=JOBS,
        account=ACCOUNT,
        program=_program(name, pods, drift, ground),
        cron=schedule.cron,
        time_zone=schedule.time_zone,
        pods=pods,
        deadline=drift.deadline,
        start_within=START_WITHIN,
        kept=KEPT,
        hopeless=NO_VERDICT,
    )


def settings(ground: Ground) -> Mapping[str, object]:
    """What all jobs are told alike."""
    drift = ground.stack.drift
    tracking = drift.mlflow if drift else None
    return {"mlflow": {"experiment": tracking.experiment}} if tracking else {}


def _server(drift: DriftJobs, ground: Ground) -> Server:
    program = Program(
        image=ground.image,
        module=MODULE,
        arguments=("serve", f"--results={_results(drift, ground)}", f"--port={PORT[1]}"),
        memory=SERVING,
        cpu=CPU,
        variables=tuple(_variables(drift)),
        secrets=_secrets(drift),
        mounts=(*_results_mount(drift), Mount(SCRATCH, writable=True)),
        labels=tuple(drift.identity.labels.items()),
    )
    return Server(EXPORTER, LABELS, ACCOUNT, program, PORT)


def _program(schedule: str, pods: int, drift: DriftJobs, ground: Ground) -> Program:
    return Program(
        image=ground.image,
        module=MODULE,
        arguments=_arguments(schedule, drift, ground),
        memory=drift.memory,
        cpu=JOB_CPU,
        variables=(
            Variable("WATCHKEEPER_DRIFT_SHARDS", str(pods)),
            *_variables(drift),
            *_tracking(drift, ground),
        ),
        secrets=_secrets(drift),
        mounts=(
            Mount(CONFIG, lists=ground.lists),
            *_results_mount(drift),
            *(Mount(path, claim=claim) for claim, path in drift.claims.items()),
            Mount(SCRATCH, writable=True),
        ),
        labels=tuple(drift.identity.labels.items()),
    )


def _arguments(schedule: str, drift: DriftJobs, ground: Ground) -> tuple[str, ...]:
    return (
        "run",
        f"--config={CONFIG}",
        f"--schedule={schedule}",
        f"--results={_results(drift, ground)}",
        f"--timeout={drift.timeout}",
        f"--deadline={drift.deadline * 9 // 10}",  # to say of whom no time was left
    )


def _results(drift: DriftJobs, ground: Ground) -> str:
    """Two environments with one place would take each other's results for their own."""
    return f"{drift.results.rstrip('/')}/{ground.environment}" if drift.results else VOLUME


def _results_mount(drift: DriftJobs) -> tuple[Mount, ...]:
    return (Mount(VOLUME, claim=CLAIM, writable=True),) if drift.volume else ()


def _secrets(drift: DriftJobs) -> tuple[str, ...]:
    return (drift.secret,) if drift.secret else ()


def _variables(drift: DriftJobs) -> Iterable[Variable]:
    if drift.endpoint:
        yield Variable("AWS_ENDPOINT_URL", drift.endpoint)


def _tracking(drift: DriftJobs, ground: Ground) -> Iterable[Variable]:
    if drift.mlflow:
        address = drift.mlflow.address or ground.addresses.get(TRACKING)
        if address:
            yield Variable("MLFLOW_TRACKING_URI", address)


def _to_mlflow(drift: DriftJobs, ground: Ground) -> tuple[Way, ...]:
    if drift.mlflow and drift.mlflow.address:
        return ways(drift.mlflow.address, ground.namespace)
    if drift.mlflow and TRACKING in ground.services:
        return (Way(namespace=ground.services[TRACKING]),)
    return ()


def _exits(drift: DriftJobs, ground: Ground) -> tuple[Way, ...]:
    """The object stores, wherever they are; claims are the node's to reach."""
    found = chain(
        (DNS,),
        ways(drift.endpoint, ground.namespace) if drift.endpoint else (),
        (CLOUD,) if _in_cloud(drift, ground) else (),
        () if drift.secret else (IDENTITY,),
    )
    return tuple(dict.fromkeys(found))


def _in_cloud(drift: DriftJobs, ground: Ground) -> bool:
    """Only S3 has an endpoint of its own; who a pod is, a cloud tells at an address of its own."""
    places = {str(drift.results).partition("://")[0]} if drift.results else set()
    return (
        not drift.endpoint
        or not drift.secret
        or drift.identity != Identity()
        or not (ground.schemes | places) <= {S3}
    )
