"""What runs of our own in a cluster: exporters, and the jobs that look for drift."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from generator.spec.cron import Cron
from generator.spec.places import Folder, Image, Stored
from generator.spec.types import (
    Bytes,
    LabelName,
    LabelValue,
    MetricWord,
    Name,
    SecretRef,
    Strict,
    Text,
    Url,
    WholeSeconds,
    Zone,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

MIB = 2**20
LONGEST_NAME = 30  # Kubernetes names a CronJob with 52 characters at most


class Images(Strict):
    """The images of what runs of our own."""

    exporters: Image | None = Field(
        None, description="Built from exporters/Dockerfile; the exporter and the drift jobs run it."
    )


class Exporter(Strict):
    """What runs beside a service and reads what the service does not report itself."""

    source: Literal["rest", "sql"] = Field(
        "rest", description="Whether it asks the server, or reads its database."
    )
    address: Url | None = Field(
        None, description="Address of the server (rest); by default its Service in its namespace."
    )
    secret_ref: SecretRef | None = Field(
        None, description="Secret with the URL of the database, password and all (sql)."
    )
    port: int = Field(5432, ge=1, le=65535, description="Port of the database (sql).")
    secret: Name | None = Field(
        None,
        description="Secret with MLFLOW_TRACKING_TOKEN, or _USERNAME and _PASSWORD (rest).",
    )
    metrics: tuple[MetricWord, ...] = Field(
        (), strict=False, description="Metrics of the champion's run to report."
    )
    memory: Bytes | None = Field(
        None, description="Memory it may take (default 512Mi for rest, 256Mi for sql)."
    )

    @property
    def limit(self) -> int:
        """The memory it may take; pages of a server's answers are larger than rows."""
        return self.memory or (512 if self.source == "rest" else 256) * MIB

    @model_validator(mode="after")
    def _of_one_kind(self) -> Self:
        if self.source == "sql" and not self.secret_ref:
            raise PydanticCustomError(
                "together",
                "source: sql needs secretRef, or there is no database to read",
                {"fix": "write secretRef: {name: ..., key: ...}"},
            )
        foreign = {"rest": ("secret_ref", "port"), "sql": ("address", "secret")}[self.source]
        if self.model_fields_set & set(foreign):
            raise PydanticCustomError(
                "together",
                "address and secret are of source: rest, secretRef and port of source: sql",
                {"fix": "take out those of the other source"},
            )
        return self


class Schedule(Strict):
    """When drift jobs run."""

    cron: Cron = Field(description="Minute, hour, day of the month, month, day of the week.")
    time_zone: Zone = Field("Etc/UTC", description="Whose clock that is.")


class ResultVolume(Strict):
    """A volume that the jobs write and the exporter reads."""

    size: Bytes = Field(10 * 2**30, description="Its size (default 10Gi).")
    storage_class: Name | None = Field(None, description="Its storage class.")
    access_mode: Literal["ReadWriteMany", "ReadWriteOnce"] = Field(
        "ReadWriteMany", description="ReadWriteOnce only where all pods share a node."
    )


class Identity(Strict):
    """Who the pods are to the cloud: no password is needed then."""

    annotations: dict[LabelName, Text] = Field(
        {}, description="Of their service account, such as eks.amazonaws.com/role-arn."
    )
    labels: dict[LabelName, LabelValue] = Field(
        {}, description="Of their pods, such as azure.workload.identity/use."
    )


class DriftTracking(Strict):
    """Where people find results and reports besides."""

    address: Url | None = Field(
        None, description="Address of MLflow; by default the Service of the service mlflow."
    )
    experiment: Text = Field("watchkeeper-drift", description="The experiment of all runs.")


class DriftJobs(Strict):
    """Where and when drift is looked for."""

    results: Stored | None = Field(
        None, description="Where results are kept; each environment has a folder of its own there."
    )
    volume: ResultVolume | None = Field(
        None, description="Or a volume of the cluster that keeps them."
    )
    schedules: dict[Name, Schedule] = Field(
        {}, description="By the name that models use. hourly, daily and weekly exist already."
    )
    secret: Name | None = Field(
        None,
        description="Secret whose keys become variables of the jobs, such as AWS_ACCESS_KEY_ID "
        "and AWS_SECRET_ACCESS_KEY, and MLFLOW_TRACKING_TOKEN (or _USERNAME and _PASSWORD) where "
        "MLflow asks for it; without it the pods' own identity counts.",
    )
    endpoint: Url | None = Field(
        None, description="Address of the object store, if it is not that of the cloud."
    )
    identity: Identity = Field(Identity(), description="Who the pods are to the cloud.")
    claims: dict[Name, Folder] = Field(
        {}, description="Volume claims with data, and the folder where jobs find each."
    )
    mlflow: DriftTracking | None = Field(
        None, description="Logs each result to MLflow too; {} takes all defaults."
    )
    deadline: WholeSeconds = Field(3600, description="Longest run of a schedule (default 1h).")
    timeout: WholeSeconds = Field(600, description="Longest run of one model (default 10m).")
    memory: Bytes = Field(1024 * MIB, description="Memory of each pod of a job (default 1Gi).")

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if bool(self.results) == bool(self.volume):
            raise PydanticCustomError(
                "together",
                "results need one place: an object store (results) or a volume",
                {"fix": "write one of results and volume"},
            )
        if not all(f"{folder}/".startswith("/data/") for folder in self.claims.values()):
            raise PydanticCustomError(
                "form",
                "data of claims is found at or below /data; other folders are the programs' own",
                {"fix": "write it like /data/features"},
            )
        if any(len(name) > LONGEST_NAME for name in self.schedules):
            raise PydanticCustomError(
                "name", "the name of a schedule is part of a job's: at most 30 characters"
            )
        return self

    def known(self) -> Mapping[str, Schedule]:
        """All schedules by name; those that are written win over ours."""
        return {**_schedules(), **self.schedules}


@functools.cache
def _schedules() -> Mapping[str, Schedule]:
    """Past the hour: most of what a cluster does at all begins on the hour."""
    return {
        "hourly": Schedule(cron="17 * * * *"),
        "daily": Schedule(cron="17 3 * * *"),
        "weekly": Schedule(cron="17 3 * * 1"),
    }
