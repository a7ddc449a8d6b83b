"""``kind: Service``: a part of the platform that is watched."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from generator.spec.types import Metadata, Name, Owner, ServiceAlertOverride, Strict, Text


class ServiceEnvironment(Strict):
    """What differs in one environment."""

    enabled: bool = Field(default=True, description="Whether the service runs there.")
    namespace: Name | None = Field(None, description="Its namespace there.")
    alerts: dict[str, ServiceAlertOverride] = Field(
        {}, description="Changes to single alerts there."
    )


class ServiceSpec(Strict):
    """The ``spec`` of a service; ``metadata.name`` names the pack that knows it."""

    owner: Owner = Field(description="The team that answers for the service.")
    namespace: Name = Field(description="Kubernetes namespace of its pods.")
    description: Text | None = Field(None, description="One line for the people on call.")
    alerts: dict[str, ServiceAlertOverride] = Field({}, description="Changes to single alerts.")
    environments: dict[Name, ServiceEnvironment] = Field(
        {}, description="What differs per environment."
    )

    def within(self, environment: str) -> str | None:
        """Its namespace in an environment; nothing where it does not run."""
        change = self.environments.get(environment)
        if change is None:
            return self.namespace
        return (change.namespace or self.namespace) if change.enabled else None


class ServiceDocument(Strict):
    """A service of the ML platform."""

    api_version: Literal["watchkeeper/v1"]
    kind: Literal["Service"]
    metadata: Metadata
    spec: ServiceSpec
