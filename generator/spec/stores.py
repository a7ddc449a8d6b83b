"""Where metrics, logs and traces are kept, and how people look at them."""

from __future__ import annotations

from typing import Any, Literal, Self

from pydantic import Field, field_validator, model_validator
from pydantic_core import PydanticCustomError

from generator.spec.types import (
    Bytes,
    Host,
    HostPort,
    LabelValue,
    Name,
    SecretRef,
    Strict,
    Url,
    Version,
    WholeSeconds,
)
from generator.spec.workloads import DriftJobs, Images

DAY = 86400
RAREST_SCRAPE = 120  # the shortest window of a rule is 5m; a rate needs two samples in it


class BasicAuth(Strict):
    """User name and password, both from a Secret."""

    username: SecretRef
    password: SecretRef


class Tls(Strict):
    """Certificates of a connection, from Secrets of the stack's namespace."""

    ca: SecretRef | None = Field(None, description="Who signed the server's certificate.")
    cert: SecretRef | None = Field(None, description="Our own certificate.")
    key: SecretRef | None = Field(None, description="The key of our own certificate.")

    @model_validator(mode="after")
    def _both(self) -> Self:
        if bool(self.cert) != bool(self.key):
            raise PydanticCustomError(
                "together", "cert and key prove who we are only together", {"fix": "write both"}
            )
        return self


class RemoteWrite(Strict):
    """A second place that samples are sent to."""

    url: Url = Field(description="Its write address.")
    tenant: LabelValue | None = Field(None, description="Value of X-Scope-OrgID.")
    basic_auth: BasicAuth | None = Field(None, description="User name and password.")
    bearer: SecretRef | None = Field(None, description="A bearer token.")
    tls: Tls | None = Field(None, description="Certificates.")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        if self.basic_auth and self.bearer:
            raise PydanticCustomError(
                "together",
                "bearer and basicAuth exclude each other: Prometheus would not start",
                {"fix": "delete one of the two"},
            )
        return self


class Metrics(Strict):
    """How Prometheus keeps metrics."""

    retention: WholeSeconds = Field(2592000, description="How long samples are kept (default 30d).")
    storage: Bytes | None = Field(None, description="Size of its volume.")
    storage_class: Name | None = Field(None, description="Storage class of its volume.")
    scrape_interval: WholeSeconds = Field(30, description="Time between two scrapes.")
    cluster_series: int = Field(
        100_000, ge=1000, description="Active series of the cluster besides models, for forecasts."
    )
    url: Url | None = Field(None, description="Where people open Prometheus; links start with it.")
    remote_write: tuple[RemoteWrite, ...] = Field(
        (), strict=False, description="Other places that samples are sent to."
    )

    @field_validator("scrape_interval")
    @classmethod
    def _often_enough(cls, value: int) -> int:
        if value > RAREST_SCRAPE:
            raise PydanticCustomError(
                "window", "windows of 5m in rules would lack samples", {"fix": "write 2m or less"}
            )
        return value


class Logs(Strict):
    """How Loki keeps logs."""

    retention: WholeSeconds = Field(2592000, description="How long lines are kept (default 30d).")
    storage: Bytes = Field(50 * 2**30, description="Size of its volume (default 50Gi).")
    storage_class: Name | None = Field(None, description="Storage class of its volume.")

    @field_validator("retention")
    @classmethod
    def _a_day_at_least(cls, value: int) -> int:
        if value < DAY:
            raise PydanticCustomError(
                "window", "less than a day is a day to Loki", {"fix": "write 1d or more"}
            )
        return value


class Traces(Strict):
    """How Tempo keeps traces."""

    retention: WholeSeconds = Field(604800, description="How long traces are kept (default 7d).")
    storage: Bytes = Field(20 * 2**30, description="Size of its volume (default 20Gi).")
    storage_class: Name | None = Field(None, description="Storage class of its volume.")


class Buckets(Strict):
    """One bucket for each kind of data."""

    logs: Host = Field(description="Chunks and indexes of Loki.")
    traces: Host = Field(description="Blocks of Tempo.")
    metrics: Host | None = Field(None, description="Blocks of Mimir, in the distributed profile.")
    rules: Host | None = Field(None, description="Rules of Mimir, in the distributed profile.")


class ObjectStore(Strict):
    """Where the distributed profile keeps its data."""

    type: Literal["s3"] = Field("s3", description="Anything that speaks the S3 protocol.")
    endpoint: HostPort = Field(description="Host name, with a port if it is not 443.")
    region: LabelValue | None = Field(None, description="Region of the buckets.")
    buckets: Buckets = Field(description="The buckets.")
    secret: Name | None = Field(
        None,
        description="Secret with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; "
        "without it the pods' own identity counts.",
    )


class Grafana(Strict):
    """How people look at it."""

    host: Host | None = Field(
        None, description="Host name of its ingress; without it there is none."
    )
    ingress_class: Name | None = Field(None, description="Class of its ingress.")
    tls_secret: Name | None = Field(None, description="Secret with the certificate of the host.")
    admin_secret: Name = Field(
        "grafana-admin", description="Secret with admin-user and admin-password."
    )
    storage: Bytes = Field(10 * 2**30, description="Size of its volume (default 10Gi).")
    storage_class: Name | None = Field(None, description="Storage class of its volume.")


class ChartChoice(Strict):
    """What differs from how a chart would be installed."""

    version: Version | None = Field(None, description="Exact version of the chart.")
    values: dict[str, Any] = Field(
        {},
        description="Values of the chart that win over ours; what we work out is refused (K8S608).",
    )


class Stack(Strict):
    """What an environment may override: sizes, stores and charts."""

    metrics: Metrics = Field(Metrics(), description="Metric storage.")
    logs: Logs = Field(Logs(), description="Log storage.")
    traces: Traces = Field(Traces(), description="Trace storage.")
    grafana: Grafana = Field(Grafana(), description="Grafana.")
    object_store: ObjectStore | None = Field(
        None, description="Object storage; the distributed profile needs it, others may use it."
    )
    kafka: HostPort | None = Field(
        None, description="A Kafka broker; the distributed profile needs it."
    )
    charts: dict[Name, ChartChoice] = Field({}, description="Changes to single charts, by name.")
    images: Images = Field(Images(), description="Images of what runs of our own.")
    drift: DriftJobs | None = Field(
        None, description="The jobs that look for drift; without it there are none."
    )
