"""``kind: Platform``: the environments, who is told, and defaults for all models."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from generator.spec.model import Task
from generator.spec.types import (
    Bytes,
    LabelName,
    LabelValue,
    Metadata,
    Name,
    Strict,
    Text,
    Url,
    WholeSeconds,
)

Tier = Annotated[str, Field(pattern="^[123]$")]


class PlatformEnvironment(Strict):
    """One cluster that Argo CD syncs."""

    name: Name = Field(description="Its overlay is generated/overlays/<name>.")
    cluster: Name = Field(description="Name of the Kubernetes cluster.")
    namespace: Name = Field("monitoring", description="Namespace of the generated objects.")
    profile: Literal["small", "ha", "distributed"] = Field(
        "small", description="Size of the stack."
    )


class Metrics(Strict):
    """How Prometheus keeps metrics."""

    retention: WholeSeconds = Field(2592000, description="How long samples are kept (default 30d).")
    storage: Bytes | None = Field(None, description="Size of its volume.")


class Rules(Strict):
    """How the operator finds our rules."""

    labels: dict[LabelName, LabelValue] = Field(
        {"release": "kube-prometheus-stack"},
        description="Labels of each PrometheusRule; must match the operator's ruleSelector.",
    )


class SecretRef(Strict):
    """A key of a Kubernetes Secret. Secrets themselves never stand in a spec."""

    name: Name
    key: str = Field(pattern=r"^[-._a-zA-Z0-9]+$")


class Receiver(Strict):
    """One way to tell somebody."""

    name: Name = Field(description="Teams refer to it.")
    type: Literal["email", "msteams", "opsgenie", "pagerduty", "slack", "webhook"]
    channel: Text | None = Field(None, description="Slack channel or e-mail address.")
    secret_ref: SecretRef | None = Field(None, description="Where the URL or key is kept.")


class Alerting(Strict):
    """Who can be told."""

    receivers: tuple[Receiver, ...] = Field(strict=False, description="All receivers.")


class ModelDefaults(Strict):
    """Parts of a model's spec that hold for each model of a tier or a task unless it says otherwise."""  # noqa: E501 - one line in the JSON Schema

    tiers: dict[Tier, dict[str, Any]] = Field({}, description="By tier.")
    tasks: dict[Task, dict[str, Any]] = Field({}, description="By task.")


class PlatformSpec(Strict):
    """The ``spec`` of the platform."""

    owner: Name = Field(description="The team that runs the observability stack.")
    runbooks: Url = Field(description="Where the folder generated/runbooks is published.")
    environments: tuple[PlatformEnvironment, ...] = Field(
        strict=False, min_length=1, description="All clusters."
    )
    alerting: Alerting
    metrics: Metrics = Field(Metrics(), description="Metric storage.")
    rules: Rules = Field(Rules(), description="Rule discovery.")
    model_defaults: ModelDefaults = Field(ModelDefaults(), description="Defaults for models.")


class PlatformDocument(Strict):
    """The platform: there is exactly one."""

    api_version: Literal["watchkeeper/v1"]
    kind: Literal["Platform"]
    metadata: Metadata
    spec: PlatformSpec
