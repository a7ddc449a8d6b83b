"""What users write: the kinds of documents, strictly typed. Knows no pack and no output."""

from generator.spec.dashboard import DashboardDocument, DashboardPanel, DashboardSpec
from generator.spec.exports import Export
from generator.spec.model import ModelDocument, ModelSpec
from generator.spec.platform import PlatformDocument, PlatformSpec
from generator.spec.service import ServiceDocument, ServiceSpec
from generator.spec.stores import Stack
from generator.spec.team import TeamDocument, TeamSpec

__all__ = [
    "DashboardDocument",
    "DashboardPanel",
    "DashboardSpec",
    "Export",
    "ModelDocument",
    "ModelSpec",
    "PlatformDocument",
    "PlatformSpec",
    "ServiceDocument",
    "ServiceSpec",
    "Stack",
    "TeamDocument",
    "TeamSpec",
]
