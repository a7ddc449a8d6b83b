"""``kind: Service``: a part of the platform that is watched."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from generator.spec.types import Metadata, Name, Owner, ServiceAlertOverride, Strict, Text
from generator.spec.workloads import Exporter


class ServiceEnvironment(Strict):
    """What differs in one environment."""

    enabled: bool = Field(default=True, description="Whether the service runs there.")
    namespace: Name | None = Field(None, description="Its namespace there.")
    alerts: dict[str, ServiceAlertOverride] = Field(
        {}, description="Changes to single alerts there."
    )
    exporter: Exporter | None = Field(
        None, description="The exporter there, in place of what the service says of it."
    )


class ServiceSpec(Strict):
    """The ``spec`` of a service; ``metadata.name`` names the pack that knows it."""

    owner: Owner = Field(description="The team that answers for the service.")
    namespace: Name = Field(description="Kubernetes namespace of its pods.")
    description: Text | None = Field(None, description="One line for the people on call.")
    alerts: dict[str, ServiceAlertOverride] = Field({}, description="Changes to single alerts.")
    exporter: Exporter | None = Field(
        None,
        description="Runs our exporter beside it, in the stack's namespace; {} takes defaults.",
    )
    environments: dict[Name, ServiceEnvironment] = Field(
        {}, description="What differs per environment."
    )

    def within(self, environment: str) -> str | None:
        """Its namespace in an environment; nothing where it does not run."""
        change = self.environments.get(environment)
        if change is None:
            return self.namespace
        return (change.namespace or self.namespace) if change.enabled else None

    def exporter_within(self, environment: str) -> Exporter | None:
        """Its exporter in an environment; nothing where the service does not run."""
        change = self.environments.get(environment)
        if change is None:
            return self.exporter
        return (change.exporter or self.exporter) if change.enabled else None


class ServiceDocument(Strict):
    """A service of the ML platform."""

    api_version: Literal["watchkeeper/v1"]
    kind: Literal["Service"]
    metadata: Metadata
    spec: ServiceSpec
