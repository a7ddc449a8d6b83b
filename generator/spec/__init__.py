"""What users write: the four kinds, strictly typed. Knows no pack and no output."""

from generator.spec.model import ModelDocument, ModelSpec
from generator.spec.platform import PlatformDocument, PlatformSpec
from generator.spec.service import ServiceDocument, ServiceSpec
from generator.spec.stores import Stack
from generator.spec.team import TeamDocument, TeamSpec

__all__ = [
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
