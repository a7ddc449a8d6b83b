"""Our exporter of MLflow: one pod that reads the tracking server, or its database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.catalog.workloads import DNS, Account, Exits, Program, Server, Variable, Way, ways
from generator.packs.mlflow.targets import EXPORTER, LABELS, PORT, SERVER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from generator.catalog.workloads import Ground
    from generator.spec.workloads import Exporter

NAME = "mlflow"
CPU = 50  # thousandths of a core; it reads for a moment every half minute


def workloads(ground: Ground) -> Iterable[Account | Server | Exits]:
    """What runs where the service asks for its exporter."""
    wanted = ground.exporters.get(NAME)
    if wanted is None:
        return
    namespace = ground.services[NAME]
    program = Program(
        image=ground.image,
        module="watchkeeper.mlflow",
        arguments=(f"--listen=:{PORT[1]}", *_arguments(wanted, namespace)),
        memory=wanted.limit,
        cpu=CPU,
        variables=_variables(wanted),
        secrets=(wanted.secret,) if wanted.secret else (),
    )
    yield Account(EXPORTER)
    yield Server(EXPORTER, LABELS, EXPORTER, program, PORT)
    yield Exits(EXPORTER, LABELS, (DNS, *_exits(wanted, namespace, ground.namespace)))


def offers(namespace: str) -> str:
    """The address of the server for whoever else has to reach it."""
    return SERVER.format(namespace=namespace)


def _arguments(wanted: Exporter, namespace: str) -> Iterable[str]:
    if wanted.source == "rest":
        yield f"--tracking-uri={wanted.address or offers(namespace)}"
    yield from (f"--metric={name}" for name in wanted.metrics)


def _variables(wanted: Exporter) -> tuple[Variable, ...]:
    """The URL of a database has its password in it: only the cluster knows it."""
    found = wanted.secret_ref
    return (
        (Variable("WATCHKEEPER_MLFLOW_STORE", secret=found.name, key=found.key),) if found else ()
    )


def _exits(wanted: Exporter, namespace: str, own: str) -> tuple[Way, ...]:
    if wanted.source == "sql":
        return (Way((wanted.port,)),)
    return ways(wanted.address, own) if wanted.address else (Way(namespace=namespace),)
