"""``kind: Platform``: the environments, who is told, and defaults for all models."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from generator.spec.alerting import Alerting, Tier
from generator.spec.model import Task
from generator.spec.stores import Stack
from generator.spec.types import (
    LabelName,
    LabelValue,
    Metadata,
    Name,
    Owner,
    Revision,
    Strict,
    Url,
)


class PlatformEnvironment(Strict):
    """One cluster that Argo CD syncs."""

    name: Name = Field(description="Its overlay is generated/overlays/<name>.")
    cluster: Name = Field(description="Name of the Kubernetes cluster; label of all its series.")
    server: Url = Field(
        "https://kubernetes.default.svc",
        description="Its API as Argo CD sees it; by default the cluster Argo CD runs in.",
    )
    revision: Revision | None = Field(
        None, description="Branch or tag that Argo CD syncs there; by default that of git."
    )
    namespace: Name = Field("monitoring", description="Namespace of the stack.")
    profile: Literal["small", "ha", "distributed"] = Field(
        "small", description="Size of the stack."
    )
    paging: bool = Field(
        default=True, description="Whether pages wake people; else they go where tickets go."
    )
    control_plane: Literal["hidden", "scraped"] = Field(
        "hidden", description="Whether etcd, scheduler and so on can be scraped."
    )
    overrides: dict[str, Any] = Field(
        {}, description="metrics, logs, traces, grafana, objectStore, kafka, charts: what differs."
    )


class Git(Strict):
    """Where this repository lives, for Argo CD."""

    repository: Url = Field(description="Its address.")
    revision: Revision = Field("main", description="Branch or tag that is synced.")


class Rules(Strict):
    """How the operator finds our objects."""

    labels: dict[LabelName, LabelValue] = Field(
        {"release": "kube-prometheus-stack"},
        description="Labels of each PrometheusRule and monitor.",
    )


class ModelDefaults(Strict):
    """Parts of a model's spec that hold for each model of a tier or a task unless it says otherwise."""  # noqa: E501 - one line in the JSON Schema

    tiers: dict[Tier, dict[str, Any]] = Field({}, description="By tier.")
    tasks: dict[Task, dict[str, Any]] = Field({}, description="By task.")


class PlatformSpec(Stack):
    """The ``spec`` of the platform."""

    owner: Owner = Field(description="The team that runs the observability stack.")
    runbooks: Url = Field(description="Where the folder generated/runbooks is published.")
    environments: tuple[PlatformEnvironment, ...] = Field(
        strict=False, min_length=1, description="All clusters."
    )
    alerting: Alerting
    git: Git | None = Field(None, description="Without it no objects for Argo CD are generated.")
    rules: Rules = Field(Rules(), description="How the operator finds our objects.")
    model_defaults: ModelDefaults = Field(ModelDefaults(), description="Defaults for models.")


class PlatformDocument(Strict):
    """The platform: there is exactly one."""

    api_version: Literal["watchkeeper/v1"]
    kind: Literal["Platform"]
    metadata: Metadata
    spec: PlatformSpec
